from recommender.sources import Skipped
from recommender.sources.skipped import MOST_KEPT, SkippedItems


def test_all_are_counted_and_the_first_of_each_kind_kept():
    items = SkippedItems()
    for line in range(1, 5_001):
        items.add(Skipped(line, f"there is no image file {line}.jpg", kind="no image"))
    items.add(Skipped(3, "not JSON", kind="bad record"))
    assert len(items) == 5_001
    assert items.kinds == {"no image": 5_000, "bad record": 1}
    kept = list(items)
    assert len(kept) == MOST_KEPT + 1
    assert [item.line for item in kept[:4]] == [1, 2, 3, 3]
    lines = list(items.lines())
    assert len(lines) == MOST_KEPT + 2
    assert lines[0] == "skipped line 1: there is no image file 1.jpg"
    assert lines[-1] == "skipped 4,900 more: no image"


def test_few_are_all_listed():
    items = SkippedItems([Skipped(2, "b"), Skipped(1, "a")])
    assert list(items.lines()) == ["skipped line 1: a", "skipped line 2: b"]
    assert not SkippedItems()
    assert list(SkippedItems().lines()) == []


def test_the_most_common_reason_is_that_of_the_most_common_kind():
    items = SkippedItems(
        [Skipped(1, "a", kind="x"), Skipped(2, "b", kind="y"), Skipped(3, "b", kind="y")]
    )
    assert items.most_common_reason() == "b"
