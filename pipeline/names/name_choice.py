"""Which spelling a person or an organization goes by, and the key made of it.

Keys depend on what the database holds, never on the order of imports. Of namesakes, the one with
the earliest record keeps the plain key, so that later papers take no key away from anybody; a
fuller spelling that becomes frequent may change a key, and the table of merges tells from what.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

from vedtak.extractors.name_forms import name_parts

_SHARE: Final = 10
"""A fuller spelling is the name from a tenth of the records on; below, it may be a slip."""


class Keyed(Protocol):
    """Something that gets a key."""

    key: str


Item = TypeVar("Item", bound=Keyed)


@dataclass(slots=True)
class Claim:
    """What a person's key is made of, and what decides between namesakes."""

    plain: str
    """The name in plain letters, which is the key unless somebody has it."""
    day: str
    """Day or year of the first dated record; '9999' where there is none."""
    scope: str
    """Mark by what the bodies belong to."""
    stand: str
    """Mark by party or organization; '' where there is none."""
    text: str
    """First spelling, with its place and stand: no two people have all the same."""
    text_place: str
    """Body, or document, of the first spelling."""
    text_stand: str
    """What parts the first spelling from the same one in the same place."""
    key: str = ""
    """Key that is given."""


def give_claims(claims: Sequence[Claim]) -> None:
    """Give people their keys; of namesakes, the one with the earliest record comes first."""
    give_keys(
        claims,
        lambda c: c.plain,
        lambda c: (c.day, c.scope, c.text, c.text_place, c.text_stand),
        lambda c: (c.scope, c.stand),
    )


def choose_name(counts: Mapping[str, int]) -> str:
    """Choose the fullest spelling that is seen often.

    >>> choose_name({"Karl Vestli": 8, "Karl S. Vestli": 3, "K. Vestli": 1})
    'Karl S. Vestli'
    >>> choose_name({"BJORN LIE": 2, "Bjørn Lie": 2})
    'Bjørn Lie'
    """
    often = sum(counts.values()) / _SHARE
    eligible = [text for text in counts if counts[text] >= often]
    return min(eligible, key=lambda text: (*_fullness(text), *rank(text, counts[text])))


def rank(text: str, count: int) -> tuple[int, bool, int, str]:
    """Order spellings of one name: often seen first, then mixed case, then more Norwegian."""
    ascii_letters = sum(c.isascii() for c in text)
    return (-count, text.isupper() or text.islower(), ascii_letters, text)


def _fullness(text: str) -> tuple[int, int]:
    """Order by how many names are written out, then by how many are there at all."""
    parts = name_parts(text)
    return (-sum(not part.initial for part in parts), -len(parts))


def give_keys(
    items: Sequence[Item],
    wanted: Callable[[Item], str],
    order: Callable[[Item], Any],
    marks: Callable[[Item], Sequence[str]],
) -> None:
    """Give each item a key of its own.

    Args:
        items: Whom to give keys.
        wanted: The plain key of an item.
        order: Which of several with one plain key comes first and keeps it.
        marks: What tells the others apart, tried one after the other before a number is.
    """
    taken: set[str] = set()
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(wanted(item), []).append(item)
    for key, group in sorted(groups.items()):
        group.sort(key=order)
        group[0].key = _free(key, taken)
        for item in group[1:]:
            item.key = _marked(key, [mark for mark in marks(item) if mark], taken)


def _marked(key: str, marks: Sequence[str], taken: set[str]) -> str:
    """Add marks to a key until nobody has it, at last a number."""
    for count in range(1, len(marks) + 1):
        longer = "-".join((key, *marks[:count]))
        if longer not in taken:
            return _free(longer, taken)
    return _free("-".join((key, *marks)), taken)


def _free(key: str, taken: set[str]) -> str:
    """Number a key that somebody has: Ås and As are two names with one slug."""
    number, free = 2, key
    while free in taken:
        free, number = f"{key}-{number}", number + 1
    taken.add(free)
    return free
