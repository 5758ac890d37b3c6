import pytest

from recommender.sources.openverse import CollectError, CollectSettings, Key
from recommender.sources.openverse.plan import plan, plan_text


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"topics": ()}, "There is no topic"),
        ({"topics": ("x",)}, "can't be a hashtag"),
        ({"topics": ("2019",)}, "can't be a hashtag"),
        ({"topics": ("cat | dog",)}, "operators"),
        ({"topics": ("cat -dog",)}, "operators"),
        ({"topics": ('"cat"',)}, "operators"),
        ({"topics": ("ab " * 70,)}, "longer than 200|can't be a hashtag"),
        ({"per_topic": 0}, "--per-topic must be at least 1"),
        ({"min_tags": 0}, "--min-tags must be at least 1"),
        ({"per_creator": -1}, "--per-creator must be at least 1"),
        ({"license": "free"}, "--license free is neither of all, all-cc, commercial"),
        ({"license": "by,commercial"}, "neither"),
        ({"license": ""}, "neither"),
        ({"api": "file:///etc/passwd"}, "not a server's address"),
        ({"api": "ftp://x.example/"}, "not a server's address"),
        ({"api": "api.openverse.org"}, "not a server's address"),
        ({"api": "https://"}, "not a server's address"),
        ({"api": "https://u:p@x.example/"}, "not a server's address"),
        ({"api": "https://x.example/?a=b"}, "not a server's address"),
        ({"api": "https://x.example:99999/"}, "not a server's address"),
        ({"api": "https://[x/"}, "not a server's address"),
    ],
)
def test_settings_out_of_range_are_one_sentence(options, sentence):
    with pytest.raises(CollectError, match=sentence):
        CollectSettings(**{"topics": ("sea",), **options})


def test_topics_are_taken_once_each_in_their_order():
    settings = CollectSettings(("Street  Art", "ice-cream", "streetart", "#icecream", "sea"))
    assert settings.topics == ("Street Art", "ice-cream", "sea")


def test_an_address_ends_in_a_slash():
    assert CollectSettings(("sea",), api="https://x.example/v1").api == "https://x.example/v1/"


def test_a_key_is_not_shown():
    key = Key("me", "s3cret")
    assert "s3cret" not in repr(key)
    assert "me" not in repr(key).removeprefix("Key")


def test_the_plan_counts_what_is_left_at_most(tmp_path):
    settings = CollectSettings(("sea", "sky"), per_topic=300)
    whole = plan(settings, tmp_path / "new", with_key=False)
    assert (whole.searches, whole.thumbnails, whole.days) == (24, 480, 1)
    assert whole.seconds == pytest.approx(24 * 3.5 + 480 * 0.42)
    with_key = plan(settings, tmp_path / "new", with_key=True)
    assert (with_key.searches, with_key.thumbnails) == (10, 480)
    assert (
        plan(CollectSettings([f"topic{c}" for c in "abcdefghijklmnopq"]), tmp_path, False).days == 2
    )


def test_the_plan_of_a_begun_folder_is_shorter(server, run, clock, tmp_path):
    server.fill("sea", 30)
    server.fill("sky", 5)
    server.limits = {"anon_sustained": "2/day"}
    run("sea", "sky", per_topic=40)
    settings = CollectSettings(("sea", "sky"), per_topic=40, api=server.api)
    left = plan(settings, tmp_path / "out", with_key=False)
    assert (left.searches, left.thumbnails) == (12, 240)
    clock.now += 86_400
    run("sea", "sky", per_topic=40)
    assert plan(settings, tmp_path / "out", with_key=False).searches == 0


def test_the_plan_says_requests_minutes_limits_and_terms(tmp_path):
    text = plan_text(CollectSettings(("sea",), per_topic=300), tmp_path / "new", with_key=False)
    assert "at most 12 searches and 240 images" in text
    assert "about 3 minutes" in text
    assert "so up to 240 per topic are taken, not 300" in text
    assert "Credit each photo" in text
    assert "not endorsed or certified by Openverse" in text
    assert "does not verify licences" in text
    assert "searches are needed" not in text
