"""The tables of matters and of what references mean, derived from all documents together."""

import datetime as dt
import functools
from importlib import resources
from typing import Final

import duckdb

from vedtak.extractors.keys import digest
from vedtak.extractors.version import EXTRACTOR_VERSION
from vedtak.models.base import Certainty
from vedtak.models.matters import Matter, MatterCase, MatterRule
from vedtak.models.references import CaseReference, ReferenceKind, ReferenceLink
from vedtak.pipeline.matters import Tie, TreatedCase, make_matters
from vedtak.pipeline.reference_links import KnownBody, KnownCase, References
from vedtak.pipeline.rows import INCOMING, execute_with, insert_records, text_rows
from vedtak.pipeline.schema import sql_text
from vedtak.pipeline.settled import find_changed, settle
from vedtak.pipeline.store import Store

_STEP: Final = "matters"
_RULES: Final = "1"
"""Raised when matters are to be derived anew though no record has changed."""
SAME_THING: Final = (ReferenceKind.PROPOSED, ReferenceKind.TREATED, ReferenceKind.EARLIER)
"""References that say that the other case is about the same thing, not only near it."""


def derive_matters(store: Store) -> None:
    """Find what references mean, and put cases together that are one matter.

    No rule looks beyond one organization, or one body that belongs to none; only those of which
    something has changed are looked at. Running it again on the same records changes nothing.
    """
    with store.transaction():
        connection = store.connection
        inputs = sql_text("matter_inputs.sql").replace("$rules", f"'{_rules()}'")
        if not find_changed(connection, _STEP, inputs):
            return
        cases = _cases(store)
        _forget(connection, cases)
        references = _references(store)
        index = References(_bodies(store), cases, _meetings(store))
        links = [index.resolve(reference) for reference in references]
        matters, members = make_matters((known.case for known in cases), _ties(references, links))
        for table, kind, rows in (
            ("reference_links", ReferenceLink, links),
            ("matters", Matter, matters),
            ("matter_cases", MatterCase, members),
        ):
            insert_records(connection, f"main.{table}", kind, rows)
        settle(connection, _STEP)


@functools.cache
def _rules() -> str:
    """Digest of what decides besides the records: the rules and their words."""
    words = resources.files("vedtak.extractors.lexicon").joinpath("titles.toml")
    return digest(f"{EXTRACTOR_VERSION} {_RULES} {words.read_text(encoding='utf-8')}")


def _forget(connection: duckdb.DuckDBPyConnection, cases: list[KnownCase]) -> None:
    """Remove what was derived of the cases, and of cases and references that are gone."""
    keys = text_rows(case_id=[known.case.case_id for known in cases])
    statement = f"CREATE OR REPLACE TEMP TABLE changed_cases AS FROM {INCOMING}"
    execute_with(connection, statement, keys)
    connection.execute(sql_text("forget_matters.sql"))


def _cases(store: Store) -> list[KnownCase]:
    rows = store.connection.execute(sql_text("treated_cases.sql")).fetchall()
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
        "FROM main.bodies WHERE coalesce(organization_id, body_id) IN (FROM temp.changed_parts) "
        "OR '' IN (FROM temp.changed_parts) ORDER BY body_id"
    )
    return [KnownBody(*row) for row in rows.fetchall()]


def _meetings(store: Store) -> list[tuple[str, dt.date]]:
    rows = store.connection.execute(
        "SELECT body_id, date FROM main.meetings LEFT JOIN main.bodies USING (body_id) "
        "WHERE date IS NOT NULL AND (coalesce(organization_id, body_id) IN "
        "(FROM temp.changed_parts) OR '' IN (FROM temp.changed_parts)) ORDER BY meeting_id"
    )
    return [(body_id, date) for body_id, date in rows.fetchall()]


def _references(store: Store) -> list[CaseReference]:
    names = list(CaseReference.model_fields)
    rows = store.connection.execute(
        f"SELECT {', '.join(names)} FROM main.case_references "
        "WHERE case_id IN (FROM temp.changed_cases) OR '' IN (FROM temp.changed_parts) "
        "ORDER BY reference_id"
    )
    return [
        CaseReference.model_construct(**dict(zip(names, row, strict=True)))
        for row in rows.fetchall()
    ]


def _ties(references: list[CaseReference], links: list[ReferenceLink]) -> list[Tie]:
    """What references tie together: only those that speak of the same thing."""
    ties = []
    for reference, link in zip(references, links, strict=True):
        target = link.target_case_id
        if target is None or reference.case_id is None or reference.kind not in SAME_THING:
            continue
        if target != reference.case_id:
            reason = f"{reference.case_id} says '{reference.text}': {link.reason}"
            certainty = Certainty(link.certainty or Certainty.LIKELY)
            ties.append(Tie(target, reference.case_id, MatterRule.REFERENCE, reason, certainty))
    return ties
