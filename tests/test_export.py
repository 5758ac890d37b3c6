import csv
import io
import json

import pytest

from recommender import Recommendation, Suggestion
from recommender.export import csv_text, json_lines


def answer(image, *tags):
    suggestions = tuple(Suggestion(tag, 0.5 - i / 10, 7 + i, ()) for i, tag in enumerate(tags))
    return Recommendation(suggestions, (), image)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_json_is_one_object_per_line():
    answers = [answer("a.jpg", "हिन्दी"), answer("b.jpg")]
    lines = json_lines(answers).splitlines()
    assert [json.loads(line) for line in lines] == [a.to_dict() for a in answers]
    assert "#हिन्दी" in lines[0]


def test_csv_is_one_hashtag_per_line():
    text = csv_text([answer("a, b.jpg", "sunset", "beach"), answer("c.jpg", "dog")])
    assert rows(text) == [
        {"image": "a, b.jpg", "rank": "1", "hashtag": "#sunset", "score": "0.5", "posts": "7"},
        {"image": "a, b.jpg", "rank": "2", "hashtag": "#beach", "score": "0.4", "posts": "8"},
        {"image": "c.jpg", "rank": "1", "hashtag": "#dog", "score": "0.5", "posts": "7"},
    ]
    assert csv_text([answer("c.jpg", "dog")], header=False) == '"c.jpg",1,"#dog",0.5,7\n'


@pytest.mark.parametrize(
    "name",
    [
        "=1+1.jpg",
        "+1.jpg",
        "-1.jpg",
        "@x.jpg",
        "\t=1.jpg",
        "\r=1.jpg",
        "\nx.jpg",
        " =1.jpg",
        "＝1.jpg",
        "＠x",
    ],
)
def test_a_name_is_no_formula_in_a_spreadsheet(name):
    text = csv_text([answer(name, "dog")])
    assert list(csv.reader(io.StringIO(text, newline="")))[1][0] == f"'{name}"


@pytest.mark.parametrize(
    "name", ["a=1.jpg", "1-1.jpg", "photos/-1.jpg", "'=1.jpg", " a.jpg", "", "#a"]
)
def test_other_names_stay_as_they_are(name):
    assert rows(csv_text([answer(name, "dog")]))[0]["image"] == name


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_no_cell_begins_within_a_name_where_another_separator_is_usual(delimiter):
    text = csv_text([answer(f'a{delimiter}=1+1{delimiter}"{delimiter}=2', "dog")])
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=delimiter) for cell in row]
    assert not any(cell.startswith("=") for cell in cells)


def test_negative_scores_stay_numbers():
    suggestion = Suggestion("dog", -0.25, 7, ())
    (_, row) = csv.reader(io.StringIO(csv_text([Recommendation((suggestion,), (), "a.jpg")])))
    assert row == ["a.jpg", "1", "#dog", "-0.25", "7"]
