"""Organizations from the names that are written: short forms, long forms, legal forms; pure.

A short form means what the papers say it means, in the body and year in which they say so; where
it means two things in the archive, only its own body's papers decide.
"""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from vedtak.extractors.abbreviations import fits, is_short_form, split_short_form
from vedtak.extractors.keys import fold, slug
from vedtak.models.people import NameRule
from vedtak.pipeline.names.clusters import Clusters, Edge, Refusal
from vedtak.pipeline.names.name_choice import give_keys, rank
from vedtak.pipeline.names.ruled_names import RuledNames

LEGAL_FORMS: Final = frozenset(
    {"sf", "as", "asa", "hf", "rhf", "iks", "kf", "fkf", "sa", "ba", "da", "ans", "nuf"}
)
"""Legal forms that names carry or leave out at their end, folded."""

TERM: Final = 4
"""Years within which one person's short and long form of an employer are the same."""


class OrganizationMention(NamedTuple):
    """A record that names an organization."""

    table: str
    """Table of the record."""
    key: str
    """Key of the record."""
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
    """Document that states it."""
    person: str | None = None
    """Whom it is named for, folded; None for the organization itself."""
    generic: bool = False
    """Whether many bodies have an organization by that name, as 'Styret'."""


class Meaning(NamedTuple):
    """What a short form stands for, and where that is told."""

    short: str
    """Short form, folded."""
    base: str
    """Long form, folded, without legal form."""
    body_id: str | None
    """Body in whose papers it is told."""
    year: int | None
    """Year of the papers."""
    rule: NameRule
    """Whether the text explains it or a person's employer shows it."""
    reason: str
    """What shows it."""
    document_id: str
    """Document that shows it."""
    meeting_id: str | None = None
    """Meeting whose papers show it."""


@dataclass(slots=True)
class OrganizationGroup:
    """Mentions that are one organization's."""

    mentions: list[OrganizationMention]
    """Its mentions."""
    numbers: list[int] = field(default_factory=list)
    """Numbers of its units."""
    key: str = ""
    """Key of the organization."""
    name: str = ""
    """Name of the organization."""


@dataclass(slots=True)
class _Unit:
    text: str
    place: str
    short: bool
    base: str
    legal: str
    year: int | None
    body_id: str | None
    mentions: list[OrganizationMention] = field(default_factory=list)


@dataclass(slots=True)
class ResolvedOrganizations:
    """What name resolution says about organizations."""

    groups: list[OrganizationGroup]
    """The organizations, in the order of their keys."""
    joined: list[tuple[OrganizationGroup, str, str | None, str, Edge, int]]
    """For each spelling that joined: group, spelling, body, spelling joined, edge, records."""
    refused: list[tuple[OrganizationGroup, OrganizationGroup, Refusal]]
    """Pairs that a rule would have joined if nothing had spoken against it."""


def resolve_organizations(
    mentions: Sequence[OrganizationMention],
    explained: Iterable[Meaning],
    ruled: RuledNames,
) -> ResolvedOrganizations:
    """Tell which names are one organization's."""
    named = [mention for mention in mentions if fold(mention.text)]
    meanings = [*explained, *_in_parentheses(named), *_of_persons(named)]
    units = _units(named, meanings)
    clusters = Clusters(len(units))

    def contradiction(left: Sequence[int], right: Sequence[int]) -> str | None:
        spots = [
            [(m.text, m.body_id) for n in side for m in units[n].mentions] for side in (left, right)
        ]
        if ruled.sides and any(ruled.apart(a, b) for a in spots[0] for b in spots[1]):
            return "a ruling keeps them apart"
        bases = [{units[n].base for n in side if not units[n].short} for side in (left, right)]
        if bases[0] and bases[1] and not bases[0] & bases[1]:
            return "the short form means two things"
        forms = [{units[n].legal for n in side} - {""} for side in (left, right)]
        if forms[0] and forms[1] and not forms[0] & forms[1]:
            return "their legal forms differ"
        return None

    _rule(units, clusters, ruled)
    long = [number for number, unit in enumerate(units) if not unit.short]
    short = [number for number, unit in enumerate(units) if unit.short]
    clusters.settle(_same_letters(units, long), contradiction)
    clusters.settle(_legal_forms(units), contradiction)
    # Before short forms meet each other, so that each body's has the reason of its own papers.
    clusters.settle(_short_forms(units, meanings), contradiction)
    clusters.settle(_same_letters(units, short), contradiction)
    return _result(units, clusters, ruled)


def _units(mentions: Iterable[OrganizationMention], meanings: Sequence[Meaning]) -> list[_Unit]:
    """Gather mentions: generic names by body, ambiguous short forms by body and year."""
    bases: dict[str, set[str]] = {}
    for meaning in meanings:
        bases.setdefault(meaning.short, set()).add(meaning.base)
    units: dict[tuple[str, str, str], _Unit] = {}
    for mention in sorted(mentions, key=lambda m: (m.table, m.key, m.text)):
        long, _ = split_short_form(mention.text)
        short = is_short_form(mention.text)
        base, legal = split_legal_form(long)
        torn = short and len(bases.get(fold(mention.text), ())) > 1
        place, year = "", None
        if mention.generic or torn:
            place = mention.body_id or f"document {mention.document_id}"
        if torn:
            year = mention.year
        # Rulings may name a body, so a spelling that is not split here is still known by body.
        key = (mention.text, mention.body_id or place, str(year or ""))
        if key not in units:
            units[key] = _Unit(mention.text, place, short, base, legal, year, mention.body_id)
        units[key].mentions.append(mention)
    return [unit for _, unit in sorted(units.items())]


def split_legal_form(text: str) -> tuple[str, str]:
    """Fold a name and part its legal form from it.

    >>> split_legal_form("Norsk Helsenett SF")
    ('norsk helsenett', 'sf')
    """
    words = fold(text).split()
    if len(words) > 1 and words[-1] in LEGAL_FORMS:
        return " ".join(words[:-1]), words[-1]
    return " ".join(words), ""


def _in_parentheses(mentions: Iterable[OrganizationMention]) -> list[Meaning]:
    """Short forms that stand behind the long form in a list: 'Norsk Helsenett (NHN)'."""
    found = []
    for mention in mentions:
        long, short = split_short_form(mention.text)
        if short is not None:
            found.append(
                Meaning(
                    fold(short),
                    split_legal_form(long)[0],
                    mention.body_id,
                    mention.year,
                    NameRule.EXPLAINED,
                    f"« {mention.text} » is written",
                    mention.document_id,
                    mention.meeting_id,
                )
            )
    return found


def _of_persons(mentions: Iterable[OrganizationMention]) -> list[Meaning]:
    """Short and long form of which one person's lists of one body use now this, now that."""
    by_person: dict[tuple[str, str], dict[str, OrganizationMention]] = {}
    for mention in sorted(mentions, key=lambda m: (m.year or 0, m.key)):
        if mention.person and mention.body_id:
            by_person.setdefault((mention.person, mention.body_id), {}).setdefault(
                mention.text, mention
            )
    found = []
    for texts in by_person.values():
        for short in (m for m in texts.values() if is_short_form(m.text)):
            for long in (m for m in texts.values() if not is_short_form(m.text)):
                name, _ = split_short_form(long.text)
                near = abs((short.year or 0) - (long.year or 0)) <= TERM
                names = (name, _without_legal(name))
                if near and any(fits(short.text, one) for one in names):
                    reason = (
                        f"the same person stands for « {short.text} » in {short.meeting_id} "
                        f"and for « {long.text} » in {long.meeting_id}, and the letters fit"
                    )
                    found.append(
                        Meaning(
                            fold(short.text),
                            split_legal_form(name)[0],
                            short.body_id,
                            short.year,
                            NameRule.SAME_PERSON,
                            reason,
                            long.document_id,
                            long.meeting_id,
                        )
                    )
    return found


def _without_legal(name: str) -> str:
    """Leave out the legal form at the end of a name, as short forms mostly do."""
    words = name.split()
    return " ".join(words[:-1]) if len(words) > 1 and fold(words[-1]) in LEGAL_FORMS else name


def _rule(units: Sequence[_Unit], clusters: Clusters, ruled: RuledNames) -> None:
    """Join what a person has ruled to be one."""
    first: dict[int, int] = {}
    for number, unit in enumerate(units):
        group = ruled.groups.get((unit.text, unit.body_id))
        if group is not None:
            start = first.setdefault(group, number)
            clusters.join(Edge(start, number, NameRule.CORRECTION, ruled.reasons[group]))


def _same_letters(units: Sequence[_Unit], numbers: Iterable[int]) -> list[Edge]:
    """The same name, letter for letter after folding, in one place."""
    groups: dict[tuple[str, str, int | None], list[int]] = {}
    for number in numbers:
        unit = units[number]
        key = (f"{unit.base} {unit.legal}", unit.place, unit.year)
        groups.setdefault(key, []).append(number)
    return [
        _edge(units, one, other, NameRule.SAME_LETTERS, "same letters after folding")
        for group in groups.values()
        for one, other in itertools.pairwise(group)
    ]


def _legal_forms(units: Sequence[_Unit]) -> list[Edge]:
    """The same name with and without its legal form."""
    groups: dict[tuple[str, str], dict[str, int]] = {}
    for number, unit in enumerate(units):
        if not unit.short:
            groups.setdefault((unit.base, unit.place), {}).setdefault(unit.legal, number)
    edges = []
    for forms in groups.values():
        for legal, number in forms.items():
            if legal and "" in forms:
                reason = f"the legal form {legal.upper()} is left out"
                edges.append(_edge(units, number, forms[""], NameRule.LEGAL_FORM, reason))
    return edges


def _short_forms(units: Sequence[_Unit], meanings: Sequence[Meaning]) -> list[Edge]:
    """Short forms with what they mean in their own body and year, or in the whole archive."""
    told: dict[str, list[Meaning]] = {}
    for meaning in meanings:
        told.setdefault(meaning.short, []).append(meaning)
    by_base: dict[str, list[int]] = {}
    for number, unit in enumerate(units):
        if not unit.short:
            by_base.setdefault(unit.base, []).append(number)
    edges = []
    for number, unit in enumerate(units):
        if not unit.short:
            continue
        every = told.get(fold(unit.text), [])
        chosen = _nearest(unit, every)
        for meaning in chosen:
            for long in by_base.get(meaning.base, []):
                own = meaning.body_id == unit.body_id
                reason = meaning.reason if own else f"{meaning.reason}; it means nothing else here"
                rule = meaning.rule if own else NameRule.ONLY_MEANING
                edges.append(
                    Edge(number, long, rule, reason, meaning.meeting_id, meaning.document_id)
                )
    return edges


def _nearest(unit: _Unit, meanings: Sequence[Meaning]) -> list[Meaning]:
    """Choose what a short form means: one meaning of its body, or the only one there is.

    Several remain where the papers do not decide; the caller's clusters then join none.
    """
    bases = {meaning.base for meaning in meanings}
    own = [m for m in meanings if m.body_id == unit.body_id and unit.body_id is not None]
    if len(bases) <= 1:
        return _one_each(own or meanings)
    for part in ([m for m in own if m.year == unit.year], own):
        if part and len({m.base for m in part}) == 1:
            return _one_each(part)
    return _one_each(own or meanings)


def _one_each(meanings: Sequence[Meaning]) -> list[Meaning]:
    """Keep one of several tellings of each meaning, explanations first."""
    chosen: dict[str, Meaning] = {}
    key = lambda m: (m.rule != NameRule.EXPLAINED, m.year or 0, m.document_id, m.reason)  # noqa: E731
    for meaning in sorted(meanings, key=key):
        chosen.setdefault(meaning.base, meaning)
    return [chosen[base] for base in sorted(chosen)]


def _edge(units: Sequence[_Unit], one: int, other: int, rule: NameRule, reason: str) -> Edge:
    rarer = min((units[one], units[other]), key=lambda u: (len(u.mentions), u.text))
    shown = min(rarer.mentions, key=lambda m: (m.year or 9999, m.meeting_id or "", m.key))
    return Edge(one, other, rule, reason, shown.meeting_id, shown.document_id)


def _result(units: Sequence[_Unit], clusters: Clusters, ruled: RuledNames) -> ResolvedOrganizations:
    """Name the groups and tell who joined whom."""
    groups: dict[int, OrganizationGroup] = {}
    for root in clusters.roots():
        numbers = sorted(clusters.members(root))
        group = OrganizationGroup([m for n in numbers for m in units[n].mentions], numbers)
        counts = Counter(mention.text for mention in group.mentions)
        long = {text: count for text, count in counts.items() if not is_short_form(text)}
        chosen = min(long or counts, key=lambda text: rank(text, counts[text]))
        group.key = slug(chosen) or "x"
        spots = {(mention.text, mention.body_id) for mention in group.mentions}
        group.name = ruled.shown_name(spots) or chosen
        groups[root] = group
    give_keys(list(groups.values()), lambda g: g.key, _first_seen, _marks)
    joined = _joined(units, clusters, groups)
    refused = [
        (groups[clusters.find(r.edge.left)], groups[clusters.find(r.edge.right)], r)
        for r in clusters.refused
        if not clusters.together(r.edge.left, r.edge.right)
    ]
    ordered = sorted(groups.values(), key=lambda g: g.key)
    return ResolvedOrganizations(ordered, joined, refused)


def _first_seen(group: OrganizationGroup) -> tuple[str, str]:
    return (
        min((str(m.date or m.year) for m in group.mentions if m.date or m.year), default="9999"),
        min(m.key for m in group.mentions),
    )


def _marks(group: OrganizationGroup) -> list[str]:
    bodies: Mapping[str, int] = Counter(m.body_id for m in group.mentions if m.body_id)
    return [slug(min(bodies, key=lambda b: (-bodies[b], b)))] if bodies else []


def _joined(
    units: Sequence[_Unit], clusters: Clusters, groups: Mapping[int, OrganizationGroup]
) -> list[tuple[OrganizationGroup, str, str | None, str, Edge, int]]:
    """One row for each spelling that joined, by the edge that leads to the main spelling."""
    rank = {
        n: (units[n].text == group.name, -n) for group in groups.values() for n in group.numbers
    }
    mains = [max(group.numbers, key=rank.__getitem__) for group in groups.values()]
    rows = []
    for there, here, edge in clusters.steps(mains):
        one, other = units[there], units[here]
        if one.text != other.text or edge.rule != NameRule.SAME_LETTERS:
            group = groups[clusters.find(there)]
            rows.append((group, one.text, one.body_id, other.text, edge, len(one.mentions)))
    return rows
