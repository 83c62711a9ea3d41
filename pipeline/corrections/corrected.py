"""Derived tables made anew, with what a person has ruled if there is anything, all or nothing."""

import typing
from collections.abc import Sequence
from typing import Final

from vedtak.models.corrections import Correction, CorrectionStatus
from vedtak.models.findings import Finding, Severity
from vedtak.pipeline.corrections.report import stale_sentence
from vedtak.pipeline.corrections.told import NO_CORRECTIONS, Corrections
from vedtak.pipeline.deriving.derived import rebuild_linked
from vedtak.pipeline.linking.linking import link_keys
from vedtak.pipeline.storing.merge import COMPARED
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.rows import insert_records, listed
from vedtak.pipeline.tables.schema import key_of
from vedtak.pipeline.tables.settled import unsettle

if typing.TYPE_CHECKING:
    from vedtak.pipeline.corrections.entries import Entry

STALE: Final = "stale_correction"
"""Name of the check whose findings are corrections that could not be applied."""
COMPARED_TABLES: Final = ("decisions", "proposals")
"""Tables whose texts are compared with each other."""


def rebuild_corrected(
    store: Store, corrections: Corrections = NO_CORRECTIONS, *, anew: bool = False
) -> list[Correction]:
    """Derive what spans documents, with corrections; what earlier corrections did is undone.

    Args:
        store: The database, open for writing.
        corrections: What a person has ruled.
        anew: Whether the records of every document are merged anew too, and not only those that
            were corrected before.

    Returns:
        What became of each correction, in the order of the file. All or nothing is stored.
    """
    with store.all_memory(), store.transaction():
        _undo(store, anew=anew)
        with store.stages.measure("link"):
            link_keys(store)  # it derives rows anew, so that fields are set behind it
        found = _apply(store, corrections.entries)
        _store(store, found)
    return found


def _apply(store: Store, entries: "Sequence[Entry]") -> list[Correction]:
    """Derive all that comes after the keys are linked, with corrections if there are any."""
    if not entries:
        rebuild_linked(store)
        return []
    from vedtak.pipeline.corrections.applying import apply_corrections

    return apply_corrections(store, entries)


def count_applied(store: Store) -> int:
    """Return how many corrections are in effect."""
    query = "SELECT count(*) FROM main.corrections WHERE status = 'applied'"
    row = store.connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _undo(store: Store, *, anew: bool) -> None:
    """Derive again what corrections have changed, from what the documents state."""
    if anew:
        unsettle(store.connection)
        store.derive_all()
        return
    rows = store.connection.execute(
        "SELECT DISTINCT table_name, record_key FROM main.corrections "
        "WHERE action = 'set' AND status = 'applied' ORDER BY ALL"
    ).fetchall()
    if not rows:
        return  # to look for the cases of nothing reads all keys too
    keys = [(str(table), str(key)) for table, key in rows]
    cases = [
        (COMPARED, case)
        for table in COMPARED_TABLES
        for case in cases_of(store, table, [key for name, key in keys if name == table])
    ]
    store.derive_again([*keys, *cases])


def cases_of(store: Store, table: str, keys: Sequence[str]) -> list[str]:
    """Return the cases of some decisions or proposals."""
    rows = store.connection.execute(
        f"SELECT DISTINCT case_id FROM main.{table} WHERE {key_of(table)[0]} IN "
        f"({listed(keys)}) AND case_id IS NOT NULL ORDER BY case_id"
    ).fetchall()
    return [case for (case,) in rows]


def _store(store: Store, found: Sequence[Correction]) -> None:
    """Store what became of the corrections, and a finding for each that is stale."""
    connection = store.connection
    connection.execute("DELETE FROM main.corrections")
    insert_records(connection, "main.corrections", Correction, found)
    findings = [
        Finding(
            finding_id=f"{STALE}/{each.ordinal}",
            check_name=STALE,
            severity=Severity.ERROR,
            document_id=each.document_id,
            message=stale_sentence(each),
        )
        for each in found
        if each.status == CorrectionStatus.STALE
    ]
    store.replace_findings([STALE], findings)
