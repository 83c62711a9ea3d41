"""Places where a person or an organization is named, and the units that name resolution joins."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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

    def add(self, mention: Mention) -> None:
        """Count a record."""
        self.staff = mention.staff and (self.staff or not self.mentions)
        self.mentions.append(mention)
        self.lists.update(mention.lists)
        if mention.year is not None:
            self.first = mention.year if self.first is None else min(self.first, mention.year)
            self.last = mention.year if self.last is None else max(self.last, mention.year)

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
    ordered = sorted(mentions, key=lambda m: (m.table, m.key, m.text))
    stands: dict[tuple[str, str], set[str]] = {}
    for mention in ordered:
        if (own := _stand(mention)) is not None:
            name = (exact_keys(mention.text)[0], place_of(mention))
            stands.setdefault(name, set()).add(own)
    units: dict[tuple[str, str, str], Unit] = {}
    for mention in ordered:
        place = place_of(mention)
        stand = _stand(mention) or ""
        if not stand and len(stands.get((exact_keys(mention.text)[0], place), ())) > 1:
            stand = f"year {mention.year}"
        key = (mention.text, place, stand)
        if key not in units:
            units[key] = Unit(
                mention.text, place, mention.body_id, mention.affiliation, stand=stand
            )
        units[key].add(mention)
    return [unit for _, unit in sorted(units.items())]


def place_of(mention: Mention) -> str:
    """Body in whose papers a name stands, or the document where no body is told."""
    return mention.body_id or f"document {mention.document_id}"


def _stand(mention: Mention) -> str | None:
    """What somebody stands for, the administration included."""
    return mention.affiliation or ("administration" if mention.staff else None)


def scopes_of(bodies: Mapping[str, str | None]) -> dict[str, str]:
    """Return for each body what it belongs to: its organization, or itself.

    Args:
        bodies: Organization of each body, None where it is unknown.
    """
    return {body: organization or f"body {body}" for body, organization in bodies.items()}
