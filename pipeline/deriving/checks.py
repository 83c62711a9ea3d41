"""What an archive would miss or doubt in the database as a whole.

Each check is one query (`sql/checks/`) over the whole database, run at the end of every import:
a hole may be filled, or opened, by any document. Only the words of pages are not read again.
"""

from importlib import resources
from typing import Final

from vedtak.extractors.keys import digest
from vedtak.models.findings import Finding
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import sql_text
from vedtak.pipeline.tables.settled import find_changed, settle

_STEP: Final = "checks of documents"
_OF_DOCUMENTS: Final = "weekday"
"""The check that reads the words of the pages."""


def check_names() -> list[str]:
    """Return the names of the checks, in alphabetical order."""
    folder = resources.files("vedtak.pipeline").joinpath("sql", "checks")
    names = (entry.name for entry in folder.iterdir())
    return sorted(name.removesuffix(".sql") for name in names if name.endswith(".sql"))


def check_database(store: Store) -> int:
    """Run all checks and store what they find in place of what they found before.

    Returns:
        The number of findings.
    """
    names = check_names()
    with store.transaction():
        _choose_documents(store)
        # Most checks of holes ask for gaps of one kind, and the view takes longer than all else.
        store.connection.execute(
            "CREATE OR REPLACE TEMP TABLE known_gaps AS FROM main.gaps WHERE kind <> 'attachment'"
        )
        findings = [finding for name in names for finding in _run(store, name)]
        kept = _keep_checked(store)
        store.replace_findings(names, [*kept, *findings])
        settle(store.connection, _STEP)
    return len(kept) + len(findings)


def _choose_documents(store: Store) -> None:
    """Fill `temp.unchecked` with the documents of runs of which anything has changed.

    What the words of one page say depends on no other document, and to look for it takes longest.
    """
    rules = digest(sql_text(f"checks/{_OF_DOCUMENTS}.sql"))
    find_changed(
        store.connection,
        _STEP,
        "SELECT run_id AS part, hash(document_id, sha256, status, extractor_version, "
        f"options_digest, '{rules}') AS input FROM main.documents",
    )
    store.connection.execute(
        "CREATE OR REPLACE TEMP TABLE unchecked AS SELECT document_id FROM main.documents "
        "WHERE run_id IN (SELECT part FROM temp.changed_parts)"
    )


def _keep_checked(store: Store) -> list[Finding]:
    """Return what was found in the words of the other documents."""
    names = list(Finding.model_fields)
    rows = store.connection.execute(
        f"SELECT {', '.join(names)} FROM main.findings WHERE check_name = '{_OF_DOCUMENTS}' "
        "AND document_id IN (SELECT document_id FROM main.documents) "
        "AND document_id NOT IN (FROM temp.unchecked)"
    )
    return [Finding.model_validate(dict(zip(names, row, strict=True))) for row in rows.fetchall()]


def _run(store: Store, name: str) -> list[Finding]:
    query = sql_text(f"checks/{name}.sql")
    rows = store.connection.execute(
        "SELECT key, severity, document_id, meeting_id, case_id, message "
        f"FROM ({query}) ORDER BY key"
    )
    return [
        Finding(
            finding_id=f"{name}/{key}",
            check_name=name,
            severity=severity,
            document_id=document_id,
            meeting_id=meeting_id,
            case_id=case_id,
            message=message,
        )
        for key, severity, document_id, meeting_id, case_id, message in rows.fetchall()
    ]
