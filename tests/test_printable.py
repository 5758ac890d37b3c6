from recommender.printable import printable


def test_control_characters_are_escaped_and_text_stays_on_one_line():
    assert printable("a\x1b[2J\nb\u202e\ud800") == r"a\x1b[2J\nb\u202e\ud800"
    assert printable("हिन्दी ü") == "हिन्दी ü"


def test_long_texts_are_cut():
    assert printable("a" * 10, 4) == "aaaa…"
    assert printable("aaaa", 4) == "aaaa"
