"""What an archive would miss or doubt in the database as a whole.

Each check is one query (`sql/checks/`). A hole may be filled, or opened, by any document, but only
by one of the same body: so an import looks at the papers of the bodies that it touched, and leaves
what was found in others as it is. All are looked at where the checks are others than the last time,
and by `vedtak rebuild`.
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

_DOCUMENTS: Final = "checks of documents"
_BODIES: Final = "checks of bodies"
_OF_DOCUMENTS: Final = "weekday"
"""The check that reads the words of the pages."""
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
        _choose_documents(connection)
        every = _choose_bodies(connection)
        _list_gaps(connection, "main" if every else "temp")
        findings = [finding for name in names for finding in _run(connection, name, every=every)]
        about = _SCOPE.format(otherwise="split_part(finding_id, '/', 2)")
        others = f"check_name <> '{_OF_DOCUMENTS}' OR meeting_id IS NOT NULL" if every else "false"
        connection.execute(
            f"DELETE FROM main.findings WHERE {ours} AND ({about} IN (FROM temp.checked) "
            f"OR {others})"
        )
        insert_records(connection, "main.findings", Finding, findings)
        if not every:
            connection.execute(sql_text("unbound.sql"))
        forget_bodies(connection)
        count = connection.execute(f"SELECT count(*) FROM main.findings WHERE {ours}").fetchone()
    return int(count[0]) if count else 0


def _choose_documents(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `temp.unchecked` with the documents of runs of which anything has changed.

    What the words of one page say depends on no other document, and to look for it takes longest.
    """
    rules = digest(sql_text(f"checks/{_OF_DOCUMENTS}.sql"))
    find_changed(
        connection,
        _DOCUMENTS,
        "SELECT run_id AS part, hash(document_id, sha256, status, extractor_version, "
        f"options_digest, '{rules}') AS input FROM main.documents",
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE unchecked AS SELECT document_id FROM main.documents "
        "WHERE run_id IN (SELECT part FROM temp.changed_parts)"
    )
    connection.execute(
        "SET VARIABLE first_unchecked = (SELECT coalesce(min(rowid), 0) FROM main.pages "
        "WHERE document_id IN (FROM temp.unchecked))"
    )
    settle(connection, _DOCUMENTS)


def _choose_bodies(connection: duckdb.DuckDBPyConnection) -> bool:
    """Fill `temp.checked` with the bodies and documents that are looked at.

    Returns:
        Whether all bodies are; else the checks are to be read over what `_bounded` names.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE checked AS FROM stated.touched_bodies UNION FROM "
        f"temp.unchecked UNION SELECT document_id FROM main.findings WHERE check_name = "
        f"'{_OF_DOCUMENTS}' AND document_id NOT IN (SELECT document_id FROM main.documents)"
    )
    rules = f"SELECT '' AS part, hash('{_rules()}') AS input"
    if find_changed(connection, _BODIES, rules):
        settle(connection, _BODIES)
        return True
    if ALL_BODIES in noted_bodies(connection):
        return True
    connection.execute(sql_text("bounded.sql"))
    for name in _VIEWS:
        view = _bounded(sql_text(f"views/{name}.sql")).replace("main.parts", "temp.parts")
        connection.execute(view.replace("REPLACE VIEW temp.", "REPLACE TEMP VIEW "))
    return False


@functools.cache
def _rules() -> str:
    """Digest of all checks, and of what they read."""
    texts = [sql_text(f"checks/{name}.sql") for name in check_names()]
    return digest("".join([*texts, *(sql_text(f"views/{name}.sql") for name in _VIEWS)]))


def _bounded(query: str) -> str:
    """Let a query read what there is of the bodies in `temp.checked`."""

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
        f"WHERE {every} OR {about} IN (FROM temp.checked) ORDER BY key"
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
