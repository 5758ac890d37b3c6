import subprocess
import sys

import pytest

from recommender import cli

pytestmark = pytest.mark.usefixtures("stub_commands")


@pytest.mark.parametrize(
    "arguments",
    [
        ["recommend", "a.jpg", "--collection", "/none"],
        ["info", "/none"],
        ["build", "/none.jsonl", "--output", "/tmp/never"],
        ["build", "posts.txt", "--output", "/tmp/never"],
        ["build", "p.jsonl", "--output", "/tmp/never", "--alpha", "-1"],
        ["build", "p.jsonl", "--output", "/tmp/never", "--thumbnail-side", "9999"],
    ],
)
def test_a_mistake_is_one_sentence_and_status_1(arguments, capsys):
    assert cli.main(arguments) == 1
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["recommend"],
        ["recommend", "a.jpg", "--collection", "c", "--neighbors", "0"],
        ["build", "p", "--output", "o", "--rank", "x"],
    ],
)
def test_wrong_usage_is_status_2(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2


def test_help_is_quick_and_light():
    script = "import sys, recommender.cli\ntry: recommender.cli.main(['--help'])\nexcept SystemExit: pass\nheavy = {'tensorflow', 'ai_edge_litert', 'implicit', 'scipy', 'pyarrow'} & set(sys.modules)\nassert not heavy, heavy"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "build" in done.stdout


def test_a_closed_pipe_is_no_traceback(built, posts_file):
    image = str(posts_file.parent / "images/red1.png")
    script = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from helpers import StubEncoder; from recommender import cli, recommend\n"
        "recommend.open_encoder = lambda *_: StubEncoder()\n"
        f"sys.exit(cli.main(['recommend', *[{image!r}] * 200, '--collection', {str(built.folder)!r}, '--json']))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(30) == 1
    assert process.stderr.read() == b""


@pytest.mark.parametrize(
    "arguments",
    [
        ["info", "x" * 300],
        ["build", "x" * 300, "--output", "c"],
        ["build", "posts.jsonl", "--output", "x" * 300],
        ["import", "x" * 300, "--output", "o"],
        ["evaluate", "x" * 300],
        ["recommend", "photo.jpg", "--collection", "x" * 300],
    ],
)
def test_a_path_that_is_too_long_is_one_short_sentence(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(arguments) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert said.count("\n") == 1
