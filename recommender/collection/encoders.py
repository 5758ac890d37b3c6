"""What a collection holds of each of its encoders, and which of them an open encoder is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.collection.manifest import EncoderFacts
from recommender.features.encoder import Encoder
from recommender.features.probe import cosine, least_cosine, probe_features
from recommender.model import Model


@dataclass(frozen=True)
class EncoderPart:
    """What depends on one encoder of a collection.

    Attributes:
        facts: its name, the sha256 of its file, the side of its input.
        model: the collection's model with the features and the similarity of this encoder; factors
            and counts are the same for all.
        probe: its features of the probe picture, ``(1280,) float32``; None in collections made before
            these were kept.
    """

    facts: EncoderFacts
    model: Model
    probe: np.ndarray | None


def part_of(parts: Sequence[EncoderPart], encoder: Encoder) -> EncoderPart | None:
    """The part that was made with this encoder, if any.

    The same file is the same encoder. So is another file whose features of the probe picture are the
    recorded ones (:mod:`recommender.features.probe`); only then something is encoded, once.
    """
    for part in parts:
        if part.facts.sha256 == encoder.fingerprint:
            return part
    recorded = [
        (part, part.probe)
        for part in parts
        if part.probe is not None and part.facts.image_size == encoder.size
    ]
    if not recorded:
        return None
    features = probe_features(encoder)
    likeness, part = max(
        ((cosine(features, probe), part) for part, probe in recorded), key=lambda pair: pair[0]
    )
    return part if likeness >= least_cosine((part.facts.name, encoder.name)) else None
