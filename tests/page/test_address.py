"""What the page keeps in its address, which anybody can write."""

import pytest
from streamlit.testing.v1 import AppTest

from page import address

ID = "0123456789abcdef"


def script():
    import streamlit as st

    from page import address

    for name in (address.BLOCK, address.WITHOUT, address.SAMPLE, address.POST):
        st.pills(name, list(address.kept(name)), key=name)


@pytest.fixture
def kept(monkeypatch):
    """What is kept of the values under a name, as the page's first run finds them."""

    def read(name, *values):
        monkeypatch.setattr(address.st, "query_params", Parameters({name: list(values)}))
        monkeypatch.setattr(address.st, "session_state", {})
        return address.kept(name)

    return read


class Parameters(dict):
    def get_all(self, name):
        return self[name]


def test_hashtags_are_kept_normalised_and_once(kept):
    wild = ["red", "#Red", "r e d", "हिन्दी", "", " ", "7", "\ud800", "a" * 101, "\x1b[2J"]
    assert kept(address.BLOCK, *wild) == ("red", "हिन्दी", "2j")


@pytest.mark.parametrize("name", [address.WITHOUT, address.POST])
def test_ids_are_kept_if_they_have_the_form_of_ids(kept, name):
    wild = [ID, f"{ID}-2", f"{ID}-0", ID.upper(), "../../x", "\udfff", "", ID + "\n", "0" * 17]
    assert kept(name, *wild) == (ID, f"{ID}-2")


def test_only_a_trail_may_come_by_the_same_post_twice(kept):
    assert kept(address.POST, ID, f"{ID}-2", ID) == (ID, f"{ID}-2", ID)
    assert kept(address.WITHOUT, ID, f"{ID}-2", ID) == (ID, f"{ID}-2")


def test_a_sample_is_a_number(kept):
    assert kept(address.SAMPLE, "3", "-1", "0x1", "²", "1" * 4, "\ud83d") == ("3",)


def test_there_are_not_too_many(kept):
    assert len(kept(address.BLOCK, *(f"tag{i}" for i in range(5_000)))) == 200


def test_what_is_kept_can_be_drawn():
    at = AppTest.from_function(script)
    for name in ("block", "without", "sample", "post"):
        at.query_params[name] = ["red", ID, "3", "\x00", "<b>", "\U0010ffff", "a" * 500]
    at.run()
    assert not at.exception
    assert [list(pills.options) for pills in at.pills] == [["red", ID], [ID], ["3"], [ID]]
