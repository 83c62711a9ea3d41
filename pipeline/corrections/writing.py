"""New entries for a corrections file, checked against the database before they are written."""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Final, get_origin

import duckdb
import tomlkit
from rapidfuzz import fuzz, process

from vedtak.pipeline.corrections.binding import Binder, key_text, read_document
from vedtak.pipeline.corrections.entries import (
    CORRECTABLE,
    CorrectionProblem,
    Entry,
    SetEntry,
    read_content,
)
from vedtak.pipeline.corrections.file import parse_corrections
from vedtak.pipeline.corrections.names import WrittenNames
from vedtak.pipeline.corrections.told import load_corrections
from vedtak.pipeline.storing.lookup import Row, fetch
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import TABLES, key_of

_HEAD: Final = """\
# Corrections to what vedtak reads. They are applied after every import and by `vedtak rebuild`.
# Entries: [[merge]], [[split]], [[rename]], [[set]]; each with its reason.
"""
_LONGEST_QUOTE: Final = 12
"""Words that are quoted of a longer text, if they tell the record from others."""
_NEAR: Final = 75.0
"""Likeness from 0 to 100 from which on a name is offered in place of an unknown one."""
_FULLEST: Final = ("text", "name_as_written", "title", "subject", "name")
"""Columns whose words tell a record best from others."""


def add_entry(database: Path, path: Path, action: str, fields: Mapping[str, Any]) -> Entry:
    """Append an entry to a corrections file, which is made if it is missing.

    Args:
        database: The database that it must fit.
        path: The file; what stands in it stays as it is, with its comments.
        action: 'merge', 'split', 'rename' or 'set'.
        fields: What the entry says.

    Returns:
        The entry as it is read from the file.

    Raises:
        CorrectionProblem: It is wrong, contradicts another, or names something unknown; the file
            is then untouched.
        DatabaseProblem: The database can't be opened.
    """
    earlier = load_corrections(path).entries if path.exists() else ()
    text = path.read_text(encoding="utf-8-sig") if path.exists() else _HEAD
    text = f"{text.rstrip()}\n\n{_written(action, fields)}"
    corrections = parse_corrections(text, path)
    (entry,) = corrections.entries[len(earlier) :]
    with Store.open(database, read_only=True) as store:
        _check_fits(store.connection, entry)
    _replace(path, text)
    return entry


def setting_fields(database: Path, key: str, column: str, value: str | None) -> dict[str, Any]:
    """Make the fields of an entry that sets a column of a record.

    Args:
        database: The database.
        key: Key of the record; of a row with two columns in its key with # between them.
        column: The column.
        value: The new value as text, a list as JSON; None to empty the field.

    Raises:
        CorrectionProblem: There is no such record or column, or nothing of the page can be quoted.
        DatabaseProblem: The database can't be opened.
    """
    with Store.open(database, read_only=True) as store:
        table, row = _record(store.connection, key, column)
        fields: dict[str, Any] = {"table": table, "column": column}
        fields |= _bound(store.connection, table, row, column)
    is_list = column in TABLES[table].model_fields and (
        get_origin(TABLES[table].model_fields[column].annotation) is list
    )
    fields |= {"clear": True} if value is None else {"value": _parsed(value, as_list=is_list)}
    return fields


def _parsed(value: str, *, as_list: bool) -> Any:
    if not as_list:
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise CorrectionProblem(f'write a list as JSON: ["{value}"].') from error


def _written(action: str, fields: Mapping[str, Any]) -> str:
    """Write an entry as TOML, its values as their columns have them."""
    given = {name: value for name, value in fields.items() if value is not None}
    content = read_content(action, given)
    if isinstance(content, SetEntry) and not content.clear:
        value = content.value
        given["value"] = value.value if isinstance(value, Enum) else value
    tables = tomlkit.aot()
    table = tomlkit.table()
    for name, value in given.items():
        table.add(name, _item(value))
    tables.append(table)
    return tomlkit.dumps({action: tables})


def _item(value: Any) -> Any:
    """Make an inline table of a name with its body; all else is as it is."""
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update(value)
        return inline
    if isinstance(value, Sequence) and not isinstance(value, str):
        array = tomlkit.array()
        array.extend(_item(each) for each in value)
        return array
    return value


def _check_fits(connection: duckdb.DuckDBPyConnection, entry: Entry) -> None:
    """Make sure that an entry is about something in the database."""
    if isinstance(entry.content, SetEntry):
        bound = Binder(connection).bind(entry.content)
        if bound.stale:
            raise CorrectionProblem(f"nothing was written: {bound.stale}.")
        return
    written = WrittenNames(connection)
    unknown = written.unknown(entry)
    if not unknown or entry.kind is None:
        return
    name = unknown[0]
    where = f" in the papers of {name.body_id}" if name.body_id else ""
    near = process.extract(
        name.text, written.all(entry.kind), scorer=fuzz.WRatio, limit=3, score_cutoff=_NEAR
    )
    offered = ", ".join(text for text, _, _ in near)
    raise CorrectionProblem(
        f"nothing was written: no {entry.kind.value} is written '{name.text}'{where}"
        + (f"; near to it are {offered}." if offered else ".")
    )


def _record(connection: duckdb.DuckDBPyConnection, key: str, column: str) -> tuple[str, Row]:
    """Find a record by its key, in whatever table."""
    parts = key.split("#")
    for table in CORRECTABLE:
        names = key_of(table)
        if len(names) != len(parts):
            continue
        where = " AND ".join(f"{name}::VARCHAR = ?" for name in names)
        rows = fetch(connection, f"SELECT * FROM main.{table} WHERE {where}", parts)
        if not rows:
            continue
        if column not in rows[0]:
            has = ", ".join(rows[0])
            raise CorrectionProblem(f"{table} has no column '{column}'; it has {has}.")
        return table, rows[0]
    raise CorrectionProblem(
        f"no record {key}; `vedtak show DOCUMENT` lists those of a document with their keys."
    )


def _bound(
    connection: duckdb.DuckDBPyConnection, table: str, row: Row, column: str
) -> dict[str, Any]:
    """Bind a record to words of its document: the fewest that mean it alone."""
    part_id = row["part_id"]
    document_id = str(part_id).split("/")[0]
    found = fetch(
        connection, "SELECT sha256 FROM main.documents WHERE document_id = ?", [document_id]
    )
    if not found:
        raise CorrectionProblem("no document is known for the record; import the files again.")
    text = read_document(connection, document_id)
    key = tuple(row[name] for name in key_of(table))
    stretches = text.of_record(part_id, str(key[0])).stretches
    candidates = [row[column], *(row.get(name) for name in _FULLEST)]
    candidates += [stretch.text for stretch in stretches]
    binder = Binder(connection)
    fallback: dict[str, Any] | None = None
    for quote in _shortened(candidates):
        if not text.whole().holds(quote):
            continue
        fields = {"document": found[0]["sha256"], "quote": quote}
        trial = SetEntry(table=table, column=column, reason="-", **fields)
        bound = binder.bind(trial)
        if bound.key == key:
            return fields
        keyed = trial.model_copy(update={"key": key_text(key)})
        if fallback is None and binder.bind(keyed).key == key:
            fallback = {**fields, "key": key_text(key)}
    if fallback is None:
        raise CorrectionProblem(
            f"no words of the page belong to {key_text(key)} alone; write the entry by hand."
        )
    return fallback


def _shortened(candidates: Sequence[Any]) -> Iterator[str]:
    """Yield the words of texts, of a long one its beginning first."""
    for text in candidates:
        words = text.split() if isinstance(text, str) else []
        if len(words) > _LONGEST_QUOTE:
            yield " ".join(words[:_LONGEST_QUOTE])
        if words:
            yield " ".join(words)


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    try:
        handle, half = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        if path.exists():
            Path(half).chmod(path.stat().st_mode)
        else:
            Path(half).chmod(0o644)
        Path(half).replace(path)
    except OSError as error:
        raise CorrectionProblem(f"{path}: cannot be written ({error.strerror}).") from error
