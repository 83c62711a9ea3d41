"""Which bodies, as documents name them, are one: rules over names, without any input or output."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vedtak.extractors.body_names import BodyName, is_common, named_in_place, read_body_name
from vedtak.extractors.keys import fold, slug
from vedtak.models.base import Certainty
from vedtak.models.links import BodyLink, BodyRule


@dataclass(frozen=True, slots=True, order=True)
class StatedBody:
    """A body as a document names it."""

    body_id: str
    """Key that the document alone gives."""
    name: str
    """Name as written."""
    short_name: str | None = None
    """Short form as written."""
    organization: str | None = None
    """Organization as written."""


class _Named(NamedTuple):
    body: StatedBody
    name: BodyName
    guessed: bool
    """Whether the place was only told by the beginning of the name."""


def link_bodies(stated: Iterable[StatedBody]) -> list[BodyLink]:
    """Link keys of bodies whose names differ in form only.

    Two keys are one body where name and municipality are the same apart from case, spelling, the
    definite ending and where the municipality stands, or where a document gives one of them as
    the short form of the other. Without a municipality a name must be one of its own: 'Styret' of
    nobody knows whom is never linked. A key that fits several bodies is not linked.

    Args:
        stated: What the documents name, in any order.

    Returns:
        Links in the order of the keys; the key of the body itself has none.
    """
    bodies = sorted(set(stated), key=_order)
    named = _named(bodies)
    groups: dict[tuple[str | None, str], set[str]] = {}
    for one in named:
        if one.name.place or _says_enough(one.name.core):
            groups.setdefault((one.name.place, one.name.core), set()).add(one.body.body_id)
    of_key: dict[str, list[set[str]]] = {}
    for group in groups.values():
        for key in group:
            of_key.setdefault(key, []).append(group)
    links = []
    for key in sorted(of_key):
        several = {other for group in of_key[key] for other in group}
        # Documents that name one key in two ways tie two groups together; the rest must agree.
        targets = {_best(group, bodies) for group in of_key[key] if len(group) > 1}
        if len(several) > 1 and len(targets) == 1 and (target := targets.pop()) != key:
            links.append(_link(key, target, named))
    return _settled(links)


def _order(body: StatedBody) -> tuple[str, str, str, str]:
    return (body.body_id, body.name, body.short_name or "", body.organization or "")


def _named(bodies: Sequence[StatedBody]) -> list[_Named]:
    """Read all names; a place that other bodies have is told at the beginning of a name too."""
    read = [(body, read_body_name(body.name, body.organization)) for body in bodies]
    known = {(name.place, name.core) for _, name in read if name.place}
    places = sorted({place for place, _ in known if place}, key=lambda place: (-len(place), place))
    found = []
    for body, name in read:
        guessed = None
        if name.place is None:
            options = [named_in_place(body.name, place) for place in places]
            guessed = next((one for one in options if one and (one.place, one.core) in known), None)
        found.append(_Named(body, guessed or name, guessed is not None))
    return found


def _says_enough(core: str) -> bool:
    """Whether a name without municipality is one of its own."""
    return len(core.split()) >= 3 and not is_common(core)


def _best(group: set[str], bodies: Sequence[StatedBody]) -> str:
    """The key that a group goes by: the short form, else one with an organization, the longest."""
    shorts = {b.body_id for b in bodies if b.short_name and slug(b.short_name) == b.body_id}
    owned = {b.body_id for b in bodies if b.organization}
    return min(group, key=lambda key: (key not in shorts, key not in owned, -len(key), key))


def _settled(links: Sequence[BodyLink]) -> list[BodyLink]:
    """Follow links to links; keys never go round, since each group has one best key."""
    target = {link.stated_key: link.body_id for link in links}
    settled = []
    for link in links:
        end, seen = link.body_id, {link.stated_key}
        while end in target and end not in seen:
            seen.add(end)
            end = target[end]
        if end != link.stated_key and end not in target:
            settled.append(link.model_copy(update={"body_id": end}))
    return settled


def _link(key: str, target: str, named: Sequence[_Named]) -> BodyLink:
    own = [one for one in named if one.body.body_id == key]
    other = [one for one in named if one.body.body_id == target]
    written, meant = own[0].body.name, other[0].body
    short = next((o.body for o in other if o.body.short_name and o.body.body_id == target), None)
    guessed = any(one.guessed for one in (*own, *other))
    certainty = Certainty.LIKELY if guessed or own[0].name.place is None else Certainty.CERTAIN
    if short is not None and slug(short.short_name or "") == target:
        rule, certainty = BodyRule.SHORT_FORM, Certainty.CERTAIN
        reason = f"'{short.short_name}' is the short form of '{short.name}' in another document"
    elif len(fold(written).split()) == len(fold(meant.name).split()):
        rule = BodyRule.ENDING
        reason = f"'{written}' and '{meant.name}' differ in case, spelling or ending only"
    else:
        rule = BodyRule.PLACE
        reason = f"'{written}' and '{meant.name}' of {own[0].name.place} are one name"
    return BodyLink(stated_key=key, body_id=target, rule=rule, reason=reason, certainty=certainty)
