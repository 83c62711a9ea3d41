"""Which rows were touched since the index of the search was made from them.

It is noted where rows are derived, corrected or linked, in the transaction that changes them, so
that an index that is brought up to date after a stop looks at all that is new. Without an index
nothing is noted: it will be made of everything.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import duckdb

from vedtak.pipeline.tables.rows import INCOMING, execute_with, text_rows

STEP: Final = "search"
"""Name of the index among what is settled; there is none when it is not whole."""

OWNERS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "votes": ("cases", "case_id"),
        "attachments": ("cases", "case_id"),
        "attendance": ("meetings", "meeting_id"),
    }
)
"""Tables whose rows are searched for with those of another, and the column that says which."""

_WATCHED: Final = ("cases", "decisions", "proposals", "case_notes", "meetings", *OWNERS)
_HAS_INDEX: Final = f"EXISTS (SELECT 1 FROM stated.settled WHERE step = '{STEP}')"


def note_derived(connection: duckdb.DuckDBPyConnection, keys: str) -> None:
    """Note the keys in a table with `table_name` and `key`, whose rows are derived anew."""
    connection.execute(
        f"INSERT INTO stated.touched_records SELECT DISTINCT table_name, key FROM {keys} "
        f"WHERE table_name IN {_WATCHED} AND key IS NOT NULL AND {_HAS_INDEX}"
    )


def note_keys(connection: duckdb.DuckDBPyConnection, table: str, keys: Sequence[str]) -> None:
    """Note some rows of a table."""
    if keys:
        execute_with(
            connection,
            "INSERT INTO stated.touched_records "
            f"SELECT '{table}', key FROM {INCOMING} WHERE {_HAS_INDEX}",
            text_rows(key=keys),
        )


def note_linked_parts(connection: duckdb.DuckDBPyConnection) -> None:
    """Note the parts of `temp.affected` bodies, whose meetings are linked anew."""
    connection.execute(
        "INSERT INTO stated.touched_records SELECT 'parts', part_id FROM main.parts "
        "WHERE split_part(coalesce(stated_meeting_id, meeting_id), '/', 1) "
        f"IN (SELECT body_id FROM temp.affected) AND {_HAS_INDEX}"
    )


def forget_touched(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget what was touched: the index is that of all records now."""
    connection.execute("DELETE FROM stated.touched_records")
