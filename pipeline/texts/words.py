"""What counts as a word where texts are compared: one notion for likeness and for differences."""

import functools
import re
from typing import Final, NamedTuple

from vedtak.extractors.keys import letters

_WORD: Final = re.compile(r"\w+(?:-[ \t]*\n[ \t]*\w+|-\w+)*")
"""A word: 'vedtak', 'e-helse', and 'porte-' at a line's end with 'følje' on the next; in
'plan- og bygningsloven' two words, 'plan' and 'bygningsloven', with 'og' between."""

_TEXTS: Final = 16
"""Texts whose words are remembered: a decision is compared with its proposals several times."""
_WORDS: Final = 8192
"""Words whose key is remembered: the same words come again and again."""


class Word(NamedTuple):
    """A word of a text."""

    key: str
    """Its letters and digits in lower case: what is compared."""
    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""


@functools.lru_cache(_TEXTS)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text.

    Space, line breaks, punctuation, case and the hyphens of words are no part of what is compared.
    """
    found = [(_key(m[0]), m) for m in _WORD.finditer(text)]
    return tuple([Word(key, m.start(), m.end()) for key, m in found if key])


def keys_of(text: str) -> list[str]:
    """Return what is compared of the words of a text."""
    return [word.key for word in words_of(text)]


_key = functools.lru_cache(_WORDS)(letters)
