"""The places of the page's parts, in the order in which a phone shows them and a keyboard meets them.

Wider windows put the place for photos, the photo and its settings beside the answer; page.css does
that. While nothing is asked about, the place for photos is large, and there is neither a photo nor an
answer.
"""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from page import keys


@dataclass(frozen=True)
class Places:
    """Containers to draw in."""

    photo: DeltaGenerator
    answer: DeltaGenerator
    settings: DeltaGenerator
    samples: DeltaGenerator
    sources: DeltaGenerator
    similar: DeltaGenerator


def make_places(welcome: bool) -> Places:
    """Make the containers; ``welcome`` says that nothing is asked about."""
    photo = st.container(key=keys.PREVIEW)
    answer = st.container(key=keys.WELCOME if welcome else keys.ANSWER)
    side = st.container(key=keys.SIDE)
    return Places(
        photo=photo,
        answer=answer,
        settings=side.container(),
        samples=side.container(),
        sources=side.container(),
        similar=st.container(key=keys.SIMILAR),
    )
