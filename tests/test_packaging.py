"""The three code folders are importable under one name, with their data."""

import importlib
import tomllib
from importlib import metadata, resources
from pathlib import Path

import pytest

FOLDERS = ["models", "extractors", "pipeline"]
ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("folder", FOLDERS)
def test_folder_is_imported_under_the_one_name(folder: str) -> None:
    module = importlib.import_module(f"vedtak.{folder}")
    assert module.__name__ == f"vedtak.{folder}"
    assert resources.files(module).joinpath("py.typed").is_file()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_with_code_is_a_package(folder: str) -> None:
    # Without an __init__.py it works from a checkout and is missing from the wheel.
    with_code = {path.parent for path in (ROOT / folder).rglob("*.py")}
    assert with_code
    assert not [path for path in with_code if not (path / "__init__.py").is_file()]


@pytest.mark.parametrize(
    ("folder", "data", "ending"),
    [
        ("extractors", "lexicon", ".toml"),
        ("extractors", "profiles", ".toml"),
        ("pipeline", "sql", ".sql"),
    ],
)
def test_data_is_reachable_under_the_import_name(folder: str, data: str, ending: str) -> None:
    on_disk = {path.name: path for path in (ROOT / folder / data).glob(f"*{ending}")}
    reachable = resources.files(f"vedtak.{folder}").joinpath(data)
    for name, path in on_disk.items():
        text = reachable.joinpath(name).read_text(encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")
        if ending == ".toml":
            tomllib.loads(text)


def test_command_is_declared() -> None:
    (script,) = metadata.distribution("vedtak").entry_points.select(group="console_scripts")
    assert (script.name, script.value) == ("vedtak", "vedtak.pipeline.program:run")
