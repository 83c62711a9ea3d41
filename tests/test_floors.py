"""Imports go down only: models <- extractors <- pipeline; notebooks see the database only."""

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "models": {"models"},
    "extractors": {"models", "extractors"},
    "pipeline": {"models", "extractors", "pipeline"},
}
NOTEBOOKS_MAY_IMPORT = {"altair", "duckdb", "marimo", "pandas", "polars", "vl_convert"}
# From the ground up: a room of the pipeline sees the rooms before it, and what stands in no room.
ROOMS = [
    "tables",
    "reading",
    "texts",
    "storing",
    "parsing",
    "linking",
    "names",
    "matters",
    "searching",
    "deriving",
    "corrections",
    "asking",
    "exports",
    "importing",
    "verifying",
    "evaluating",
    "commands",
]
THE_DOOR = {"vedtak", "vedtak.open_archive"}
EFFECTS = {"pathlib", "os", "io", "sys", "subprocess", "socket", "sqlite3", "logging", "random"}
HEAVY = {"duckdb", "pyarrow", "pdfplumber", "pypdfium2", "click", "rich"}


def imported(source: str) -> Iterator[str]:
    """Full names of all modules that a source imports, inside of functions too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def sources(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_go_down_only(folder: str) -> None:
    assert sources(folder)
    for path in sources(folder):
        for name in imported(path.read_text(encoding="utf-8")):
            first, _, rest = name.partition(".")
            assert first not in MAY_IMPORT and first != "tests", f"{path}: {name}"
            if first == "vedtak" and rest:
                floor = rest.partition(".")[0]
                assert floor in MAY_IMPORT[folder], f"{path} imports {name}"


def room_of(name: str) -> str | None:
    """The room of a module of the pipeline; None if it stands in none, or is no such module."""
    parts = name.split(".")
    return next((part for part in parts[2:3] if part in ROOMS), None)


def test_rooms_of_the_pipeline_see_those_below_only() -> None:
    in_no_room = {path.stem for path in (ROOT / "pipeline").glob("*.py")} - {"__init__"}
    rooms = {path.parent.name for path in (ROOT / "pipeline").glob("*/__init__.py")} - {"door"}
    assert rooms == set(ROOMS)
    for path in sources("pipeline"):
        room = path.parent.name
        for name in imported(path.read_text(encoding="utf-8")):
            seen = room_of(name) if name.startswith("vedtak.pipeline.") else None
            if room in ROOMS and seen:
                assert ROOMS.index(seen) <= ROOMS.index(room), f"{path} imports {name}"
            elif path.stem in in_no_room - {"cli"}:
                assert seen is None, f"{path} imports {name}"


@pytest.mark.parametrize("folder", ["models", "extractors"])
def test_the_lower_floors_have_no_effects(folder: str) -> None:
    for path in sources(folder):
        names = {name.partition(".")[0] for name in imported(path.read_text(encoding="utf-8"))}
        assert not names & (EFFECTS | HEAVY), path


def test_notebooks_see_the_database_only() -> None:
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            if cell["cell_type"] != "code":
                continue
            rows = "".join(cell["source"]).splitlines()
            source = "\n".join(row for row in rows if not row.lstrip().startswith(("%", "!")))
            for name in imported(source):
                assert name.partition(".")[0] not in {"vedtak", *MAY_IMPORT}, f"{path}: {name}"
    siblings = {path.stem for path in sources("notebooks")}
    for path in sources("notebooks"):
        for name in imported(path.read_text(encoding="utf-8")):
            first = name.partition(".")[0]
            if first == "vedtak":
                assert name in THE_DOOR, f"{path}: {name}"
            else:
                allowed = first in NOTEBOOKS_MAY_IMPORT | siblings | sys.stdlib_module_names
                assert allowed, f"{path}: {name}"
