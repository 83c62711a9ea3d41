"""Corrections as gold: which of them the rules get right by themselves."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from vedtak.pipeline.corrections.applying import shown, stored_value
from vedtak.pipeline.corrections.binding import Binder
from vedtak.pipeline.corrections.corrected import rebuild_corrected
from vedtak.pipeline.corrections.entries import Entry, SetEntry, said_of
from vedtak.pipeline.corrections.names import WrittenNames
from vedtak.pipeline.corrections.told import Corrections
from vedtak.pipeline.storing.store import Store


class Verdict(StrEnum):
    """What the rules make of a correction that they have not seen."""

    RIGHT = "right"
    WRONG = "wrong"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Judged:
    """A correction, and what the rules say without it."""

    where: str
    """Line and kind of the entry."""
    target: str
    """What it is about."""
    expected: str | None
    """What a person says."""
    found: str | None
    """What the rules say; why there is nothing to compare where it is stale."""
    verdict: Verdict
    """Whether they agree."""


def judge_corrections(database: Path, corrections: Corrections) -> list[Judged]:
    """Hold corrections against the database as it is without any.

    A copy of the database is derived anew without corrections; the database itself is untouched.

    Args:
        database: The database that they belong to.
        corrections: The corrections.

    Raises:
        DatabaseProblem: The database can't be opened.
    """
    with Store.open(database, read_only=True):  # refuses what is none, and waits for no writer
        folder = tempfile.TemporaryDirectory(prefix="vedtak-corrections-")
        copy = Path(folder.name, "uncorrected.duckdb")
        shutil.copyfile(database, copy)
    with folder, Store.open(copy) as store:
        rebuild_corrected(store, anew=True)
        written = WrittenNames(store.connection)
        binder = Binder(store.connection)
        return [_judge(entry, binder, written) for entry in corrections.entries]


def _judge(entry: Entry, binder: Binder, written: WrittenNames) -> Judged:
    """Hold one correction against what the rules say."""
    content = entry.content
    if isinstance(content, SetEntry):
        bound = binder.bind(content)
        target = f"{content.table}.{content.column} at « {content.quote[:60]} »"
        if bound.row is None:
            return Judged(entry.where, target, shown(content.value), bound.stale, Verdict.STALE)
        value = bound.row[content.column]
        verdict = Verdict.RIGHT if value == stored_value(content.value) else Verdict.WRONG
        return Judged(entry.where, target, shown(content.value), shown(value), verdict)
    target, expected = said_of(entry.names), entry.action.value
    if unknown := written.unknown(entry):
        reason = f"nobody has written {said_of(unknown)}"
        return Judged(entry.where, target, expected, reason, Verdict.STALE)
    said = written.contradicts(entry)
    return Judged(
        entry.where, target, expected, said or expected, Verdict.WRONG if said else Verdict.RIGHT
    )


def to_dict(found: Sequence[Judged]) -> dict[str, Any]:
    """Return names and values, for JSON."""
    counts = {each.value: sum(one.verdict is each for one in found) for each in Verdict}
    return {**counts, "corrections": [asdict(each) for each in found]}


def to_text(found: Sequence[Judged]) -> str:
    """Write what came out for reading."""
    lines = []
    for each in found:
        lines.append(f"{each.verdict.value:<6} {each.where}: {each.target}")
        if each.verdict is not Verdict.RIGHT:
            lines.append(f"       expected {each.expected}; found {each.found}")
    counts = ", ".join(f"{sum(e.verdict is v for e in found)} {v.value}" for v in Verdict)
    lines.append(f"{len(found)} corrections: without them the rules get {counts}")
    return "\n".join(lines)
