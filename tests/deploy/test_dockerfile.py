"""The Dockerfile's steps, as far as they can be tried without Docker."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from visitor import Visitor, in_a_thread

ROOT = Path(__file__).resolve().parent.parent.parent
USER = "1000"
WITHOUT_DOCKER = """\
set -e
mount -t tmpfs none {data}
chown {user}:{user} {data}
mount -o remount,ro,bind /
cd {app}
exec setpriv --reuid {user} --regid {user} --clear-groups --no-new-privs "$@"
"""
"""What Docker does: a file system that can't be written but for one place, and another user."""


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, each with what follows it."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def of(kind: str) -> list[str]:
    return [rest for name, rest in instructions() if name == kind]


def copied() -> dict[str, Path]:
    """What is copied, and to where in the image, from its working folder."""
    found = {}
    for rest in of("COPY"):
        *sources, target = rest.split()
        for source in sources:
            found[source] = Path(target) / Path(source).name if target.endswith("/") else target
    return found


def ignored() -> list[str]:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_what_is_copied_exists_and_is_not_ignored():
    assert copied()
    for source in copied():
        assert (ROOT / source).exists(), source
        assert f"!{source}" in ignored()
    assert ignored()[0] == "*"
    assert {line[1:] for line in ignored() if line.startswith("!")} == set(copied())


def test_it_runs_as_an_ordinary_user_and_starts_nothing_through_a_shell():
    (user,) = of("USER")
    assert user == f"{USER}:{USER}"
    assert f"--uid {USER}" in " ".join(of("RUN"))
    names = [name for name, _ in instructions()]
    assert names.index("USER") > max(i for i, name in enumerate(names) if name == "RUN")
    assert all(isinstance(word, str) for word in command())


def test_its_python_is_one_that_the_package_supports():
    (image,) = of("FROM")
    minor = int(re.fullmatch(r"python:3\.(\d+)-slim", image)[1])
    assert 11 <= minor <= 13


def command() -> list[str]:
    return json.loads(of("CMD")[0])


def health_check() -> list[str]:
    return json.loads(of("HEALTHCHECK")[0].partition(" CMD ")[2])


def at_port(words: list[str], port: int) -> list[str]:
    """The same command with this environment's Python, and a port that is free here."""
    words = [word.replace("8501", str(port)) for word in words]
    assert words[0] == "python"
    return [sys.executable, *words[1:]]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def image() -> Iterator[Path]:
    """A folder that any user can read, with what is copied into the image, owned by root."""
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other users
    skip = shutil.ignore_patterns(*(line.removeprefix("**/") for line in ignored()[1:]))
    try:
        (folder / "data").mkdir()
        for source, target in copied().items():
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, folder / "app" / target, ignore=skip)
            else:
                (folder / "app").mkdir(exist_ok=True)
                shutil.copyfile(ROOT / source, folder / "app" / target)
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def alone(image) -> list[str]:
    """The beginning of a command that runs as another user, where nothing but /data can be written."""
    if os.name != "posix" or os.getuid() != 0:
        pytest.skip("only root can become another user")
    script = WITHOUT_DOCKER.format(data=image / "data", app=image / "app", user=USER)
    begin = ["unshare", "--mount", "bash", "-c", script, "bash"]
    if shutil.which("unshare") is None or shutil.which("setpriv") is None:
        pytest.skip("unshare and setpriv are not there")
    tried = subprocess.run([*begin, sys.executable, "-c", "import streamlit"], capture_output=True)
    if tried.returncode:
        pytest.skip(f"it can't be made read-only here: {tried.stderr.decode().strip()[-200:]}")
    return begin


def test_it_serves_the_page_as_another_user_from_files_that_nobody_can_write(
    alone, image, free_port
):
    environment = {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}
    for line in of("ENV"):
        environment |= dict(pair.split("=") for pair in line.split())
    for name in ("HOME", "HASHTAG_RECOMMENDER_HOME"):
        assert environment[name] == "/data"
        environment[name] = str(image / "data")
    environment["TMPDIR"] = str(image / "data")  # Docker has another tmpfs for it
    write = "open('/app_or_root', 'w')"
    refused = subprocess.run([*alone, sys.executable, "-c", write], capture_output=True, text=True)
    assert "Read-only file system" in refused.stderr

    check = at_port(health_check(), free_port)
    assert subprocess.run(check, capture_output=True).returncode != 0
    words = at_port(command(), free_port)
    with subprocess.Popen([*alone, *words], env=environment, stderr=subprocess.PIPE) as process:
        try:
            for _ in range(300):
                assert process.poll() is None, process.stderr.read().decode()
                if subprocess.run(check, capture_output=True).returncode == 0:
                    break
                time.sleep(0.1)
            status = Path(f"/proc/{process.pid}/status").read_text()
            assert re.search(rf"^Uid:\t{USER}\t{USER}", status, flags=re.M)
            assert answers(f"http://127.0.0.1:{free_port}") == 20
        finally:
            process.terminate()


def answers(address: str) -> int:
    """The number of similar images that a visitor gets for a photo."""

    async def upload() -> int:
        async with Visitor(address) as visitor:
            await visitor.run()
            photo = next((ROOT / "assets/samples").glob("*.jpg"))
            return (await visitor.upload("photo.jpg", photo.read_bytes())).cards

    return in_a_thread(upload())
