import csv
import io
import json

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
    assert csv_text([answer("c.jpg", "dog")], header=False) == "c.jpg,1,#dog,0.5,7\n"


def test_a_name_is_no_formula_in_a_spreadsheet():
    for name in ("=1+1.jpg", "@x.jpg", "-a.jpg", "+a.jpg"):
        assert rows(csv_text([answer(name, "dog")]))[0]["image"] == f"'{name}"
    assert rows(csv_text([answer(None, "dog")]))[0]["image"] == ""
