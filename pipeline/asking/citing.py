"""A reference to a record: who met when, the case, its words, and where in which file they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import Any, Final

import duckdb

from vedtak.pipeline.corrections.binding import read_document
from vedtak.pipeline.errors import UnknownRecord
from vedtak.pipeline.storing.lookup import Row, fetch, find_case
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import TABLES, key_of, sql_text
from vedtak.pipeline.texts.quoted import DocumentText
from vedtak.pipeline.texts.quoting import Place, merge_places, with_marks

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "decisions": "decisions.text",
        "proposals": "proposals.text",
        "votes": "votes.subject",
        "case_presence": "case_presence.text",
        "contributions": "contributions.text",
        "attachments": "attachments.title",
        "attendance": "attendance.name_as_written",
        "cases": "cases.title",
        "meetings": "NULL",
    }
)
"""Tables whose records can be cited, each with the words that are quoted; the stretches that
became the record where it has none."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to a record."""

    key: str
    """Key of the record."""
    kind: str
    """Its table."""
    body: str | None
    """Body that met."""
    meeting_number: str | None
    """Number of the meeting as written."""
    date: Any
    """Day of the meeting."""
    case_number: str | None
    """Number of the case as written."""
    title: str | None
    """Title of the case."""
    words: str
    """The words, with single spaces."""
    part_kind: str | None
    """What the part is that states it: 'minutes', 'agenda' and so on."""
    path: str
    """File."""
    sha256: str
    """SHA-256 of its bytes."""
    document_id: str
    """Document."""
    places: tuple[Place, ...]
    """Where in it the words stand."""
    notes: tuple[str, ...] = ()
    """What a reader should know: corrections, and words that stand nowhere as one."""


def cite(
    database: Path, name: str, body: str | None = None, year: int | None = None
) -> list[Citation]:
    """Make references to a record.

    Args:
        database: The database.
        name: Key of a record, or the number of a case; of a case its decisions are cited, and the
            case itself where there is none.
        body: Body of the case; needed only where several have such a number.
        year: Year of the case; likewise.

    Raises:
        UnknownRecord: There is no such record, or there are several.
        DatabaseProblem: The database can't be opened.
    """
    with Store.open(database, read_only=True) as store:
        connection = store.connection
        for table in _WORDS:
            if table != "cases" and _exists(connection, table, name):
                return [_citation(connection, table, name)]
        case_id = find_case(connection, name, body, year)
        decided = connection.execute(
            "SELECT decision_id FROM main.decisions WHERE case_id = ? "
            "ORDER BY length(decision_id), decision_id",
            [case_id],
        ).fetchall()
        if not decided:
            return [_citation(connection, "cases", case_id)]
        return [_citation(connection, "decisions", key) for (key,) in decided]


def _exists(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> bool:
    query = f"SELECT 1 FROM main.{table} WHERE {key_of(table)[0]} = ?"
    return connection.execute(query, [key]).fetchone() is not None


def _citation(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> Citation:
    """Make the reference to one record."""
    fields = TABLES[table].model_fields
    has_case = "case_id" in fields and table != "cases"
    meeting = f"{table}.meeting_id" if "meeting_id" in fields else "cases.meeting_id"
    by_case = f"ON cases.case_id = {table}.case_id" if has_case else "ON false"
    source = sql_text("citable.sql")
    if table == "cases":
        source = source.replace("LEFT JOIN main.cases $by_case\n", "")
    if table == "meetings":
        source = source.replace("LEFT JOIN main.meetings ON meetings.meeting_id = $meeting\n", "")
    query = Template(source).substitute(
        table=table, words=_WORDS[table], by_case=by_case, meeting=meeting, key=key_of(table)[0]
    )
    (row,) = fetch(connection, query, [key])
    if row["document_id"] is None:
        raise UnknownRecord(f"{key} names no document; import the files again.")
    text = read_document(connection, row["document_id"])
    words, places, notes = _placed(text, row, key)
    corrected = _corrected(connection, table, key)
    return Citation(
        key=key,
        kind=table,
        body=row["body"],
        meeting_number=row["meeting_number"],
        date=row["date"],
        case_number=row["case_number"],
        title=row["title"],
        words=" ".join(words.split()),
        part_kind=row["part_kind"],
        path=row["path"],
        sha256=row["sha256"],
        document_id=row["document_id"],
        places=tuple(places),
        notes=(*notes, *corrected),
    )


def _placed(text: DocumentText, row: Row, key: str) -> tuple[str, list[Place], list[str]]:
    """Return the words of a record, where they stand, and what to know about it."""
    own = text.of_record(row["part_id"], key)
    if row["words"]:
        for source in (own, text.of_part(row["part_id"]), text.whole()):
            if places := merge_places(source.find(row["words"]), dict(text.pages)):
                return row["words"], with_marks(places, row["words"], text.pages), []
    stretches = [Place(s.page, s.start, s.start + len(s.text.rstrip())) for s in own.stretches]
    found = merge_places(stretches, dict(text.pages)) or [Place(row["first_page"] or 1, 0, 0)]
    if row["words"]:
        return row["words"], found, ["the words do not stand on the page as one"]
    return " … ".join(s.text for s in own.stretches if s.text.strip()), found, []


def _corrected(connection: duckdb.DuckDBPyConnection, table: str, key: str) -> Sequence[str]:
    """Say which fields of a record a person has corrected."""
    rows = connection.execute(
        "SELECT column_name, previous_value, value, reason FROM main.corrections "
        "WHERE table_name = ? AND target = ? AND status = 'applied' ORDER BY ordinal",
        [table, key],
    ).fetchall()
    return [
        f"{column} is corrected from {_quoted(before)} to {_quoted(value)}: {reason}"
        for column, before, value, reason in rows
    ]


def _quoted(value: str | None) -> str:
    return "nothing" if value is None else f"«{' '.join(value.split())}»"
