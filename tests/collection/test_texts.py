import pyarrow as pa

from recommender.collection.texts import Texts

TEXTS = Texts(pa.array(["sun", "sea-2", "été", "sea", "sea-10", "art", "seal"], pa.large_string()))


def test_a_text_is_found_at_its_place():
    assert [TEXTS.find(text) for text in TEXTS] == list(range(7))
    assert [TEXTS.find(text) for text in ("", "se", "zoo", "ﾟ")] == [None] * 4
    assert Texts(pa.array([], pa.large_string())).find("sun") is None


def test_all_texts_with_a_beginning_are_found_in_their_order():
    assert TEXTS.beginning_with("sea") == [1, 3, 4, 6]
    assert TEXTS.beginning_with("été") == [2]
    assert TEXTS.beginning_with("zoo") == []
    assert TEXTS.beginning_with("") == list(range(7))
