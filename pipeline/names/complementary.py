"""Misspellings proved by presence: a rare name that stands just where an established one misses.

Likeness of letters finds whom to look at and merges nobody; presence does.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from vedtak.extractors.name_forms import NamePart, agree, is_slip, name_parts, wildcards
from vedtak.models.people import NameRule
from vedtak.pipeline.names.clusters import Clusters, Edge
from vedtak.pipeline.names.mentions import Unit
from vedtak.pipeline.names.people_rules import FREQUENT, RARE, Rules

BESIDE: Final = 3
"""Lists before and after that must show the established name."""


class ComplementaryPresence:
    """The rule of complementary presence on groups of units."""

    def __init__(self, rules: Rules, clusters: Clusters) -> None:
        self._rules = rules
        self._units = rules.units
        self._clusters = clusters
        self.near = near_pairs(rules.units, rules.scopes)
        """Pairs of units whose names are one letter apart."""
        self._orders: dict[str, list[str]] = {}
        self._index: dict[tuple[str, str], list[int]] = {}
        for number, unit in enumerate(self._units):
            last = name_parts(unit.text)[-1].plain
            self._index.setdefault((rules.scopes[number], last), []).append(number)

    def edges(self) -> Iterator[Edge]:
        """A spelling seen once or twice that fills the gap of an established one.

        One letter apart, in one body, for the same party or organization and in the same role,
        never on one list with the established spelling, which stands on lists shortly before and
        after; and nobody else in the organization has a name as near. Where absentees are listed,
        the established name would be on the list if it were somebody else's.
        """
        near = near_names(self.near, self._clusters)
        for rare, others in sorted(near.items()):
            if len(others) != 1:
                continue
            members = self._clusters.members(rare)
            size = sum(len(self._units[n].mentions) for n in members)
            unit = self._units[members[0]]
            if size > RARE or len({self._units[n].place for n in members}) > 1:
                continue
            target = [
                n for n in self._clusters.members(others[0]) if self._units[n].place == unit.place
            ]
            if self._fills_gap(members, target) and not self._is_a_name(rare, others[0]):
                reason = (
                    "one letter apart; same body, party and role; never on one list, and on each "
                    "list with the rare spelling the frequent one is missing that stands on lists "
                    "shortly before and after; nobody else's name is as near"
                )
                yield self._rules.edge(rare, target[0], NameRule.COMPLEMENTARY_PRESENCE, reason)

    def _list_order(self, place: str) -> list[str]:
        """Attendance lists of a body in order of time."""
        if place not in self._orders:
            when = {
                one: (str(mention.date or mention.year or ""), mention.meeting_id or "")
                for unit in self._units
                if unit.place == place
                for mention in unit.mentions
                for one in mention.lists
            }
            self._orders[place] = sorted(when, key=lambda one: (when[one], one))
        return self._orders[place]

    def _fills_gap(self, rare: Sequence[int], target: Sequence[int]) -> bool:
        """Whether a rare name stands just where an established one is missing."""
        lists = set().union(*(self._units[n].lists for n in target)) if target else set()
        if len(lists) < FREQUENT:
            return False
        stands = {(m.affiliation, m.role) for n in target for m in self._units[n].mentions}
        place = self._list_order(self._units[rare[0]].place)
        for number in rare:
            unit = self._units[number]
            if not unit.lists or unit.lists & lists:
                return False
            if any((m.affiliation, m.role) not in stands for m in unit.mentions):
                return False
            for one in unit.lists:
                at = place.index(one)
                before, after = place[max(0, at - BESIDE) : at], place[at + 1 : at + 1 + BESIDE]
                if not lists & set(before) or not lists & set(after):
                    return False
        return True

    def _is_a_name(self, rare: int, target: int) -> bool:
        """Whether the rare spelling may be somebody's real name, or a short form of one."""
        texts = {self._units[n].text for n in self._clusters.members(rare)}
        meant = {self._units[n].text for n in self._clusters.members(target)}
        root = self._clusters.find(rare)
        for text in texts:
            for number in self._with_last_name(self._rules.scopes[rare], text):
                other = self._units[number].text
                # What fits the established name too is a short form of both, and tells nothing.
                fits_both = any(agree(other, one) for one in meant)
                if self._clusters.find(number) != root and agree(other, text) and not fits_both:
                    return True
        return False

    def _with_last_name(self, scope: str, text: str) -> list[int]:
        """Units of an organization with the last name of a text."""
        return self._index.get((scope, name_parts(text)[-1].plain), [])


def near_pairs(units: Sequence[Unit], scopes: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of units of one organization whose names are one letter apart."""
    groups: dict[tuple[str, str], list[tuple[NamePart, int]]] = {}
    for number, unit in enumerate(units):
        for key, part in zip(wildcards(unit.text), name_parts(unit.text), strict=True):
            groups.setdefault((scopes[number], key), []).append((part, number))
    return [
        (one, other)
        for found in groups.values()
        for (part, one), (other_part, other) in itertools.combinations(found, 2)
        if is_slip(part, other_part)
    ]


def near_names(near: Sequence[tuple[int, int]], clusters: Clusters) -> dict[int, list[int]]:
    """For each group the other groups that have a name one letter away."""
    others: dict[int, set[int]] = {}
    for one, other in near:
        first, second = clusters.find(one), clusters.find(other)
        if first != second:
            others.setdefault(first, set()).add(second)
            others.setdefault(second, set()).add(first)
    return {root: sorted(found) for root, found in others.items()}
