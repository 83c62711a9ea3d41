"""People from the places where they are named: pure, the same for the same mentions in any order.

A unit is one spelling in the papers of one body for one party or organization. Units become people
by rules, one after the other; names elsewhere than on attendance lists are held against the list
of their own meeting first.
"""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vedtak.extractors.keys import slug
from vedtak.extractors.name_forms import name_parts
from vedtak.models.people import NameRule
from vedtak.pipeline.names.clusters import Clusters, Edge, Refusal
from vedtak.pipeline.names.collector import collector_paused
from vedtak.pipeline.names.complementary import ComplementaryPresence
from vedtak.pipeline.names.mentions import Mention, Unit, make_units
from vedtak.pipeline.names.name_choice import Claim, choose_name, give_claims
from vedtak.pipeline.names.own_list import OwnList, Tie
from vedtak.pipeline.names.people_rules import Rules
from vedtak.pipeline.names.ruled_names import RuledNames
from vedtak.pipeline.names.shared_members import join_scopes, names_by_place


@dataclass(slots=True)
class Group:
    """Units and ties that are one person's."""

    units: list[Unit]
    """Its units."""
    ties: list[Tie] = field(default_factory=list)
    """Names elsewhere than on lists that were told from the list of their meeting."""
    numbers: list[int] = field(default_factory=list)
    """Numbers of its units."""
    name: str = ""
    """Name of the person."""
    claim: Claim = field(default_factory=lambda: Claim("", "", "", "", "", "", ""))
    """What the key of the person is made of."""

    @property
    def key(self) -> str:
        """Key of the person."""
        return self.claim.key

    def mentions(self) -> list[Mention]:
        """All records that name the person."""
        return [
            *itertools.chain.from_iterable(unit.mentions for unit in self.units),
            *(tie.mention for tie in self.ties),
        ]

    def spots(self) -> set[tuple[str, str | None]]:
        """The spellings of the person, each with the body in whose papers it stands."""
        return {(unit.text, unit.body_id) for unit in self.units} | {
            (tie.mention.text, tie.mention.body_id) for tie in self.ties
        }


class Joined(NamedTuple):
    """A spelling that joined a person, with the reason."""

    key: str
    """Key of the person."""
    text: str
    """Spelling that joined."""
    body_id: str | None
    """Body in whose papers."""
    joined_name: str
    """Spelling that it joined."""
    edge: Edge
    """Rule, reason and evidence."""
    occurrences: int
    """How many records were assigned."""


@dataclass(slots=True)
class ResolvedPeople:
    """What name resolution says about people."""

    groups: list[Group]
    """The people, in the order of their keys."""
    joined: list[Joined]
    """What joined them."""
    refused: list[tuple[Group, Group, Refusal]]
    """Pairs of people that a rule would have joined if nothing had spoken against it."""
    unassigned: list[tuple[Mention, list[Group], str]]
    """Names that fit several people of the list of their meeting, with what was missing."""
    scopes: dict[str, str]
    """What each body belongs to."""
    clusters: Clusters
    """The groups as grown."""
    units: list[Unit]
    """The units."""
    near: list[tuple[int, int]]
    """Pairs of units whose names are one letter apart."""


class Gathered(NamedTuple):
    """Places where somebody is named, parted and gathered, before any rule joins them."""

    own_list: OwnList
    """Names elsewhere than on lists, held against the list of their meeting."""
    units: list[Unit]
    """Units of the names that stand for themselves."""


def gather(mentions: Iterable[Mention], ruled: RuledNames) -> Gathered:
    """Gather the places where somebody is named into units.

    Args:
        mentions: All names in the papers of some bodies.
        ruled: What a person has ruled.
    """
    own_list = OwnList((mention for mention in mentions if name_parts(mention.text)), ruled)
    return Gathered(own_list, make_units(own_list.standing))


@collector_paused()
def resolve_people(
    mentions: Sequence[Mention], scopes: Mapping[str, str], ruled: RuledNames
) -> ResolvedPeople:
    """Tell who is who.

    Args:
        mentions: All places where somebody is named.
        scopes: What each body belongs to; see `scopes_of`.
        ruled: What a person has ruled.
    """
    gathered = gather(mentions, ruled)
    joined = join_scopes(names_by_place(gathered.units), scopes)
    return resolve_gathered(gathered, scopes, joined, ruled, give_claims)


def resolve_gathered(
    gathered: Gathered,
    told_scopes: Mapping[str, str],
    scopes: Mapping[str, str],
    ruled: RuledNames,
    give: Callable[[list[Claim]], None],
) -> ResolvedPeople:
    """Tell who is who among names that no rule connects with any other.

    Args:
        gathered: The names.
        told_scopes: What each body belongs to, as the papers tell.
        scopes: The same with the bodies that are told by their members.
        ruled: What a person has ruled.
        give: Gives people their keys.
    """
    units = gathered.units
    by_members = frozenset(place for place in scopes if scopes[place] != told_scopes.get(place))
    clusters, near = _grow(Rules(units, scopes, ruled, by_members))
    roots = {id(m): clusters.find(n) for n, unit in enumerate(units) for m in unit.mentions}
    groups = {
        root: Group([units[n] for n in sorted(clusters.members(root))], [], clusters.members(root))
        for root in clusters.roots()
    }
    unassigned = []
    for tie in gathered.own_list.ties():
        fitting = tie.narrow(roots)
        if len(fitting) == 1:
            groups[fitting[0]].ties.append(tie)
        else:
            unassigned.append((tie.mention, [groups[root] for root in fitting]))
    for group in groups.values():
        _name(group, scopes, ruled)
    give([group.claim for group in groups.values()])
    ordered = sorted(groups.values(), key=lambda group: group.key)
    joined = [*_joined_units(groups, clusters, units), *_joined_ties(ordered)]
    refused = [
        (groups[clusters.find(r.edge.left)], groups[clusters.find(r.edge.right)], r)
        for r in clusters.refused
        if not clusters.together(r.edge.left, r.edge.right)
    ]
    why = "more than one on the list of the meeting fits"
    told = [(mention, fits, why) for mention, fits in unassigned]
    return ResolvedPeople(ordered, joined, refused, told, dict(scopes), clusters, units, near)


def _grow(rules: Rules) -> tuple[Clusters, list[tuple[int, int]]]:
    """Apply the rules, those with the strongest evidence first; return near names too."""
    clusters = Clusters(len(rules.units))
    presence = ComplementaryPresence(rules, clusters)
    for edge in rules.corrections():
        clusters.join(edge)
    clusters.settle(rules.same_letters(), rules.contradiction)
    _join_slips(rules, clusters, presence)
    clusters.settle(rules.shortened(), rules.contradiction_across, rules.negligible)
    _join_slips(rules, clusters, presence)
    clusters.settle(rules.same_organization(clusters), rules.contradiction_across)
    clusters.settle(rules.same_employer(), rules.contradiction_across)
    clusters.settle(rules.shortened_across(clusters), rules.contradiction_across)
    return clusters, presence.near


def _join_slips(rules: Rules, clusters: Clusters, presence: ComplementaryPresence) -> None:
    """Join misspellings; before short forms, so that a slip is nobody whom they might mean."""
    for edge in list(presence.edges()):
        rules.slips.update(clusters.members(edge.left))
        clusters.join(edge)


def _name(group: Group, scopes: Mapping[str, str], ruled: RuledNames) -> None:
    """Give a person a name, and say which key it wants."""
    mentions = group.mentions()
    # By meetings: a short form in a hundred votes of one meeting is used once.
    used = {(m.text, m.meeting_id or m.document_id) for m in mentions}
    chosen = choose_name(Counter(text for text, _ in used))
    group.name = ruled.shown_name(group.spots()) or chosen
    first = group.units[0]
    group.claim = Claim(
        slug(chosen) or "x",
        _first_day(mentions),
        _place_name(group, scopes),
        _stand_name(group),
        first.text,
        first.place,
        first.stand,
    )


def _first_day(mentions: Sequence[Mention]) -> str:
    """Day or year of a person's first dated record; people without one come last."""
    days = {mention.date or mention.year for mention in mentions} - {None}
    return min(map(str, days), default="9999")


def _place_name(group: Group, scopes: Mapping[str, str]) -> str:
    """What the bodies of a person belong to, for telling namesakes apart."""
    unit = max(group.units, key=lambda u: (len(u.mentions), u.place))
    scope = scopes.get(unit.place, unit.place)
    return slug(scope.removeprefix("body ").removeprefix("document "))


def _stand_name(group: Group) -> str:
    """Party or organization that a person stands for most often."""
    stands = Counter(u.affiliation for u in group.units if u.affiliation is not None)
    if not stands:
        return ""
    most = min(stands.items(), key=lambda item: (-item[1], item[0]))[0]
    return slug(most.partition(" ")[2])


def _joined_units(
    groups: Mapping[int, Group], clusters: Clusters, units: Sequence[Unit]
) -> list[Joined]:
    """One row for each spelling that joined, towards the main one."""

    def rank(number: int) -> tuple[bool, int, int]:
        unit = units[number]
        named = unit.text == groups[clusters.find(number)].name
        return named, len(unit.mentions), -number

    mains = [max(group.numbers, key=rank) for group in groups.values()]
    joined = []
    for there, here, edge in clusters.steps(mains):
        one, other = units[there], units[here]
        if (one.text, one.place) != (other.text, other.place):
            key = groups[clusters.find(there)].key
            count = len(one.mentions)
            joined.append(Joined(key, one.text, one.body_id, other.text, edge, count))
    return joined


def _joined_ties(groups: Sequence[Group]) -> list[Joined]:
    """Spellings that only the list of a meeting told whose they are."""
    joined = []
    for group in groups:
        known = {(unit.text, unit.body_id) for unit in group.units}
        told: dict[tuple[str, str | None], list[Tie]] = {}
        for tie in sorted(group.ties, key=lambda t: (t.mention.meeting_id or "", t.mention.key)):
            spot = (tie.mention.text, tie.mention.body_id)
            if spot not in known:
                told.setdefault(spot, []).append(tie)
        for (text, body_id), ties in sorted(told.items(), key=lambda item: (item[0][0], str(item))):
            first = ties[0]
            edge = Edge(
                0, 0, NameRule.OWN_LIST, first.reason(), first.mention.meeting_id,
                first.mention.document_id,
            )  # fmt: skip
            joined.append(Joined(group.key, text, body_id, first.listed_name(), edge, len(ties)))
    return joined


def spellings_of(
    mentions: Sequence[Mention],
) -> list[tuple[str, int, list[str], dt.date | None, dt.date | None]]:
    """Count the spellings among records: text, records, bodies, first and last day."""
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        found.setdefault(mention.text, []).append(mention)
    rows = []
    for text, carried in sorted(found.items()):
        dates = {m.date for m in carried if m.date is not None}
        bodies = sorted({m.body_id for m in carried if m.body_id is not None})
        days = min(dates, default=None), max(dates, default=None)
        rows.append((text, len(carried), bodies, *days))
    return rows
