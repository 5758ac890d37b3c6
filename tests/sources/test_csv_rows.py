import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.errors import PostError
from recommender.sources.csv_rows import MAX_LINE, MAX_UNCLOSED, csv_rows

UNCLOSED = "a quote is opened here and never closed"


def rows(text, delimiter=","):
    """The rows after a first line, as (first line, last line, cells or what is wrong)."""
    file = io.StringIO(f"header\n{text}", newline="")
    file.readline()
    return [(n[0], n[-1], cells) for n, cells in csv_rows(file, delimiter, Path("p.csv"))]


def test_rows_with_line_breaks_and_quotes_in_their_cells():
    text = 'a,"b\nc, d"\n"say ""hi""",e\n\nlast'
    assert rows(text) == [
        (2, 3, ["a", "b\nc, d"]),
        (4, 4, ['say "hi"', "e"]),
        (5, 5, []),
        (6, 6, ["last"]),
    ]


def test_a_quote_that_is_never_closed_costs_its_line_alone():
    text = 'a,b\nc,"d\ne,f\ng,h\n'
    assert rows(text) == [
        (2, 2, ["a", "b"]),
        (3, 3, UNCLOSED),
        (4, 4, ["e", "f"]),
        (5, 5, ["g", "h"]),
    ]


def test_in_a_large_file_as_well():
    found = rows('c,"d\n' + "e,f\n" * 600_000)
    assert found[0] == (2, 2, UNCLOSED)
    assert len(found) == 600_001
    assert found[1] == (3, 3, ["e", "f"])
    assert found[-1] == (600_002, 600_002, ["e", "f"])


def test_in_the_last_line_it_is_said_too():
    assert rows('a,b\nc,"d') == [(2, 2, ["a", "b"]), (3, 3, UNCLOSED)]


def test_a_line_within_a_row_that_is_too_long_is_read_once_more_by_itself():
    found = rows('a,"b\n' + "x" * (MAX_LINE + 1) + "\nc,d\n")
    assert found == [
        (2, 2, UNCLOSED),
        (3, 3, "not CSV (a line longer than 1 MB)"),
        (4, 4, ["c", "d"]),
    ]


def test_a_row_of_many_quoted_cells_without_an_end_is_bounded():
    """Each line closes a quote and opens the next one: no cell is long, but the row is."""
    file = io.StringIO('a,"b\n' + 'x"y,"z\n' * 500_000, newline="")
    (line,), cells = next(csv_rows(file, ",", Path("p.csv")))
    assert (line, cells) == (2, UNCLOSED)
    assert file.tell() <= MAX_LINE + 100  # of 3.5 MB


def test_a_file_of_nothing_but_broken_quotes_ends_in_an_error():
    with pytest.raises(
        PostError, match=rf"p.csv has more than {MAX_UNCLOSED} quotes that are never"
    ):
        rows('x"y,"z\n' * 300_000)


@given(st.text(alphabet='a,"\n\r;', max_size=60))
def test_every_line_is_in_a_row_and_none_in_two(text):
    lines = [n for first, last, _ in rows(text) for n in range(first, last + 1)]
    file = io.StringIO(text, newline="")
    assert lines == list(range(2, 2 + len(file.readlines())))
