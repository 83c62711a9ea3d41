"""The examples of the README and of docs/: fenced blocks, the files they name, the commands."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
README: Final = ROOT / "README.md"
PAGES: Final = (README, *sorted((ROOT / "docs").glob("*.md")))
"""What is written for users."""
_FENCE: Final = re.compile(r"^```(?P<language>\w*)\s*$")
_NAMED: Final = re.compile(r"`(?P<name>[\w.-]+\.(?:toml|txt|csv|md))`")
_PROMPT: Final = "$ "


@dataclass(slots=True)
class Command:
    """A command as a page shows it, with what it prints."""

    line: int
    """Line of the page where it stands, from 1."""
    arguments: list[str]
    """The program and what it is given."""
    output: list[str] = field(default_factory=list)
    """The lines below it, blank ones at the end left out."""


@dataclass(slots=True)
class Block:
    """A fenced block."""

    section: str
    """The heading of the second level above it."""
    language: str
    """What stands behind the fence, for example 'console'."""
    line: int
    """Line of the page where its first line stands, from 1."""
    lines: list[str]
    """Its lines."""
    file: str | None
    """The file that the words in front of it name, for blocks that show one."""

    def commands(self) -> Iterator[Command]:
        """Yield the commands of a block of language 'console'.

        A command goes on as long as a quote is open or a line ends with a backslash.
        """
        command: Command | None = None
        waiting = list(enumerate(self.lines, start=self.line))
        while waiting:
            number, text = waiting.pop(0)
            if text.startswith(_PROMPT):
                text = text.removeprefix(_PROMPT)
                while _is_open(text) and waiting:
                    text = f"{text.removesuffix(chr(92))}\n{waiting.pop(0)[1]}"
                if command is not None:
                    yield _trimmed(command)
                command = Command(number, shlex.split(text))
            elif command is not None:
                command.output.append(text)
        if command is not None:
            yield _trimmed(command)


def blocks(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a Markdown text."""
    section, before, block = "", "", None
    for number, line in enumerate(text.splitlines(), start=1):
        fence = _FENCE.match(line)
        if block is not None:
            if fence:
                yield block
                block, before = None, ""
            else:
                block.lines.append(line)
        elif fence:
            names = _NAMED.findall(before)
            block = Block(section, fence["language"], number + 1, [], names[-1] if names else None)
        elif line.startswith("## "):
            section, before = line.removeprefix("## "), ""
        else:
            before = f"{before} {line}" if line.strip() or not before else before


def _is_open(text: str) -> bool:
    """Whether a command goes on in the next line."""
    if text.endswith("\\"):
        return True
    try:
        shlex.split(text)
    except ValueError:
        return True
    return False


def _trimmed(command: Command) -> Command:
    while command.output and not command.output[-1].strip():
        command.output.pop()
    return command
