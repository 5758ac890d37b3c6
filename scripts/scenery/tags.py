"""Hashtags for a picture, written by rules from the words that describe it."""

from __future__ import annotations

import numpy as np

from .picture import Picture

CATEGORY = {
    "nature": "nature naturephotography naturelovers naturelover outdoors earth landscape wild "
    "natureisbeautiful mothernature naturegram explore",
    "travel": "travel travelphotography wanderlust traveling travelgram instatravel vacation trip "
    "adventure explore travelblogger holiday tourism",
    "food": "food foodie foodporn instafood yummy delicious foodphotography foodstagram tasty "
    "dinner homemade foodblogger",
    "animals": "animals pets animal cute pet animallovers petstagram wildlife instapet "
    "animalsofinstagram petsofinstagram",
    "cars": "cars car carporn auto instacar supercar carsofinstagram carlifestyle racing drive "
    "automotive carspotting",
    "babies": "baby babies cute babygirl babyboy newborn family momlife babylove kids mom "
    "babiesofinstagram",
    "wedding": "wedding bride love weddingday weddingphotography groom bridal weddingdress "
    "weddinginspiration justmarried marriage",
    "architecture": "architecture building design architecturephotography archilovers city "
    "architecturelovers urban buildings arch",
    "selfie": "selfie me smile girl selfietime instaselfie face portrait model happy selfies",
    "fitness": "fitness gym workout fit motivation training fitnessmotivation bodybuilding "
    "health muscle fitfam exercise",
}
TIME = {
    "day": "sunny sunshine summer sunnyday",
    "morning": "morning goodmorning sunrise",
    "golden": "goldenhour sunlight sun",
    "sunset": "sunset sunsetlovers sunset_pics sky",
    "dusk": "dusk bluehour evening twilight",
    "overcast": "clouds cloudy moody",
    "mist": "fog mist foggy moody",
    "night": "night nightphotography nightsky stars",
}
POPULAR = {
    "love": 0.23, "instagood": 0.23, "photooftheday": 0.19, "photography": 0.15, "follow": 0.16,
    "like": 0.15, "picoftheday": 0.14, "beautiful": 0.12, "instadaily": 0.12, "happy": 0.11,
    "instagram": 0.11, "art": 0.11, "followme": 0.1, "summer": 0.1, "instalike": 0.1,
    "fun": 0.08, "tbt": 0.07, "photo": 0.07, "life": 0.06, "likeforlike": 0.06, "style": 0.08,
    "repost": 0.06, "amazing": 0.05, "igers": 0.05, "lifestyle": 0.06, "friends": 0.06,
    "nofilter": 0.02, "weekend": 0.02, "color": 0.02, "mood": 0.02, "vibes": 0.02,
}  # fmt: skip
VARIANTS = "{}s {}lovers {}love {}gram insta{} {}photography {}life {}_of_instagram {}lover {}pics"
NOISE = (
    "monday tuesday friday sunday goodvibes blessed memories throwback grateful bestday "
    "canon nikon iphone lightroom 35mm vsco shotoniphone create inspiration dream peace joy "
    "family home music fashion ootd coffee smile followforfollow l4l f4f igdaily webstagram"
)
OFTEN = (0.97, 0.7, 0.6, 0.5, 0.42, 0.38, 0.33, 0.3, 0.27, 0.24, 0.2, 0.18, 0.15)
"""Odds of a category's own hashtags, in the order of CATEGORY; those of POPULAR are about the shares
of 1,511 Instagram posts that have them."""


def hashtags(rng: np.random.Generator, picture: Picture, category: str) -> list[str]:
    """Write 15 to 25 hashtags for a picture, in no particular order."""
    target = int(rng.integers(15, 26))
    tags: list[str] = []
    topic = CATEGORY[category].split()
    tags += [t for t, odds in zip(topic, OFTEN, strict=False) if rng.random() < odds]
    for word in picture.words:
        stem = word.replace(" ", "")
        if rng.random() < 0.9:
            tags.append(stem)
        count = min(int(rng.geometric(0.6)) - 1, 3)
        for form in rng.choice(VARIANTS.split(), size=count, replace=False):
            tags.append(form.format(stem))
    tags += [t for t in TIME.get(picture.time, "").split() if rng.random() < 0.4]
    tags += [m for m in picture.mood if rng.random() < 0.55]
    popular = [t for t, odds in POPULAR.items() if rng.random() < odds]
    tags += popular
    tags += list(rng.choice(NOISE.split(), size=int(rng.integers(0, 3)), replace=False))
    tags = list(dict.fromkeys(tags))
    spare = [t for t in topic if t not in tags]
    spare += [f"{word.replace(' ', '')}{end}" for word in picture.words for end in ("gram", "pics")]
    spare = [t for t in dict.fromkeys(spare) if t not in tags] + [
        t for t in POPULAR if t not in tags
    ]
    while len(tags) < 15 and spare:
        tags.append(spare.pop(int(rng.integers(min(len(spare), 12)))))
    rng.shuffle(tags)
    return ["#" + t for t in tags[:target]]
