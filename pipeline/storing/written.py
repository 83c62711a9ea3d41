"""Which rows of new documents are derived as they go in, because nobody else states them.

To look into the tables for other statements of a key takes the longer the larger they are. So it is
noted of which meetings and cases anything was ever stated (`stated.known_owners`): of others no
table has a row.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import duckdb

from vedtak.pipeline.storing.merge import COMPARED
from vedtak.pipeline.storing.search_changes import note_derived
from vedtak.pipeline.tables.rows import Rows, execute_with
from vedtak.pipeline.tables.schema import sql_text


class Written(NamedTuple):
    """How the rows of new documents come to be."""

    copied: dict[str, bool]
    """Tables of which rows are derived as they go in, each with whether some are merged."""
    merged: set[str]
    """Tables of which rows are merged: those whose keys are in `temp.touched`."""


def note_written(
    connection: duckdb.DuckDBPyConnection, keys: Mapping[tuple[str, str], int]
) -> Written:
    """Fill `temp.written` with the keys of new documents, `temp.touched` with those to be merged.

    Args:
        connection: Inside a transaction, before the documents are inserted.
        keys: Tables with keys, and how often each is stated.
    """
    ordered = dict(sorted(keys.items()))
    columns: dict[str, Sequence[object]] = {
        "table_name": [table for table, _ in ordered],
        "key": [key for _, key in ordered],
        "times": [*ordered.values()],
    }
    types = {"table_name": "VARCHAR", "key": "VARCHAR", "times": "INTEGER"}
    execute_with(connection, sql_text("written.sql"), Rows(columns, types))
    connection.execute(
        "INSERT INTO stated.known_owners SELECT DISTINCT owner FROM temp.written WHERE NOT is_known"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched AS SELECT table_name, key FROM temp.written "
        f"WHERE is_known OR (times > 1 AND table_name <> '{COMPARED}')"
    )
    note_derived(connection, "temp.written")
    counts = connection.execute(
        "SELECT table_name, count(*), count(touched.key) FROM temp.written "
        "LEFT JOIN temp.touched USING (table_name, key) GROUP BY table_name"
    ).fetchall()
    return Written(
        {table: merged > 0 for table, count, merged in counts if merged < count},
        {table for table, _, merged in counts if merged},
    )
