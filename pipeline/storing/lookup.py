"""Cases by the names that people call them by."""

import re
from typing import Any, Final

import duckdb
from rapidfuzz import fuzz, process

from vedtak.pipeline.errors import UnknownRecord
from vedtak.pipeline.tables.schema import sql_text

Row = dict[str, Any]

_MOST: Final = 12
"""Candidates that are named; the rest is counted."""
_NUMBER: Final = re.compile(r"0*(\d{1,6})/(\d{2}|\d{4})")
"""A number without its type: '12/20', '0012/2020'; 'PS 12/20' is looked for as written."""
_ALIKE: Final = 75.0
"""Likeness from 0 to 100 from which on a key is offered in place of an unknown one."""


def fetch(connection: duckdb.DuckDBPyConnection, query: str, values: Any = None) -> list[Row]:
    """Return the rows of a query as dicts."""
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def find_case(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    body: str | None = None,
    year: int | None = None,
) -> str:
    """Return the key of the case that is meant.

    Args:
        connection: The database.
        name: A case_id, or a number such as '12/20' or 'PS 12/20'.
        body: The body's body_id, or a part of its name; any if None.
        year: The year of the meeting; any if None.

    Raises:
        UnknownRecord: There is no such case, or there are several; they are named.
    """
    number = _NUMBER.fullmatch(name)
    values = {
        "name": name,
        "sequence": int(number[1]) if number else None,
        "year": int(number[2]) % 100 if number else None,
    }
    found = fetch(connection, sql_text("cases_called.sql"), values)
    if found and found[0]["case_id"] == name:
        return name
    fitting = [row for row in found if _fits(row, body, year)]
    if len(fitting) == 1:
        return str(fitting[0]["case_id"])
    if fitting:
        raise UnknownRecord(
            f"{len(fitting)} cases are called {name}; name one by its case_id, or add --body or "
            f"--year:\n{_listed(fitting)}"
        )
    if found:
        raise UnknownRecord(
            f"no case called {name} of that body and year; there is:\n{_listed(found)}"
        )
    raise UnknownRecord(f"no case {name}{_alike(connection, name)}.")


def _fits(row: Row, body: str | None, year: int | None) -> bool:
    if year is not None and row["year"] != year:
        return False
    if body is None:
        return True
    wanted = body.casefold()
    return wanted == (row["body_id"] or "") or wanted in (row["body"] or "").casefold()


def _listed(rows: list[Row]) -> str:
    """Name cases, one per line."""
    lines = [
        f"  {row['case_id']}  {row['body'] or '?'}, {row['date'] or row['year'] or '?'}: "
        f"{row['title'] or 'without title'}"
        for row in rows[:_MOST]
    ]
    if len(rows) > _MOST:
        lines.append(f"  and {len(rows) - _MOST} more")
    return "\n".join(lines)


def _alike(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """Offer the keys that are most like an unknown one."""
    rows = connection.execute("SELECT case_id FROM main.cases ORDER BY case_id").fetchall()
    keys = [str(key) for (key,) in rows]
    near = process.extract(name, keys, scorer=fuzz.WRatio, limit=3, score_cutoff=_ALIKE)
    offered = ", ".join(key for key, _, _ in near)
    advice = "`vedtak sql 'select case_id, number, title from cases'` lists all"
    return f"; did you mean {offered}? {advice}" if offered else f"; {advice}"
