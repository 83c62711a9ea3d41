"""What a pattern cannot do without: letters that stand in every match of it.

Most lines have nothing to do with most patterns, and to look for a few letters costs a tenth of
what a pattern costs. The letters are read out of the pattern itself, so that nobody has to write
them down; where that is in doubt, there are none and the pattern is always asked.
"""

import functools
from collections.abc import Iterable

import regex

from vedtak.extractors.pattern import pattern

_GROUP = pattern(r"\((?:\?(?:P<\w+>|[imsx]*:|=|>)|(?!\?))")
"""The opening of a group whose content every match has, if the group itself is not optional."""
_FLAGS = pattern(r"\(\?[imsx]+\)")
_QUANTIFIER = pattern(r"(?P<none>[*?]|\{0?,\d*\}|\{0\})[?+]?|(?:\+|\{\d+(?:,\d*)?\})[?+]?")
_CLASS = pattern(r"\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]")
_ESCAPE = pattern(r"(?s)\\(?:[pP]\{\^?\w+\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_PLAIN = pattern(r"[^\\()\[|*+?{.^$]+(?![*+?{])")
"""Letters that stand for themselves, the last of them once."""
_MARKS = frozenset("^$.")
_ENOUGH = 3
"""Sets of letters that are looked for; further ones would tell little more."""
_TELLING = 4
"""Letters that few lines have: fewer would make the search for them worthless."""
Needles = frozenset[str]


def needles(pattern: str) -> Needles | None:
    r"""Letters of which every match of a pattern has one or another.

    Args:
        pattern: A regular expression.

    Returns:
        Letters in folded case, or None where there are none that every match has.

    >>> sorted(needles(r"(?i)^Av Kari (?:fremmet|foreslo)\b.{0,9}:") or ())
    ['av kari ']
    >>> sorted(needles(r"\p{Lu}+ (?:fremmet|foreslo)x?") or ())
    ['foreslo', 'fremmet']
    >>> needles(r"(?:sak)?\d+") is None
    True
    """
    return max(_clauses(pattern), key=_worth, default=None)


def _clauses(pattern: str) -> list[Needles]:
    """Sets of letters; every match of the pattern has one or another of each set."""
    try:
        found, end = _alternatives(pattern, 0)
    except (IndexError, ValueError):
        return []
    return found if end == len(pattern) else []


def telling_letters(pattern: str) -> tuple[tuple[str, ...], ...]:
    r"""A few sets of letters, of each of which every match has one or another; the best first.

    The fewer there are the sooner a line is done with: what two of them share stands for both.

    >>> telling_letters("(?:behandla|behandling|handsama) av sak")
    (('behandl', 'handsama'), (' av sak',))
    >>> telling_letters(r"\d+")
    (('',),)
    """
    telling = sorted(_clauses(pattern), key=_worth, reverse=True)[:_ENOUGH]
    return tuple(map(_shortened, telling)) or (("",),)


def _shortened(needles: Needles) -> tuple[str, ...]:
    """The fewest letters that stand wherever one of the needles does."""
    found: list[str] = []
    for letters in sorted(needles):
        shared = letters
        while found and not found[-1].startswith(shared):
            shared = shared[:-1]
        if found and len(shared) >= _TELLING:
            found[-1] = shared
        else:
            found.append(letters)
    return tuple(one for one in found if not any(o != one and o in one for o in found))


def may_match(telling: tuple[tuple[str, ...], ...], folded: str) -> bool:
    """Whether a text in folded case has what `telling_letters` says that every match has."""
    for letters in telling:  # loops: this runs for each line, group and phrase
        for one in letters:
            if one in folded:
                break
        else:
            return False
    return True


def is_any_in(sought: Iterable[regex.Pattern[str]], text: str) -> bool:
    r"""Whether any of some patterns is found in a text; the letters it needs are looked for first.

    >>> [is_any_in([pattern(r"\bsak\b")], text) for text in ("En sak", "En saksmappe")]
    [True, False]
    """
    folded = text.casefold()
    for one in sought:
        if may_match(_letters(one.pattern), folded) and one.search(text) is not None:
            return True
    return False


_letters = functools.cache(telling_letters)


def ends_with(pattern: str, letter: str) -> bool:
    r"""Whether every match of a pattern ends with a letter that stands for itself.

    >>> ends_with(r"forslag.*:", ":"), ends_with(r"forslag|vedtak:", ":")
    (True, False)
    """
    try:
        whole = _sequence(pattern, 0)[1] == len(pattern)
    except (IndexError, ValueError):
        return False
    return whole and pattern.endswith(letter) and not pattern.endswith("\\" + letter)


def begins_with_capital(phrase: str) -> bool:
    r"""Whether every match of a pattern stands at the beginning of a text and has a capital there.

    >>> begins_with_capital(r"^(?P<who>\p{Lu}\w+) foreslo"), begins_with_capital(r"\p{Lu}\w+")
    (True, False)
    >>> begins_with_capital(r"^(?:Vedtak|Sak) i"), begins_with_capital(r"^(?:Vedtak|sak) i")
    (True, False)
    """
    try:
        whole = _sequence(phrase, 0)[1] == len(phrase)
        return whole and phrase.startswith("^") and _capital_first(phrase, 1)
    except (IndexError, ValueError):
        return False


def _capital_first(pattern: str, at: int) -> bool:
    """Whether each branch up to the end of a group begins with a capital."""
    while True:
        opening = _GROUP.match(pattern, at)
        if opening is not None:
            capital = "i" not in opening[0].partition("<")[0] and _capital_first(
                pattern, opening.end()
            )
        else:
            capital = pattern.startswith(r"\p{Lu}", at) or pattern[at].isupper()
        quantifier = _QUANTIFIER.match(pattern, _piece(pattern, at)[2])
        if not capital or (quantifier is not None and quantifier["none"] is not None):
            return False
        at = _sequence(pattern, at)[1]
        if at >= len(pattern) or pattern[at] == ")":
            return True
        at += 1  # a bar


def _alternatives(pattern: str, at: int) -> tuple[list[Needles], int]:
    """Read branches up to the end of a group; where there are several, the best of each counts."""
    branches = []
    while True:
        branch, at = _sequence(pattern, at)
        branches.append(branch)
        if at >= len(pattern) or pattern[at] == ")":
            break
        at += 1  # a bar
    if len(branches) == 1:
        return branches[0], at
    if not all(branches):
        return [], at
    return [frozenset().union(*(max(branch, key=_worth) for branch in branches))], at


def _sequence(pattern: str, at: int) -> tuple[list[Needles], int]:
    """Read one branch and all that must be in it."""
    found: list[Needles] = []
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        if plain := _PLAIN.match(pattern, at):
            run += plain[0]
            at = plain.end()
            continue
        letter, inner, behind = _piece(pattern, at)
        counted = behind < len(pattern) and pattern[behind] in "*?+{"
        quantifier = _QUANTIFIER.match(pattern, behind) if counted else None
        optional = quantifier is not None and quantifier["none"] is not None
        if letter is not None and not optional:
            run += letter
        if run and (letter is None or quantifier is not None):
            found.append(frozenset({run.casefold()}))
            run = ""
        if not optional:
            found += inner
        at = quantifier.end() if quantifier else behind
    if run:
        found.append(frozenset({run.casefold()}))
    return found, at


def _worth(letters: Needles) -> tuple[int, int]:
    """How much a set tells: its shortest needle, and how few there are."""
    return min(map(len, letters)), -len(letters)


def _piece(pattern: str, at: int) -> tuple[str | None, list[Needles], int]:
    """Read one piece: the letter that it is, or what must be in it, and where it ends."""
    mark = pattern[at]
    if mark == "(":
        if flags := _FLAGS.match(pattern, at):
            if "x" in flags[0]:
                raise ValueError("spaces mean nothing in it")
            return None, [], flags.end()
        opening = _GROUP.match(pattern, at)
        if opening is None or "x" in opening[0].partition("<")[0]:
            return None, [], _end_of_group(pattern, at)
        inner, end = _alternatives(pattern, opening.end())
        return None, inner, end + 1
    if mark == "[":
        found = _CLASS.match(pattern, at)
        if found is None:
            raise ValueError("a class without end")
        return None, [], found.end()
    if mark == "\\":
        found = _ESCAPE.match(pattern, at)
        if found is None:
            raise ValueError("an escape without end")
        plain = len(found[0]) == 2 and not found[0][1].isalnum()
        return (found[0][1] if plain else None), [], found.end()
    return (None if mark in _MARKS else mark), [], at + 1


def _end_of_group(pattern: str, at: int) -> int:
    """Find the end of a group that is not looked into."""
    depth = 0
    while True:
        if pattern[at] == "[":
            found = _CLASS.match(pattern, at)
            at = found.end() if found else at + 1
            continue
        if pattern[at] == "\\":
            at += 2
            continue
        depth += {"(": 1, ")": -1}.get(pattern[at], 0)
        at += 1
        if depth == 0:
            return at
