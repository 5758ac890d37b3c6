"""Keys of the parts of the page that page.css and page.js name too, as the class ``st-key-...``.

Keys that end in ``_`` are prefixes: what follows tells one such part from the next.
"""

SIDE = "side"
"""The photo and its settings."""
PREVIEW = "preview"
"""The photo, large."""
TRAIL = "trail"
"""The way back from a post that became the photo."""
GALLERY = "gallery"
"""The grid of the similar images."""

CARD = "card_"
"""A similar image with its facts and buttons."""
CARD_CARRIES = "card_carries_"
"""The card of an image that has the explained hashtag."""
CARD_OUT = "card_out_"
"""The card of an image that is left out of the average."""
TAGS = "tags_"
"""The hashtags on a card."""

FACE = "face_"
"""A picture that is its own button."""
FACE_SAMPLE = "face_sample_"
FACE_POST = "face_post_"
FACE_PHOTO_SHOWN = "face_photo_on_"
"""The one of several photos whose answer is shown."""
OPEN = "open_"
"""The button of a face."""

MAP = "map"
"""The chart of the map."""
SHEET = "sheet"
"""The hidden sheet of all thumbnails, from which the script shows one beside the mouse."""
SCRIPT = "script"
"""The place of the script, which takes no room."""
