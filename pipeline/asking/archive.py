"""The database from Python: typed records, SQL, and data frames, read-only."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import duckdb
import pyarrow as pa

from vedtak.models.base import Record
from vedtak.models.cases import Attachment, Case, CaseNote, Contribution
from vedtak.models.decisions import Ballot, Decision, DecisionPoint, Proposal, Vote
from vedtak.models.documents import Document
from vedtak.models.findings import Finding
from vedtak.models.meetings import Attendance, Body, CasePresence, Meeting
from vedtak.models.people import Organization, Person
from vedtak.pipeline.asking.hints import nearest
from vedtak.pipeline.asking.querying import Parameters, plain_words
from vedtak.pipeline.errors import UnknownRecord, VedtakError
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import TABLES, columns_of, key_of, view_names

if TYPE_CHECKING:
    import pandas
    import polars

_BATCH: Final = 1000
_MEETING: Final = "LEFT JOIN main.meetings AS m ON m.meeting_id = {of}.meeting_id"
_CASE: Final = "LEFT JOIN main.cases AS c ON c.case_id = {of}.case_id " + _MEETING.format(of="c")
_TO_MEETING: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("meetings", "attendance", "cases"), _MEETING.format(of="x")),
        **dict.fromkeys(
            (
                "proposals",
                "decisions",
                "votes",
                "contributions",
                "case_presence",
                "case_notes",
                "attachments",
            ),
            _CASE.format(of="x"),
        ),
        "ballots": "LEFT JOIN main.votes AS v ON v.vote_id = x.vote_id " + _CASE.format(of="v"),
        "decision_points": (
            "LEFT JOIN main.decisions AS d ON d.decision_id = x.decision_id " + _CASE.format(of="d")
        ),
    }
)
"""How the rows of a table lead to the meeting that they belong to."""

Kind = TypeVar("Kind", bound=Record)


class MissingLibrary(VedtakError):
    """A library for data frames that is not installed."""


class Answer:
    """The answer to a query, held in memory; go through it as often as you like."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return list(self._table.column_names)

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows as tuples."""
        for batch in self._table.to_batches(_BATCH):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def rows(self) -> list[tuple[Any, ...]]:
        """Return the rows as tuples."""
        return list(self)

    def dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self]

    def arrow(self) -> pa.Table:
        """Return an Arrow table; pyarrow comes with vedtak."""
        return self._table

    def polars(self) -> "polars.DataFrame":
        """Return a polars data frame.

        Raises:
            MissingLibrary: When polars is not installed.
        """
        try:
            import polars
        except ImportError as error:
            raise _missing("polars") from error
        frame = polars.from_arrow(self._table)
        assert isinstance(frame, polars.DataFrame)
        return frame

    def pandas(self) -> "pandas.DataFrame":
        """Return a pandas data frame.

        Raises:
            MissingLibrary: When pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise _missing("pandas") from error
        frame = self._table.to_pandas()
        assert isinstance(frame, pandas.DataFrame)
        return frame


class Archive:
    """An open database of vedtak, for reading.

    Use it in a `with` statement, or call `close`. The methods named after tables yield their
    records one by one; `body` is the key, the name or the short name of a body, `year` that of the
    meeting.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._store.close()

    def sql(self, query: str, parameters: Parameters = None) -> Answer:
        """Ask in SQL; the query reaches this database and nothing else.

        Args:
            query: One statement, with `?` or `$name` where parameters go.
            parameters: Their values.

        Raises:
            QueryProblem: The query is wrong or wants what it may not do.
        """
        with plain_words(query):
            cursor = self._cursor().execute(query, parameters)
            if cursor is None or not cursor.description:
                return Answer(pa.table({}))
            return Answer(cursor.to_arrow_table())

    def table(self, name: str) -> Answer:
        """Return a whole table or view.

        Raises:
            UnknownRecord: There is no such table or view.
        """
        known = [*TABLES, *view_names()]
        if name not in known:
            near = nearest(name, known)
            meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
            raise UnknownRecord(f"there is no table or view {name}; {meant}")
        order = ", ".join(key_of(name)) if name in TABLES else ""
        return self.sql(f"SELECT * FROM main.{name} ORDER BY {order or 'ALL'}")

    def bodies(self) -> Iterator[Body]:
        """Yield all bodies."""
        return self._records("bodies", Body)

    def people(self) -> Iterator[Person]:
        """Yield all people."""
        return self._records("people", Person)

    def organizations(self) -> Iterator[Organization]:
        """Yield all organizations."""
        return self._records("organizations", Organization)

    def documents(self) -> Iterator[Document]:
        """Yield all documents, those that were set aside included."""
        return self._records("documents", Document)

    def findings(self) -> Iterator[Finding]:
        """Yield what a person should look at."""
        return self._records("findings", Finding)

    def meetings(self, body: str | None = None, year: int | None = None) -> Iterator[Meeting]:
        """Yield meetings."""
        return self._records("meetings", Meeting, body, year)

    def attendance(self, body: str | None = None, year: int | None = None) -> Iterator[Attendance]:
        """Yield who was invited, present or absent."""
        return self._records("attendance", Attendance, body, year)

    def case_presence(
        self, body: str | None = None, year: int | None = None
    ) -> Iterator[CasePresence]:
        """Yield who was disqualified, left or joined during which case."""
        return self._records("case_presence", CasePresence, body, year)

    def cases(self, body: str | None = None, year: int | None = None) -> Iterator[Case]:
        """Yield cases."""
        return self._records("cases", Case, body, year)

    def proposals(self, body: str | None = None, year: int | None = None) -> Iterator[Proposal]:
        """Yield proposed decisions."""
        return self._records("proposals", Proposal, body, year)

    def decisions(self, body: str | None = None, year: int | None = None) -> Iterator[Decision]:
        """Yield decisions."""
        return self._records("decisions", Decision, body, year)

    def decision_points(
        self, body: str | None = None, year: int | None = None
    ) -> Iterator[DecisionPoint]:
        """Yield the points of decisions."""
        return self._records("decision_points", DecisionPoint, body, year)

    def votes(self, body: str | None = None, year: int | None = None) -> Iterator[Vote]:
        """Yield votes."""
        return self._records("votes", Vote, body, year)

    def ballots(self, body: str | None = None, year: int | None = None) -> Iterator[Ballot]:
        """Yield the votes of single people."""
        return self._records("ballots", Ballot, body, year)

    def case_notes(self, body: str | None = None, year: int | None = None) -> Iterator[CaseNote]:
        """Yield case notes."""
        return self._records("case_notes", CaseNote, body, year)

    def attachments(self, body: str | None = None, year: int | None = None) -> Iterator[Attachment]:
        """Yield attachments."""
        return self._records("attachments", Attachment, body, year)

    def contributions(
        self, body: str | None = None, year: int | None = None
    ) -> Iterator[Contribution]:
        """Yield who presented, spoke or answered."""
        return self._records("contributions", Contribution, body, year)

    def _records(
        self, table: str, kind: type[Kind], body: str | None = None, year: int | None = None
    ) -> Iterator[Kind]:
        """Return the records of a table; a wrong body is told at once."""
        parameters: list[Any] = []
        conditions = []
        if body is not None:
            conditions.append("list_contains(?, m.body_id)")
            parameters.append(self._body_ids(body))
        if year is not None:
            conditions.append("coalesce(m.year, date_part('year', m.date)) = ?")
            parameters.append(year)
        names = [column.name for column in columns_of(kind)]
        query = (
            f"SELECT {', '.join(f'x.{name}' for name in names)} FROM main.{table} AS x "
            f"{_TO_MEETING[table] if conditions else ''} "
            f"{'WHERE ' if conditions else ''}{' AND '.join(conditions)} "
            f"ORDER BY {', '.join(f'x.{name}' for name in key_of(table))}"
        )
        return _validated(self._cursor().execute(query, parameters), names, kind)

    def _body_ids(self, body: str) -> list[str]:
        """Find a body by key, name or short name."""
        rows = (
            self._cursor().execute("SELECT body_id, name, short_name FROM main.bodies").fetchall()
        )
        found = [row[0] for row in rows if body.lower() in (str(name).lower() for name in row)]
        if not found:
            names = sorted({str(name) for row in rows for name in row if name})
            near = nearest(body, names)
            meant = f"did you mean {near[0]}?" if near else "see Archive.bodies()."
            raise UnknownRecord(f"there is no body {body}; {meant}")
        return found

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor of its own, so that answers can be read side by side."""
        return self._store.connection.cursor()


def open_archive(path: str | Path = "vedtak.duckdb") -> Archive:
    """Open a database for reading.

    Queries reach no other file and no network. Other programs may read it at the same time.

    Args:
        path: The database file that `vedtak import` made.

    Raises:
        DatabaseProblem: The database can't be opened; the text says why and what to do.
    """
    store = Store.open(Path(path), read_only=True)
    store.lock_down()
    return Archive(store)


def _validated(
    cursor: duckdb.DuckDBPyConnection, names: list[str], kind: type[Kind]
) -> Iterator[Kind]:
    """Yield the rows of a cursor as records, fetched in batches."""
    while rows := cursor.fetchmany(_BATCH):
        for row in rows:
            yield kind.model_validate(dict(zip(names, row, strict=True)))


def _missing(library: str) -> MissingLibrary:
    """Say which library is missing and what does without it."""
    return MissingLibrary(
        f"{library} is not installed; install it (pip install {library}), or use arrow() or rows()."
    )
