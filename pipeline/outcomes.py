"""What became of the files of an import."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeAlias

from vedtak.pipeline.stages import Stages

_SLOWEST: Final = 20
"""So many of the slowest files are named in the report."""


class Outcome(StrEnum):
    """What became of a file."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    COPY = "same bytes as another file"
    QUARANTINED = "quarantined"
    UNREADABLE = "unreadable"


Told: TypeAlias = Callable[[Outcome, str, int, str | None], None]
"""Told of every file what became of it: outcome, path, pages, reason."""


def tell_nobody(outcome: Outcome, path: str, pages: int, reason: str | None) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class CorrectionsReport:
    """What became of the corrections."""

    file: str | None = None
    """The file; None where there is none."""
    applied: int = 0
    """Entries that were applied."""
    stale: list[str] = field(default_factory=list)
    """What is to be said of each that was not."""
    undone: int = 0
    """Entries that were applied the last time, where there is no file any more."""


@dataclass(slots=True)
class ImportReport:
    """What an import did, and what the database holds after it."""

    run_id: str = ""
    """Key of the run; empty when there was no file."""
    files: int = 0
    """Files that were looked at: the sum of the next five figures."""
    imported: int = 0
    """Files whose records were stored."""
    unchanged: int = 0
    """Files that were there already, extracted by the same rules and options."""
    copies: int = 0
    """Files with the same bytes as one before them in this run."""
    quarantined: list[tuple[str, str]] = field(default_factory=list)
    """Files that were set aside, now or before, each with the reason; they have a row in
    `documents`."""
    still_quarantined: int = 0
    """How many of those were set aside before and not tried again."""
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    """Files whose bytes could not be read, each with the reason; no row can be made of them."""
    missing: list[tuple[str, str]] = field(default_factory=list)
    """Paths that lead nowhere and folders that can't be opened, each with the reason."""
    pages: int = 0
    """Pages that were imported."""
    meetings: int = 0
    """Meetings in the database."""
    cases: int = 0
    """Cases in the database."""
    decisions: int = 0
    """Decisions in the database."""
    people: int = 0
    """People in the database."""
    unclassified: float = 0.0
    """Share of the characters in the database that nobody knows what they are for, 0 to 1."""
    findings: int = 0
    """Findings in the database."""
    corrections: CorrectionsReport = field(default_factory=CorrectionsReport)
    """What became of the corrections."""
    seconds: float = 0.0
    """How long it took."""
    stages: Stages = field(default_factory=Stages)
    """What its stages cost, those of the workers added up."""
    slowest: list[tuple[float, str]] = field(default_factory=list)
    """The slowest files, each with its seconds, the slowest first."""

    def note_seconds(self, seconds: float, path: str) -> None:
        """Note how long a file took, if it is one of the slowest."""
        if len(self.slowest) < _SLOWEST or seconds > self.slowest[-1][0]:
            self.slowest = sorted([*self.slowest, (seconds, path)], reverse=True)[:_SLOWEST]

    @property
    def failures(self) -> list[tuple[str, str]]:
        """All paths that gave nothing, each with the reason."""
        return [*self.missing, *self.unreadable, *self.quarantined]


def to_dict(report: ImportReport, *, stages: bool = False) -> dict[str, Any]:
    """Put a report into names and values, for JSON; what the stages cost only if it is asked."""
    fields = dataclasses.asdict(report)
    del fields["stages"]
    if stages:
        fields["stages"] = [
            {"stage": stage, "cpu_seconds": round(cpu, 3), "wall_seconds": round(wall, 3)}
            for stage, (cpu, wall) in report.stages.seconds.items()
        ]
    for name in ("quarantined", "unreadable", "missing"):
        fields[name] = [{"path": path, "reason": reason} for path, reason in fields[name]]
    fields["slowest"] = [
        {"path": path, "seconds": round(seconds, 3)} for seconds, path in report.slowest
    ]
    return fields
