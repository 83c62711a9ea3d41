"""The commands in some sections of the README print what the README says."""

import contextlib
import re
import shlex
from pathlib import Path

from tests.pipeline.test_cli import run
from vedtak.pipeline.corrections_file import parse_corrections

ROOT = Path(__file__).parents[1]
SECTIONS = ("Proposal against decision", "Cite and verify", "Corrections")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMPT = "$ uv run vedtak "


def commands() -> list[tuple[str, str]]:
    """Commands of the sections in order, each with what it is said to print."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = []
    for section in SECTIONS:
        (body,) = re.findall(rf"^## {section}\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
        for block in BLOCK.findall(body):
            for piece in block.split(PROMPT)[1:]:
                command, _, output = piece.partition("\n")
                found.append((command, output))
    return found


def test_the_sections_have_commands() -> None:
    assert len(commands()) >= 9


def test_commands_print_what_the_readme_says(tmp_path: Path) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    with contextlib.chdir(tmp_path):
        for command, output in commands():
            command, _, target = command.partition(" > ")
            arguments: list[str] = []
            for word in shlex.split(command):
                matches = sorted(str(path) for path in Path().glob(word)) if "*.txt" in word else []
                arguments += matches or [word]
            printed = run(*arguments).stdout
            if not target:
                assert printed == output, command


def test_toml_in_the_readme_is_valid() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (body,) = re.findall(r"^## Corrections\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    (block,) = re.findall(r"^```toml\n(.*?)^```$", body, re.MULTILINE | re.DOTALL)
    assert len(parse_corrections(block, Path("README.md")).entries) == 5
