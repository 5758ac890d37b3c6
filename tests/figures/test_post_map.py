from recommender import Wishes
from recommender.figures import post_map as map_chart
from recommender.figures.post_map import drawn_rows, map_columns


def test_every_point_names_its_post_and_its_place_among_the_drawn(recommender, monkeypatch):
    monkeypatch.setattr(map_chart, "MAX_POINTS", 4)
    collection = recommender.collection
    drawn = drawn_rows(len(collection)).tolist()
    assert len(drawn) == 4
    neighbors = recommender.recommend_post(collection.posts[1].id, Wishes(3)).neighbors
    near = [n.row for n in neighbors]
    *posts, ring, star = map_chart.map_chart(collection, neighbors).data
    points = [tuple(data) for trace in posts for data in trace.customdata]
    assert sorted(row for row, _ in points) == sorted({*drawn, *near})
    places = {row: drawn.index(row) if row in drawn else -1 for row, _ in points}
    assert dict(points) == places
    assert [tuple(data) for data in ring.customdata] == [(row, places[row]) for row in near]
    assert (ring.name, star.name) == ("similar images", "your photo")
    assert [trace.name for trace in posts][-1] == "others"
    assert len(posts) == len(map_columns(collection)) + 1
