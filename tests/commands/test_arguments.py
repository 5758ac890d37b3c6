import pytest

from recommender.commands.arguments import open_progress
from recommender.progress import Bars, json_events, silent


@pytest.mark.parametrize(
    ("form", "kind"), [("bar", Bars), ("json", type(json_events)), ("none", type(silent))]
)
def test_progress_is_told_as_asked(capsys, form, kind):
    with open_progress(form) as progress:
        assert isinstance(progress, kind)
        progress("encode", 1, 2)
    assert ("Encode" in capsys.readouterr().err) == (kind is Bars)


def test_the_bar_is_closed_whatever_happens(capsys):
    def stopped():
        with open_progress("bar") as progress:
            progress("encode", 1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert capsys.readouterr().err.endswith("\n")  # the next message begins on a new line
