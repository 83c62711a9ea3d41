"""Corrections applied: fields set, and names resolved as a person has ruled."""

import datetime as dt
from collections.abc import Sequence
from enum import Enum
from typing import Any

from vedtak.models.corrections import Correction, CorrectionStatus
from vedtak.pipeline.corrections.binding import Binder, Bound, key_text
from vedtak.pipeline.corrections.check import rulings_of
from vedtak.pipeline.corrections.corrected import COMPARED_TABLES, cases_of
from vedtak.pipeline.corrections.entries import (
    Entry,
    MergeEntry,
    RenameEntry,
    SetEntry,
    said_of,
)
from vedtak.pipeline.corrections.names import WrittenNames
from vedtak.pipeline.deriving.derived import rebuild_linked
from vedtak.pipeline.storing.search_changes import note_keys
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.storing.touched_bodies import ALL_BODIES, BODY_KEYS, note_bodies
from vedtak.pipeline.tables.schema import key_of


def apply_corrections(store: Store, entries: Sequence[Entry]) -> list[Correction]:
    """Set fields, and derive what spans documents with rulings on names.

    Args:
        store: The database, open for writing, its keys linked.
        entries: What a person has ruled.

    Returns:
        What became of each entry, in their order.
    """
    settings = _Settings(store)
    settings.apply([entry for entry in entries if isinstance(entry.content, SetEntry)])
    done = settings.done | _rule(store, [entry for entry in entries if entry.kind is not None])
    return [done[entry.ordinal] for entry in entries]


def _rule(store: Store, naming: Sequence[Entry]) -> dict[int, Correction]:
    """Derive what spans documents, with rulings on names; say what became of each entry."""
    if not naming:
        rebuild_linked(store)
        return {}
    written = WrittenNames(store.connection)
    unknown = {entry.ordinal: written.unknown(entry) for entry in naming}
    # All of an entry or nothing: of three names, two are not merged because the third is gone.
    rebuild_linked(store, rulings_of([entry for entry in naming if not unknown[entry.ordinal]]))
    resolved = WrittenNames(store.connection)
    return {
        entry.ordinal: _named(entry, _trouble(entry, unknown[entry.ordinal], resolved))
        for entry in naming
    }


class _Settings:
    """Sets fields, one value each."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.done: dict[int, Correction] = {}

    def apply(self, entries: Sequence[Entry]) -> None:
        """Set what can be set; all are bound first, so that none changes what another finds."""
        binder = Binder(self.store.connection)
        bound = {e.ordinal: binder.bind(_setting(e)) for e in entries}
        for entry in entries:
            trouble = bound[entry.ordinal].stale or self._disputed(entry, entries, bound)
            trouble = trouble or self._superfluous(entry, bound[entry.ordinal])
            self.done[entry.ordinal] = _set(entry, bound[entry.ordinal], trouble)
        applied = [e for e in entries if self.done[e.ordinal].status == CorrectionStatus.APPLIED]
        for entry in applied:
            self._write(_setting(entry), bound[entry.ordinal].key)
        cases = {
            case
            for entry in applied
            if (table := _setting(entry).table) in COMPARED_TABLES
            for case in cases_of(self.store, table, [str(bound[entry.ordinal].key[0])])
        }
        self.store.compare_again(sorted(cases))

    @staticmethod
    def _disputed(entry: Entry, entries: Sequence[Entry], bound: dict[int, Bound]) -> str | None:
        """Say which other entry means the same field, by other words; neither is then applied."""
        own = _setting(entry)
        place = (own.table, own.column, bound[entry.ordinal].key)
        for other in entries:
            theirs = _setting(other)
            if other is entry or not bound[other.ordinal].key:
                continue
            if (theirs.table, theirs.column, bound[other.ordinal].key) == place:
                what = f"{own.table}.{own.column} of {key_text(place[2])}"
                return f"{other.where} is about {what} too; take one out"
        return None

    @staticmethod
    def _superfluous(entry: Entry, bound: Bound) -> str | None:
        setting = _setting(entry)
        if bound.row is not None and bound.row[setting.column] == stored_value(setting.value):
            return "the value is so already without it; take it out"
        return None

    def _write(self, setting: SetEntry, key: Sequence[Any]) -> None:
        where = " AND ".join(f"{column} = ?" for column in key_of(setting.table))
        note_keys(self.store.connection, setting.table, [str(key[0])])
        of_body = key_of(setting.table)[0] in BODY_KEYS
        note_bodies(self.store.connection, [str(key[0]) if of_body else ALL_BODIES])
        self.store.connection.execute(
            f"UPDATE main.{setting.table} SET {setting.column} = ? WHERE {where}",
            [stored_value(setting.value), *key],
        )


def _setting(entry: Entry) -> SetEntry:
    assert isinstance(entry.content, SetEntry)
    return entry.content


def stored_value(value: Any) -> Any:
    """Return a value as the database has it."""
    return value.value if isinstance(value, Enum) else value


def shown(value: Any) -> str | None:
    """Write a value as text."""
    value = stored_value(value)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return "; ".join(str(shown(v)) for v in value) if isinstance(value, list) else str(value)


def _set(entry: Entry, bound: Bound, trouble: str | None) -> Correction:
    """Say what became of a field."""
    content = _setting(entry)
    return Correction(
        ordinal=entry.ordinal,
        action=entry.action,
        status=CorrectionStatus.STALE if trouble else CorrectionStatus.APPLIED,
        message=trouble,
        target=key_text(bound.key) or f"{content.table}: « {content.quote} »",
        table_name=content.table,
        record_key=str(bound.key[0]) if bound.key else None,
        column_name=content.column,
        value=shown(content.value),
        previous_value=shown(bound.row[content.column]) if bound.row is not None else None,
        document_id=bound.document_id or content.document[:16],
        quote=content.quote,
        reason=content.reason,
        corrected_by=content.by,
        corrected_on=content.date,
        source_line=entry.line,
    )


def _trouble(entry: Entry, unknown: Sequence[Any], resolved: WrittenNames) -> str | None:
    """Say why an entry about names is not in effect."""
    if unknown:
        return (
            f"nobody has written {said_of(unknown)}; write it as the documents do, or take it out"
        )
    said = resolved.contradicts(entry)
    return (
        f"{said} all the same; see whether other names in the file say otherwise" if said else None
    )


def _named(entry: Entry, trouble: str | None) -> Correction:
    """Say what became of an entry about names."""
    content = entry.content
    value = content.into if isinstance(content, MergeEntry) else None
    if isinstance(content, RenameEntry):
        value = content.to
    return Correction(
        ordinal=entry.ordinal,
        action=entry.action,
        status=CorrectionStatus.STALE if trouble else CorrectionStatus.APPLIED,
        message=trouble,
        target=said_of(entry.names),
        value=value,
        reason=content.reason,
        corrected_by=content.by,
        corrected_on=content.date,
        source_line=entry.line,
    )
