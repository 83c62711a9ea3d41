"""People derived from the names in the database, as far as something about them has changed.

What the names in the papers of a body were resolved from is known by its digest (`settled`). Those
that are others now are resolved anew with all that a rule may connect with them (`touched_names`);
the rows of everybody else stay as they are. The result is that of resolving all names at once.
"""

import functools
import hashlib
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from string import Template
from typing import Final

import duckdb

from vedtak.extractors.keys import fold
from vedtak.extractors.name_forms import name_parts
from vedtak.extractors.version import EXTRACTOR_VERSION
from vedtak.models.people import Merge, MergeCandidate, Person, PersonName
from vedtak.pipeline.names.candidates import NAMESAKES, full_names, near_candidates
from vedtak.pipeline.names.collector import collector_paused
from vedtak.pipeline.names.mentions import Mention, scopes_of
from vedtak.pipeline.names.name_choice import Claim
from vedtak.pipeline.names.name_rows import merge_row, point, spelling_columns, years_of
from vedtak.pipeline.names.namesakes import refresh_namesakes
from vedtak.pipeline.names.people import ResolvedPeople, gather, resolve_gathered
from vedtak.pipeline.names.person_keys import CLAIM_COLUMNS, claim_among_all
from vedtak.pipeline.names.ruled_names import RuledNames, apply_rulings
from vedtak.pipeline.names.rulings import Called, NameKind, Ruling, WrittenName
from vedtak.pipeline.names.touched_names import (
    WITHOUT_BODY,
    connected,
    fill_places,
    marks_of,
    stored_scopes,
)
from vedtak.pipeline.tables.changed_rows import replace_rows
from vedtak.pipeline.tables.rows import Rows, fill, insert, record_rows, text_rows
from vedtak.pipeline.tables.schema import sql_text
from vedtak.pipeline.tables.settled import find_changed, is_settled, note_digests, settle

_STEP: Final = "people"
_RULES: Final = "1"
"""Raised when all names are to be resolved anew though no record has changed."""
_OWN: Final = ("stated.person_keys", "stated.person_full_names", "stated.name_marks")
_TOUCHED: Final = "person_id IN (FROM temp.touched_people)"
_STAFF: Final = frozenset({"administration", "secretariat"})


@collector_paused()
def refresh_people(
    connection: duckdb.DuckDBPyConnection, rulings: Sequence[Ruling], senders: Collection[str]
) -> RuledNames:
    """Resolve the names of people whose papers have changed, and all that hang together with them.

    Args:
        connection: Inside a transaction, with the organizations resolved.
        rulings: What a person has ruled.
        senders: Notes whose sender is an organization.

    Returns:
        What the rulings come to on the names that are there.

    Raises:
        ContradictingRulings: When two rulings cannot both hold.
    """
    fill(connection, "organization_senders", text_rows(value=sorted(senders)))
    ruled = _rule(connection, rulings)
    query = _query("person_inputs.sql", rules=f"'{_rules(rulings, ruled)}'")
    if not find_changed(connection, _STEP, query.safe_substitute(where="true")):
        return ruled
    _forget_older(connection)
    _Circle(connection, ruled).resolve()
    # Who is meant is written into the rows that it is told from.
    note_digests(connection, query.safe_substitute(where=_of_places(connection)))
    connection.execute("INSERT INTO temp.changed_parts FROM temp.touched_places")
    settle(connection, _STEP)
    return ruled


class _Circle:
    """The touched names with all that a rule may connect with them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, ruled: RuledNames) -> None:
        self._connection = connection
        self._ruled = ruled
        bodies = connection.execute("SELECT body_id, organization_id FROM main.bodies").fetchall()
        self._told = scopes_of(dict(bodies))
        self._before = stored_scopes(connection)
        rows = connection.execute("SELECT part FROM temp.changed_parts").fetchall()
        self._places = {part for (part,) in rows}
        now = connection.execute("SELECT 1 FROM temp.parts_now WHERE part = ''").fetchone()
        self._all_documents = now is not None

    def resolve(self) -> None:
        """Resolve them, and look further until nothing else hangs together with them."""
        connection = self._connection
        while True:
            self._places = self._widen(self._places, self._told, {})
            fill_places(connection, self._places)
            _note_touched_people(connection)
            mentions = _load(connection)
            gathered = gather(mentions, self._ruled)
            marks = marks_of(connection, gathered, self._told, self._ruled)
            moved = {p for p, one in marks.scopes.items() if self._before.get(p, one) != one}
            places = self._widen(self._places | moved, marks.scopes, marks.links)
            if places == self._places:
                claimed: set[str] = set()
                resolved = resolve_gathered(
                    gathered, self._told, marks.scopes, self._ruled, self._give(claimed)
                )
                places |= claimed
            if places == self._places:
                break
            self._places = places
        _store(connection, resolved)
        replace_rows(connection, "stated.name_marks", marks.rows(self._places), _in_places("place"))
        point(connection, "person_id", _others_now(mentions, resolved))
        refresh_namesakes(connection)  # it asks on which lists those stand who are pointed to

    def _widen(
        self, places: Collection[str], now: Mapping[str, str], links: Mapping[str, set[str]]
    ) -> set[str]:
        found = connected(self._connection, places, self._before, {**self._before, **now}, links)
        if self._all_documents and any(place.startswith("document ") for place in found):
            found.add(WITHOUT_BODY)
        return found

    def _give(self, claimed: set[str]) -> Callable[[list[Claim]], None]:
        """Return what gives keys, and notes where others get another by it."""

        def give(claims: list[Claim]) -> None:
            claimed.update(claim_among_all(self._connection, claims))

        return give


def _query(name: str, **values: str) -> Template:
    """Return a query on all records that name a person."""
    named = sql_text("named_people.sql")
    return Template(Template(sql_text(name)).safe_substitute(named=named, **values))


def _of_places(connection: duckdb.DuckDBPyConnection) -> str:
    """Write the condition that a record stands in the papers of `temp.touched_places`."""
    terms = ["meeting_id IN (FROM temp.touched_meetings)"]
    row = connection.execute(
        "SELECT bool_or(place = ''), bool_or(starts_with(place, 'document ')) "
        "FROM temp.touched_places"
    ).fetchone()
    without_body, documents = row or (None, None)
    if without_body:
        known = "SELECT meeting_id FROM main.meetings WHERE body_id IS NOT NULL"
        terms.append(f"meeting_id IS NULL OR meeting_id NOT IN ({known})")
    elif documents:
        document = "'document ' || split_part(part_id, '/', 1)"
        terms.append(f"meeting_id IS NULL AND {document} IN (FROM temp.touched_places)")
    return " OR ".join(f"({term})" for term in terms)


def _rules(rulings: Sequence[Ruling], ruled: RuledNames) -> str:
    """Digest of what decides besides the records: the rules, their words, and the rulings."""
    mine = [ruling for ruling in rulings if ruling.kind == NameKind.PERSON]
    spelled = [sorted(map(repr, one.items())) for one in (ruled.groups, ruled.sides, ruled.shown)]
    text = repr((EXTRACTOR_VERSION, _RULES, _parties_text(), mine, spelled, ruled.reasons))
    return hashlib.sha256(text.encode()).hexdigest()


def _rule(connection: duckdb.DuckDBPyConnection, rulings: Sequence[Ruling]) -> RuledNames:
    """Spell the rulings out for the names that are there."""
    texts = sorted({name.text for ruling in rulings for name in _names(ruling)})
    if not texts:
        return apply_rulings(NameKind.PERSON, rulings, [])
    fill(connection, "ruled_texts", text_rows(value=texts))
    query = _query("person_spots.sql").safe_substitute()
    return apply_rulings(NameKind.PERSON, rulings, connection.execute(query).fetchall())


def _names(ruling: Ruling) -> Sequence[WrittenName]:
    return (ruling.name,) if isinstance(ruling, Called) else ruling.names


def _load(connection: duckdb.DuckDBPyConnection) -> list[Mention]:
    """Return the names in the papers of `temp.touched_places`."""
    query = _query("person_mentions.sql").safe_substitute(where=_of_places(connection))
    return [
        Mention._make(
            (*row[:8], tuple(row[8]), _affiliation(row[9], row[10]), row[11] in _STAFF, *row[11:])
        )
        for row in connection.execute(query).fetchall()
    ]


def _others_now(
    mentions: Iterable[Mention], resolved: ResolvedPeople
) -> Iterator[tuple[str, str, str | None]]:
    """Yield the records that name somebody else than they were taken for, with whom."""
    for group in resolved.groups:
        key = group.key
        for mention in group.mentions():
            if mention.person != key:
                yield mention.table, mention.key, key
    told = (mention for mention in mentions if mention.person is not None)
    nobody = (mention for mention in told if not name_parts(mention.text))
    for mention in (*nobody, *(mention for mention, _, _ in resolved.unassigned)):
        if mention.person is not None:
            yield mention.table, mention.key, None


@functools.lru_cache(4096)
def _affiliation(party: str | None, organization: str | None) -> str | None:
    """Return what somebody stands for in a form that can be compared."""
    if party and (folded := fold(party)):
        return f"party {_parties().get(folded, folded)}"
    return f"organization {organization}" if organization else None


@functools.cache
def _parties() -> Mapping[str, str]:
    """Return the common name of each way to write a party."""
    listed = tomllib.loads(_parties_text())
    return {written: party for party, all_ in listed.items() for written in all_}


@functools.cache
def _parties_text() -> str:
    file = resources.files("vedtak.pipeline.names").joinpath("parties.toml")
    return file.read_text(encoding="utf-8")


def _forget_older(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget all people where it is not known what they were resolved from."""
    if not is_settled(connection, _STEP):
        for table in ("main.people", "main.person_names", *_OWN):
            connection.execute(f"DELETE FROM {table}")
        for table in ("main.merges", "main.merge_candidates"):
            connection.execute(f"DELETE FROM {table} WHERE kind = 'person'")


def _in_places(column: str) -> str:
    """Write the condition that a body or document is touched."""
    return (
        f"({column} IN (FROM temp.touched_places) "
        f"OR ('' IN (FROM temp.touched_places) AND starts_with({column}, 'document ')))"
    )


def _note_touched_people(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `temp.touched_people` with who was named in the touched papers, by the keys so far."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched_people AS "
        f"SELECT person_id FROM stated.person_keys WHERE {_in_places('text_place')}"
    )


def _store(connection: duckdb.DuckDBPyConnection, resolved: ResolvedPeople) -> None:
    """Put what is told of the touched people in the place of what was told of them before."""
    names = [(group.key, name) for group in resolved.groups for name in full_names(group)]
    full = _text_table(("person_id", "name"), names)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched_names AS "
        f"SELECT name FROM stated.person_full_names WHERE {_TOUCHED}"
    )
    insert(connection, "temp.touched_names", text_rows(name=full.values["name"]))
    claims = [group.claim for group in resolved.groups]
    keys = [[claim.key, *(getattr(claim, name) for name in CLAIM_COLUMNS)] for claim in claims]
    near = (
        f"kind = 'person' AND rule <> '{NAMESAKES}' AND "
        "(left_id IN (FROM temp.touched_people) OR right_id IN (FROM temp.touched_people))"
    )
    for table, rows, where in (
        ("main.people", record_rows(Person, _persons(resolved)), _TOUCHED),
        ("main.person_names", record_rows(PersonName, _person_names(resolved)), _TOUCHED),
        (
            "main.merges",
            record_rows(Merge, _merges(resolved)),
            "kind = 'person' AND id IN (FROM temp.touched_people)",
        ),
        ("main.merge_candidates", record_rows(MergeCandidate, near_candidates(resolved)), near),
        ("stated.person_keys", _text_table(("person_id", *CLAIM_COLUMNS), keys), _TOUCHED),
        ("stated.person_full_names", full, _TOUCHED),
    ):
        replace_rows(connection, table, rows, where)


def _text_table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Rows:
    """Make rows with columns of text."""
    return text_rows(**{name: [row[n] for row in rows] for n, name in enumerate(names)})


def _persons(resolved: ResolvedPeople) -> list[Person]:
    persons = []
    for person in resolved.groups:
        mentions = person.mentions()
        first, last = years_of(mentions)
        persons.append(
            Person(
                person_id=person.key,
                name=person.name,
                first_year=first,
                last_year=last,
                records=len(mentions),
                bodies=sorted({body for _, body in person.spots() if body is not None}),
            )
        )
    return persons


def _person_names(resolved: ResolvedPeople) -> list[PersonName]:
    return [
        PersonName(person_id=person.key, **row)
        for person in resolved.groups
        for row in spelling_columns(person.mentions())
    ]


def _merges(resolved: ResolvedPeople) -> list[Merge]:
    """Return a row for each spelling that joined."""
    return [
        merge_row("person", j.key, j.text, j.body_id, j.joined_name, j.edge, j.occurrences)
        for j in resolved.joined
    ]
