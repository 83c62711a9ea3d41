"""Rows as dictionaries, and documents without what is not known, for the vocabularies of others."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

from vedtak.pipeline.exports.description import Written
from vedtak.pipeline.tables.schema import sql_text

Row = dict[str, Any]
CHUNK: Final = 500
"""Meetings whose rows are held at once."""


def fetch(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] = ()
) -> Iterator[Row]:
    """Yield the rows of a query; they are read before anything else is asked."""
    cursor = connection.execute(query, list(parameters))
    names = [column[0] for column in cursor.description or []]
    for row in cursor.fetchall():
        yield dict(zip(names, row, strict=True))


def grouped(rows: Iterator[Row], key: str) -> Mapping[Any, list[Row]]:
    """Gather rows by one of their values, each group in the order of the rows."""
    groups: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def known(**values: Any) -> dict[str, Any]:
    """Make an object of those values that are known: nothing stands for NULL, or for no items."""
    return {name: value for name, value in values.items() if value is not None and value != []}


def write_lines(path: Path, records: Iterator[Mapping[str, Any]]) -> int:
    """Write one JSON object per line and return how many."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            count += 1
    return count


def write_not_expressed(
    folder: Path, connection: duckdb.DuckDBPyConnection, query: str, vocabulary: str
) -> list[Written]:
    """Write the list of what a vocabulary can't express, for programs and for people.

    Args:
        folder: The export.
        connection: The database.
        query: File under `pipeline/sql/` that counts the records concerned.
        vocabulary: Name of the vocabulary.
    """
    rows = list(fetch(connection, sql_text(query)))
    text = json.dumps(rows, ensure_ascii=False, indent=2)
    about = f"What {vocabulary} cannot express, with the number of records concerned."
    data, page = folder / "not-expressed.json", folder / "not-expressed.md"
    data.write_text(text + "\n", encoding="utf-8", newline="\n")
    lines = [f"# {about}", "", "| what | where | records | why |", "|---|---|---:|---|"]
    lines += [
        f"| {row['what']} | `{row['source']}` | {row['records']} | {row['reason']} |"
        for row in rows
    ]
    page.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return [
        Written("not-expressed", data, len(rows), about),
        Written("not-expressed-page", page, len(rows), about),
    ]
