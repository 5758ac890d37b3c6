import itertools

import pytest
from openverse_server import FakeClock, status

from recommender.sources.openverse.errors import CollectError
from recommender.sources.openverse.pace import DAY, Pace

KEY = {"OPENVERSE_CLIENT_ID": "me", "OPENVERSE_CLIENT_SECRET": "s3cret"}


def gaps(seen):
    return [b.at - a.at for a, b in itertools.pairwise(seen)]


def refused(server):
    return [s for s in server.seen if s.status == 429]


def test_searches_and_thumbnails_keep_their_own_pace_below_the_limits(server, run):
    server.limits = {"anon_burst": "20/min", "anon_sustained": "200/day"}
    server.limits["anon_thumbnail"] = "150/min"
    for topic in "sea", "sky", "sun":
        server.fill(topic, 200)
    run("sea", "sky", "sun", per_topic=200)
    assert min(gaps(server.asked("search"))) >= 3.5
    assert min(gaps(server.asked("thumb"))) >= 0.4
    assert refused(server) == []


def test_it_goes_slower_where_the_headers_allow_less(server, run, clock):
    server.limits = {"anon_burst": "5/min", "anon_thumbnail": "10/min"}
    server.fill("sea", 60)
    start = clock.now
    run("sea")
    assert min(gaps(server.asked("search"))) >= 12
    assert min(gaps(server.asked("thumb"))) >= 6
    assert refused(server) == []
    assert clock.now - start < 60 * 7


def test_it_waits_where_nothing_is_available_since_others_share_the_address(server, run, clock):
    server.limits = {"anon_burst": "20/min"}
    server.history["anon_burst"] = [clock.now] * 19
    server.fill("sea", 21)
    told = []
    run("sea", progress=lambda *step: told.append(step))
    assert gaps(server.asked("search"))[0] >= 60
    assert refused(server) == []
    waits = [step for step in told if step[0] == "waiting for the server"]
    assert waits[-1][1] == waits[-1][2] >= 50


def test_the_daily_limit_ends_the_run_and_says_when_the_next_goes_on(server, run, clock):
    server.limits = {"anon_sustained": "3/day"}
    topics = ("sea", "sky", "sun", "sand")
    for topic in topics:
        server.fill(topic, 2)
    report = run(*topics)
    assert report.kept == {"sea": 2, "sky": 2, "sun": 2, "sand": 0}
    assert clock.now < report.go_on_at <= clock.now + DAY
    assert refused(server) == []

    asked = len(server.seen)
    assert run(*topics).go_on_at == report.go_on_at
    assert len(server.seen) == asked

    clock.now = report.go_on_at
    last = run(*topics)
    assert (last.go_on_at, last.kept["sand"]) == (None, 2)
    assert refused(server) == []


def test_a_key_has_a_limit_of_its_own(server, run, clock):
    server.limits = {"anon_sustained": "1/day"}
    server.fill("sea", 1)
    server.fill("sky", 1)
    spent = run("sea", "sky").go_on_at
    server.limits = {}
    server.faults = {3: status(403)}  # after the token
    with pytest.raises(CollectError, match="blocks"):
        run("sea", "sky", environment=KEY)
    assert run("sea", "sky").go_on_at == spent
    assert run("sea", "sky", environment=KEY).kept == {"sea": 1, "sky": 1}


def test_a_refusal_for_the_day_ends_the_run_at_the_time_it_names(server, run, clock):
    server.limits = {"anon_sustained": "3/day"}
    server.history["anon_sustained"] = [clock.now - DAY + 500] * 3
    server.fill("sea", 1)
    start = clock.now
    report = run("sea")
    assert len(server.seen) == len(refused(server)) == 1
    assert report.go_on_at == pytest.approx(start + 500, abs=2)
    assert run("sea").go_on_at == report.go_on_at
    assert len(server.seen) == 1


def test_a_limit_is_known_to_the_next_run_even_if_this_one_is_killed(server, run, monkeypatch):
    server.limits = {"anon_sustained": "1/day"}
    server.fill("sea", 1)
    with monkeypatch.context() as patch:  # the end of the run does not come
        patch.setattr("recommender.sources.openverse.collector._Collector._save_stop", print)
        first = run("sea", "sky")
    asked = len(server.seen)
    assert run("sea", "sky").go_on_at == first.go_on_at
    assert len(server.seen) == asked


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"Retry_After": "37"}, 37, 38),
        ({"Retry_After": "Tue, 14 Nov 2023 22:14:00 GMT"}, 40, 41),
        ({"Retry_After": "soon"}, 60, 61),
        ({}, 60, 61),
        ({"Retry_After": "-5"}, 60, 61),
        ({"Retry_After": "Tue, 14 Nov 2000 22:14:00 GMT"}, 1, 5),
    ],
)
@pytest.mark.parametrize("number", [0, 1])
def test_too_many_requests_are_waited_for(server, run, headers, least, most, number):
    server.faults = {number: status(429, {"detail": "Request was throttled."}, **headers)}
    server.fill("sea", 1)
    assert run("sea").kept == {"sea": 1}
    assert least <= server.seen[number + 1].at - server.seen[number].at <= most


def test_a_long_wait_is_not_waited_for(server, run, clock):
    server.faults = {0: status(429, {}, Retry_After="7200")}
    server.fill("sea", 1)
    start = clock.now
    report = run("sea")
    assert report.go_on_at == start + 7200
    assert clock.slept == []


def test_a_server_that_refuses_again_and_again_is_left_alone(server, run, clock):
    server.faults = dict.fromkeys(range(100), status(429, {}, Retry_After="1"))
    server.fill("sea", 1)
    report = run("sea")
    assert len(server.seen) == 6
    assert report.go_on_at > clock.now + 600


def test_with_a_key_searches_come_faster_but_not_at_once(server, run):
    server.fill("sea", 100)
    run("sea", environment=KEY)
    assert min(gaps(server.asked("search"))) >= 1.0


def test_a_clock_that_is_set_back_does_not_hold_the_collector():
    clock = FakeClock()
    pace = Pace(clock, 3.5, not_before=clock.now + 40 * DAY)
    assert pace.wait() == 0
    pace.sent()
    clock.now -= 10_000
    assert pace.wait() == 3.5


@pytest.mark.parametrize("value", ["", "many/min", "20", "20/", "-1/min", "9" * 50 + "/min"])
def test_limits_that_can_not_be_read_change_nothing(value):
    pace = Pace(FakeClock(), 3.5)
    pace.heed({"X-RateLimit-Limit-x": value, "X-RateLimit-Available-x": "y"})
    pace.sent()
    assert pace.wait() == 3.5


def test_the_key_is_checked_before_anything_is_sent(server, run):
    with pytest.raises(CollectError, match="Only one of OPENVERSE_CLIENT_ID"):
        run("sea", environment={"OPENVERSE_CLIENT_ID": "me"})
    with pytest.raises(CollectError, match="unencrypted"):
        run("sea", environment=KEY, api="http://openverse.example/v1/")
    assert server.seen == []
