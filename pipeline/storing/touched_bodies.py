"""Bodies of whose papers anything was written, removed or told anew since all was derived last.

Documents that were written or removed are noted with them.

Keys begin with that of a body, so that what depends on the papers of single bodies is derived anew
for these alone. It is noted in the transaction that changes them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import duckdb

from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.tables.rows import INCOMING, execute_with, text_rows
from vedtak.pipeline.tables.schema import STATED, TABLES

BODY_KEYS: Final = frozenset(
    {
        "body_id",
        "meeting_id",
        "meeting_body_id",
        "case_id",
        "reference_id",
        "attendance_id",
        "presence_id",
        "proposal_id",
        "decision_id",
        "vote_id",
        "attachment_id",
        "contribution_id",
    }
)
"""Columns whose values begin with the key of a body or meeting."""

ALL_BODIES: Final = ""
"""Stands for all bodies, where it is not known which are touched."""

_OF_BATCH: Final = "document_id IN (SELECT document_id FROM temp.batch)"


def keys_in(table: str) -> list[str]:
    """Return the columns of a table whose values begin with the key of a body or meeting."""
    return [name for name in TABLES[table].model_fields if name in BODY_KEYS]


def note_bodies(connection: duckdb.DuckDBPyConnection, keys: Iterable[str | None]) -> None:
    """Note the bodies with whose keys some keys begin."""
    bodies = sorted({key.partition("/")[0] for key in keys if key is not None})
    if bodies:
        statement = (
            f"INSERT INTO stated.touched_bodies SELECT body_id FROM {INCOMING} "
            "WHERE body_id NOT IN (FROM stated.touched_bodies)"
        )
        execute_with(connection, statement, text_rows(body_id=bodies))


def keys_written(incoming: Sequence[DocumentRecords]) -> Iterator[str | None]:
    """Yield documents with all keys in them that begin with that of a body, some repeatedly."""
    columns = {table: keys_in(table) for table in STATED}
    for records in incoming:
        yield records.document.document_id
        for part in records.extraction.parts:
            yield part.meeting_id
        for table, names in columns.items():
            for record in getattr(records.extraction, table):
                for name in names:
                    yield getattr(record, name)


def note_batch(connection: duckdb.DuckDBPyConnection) -> None:
    """Note the documents of `temp.batch`, and the bodies in whose papers they stand so far."""
    queries = [
        f"SELECT {name} AS key FROM {place} WHERE {_OF_BATCH}"
        for place, names in (
            ("main.documents", ["document_id"]),
            ("main.parts", ["meeting_id", "stated_meeting_id"]),
            *((f"stated.{table}", keys_in(table)) for table in STATED),
        )
        for name in names
    ]
    connection.execute(
        "INSERT INTO stated.touched_bodies SELECT DISTINCT split_part(key, '/', 1) AS body_id "
        f"FROM ({' UNION '.join(queries)}) WHERE key IS NOT NULL "
        "AND body_id NOT IN (FROM stated.touched_bodies)"
    )


def noted_bodies(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the bodies that are noted, `ALL_BODIES` among them where all are touched."""
    rows = connection.execute("SELECT DISTINCT body_id FROM stated.touched_bodies").fetchall()
    return {body for (body,) in rows}


def forget_bodies(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget which bodies were touched: all is derived from them."""
    connection.execute("DELETE FROM stated.touched_bodies")
