"""The names that an import touched, with all that a rule may connect with them.

No rule looks beyond what a body belongs to, but where a person's employer, or a ruling, connects
two bodies. So the papers of the touched bodies, of those that belong to the same and of those
connected with them are looked at again, and no others.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import duckdb

from vedtak.extractors.name_forms import exact_keys, is_full
from vedtak.pipeline.names.mentions import Unit
from vedtak.pipeline.names.people import Gathered
from vedtak.pipeline.names.ruled_names import RuledNames
from vedtak.pipeline.names.shared_members import join_scopes, names_by_place
from vedtak.pipeline.tables.rows import Rows, fill, text_rows

WITHOUT_BODY = ""
"""Stands for all documents without a body, where they may speak of one another."""


@dataclass(slots=True)
class NameMarks:
    """What connects the names in the papers of some bodies with those in others."""

    scopes: dict[str, str] = field(default_factory=dict)
    """What each body belongs to."""
    names: dict[str, set[str]] = field(default_factory=dict)
    """Full names in the papers of each body."""
    links: dict[str, set[str]] = field(default_factory=dict)
    """For each body or document, what makes somebody one with somebody of another."""

    def rows(self, places: Collection[str]) -> Rows:
        """Return the rows of `stated.name_marks` for some bodies and documents."""
        rows = [(p, "scope", scope) for p, scope in self.scopes.items() if p in places]
        for kind, marks in (("name", self.names), ("link", self.links)):
            rows += [(p, kind, mark) for p, found in marks.items() if p in places for mark in found]
        columns = zip(*sorted(rows), strict=True) if rows else ((), (), ())
        return text_rows(**dict(zip(("place", "kind", "mark"), columns, strict=True)))


def fill_places(connection: duckdb.DuckDBPyConnection, places: Iterable[str]) -> None:
    """Fill `temp.touched_places`, and `temp.touched_meetings` with the meetings of the bodies."""
    fill(connection, "touched_places", text_rows(place=sorted(places)))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched_meetings AS SELECT meeting_id FROM main.meetings "
        "WHERE body_id IN (FROM temp.touched_places)"
    )


def stored_scopes(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return what each body belonged to when its names were resolved last."""
    rows = connection.execute("SELECT place, mark FROM stated.name_marks WHERE kind = 'scope'")
    return dict(rows.fetchall())


def connected(
    connection: duckdb.DuckDBPyConnection,
    places: Collection[str],
    before: Mapping[str, str],
    now: Mapping[str, str],
    links: Mapping[str, Collection[str]],
) -> set[str]:
    """Return bodies and documents with all that a rule may connect with them, then or now.

    Args:
        connection: The database.
        places: Bodies and documents.
        before: What each body belonged to before.
        now: What each body belongs to.
        links: What links the bodies and documents with others now.
    """
    by_link: dict[str, set[str]] = {}
    for place, mark in _shared_links(connection, {m for found in links.values() for m in found}):
        by_link.setdefault(mark, set()).add(place)
    marks: dict[str, set[str]] = {place: set(found) for place, found in links.items()}
    for mark, linked in by_link.items():
        for place in linked:
            marks.setdefault(place, set()).add(mark)
    members: dict[str, set[str]] = {}
    for scopes in (before, now):
        for place, scope in scopes.items():
            members.setdefault(scope, set()).add(place)
    found, waiting = set(places), list(places)
    while waiting:
        place = waiting.pop()
        near = {one for scopes in (before, now) for one in members.get(scopes.get(place, ""), ())}
        near |= {one for mark in marks.get(place, ()) for one in by_link.get(mark, ())}
        if place == WITHOUT_BODY:
            near |= {one for one in marks if one.startswith("document ")}
        waiting += near - found
        found |= near
    return found


def _shared_links(
    connection: duckdb.DuckDBPyConnection, links: Collection[str]
) -> list[tuple[str, str]]:
    """Return the stored links that are in several places, or among some others."""
    fill(connection, "links_now", text_rows(mark=sorted(links)))
    return connection.execute(
        "SELECT place, mark FROM stated.name_marks WHERE kind = 'link' AND (mark IN "
        "(FROM temp.links_now) OR mark IN (SELECT mark FROM stated.name_marks WHERE kind = 'link' "
        "GROUP BY mark HAVING count(*) > 1))"
    ).fetchall()


def marks_of(
    connection: duckdb.DuckDBPyConnection,
    gathered: Gathered,
    told: Mapping[str, str],
    ruled: RuledNames,
) -> NameMarks:
    """Tell what connects the names of some papers, those of `temp.touched_places`, with others.

    Args:
        connection: The database.
        gathered: The names.
        told: What each body belongs to, as the papers tell.
        ruled: What a person has ruled.
    """
    names = names_by_place(gathered.units)
    marks = NameMarks(names=names)
    for unit in gathered.units:
        if found := set(_links(unit, ruled)):
            marks.links.setdefault(unit.place, set()).update(found)
    lost = {place for place, scope in told.items() if scope == f"body {place}"}
    joined = join_scopes(_all_names(connection, names, lost), told) if lost else dict(told)
    known = {*names, *(u.place for u in gathered.units if u.body_id is not None), *lost}
    marks.scopes = {place: joined.get(place, place) for place in known}
    return marks


def _links(unit: Unit, ruled: RuledNames) -> Iterable[str]:
    """What may make somebody one with somebody of any other body."""
    if (unit.affiliation or "").startswith("organization ") and is_full(unit.text):
        yield from (f"{key} for {unit.affiliation}" for key in exact_keys(unit.text))
    group = ruled.groups.get((unit.text, unit.body_id))
    if group is not None:
        yield f"ruling {group}"


def _all_names(
    connection: duckdb.DuckDBPyConnection, fresh: Mapping[str, set[str]], lost: Collection[str]
) -> dict[str, set[str]]:
    """Return the full names in the papers of bodies that nobody tells where they belong.

    With them go the same names in the papers of all other bodies.
    """
    here = [name for place in lost & fresh.keys() for name in fresh[place]]
    fill(connection, "lost_places", text_rows(place=sorted(lost)))
    fill(connection, "names_here", text_rows(name=sorted(here)))
    rows = connection.execute(
        "SELECT place, mark FROM stated.name_marks WHERE kind = 'name' "
        "AND place NOT IN (FROM temp.touched_places) AND (mark IN (FROM temp.names_here) "
        "OR mark IN (SELECT mark FROM stated.name_marks WHERE kind = 'name' "
        "AND place IN (FROM temp.lost_places)))"
    ).fetchall()
    names = {place: set(found) for place, found in fresh.items()}
    for place, name in rows:
        names.setdefault(place, set()).add(name)
    return names
