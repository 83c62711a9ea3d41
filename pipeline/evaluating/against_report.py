"""Gains and losses as text for reading and as plain dicts for JSON."""

import dataclasses
import itertools
from collections.abc import Iterator
from typing import Any, Final

from vedtak.pipeline.evaluating.against import KINDS, Change, Comparison

_MARKS: Final = {"appeared": "+", "vanished": "-", "changed": "~"}
_LONGEST: Final = 60
_BEFORE: Final = 20
"""Characters shown before the place where two long values part."""


def to_text(comparison: Comparison) -> str:
    """Write what appeared (+), vanished (-) and changed (~), seen from the base."""
    return "\n".join(_lines(comparison))


def to_dict(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain dicts."""
    return {**dataclasses.asdict(comparison), "counts": comparison.counts()}


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"Base      {comparison.base}"
    yield f"Compared  {comparison.compared}"
    yield f"Documents in both: {comparison.both}; only these are compared"
    for where, paths in (
        ("base", comparison.only_base),
        ("compared", comparison.only_compared),
    ):
        if paths:
            yield f"Documents only in {where}: {len(paths)}"
            yield from (f"  {path}" for path in paths)
    for document in comparison.documents:
        yield ""
        yield f"{document.path} ({document.document_id})"
        yield from (f"  {_line(change)}" for change in document.changes)
    yield ""
    counts = comparison.counts()
    if not counts:
        yield "No record appeared, vanished or changed."
        return
    yield f"{'':<16}{'appeared':>9}{'vanished':>9}{'changed':>9}"
    for table, row in counts.items():
        yield f"{table:<16}" + "".join(f"{row[kind]:>9}" for kind in KINDS)
    sums = [sum(row[kind] for row in counts.values()) for kind in KINDS]
    yield f"{'all':<16}" + "".join(f"{each:>9}" for each in sums)


def _line(change: Change) -> str:
    """Write one change into one line."""
    if change.kind == "changed":
        fields = (f"{name}: {_pair(*values)}" for name, values in change.fields.items())
    else:
        fields = (f"{name}={_cut(_shown(value))}" for name, value in change.fields.items())
    return f"{_MARKS[change.kind]} {change.table} {change.key}: {'; '.join(fields)}"


def _pair(before: Any, after: Any) -> str:
    """Write what a value was and is; of long ones the part from where they differ."""
    was, now = _shown(before), _shown(after)
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False))
    start = max(0, sum(1 for _ in same) - _BEFORE)
    if max(len(was), len(now)) <= _LONGEST or start == 0:
        return f"{_cut(was)} → {_cut(now)}"
    return f"…{_cut(was[start:])} → …{_cut(now[start:])}"


def _shown(value: Any) -> str:
    """Write a value on one line."""
    if value is None or value == []:
        return "(nothing)"
    if isinstance(value, list):
        return " | ".join(_shown(each) for each in value)
    return " ".join(str(value).split())


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
