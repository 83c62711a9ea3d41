"""Bodies that name no organization, told by their members to belong where another body does."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from vedtak.extractors.name_forms import exact_keys, is_full
from vedtak.pipeline.names.mentions import Unit

ENOUGH: Final = 8
"""Full names that two bodies must share; fewer may be namesakes."""

SPREAD: Final = 12
"""A name in the papers of more bodies than this tells nothing."""


def join_scopes(names: Mapping[str, Collection[str]], scopes: Mapping[str, str]) -> dict[str, str]:
    """Give bodies without a known organization the scope with which they share their people.

    At least eight full names, and half of the names of the body, must be those of one other scope,
    and of no second one: so many namesakes are no chance.

    Args:
        names: Full names in the papers of each body; of bodies with a known organization, those
            suffice that bodies without one have too.
        scopes: What each body belongs to.

    Returns:
        The scope of each body.
    """
    places: dict[str, set[str]] = {}
    for place, keys in names.items():
        for key in keys:
            places.setdefault(key, set()).add(place)
    joined = dict(scopes)
    for place in sorted(names):
        if scopes.get(place) != f"body {place}":
            continue
        shared: Counter[str] = Counter()
        for key in names[place]:
            if len(places[key]) <= SPREAD:
                others = {scopes.get(p, p) for p in places[key] if p != place}
                shared.update(sorted(others))
        fitting = [
            scope
            for scope, count in shared.items()
            if count >= ENOUGH and 2 * count >= len(names[place]) and not scope.startswith("body ")
        ]
        if len(fitting) == 1:
            joined[place] = fitting[0]
    return joined


def names_by_place(units: Sequence[Unit]) -> dict[str, set[str]]:
    """Full names in the papers of each body."""
    names: dict[str, set[str]] = {}
    for unit in units:
        if unit.body_id is not None and is_full(unit.text):
            names.setdefault(unit.place, set()).add(exact_keys(unit.text)[0])
    return names
