"""What became of the corrections, in a few words."""

from collections.abc import Sequence
from pathlib import Path

from vedtak.models.corrections import Correction, CorrectionStatus
from vedtak.pipeline.outcomes import CorrectionsReport


def report_corrections(
    path: Path | None, found: Sequence[Correction], before: int = 0
) -> CorrectionsReport:
    """Sum up what became of the entries of a file, and of those that were applied before."""
    stale = [each for each in found if each.status == CorrectionStatus.STALE]
    return CorrectionsReport(
        file=None if path is None else str(path),
        applied=len(found) - len(stale),
        stale=[stale_sentence(each) for each in stale],
        undone=before if path is None else 0,
    )


def stale_sentence(correction: Correction) -> str:
    """Say of a stale correction which it is, why it is not applied, and what to do."""
    line, ordinal = correction.source_line, correction.ordinal
    where = f"line {line}" if line else f"entry {ordinal}"
    what = f"{correction.action} {correction.target}"
    if correction.column_name:
        what = f"{correction.action} {correction.column_name} of {correction.target}"
    return f"Correction in {where} ({what}) is not applied: {correction.message}."


def corrections_line(report: CorrectionsReport) -> str:
    """Put a report into a line."""
    if report.file is None:
        return f"none; {report.undone} of before were undone" if report.undone else "none"
    stale = f", {len(report.stale)} stale" if report.stale else ""
    return f"{report.applied} applied{stale} ({report.file})"
