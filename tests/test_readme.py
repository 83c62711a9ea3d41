"""The commands of the README and of docs/ print what the pages show.

Each section is played in a folder of its own, in order, with the sample corpus at hand and the
databases of the sample, except those that the section begins by importing.
"""

import itertools
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from tests.readme import PAGES, README, ROOT, Block, Command, blocks
from vedtak.pipeline.cli import main
from vedtak.pipeline.corrections.file import parse_corrections
from vedtak.pipeline.tables.schema import view_names

PROGRAMS: Final = (["uv", "run", "vedtak"], ["vedtak"])
ELSEWHERE: Final = ("arkiv", "folder/", "/mnt/arkiv")
"""Places that the pages name as examples and that nobody here has."""


def vedtak(command: Command) -> list[str] | None:
    """What the program is given, or None where the command is not ours to run."""
    for program in PROGRAMS:
        given = command.arguments[len(program) :]
        if command.arguments[: len(program)] == program and "&&" not in given:
            elsewhere = any(one.startswith(ELSEWHERE) for one in given)
            pipes = {"|", ">"} & set(given)
            return None if elsewhere or pipes else given
    return None


DEFAULT: Final = "vedtak.duckdb"
REPORTING: Final = ("import", "export", "restore")
"""Commands whose report a page may leave out."""
BLOCKS: Final = {page: list(blocks(page.read_text(encoding="utf-8"))) for page in PAGES}
SECTIONS: Final = {
    (page, name): list(group)
    for page, found in BLOCKS.items()
    for name, group in itertools.groupby(found, key=lambda one: one.section)
}


def shown(group: list[Block]) -> Iterator[Command]:
    """The commands in the blocks of a section."""
    for block in group:
        if block.language == "console":
            yield from block.commands()


def ours(group: list[Block]) -> list[list[str]]:
    """What the program is given in the blocks of a section."""
    return [given for one in shown(group) if (given := vedtak(one)) is not None]


PLAYED: Final = [place for place, group in SECTIONS.items() if ours(group)]
MADE: Final = {
    DEFAULT: "corpus/nuit",
    "kommune.duckdb": "corpus/kommune",
    "made.duckdb": "corpus/made/municipal",
}
"""Databases that a section may use without importing, and what is in them."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the databases of the sample."""
    folder = tmp_path_factory.mktemp("sample")
    (folder / "corpus").symlink_to(ROOT / "corpus", target_is_directory=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, papers in MADE.items():
            CliRunner().invoke(main, ["import", papers, "--quiet", "--db", name])
    return folder


def imported_first(group: list[Block]) -> set[str]:
    """The databases that a section makes by an import, before it asks them anything."""
    first: dict[str, str] = {}
    for given in ours(group):
        name = given[given.index("--db") + 1] if "--db" in given else DEFAULT
        first.setdefault(name, given[0])
    return {name for name, command in first.items() if command == "import"}


def printed_by(given: list[str], place: str) -> list[str]:
    """Run the program; return the lines that it prints, with a … for the seconds it took."""
    if given[0] == "sql" and not {"--table", "--csv", "--json", "--nl"} & set(given):
        given = [*given, "--table"]  # what comes out on a terminal
    result = CliRunner().invoke(main, given)
    assert "Traceback" not in result.output, (place, result.output)
    assert result.exception is None or isinstance(result.exception, SystemExit), place
    printed = re.sub(r"^(Seconds +)[\d.]+$", r"\1…", result.output, flags=re.MULTILINE)
    return printed.rstrip("\n").split("\n") if printed else []


def copied(given: list[str], sample: Path) -> bool:
    """Take a database of the sample where a command makes just that; its import was played once."""
    for name, papers in MADE.items():
        plain = ["import", papers] + ([] if name == DEFAULT else ["--db", name])
        if given == plain and not Path(name).exists():
            shutil.copy(sample / name, name)
            return True
    return False


def play(page: Path, group: list[Block], sample: Path) -> Iterator[tuple[Command, list[str]]]:
    """Run the commands of a section one after the other; yield each with what it printed."""
    for block in group:
        if block.file is not None and block.language in ("text", "toml", "csv"):
            Path(block.file).write_text("\n".join(block.lines) + "\n", encoding="utf-8")
        for command in shown([block]):
            given = vedtak(command)
            if command.arguments[0] == "rm":
                Path(command.arguments[1]).unlink()
            if given is None or (not command.output and copied(given, sample)):
                continue
            printed = printed_by(given, f"{page.name}:{command.line}")
            yield command, [] if given[0] in REPORTING and not command.output else printed


@pytest.mark.parametrize(
    "place", PLAYED, ids=lambda place: f"{place[0].stem}-{place[1].replace(' ', '-')}"
)
def test_commands_print_what_the_pages_show(
    place: tuple[Path, str], sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, group = place[0], SECTIONS[place]
    monkeypatch.chdir(tmp_path)
    Path("corpus").symlink_to(ROOT / "corpus", target_is_directory=True)
    for name in MADE.keys() - imported_first(group):
        shutil.copy(sample / name, name)
    wrong = [
        f"{page.name}:{command.line}: {' '.join(command.arguments)}\n" + "\n".join(printed)
        for command, printed in play(page, group, sample)
        if printed != command.output
    ]
    assert wrong == [], "\n\n".join(wrong)


def test_the_entries_of_corrections_are_well_formed() -> None:
    page = ROOT / "docs" / "archivist.md"
    (block,) = (each for each in SECTIONS[page, "Corrections"] if each.language == "toml")
    text = "\n".join(block.lines)
    assert len(parse_corrections(text, page).entries) == 5


def asked() -> Iterator[str]:
    """The queries of all pages."""
    for given in ours([block for found in BLOCKS.values() for block in found]):
        if given[0] == "sql":
            yield " ".join(given)


@pytest.mark.parametrize("view", view_names())
def test_every_view_answers_a_question(view: str) -> None:
    assert any(view in query.replace("(", " ").split() for query in asked())


TEXT: Final = """# A

## One
Write `a.toml`:

```toml
x = 1
```

```console
$ vedtak sql "select 1,
    2"
1  2

$ uv run vedtak status
all
```

## Two
```sh
rm -rf /
```
"""


def test_blocks_and_commands_are_read() -> None:
    toml, console, shell = blocks(TEXT)
    assert (toml.file, toml.lines, toml.section) == ("a.toml", ["x = 1"], "One")
    assert (shell.section, shell.file) == ("Two", None)
    first, second = console.commands()
    assert first.arguments == ["vedtak", "sql", "select 1,\n    2"]
    assert (first.output, first.line) == (["1  2"], 11)
    assert (vedtak(second), second.output) == (["status"], ["all"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["pip", "install", "uv", "&&", "uv", "run", "vedtak", "import", "corpus/nuit"],
        ["vedtak", "import", "arkiv/"],
        ["find", "/mnt/arkiv"],
        ["uv", "run", "pytest"],
        ["rm", "corrections.toml"],
        ["vedtak", "sql", "select 1", ">", "x.json"],
    ],
)
def test_what_is_not_ours_is_not_run(arguments: list[str]) -> None:
    assert vedtak(Command(1, arguments)) is None


def test_the_two_commands_that_everybody_starts_with_stand_in_front() -> None:
    start = [" ".join(one.arguments) for one in shown(SECTIONS[README, "Start"])]
    assert start == ["pip install uv && uv run vedtak import corpus/nuit", "uv run pytest"]


def test_a_section_makes_what_it_imports_first() -> None:
    text = """## A
```console
$ vedtak import x --db a.duckdb
$ vedtak sql "select 1"
$ vedtak import x
```
"""
    assert imported_first(list(blocks(text))) == {"a.duckdb"}
