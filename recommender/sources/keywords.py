"""Keywords from IPTC and XMP, which people give in Lightroom, digiKam, Apple Photos and so on."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml import DefusedXmlException
from PIL import Image, IptcImagePlugin, TiffImagePlugin

from recommender.features.images import DECODE_ERRORS, opened
from recommender.sources.post import decoded

MAX_XMP = 1024 * 1024
"""Largest XMP packet that is read, in bytes. In JPEG one piece has at most 64 KiB."""

_DC = "{http://purl.org/dc/elements/1.1/}"
_ITEM = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"
_IPTC_KEYWORDS, _IPTC_BYLINE = (2, 25), (2, 80)


def image_keywords(data: bytes) -> tuple[list[str], str]:
    """The keywords in an image file's bytes, each once, and its creator ("" if none is named).

    Damaged metadata counts as none. The pixels are not decoded.

    Raises:
        ImageError: the bytes are not an image.
    """
    with opened(data) as image:
        iptc, packet = _iptc(image), _xmp(image)
    keywords = [*_items(packet, f"{_DC}subject"), *iptc.get(_IPTC_KEYWORDS, [])]
    creators = [*_items(packet, f"{_DC}creator"), *iptc.get(_IPTC_BYLINE, [])]
    parts = (part.strip() for keyword in keywords for part in re.split("[,;]", keyword))
    return list(dict.fromkeys(filter(None, parts))), next(filter(None, creators), "")


def _iptc(image: Image.Image) -> dict[tuple[int, int], list[str]]:
    try:
        found = IptcImagePlugin.getiptcinfo(image) or {}  # type: ignore[arg-type]
    except DECODE_ERRORS:
        return {}
    return {
        key: [decoded(value) for value in (values if isinstance(values, list) else [values])]
        for key, values in found.items()
        if key in (_IPTC_KEYWORDS, _IPTC_BYLINE)
    }


def _xmp(image: Image.Image) -> Element | None:
    packet = image.info.get("xmp")
    if packet is None and isinstance(image, TiffImagePlugin.TiffImageFile):
        packet = image.tag_v2.get(700)
    if isinstance(packet, str):
        packet = packet.encode("utf-8", "replace")
    if not isinstance(packet, bytes) or len(packet) > MAX_XMP:
        return None
    try:  # refuses entities, which can turn a few bytes into gigabytes, and outside references
        return defusedxml.ElementTree.fromstring(packet.rstrip(b"\0 "))
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None


def _items(packet: Element | None, tag: str) -> Iterable[str]:
    for element in packet.iter(tag) if packet is not None else ():
        yield from (item.text.strip() for item in element.iter(_ITEM) if item.text)
