"""The tables of matters and of what references mean, derived from all documents together."""

import datetime as dt
import functools
from importlib import resources
from string import Template
from typing import Final

import duckdb

from vedtak.extractors.keys import digest
from vedtak.extractors.version import EXTRACTOR_VERSION
from vedtak.models.base import Certainty
from vedtak.models.matters import Matter, MatterCase, MatterRule
from vedtak.models.references import CaseReference, ReferenceLink
from vedtak.pipeline.matters.matters import Tie, TreatedCase, make_matters
from vedtak.pipeline.matters.references import KnownBody, KnownCase, References
from vedtak.pipeline.matters.touched_cases import (
    SAME_THING,
    find_near,
    know_stirred,
    note_stirred,
    recurring_cases,
)
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.changed_rows import replace_rows
from vedtak.pipeline.tables.rows import record_rows
from vedtak.pipeline.tables.schema import sql_text
from vedtak.pipeline.tables.settled import find_changed, is_settled, settle

_STEP: Final = "matters"
_RULES: Final = "1"
"""Raised when matters are to be derived anew though no record has changed."""
_AMONG: Final = (
    # First which rows these are: then no other row of the large table is read whole.
    "cases.rowid IN (SELECT rowid FROM main.cases WHERE case_id IN (FROM temp.{}))"
)


def derive_matters(store: Store) -> None:
    """Find what references mean, and put cases together that are one matter.

    No rule looks beyond one organization, or one body that belongs to none; of those in which
    something has changed, the cases that did are looked at, with all that have something in common
    with them. Running it again on the same records changes nothing.
    """
    with store.transaction():
        connection = store.connection
        if not find_changed(connection, _STEP, _inputs("matter_parts.sql")):
            return
        _forget_older(connection)
        _choose_parts(connection)
        inputs = _inputs("matter_inputs.sql", where=_of_changed_parts(connection))
        note_stirred(connection, inputs)
        know_stirred(connection, _cases(store, _AMONG.format("stirred")))
        find_near(connection, _refer(store))
        cases = [known.case for known in _cases(store, _AMONG.format("near_cases"))]
        matters, members = make_matters(cases, _ties(store), recurring_cases(connection))
        _replace(connection, matters, members)
        settle(connection, _STEP)


def _inputs(query: str, **values: str) -> str:
    return Template(sql_text(query)).substitute(rules=f"'{_rules()}'", **values)


def _of_changed_parts(connection: duckdb.DuckDBPyConnection) -> str:
    """Write the condition that a case may belong to `temp.changed_parts`."""
    without = connection.execute("SELECT 1 FROM temp.changed_parts WHERE part = ''").fetchone()
    if without is not None:
        return "true"
    # No case is without a body now, or '' were among the parts.
    return (
        "cases.meeting_id IN (SELECT meeting_id FROM main.meetings "
        "LEFT JOIN main.bodies USING (body_id) "
        "WHERE coalesce(organization_id, body_id) IN (FROM temp.changed_parts))"
    )


def _forget_older(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget all matters where it is not known what they were made from."""
    if not is_settled(connection, _STEP):
        for table in (
            "main.matters", "main.matter_cases", "main.reference_links", "stated.known_cases"
        ):  # fmt: skip
            connection.execute(f"DELETE FROM {table}")


def _choose_parts(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `temp.chosen_parts` with the changed parts, '' for all where cases have no body.

    Then there is no other part. References that no case has are a part '' too; they touch nothing
    else.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE chosen_parts AS SELECT part FROM temp.changed_parts "
        "WHERE part <> '' OR NOT EXISTS (SELECT 1 FROM temp.parts_now WHERE part <> '')"
    )


def _refer(store: Store) -> set[str]:
    """Find anew what references mean that may mean something else now.

    Returns:
        The cases from which, and to which, those lead that do, and to which those led that are
        gone.
    """
    connection = store.connection
    if connection.execute("FROM main.case_references LIMIT 1").fetchone() is None:
        gone = connection.execute("DELETE FROM main.reference_links RETURNING target_case_id")
        return {target for (target,) in gone.fetchall() if target is not None}
    connection.execute(sql_text("stirred_references.sql"))
    references = _references(store, "temp.stirred_references")
    before = {
        row[0]: row
        for row in connection.execute(
            f"SELECT {', '.join(ReferenceLink.model_fields)} FROM main.reference_links "
            f"WHERE {_STIRRED_LINKS}"
        ).fetchall()
    }
    links = []
    if references:
        index = References(_bodies(store), _cases(store, _MEANT), _meetings(store))
        links = [index.resolve(reference) for reference in references]
    replace_rows(
        connection,
        "main.reference_links",
        record_rows(ReferenceLink, links),
        _STIRRED_LINKS,
    )
    ends: set[str | None] = set()
    for reference, link in zip(references, links, strict=True):
        old = before.pop(link.reference_id, None)
        if old != tuple(getattr(link, name) for name in ReferenceLink.model_fields):
            ends |= {reference.case_id, link.target_case_id, old[2] if old else None}
    ends |= {old[2] for old in before.values()}  # their references are gone
    return {end for end in ends if end is not None}


_STIRRED_LINKS: Final = (
    "reference_id IN (FROM temp.stirred_references) "
    "OR reference_id NOT IN (SELECT reference_id FROM main.case_references)"
)
"""What is told of references that are looked at again, or are gone."""

_MEANT: Final = """
    (
        coalesce(bodies.organization_id, meetings.body_id, '') IN (FROM temp.chosen_parts)
        OR '' IN (FROM temp.chosen_parts)
    ) AND (
        cases.case_id IN (SELECT case_id FROM main.case_references
            WHERE reference_id IN (FROM temp.stirred_references))
        OR (cases.sequence, cases.year) IN (SELECT (sequence, year) FROM main.case_references
            WHERE reference_id IN (FROM temp.stirred_references))
        OR meetings.date IN (SELECT date FROM main.case_references
            WHERE reference_id IN (FROM temp.stirred_references))
        OR EXISTS (
            SELECT 1 FROM main.case_references
            INNER JOIN stated.known_cases AS origin USING (case_id)
            WHERE case_references.reference_id IN (FROM temp.stirred_references)
                AND case_references.date IS NULL
                AND (case_references.sequence IS NULL OR case_references.year IS NULL)
                AND meetings.date BETWEEN origin.date - INTERVAL 366 DAY AND origin.date
        )
    )
"""
"""Cases from which references lead that are looked at again, and all that they may mean."""


def _replace(
    connection: duckdb.DuckDBPyConnection, matters: list[Matter], members: list[MatterCase]
) -> None:
    """Put the matters of `temp.near_cases` in the place of those that they belonged to."""
    near = "case_id IN (FROM temp.near_cases)"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE near_matters AS "
        f"SELECT DISTINCT matter_id FROM main.matter_cases WHERE {near}"
    )
    replace_rows(connection, "main.matter_cases", record_rows(MatterCase, members), near)
    replace_rows(
        connection,
        "main.matters",
        record_rows(Matter, matters),
        "matter_id IN (FROM temp.near_matters)",
    )


@functools.cache
def _rules() -> str:
    """Digest of what decides besides the records: the rules and their words."""
    words = resources.files("vedtak.extractors.lexicon").joinpath("titles.toml")
    return digest(f"{EXTRACTOR_VERSION} {_RULES} {words.read_text(encoding='utf-8')}")


def _cases(store: Store, where: str) -> list[KnownCase]:
    query = Template(sql_text("treated_cases.sql")).substitute(where=where)
    rows = store.connection.execute(query).fetchall()
    return [
        KnownCase(
            case=TreatedCase(
                case_id=case_id,
                scope=organization or body_id,
                organization=organization,
                body_id=body_id,
                meeting_id=meeting_id,
                date=date,
                ordinal=ordinal,
                title=title,
                archive_case=archive_case,
            ),
            sequence=sequence,
            year=year,
            titles=tuple(text for text in (title, *(variants or ())) if text),
        )
        for (
            case_id,
            organization,
            body_id,
            meeting_id,
            date,
            ordinal,
            title,
            variants,
            archive_case,
            sequence,
            year,
        ) in rows
    ]


def _bodies(store: Store) -> list[KnownBody]:
    rows = store.connection.execute(
        "SELECT body_id, name, short_name, organization_id, organization_as_written "
        "FROM main.bodies WHERE coalesce(organization_id, body_id) IN (FROM temp.chosen_parts) "
        "OR '' IN (FROM temp.chosen_parts) ORDER BY body_id"
    )
    return [KnownBody(*row) for row in rows.fetchall()]


def _meetings(store: Store) -> list[tuple[str, dt.date]]:
    rows = store.connection.execute(
        "SELECT body_id, date FROM main.meetings LEFT JOIN main.bodies USING (body_id) "
        "WHERE date IS NOT NULL AND (coalesce(organization_id, body_id) IN "
        "(FROM temp.chosen_parts) OR '' IN (FROM temp.chosen_parts)) ORDER BY meeting_id"
    )
    return [(body_id, date) for body_id, date in rows.fetchall()]


def _references(store: Store, chosen: str) -> list[CaseReference]:
    names = list(CaseReference.model_fields)
    rows = store.connection.execute(
        f"SELECT {', '.join(names)} FROM main.case_references "
        f"WHERE reference_id IN (FROM {chosen}) ORDER BY reference_id"
    )
    return [
        CaseReference.model_construct(**dict(zip(names, row, strict=True)))
        for row in rows.fetchall()
    ]


def _ties(store: Store) -> list[Tie]:
    """What references tie together: only those that speak of the same thing."""
    kinds = ", ".join(f"'{kind}'" for kind in SAME_THING)
    rows = store.connection.execute(
        "SELECT case_id, text, target_case_id, reason, certainty FROM main.reference_links "
        "INNER JOIN main.case_references USING (reference_id) "
        f"WHERE kind IN ({kinds}) AND case_id IN (FROM temp.near_cases) "
        "AND target_case_id <> case_id ORDER BY reference_id"
    )
    return [
        Tie(
            target,
            case_id,
            MatterRule.REFERENCE,
            f"{case_id} says '{text}': {reason}",
            Certainty(certainty or Certainty.LIKELY),
        )
        for case_id, text, target, reason, certainty in rows.fetchall()
    ]
