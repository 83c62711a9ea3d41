"""What an archive would miss or doubt in the database as a whole.

Each check is one query (`sql/checks/`). A hole may be filled, or opened, by any document, but only
by one of the same body; what the words of a page say depends on no other page. So an import looks
at the papers of the bodies that it touched, and leaves what was found in others as it is. All are
looked at where the checks are others than the last time, and by `vedtak rebuild`.
"""

import functools
import re
from importlib import resources
from typing import Final

import duckdb

from vedtak.extractors.keys import digest
from vedtak.models.findings import Finding
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.storing.touched_bodies import ALL_BODIES, forget_bodies, noted_bodies
from vedtak.pipeline.tables.rows import insert_records, listed
from vedtak.pipeline.tables.schema import sql_text
from vedtak.pipeline.tables.settled import find_changed, settle

_STEP: Final = "checks"
_VIEWS: Final = ("approvals", "gaps")
"""Views that the checks read, each after those that it reads."""
_BOUNDED: Final = re.compile(r"\b(?:main\.(meetings|cases|approvals|gaps)|stated\.(cases))\b")
"""What stands in a check for something that can be bounded to some bodies."""
_SCOPE: Final = (
    "coalesce(split_part(meeting_id::VARCHAR, '/', 1), split_part(case_id::VARCHAR, '/', 1), "
    "{otherwise})"
)
"""The body that a finding is about, or the document."""


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
    ours = f"check_name IN ({listed(names)})"
    connection = store.connection
    with store.transaction():
        every = _choose(connection)
        _list_gaps(connection, "main" if every else "temp")
        findings = [finding for name in names for finding in _run(connection, name, every=every)]
        about = _SCOPE.format(otherwise="split_part(finding_id, '/', 2)")
        connection.execute(
            f"DELETE FROM main.findings WHERE {ours} AND ({every} OR {about} IN "
            "(FROM stated.touched_bodies))"
        )
        insert_records(connection, "main.findings", Finding, findings)
        if not every:
            connection.execute(sql_text("unbound.sql"))
        forget_bodies(connection)
        count = connection.execute(f"SELECT count(*) FROM main.findings WHERE {ours}").fetchone()
    return int(count[0]) if count else 0


def _choose(connection: duckdb.DuckDBPyConnection) -> bool:
    """Choose what is looked at: the touched bodies and documents, or all.

    Returns:
        Whether it is all; else the checks are to be read over what `_bounded` names.
    """
    rules = f"SELECT '' AS part, hash('{_rules()}') AS input"
    if every := find_changed(connection, _STEP, rules):
        settle(connection, _STEP)
    every = every or ALL_BODIES in noted_bodies(connection)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE unchecked AS SELECT document_id FROM main.documents "
        f"WHERE {every} OR document_id IN (FROM stated.touched_bodies)"
    )
    connection.execute(
        "SET VARIABLE first_unchecked = (SELECT coalesce(min(rowid), 0) FROM main.pages "
        "WHERE document_id IN (FROM temp.unchecked))"
    )
    if not every:
        connection.execute(sql_text("bounded.sql"))
        for name in _VIEWS:
            view = _bounded(sql_text(f"views/{name}.sql")).replace("main.parts", "temp.parts")
            connection.execute(view.replace("REPLACE VIEW temp.", "REPLACE TEMP VIEW "))
    return every


@functools.cache
def _rules() -> str:
    """Digest of all checks, and of what they read."""
    texts = [sql_text(f"checks/{name}.sql") for name in check_names()]
    return digest("".join([*texts, *(sql_text(f"views/{name}.sql") for name in _VIEWS)]))


def _bounded(query: str) -> str:
    """Let a query read what there is of the touched bodies."""

    def instead(found: re.Match[str]) -> str:
        return f"temp.{found[1] or f'stated_{found[2]}'}"

    return _BOUNDED.sub(instead, query)


def _list_gaps(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """List gaps once for all checks that ask for some: the view takes longer than all else."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE known_gaps AS FROM {schema}.gaps WHERE kind <> 'attachment'"
    )


def _run(connection: duckdb.DuckDBPyConnection, name: str, *, every: bool) -> list[Finding]:
    query = sql_text(f"checks/{name}.sql")
    about = _SCOPE.format(otherwise="split_part(key, '/', 1)")
    rows = connection.execute(
        "SELECT key, severity, document_id, meeting_id, case_id, message "
        f"FROM ({query if every else _bounded(query)}) "
        f"WHERE {every} OR {about} IN (FROM stated.touched_bodies) ORDER BY key"
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
