"""The Norwegian stemmer of the Snowball project, as the full-text index of DuckDB uses it.

It is written out here because compounds are taken apart before there is an index to ask. A test
compares it with the stemmer of the index on every word of the corpus.
"""

import functools
import re
from typing import Final

_REGION: Final = re.compile("[aeiouyæåø][^aeiouyæåø]")
"""Behind the first match endings begin: 'mø|te' has its in 'møt|e'; not in 'sky'."""
_ENDINGS: Final = (
    *("hetenes", "hetene", "hetens"),
    *("heter", "heten", "endes"),
    *("ande", "ende", "edes", "enes", "erte"),
    *("ede", "ane", "ene", "ens", "ers", "ets", "het", "ast", "ert"),
    *("en", "ar", "er", "as", "es", "et"),
    *("a", "e", "s"),
)
"""Endings of the first step, longest first."""
_DERIVED: Final = (
    *("hetslov", "eleg", "elig", "elov", "slov"),
    *("leg", "eig", "lig", "els", "lov", "ig"),
)
"""Endings of the third step, longest first."""
_BEFORE_S: Final = frozenset("bcdfghjlmnoprtvyz")
_VOWELS: Final = frozenset("aeiouyæåø")
_SHORTEST: Final = 3


@functools.lru_cache(maxsize=1 << 18)
def stem(word: str) -> str:
    """Cut the endings off a word in lower case.

    >>> [stem(word) for word in ("høringene", "møtet", "kommunar", "budsjettert")]
    ['høring', 'møt', 'kommun', 'budsjetter']
    """
    found = _REGION.search(word)
    if found is None:
        return word
    region = max(found.end(), _SHORTEST)
    return _derived(_doubled(_inflected(word, region), region), region)


def _inflected(word: str, region: int) -> str:
    """Cut an ending of inflection."""
    ending = _ending(word, region, _ENDINGS)
    if ending in ("erte", "ert"):
        return word[: -len(ending)] + "er"
    if ending == "s":
        before = word[-2:-1]
        hard_k = before == "k" and word[-3:-2] not in _VOWELS
        return word[:-1] if before in _BEFORE_S or hard_k else word
    return word[: -len(ending)] if ending else word


def _doubled(word: str, region: int) -> str:
    """Cut the 't' of 'dt' and 'vt'."""
    return word[:-1] if word.endswith(("dt", "vt")) and len(word) - 2 >= region else word


def _derived(word: str, region: int) -> str:
    """Cut an ending that makes adjectives and the like."""
    ending = _ending(word, region, _DERIVED)
    return word[: -len(ending)] if ending else word


def _ending(word: str, region: int, endings: tuple[str, ...]) -> str:
    """Return the longest of some endings that lies in the region; empty if there is none."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= region:
            return ending
    return ""
