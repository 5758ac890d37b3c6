import io
import struct

import pytest
from exports import FORMATS, scene
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from recommender.errors import ImageError
from recommender.sources.keywords import MAX_XMP, image_keywords

DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'


def packet(subjects: str, before: str = "") -> bytes:
    return (
        f'{before}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {RDF}><rdf:Description {DC}>'
        f"<dc:subject><rdf:Bag>{subjects}</rdf:Bag></dc:subject></rdf:Description></rdf:RDF>"
        "</x:xmpmeta>"
    ).encode()


TWO = packet("<rdf:li>Fishing Boat</rdf:li><rdf:li>påsk</rdf:li>")


def saved(ending: str, **options) -> bytes:
    buffer = io.BytesIO()
    scene(1).save(buffer, FORMATS.get(ending, ending[1:].upper()), **options)
    return buffer.getvalue()


def with_iptc(*records: tuple[int, bytes]) -> bytes:
    """A JPEG with an IPTC block, as Photoshop writes it: resource 0x0404 in APP13."""
    iptc = b"".join(struct.pack(">BBBH", 0x1C, 2, number, len(v)) + v for number, v in records)
    iptc += b"\0" * (len(iptc) % 2)
    resource = b"8BIM" + struct.pack(">H", 0x0404) + b"\0\0" + struct.pack(">I", len(iptc)) + iptc
    body = b"Photoshop 3.0\0" + resource
    jpeg = saved(".jpg")
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


@pytest.mark.parametrize("ending", [".jpg", ".webp", ".heic", ".tif", ".png", ".avif"])
def test_xmp_of_every_form(ending):
    options = {"xmp": TWO}
    if ending == ".tif":
        info = ImageFileDirectory_v2()
        info[700] = TWO
        info.tagtype[700] = 1
        options = {"tiffinfo": info}
    elif ending == ".png":
        text = PngImagePlugin.PngInfo()
        text.add_itxt("XML:com.adobe.xmp", TWO.decode())
        options = {"pnginfo": text}
    assert image_keywords(saved(ending, **options)) == (["Fishing Boat", "påsk"], "")


def test_iptc_in_both_encodings_and_joined_by_commas():
    data = with_iptc(
        (25, "påsk".encode()), (25, "café".encode("cp1252")), (25, b"sun; sea,sand"), (80, b"Ann")
    )
    assert image_keywords(data) == (["påsk", "café", "sun", "sea", "sand"], "Ann")
    assert image_keywords(with_iptc((25, b"one"))) == (["one"], "")


def test_a_keyword_in_both_counts_once():
    data = with_iptc((25, b"sun"))
    app1 = b"http://ns.adobe.com/xap/1.0/\0" + packet("<rdf:li>sun</rdf:li>")
    data = data[:2] + b"\xff\xe1" + struct.pack(">H", len(app1) + 2) + app1 + data[2:]
    assert image_keywords(data)[0] == ["sun"]


def test_an_image_without_any():
    for ending in (".jpg", ".png", ".gif", ".bmp", ".heic"):
        assert image_keywords(saved(ending)) == ([], "")


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "xmp",
    [
        packet("<rdf:li>&d;</rdf:li>", BOMB),
        packet("<rdf:li>&a;</rdf:li>", OUTSIDE),
        b"<unclosed",
        b"",
        b"\xff\xfe\x00",
        b'<?xml version="1.0" encoding="nonsense"?><x/>',
        TWO + b" " * MAX_XMP,
    ],
)
def test_damaged_or_hostile_xmp_counts_as_none(xmp):
    assert image_keywords(saved(".webp", xmp=xmp)) == ([], "")


def test_deeply_nested_xmp_is_harmless():
    deep = b"<a>" * 20_000 + b"</a>" * 20_000
    assert image_keywords(saved(".webp", xmp=deep)) == ([], "")


def test_what_is_no_image_is_an_error():
    with pytest.raises(ImageError, match="not an image"):
        image_keywords(b"no image")


@given(st.binary(max_size=200))
def test_any_iptc_gives_keywords_or_none(block):
    body = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block
    jpeg = saved(".jpg")
    data = jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]
    try:
        keywords, _ = image_keywords(data)
    except ImageError:
        return
    assert all(isinstance(keyword, str) for keyword in keywords)


def test_pixels_are_not_decoded(monkeypatch):
    def fail(*_):
        raise AssertionError

    data = with_iptc((25, b"sun"))
    monkeypatch.setattr(Image.Image, "load", fail)
    assert image_keywords(data)[0] == ["sun"]
