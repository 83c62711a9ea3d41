"""What a database holds, what was set aside and why, and what to do about it."""

import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from vedtak.pipeline.counted import counted
from vedtak.pipeline.progress import printable
from vedtak.pipeline.storing.database import reading

_FEW = 3
_PARTICULARS = re.compile(r"\([^()]*\)|'[^']*'|\b\d+(?:[.,]\d+)*\b")


@dataclass(slots=True)
class Reason:
    """A reason for which documents were set aside."""

    reason: str
    """The reason of the first of them, which says what to do."""
    documents: int
    """How many."""
    paths: list[str]
    """All of them."""


@dataclass(slots=True)
class DatabaseStatus:
    """What a database holds."""

    documents: dict[str, int] = field(default_factory=dict)
    """Number of documents by source of their text."""
    pages: int = 0
    """Pages of imported documents."""
    recognized_pages: int = 0
    """Pages that were recognized."""
    quarantined: list[Reason] = field(default_factory=list)
    """What was set aside, the most frequent reason first."""
    findings: list[tuple[str, str, int]] = field(default_factory=list)
    """Severity, check and number of findings."""
    unfinished: list[str] = field(default_factory=list)
    """Runs that were cut off, unless a later one has finished."""

    def as_dict(self) -> dict[str, Any]:
        """Put the status into names and values, for JSON."""
        fields = asdict(self)
        fields["findings"] = [
            {"severity": severity, "check": check, "count": count}
            for severity, check, count in self.findings
        ]
        return fields


def read_status(database: Path) -> DatabaseStatus:
    """Ask a database what it holds.

    Raises:
        DatabaseProblem: The database can't be used.
    """
    with reading(database) as connection:
        ask = connection.execute
        status = DatabaseStatus()
        status.documents = dict(
            ask(
                "SELECT text_source, count(*) FROM main.documents WHERE status = 'imported' "
                "GROUP BY 1 ORDER BY 2 DESC, 1"
            ).fetchall()
        )
        row = ask("SELECT count(*), count(ocr_confidence) FROM main.pages").fetchone()
        status.pages, status.recognized_pages = row or (0, 0)
        set_aside = ask(
            "SELECT path, coalesce(error, 'no reason was noted') FROM main.documents "
            "WHERE status = 'quarantined' ORDER BY path"
        )
        status.quarantined = _grouped(set_aside.fetchall())
        status.findings = ask(
            "SELECT severity, check_name, count(*) FROM main.findings "
            "GROUP BY severity, check_name "
            "ORDER BY list_position(['error', 'warning', 'info'], severity), 3 DESC, 2"
        ).fetchall()
        status.unfinished = [
            run_id
            for (run_id,) in ask(
                "SELECT run_id FROM main.runs WHERE finished_at IS NULL AND started_at > coalesce("
                "(SELECT max(started_at) FROM main.runs WHERE finished_at IS NOT NULL), "
                "TIMESTAMP '1970-01-01') ORDER BY started_at"
            ).fetchall()
        ]
    return status


def _grouped(rows: list[tuple[str, str]]) -> list[Reason]:
    """Group documents by reason, whatever numbers and names it mentions."""
    groups: dict[str, Reason] = {}
    for path, reason in rows:
        group = groups.setdefault(_PARTICULARS.sub("…", reason), Reason(reason, 0, []))
        group.documents += 1
        group.paths.append(path)
    return sorted(groups.values(), key=lambda group: (-group.documents, group.reason))


def to_text(status: DatabaseStatus) -> str:
    """Write a status for reading."""
    total = sum(status.documents.values())
    lines = [f"{counted(total, 'document')} imported, {counted(status.pages, 'page')}"]
    lines += [f"  {count:>6}  {source}" for source, count in status.documents.items()]
    if status.recognized_pages:
        lines.append(f"  {status.recognized_pages:>6}  pages recognized")
    aside = sum(reason.documents for reason in status.quarantined)
    lines.append(f"{counted(aside, 'document')} quarantined")
    for reason in status.quarantined:
        lines.append(f"  {reason.documents:>6}  {printable(reason.reason)}")
        lines += [f"          {printable(path)}" for path in reason.paths[:_FEW]]
        if len(reason.paths) > _FEW:
            lines.append(f"          and {len(reason.paths) - _FEW} more")
    lines.append(counted(sum(count for _, _, count in status.findings), "finding"))
    lines += [f"  {count:>6}  {check} ({severity})" for severity, check, count in status.findings]
    if status.unfinished:
        runs = ", ".join(status.unfinished)
        lines.append(f"The last import ({runs}) did not finish; run it again to go on.")
    return "\n".join(lines)
