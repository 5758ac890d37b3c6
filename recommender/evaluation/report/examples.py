"""Example posts of an evaluation as HTML: image, own hashtags, and suggested ones."""

import base64
import html
from collections.abc import Callable, Iterable
from contextlib import suppress

import numpy as np

from recommender.errors import ImageError
from recommender.evaluation.compare import Comparison
from recommender.evaluation.data import Posts
from recommender.evaluation.ways import Way
from recommender.features.images import ImageSource, open_image, thumbnail_jpeg

N_EXAMPLES = 20
THUMBNAIL_SIDE = 160


def examples(data: Posts, comparison: Comparison, thumbnails: Callable[[int], bytes]) -> str:
    """HTML of up to twenty posts, drawn with the evaluation's seed, and their suggestions."""
    n = len(data.posts)
    rng = np.random.default_rng(comparison.settings.seed)
    rows = rng.choice(n, min(N_EXAMPLES, n), replace=False).tolist()
    suggestions = comparison.way(Way.OURS).suggestions
    cards = [
        _example(i, data.posts[row].hashtags, suggestions[row], thumbnails(row))
        for i, row in enumerate(rows, 1)
    ]
    return (
        f"<h2>{len(cards)} examples</h2><p>Drawn at random. Suggestions that the person had typed "
        "are bold, with a ✓.</p><div class='cards'>" + "".join(cards) + "</div>"
    )


def post_thumbnail(data: Posts, row: int) -> bytes:
    """A small JPEG of the post's image, or no bytes if the image can no longer be read."""
    return small_jpeg(data.posts[row].path)


def small_jpeg(source: ImageSource | None) -> bytes:
    """A small JPEG of an image, or no bytes if there is none that can be read."""
    with suppress(ImageError):
        if source is not None:
            return thumbnail_jpeg(open_image(source, THUMBNAIL_SIDE), THUMBNAIL_SIDE)
    return b""


def _example(
    number: int, hashtags: Iterable[str], suggestions: Iterable[str], thumbnail: bytes
) -> str:
    own, suggested = list(hashtags), list(suggestions)
    encoded = base64.b64encode(thumbnail).decode("ascii")
    image = (
        f"<img src='data:image/jpeg;base64,{encoded}' alt='Example {number}'>"
        if thumbnail
        else "<p class='gone'>The image can't be read.</p>"
    )
    items = "".join(f"<li>{_hashtag(tag, tag in own)}</li>" for tag in suggested)
    typed = " ".join(_hashtag(tag, tag in suggested) for tag in own)
    return (
        f"<article>{image}<div><h3>Suggested</h3><ol>{items}</ol></div>"
        f"<div><h3>Typed</h3><p>{typed}</p></div></article>"
    )


def _hashtag(tag: str, hit: bool) -> str:
    text = f"<bdi>#{html.escape(tag)}</bdi>"
    return f"<strong class='hit'>{text} ✓</strong>" if hit else f"<span>{text}</span>"
