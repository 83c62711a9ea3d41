"""What a pattern cannot do without: letters that stand in every match of it.

Most lines have nothing to do with most patterns, and to look for a few letters costs a tenth of
what a pattern costs. The letters are read out of the pattern itself, so that nobody has to write
them down; where that is in doubt, there are none and the pattern is always asked.
"""

import functools

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
    try:
        choices, end = _alternatives(pattern, 0)
    except (IndexError, ValueError):
        return None
    return choices if end == len(pattern) else None


def telling_letters(pattern: str) -> tuple[str, ...]:
    r"""As few letters as tell where a pattern can match at all; '' where nothing tells.

    The fewer there are the sooner a line is done with: what two of them share stands for both.

    >>> telling_letters("(?:behandla|behandling|handsama) i")
    ('behandl', 'handsama')
    >>> telling_letters(r"\d+")
    ('',)
    """
    found: list[str] = []
    for letters in sorted(needles(pattern) or {""}):
        shared = letters
        while found and not found[-1].startswith(shared):
            shared = shared[:-1]
        if found and len(shared) >= _TELLING:
            found[-1] = shared
        else:
            found.append(letters)
    return tuple(one for one in found if not any(o != one and o in one for o in found))


def is_in(sought: regex.Pattern[str], text: str) -> bool:
    r"""Whether a pattern is found in a text; the letters that it needs are looked for first.

    >>> is_in(pattern(r"\bsak\b"), "En sak"), is_in(pattern(r"\bsak\b"), "En saksmappe")
    (True, False)
    """
    folded = text.casefold()
    for letters in _letters(sought.pattern):
        if letters in folded:
            return sought.search(text) is not None
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


def _alternatives(pattern: str, at: int) -> tuple[Needles | None, int]:
    """Read branches up to the end of a group; all of them must have needles."""
    found: Needles | None = frozenset()
    while True:
        branch, at = _sequence(pattern, at)
        found = found | branch if found is not None and branch is not None else None
        if at >= len(pattern) or pattern[at] == ")":
            return found, at
        at += 1  # a bar


def _sequence(pattern: str, at: int) -> tuple[Needles | None, int]:
    """Read one branch; the best of what must be in it counts."""
    best: Needles | None = None
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
        if letter is None or quantifier is not None:
            best, run = _better(best, run), ""
        if inner is not None and not optional:
            best = _better(best, *inner)
        at = quantifier.end() if quantifier else behind
    return _better(best, run), at


def _better(best: Needles | None, *others: str) -> Needles | None:
    """The set whose shortest needle is longer; of equals the smaller set."""
    if not others or not all(others):
        return best
    new = frozenset(other.casefold() for other in others)
    if best is None:
        return new
    return max(best, new, key=lambda one: (min(map(len, one)), -len(one)))


def _piece(pattern: str, at: int) -> tuple[str | None, Needles | None, int]:
    """Read one piece: the letter that it is, or what must be in it, and where it ends."""
    mark = pattern[at]
    if mark == "(":
        if flags := _FLAGS.match(pattern, at):
            if "x" in flags[0]:
                raise ValueError("spaces mean nothing in it")
            return None, None, flags.end()
        opening = _GROUP.match(pattern, at)
        if opening is None or "x" in opening[0].partition("<")[0]:
            return None, None, _end_of_group(pattern, at)
        inner, end = _alternatives(pattern, opening.end())
        return None, inner, end + 1
    if mark == "[":
        found = _CLASS.match(pattern, at)
        if found is None:
            raise ValueError("a class without end")
        return None, None, found.end()
    if mark == "\\":
        found = _ESCAPE.match(pattern, at)
        if found is None:
            raise ValueError("an escape without end")
        plain = len(found[0]) == 2 and not found[0][1].isalnum()
        return (found[0][1] if plain else None), None, found.end()
    return (None if mark in _MARKS else mark), None, at + 1


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
