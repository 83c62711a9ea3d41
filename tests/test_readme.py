"""The README's commands print what the README shows.

Each section is played in a folder of its own, in order, with the sample corpus at hand. A section
that imports something itself begins without a database; all others begin with that of the sample.
"""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from tests.readme import README, Block, Command, blocks
from vedtak.pipeline.cli import main
from vedtak.pipeline.schema import view_names

ROOT: Final = README.parent
PROGRAMS: Final = (["uv", "run", "vedtak"], ["vedtak"])
ELSEWHERE: Final = ("arkiv", "folder/", "/mnt/arkiv")
"""Places that the README names as examples and that nobody here has."""


def vedtak(command: Command) -> list[str] | None:
    """What the program is given, or None where the command is not ours to run."""
    for program in PROGRAMS:
        given = command.arguments[len(program) :]
        if command.arguments[: len(program)] == program and "&&" not in given:
            elsewhere = any(one.startswith(ELSEWHERE) for one in given)
            pipes = {"|", ">"} & set(given)
            return None if elsewhere or pipes else given
    return None


BLOCKS: Final = list(blocks(README.read_text(encoding="utf-8")))
SECTIONS: Final = {
    name: list(group) for name, group in itertools.groupby(BLOCKS, key=lambda one: one.section)
}


def ours(group: list[Block]) -> list[list[str]]:
    """What the program is given in the blocks of a section."""
    shown = [one for block in group if block.language == "console" for one in block.commands()]
    return [given for one in shown if (given := vedtak(one)) is not None]


PLAYED: Final = {name: group for name, group in SECTIONS.items() if ours(group)}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    (folder / "corpus").symlink_to(ROOT / "corpus", target_is_directory=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        CliRunner().invoke(main, ["import", "corpus/nuit", "--quiet"])
    return folder / "vedtak.duckdb"


def play(group: list[Block]) -> Iterator[tuple[Command, list[str]]]:
    """Run the commands of a section one after the other; yield each with what it printed."""
    for block in group:
        if block.file is not None and block.language in ("text", "toml", "csv"):
            Path(block.file).write_text("\n".join(block.lines) + "\n", encoding="utf-8")
        if block.language != "console":
            continue
        for command in block.commands():
            given = vedtak(command)
            if given is None:
                continue
            if given[0] == "sql" and not {"--table", "--csv", "--json", "--nl"} & set(given):
                given = [*given, "--table"]  # what comes out on a terminal
            result = CliRunner().invoke(main, given)
            assert "Traceback" not in result.output, (command.line, result.output)
            yield (
                command,
                []
                if given[0] == "import" and not command.output
                else (result.output.rstrip("\n").split("\n")),
            )


@pytest.mark.parametrize("section", PLAYED)
def test_commands_print_what_the_readme_shows(
    section: str, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = PLAYED[section]
    monkeypatch.chdir(tmp_path)
    Path("corpus").symlink_to(ROOT / "corpus", target_is_directory=True)
    given = [
        vedtak(one) for block in group if block.language == "console" for one in block.commands()
    ]
    if not any(one and one[0] == "import" for one in given):
        shutil.copy(sample, "vedtak.duckdb")
    wrong = [
        f"README.md:{command.line}: {' '.join(command.arguments)}\n" + "\n".join(printed)
        for command, printed in play(group)
        if printed != command.output
    ]
    assert wrong == [], "\n\n".join(wrong)


def asked() -> Iterator[str]:
    """The queries of the README."""
    for given in ours(BLOCKS):
        if given[0] == "sql":
            yield " ".join(given)


@pytest.mark.parametrize("view", view_names())
def test_every_view_answers_a_question_of_the_readme(view: str) -> None:
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
        ["vedtak", "sql", "select 1", ">", "x.json"],
    ],
)
def test_what_is_not_ours_is_not_run(arguments: list[str]) -> None:
    assert vedtak(Command(1, arguments)) is None
