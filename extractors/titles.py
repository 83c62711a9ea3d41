"""By what two cases with the same title can be told to be about the same thing, if at all."""

import functools
import tomllib
from importlib import resources

from vedtak.extractors.keys import fold
from vedtak.extractors.pattern import pattern

_FEWEST_WORDS = 3
"""A shorter title, such as 'Sal av tomt', is common to many things: it needs a word more."""
_YEAR = pattern(r"\b(?:19|20)\d\d\b")


@functools.cache
def _starts(group: str) -> tuple[str, ...]:
    """How titles of a group begin, folded, from `lexicon/titles.toml`."""
    folder = resources.files("vedtak.extractors.lexicon")
    data = tomllib.loads((folder / "titles.toml").read_text(encoding="utf-8"))
    return tuple(sorted({fold(start) for start in data[group]}))


def is_generic(title: str | None) -> bool:
    """Whether a title says nothing about what the case is: 'Eventuelt', 'Referatsaker' or none."""
    return title is None or not fold(title) or _begins(fold(title), "generic")


def title_key(title: str | None) -> str | None:
    """What two titles of one thing share, or None where a title can't tell.

    >>> title_key("SALG AV  GAMLE VESTSIDA SKOLE") == title_key("Salg av gamle Vestsida skole")
    True
    >>> title_key("Budsjett for kommunen") is None and title_key("Eventuelt") is None
    True
    """
    if title is None or is_generic(title):
        return None
    key = fold(title)
    if len(key.split()) <= _FEWEST_WORDS - 1 or len(key) < 15:
        return None
    if _begins(key, "recurring") and not _YEAR.search(key):
        return None
    return key


def _begins(key: str, group: str) -> bool:
    """Whether a folded title begins with one of the words as whole words, or with its plural."""
    beginnings, plurals = _patterns(group)
    return f"{key} ".startswith(beginnings) or key.split()[0] in plurals


@functools.cache
def _patterns(group: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The beginnings of a group, each with the space behind it, and their plurals."""
    starts = _starts(group)
    plurals = frozenset(f"{start}{ending}" for start in starts for ending in ("er", "ar"))
    return tuple(f"{start} " for start in starts), plurals
