"""Keys of the parts of the page that page.css and page.js name too, as the class ``st-key-...``.

Those that end in ``_`` are beginnings: what follows tells one such part from the next.
"""

SIDE = "side"
"""The photo and its settings."""
PREVIEW = "preview"
"""The photo, large."""
TRAIL = "trail"
"""The way back from a post that was made the photo."""
GALLERY = "gallery"
"""The grid of the similar images."""

CARD = "card_"
"""A similar image with all that is said of it."""
CARD_CARRIES = "card_carries_"
"""One that has the hashtag that is explained."""
CARD_OUT = "card_out_"
"""One that is left out of the average."""
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
"""The hidden picture of all thumbnails, of which the script shows one beside the mouse."""
SCRIPT = "script"
"""Where the script is; it takes no room."""
