"""People and organizations derived from the names that are written.

All is derived from the contract tables each time, so that a better rule or a ruling needs no
re-reading. Who is who is worked out first (`organizations`, `people`), and only then stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

import duckdb

from vedtak.extractors.keys import fold
from vedtak.extractors.lexicon import standard_lexicon
from vedtak.models.people import (
    Merge,
    MergeCandidate,
    NameRule,
    Organization,
    OrganizationName,
)
from vedtak.pipeline.names.candidates import organization_candidates
from vedtak.pipeline.names.name_rows import merge_row, point, spelling_columns, years_of
from vedtak.pipeline.names.organizations import (
    Meaning,
    OrganizationMention,
    ResolvedOrganizations,
    resolve_organizations,
    split_legal_form,
)
from vedtak.pipeline.names.resolve_people import refresh_people
from vedtak.pipeline.names.ruled_names import RuledNames, apply_rulings
from vedtak.pipeline.names.rulings import NO_RULINGS, NameKind, Ruling, WrittenName
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.changed_rows import replace_rows
from vedtak.pipeline.tables.rows import record_rows
from vedtak.pipeline.tables.schema import sql_text


@dataclass(slots=True)
class Resolution:
    """What came of resolving the names."""

    unknown: list[WrittenName] = field(default_factory=list)
    """Names in rulings that no record carries."""


def resolve_names(store: Store, rulings: Sequence[Ruling] = NO_RULINGS) -> Resolution:
    """Derive people, organizations and their spellings, and fill the columns that point to them.

    Running it again on the same records changes nothing.

    Args:
        store: The database, open for writing.
        rulings: What a person has ruled; they come before every rule of ours.

    Returns:
        What of the rulings could not be used.

    Raises:
        ContradictingRulings: When two rulings cannot both hold; nothing is changed then.
    """
    with store.transaction():
        connection = store.connection
        organizations, ruled_organizations = _organizations(connection, rulings)
        pointers = {
            (m.table, m.key): group.key for group in organizations.groups for m in group.mentions
        }
        _store(connection, organizations)
        _point(connection, pointers)
        senders = {key for table, key in pointers if table == "senders"}
        ruled_people = refresh_people(connection, rulings, senders)
    return Resolution([*ruled_people.unknown, *ruled_organizations.unknown])


def _organizations(
    connection: duckdb.DuckDBPyConnection, rulings: Sequence[Ruling]
) -> tuple[ResolvedOrganizations, RuledNames]:
    """Resolve the names of organizations."""
    lexicon = standard_lexicon()
    rows = connection.execute(sql_text("organization_mentions.sql")).fetchall()
    known = {fold(row[2]) for row in rows if row[0] != "senders"}
    mentions = [
        OrganizationMention(
            table=row[0],
            key=row[1],
            text=row[2],
            body_id=row[3],
            meeting_id=row[4],
            date=row[5],
            year=row[6],
            document_id=row[7],
            person=fold(row[8]) if row[8] else None,
            generic=lexicon.is_word("generic_body", row[2]),
        )
        for row in rows
        if row[0] != "senders" or not is_sender_a_person(row[2], known)
    ]
    explained = [
        Meaning(
            fold(short),
            split_legal_form(long)[0],
            body_id,
            year,
            NameRule.EXPLAINED,
            f"« {long} ({short}) » stands on page {page}",
            document_id,
            meeting_id,
        )
        for short, long, body_id, year, document_id, meeting_id, page in connection.execute(
            sql_text("abbreviation_meanings.sql")
        ).fetchall()
    ]
    spots = ((mention.text, mention.body_id) for mention in mentions)
    ruled = apply_rulings(NameKind.ORGANIZATION, rulings, spots)
    return resolve_organizations(mentions, explained, ruled), ruled


def is_sender_a_person(text: str, organizations: set[str]) -> bool:
    """Tell 'Karl S. Vestli' from 'Direktoratet for e-helse' and 'Kommunedirektøren'.

    Args:
        text: Sender of a note as written.
        organizations: Folded names by which organizations go elsewhere.
    """
    words = text.replace("-", " ").split()
    return (
        fold(text) not in organizations
        and len(words) > 1
        and all(word[0].isupper() and word[-1] not in "0123456789" for word in words)
    )


def _store(connection: duckdb.DuckDBPyConnection, resolved: ResolvedOrganizations) -> None:
    """Replace what is told of organizations."""
    rows, names = [], []
    for group in resolved.groups:
        first, last = years_of(group.mentions)
        rows.append(
            Organization(
                organization_id=group.key,
                name=group.name,
                first_year=first,
                last_year=last,
                records=len(group.mentions),
            )
        )
        names += [
            OrganizationName(organization_id=group.key, **row)
            for row in spelling_columns(group.mentions)
        ]
    merges = [
        merge_row("organization", group.key, text, body_id, other, edge, count)
        for group, text, body_id, other, edge, count in resolved.joined
    ]
    candidates = organization_candidates(resolved)
    kind = "kind = 'organization'"
    for table, found, where in (
        ("organizations", record_rows(Organization, rows), "true"),
        ("organization_names", record_rows(OrganizationName, names), "true"),
        ("merges", record_rows(Merge, merges), kind),
        ("merge_candidates", record_rows(MergeCandidate, candidates), kind),
    ):
        replace_rows(connection, f"main.{table}", found, where)


def _point(connection: duckdb.DuckDBPyConnection, pointers: Mapping[tuple[str, str], str]) -> None:
    """Let records point to the organizations that they name."""
    rows = connection.execute(sql_text("organization_pointers.sql")).fetchall()
    before = {(table, key): organization for table, key, organization in rows}
    others = [
        (*record, pointers.get(record))
        for record in before.keys() | pointers.keys()
        if pointers.get(record) != before.get(record)
    ]
    point(connection, "organization_id", sorted(others, key=itemgetter(0, 1)))
