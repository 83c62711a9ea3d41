"""Places where a person or an organization is named, and the units that name resolution joins."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from vedtak.extractors.name_forms import exact_keys


class Mention(NamedTuple):
    """A record that names a person."""

    table: str
    """Table of the record: 'attendance', 'ballots' and so on."""
    key: str
    """Key of the record in its table."""
    text: str
    """Name as written."""
    body_id: str | None
    """Body in whose papers it stands."""
    meeting_id: str | None
    """Meeting in whose papers it stands."""
    date: dt.date | None
    """Day of the meeting."""
    year: int | None
    """Year of the meeting."""
    document_id: str
    """Document that states it best."""
    lists: tuple[str, ...] = ()
    """Attendance lists on which it stands; none for a name elsewhere."""
    affiliation: str | None = None
    """Party or organization that the person stands for, in a form that can be compared."""
    staff: bool = False
    """Whether it is somebody of the administration or the secretariat."""
    role: str = ""
    """Role on the list."""
    person: str | None = None
    """Who it is taken for so far."""


@dataclass(slots=True)
class Unit:
    """One spelling in the papers of one body, for one party or organization."""

    text: str
    """Name as written."""
    place: str
    """Body, or document where no body is told."""
    body_id: str | None
    """Body."""
    affiliation: str | None
    """Party or organization that it stands for."""
    mentions: list[Mention] = field(default_factory=list)
    """Records that carry it."""
    lists: set[str] = field(default_factory=set)
    """Attendance lists on which it stands."""
    staff: bool = False
    """Whether all who carry it are of the administration or the secretariat."""
    first: int | None = None
    """First year."""
    last: int | None = None
    """Last year."""
    stand: str = ""
    """What parts it from other units of the same spelling and place."""

    def years_between(self, other: "Unit") -> int:
        """Years from the end of the earlier to the beginning of the later; 0 if unknown."""
        if self.first is None or self.last is None or other.first is None or other.last is None:
            return 0
        return max(self.first - other.last, other.first - self.last, 0)


def make_units(mentions: Iterable[Mention]) -> list[Unit]:
    """Gather mentions into units, in an order that does not depend on that of the mentions.

    Where a name stands for several parties in a body, or for one and in the administration,
    mentions without a party are gathered by year only: they may be now one's, now the other's.
    """
    found: dict[tuple[str, str, str], list[Mention]] = {}
    for mention in sorted(mentions, key=itemgetter(0, 1, 2)):
        place = mention.body_id or f"document {mention.document_id}"
        stand = mention.affiliation or ("administration" if mention.staff else "")
        found.setdefault((mention.text, place, stand), []).append(mention)
    # Spellings of one name count together.
    told = {(exact_keys(text)[0], place, stand) for text, place, stand in found if stand}
    stands = Counter((name, place) for name, place, _ in told)
    for key in [key for key in found if not key[2]]:
        text, place, _ = key
        if stands[exact_keys(text)[0], place] > 1:
            for mention in found.pop(key):
                found.setdefault((text, place, f"year {mention.year}"), []).append(mention)
    return [_unit(place, stand, same) for (_, place, stand), same in sorted(found.items())]


def _unit(place: str, stand: str, mentions: list[Mention]) -> Unit:
    """Make a unit of mentions, of which there is at least one."""
    first = mentions[0]
    years = {mention.year for mention in mentions if mention.year is not None}
    return Unit(
        first.text,
        place,
        first.body_id,
        first.affiliation,
        mentions,
        {one for mention in mentions for one in mention.lists},
        all(mention.staff for mention in mentions),
        min(years, default=None),
        max(years, default=None),
        stand,
    )


def scopes_of(bodies: Mapping[str, str | None]) -> dict[str, str]:
    """Return for each body what it belongs to: its organization, or itself.

    Args:
        bodies: Organization of each body, None where it is unknown.
    """
    return {body: organization or f"body {body}" for body, organization in bodies.items()}
