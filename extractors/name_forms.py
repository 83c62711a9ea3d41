"""Forms of one person's name: initials, names left out, ø as o or oe; and slips of one letter."""

import functools
import unicodedata
from typing import NamedTuple

from vedtak.extractors.keys import fold
from vedtak.extractors.pattern import pattern

_PIECES = pattern(r"[^\p{L}\p{M}\p{N}]+")
"""What stands between the names of a name: ' ', '-', '. '; not a letter or digit."""

_OE = pattern(r"oe(?=.)")
"""An oe that may stand for ø, as in 'bjoern'; not the one in 'moe', which is not 'mo'."""


SHORTEST_WITH_SLIP = 4
"""Names with fewer letters than this differ by one letter too easily."""


class NamePart(NamedTuple):
    """One of the names that a name is made of, folded."""

    plain: str
    """Folded with ø as o."""
    wide: str
    """Folded with ø as oe."""
    initial: bool
    """Whether only its first letter is written."""

    def agrees(self, other: "NamePart") -> bool:
        """Whether the other may be the same name, one of the two perhaps its initial."""
        if self.plain[0] != other.plain[0]:  # the same letter however ø is written
            return False
        if self.initial or other.initial:
            short, long = (self, other) if self.initial else (other, self)
            return long.plain.startswith(short.plain) or long.wide.startswith(short.wide)
        return (
            self.plain == other.plain
            or self.wide == other.wide
            or _OE.sub("o", self.plain) == _OE.sub("o", other.plain)
        )


@functools.lru_cache(maxsize=200_000)
def name_parts(text: str) -> tuple[NamePart, ...]:
    """Part a name into given names, middle names and last name."""
    parts = []
    for piece in _PIECES.split(unicodedata.normalize("NFC", text).casefold()):
        plain, wide = fold(piece), fold(piece.replace("ø", "oe"))
        if plain:
            parts.append(NamePart(plain, wide, len(piece) == 1))
    return tuple(parts)


@functools.lru_cache(maxsize=200_000)
def exact_keys(text: str) -> tuple[str, ...]:
    """Keys by which two spellings are one name letter for letter: å as aa, ø as o or as oe.

    >>> exact_keys("Bjørn Ås")
    ('bjorn aas', 'bjoern aas')
    """
    parts = name_parts(text)
    plain, wide = " ".join(p.plain for p in parts), " ".join(p.wide for p in parts)
    return (plain,) if plain == wide else (plain, wide)


def is_full(text: str) -> bool:
    """Whether a name has a first and a last name, both written out."""
    parts = name_parts(text)
    return len(parts) > 1 and not parts[0].initial and not parts[-1].initial


def agree(one: str, other: str) -> bool:
    """Whether two spellings may be one name, one or both with initials or names left out.

    First and last name agree; the middle names of the shorter one stand in the longer one in the
    same order. 'Per A. Aunan' and 'Per Espen Aunan' don't agree, 'Per Aunan' agrees with both.
    """
    first, second = name_parts(one), name_parts(other)
    if first == second:
        return True
    if not first or not second or first[0].plain[0] != second[0].plain[0]:
        return False  # most pairs: their first letters differ however ø is written
    if not set(exact_keys(one)).isdisjoint(exact_keys(other)):
        return True
    if len(first) < 2 or len(second) < 2 or first[-1].initial or second[-1].initial:
        return False
    if not first[0].agrees(second[0]) or not first[-1].agrees(second[-1]):
        return False
    short, long = sorted((first[1:-1], second[1:-1]), key=len)
    rest = iter(long)
    return all(any(name.agrees(candidate) for candidate in rest) for name in short)


def left_out(one: str, other: str) -> str:
    """Say in what two agreeing spellings differ, for the reason of a merge."""
    first, second = name_parts(one), name_parts(other)
    initials = any(p.initial for p in first) != any(p.initial for p in second) or (
        sum(p.initial for p in first) != sum(p.initial for p in second)
    )
    shorter = len(first) != len(second)
    if initials and shorter:
        return "initials stand for names, and a name is left out"
    if shorter:
        return "a middle name is left out"
    return "initials stand for names" if initials else "the letters agree after folding"


def wildcards(text: str) -> list[str]:
    """Keys shared by names that differ in one of their names only: 'kari *', '* nes'."""
    plain = [p.plain for p in name_parts(text)]
    return [" ".join((*plain[:i], "*", *plain[i + 1 :])) for i in range(len(plain))]


def fits_part(single: str, full: str) -> bool:
    """Whether a single name is the first or the last name of a fuller one."""
    parts, names = name_parts(single), name_parts(full)
    if len(parts) != 1 or len(names) < 2 or parts[0].initial:
        return False
    return parts[0].agrees(names[-1]) or (not names[0].initial and parts[0].agrees(names[0]))


def one_letter_apart(one: str, other: str) -> bool:
    """Whether two names differ in one letter of one of their names, or in two swapped letters."""
    first, second = name_parts(one), name_parts(other)
    if len(first) != len(second):
        return False
    differing = [(a, b) for a, b in zip(first, second, strict=True) if not a.agrees(b)]
    return len(differing) == 1 and is_slip(*differing[0])


def is_slip(a: NamePart, b: NamePart) -> bool:
    """Whether two parts of names differ in one letter, or in two swapped letters."""
    if min(len(a.plain), len(b.plain)) < SHORTEST_WITH_SLIP - 1:
        return False
    if max(len(a.plain), len(b.plain)) < SHORTEST_WITH_SLIP:
        return False
    lengths = abs(len(a.plain) - len(b.plain)), abs(len(a.wide) - len(b.wide))
    if min(lengths) > 1 or a.agrees(b):
        return False
    from rapidfuzz.distance import OSA  # loaded when first asked: a short file asks nothing

    return min(OSA.distance(a.plain, b.plain), OSA.distance(a.wide, b.wide)) == 1
