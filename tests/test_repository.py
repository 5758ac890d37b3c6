"""Promises about the files themselves."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = sorted((ROOT / "recommender").rglob("*.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


def test_one_file_imports_tensorflow_and_none_imports_streamlit():
    assert {p.name for p in PACKAGE if "tensorflow" in imported(p)} == {"keras_mobilenet.py"}
    assert not [p for p in PACKAGE if imported(p) & {"streamlit", "keras", "pickle", "page"}]


def test_every_requirement_has_lower_and_upper_bounds():
    lines = [x.split("#")[0].strip() for x in (ROOT / "requirements.txt").read_text().splitlines()]
    requirements = [Requirement(line) for line in lines if line]
    assert {
        "streamlit",
        "tensorflow",
        "implicit",
        "numpy",
        "scipy",
        "pillow",
        "plotly",
        "pytest",
    } <= {r.name for r in requirements}
    for requirement in requirements:
        assert {">=", "<"} <= {s.operator for s in requirement.specifier}, requirement


def test_every_import_is_required():
    """What the package and the page import comes with requirements.txt."""
    names = {
        "PIL": "pillow",
        "ai_edge_litert": "ai-edge-litert",
        "pillow_heif": "pillow-heif",
        "sklearn": "scikit-learn",
    }
    required = {
        Requirement(x.split("#")[0]).name
        for x in (ROOT / "requirements.txt").read_text().splitlines()
        if x.split("#")[0].strip()
    }
    files = [*PACKAGE, *(ROOT / "page").glob("*.py"), ROOT / "streamlit_app.py"]
    found = (
        set().union(*map(imported, files)) - {"recommender", "page"} - set(sys.stdlib_module_names)
    )
    assert {names.get(name, name) for name in found} <= required


@pytest.mark.parametrize("command", ["build", "recommend", "evaluate", "info"])
def test_readme_shows_the_help_of_each_command(command):
    done = subprocess.run(
        [sys.executable, "-m", "recommender", command, "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={"COLUMNS": "100", "PATH": ""},
    )
    for option in set(re.findall(r"--[a-z-]+", done.stdout)) - {"--help"}:
        assert f"`{option}" in README, f"README does not name {option} of {command}"


def test_readme_has_two_commands_first():
    blocks = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    assert "streamlit run streamlit_app.py" in blocks[0]
    assert "pytest" in blocks[1]
    assert len(blocks[0].strip().splitlines()) == len(blocks[1].strip().splitlines()) == 1


def test_upload_limits_agree():
    from recommender.features.images import MAX_BYTES

    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert MAX_BYTES >> 20 <= config["server"]["maxUploadSize"] <= 50
    assert config["browser"]["gatherUsageStats"] is False
    for theme in ("light", "dark"):
        assert len(config["theme"][theme]["chartCategoricalColors"]) == 10
