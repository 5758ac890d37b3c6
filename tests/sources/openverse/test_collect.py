import json

import pytest
from helpers import SETTINGS, StubEncoder
from openverse_server import jpeg, status

from recommender.build import build_collection
from recommender.sources import Post
from recommender.sources.formats import read_posts
from recommender.sources.openverse import CollectError


def lines(folder):
    return [json.loads(line) for line in (folder / "posts.jsonl").read_text().splitlines()]


def test_a_post_has_its_image_its_credit_and_the_hashtags_of_people_alone(server, run, tmp_path):
    work = server.work("sea", 1)
    report = run("sea")
    assert lines(tmp_path / "out") == [
        {
            "image": f"images/{work['id']}.jpg",
            "hashtags": ["sea", "fishingboat", "no1"],
            "caption": "Sea at dusk, no. 1",
            "creator": "sea person 1",
            "license": "CC BY 2.0",
            "license_url": "https://creativecommons.org/licenses/by/2.0/",
            "source_url": "https://photos.example/sea/1",
            "attribution": '"sea 1" by someone is licensed under CC BY 2.0.',
            "group": "https://photos.example/people/sea-1",
            "category": "sea",
            "query": "sea",
        }
    ]
    assert (tmp_path / f"out/images/{work['id']}.jpg").read_bytes() == jpeg(work["id"])
    assert report.kept == {"sea": 1}
    assert report.go_on_at is None
    assert report.requests == {"search": 1, "thumbnail": 1}


def test_what_was_collected_can_be_built_and_the_counts_agree(server, run, tmp_path):
    server.fill("sea", 25)
    server.fill("street art", 4)
    server.work("sea", 0, foreign_landing_url="javascript:alert(1)")
    report = run("sea", "street  art", per_topic=22)
    assert report.kept == {"sea": 22, "street art": 4}
    items = list(read_posts(tmp_path / "out/posts.jsonl"))
    assert all(isinstance(item, Post) for item in items)
    assert {item.category for item in items} == {"sea", "street art"}
    built = build_collection(
        tmp_path / "out/posts.jsonl", tmp_path / "built", SETTINGS, encoder=StubEncoder()
    )
    assert built.manifest.n_posts == 26
    assert len(built.skipped) == 0
    assert built.manifest.n_hashtags == len({"sea", "streetart", "fishingboat"}) + 22


def test_works_that_do_not_fit_are_left_out_and_counted_by_reason(server, run):
    def tags(*names):
        return [{"accuracy": None, "name": n, "unstable__provider": "flickr"} for n in names]

    server.work("sea", 0)
    server.work("sea", 1, tags=tags("sea", "boat", "#Boat", "2019", "x"))
    server.work("sea", 2, license="by-nc")
    server.work("sea", 3, license="unknown")
    server.work("sea", 4, mature=True)
    server.work("sea", 5, unstable__sensitivity=["user_reported_sensitive"])
    server.work("sea", 6, category="illustration")
    server.work("sea", 7, category=None)
    server.work("sea", 8, foreign_landing_url=None)
    server.work("sea", 9, thumbnail="https://elsewhere.example/images/x/thumb/")
    server.work("sea", 10, thumbnail=server.api.replace("127.0.0.1", "user@127.0.0.1") + "x")
    server.work("sea", 11, id="../../etc/passwd")
    server.work("sea", 12, title="t" * 3000)
    server.work("sea", 13, foreign_landing_url="https://photos.example/sea/0")
    server.works["sea"].append(server.works["sea"][0])
    server.works["sea"].append([1])
    report = run("sea")
    assert report.kept == {"sea": 2}
    assert report.skipped == {
        "fewer than 3 hashtags by people": 1,
        "under a licence that was not asked for": 2,
        "marked as sensitive": 2,
        "not a photograph": 1,
        "without a page to credit": 1,
        "its image is on another server": 2,
        "described in an unknown form": 2,
        "with a title longer than 2000 characters": 1,
        "kept already": 2,
    }
    assert len(server.asked("thumb")) == 2


def test_one_creator_is_bounded_over_all_topics_and_unknown_ones_of_a_source_count_as_one(
    server, run, tmp_path
):
    for topic in ("sea", "sky"):
        for i in range(3):
            server.work(topic, i, creator_url="https://photos.example/people/ann")
            server.work(topic, 10 + i, creator=None, creator_url=None)
        server.work(topic, 20)
    report = run("sea", "sky", per_creator=2)
    assert report.kept == {"sea": 5, "sky": 1}
    assert report.skipped == {"more than 2 of one creator": 8}
    groups = [post["group"] for post in lines(tmp_path / "out")]
    assert groups.count("https://photos.example/people/ann") == 2
    assert groups.count("flickr: unknown") == 2


def test_a_work_of_two_topics_is_kept_once(server, run):
    server.fill("sea", 3)
    server.works["sky"] = server.works["sea"][1:]
    assert run("sea", "sky").kept == {"sea": 3, "sky": 0}


def test_it_stops_at_the_last_page_and_at_240_works(server, run):
    server.fill("sea", 41)
    server.fill("sky", 260)
    report = run("sea", "sky", per_topic=300)
    assert report.kept == {"sea": 41, "sky": 240}
    assert report.wanted == 240
    pages = [(s.query["q"], s.query["page"]) for s in server.asked("search")]
    assert pages == [("sea", str(p)) for p in (1, 2, 3)] + [("sky", str(p)) for p in range(1, 13)]
    assert {s.query["page_size"] for s in server.asked("search")} == {"20"}


def test_a_server_that_promises_more_pages_is_not_asked_beyond_the_depth(server, run):
    server.page_count = 1000
    server.fill("sea", 30)
    assert run("sea").kept == {"sea": 30}
    assert [s.query["page"] for s in server.asked("search")] == [str(p) for p in range(1, 13)]


def test_a_refused_depth_is_the_end_of_a_topic_and_not_of_the_run(server, run):
    server.fill("sea", 30)
    server.fill("sky", 1)
    said = {"detail": "pagination depth may not exceed 20 for anonymous requests"}
    server.faults = {21: status(401, said)}
    assert run("sea", "sky").kept == {"sea": 20, "sky": 1}


def test_it_asks_for_no_more_than_is_wanted(server, run):
    server.fill("sea", 100)
    run("sea", per_topic=21)
    assert len(server.asked("search")) == 2
    assert len(server.asked("thumb")) == 21


def test_with_a_key_pages_are_larger_and_every_request_carries_the_token(server, run):
    server.fill("sea", 300)
    environment = {"OPENVERSE_CLIENT_ID": "me", "OPENVERSE_CLIENT_SECRET": "s3cret"}
    assert run("sea", per_topic=240, environment=environment).kept == {"sea": 240}
    assert [s.query["page"] for s in server.asked("search")] == ["1", "2", "3", "4", "5"]
    assert [s.method for s in server.asked("token")] == ["POST"]
    others = server.asked("search") + server.asked("thumb")
    assert {s.headers["Authorization"] for s in others} == {"Bearer token1"}


def test_a_key_without_its_rights_falls_back_to_small_pages(server, run):
    server.page_size_with_key = 20
    server.fill("sea", 30)
    environment = {"OPENVERSE_CLIENT_ID": "me", "OPENVERSE_CLIENT_SECRET": "s3cret"}
    report = run("sea", environment=environment, min_tags=9)  # no images slow the searches down
    assert report.skipped == {"fewer than 9 hashtags by people": 30}
    assert [s.query["page_size"] for s in server.asked("search")] == ["48", "20", "20"]
    times = [s.at for s in server.asked("search")]
    assert times[2] - times[1] >= 3.5


@pytest.mark.parametrize("content", [b"not ours", None])
def test_a_folder_with_other_files_is_not_touched(server, run, tmp_path, content):
    output = tmp_path / "out"
    if content:
        output.mkdir()
        (output / "posts.jsonl").write_bytes(content)
    else:
        output.write_bytes(b"a file")
    with pytest.raises(CollectError, match=r"holds other files|can't be"):
        run("sea")
    assert server.seen == []
    assert (output / "posts.jsonl" if content else output).read_bytes() == content or b"a file"


def test_a_begun_folder_wants_the_same_settings(server, run):
    server.fill("sea", 1)
    run("sea")
    with pytest.raises(CollectError, match="begun with --topics sea; give the same"):
        run("sea", "sky")
    with pytest.raises(CollectError, match="begun with --min-tags 3"):
        run("sea", min_tags=2)


def test_two_collectors_never_share_a_folder(server, run):
    server.fill("sea", 2)
    inner = []

    def progress(*_):
        if not inner:
            with pytest.raises(CollectError, match="Another collector is at work"):
                inner.append(True) or run("sea")

    assert run("sea", progress=progress).kept == {"sea": 2}
    assert inner


def test_progress_counts_the_posts_of_each_topic(server, run):
    server.fill("sea", 2)
    server.fill("sky", 1)
    told = []
    run("sea", "sky", per_topic=2, progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(told)) == [
        ("collecting sea", 0, 2),
        ("collecting sea", 1, 2),
        ("collecting sea", 2, 2),
        ("collecting sky", 0, 2),
        ("collecting sky", 1, 2),
    ]


def test_a_finished_collection_asks_nothing_more(server, run):
    server.fill("sea", 2)
    first = run("sea")
    asked = len(server.seen)
    again = run("sea")
    assert len(server.seen) == asked
    assert (again.kept, again.requests) == (first.kept, {})
