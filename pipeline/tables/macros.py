"""Macros: the usual questions as table functions, one file each in `sql/macros/`."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from typing import Final

_PARAMETER: Final = re.compile(r"--\s*parameter\s+(\w+)\s*:\s*(.+)$")
_COLUMN: Final = re.compile(r"--\s*column\s+(\w+)\s*(?::\s*(.+)|=\s*(\w+\.\w+)\s*)$")
_SIGNATURE: Final = re.compile(r"CREATE OR REPLACE MACRO main\.(\w+)(\([^)]*\)) AS TABLE")


@dataclass(slots=True)
class Macro:
    """A macro that answers a question with a table."""

    name: str
    """Its name."""
    signature: str
    """Name and parameters as they are called, for example 'meetings_of(body, year := NULL)'."""
    comment: str
    """What it answers."""
    statement: str
    """The statement that makes it."""
    parameters: dict[str, str] = field(default_factory=dict)
    """What each parameter means."""
    columns: dict[str, str] = field(default_factory=dict)
    """What each column holds, or 'table.column' for that column's own comment; empty where the
    columns are those of a view that the comment names."""


@functools.cache
def macros() -> tuple[Macro, ...]:
    """Return all macros, in alphabetical order."""
    folder = resources.files("vedtak.pipeline").joinpath("sql", "macros")
    files = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    return tuple(read_macro(entry.read_text(encoding="utf-8")) for entry in files)


def read_macro(text: str) -> Macro:
    """Read the text of a macro's file: comment lines about it, then the statement.

    Raises:
        ValueError: When the statement does not make a table macro of schema `main`.
    """
    signature = _SIGNATURE.search(text)
    if signature is None:
        raise ValueError("a macro's file holds CREATE OR REPLACE MACRO main.name(…) AS TABLE")
    macro = Macro(signature[1], signature[1] + signature[2], "", text.strip().removesuffix(";"))
    about: list[str] = []
    last: tuple[dict[str, str], str] | None = None
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        if found := _PARAMETER.match(line):
            last = (macro.parameters, found[1])
            macro.parameters[found[1]] = found[2].strip()
        elif found := _COLUMN.match(line):
            last = (macro.columns, found[1])
            macro.columns[found[1]] = (found[2] or found[3]).strip()
        elif last is None:
            about.append(line.removeprefix("--").strip())
        else:
            last[0][last[1]] += " " + line.removeprefix("--").strip()
    macro.comment = " ".join(about)
    return macro


def macro_statements() -> Iterator[str]:
    """Yield the statements that make the macros with their comments."""
    for macro in macros():
        yield macro.statement
        comment = macro.comment.replace("'", "''")
        yield f"COMMENT ON MACRO TABLE main.{macro.name} IS '{comment}'"
