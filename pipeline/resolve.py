"""People and organizations derived from the names that are written.

All is derived from the contract tables each time, so that a better rule or a ruling needs no
re-reading. Who is who is worked out first (`organizations`, `people`), and only then stored.
"""

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

import duckdb

from vedtak.extractors.keys import fold
from vedtak.extractors.lexicon import standard_lexicon
from vedtak.models.base import Record
from vedtak.models.people import (
    Merge,
    MergeCandidate,
    NameRule,
    Organization,
    OrganizationName,
    Person,
    PersonName,
)
from vedtak.pipeline.candidates import organization_candidates, people_candidates
from vedtak.pipeline.mentions import Mention, scopes_of
from vedtak.pipeline.organizations import (
    Meaning,
    OrganizationMention,
    ResolvedOrganizations,
    resolve_organizations,
    split_legal_form,
)
from vedtak.pipeline.people import ResolvedPeople, resolve_people, spellings_of
from vedtak.pipeline.rows import INCOMING, execute_with, insert_records, text_rows
from vedtak.pipeline.ruled_names import RuledNames, apply_rulings
from vedtak.pipeline.rulings import NO_RULINGS, NameKind, Ruling, WrittenName
from vedtak.pipeline.schema import sql_text
from vedtak.pipeline.store import Store

_STAFF: Final = frozenset({"administration", "secretariat"})

_KEYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "attendance": "attendance_id",
        "case_presence": "presence_id",
        "ballots": "vote_id || ' ' || ordinal",
        "contributions": "contribution_id",
        "bodies": "body_id",
    }
)
"""Tables whose rows point to people or organizations, with the expression for their keys."""

_PERSON_TABLES: Final = ("attendance", "case_presence", "ballots", "contributions")
_ORGANIZATION_TABLES: Final = ("bodies", "attendance", "contributions")


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
        people, ruled_people = _people(connection, rulings, pointers)
        _store(connection, people, organizations)
        _point(connection, _ORGANIZATION_TABLES, "organization_id", pointers)
        persons = {(m.table, m.key): group.key for group in people.groups for m in group.mentions()}
        _point(connection, _PERSON_TABLES, "person_id", persons)
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


def _people(
    connection: duckdb.DuckDBPyConnection,
    rulings: Sequence[Ruling],
    organizations: Mapping[tuple[str, str], str],
) -> tuple[ResolvedPeople, RuledNames]:
    """Resolve the names of people."""
    bodies = connection.execute("SELECT body_id FROM main.bodies").fetchall()
    scopes = scopes_of({body: organizations.get(("bodies", body)) for (body,) in bodies})
    mentions = []
    for row in connection.execute(sql_text("person_mentions.sql")).fetchall():
        table, key, text, body_id, meeting_id, date, year, document_id = row[:8]
        lists, party, _, role = row[8:]
        if table == "senders" and (table, key) in organizations:
            continue
        stand = _affiliation(party, organizations.get((table, key)))
        mentions.append(
            Mention(
                table,
                key,
                text,
                body_id,
                meeting_id,
                date,
                year,
                document_id,
                tuple(lists),
                stand,
                role in _STAFF,
                role or "",
            )
        )
    spots = ((mention.text, mention.body_id) for mention in mentions)
    ruled = apply_rulings(NameKind.PERSON, rulings, spots)
    return resolve_people(mentions, scopes, ruled), ruled


def _affiliation(party: str | None, organization: str | None) -> str | None:
    """Return what somebody stands for in a form that can be compared."""
    if party and (folded := fold(party)):
        return f"party {_parties().get(folded, folded)}"
    return f"organization {organization}" if organization else None


@functools.cache
def _parties() -> Mapping[str, str]:
    """Return the common name of each way to write a party."""
    text = resources.files("vedtak.pipeline").joinpath("parties.toml").read_text(encoding="utf-8")
    return {written: party for party, all_ in tomllib.loads(text).items() for written in all_}


def _store(
    connection: duckdb.DuckDBPyConnection,
    people: ResolvedPeople,
    organizations: ResolvedOrganizations,
) -> None:
    """Replace the tables of people, organizations, merges and candidates."""
    persons, person_names = [], []
    for person in people.groups:
        mentions = person.mentions()
        persons.append(
            Person(
                person_id=person.key,
                name=person.name,
                **_years(mentions),
                records=len(mentions),
                bodies=sorted({m.body_id for m in mentions if m.body_id is not None}),
            )
        )
        person_names += [PersonName(person_id=person.key, **row) for row in _spellings(mentions)]
    rows, names = [], []
    for group in organizations.groups:
        rows.append(
            Organization(
                organization_id=group.key,
                name=group.name,
                **_years(group.mentions),
                records=len(group.mentions),
            )
        )
        names += [
            OrganizationName(organization_id=group.key, **row) for row in _spellings(group.mentions)
        ]
    candidates = [*people_candidates(people), *organization_candidates(organizations)]
    _replace(connection, "people", Person, persons)
    _replace(connection, "person_names", PersonName, person_names)
    _replace(connection, "organizations", Organization, rows)
    _replace(connection, "organization_names", OrganizationName, names)
    _replace(connection, "merges", Merge, _merges(people, organizations))
    _replace(connection, "merge_candidates", MergeCandidate, candidates)


def _merges(people: ResolvedPeople, organizations: ResolvedOrganizations) -> list[Merge]:
    """Return a row for each spelling that joined."""
    joined = [
        ("person", j.key, j.text, j.body_id, j.joined_name, j.edge, j.occurrences)
        for j in people.joined
    ]
    joined += [
        ("organization", group.key, text, body_id, other, edge, count)
        for group, text, body_id, other, edge, count in organizations.joined
    ]
    rows = [
        Merge(
            kind=kind,
            id=key,
            name_as_written=text,
            body_id=body_id,
            joined_name=other,
            rule=NameRule(edge.rule),
            reason=edge.reason,
            meeting_id=edge.meeting_id,
            document_id=edge.document_id,
            occurrences=count,
        )
        for kind, key, text, body_id, other, edge, count in joined
    ]
    return sorted(rows, key=lambda m: (m.kind, m.id, m.name_as_written, m.body_id or "", m.reason))


def _years(mentions: Sequence[Any]) -> dict[str, Any]:
    """First and last year in which records name somebody."""
    years = [mention.year for mention in mentions if mention.year is not None]
    return {"first_year": min(years, default=None), "last_year": max(years, default=None)}


def _spellings(mentions: Sequence[Any]) -> list[dict[str, Any]]:
    """Columns of the rows of somebody's spellings."""
    return [
        {
            "name_as_written": text,
            "occurrences": count,
            "bodies": bodies,
            "first_date": first,
            "last_date": last,
        }
        for text, count, bodies, first, last in spellings_of(mentions)
    ]


def _replace(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    model: type[Record],
    records: Sequence[Record],
) -> None:
    """Put rows in the place of all that a table has."""
    connection.execute(f"DELETE FROM main.{table}")
    insert_records(connection, f"main.{table}", model, records)


def _point(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[str],
    column: str,
    pointers: Mapping[tuple[str, str], str],
) -> None:
    """Fill the columns that point from a record to who is meant; clear those that name nobody."""
    for table in tables:
        mine = [(key, target) for (name, key), target in pointers.items() if name == table]
        rows = text_rows(key=[key for key, _ in mine], target=[target for _, target in mine])
        key = _KEYS[table]
        execute_with(
            connection,
            f"UPDATE main.{table} SET {column} = resolved.target FROM {INCOMING} AS resolved "
            f"WHERE {key} = resolved.key AND {column} IS DISTINCT FROM resolved.target",
            rows,
        )
        execute_with(
            connection,
            f"UPDATE main.{table} SET {column} = NULL WHERE {column} IS NOT NULL "
            f"AND ({key}) NOT IN (SELECT key FROM {INCOMING})",
            rows,
        )
