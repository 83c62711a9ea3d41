"""People and organizations derived from the names that are written.

Two spellings are one name when they are equal after folding: case, accents, hyphens, å and aa.
All is derived from the contract tables each time, so that a better rule needs no re-reading.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import duckdb
import pyarrow as pa

from vedtak.extractors.keys import fold, slug
from vedtak.models.people import Organization, OrganizationName, Person, PersonName
from vedtak.pipeline.arrow import insert, records_table
from vedtak.pipeline.rulings import NO_RULINGS, Ruling
from vedtak.pipeline.schema import sql_text
from vedtak.pipeline.store import Store

_PERSON_COLUMNS: Final = ("attendance", "case_presence", "ballots", "contributions")
_ORGANIZATION_COLUMNS: Final = ("bodies", "attendance", "contributions")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling of a name and how many records carry it."""

    text: str
    """The name as written."""
    occurrences: int
    """Number of records."""


@dataclass(frozen=True, slots=True)
class ResolvedName:
    """A person or organization with all spellings that are taken for it."""

    key: str
    """Its key, a slug."""
    name: str
    """The spelling that it goes by."""
    spellings: tuple[Spelling, ...]
    """All its spellings, in alphabetical order."""


def resolve_names(store: Store, rulings: Sequence[Ruling] = NO_RULINGS) -> None:
    """Derive people, organizations and their spellings, and fill the columns that point to them.

    Running it again on the same records changes nothing.
    """
    with store.transaction():
        connection = store.connection
        spelled_people, spelled_organizations = _seen(connection)
        organizations = group_spellings(spelled_organizations)
        people = group_spellings(spelled_people)
        _store_people(connection, people)
        _store_organizations(connection, organizations)
        _point(connection, _PERSON_COLUMNS, "person_id", "name_as_written", people)
        _point(
            connection,
            _ORGANIZATION_COLUMNS,
            "organization_id",
            "organization_as_written",
            organizations,
        )


def group_spellings(spellings: Mapping[str, int]) -> list[ResolvedName]:
    """Group spellings that fold to the same name.

    Args:
        spellings: Number of records per spelling.

    Returns:
        The names in the order of their folded form, each with a key of its own. A spelling
        without any letter or digit belongs to nobody.
    """
    groups: dict[str, list[Spelling]] = {}
    for text in sorted(spellings):
        if folded := fold(text):
            groups.setdefault(folded, []).append(Spelling(text, spellings[text]))
    taken: set[str] = set()
    resolved = []
    for _, group in sorted(groups.items()):
        name = min(group, key=_rank).text
        key = _free_key(slug(name), taken)
        taken.add(key)
        resolved.append(ResolvedName(key, name, tuple(group)))
    return resolved


def _rank(spelling: Spelling) -> tuple[int, bool, int, str]:
    """Order spellings of one name: often seen first, then mixed case, then more Norwegian."""
    text = spelling.text
    ascii_letters = sum(c.isascii() for c in text)
    return (-spelling.occurrences, text.isupper() or text.islower(), ascii_letters, text)


def _free_key(key: str, taken: set[str]) -> str:
    """Number a key that another name has: Ås and As are two names with one slug."""
    number, free = 2, key
    while free in taken:
        free, number = f"{key}-{number}", number + 1
    return free


def _seen(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, int], dict[str, int]]:
    """Return the spellings of people and of organizations, each with its number of records."""
    people: dict[str, int] = {}
    organizations: dict[str, int] = {}
    senders: dict[str, int] = {}
    kinds = MappingProxyType({"person": people, "organization": organizations, "sender": senders})
    for kind, text, occurrences in connection.execute(sql_text("spellings.sql")).fetchall():
        kinds[kind][text] = occurrences
    # A sender is a person unless organizations go by that name or it does not look like a name.
    known = {fold(text) for text in organizations}
    for text, occurrences in senders.items():
        person = fold(text) not in known and _looks_like_person(text)
        target = people if person else organizations
        target[text] = target.get(text, 0) + occurrences
    return people, organizations


def _looks_like_person(text: str) -> bool:
    """Tell 'Karl S. Vestli' from 'Direktoratet for e-helse' and 'Kommunedirektøren'."""
    words = text.replace("-", " ").split()
    return len(words) > 1 and all(
        word[0].isupper() and word[-1] not in "0123456789" for word in words
    )


def _store_people(connection: duckdb.DuckDBPyConnection, people: list[ResolvedName]) -> None:
    """Replace the tables of people."""
    connection.execute("DELETE FROM main.people")
    connection.execute("DELETE FROM main.person_names")
    rows = [Person(person_id=p.key, name=p.name) for p in people]
    names = [
        PersonName(person_id=p.key, name_as_written=s.text, occurrences=s.occurrences)
        for p in people
        for s in p.spellings
    ]
    insert(connection, "main.people", records_table(Person, rows))
    insert(connection, "main.person_names", records_table(PersonName, names))


def _store_organizations(
    connection: duckdb.DuckDBPyConnection, organizations: list[ResolvedName]
) -> None:
    """Replace the tables of organizations."""
    connection.execute("DELETE FROM main.organizations")
    connection.execute("DELETE FROM main.organization_names")
    rows = [Organization(organization_id=o.key, name=o.name) for o in organizations]
    names = [
        OrganizationName(organization_id=o.key, name_as_written=s.text, occurrences=s.occurrences)
        for o in organizations
        for s in o.spellings
    ]
    insert(connection, "main.organizations", records_table(Organization, rows))
    insert(connection, "main.organization_names", records_table(OrganizationName, names))


def _point(
    connection: duckdb.DuckDBPyConnection,
    tables: tuple[str, ...],
    column: str,
    written: str,
    resolved: list[ResolvedName],
) -> None:
    """Fill the columns that point from a written name to who is meant."""
    pairs = [(s.text, name.key) for name in resolved for s in name.spellings]
    spellings = pa.table(
        {
            "spelling": pa.array([text for text, _ in pairs], pa.string()),
            "key": pa.array([key for _, key in pairs], pa.string()),
        }
    )
    connection.register("resolved", spellings)
    try:
        for table in tables:
            connection.execute(
                f"UPDATE main.{table} SET {column} = resolved.key FROM resolved "
                f"WHERE {table}.{written} = resolved.spelling "
                f"AND {table}.{column} IS DISTINCT FROM resolved.key"
            )
    finally:
        connection.unregister("resolved")
