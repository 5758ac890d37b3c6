"""The package alone, without extras, in a fresh virtual environment."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DEMO, PHOTO = ROOT / "assets/demo", ROOT / "assets/samples/3_burger.jpg"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> Path:
    """The interpreter of that environment."""
    folder = tmp_path_factory.mktemp("alone")
    probe = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir"]
    probe += ["--retries", "1", "--timeout", "15", "--dest", str(folder / "probe"), "platformdirs"]
    if subprocess.run(probe, capture_output=True).returncode != 0:
        pytest.skip("the package index is out of reach")
    # A copy: setuptools would leave build/ and an .egg-info in the checkout.
    source = folder / "source"
    for name in ("recommender", "assets"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    # --no-compile: only the modules that are used get compiled, when they are used.
    install = [python, "-m", "pip", "install", "--quiet", "--no-compile", source]
    done = subprocess.run(install, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    shutil.rmtree(source)
    return python


def run(python: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run it in a folder from which the checkout can't be imported."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    return subprocess.run(
        [python, *arguments], capture_output=True, text=True, cwd=python.parent, env=environment
    )


def test_it_brings_no_page_no_tests_and_no_tensorflow(python):
    done = run(python, "-m", "pip", "list", "--format", "json")
    installed = {package["name"].lower() for package in json.loads(done.stdout)}
    assert {"hashtag-recommender", "implicit", "numpy"} <= installed
    unwanted = ["streamlit", "plotly", "pytest", "playwright", "tensorflow", "tensorflow-cpu"]
    assert not installed & set(unwanted)


def test_it_recommends_with_the_bundled_encoder(python):
    command = ["-m", "recommender", "recommend", PHOTO, "--collection", DEMO, "--json"]
    done = run(python, *command)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert len(answer["hashtags"]) == 10
    assert "#food" in {tag for post in answer["neighbors"] for tag in post["hashtags"]}


def test_it_has_the_files_of_the_package(python):
    script = (
        "import recommender, pathlib\n"
        "folder = pathlib.Path(recommender.__file__).parent\n"
        "for path in folder.rglob('*'): print(path.relative_to(folder).as_posix())\n"
    )
    files = set(run(python, "-c", script).stdout.split())
    expected = {"py.typed", "assets/blocklist.txt", "assets/encoder/mobilenet_v2_075_192.tflite"}
    expected |= {
        path.relative_to(ROOT / "recommender").as_posix()
        for path in (ROOT / "recommender").rglob("*.py")
    }
    assert expected <= files
    assert not {"assets/demo", "assets/samples", "assets/page.webp"} & files


def test_a_chart_says_which_extra_it_needs(python, tmp_path):
    report = tmp_path / "report.html"
    done = run(python, "-m", "recommender", "evaluate", DEMO, "--report", report)
    assert done.returncode == 1
    assert done.stderr.startswith("error: The charts need Plotly")
    assert "extra figures" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not report.exists()
