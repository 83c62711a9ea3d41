"""What became of the proposals of a case, read from the database and written for reading."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from vedtak.pipeline.page_ranges import page_ranges
from vedtak.pipeline.progress import printable
from vedtak.pipeline.storing.lookup import Row, fetch, find_case
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import sql_text

_MARKS: Final = {"kept": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_STYLES: Final = {"kept": "", "removed": "red strike", "added": "green underline"}
_WIDTH: Final = 100
_HEAD: Final = (
    "SELECT cases.*, meetings.number AS meeting_number, meetings.date, bodies.name AS body "
    "FROM main.cases LEFT JOIN main.meetings USING (meeting_id) LEFT JOIN main.bodies "
    "USING (body_id) WHERE cases.case_id = ?"
)
_UNDECIDED: Final = (
    "SELECT proposal_id, text, proposer FROM main.proposals WHERE case_id = ? ORDER BY ordinal, 1"
)


@dataclass(slots=True)
class CaseDifference:
    """A case with what became of its proposals."""

    case: Row
    """The case with its meeting and body."""
    decisions: list[Row]
    """Its decisions, each with the nearest proposal and the changes."""
    proposals: list[Row]
    """All its proposals."""

    def as_dict(self) -> Row:
        """Return names and values, for JSON."""
        told = ("case_id", "number", "title", "body", "meeting_id", "meeting_number", "date")
        return {
            **{name: self.case[name] for name in told},
            "proposals": self.proposals,
            "decisions": self.decisions,
        }


def read_difference(
    database: Path, name: str, body: str | None = None, year: int | None = None
) -> CaseDifference:
    """Read how the decisions of a case differ from its proposals.

    Args:
        database: The database.
        name: A case_id or a number as written.
        body: Body of the case; needed only where several have such a number.
        year: Year of the case; likewise.

    Raises:
        UnknownRecord: There is no such case, or there are several.
        DatabaseProblem: The database can't be opened.
    """
    with Store.open(database, read_only=True) as store:
        connection = store.connection
        case_id = find_case(connection, name, body, year)
        (case,) = fetch(connection, _HEAD, [case_id])
        decisions = fetch(connection, sql_text("case_differences.sql"), {"case_id": case_id})
        return CaseDifference(case, decisions, fetch(connection, _UNDECIDED, [case_id]))


def print_difference(found: CaseDifference, console: Console) -> None:
    """Print a difference: coloured on a terminal, with plain marks elsewhere."""
    for line in _lines(found, coloured=console.is_terminal, width=min(console.width, _WIDTH)):
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _lines(found: CaseDifference, *, coloured: bool, width: int) -> Iterator[Text]:
    """Yield the lines of all decisions of a case."""
    case = found.case
    yield Text(_clean(f"{case['number'] or case['case_id']} {case['title'] or ''}".strip()))
    meeting = " ".join(
        str(part) for part in (case["body"], case["meeting_number"], case["date"]) if part
    )
    yield Text(_clean(meeting))
    if not found.decisions:
        yield Text("")
        count = len(found.proposals)
        yield Text(f"No decision is recorded; {count or 'no'} proposal{'s' * (count != 1)}.")
    for decision in found.decisions:
        yield Text("")
        yield from _decision(decision, coloured=coloured, width=width)


def _decision(row: Row, *, coloured: bool, width: int) -> Iterator[Text]:
    """Yield the lines of one decision."""
    place = _place(row["decision_path"], row["decision_pages"])
    if row["proposal_id"] is None:
        yield Text(f"Decided without a recorded proposal ({place})")
    else:
        others = row["proposal_count"] - 1
        nearest = f"; the nearest of {others + 1} proposals" if others else ""
        by = f" by {_clean(row['proposer'])}" if row["proposer"] else ""
        yield Text(f"{row['against_proposal']}, similarity {row['similarity']:.2f}{nearest}")
        yield Text(f"proposed{by}: {_place(row['proposal_path'], row['proposal_pages'])}")
        yield Text(f"decided: {place}")
    yield Text("")
    changes = row["changes"] or [{"kind": "kept", "text": row["decision"]}]
    pieces = list(_pieces(changes, coloured=coloured))
    yield from _wrapped(pieces, width - 2)


def _pieces(changes: list[Row], *, coloured: bool) -> Iterator[tuple[str, str, str]]:
    """Yield the words with their style and the space behind them, one by one."""
    for change in changes:
        kind = change["kind"]
        before, behind = ("", "") if coloured else _MARKS[kind]
        text = change["text"]
        words = text.split()
        for i, word in enumerate(words):
            at = text.index(word)
            text = text[at + len(word) :]
            gap = text[: len(text) - len(text.lstrip())]
            shown = (before if i == 0 else "") + _clean(word)
            shown += behind if i == len(words) - 1 else ""
            # A removed line's end is none of the decision's.
            yield shown, _STYLES[kind] if coloured else "", "\n" if "\n" in gap else " "


def _wrapped(pieces: list[tuple[str, str, str]], width: int) -> Iterator[Text]:
    """Yield lines of at most a width, each two spaces in."""
    line, length = Text("  "), 0
    for shown, style, gap in pieces:
        if length and length + 1 + len(shown) > width:
            yield line
            line, length = Text("  "), 0
        if length:
            line.append(" ")
            length += 1
        line.append(shown, style)
        length += len(shown)
        if gap == "\n":
            yield line
            line, length = Text("  "), 0
    if length:
        yield line


def _place(path: str | None, pages: list[int] | None) -> str:
    """Name file and page."""
    where = page_ranges([page for page in pages or [] if page], dash="–", comma=", ")
    return f"{printable(path or 'unknown file')}{f', p. {where}' if where else ''}"


def _clean(text: Any) -> str:
    return printable(" ".join(str(text).split()))
