"""The rules by which two spellings are one person's; none of them goes by likeness of letters.

What forbids is stronger than what speaks for: two rows of one attendance list are two people, and
so are middle names that contradict each other.
"""

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from vedtak.extractors.name_forms import (
    agree,
    exact_keys,
    is_full,
    left_out,
    name_parts,
    one_letter_apart,
)
from vedtak.models.people import NameRule
from vedtak.pipeline.names.clusters import Clusters, Edge
from vedtak.pipeline.names.mentions import Unit
from vedtak.pipeline.names.ruled_names import RuledNames

TERM: Final = 4
"""Years, one election period, within which a short and a full form are one person's."""

RARE: Final = 2
"""A misspelling is seen this often at most."""

FREQUENT: Final = 5
"""A name is established when it stands on this many lists."""

RULED_APART: Final = "a ruling keeps them apart"
ONE_LIST: Final = "both stand on one attendance list"
OTHER_NAMES: Final = "their names contradict each other"
OTHER_PARTY: Final = "they stand for different parties or organizations"
STAFF: Final = "one is of the administration, the other stands for a party"

SETTLED: Final = frozenset({RULED_APART, ONE_LIST, OTHER_NAMES})
"""What says for sure that two names are two people."""


class Rules:
    """The rules on one set of units."""

    def __init__(
        self,
        units: Sequence[Unit],
        scopes: Mapping[str, str],
        ruled: RuledNames,
        by_members: frozenset[str] = frozenset(),
    ) -> None:
        self.units = units
        self._by_members = by_members
        self.slips: set[int] = set()
        """Units told to be misspellings; what they are called contradicts nothing."""
        self.ruled = ruled
        self.scopes = [scopes.get(unit.place, unit.place) for unit in units]

    def contradiction(self, left: Sequence[int], right: Sequence[int]) -> str | None:
        """Tell what forbids two groups of units to be one person."""
        if self.ruled.sides and any(
            self.ruled.apart(_spot(self.units[one]), _spot(self.units[other]))
            for one in left
            for other in right
        ):
            return RULED_APART
        lists = [set().union(*(self.units[n].lists for n in side)) for side in (left, right)]
        if lists[0] & lists[1] and self._on_one_list(left, right):
            return ONE_LIST
        texts = [
            {self.units[n].text for n in side if n not in self.slips} for side in (left, right)
        ]
        if not all(agree(one, other) for one in texts[0] for other in texts[1]):
            return OTHER_NAMES
        return self._staff(left, right)

    def negligible(self, group: Sequence[int], beside: Sequence[int]) -> bool:
        """Tell whether a group is but a slip beside another, and nobody a short form might mean.

        That is a spelling seen once or twice, one letter away from an established name, and never
        on one list with it.
        """
        sizes = [sum(len(self.units[n].mentions) for n in side) for side in (group, beside)]
        if sizes[0] > RARE or sizes[1] < FREQUENT:
            return False
        near = any(
            one_letter_apart(self.units[one].text, self.units[other].text)
            for one in group
            for other in beside
        )
        return near and self.contradiction(group, beside) == OTHER_NAMES

    def _staff(self, left: Sequence[int], right: Sequence[int]) -> str | None:
        """Whether one is of the administration and the other stands for a party."""
        for one, other in ((left, right), (right, left)):
            party = any((self.units[n].affiliation or "").startswith("party") for n in other)
            staff = [all(self.units[n].staff for n in side) for side in (one, other)]
            if party and staff[0] and not staff[1]:
                return STAFF
        return None

    def contradiction_across(self, left: Sequence[int], right: Sequence[int]) -> str | None:
        """Tell what forbids groups with different names, or in different bodies, to be one."""
        why = self.contradiction(left, right)
        if why is not None:
            return why
        stands = [{self.units[n].affiliation for n in side} - {None} for side in (left, right)]
        if stands[0] and stands[1] and not stands[0] & stands[1]:
            return OTHER_PARTY
        return None

    def _on_one_list(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """Whether two rows of one list belong to the two groups and are not the same row twice."""
        for one in left:
            for other in right:
                first, second = self.units[one], self.units[other]
                if first.lists & second.lists:
                    stand = {first.affiliation, second.affiliation} - {None}
                    if not set(exact_keys(first.text)) & set(exact_keys(second.text)):
                        return True
                    if len(stand) > 1:
                        return True
        return False

    def corrections(self) -> Iterator[Edge]:
        """A person has ruled that names are one."""
        first: dict[int, int] = {}
        for number, unit in enumerate(self.units):
            group = self.ruled.groups.get(_spot(unit))
            if group is None:
                continue
            if group in first:
                yield Edge(first[group], number, NameRule.CORRECTION, self.ruled.reasons[group])
            else:
                first[group] = number

    def same_letters(self) -> Iterator[Edge]:
        """The same name in one body, letter for letter after folding."""
        for group in self._by(lambda n: exact_keys(self.units[n].text), same_place=True):
            several = len({self.units[n].affiliation for n in group} - {None}) > 1
            for one, other in pairs(group):
                first, second = self.units[one], self.units[other]
                same = first.affiliation == second.affiliation is not None
                # A change of party is one person's when it comes from one period to the next.
                if same or not several or first.years_between(second) <= TERM:
                    reason = "same letters after folding"
                    yield self.edge(one, other, NameRule.SAME_LETTERS, reason)

    def shortened(self) -> Iterator[Edge]:
        """Initials, or a middle name left out, in one body and period."""
        for group in self._by(self._last_names, same_place=True):
            for one, other in pairs(group):
                yield from self._shortened(one, other, "in the same body")

    def shortened_across(self, clusters: Clusters) -> Iterator[Edge]:
        """The same in two bodies of one organization, for the same party or organization.

        Only where the shorter name is not established: who stands on many lists of a body without
        a middle name may well have none.
        """
        for group in self._by(self._last_names, same_place=False):
            for one, other in pairs(group):
                first, second = self.units[one], self.units[other]
                if first.affiliation is None or first.affiliation != second.affiliation:
                    continue
                shorter = min(one, other, key=lambda n: (_written_out(self.units[n].text), n))
                lists = sum(len(self.units[n].lists) for n in clusters.members(shorter))
                if first.place != second.place and lists < FREQUENT:
                    about = "in bodies of one organization, for the same party or organization"
                    yield from self._shortened(one, other, about)

    def same_organization(self, clusters: Clusters) -> Iterator[Edge]:
        """The same full name in two bodies of one organization.

        The fullest name that each body uses counts: 'Anne Berg' is not 'Anne Helene Berg' of
        another body because that body once left out a name.
        """
        fullest = self._fullest(clusters)
        for group in self._by(self._full_keys, same_place=False):
            for one, other in pairs([n for n in group if n in fullest]):
                places = {self.units[one].place, self.units[other].place}
                if len(places) > 1 and places & self._by_members:
                    bodies = "; ".join(sorted(places))
                    about = f"same full name in bodies with largely the same people ({bodies})"
                    yield self.edge(one, other, NameRule.SHARED_MEMBERS, about)
                elif len(places) > 1:
                    about = f"same full name in bodies of one organization ({self.scopes[one]})"
                    yield self.edge(one, other, NameRule.SAME_ORGANIZATION, about)

    def _fullest(self, clusters: Clusters) -> set[int]:
        """Units that have the fullest name of their group."""
        fullest: set[int] = set()
        for root in clusters.roots():
            members = clusters.members(root)
            most = max(_written_out(self.units[n].text) for n in members)
            fullest.update(n for n in members if _written_out(self.units[n].text) == most)
        return fullest

    def same_employer(self) -> Iterator[Edge]:
        """The same full name for the same organization in bodies of different organizations."""
        groups: dict[tuple[str, str], list[int]] = {}
        for number, unit in enumerate(self.units):
            stand = unit.affiliation
            if stand is not None and stand.startswith("organization "):
                for key in self._full_keys(number):
                    groups.setdefault((key, stand), []).append(number)
        for (_, stand), group in groups.items():
            for one, other in itertools.pairwise(group):
                yield self.edge(
                    one, other, NameRule.SAME_EMPLOYER, f"same full name, both for {stand}"
                )

    def _shortened(self, one: int, other: int, about: str) -> Iterator[Edge]:
        first, second = self.units[one], self.units[other]
        if len({first.affiliation, second.affiliation} - {None}) > 1:
            return
        if first.years_between(second) > TERM or not agree(first.text, second.text):
            return
        if not set(exact_keys(first.text)) & set(exact_keys(second.text)):
            reason = (
                f"{left_out(first.text, second.text)}; {about} and period, and nobody else fits"
            )
            yield self.edge(one, other, NameRule.SHORTENED, reason)

    def edge(self, one: int, other: int, rule: NameRule, reason: str) -> Edge:
        """Make an edge with the rarer spelling's first record as evidence."""
        rarer = min(
            (self.units[one], self.units[other]), key=lambda u: (len(u.mentions), u.text, u.place)
        )
        shown = min(rarer.mentions, key=lambda m: (m.year or 9999, m.meeting_id or "", m.key))
        return Edge(one, other, rule, reason, shown.meeting_id, shown.document_id)

    def _by(self, keys: Callable[[int], tuple[str, ...]], *, same_place: bool) -> list[list[int]]:
        """Group units that share a key in one body, or in one organization."""
        groups: dict[tuple[str, str], list[int]] = {}
        for number, unit in enumerate(self.units):
            place = unit.place if same_place else self.scopes[number]
            for key in keys(number):
                groups.setdefault((place, key), []).append(number)
        return [group for _, group in sorted(groups.items()) if len(group) > 1]

    def _last_names(self, number: int) -> tuple[str, ...]:
        parts = name_parts(self.units[number].text)
        return (parts[-1].plain,) if len(parts) > 1 else ()

    def _full_keys(self, number: int) -> tuple[str, ...]:
        text = self.units[number].text
        return exact_keys(text) if is_full(text) else ()


def pairs(group: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield all pairs of a group."""
    for place, one in enumerate(group):
        for other in group[place + 1 :]:
            yield one, other


def _spot(unit: Unit) -> tuple[str, str | None]:
    """Spelling and body of a unit, as rulings name them."""
    return unit.text, unit.body_id


@functools.lru_cache(maxsize=200_000)
def _written_out(text: str) -> tuple[int, int]:
    """How full a name is: names written out, then names at all."""
    parts = name_parts(text)
    return sum(not part.initial for part in parts), len(parts)
