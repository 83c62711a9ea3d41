"""Names that may be one and were not merged: for a person to look at.

Likeness of letters is used here and nowhere else. Names are compared inside blocks only, so that
the cost grows with the archive and not with its square.
"""

import itertools
from collections.abc import Iterable, Sequence
from typing import Final

from vedtak.extractors.keys import fold
from vedtak.extractors.name_forms import exact_keys, fits_part, is_full, name_parts
from vedtak.models.people import MergeCandidate
from vedtak.pipeline.names.collector import collector_paused
from vedtak.pipeline.names.complementary import near_names
from vedtak.pipeline.names.organizations import OrganizationGroup, ResolvedOrganizations
from vedtak.pipeline.names.people import Group, ResolvedPeople
from vedtak.pipeline.names.people_rules import SETTLED

NAMESAKES: Final = "same name"
"""What speaks for a merge of people who have one full name and nothing else in common."""

BLOCK: Final = 50
"""Single names are compared with at most this many full ones of their body."""


@collector_paused()
def people_candidates(resolved: ResolvedPeople) -> list[MergeCandidate]:
    """List pairs of people who may be one, each pair once."""
    return _distinct([*near_candidates(resolved), *_namesakes(resolved.groups)])


@collector_paused()
def near_candidates(resolved: ResolvedPeople) -> list[MergeCandidate]:
    """List pairs of people of one organization who may be one, each pair once."""
    rows = [
        *_refused(resolved),
        *_unassigned(resolved),
        *_near(resolved),
        *_single_names(resolved.groups),
    ]
    return _distinct(rows)


def organization_candidates(resolved: ResolvedOrganizations) -> list[MergeCandidate]:
    """List pairs of organizations that may be one, each pair once."""
    rows = [
        _candidate("organization", left, right, None, refusal.edge.rule, refusal.why)
        for left, right, refusal in resolved.refused
    ]
    return _distinct(rows)


def _candidate(
    kind: str,
    left: Group | OrganizationGroup,
    right: Group | OrganizationGroup,
    body_id: str | None,
    rule: str,
    reason: str,
) -> MergeCandidate:
    """Make a row, the lower key on the left."""
    one, other = sorted((left, right), key=lambda group: group.key)
    return MergeCandidate(
        kind=kind,
        left_id=one.key,
        left_name=one.name,
        right_id=other.key,
        right_name=other.name,
        body_id=body_id,
        score=likeness(one.name, other.name),
        rule=rule,
        reason=reason,
    )


def likeness(one: str, other: str) -> float:
    """Likeness of two names' letters, 0 to 1, in three digits."""
    from rapidfuzz import fuzz  # loaded when first asked: a short file asks nothing

    return round(fuzz.ratio(fold(one), fold(other)) / 100, 3)


def _refused(resolved: ResolvedPeople) -> Iterable[MergeCandidate]:
    """What a rule would have joined if nothing had spoken against it."""
    for left, right, refusal in resolved.refused:
        if refusal.why not in SETTLED:
            yield _candidate(
                "person", left, right, _shared_body(left, right), refusal.edge.rule, refusal.why
            )


def _unassigned(resolved: ResolvedPeople) -> Iterable[MergeCandidate]:
    """Names that fit several people of the list of their meeting."""
    for mention, groups, why in resolved.unassigned:
        for group in groups:
            yield MergeCandidate(
                kind="person",
                left_id=None,
                left_name=mention.text,
                right_id=group.key,
                right_name=group.name,
                body_id=mention.body_id,
                score=likeness(mention.text, group.name),
                rule="list of the meeting",
                reason=f"{why} ({mention.meeting_id})",
            )


def _near(resolved: ResolvedPeople) -> Iterable[MergeCandidate]:
    """People of one organization whose names are one letter apart."""
    owner = {number: group for group in resolved.groups for number in group.numbers}
    for root, others in near_names(resolved.near, resolved.clusters).items():
        for other in others:
            left, right = owner[root], owner[other]
            if root < other and not _on_one_list(left, right):
                reason = "one letter apart, in one organization; letters alone prove nothing"
                yield _candidate(
                    "person", left, right, _shared_body(left, right), "one letter apart", reason
                )


def _namesakes(groups: Sequence[Group]) -> Iterable[MergeCandidate]:
    """The same full name in bodies of different organizations, each with the next."""
    by_name: dict[str, list[Group]] = {}
    for group in groups:
        for key in full_names(group):
            by_name.setdefault(key, []).append(group)
    for same in by_name.values():
        for left, right in itertools.pairwise(same):
            if not _on_one_list(left, right):
                yield namesakes_row(left.key, left.name, right.key, right.name)


def full_names(group: Group) -> list[str]:
    """Full names of a person, folded."""
    return sorted({exact_keys(u.text)[0] for u in group.units if is_full(u.text)})


def namesakes_row(left_id: str, left_name: str, right_id: str, right_name: str) -> MergeCandidate:
    """Make the row of two people with one full name."""
    return MergeCandidate(
        kind="person",
        left_id=left_id,
        left_name=left_name,
        right_id=right_id,
        right_name=right_name,
        score=likeness(left_name, right_name),
        rule=NAMESAKES,
        reason="the bodies belong to different organizations, and nothing else is told",
    )


def _single_names(groups: Sequence[Group]) -> Iterable[MergeCandidate]:
    """People known by one name only, with those of the same body whose name has it."""
    full: dict[tuple[str, str], list[Group]] = {}
    single: list[tuple[str, str, Group]] = []
    for group in groups:
        for place, text in sorted({(u.place, u.text) for u in group.units}):
            parts = name_parts(text)
            if len(parts) == 1:
                single.append((place, text, group))
            else:
                for part in sorted({parts[0].plain, parts[-1].plain}):
                    full.setdefault((place, part), []).append(group)
    for place, text, group in single:
        found = full.get((place, name_parts(text)[0].plain), [])
        for other in list({one.key: one for one in found}.values())[:BLOCK]:
            if other is group or _on_one_list(group, other):
                continue
            if any(fits_part(text, u.text) for u in other.units):
                reason = "only one name is written, and no list of that meeting tells whose"
                body = _shared_body(group, other)
                yield _candidate("person", group, other, body, "single name", reason)


def _on_one_list(left: Group, right: Group) -> bool:
    """Whether two people stand on one attendance list, and are two."""
    lists = [set().union(*(unit.lists for unit in group.units)) for group in (left, right)]
    return bool(lists[0] & lists[1])


def _shared_body(left: Group, right: Group) -> str | None:
    """A body in whose papers both are named."""
    bodies = [{unit.body_id for unit in group.units} - {None} for group in (left, right)]
    return min((body for body in bodies[0] & bodies[1] if body is not None), default=None)


def _distinct(rows: Iterable[MergeCandidate]) -> list[MergeCandidate]:
    """Keep the first row of each pair, in the order of the keys."""
    kept: dict[tuple[str, str, str], MergeCandidate] = {}
    for row in rows:
        kept.setdefault((row.left_id or "", row.left_name, row.right_id), row)
    return [kept[key] for key in sorted(kept)]
