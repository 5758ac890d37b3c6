import gzip
import io
import json
import time
from urllib.parse import urlsplit

import pytest
from openverse_server import HTML, Openverse, cut, drip, jpeg, send, stall, status
from PIL import Image

from recommender.sources.openverse import CollectError, CollectSettings
from recommender.sources.openverse.transport import USER_AGENT, Timeouts

QUICK = Timeouts(connect=0.3, read=0.15, whole=0.3)
KEY = {"OPENVERSE_CLIENT_ID": "me", "OPENVERSE_CLIENT_SECRET": "s3cret"}


def redirect(location):
    return status(302, b"", Location=location)


def bomb(handler):
    """64 MB of JSON in 64 kB."""
    body = gzip.compress(b"[" + b" " * (64 << 20))
    send(handler, 200, body, Content_Type="application/json", Content_Encoding="gzip")


def huge(handler, code=200):
    """More than the limit, without a length, so that only counting helps."""
    handler.send_response(code)
    handler.send_header("Location", "/v1/images/")
    handler.send_header("Content-Type", "image/jpeg")
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.close_connection = True
    try:
        for _ in range(20):
            handler.wfile.write(bytes(1 << 20))
    except OSError:
        pass


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (
            status(400, {"detail": {"license": ["License 'x' does not exist."]}}),
            "400: license: Lic",
        ),
        (
            status(400, {"error": "InputError", "detail": "q is \x1b[31mlong"}),
            r"400: q is \\x1b\[31mlong",
        ),
        (status(400, {"detail": ["too long", {"deep": 1}]}), "400: too long"),
        (status(400, b"\xff"), r"\(status 400\); check topics"),
        (status(401, {"detail": "page_size may not exceed 20"}), "401: page_size may not"),
        (status(401, {"detail": "Not authenticated."}), "401: Not authenticated"),
        (status(403, HTML, Content_Type="text/html"), "blocks this network"),
        (status(404, {"detail": "Not found."}), "no such address .* check --api"),
        (status(418, b""), r"\(status 418\)"),
        (status(200, HTML, Content_Type="text/html; charset=utf-8"), "text/html instead of JSON"),
        (status(200, b'{"results": [', Content_Type="application/json"), "not JSON"),
        (status(200, b"[" * 100_000, Content_Type="application/json"), "not JSON"),
        (status(200, b"\xff\xfe\xfa", Content_Type="application/json"), "not JSON"),
        (status(200, [1]), "not a JSON object"),
        (status(200, {"results": 5, "page_count": 1}), "does not answer as documented"),
        (status(200, {"results": [], "page_count": "1"}), "does not answer as documented"),
        (status(200, {}), "does not answer as documented"),
        (bomb, "larger than 8 MB"),
        (huge, "larger than 8 MB"),
        (lambda handler: huge(handler, 302), "larger than 8 MB"),
        (redirect("file:///etc/passwd"), "“file:///etc/passwd”, which is not followed"),
        (redirect("ftp://127.0.0.1/x"), "not followed"),
        (redirect("http://[bad"), "not followed"),
        (redirect(""), "not followed"),
        (redirect("http://user:word@127.0.0.1:1/v1/"), "name it with --api"),
        (redirect("http://127.0.0.1:1/v1/images/"), "redirects to http://127.0.0.1:1/.*--api"),
    ],
)
def test_an_answer_that_ends_the_run_is_one_sentence_and_is_not_asked_again(
    server, run, fault, sentence
):
    server.faults = {0: fault}
    server.fill("sea", 1)
    with pytest.raises(CollectError, match=sentence) as caught:
        run("sea")
    assert len(server.seen) == 1
    assert str(caught.value).isprintable()
    assert run("sea").kept == {"sea": 1}  # when the server is well again


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("fault", [status(500), status(503, HTML), cut, drip, stall])
def test_a_fault_that_passes_is_tried_again_later_and_later(server, run, clock, fault, number):
    server.faults = {number: fault, number + 1: fault}
    server.fill("sea", 1)
    start = time.monotonic()
    assert run("sea", timeouts=QUICK).kept == {"sea": 1}
    assert time.monotonic() - start < 10  # one drip lasts 20 seconds
    times = [seen.at for seen in server.seen][number:]
    assert times[1] - times[0] >= 4
    assert times[2] - times[1] >= 8


@pytest.mark.parametrize("fault", [status(502), cut])
def test_a_fault_that_stays_ends_the_run_after_four_tries(server, run, fault):
    server.faults = dict.fromkeys(range(1, 100), fault)
    server.work("sea", 0)
    server.fill("sea", 25)
    server.faults.pop(1)
    with pytest.raises(CollectError, match=r"status 502|can't be reached"):
        run("sea")
    assert len(server.seen) == 2 + 3 * 4  # a page, an image, and three images in vain
    server.faults = {}
    assert run("sea").kept == {"sea": 25}


def test_a_server_that_is_not_there_is_one_sentence(server, run):
    server.close()
    with pytest.raises(CollectError, match=r"can't be reached \(Connection refused\)"):
        run("sea")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (status(424, {"detail": "Failed to render thumbnail."}), "its image is gone (status 424)"),
        (status(404, {"detail": "Not found."}), "its image is gone (status 404)"),
        (status(400, {"detail": "x"}), "its image is gone (status 400)"),
        (status(200, b"no image"), "its image can't be read"),
        (status(200, jpeg("abcdef")[:200]), "its image can't be read"),
        (status(200, b""), "its image can't be read"),
        (status(200, HTML, Content_Type="text/html"), "without an answer for the image"),
        (status(500), "without an answer for the image"),
        (huge, "without an answer for the image"),
        (redirect("file:///etc/passwd"), "without an answer for the image"),
    ],
)
def test_a_work_without_an_image_is_left_out_and_counted(server, run, tmp_path, fault, reason):
    server.fill("sea", 3)
    server.broken = {server.works["sea"][1]["id"]: fault}
    report = run("sea")
    assert report.kept == {"sea": 2}
    assert report.skipped == {reason: 1}
    assert len(list((tmp_path / "out/images").iterdir())) == 2


def test_images_that_stay_broken_are_given_up_when_the_server_answers_for_others(server, run):
    server.fill("sea", 8)
    server.broken = {work["id"]: status(500) for work in server.works["sea"][:4]}
    with pytest.raises(CollectError, match=r"failed \(status 500\)"):
        run("sea")
    report = run("sea")  # three are known from the first run, so the fourth does not end this one
    assert report.kept == {"sea": 4}
    assert report.skipped == {"without an answer for the image": 4}


def test_nothing_is_given_up_while_the_server_is_down_however_often_it_is_tried(server, run):
    server.fill("sea", 12)
    server.broken = {work["id"]: status(500) for work in server.works["sea"]}
    for _ in range(3):
        with pytest.raises(CollectError, match=r"failed \(status 500\)"):
            run("sea")
    server.broken = {}
    report = run("sea")
    assert (report.kept, report.skipped) == ({"sea": 12}, {})


def test_the_last_images_get_another_run_before_they_are_given_up(server, run):
    server.fill("sea", 4)
    server.broken = {work["id"]: status(500) for work in server.works["sea"][2:]}
    with pytest.raises(CollectError, match="run the same command again"):
        run("sea")
    server.broken.pop(server.works["sea"][3]["id"])
    report = run("sea")
    assert (report.kept, report.skipped) == ({"sea": 3}, {"without an answer for the image": 1})


def test_other_formats_of_images_are_kept_as_they_are(server, run, tmp_path):
    server.fill("sea", 2)
    for work, form in zip(server.works["sea"], ("PNG", "WEBP"), strict=True):
        buffer = io.BytesIO()
        Image.new("RGB", (40, 30), "red").save(buffer, form)
        server.broken[work["id"]] = status(200, buffer.getvalue(), Content_Type="image/x")
    run("sea")
    names = [name.suffix for name in (tmp_path / "out/images").iterdir()]
    assert sorted(names) == [".png", ".webp"]


def test_a_redirect_on_the_same_server_is_followed_but_not_a_loop(server, run, tmp_path):
    server.fill("sea", 1)
    server.faults = {0: redirect("/v1/images/?q=sea&license=by")}
    assert run("sea").kept == {"sea": 1}
    server.faults = {n: redirect("/v1/images/") for n in range(2, 100)}
    with pytest.raises(CollectError, match="redirects more than 5 times"):
        run("sky", output=tmp_path / "other")
    assert len(server.seen) == 2 + 1 + 6


def test_the_key_never_goes_to_another_server(server, run):
    other = Openverse()
    try:
        server.fill("sea", 2)
        first, second = server.works["sea"]
        other.works = server.works
        server.broken = {first["id"]: redirect(f"{other.origin}/v1/images/{first['id']}/thumb/")}
        assert run("sea", environment=KEY).kept == {"sea": 2}
        (seen,) = other.seen
        assert "Authorization" not in seen.headers
        assert "Cookie" not in seen.headers
        assert server.asked("thumb")[-1].path == urlsplit(second["thumbnail"]).path
        assert server.asked("thumb")[-1].headers["Authorization"] == "Bearer token1"
    finally:
        other.close()


def test_the_token_form_is_not_sent_along_a_redirect(server, run):
    other = Openverse()
    try:
        server.faults = {0: status(307, b"", Location=f"{other.origin}/v1/auth_tokens/token/")}
        with pytest.raises(CollectError, match="does not accept the key"):
            run("sea", environment=KEY)
        assert other.seen == []
    finally:
        other.close()


@pytest.mark.parametrize("number", [1, 2])
def test_a_token_that_ran_out_is_renewed_once(server, run, number):
    server.fill("sea", 1)
    refused = status(401, {"detail": "Incorrect authentication credentials."})
    server.faults = {number: refused}
    assert run("sea", environment=KEY).kept == {"sea": 1}
    assert len(server.asked("token")) == 2


def test_a_token_that_is_refused_twice_ends_the_run(server, run):
    refused = status(401, {"detail": "Incorrect authentication credentials."})
    server.faults = {1: refused, 3: refused}
    with pytest.raises(CollectError, match="401: Incorrect authentication"):
        run("sea", environment=KEY)
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    "fault",
    [
        status(401, {"error": "invalid_client"}),
        status(400, b"x"),
        status(200, {"access_token": 5}),
        status(200, {"access_token": ""}),
        status(200, {"access_token": "a\r\nX-Injected: 1"}),
        status(200, {"access_token": "a" * 5000}),
    ],
)
def test_a_key_that_is_not_taken_is_one_sentence_without_the_key(server, run, fault, tmp_path):
    server.faults = {0: fault}
    with pytest.raises(CollectError, match="does not accept the key") as caught:
        run("sea", environment={**KEY, "OPENVERSE_CLIENT_SECRET": "wrong-s3cret"})
    assert "s3cret" not in str(caught.value)
    assert len(server.seen) == 1


def test_key_and_token_are_stored_nowhere(server, run, tmp_path):
    server.fill("sea", 1)
    run("sea", environment=KEY)
    stored = b"".join(f.read_bytes() for f in (tmp_path / "out").rglob("*") if f.is_file())
    assert b"s3cret" not in stored
    assert b"token1" not in stored
    assert b"OPENVERSE" not in stored


def test_credentials_of_netrc_are_not_used(server, run, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ann password hidden\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server.fill("sea", 1)
    run("sea")
    assert not any("Authorization" in seen.headers for seen in server.seen)


def test_every_request_names_this_software(server, run):
    server.fill("sea", 1)
    run("sea", environment=KEY)
    assert {seen.headers["User-Agent"] for seen in server.seen} == {USER_AGENT}
    assert USER_AGENT.startswith("hashtag-recommender/")
    assert USER_AGENT.isascii()


def test_the_licence_filter_is_asked_for_and_checked(server, run, tmp_path):
    server.work("sea", 0, license="cc0", license_version="1.0")
    server.work("sea", 1, license="pdm", license_version="1.0")
    server.work("sea", 2, license="by-sa", license_version=None)
    assert run("sea", license="CC0, pdm").kept == {"sea": 2}
    assert server.asked("search")[0].query["license"] == "cc0,pdm"
    text = (tmp_path / "out/posts.jsonl").read_text()
    names = [json.loads(line)["license"] for line in text.splitlines()]
    assert names == ["CC0 1.0", "Public Domain Mark 1.0"]
    assert CollectSettings(("a1",), license="all-cc,commercial").allowed_licenses() == {
        "by", "by-sa", "by-nd", "cc0", "sampling+",
    }  # fmt: skip
