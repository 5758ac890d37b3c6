"""The colours of the figures that don't use the page's theme.

The charts of scores and contributions use the theme's colours, which ``.streamlit/config.toml``
sets for light and dark.
"""

# fmt: off
POST_MAP = (
    "#0d9488", "#d97706", "#2563eb", "#db2777", "#9333ea", "#dc2626", "#65840f", "#0284c7",
    "#a1620b", "#64748b",
)
"""For white and for dark backgrounds: each has a contrast of 3:1 or more with both."""
# fmt: on

OTHERS = "#8a949e"
"""Posts on the map that have none of its hashtags."""

PHOTO = "#d9480f"
"""The photo and its similar images on the map."""

OURS, OTHER_WAY, SECOND_WAY = "#e8590c", "#868e96", "#1c7ed6"
"""The ways of an evaluation: midway between black and white, so they show on light and dark."""
