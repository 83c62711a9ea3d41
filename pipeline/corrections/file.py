"""`corrections.toml`: what a person has ruled, read and checked before anything is touched."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from vedtak.models.corrections import CorrectionAction
from vedtak.pipeline.corrections.check import check_entries
from vedtak.pipeline.corrections.entries import KINDS, CorrectionProblem, Entry, read_content
from vedtak.pipeline.corrections.told import Corrections

_HEADER: Final = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]", re.MULTILINE)
"""Beginning of an entry: '[[merge]]'; not '[merge]'."""


def read_corrections(path: Path) -> Corrections:
    """Read a corrections file.

    Raises:
        CorrectionProblem: It can't be read, or something in it is wrong or contradicts itself; the
            message names the file and the entry.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise CorrectionProblem(f"{path}: cannot be read ({reason}).") from error
    return parse_corrections(text, path)


def parse_corrections(text: str, path: Path) -> Corrections:
    """Read corrections from text; see `read_corrections`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CorrectionProblem(f"{path}: is not valid TOML: {error}.") from error
    unknown = sorted(data.keys() - KINDS.keys())
    if unknown:
        known = ", ".join(f"[[{name}]]" for name in KINDS)
        raise CorrectionProblem(f"{path}: does not know '{unknown[0]}'; there are {known}.")
    entries = tuple(_entries(data, text, path))
    try:
        check_entries(entries)
    except CorrectionProblem as problem:
        raise CorrectionProblem(f"{path}: {problem}") from problem
    return Corrections(path, entries)


def _entries(data: Mapping[str, Any], text: str, path: Path) -> Iterator[Entry]:
    """Yield the entries in the order of the file."""
    lines: dict[str, list[int]] = {}
    for heading in _HEADER.finditer(text):
        lines.setdefault(heading[1], []).append(text.count("\n", 0, heading.start(1)) + 1)
    found: list[tuple[int, str, Any]] = []
    for action, given in data.items():
        if not isinstance(given, list):
            raise CorrectionProblem(f"{path}: write [[{action}]] with two brackets on each side.")
        own = lines.get(action, [])
        own = own if len(own) == len(given) else [0] * len(given)
        found += [(line, action, each) for line, each in zip(own, given, strict=True)]
    found.sort(key=lambda each: each[0])
    for ordinal, (line, action, each) in enumerate(found, start=1):
        try:
            content = read_content(action, each)
        except CorrectionProblem as problem:
            where = f"line {line}" if line else f"entry {ordinal}"
            raise CorrectionProblem(f"{path}: {where}, [[{action}]]: {problem}") from problem
        yield Entry(ordinal, CorrectionAction(action), content, line or None)
