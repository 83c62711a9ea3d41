"""Norwegian compounds taken apart, so that a search for a part finds the whole.

'høringsuttalelse' is found by 'høring' and 'uttalelse', 'skuleveg' also as 'skolevei'. What a
part is, the words of the archive decide, with a list of the most common ones; where only one side
is a known word, the rest is taken for the other.
"""

import functools
from collections.abc import Iterable
from typing import Final, NamedTuple

from vedtak.extractors.search_words import SearchWords
from vedtak.extractors.stem import stem

SHORTEST_WORD: Final = 6
"""Shorter words are not taken apart."""
LONGEST_WORD: Final = 60
"""Longer ones are no words."""
_SHORTEST_PART: Final = 4
"""Parts from the archive; shorter ones must be in the list."""
_SURE_PART: Final = 5
"""A part that may have an unknown part beside it, and the unknown part."""
_MOST_PARTS: Final = 4
_VOWELS: Final = frozenset("aeiouyæøåäöéèêóòôü")


class WordTerms(NamedTuple):
    """By what else a word is found."""

    standard: str | None
    """The same word in the form that stands for all; None if it is that form."""
    parts: tuple[str, ...]
    """Parts of the compound, in their own and in their standard form, without the word itself."""


def root(word: str, lists: SearchWords) -> str | None:
    """Return the stem by which a word of the archive is known as a part of others.

    It stands at the beginning of the word. None for words that are no parts.
    """
    return stem(word) if _can_be_part(word, lists) else None


def _can_be_part(word: str, lists: SearchWords) -> bool:
    """Whether compounds are taken apart by a word, since the archive has it."""
    return len(word) >= _SHORTEST_PART and word.isalpha() and word not in lists.stop_words


class _Piece(NamedTuple):
    """A part of a compound with the link behind it."""

    text: str
    link: str = ""


class Compounds:
    """Takes words apart against the words of an archive."""

    def __init__(self, vocabulary: Iterable[str], lists: SearchWords) -> None:
        """Prepare.

        Args:
            vocabulary: Words of the archive in lower case, without word characters other than
                letters and digits.
            lists: Word lists of the language.
        """
        self._lists = lists
        own = {word for word in vocabulary if _can_be_part(word, lists)}
        self._first = (own | lists.parts) - lists.no_first_part
        self._listed = {stem(word) for word in lists.parts}
        self._no_last = {stem(word) for word in lists.no_last_part}
        self._stems = {stem(word) for word in own | lists.parts if len(word) > 1}
        self._tail = functools.lru_cache(maxsize=1 << 16)(self._read_tail)

    def terms(self, word: str) -> WordTerms:
        """Return by what else a word is found.

        Args:
            word: A word in lower case.
        """
        pieces = self.split(word)
        own = self._lists.standard(word)
        if not pieces:
            short = self._lists.short_forms.get(word, ())
            return WordTerms(own if own != word else None, short)
        renewed = [_Piece(self._renewed(piece.text), piece.link) for piece in pieces]
        if renewed != pieces:
            own = own or _joined(renewed)
        found = [*_runs(pieces), *_runs(renewed)]
        if not self._is_last(pieces[-1].text):
            found += _with_link(pieces)
        parts = dict.fromkeys(part for part in found if part not in (word, own))
        return WordTerms(own if own != word else None, tuple(parts))

    def split(self, word: str) -> list[_Piece]:
        """Take a word apart; an empty list where it is no compound that we see through."""
        if not SHORTEST_WORD <= len(word) <= LONGEST_WORD or not word.isalpha():
            return []
        _, pieces = self._read(word, _MOST_PARTS)
        if not pieces:
            return [] if stem(word) in self._listed else self._half_known(word)
        return [inner for piece in pieces for inner in self._opened(piece)]

    def _opened(self, piece: _Piece) -> list[_Piece]:
        """Take a part apart that is itself a compound: eigedomsskatt-e-lova."""
        _, inner = self._read(piece.text, _MOST_PARTS)
        if not inner:
            return [piece]
        return [*inner[:-1], _Piece(inner[-1].text, piece.link)]

    def _renewed(self, part: str) -> str:
        """Return the word that stands for a part; the part itself where only its ending differs."""
        standard = self._lists.standard(part)
        return standard if standard and stem(standard) != stem(part) else part

    def _read(self, word: str, most: int) -> tuple[int, tuple[_Piece, ...]]:
        """Return the best reading of a whole word: fewest parts, then the longest last one."""
        best: tuple[int, tuple[_Piece, ...]] = (_MOST_PARTS + 1, ())
        if most < 2:
            return best
        for end in range(len(word) - 3, 1, -1):
            first = word[:end]
            if first not in self._first:
                continue
            for link in self._links_at(word, end):
                count, rest = self._tail(word[end + len(link) :], most - 1)
                if rest and count + 1 < best[0]:
                    best = (count + 1, (_Piece(first, link), *rest))
        return best

    def _read_tail(self, rest: str, most: int) -> tuple[int, tuple[_Piece, ...]]:
        """Read what follows a part: one known word, or a compound again."""
        if self._is_last(rest):
            return 1, (_Piece(rest),)
        return self._read(rest, most)

    def _is_last(self, text: str) -> bool:
        """Whether a text can be the last part: a known word in any of its forms."""
        lists = self._lists
        cut = stem(text)
        if cut in self._no_last or len(text) < 3:
            return False
        if len(cut) < _SHORTEST_PART - 1 and text not in lists.parts:
            return len(text) >= _SHORTEST_PART and cut in self._stems and cut in lists.parts
        return cut in self._stems

    def _half_known(self, word: str) -> list[_Piece]:
        """Take a word apart of which only the beginning or only the end is known."""
        for end in range(len(word) - _SURE_PART, 2, -1):
            if self._is_sure(word[:end]):
                link = next((link for link in self._links_at(word, end) if link), "")
                for chosen in (link, ""):
                    rest = word[end + len(chosen) :]
                    if self._can_be_word(rest):
                        return [_Piece(word[:end], chosen), _Piece(rest)]
        for start in range(_SURE_PART, len(word) - _SHORTEST_PART + 1):
            first, rest = word[:start], word[start:]
            sure = len(rest) >= _SURE_PART or rest in self._first
            if sure and self._is_last(rest) and self._can_be_word(first, first=True):
                link = "s" if first.endswith("s") else ""
                return [_Piece(first.removesuffix(link), link), _Piece(rest)]
        return []

    def _is_sure(self, text: str) -> bool:
        """Whether a first part needs no known part behind it: a listed or a longer word."""
        return text in self._first and (len(text) >= _SURE_PART or text in self._lists.parts)

    def _can_be_word(self, text: str, *, first: bool = False) -> bool:
        """Whether an unknown text may be a word: long enough, with a vowel, no mere ending."""
        if len(text) < _SURE_PART or _VOWELS.isdisjoint(text):
            return False
        if first:
            return text not in self._lists.no_first_part
        return stem(text) not in self._no_last

    def _links_at(self, word: str, end: int) -> list[str]:
        """Return the links that may stand behind a part, none first."""
        return ["", *(link for link in self._lists.links if word.startswith(link, end))]


def _runs(pieces: list[_Piece]) -> list[str]:
    """Return the parts, and every run of neighbours that is not the whole."""
    count = len(pieces)
    return [
        _joined(pieces[start : start + length])
        for length in range(1, count)
        for start in range(count - length + 1)
    ]


def _with_link(pieces: list[_Piece]) -> list[str]:
    """Return the last part with the link, which may be its first letter: brann-sikring."""
    *front, last = pieces
    return [front[-1].link + last.text] if front[-1].link else []


def _joined(pieces: list[_Piece]) -> str:
    """Join parts with the links between them."""
    *front, last = pieces
    return "".join(piece.text + piece.link for piece in front) + last.text
