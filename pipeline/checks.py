"""What an archive would miss or doubt in the database as a whole.

Each check is one query over the whole database (`sql/checks/`), run at the end of every import:
a hole may be filled, or opened, by any document.
"""

from importlib import resources

from vedtak.models.findings import Finding
from vedtak.pipeline.schema import sql_text
from vedtak.pipeline.store import Store


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
    findings = [finding for name in names for finding in _run(store, name)]
    store.replace_findings(names, findings)
    return len(findings)


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
