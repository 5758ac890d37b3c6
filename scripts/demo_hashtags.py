"""Hashtags for a picture of the demo, written by rules from the words that describe it.

All rates are counts on 1,511 Instagram posts of six topics, of which nothing but counts is used.
"""

import numpy as np

LENGTHS = (15, 25)
"""Fewest and most hashtags of a post. Half of people's posts have 16 to 29."""

GENERAL = {
    "love": 0.232, "instagood": 0.232, "photooftheday": 0.187, "follow": 0.157,
    "photography": 0.151, "like": 0.150, "picoftheday": 0.137, "cute": 0.131, "instadaily": 0.124,
    "beautiful": 0.115, "happy": 0.111, "style": 0.109, "instagram": 0.108, "art": 0.108,
    "followme": 0.096, "instalike": 0.096, "fun": 0.079, "tbt": 0.067, "photo": 0.065,
    "life": 0.065, "likeforlikes": 0.063, "beauty": 0.061, "likeforlike": 0.060,
    "lifestyle": 0.059, "friends": 0.056, "repost": 0.056, "daily": 0.053, "likeforfollow": 0.052,
    "amazing": 0.050, "igers": 0.049, "instamood": 0.037, "photographer": 0.034,
    "bestoftheday": 0.033, "followforfollowback": 0.032, "insta": 0.032, "instapic": 0.026,
    "cool": 0.026, "followforfollow": 0.026, "instafollow": 0.024, "swag": 0.023,
    "nofilter": 0.022, "instacool": 0.022, "fff": 0.022, "bhfyp": 0.021, "likes": 0.021,
    "tagsforlikes": 0.021, "inspiration": 0.021, "goals": 0.020, "ig": 0.020, "look": 0.020,
    "sweet": 0.019, "likeforlikeback": 0.019, "iphoneonly": 0.018, "pretty": 0.018,
    "funny": 0.017, "followers": 0.017, "happiness": 0.016, "instalove": 0.016, "lfl": 0.016,
    "awesome": 0.015, "lol": 0.014, "nice": 0.014, "positivevibes": 0.013, "likeme": 0.013,
    "color": 0.013, "tweegram": 0.013, "picture": 0.013, "mood": 0.012, "colorful": 0.012,
    "likelike": 0.012, "all": 0.011, "igdaily": 0.011, "instago": 0.011, "toptags": 0.011,
    "tflers": 0.011, "instaphoto": 0.010, "likeit": 0.010, "goodvibes": 0.010, "liker": 0.010,
}  # fmt: skip
"""Words that go with everything, and the share of people's posts that have each: those on at least
1 % of the posts that say nothing about what is in the picture."""

GENERAL_SHARE = (0.0, 0.0, 0.0, 0.049, 0.091, 0.137, 0.2, 0.333, 0.586, 0.909)
"""The share of general words in a post's hashtags: deciles of people's posts, the 10th to the 100th
percentile. Their mean is 0.180."""

MOST_GENERAL = 0.2
"""Higher shares, those of three people in ten, are cut here: such lists say little about a picture."""

CATEGORY = {
    "nature": "nature naturephotography naturelovers outdoors landscape earth mothernature "
    "naturelover naturegram wilderness",
    "travel": "travel travelphotography travelgram instatravel traveling wanderlust travelblogger "
    "adventure holiday trip vacation explore",
    "food": "food foodporn foodie instafood foodstagram yummy foodphotography delicious foodgasm "
    "tasty foodlover",
    "animals": "animals animal animallovers animalsofinstagram animalphotography animallover "
    "instaanimal animalkingdom",
    "cars": "cars car carporn auto carsofinstagram carlifestyle instacar carswithoutlimits "
    "carstagram carphotography automotive",
    "babies": "baby babies newborn babylove kids family momlife babiesofinstagram babyboy babygirl "
    "instababy parenthood",
    "wedding": "wedding weddingday bride weddingphotography bridal groom weddinginspiration "
    "justmarried marriage weddings engaged",
    "architecture": "architecture building architecturephotography archilovers design "
    "architecturelovers buildings urban archdaily architect",
    "selfie": "selfie me smile girl selca portrait model selfietime face instaselfie selfies",
    "fitness": "fitness motivation gym fit workout fitnessmotivation training bodybuilding health "
    "fitfam exercise sport",
}
CATEGORY_RATES = (0.65, 0.34, 0.26, 0.22, 0.19, 0.16, 0.14, 0.13, 0.12, 0.11, 0.1, 0.1)
"""Odds of a category's own words, in the order of CATEGORY: the share of a topic's posts that have
its second, third, … word, as a mean of the six topics. (The posts were found by the first.)"""

RELATED = {
    "dog": "dogs dogsofinstagram dogstagram doglover puppylove pets petstagram",
    "cat": "cats catsofinstagram catstagram catlover meow pets petstagram",
    "puppy": "puppies puppylove puppiesofinstagram pup",
    "kitten": "kittens kittensofinstagram meow",
    "rabbit": "rabbits bunny bunnies pets petstagram",
    "hamster": "hamsters rodent pets petstagram",
    "wildlife": "wildlifephotography wildanimals",
    "wolf": "wolves canine wolfpack",
    "fox": "foxes redfox",
    "bear": "bears grizzly",
    "panda": "pandas bear giantpanda",
    "monkey": "monkeys primate jungle",
    "tiger": "tigers bengaltiger felines",
    "lion": "lions kingofthejungle africa",
    "zebra": "zebras stripes africa",
    "elephant": "elephants africa trunk",
    "giraffe": "giraffes africa longneck",
    "safari": "safarilife africansafari",
    "koala": "koalas marsupial",
    "kangaroo": "kangaroos marsupial wallaby",
    "snake": "snakes reptile serpent",
    "horse": "horses equestrian horsesofinstagram",
    "deer": "stag antlers woodland",
    "sheep": "lamb wool farmlife",
    "cow": "cows cattle farmlife",
    "pig": "pigs piglet farmlife",
    "goat": "goats farmlife",
    "bird": "birds birdphotography birdsofinstagram birdlovers",
    "owl": "owls birdofprey owlsofinstagram",
    "parrot": "parrots macaw parrotsofinstagram",
    "flamingo": "flamingos pinkbird",
    "duck": "ducks pond",
    "swan": "swans pond",
    "penguin": "penguins ice southpole",
    "frog": "frogs amphibian",
    "turtle": "turtles sealife",
    "fish": "fishes sealife aquarium",
    "butterfly": "butterflies insects wings",
    "insect": "insects macrophotography",
    "mountain": "mountains peak mountainlovers alpine",
    "lake": "lakelife lakeside",
    "forest": "woodland forestphotography",
    "flower": "flowers bloom flowerstagram botanical",
    "flowers": "floral bloom blooms flowerstagram",
    "roses": "rose rosebouquet",
    "ocean": "oceanview saltwater",
    "sea": "seaside seaview",
    "beach": "beachlife beaches seaside shore",
    "volcano": "volcanic eruption geology",
    "waterfall": "waterfalls cascade",
    "reef": "sealife scuba snorkeling",
    "stars": "stargazing galaxy nightscape",
    "sailboat": "boat yacht sail sailinglife",
    "boat": "boats harbor boating",
    "canoe": "paddling kayak lakelife",
    "ship": "ships cruise harbor",
    "airplane": "airplanes aviationphotography aircraft avgeek",
    "train": "trains railroad locomotive",
    "palmtrees": "palms palmtree islandlife",
    "venice": "venezia italia",
    "hotairballoon": "ballooning upintheair",
    "roadtrip": "ontheroad openroad",
    "greece": "greekislands cyclades",
    "lighthouse": "lighthouses coastline beacon",
    "suitcase": "luggage packing travelbag",
    "pier": "jetty dock seaside",
    "cliff": "cliffs coastline",
    "geyser": "geysers hotspring steam",
    "burger": "burgers burgerlover beef",
    "pizza": "pizzalover pizzatime italian",
    "pasta": "pastalover italian",
    "salad": "salads eatclean vegetarian",
    "cake": "cakes bakery homebaking",
    "coffee": "coffeetime coffeelover espresso barista",
    "fruit": "fruits vitamins fruity",
    "sushi": "sushilovers sushitime japanese",
    "icecream": "gelato icecreamlover sundae",
    "soup": "souplover broth",
    "bread": "sourdough breadmaking freshbread",
    "sportscar": "sportscars exotic horsepower",
    "supercar": "supercars hypercar",
    "classiccar": "classiccars vintagecar oldcar",
    "offroad": "offroading 4wd overland",
    "racing": "race motorsports circuit",
    "wheel": "wheels alloys stance",
    "street": "streetphotography streetview",
    "newborn": "newbornphotography newbornbaby",
    "teddybear": "teddy softtoy cuddly",
    "cradle": "cradles bassinet",
    "nursery": "kidsroom babydecor",
    "stroller": "strollers babywalk",
    "babyshoes": "babyfashion babyclothes",
    "toy": "toys playtime",
    "bride": "bridetobe bridalstyle",
    "weddingdress": "weddinggown bridalgown bridalfashion",
    "couple": "couples togetherforever",
    "bouquet": "bouquets florist weddingflowers",
    "weddingcake": "weddingcakes cakedesign",
    "rings": "ring engagementring jewellery",
    "church": "churches churcharchitecture chapel",
    "monastery": "monasteries abbey cloister",
    "cathedral": "cathedrals gothicarchitecture",
    "temple": "temples sacred",
    "mosque": "mosques islamicarchitecture",
    "stupa": "stupas buddhism",
    "palace": "palaces royal baroque",
    "castle": "castles medievalcastle oldcastle",
    "dome": "domes cupola",
    "skyscraper": "highrise skyline cityscape",
    "house": "houses home realestate",
    "bridge": "bridges bridgesofinstagram",
    "staircase": "stairs steps spiralstaircase",
    "library": "libraries books bookshelf",
    "barn": "barns farm rural",
    "tower": "towers oldtower",
    "arches": "archway vaults",
    "columns": "column pillars",
    "ruins": "archaeology ancienthistory",
    "sunglasses": "shades sunnies",
    "hat": "hats hatstyle",
    "bestfriends": "bff besties",
    "mirrorselfie": "mirror mirrorpic",
    "weights": "lifting weighttraining",
    "dumbbell": "dumbbells freeweights",
    "barbell": "barbells powerlifting deadlift",
    "kettlebell": "kettlebells kettlebellworkout",
    "volleyball": "volleyballplayer volley",
    "basketball": "hoops basketballplayer",
    "tennis": "tennisplayer tenniscourt",
    "running": "run runner runners",
    "yoga": "yogalife yogapose yogi",
    "boxing": "boxer boxingtraining",
    "cycling": "bike cyclist bicycle",
}
"""Words that people type beside a word: its plural, its kind, where it is at home."""

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
FORMS = {
    "insta{}": 4.4, "{}photography": 2.0, "{}stagram": 2.0, "{}lover": 1.3, "{}life": 1.2,
    "{}gram": 1.1, "love{}": 1.1, "{}oftheday": 1.1, "{}lovers": 1.1, "{}love": 0.5,
    "{}addict": 0.5, "{}time": 0.3, "{}pic": 0.2, "my{}": 0.2, "{}daily": 0.1, "ilove{}": 0.1,
    "{}inspiration": 0.1, "best{}": 0.1, "{}_pics": 0.1, "{}world": 0.1, "{}mania": 0.1,
    "{}moments": 0.1, "{}view": 0.1, "{}shots": 0.1, "{}photo": 0.1, "{}_of_instagram": 0.1,
}  # fmt: skip
"""Forms of a word, and in how many of 100 uses of a word people put the form beside it."""

MOST_FORMS = 6
"""Forms are what fills people's lists; half of the hashtags that they use are used once."""

WORD_RATES = (0.95, 0.85, 0.8, 0.75, 0.7, 0.6)
"""Odds of the words that describe the picture, from what it shows first to the details."""


def hashtags(
    rng: np.random.Generator, category: str, words: list[str], time: str, mood: list[str]
) -> list[str]:
    """Write 15 to 25 hashtags, each once, in no particular order.

    Args:
        rng: draws them; the same state gives the same hashtags.
        category: a key of CATEGORY.
        words: what the picture shows, the most important first.
        time: a key of TIME, or "" indoors.
        mood: further words about the picture.
    """
    tags = topical(rng, category, words, time, mood)
    share = min(np.interp(rng.random() * 10, range(11), (0.0, *GENERAL_SHARE)), MOST_GENERAL)
    length = int(np.clip((len(tags) + rng.integers(1, MOST_FORMS + 1)) / (1 - share), *LENGTHS))
    n_topical = length - int(share * length)
    rng.shuffle(tags)
    tags = tags[:n_topical]
    while len(tags) < n_topical:
        tags = unique([*tags, form_of(rng, words)])
    tags += weighted(rng, GENERAL, length - n_topical)
    rng.shuffle(tags)
    return ["#" + tag for tag in tags]


def topical(
    rng: np.random.Generator, category: str, words: list[str], time: str, mood: list[str]
) -> list[str]:
    """The words that say something about the picture, without general ones."""
    tags = drawn(rng, words, WORD_RATES)
    tags += drawn(rng, CATEGORY[category].split(), CATEGORY_RATES)
    for word in words:
        tags += drawn(rng, RELATED.get(word, "").split(), (0.55,))
    tags += drawn(rng, TIME.get(time, "").split(), (0.3,))
    tags += drawn(rng, mood, (0.45,))
    return [tag for tag in unique(tags) if tag not in GENERAL]


def drawn(rng: np.random.Generator, words: list[str], rates: tuple[float, ...]) -> list[str]:
    """Each word with the odds at its place; those after the last have the last."""
    return [word for i, word in enumerate(words) if rng.random() < rates[min(i, len(rates) - 1)]]


def form_of(rng: np.random.Generator, words: list[str]) -> str:
    """A form of a word, mostly of one of the first."""
    word = words[min(int(rng.geometric(0.55)) - 1, len(words) - 1)]
    form = weighted(rng, FORMS, 1)[0].format(word)
    return form.replace("sstagram", "stagram")


def weighted(rng: np.random.Generator, weights: dict[str, float], count: int) -> list[str]:
    """Some keys, each once, drawn by their weights."""
    odds = np.array(list(weights.values()))
    return [
        str(key) for key in rng.choice(list(weights), count, replace=False, p=odds / odds.sum())
    ]


def unique(words: list[str]) -> list[str]:
    """Each word once, in the order of their first places."""
    return list(dict.fromkeys(words))
