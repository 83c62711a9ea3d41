"""The rows of schema `stated`: what each document says, with the weight of its source."""

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

import duckdb

from vedtak.models.base import Record
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.merge import (
    COMPARED,
    LISTED_BY,
    NO_PART_RANK,
    PART_RANKS,
    SOURCE_RANKS,
    copy_statement,
    group_column,
)
from vedtak.pipeline.tables.rows import INCOMING, Rows, column_rows, execute_all_with
from vedtak.pipeline.tables.schema import SOURCE_COLUMNS, STATED, key_of, stated_columns


def insert_statements(
    connection: duckdb.DuckDBPyConnection,
    incoming: Sequence[DocumentRecords],
    derived: Mapping[str, bool],
) -> None:
    """Insert what documents state into schema `stated`.

    Args:
        connection: Inside a transaction.
        incoming: The documents.
        derived: Tables of which rows are derived from these alone, each with whether some of its
            rows are not: those whose keys are in `temp.touched`.
    """
    for table, rows in stated_tables(incoming):
        statements = [f"INSERT INTO stated.{table} BY NAME SELECT * FROM {INCOMING}"]
        if table in derived:
            statements.append(copy_statement(table, some=derived[table]))
        execute_all_with(connection, statements, rows)


def stated_tables(incoming: Sequence[DocumentRecords]) -> Iterator[tuple[str, Rows]]:
    """Yield the rows of schema `stated` that documents make, each table that has any."""
    for table in STATED:
        rows = [row for records in incoming for row in _stated_rows(records, table)]
        if rows:
            yield table, _stated_table(table, rows)


def touched_by(incoming: Sequence[DocumentRecords]) -> list[tuple[str, str]]:
    """Return the keys, each with its table, whose rows depend on the documents.

    A key comes as often as it is stated; that of a list as often as parts state the list.
    """
    touched: list[tuple[str, str]] = []
    for table in STATED:
        touched += _lists(incoming, table) if table in LISTED_BY else _keys(incoming, table)
    for records in incoming:
        extraction = records.extraction
        touched += [(COMPARED, one.case_id) for one in extraction.proposals if one.case_id]
        touched += [(COMPARED, decision.case_id) for decision in extraction.decisions]
    return touched


def _keys(incoming: Sequence[DocumentRecords], table: str) -> Iterator[tuple[str, str]]:
    """Yield the key of each record of a table."""
    key = attrgetter(group_column(table))
    for records in incoming:
        for record in getattr(records.extraction, table):
            yield table, key(record)


def _lists(incoming: Sequence[DocumentRecords], table: str) -> Iterator[tuple[str, str]]:
    """Yield what is listed by each list of a table, twice if any row comes more than once."""
    group, key = attrgetter(LISTED_BY[table]), attrgetter(*key_of(table))
    rows = [
        (record, (records.document.document_id, record.part_id))
        for records in incoming
        for record in getattr(records.extraction, table)
    ]
    times = 1 if len({key(record) for record, _ in rows}) == len(rows) else 2
    for listed, _ in dict.fromkeys((group(record), part) for record, part in rows):
        yield from [(table, listed)] * times


def _stated_rows(
    records: DocumentRecords, table: str
) -> Iterator[tuple[Record, tuple[str, int, int, int, int]]]:
    """Yield the records of one table with the values of their source columns."""
    document = records.document
    source_rank = SOURCE_RANKS[document.text_source]
    parts = {part.part_id: part for part in records.extraction.parts}
    statements: Sequence[Record] = getattr(records.extraction, table)
    for place, record in enumerate(statements, start=1):
        part = parts.get(getattr(record, "part_id", None) or "")
        part_rank = PART_RANKS[part.kind] if part else NO_PART_RANK
        ordinal = part.ordinal if part else 0
        yield record, (document.document_id, part_rank, source_rank, ordinal, place)


def _stated_table(
    table: str, rows: Sequence[tuple[Record, tuple[str, int, int, int, int]]]
) -> Rows:
    """Make the rows of one table's statements."""
    source = {column.name: place for place, column in enumerate(SOURCE_COLUMNS)}
    columns, values = stated_columns(table), []
    records = [record for record, _ in rows]
    for column in columns:
        place = source.get(column.name)
        if place is None:
            values.append([*map(attrgetter(column.name), records)])
        else:
            values.append([origin[place] for _, origin in rows])
    return column_rows(columns, values)
