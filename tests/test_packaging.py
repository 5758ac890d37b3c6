"""The libraries: which part requires what, and that every import is required."""

import ast
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
MODULES = {
    "PIL": "pillow",
    "ai_edge_litert": "ai-edge-litert",
    "axe_playwright_python": "axe-playwright-python",
    "faiss": "faiss-cpu",
    "pillow_heif": "pillow-heif",
    "sklearn": "scikit-learn",
}
"""Modules whose names differ from their libraries' names."""


def wanted(lines: Iterable[str]) -> set[Requirement]:
    """Requirements, in which the project's own extras are replaced by what they stand for."""
    found = set()
    for requirement in map(Requirement, lines):
        if requirement.name == PROJECT["name"]:
            for extra in requirement.extras:
                found |= wanted(EXTRAS[extra])
        else:
            found.add(requirement)
    return found


def read(name: str) -> set[Requirement]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return {Requirement(x.split("#")[0].strip()) for x in lines if x.split("#")[0].strip()}


def test_requirements_txt_is_what_pyproject_lists():
    extras = [*EXTRAS["page"], *EXTRAS["imagenet"], *EXTRAS["test"]]
    assert read("requirements.txt") == wanted([*PROJECT["dependencies"], *extras])
    assert read("requirements-dev.txt") == wanted(EXTRAS["dev"]) - wanted(extras)
    assert read("requirements-spark.txt") == wanted(EXTRAS["spark"])


def test_requirements_txt_names_the_libraries():
    used = ["streamlit", "tensorflow", "implicit", "numpy", "scipy", "pillow", "plotly", "pytest"]
    assert {requirement.name for requirement in read("requirements.txt")} >= set(used)


def test_every_requirement_has_lower_and_upper_bounds():
    files = ("requirements.txt", "requirements-dev.txt", "requirements-spark.txt")
    for requirement in set().union(*map(read, files)):
        assert {">=", "<"} <= {s.operator for s in requirement.specifier}, requirement


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("machine", ["x86_64", "aarch64", "arm64", "AMD64"])
def test_each_platform_gets_one_tensorflow(system, machine):
    """The small one where it exists: among these platforms, on Linux with x86-64."""
    platform = {"sys_platform": system, "platform_machine": machine}
    chosen = [
        requirement.name
        for requirement in wanted(EXTRAS["imagenet"])
        if Marker(str(requirement.marker)).evaluate(platform)
    ]
    small = (system, machine) == ("linux", "x86_64")
    assert chosen == ["tensorflow-cpu" if small else "tensorflow"]


def imported(path: Path) -> set[str]:
    """Top-level names of the modules that a file imports, anywhere in it."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {
        node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level
    }
    return {name.split(".")[0] for name in names}


def libraries(files: Iterable[Path]) -> set[str]:
    """The libraries that files import, without Python's own and this project's modules."""
    files = list(files)
    assert files
    ours = {"recommender", "page", "scripts", "faults", "hostile"}
    ours |= {path.stem for folder in ("tests", "scripts") for path in (ROOT / folder).rglob("*")}
    found = set().union(*map(imported, files)) - set(sys.stdlib_module_names) - ours
    return {MODULES.get(name, name) for name in found}


def names(*extras: str) -> set[str]:
    lines = [*PROJECT["dependencies"], *(line for extra in extras for line in EXTRAS[extra])]
    return {requirement.name for requirement in wanted(lines)}


def test_one_file_imports_tensorflow_and_none_imports_streamlit():
    package = sorted((ROOT / "recommender").rglob("*.py"))
    assert {p.name for p in package if "tensorflow" in imported(p)} == {"keras_mobilenet.py"}
    assert not [p for p in package if imported(p) & {"streamlit", "keras", "pickle", "page"}]


def test_the_package_needs_no_extra_but_for_charts_the_export_and_spark():
    charts = [ROOT / "recommender/figures", ROOT / "recommender/evaluation/report"]
    drawing = {path for folder in charts for path in folder.rglob("*.py")}
    exporting = {ROOT / "recommender/features/keras_mobilenet.py"}
    spark = set((ROOT / "recommender/spark").rglob("*.py"))
    rest = set((ROOT / "recommender").rglob("*.py")) - drawing - exporting - spark
    assert libraries(rest) <= names()
    assert libraries(drawing) <= names("figures")
    assert libraries(exporting) <= names("imagenet")
    assert libraries(spark) <= names("spark")
    assert {"pyspark", "pandas", "py4j"} <= libraries(spark)


def test_every_import_of_page_and_tests_is_required():
    assert libraries([*(ROOT / "page").rglob("*.py"), ROOT / "streamlit_app.py"]) <= names("page")
    assert libraries((ROOT / "tests").rglob("*.py")) <= names("page", "imagenet", "test")


def test_each_dependency_of_the_package_is_imported():
    assert names() <= libraries((ROOT / "recommender").rglob("*.py"))
