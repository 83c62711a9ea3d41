"""Keys of bodies and meetings linked across documents, and all records that hold them.

What documents state stays as they state it. Where documents give one body or meeting several keys
(`body_links`, `meeting_links`), the contract tables are derived from the stated rows with the keys
that are meant, so that agenda and minutes meet, and come apart again when one is removed.
"""

from typing import Final

import duckdb

from vedtak.models.findings import Finding, Severity
from vedtak.models.links import BodyLink, MeetingLink
from vedtak.pipeline.linking.bodies import StatedBody, link_bodies
from vedtak.pipeline.linking.meetings import Doubt, StatedMeeting, link_meetings
from vedtak.pipeline.storing.merge import COMPARED, derive, group_column
from vedtak.pipeline.storing.search_changes import note_linked_parts
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.storing.touched_bodies import ALL_BODIES, keys_in, note_bodies, noted_bodies
from vedtak.pipeline.tables.rows import INCOMING, execute_with, insert_records, text_rows
from vedtak.pipeline.tables.schema import STATED, sql_text
from vedtak.pipeline.tables.settled import find_changed, settle

_CHECK: Final = "meetings_unlinked"
_STEP: Final = "links"
_RULES: Final = "1"
"""Raised when all meetings are to be linked anew though no document has changed."""
_LINKED: Final = "temp.linked_"


def link_keys(store: Store) -> None:
    """Link keys of bodies and meetings, and derive anew the records whose keys change by it.

    Only bodies of which something was written, removed, linked or unlinked since the last time
    are derived anew. The result does not depend on the order in which documents came.
    """
    with store.transaction():
        connection = store.connection
        bodies = link_bodies(_stated_bodies(connection))
        chosen = _choose(connection, bodies)
        meetings, doubts = link_meetings(_stated_meetings(connection, bodies))
        affected = _find_affected(connection, bodies, meetings)
        connection.execute("DELETE FROM main.body_links")
        insert_records(connection, "main.body_links", BodyLink, bodies)
        connection.execute(f"DELETE FROM main.meeting_links WHERE {_is_chosen('stated_key')}")
        insert_records(connection, "main.meeting_links", MeetingLink, meetings)
        if affected:
            _derive_anew(connection, affected)
        connection.execute(
            f"DELETE FROM main.findings WHERE check_name = '{_CHECK}' "
            f"AND {_is_chosen('meeting_id')}"
        )
        findings = [_finding(doubt) for doubt in doubts]
        insert_records(connection, "main.findings", Finding, findings)
        note_bodies(connection, chosen)
        settle(connection, _STEP)


def _choose(connection: duckdb.DuckDBPyConnection, bodies: list[BodyLink]) -> set[str]:
    """Fill `temp.chosen` with the bodies whose meetings are to be linked anew.

    These are bodies of which something was written or removed, or whose own links have changed,
    each with all keys that mean the same body; all bodies if the rules are new.

    Returns:
        The same.
    """
    meant = {link.stated_key: link.body_id for link in bodies}
    before = dict(connection.execute("SELECT stated_key, body_id FROM main.body_links").fetchall())
    stirred: set[str] = {key for pair in meant.items() ^ before.items() for key in pair}
    written = noted_bodies(connection)
    new_rules = find_changed(connection, _STEP, f"SELECT '' AS part, hash('{_RULES}') AS input")
    if new_rules or ALL_BODIES in written:
        rows = connection.execute(
            "SELECT DISTINCT split_part(key, '/', 1) FROM (SELECT body_id AS key FROM "
            "stated.meetings UNION ALL SELECT meeting_id FROM stated.meetings UNION ALL "
            "SELECT stated_key FROM main.meeting_links UNION ALL SELECT meeting_id FROM "
            f"main.findings WHERE check_name = '{_CHECK}')"
        )
        stirred |= {body for (body,) in rows.fetchall() if body is not None}
    stirred |= written - {ALL_BODIES}
    targets = {links.get(body, body) for body in stirred for links in (meant, before)}
    chosen: set[str] = {*stirred, *targets}
    chosen |= {key for links in (meant, before) for key, to in links.items() if to in targets}
    _fill(connection, "chosen", sorted(chosen))
    return chosen


def _fill(connection: duckdb.DuckDBPyConnection, table: str, bodies: list[str]) -> None:
    """Make a temporary table of bodies."""
    statement = f"CREATE OR REPLACE TEMP TABLE {table} AS FROM {INCOMING}"
    execute_with(connection, statement, text_rows(body_id=bodies))


def _is_chosen(column: str) -> str:
    return f"split_part({column}, '/', 1) IN (SELECT body_id FROM temp.chosen)"


def _stated_bodies(connection: duckdb.DuckDBPyConnection) -> list[StatedBody]:
    rows = connection.execute(
        "SELECT DISTINCT body_id, name, short_name, organization_as_written FROM stated.bodies"
    )
    return [StatedBody(*row) for row in rows.fetchall()]


def _stated_meetings(
    connection: duckdb.DuckDBPyConnection, bodies: list[BodyLink]
) -> list[StatedMeeting]:
    """Put together what all documents state under one key."""
    meant = {link.stated_key: link.body_id for link in bodies}
    rows = connection.execute(sql_text("stated_meetings.sql")).fetchall()
    return [
        StatedMeeting(
            key=key,
            body_id=meant.get(body_id, body_id),
            rest=key.removeprefix(f"{body_id}/"),
            dates=frozenset(dates or ()),
            starts=frozenset(starts or ()),
            extraordinary=frozenset(extraordinary or ()),
            cases=frozenset(meant.get(case[0], case[0]) + case[1] for case in map(_cut, cases)),
        )
        for key, body_id, dates, starts, extraordinary, cases in rows
    ]


def _cut(key: str) -> tuple[str, str]:
    """Cut a key behind its body."""
    body, slash, rest = key.partition("/")
    return body, slash + rest


def _find_affected(
    connection: duckdb.DuckDBPyConnection, bodies: list[BodyLink], meetings: list[MeetingLink]
) -> list[str]:
    """Tell which bodies are to be derived anew, by the keys that documents give.

    These are bodies of which a link came, went or changed, and of the linked ones those of which
    something was written or removed; with each all keys that mean the same body. All other rows
    were derived right when they were written.
    """
    pairs = {
        *((link.stated_key, link.body_id) for link in bodies),
        *((link.stated_key, link.meeting_id) for link in meetings),
    }
    known = connection.execute(
        f"SELECT stated_key, meeting_id, {_is_chosen('stated_key')} FROM main.meeting_links"
    ).fetchall()
    pairs |= {(key, meeting) for key, meeting, chosen in known if not chosen}
    before = {
        *connection.execute("SELECT stated_key, body_id FROM main.body_links").fetchall(),
        *((key, meeting) for key, meeting, _ in known),
    }
    written = noted_bodies(connection)
    linked = {_cut(key)[0] for pair in pairs for key in pair}
    stirred = {_cut(key)[0] for pair in before ^ pairs for key in pair}
    meant = {link.stated_key: link.body_id for link in bodies}
    stirred |= linked if ALL_BODIES in written else linked & written
    targets = {meant.get(body, body) for body in stirred}
    return sorted({*stirred, *targets, *(key for key, to in meant.items() if to in targets)})


def _derive_anew(connection: duckdb.DuckDBPyConnection, affected: list[str]) -> None:
    """Derive all records of the affected bodies from what is stated, with the keys meant."""
    _fill(connection, "affected", affected)
    for table in STATED:
        connection.execute(_linked_rows(table))
    connection.execute("CREATE OR REPLACE TEMP TABLE touched (table_name VARCHAR, key VARCHAR)")
    for table in STATED:
        connection.execute(_touch(table, group_column(table)))
    for table in ("proposals", "decisions"):
        connection.execute(
            f"INSERT INTO temp.touched SELECT DISTINCT '{COMPARED}', case_id "
            f"FROM {_LINKED}{table} WHERE case_id IS NOT NULL"
        )
    names = connection.execute("SELECT DISTINCT table_name FROM temp.touched ORDER BY 1")
    derive(connection, {name for (name,) in names.fetchall()}, _LINKED)
    note_linked_parts(connection)
    connection.execute(sql_text("link_parts.sql"))
    connection.execute(sql_text("link_spans.sql"))
    for table in STATED:
        connection.execute(f"DROP TABLE {_LINKED}{table}")


def _linked_rows(table: str) -> str:
    """Write the statement that copies what documents state of affected bodies, keys replaced."""
    keys = keys_in(table)
    replaced = ", ".join(f"main.canonical_key({name}) AS {name}" for name in keys)
    replace = f"REPLACE ({replaced})" if keys else ""
    of_body = " OR ".join(_is_affected(name) for name in keys) or "false"
    return (
        f"CREATE OR REPLACE TEMP TABLE linked_{table} AS "
        f"SELECT * {replace} FROM stated.{table} WHERE {of_body}"
    )


def _is_affected(column: str) -> str:
    return f"split_part({column}, '/', 1) IN (SELECT body_id FROM temp.affected)"


def _touch(table: str, group: str) -> str:
    """Write the statement that touches the keys of a table, as stated and as meant."""
    return (
        f"INSERT INTO temp.touched SELECT '{table}', key FROM ("
        f"SELECT {group} AS key FROM {_LINKED}{table} UNION "
        f"SELECT {group} FROM main.{table} WHERE {_is_affected(group)})"
    )


def _finding(doubt: Doubt) -> Finding:
    return Finding(
        finding_id=f"{_CHECK}/{doubt.key}",
        check_name=_CHECK,
        severity=Severity.WARNING,
        meeting_id=doubt.key,
        message=f"{doubt.key}: {doubt.message}",
    )
