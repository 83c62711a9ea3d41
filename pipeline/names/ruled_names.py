"""What rulings about names come to on the names that are there.

All is checked before any of it is used: rulings that contradict each other change nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vedtak.pipeline.errors import VedtakError
from vedtak.pipeline.names.rulings import Apart, Called, NameKind, Ruling, Same, WrittenName

Spot = tuple[str, str | None]
"""A spelling and the body in whose papers it stands."""


class ContradictingRulings(VedtakError):
    """Two rulings that cannot both hold."""


@dataclass(slots=True)
class RuledNames:
    """The rulings of one kind, spelled out for the spellings that are there."""

    groups: dict[Spot, int] = field(default_factory=dict)
    """Group of each spelling that a ruling makes one with others."""
    reasons: dict[int, str] = field(default_factory=dict)
    """Reason of each group."""
    sides: dict[Spot, dict[int, int]] = field(default_factory=dict)
    """For each spelling that is ruled apart: by which ruling, and on which side it stands."""
    shown: dict[Spot, str] = field(default_factory=dict)
    """Name to show for the person or organization that has the spelling."""
    unknown: list[WrittenName] = field(default_factory=list)
    """Names that no record carries."""

    def same(self, one: Spot, other: Spot) -> bool:
        """Whether a ruling makes two spellings one."""
        group = self.groups.get(one)
        return group is not None and group == self.groups.get(other)

    def apart(self, one: Spot, other: Spot) -> bool:
        """Whether a ruling keeps two spellings apart."""
        first, second = self.sides.get(one), self.sides.get(other)
        if not first or not second:
            return False
        return any(second.get(ruling, side) != side for ruling, side in first.items())

    def shown_name(self, spots: Iterable[Spot]) -> str | None:
        """Return the name that a ruling gives to whoever has some spellings.

        Raises:
            ContradictingRulings: When rulings give several.
        """
        names = sorted({self.shown[spot] for spot in spots if spot in self.shown})
        if len(names) > 1:
            raise ContradictingRulings(
                f"Two rulings give one and the same two names, « {names[0]} » and « {names[1]} »; "
                "take one of them away."
            )
        return names[0] if names else None


def apply_rulings(kind: NameKind, rulings: Sequence[Ruling], spots: Iterable[Spot]) -> RuledNames:
    """Spell rulings out for the spellings that are there.

    Raises:
        ContradictingRulings: When the same names are ruled to be one and apart, directly or
            through other rulings.
    """
    there: dict[str, list[Spot]] = {}
    for spot in sorted(set(spots), key=lambda s: (s[0], s[1] or "")):
        there.setdefault(spot[0], []).append(spot)
    ruled = RuledNames()
    mine = [ruling for ruling in rulings if ruling.kind == kind]
    _same(ruled, [one for one in mine if isinstance(one, Same)], there)
    for number, ruling in enumerate(mine):
        if isinstance(ruling, Apart):
            for side, covered in enumerate(_covered(ruled, ruling.names, there)):
                for spot in covered:
                    ruled.sides.setdefault(spot, {})[number] = side
        elif isinstance(ruling, Called):
            for spot in _covered(ruled, [ruling.name], there)[0]:
                if ruled.shown.setdefault(spot, ruling.shown) != ruling.shown:
                    ruled.shown_name([spot])
                    raise ContradictingRulings(
                        f"Two rulings call « {spot[0]} » by different names, "
                        f"« {ruled.shown[spot]} » and « {ruling.shown} »; take one of them away."
                    )
    _check(ruled)
    return ruled


def _covered(
    ruled: RuledNames, names: Sequence[WrittenName], there: Mapping[str, list[Spot]]
) -> list[list[Spot]]:
    """Return the spellings that each name of a ruling means; one that tells a body goes first."""
    told = {(name.text, name.body_id) for name in names if name.body_id is not None}
    covered = []
    for name in names:
        spots = there.get(name.text, [])
        if name.body_id is None:
            found = [spot for spot in spots if spot not in told]
        else:
            found = [spot for spot in spots if spot[1] == name.body_id]
        if not found and name not in ruled.unknown:
            ruled.unknown.append(name)
        covered.append(found)
    return covered


def _same(ruled: RuledNames, rulings: Sequence[Same], there: Mapping[str, list[Spot]]) -> None:
    """Number the groups that rulings make, those that share a spelling as one."""
    for number, ruling in enumerate(rulings):
        spots = [spot for found in _covered(ruled, ruling.names, there) for spot in found]
        met = sorted({ruled.groups[spot] for spot in spots if spot in ruled.groups})
        ruled.reasons[number] = ruling.reason
        for spot, group in ruled.groups.items():
            if group in met:
                ruled.groups[spot] = number
        if met:
            earlier = [ruled.reasons[group] for group in met]
            ruled.reasons[number] = "; ".join(dict.fromkeys([*earlier, ruling.reason]))
        ruled.groups.update(dict.fromkeys(spots, number))


def _check(ruled: RuledNames) -> None:
    """Refuse names that are ruled one and apart."""
    members: dict[int, list[Spot]] = {}
    for spot, group in ruled.groups.items():
        if spot in ruled.sides:
            members.setdefault(group, []).append(spot)
    for group, spots in sorted(members.items()):
        for place, one in enumerate(spots):
            for other in spots[place + 1 :]:
                if ruled.apart(one, other):
                    raise ContradictingRulings(
                        f"{_told(one)} and {_told(other)} are ruled to be one "
                        f"({ruled.reasons[group]}) and also to be apart; take one of the rulings "
                        "away. Nothing was changed."
                    )


def _told(spot: Spot) -> str:
    """Write a spelling with its body for a message."""
    return f"« {spot[0]} »" + (f" in {spot[1]}" if spot[1] else "")
