"""Quoted words and where they stand on the pages.

A quote holds where its letters and digits stand one after another on the page, in lower case:
line ends, hyphens, space and punctuation are what reading makes of a page, not its words.
"""

import functools
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import regex

from vedtak.extractors.keys import letters
from vedtak.pipeline.texts.words import keys_of

_CHARACTER: Final = regex.compile(r"\X")
"""A letter with the marks on it: 'e' and U+0301 are one, 'ea' is not."""
_PER_PIECE: Final = 3
"""Words that a piece has on the average, at least; fewer are found on any page by chance."""


class Place(NamedTuple):
    """A stretch of a page's text."""

    page: int
    """Page, from 1."""
    start: int
    """Offset of the first character, from 0."""
    end: int
    """Offset behind the last character."""


class Stretch(NamedTuple):
    """A stretch of a page with its text."""

    page: int
    """Page, from 1."""
    start: int
    """Offset of the first character in the page's text."""
    text: str
    """The text."""


class Source:
    """Stretches of text, in reading order, in which quotes are looked for."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self.stretches = tuple(stretches)

    @functools.cached_property
    def plain(self) -> str:
        """Its letters and digits."""
        return "".join(letters(stretch.text) for stretch in self.stretches)

    def holds(self, quote: str) -> bool:
        """Tell whether the words of a quote stand in it one after another."""
        return letters(quote) in self.plain

    def count_pieces(self, quote: str) -> int | None:
        """Tell of how many pieces of the source a text is made that does not stand in it whole.

        Returns:
            The number of pieces; None where a word is missing, or where they are so short that
            they prove nothing.
        """
        words = keys_of(quote)
        pieces = at = 0
        while at < len(words):
            end = at
            while end < len(words) and "".join(words[at : end + 1]) in self.plain:
                end += 1
            if end == at:
                return None
            at, pieces = end, pieces + 1
        return pieces if pieces * _PER_PIECE <= len(words) else None

    def find(self, quote: str) -> list[Place]:
        """Return where the words of a quote stand first; nothing where they don't."""
        wanted = letters(quote)
        start = self.plain.find(wanted) if wanted else -1
        return list(self._places(start, start + len(wanted))) if start >= 0 else []

    def _places(self, start: int, end: int) -> Iterator[Place]:
        """Yield the stretches behind some letters, one per page and stretch."""
        limits = self._limits
        number = bisect_right(limits, start) - 1
        while number < len(self.stretches) and limits[number] < end:
            stretch = self.stretches[number]
            offsets = _offsets(stretch.text)
            first = max(start - limits[number], 0)
            last = min(end - limits[number], len(offsets))
            if last > first:
                yield Place(
                    stretch.page,
                    stretch.start + offsets[first][0],
                    stretch.start + offsets[last - 1][1],
                )
            number += 1

    @functools.cached_property
    def _limits(self) -> list[int]:
        """Where each stretch begins among the letters."""
        limits = [0]
        for stretch in self.stretches:
            limits.append(limits[-1] + len(letters(stretch.text)))
        return limits


def _offsets(text: str) -> list[tuple[int, int]]:
    """Return from where to where each of the letters of a text stands in it."""
    found: list[tuple[int, int]] = []
    if unicodedata.is_normalized("NFC", text):
        spans: Iterable[tuple[str, int, int]] = ((c, i, i + 1) for i, c in enumerate(text))
    else:
        spans = ((m[0], m.start(), m.end()) for m in _CHARACTER.finditer(text))
    for character, start, end in spans:
        found += [(start, end)] * len(letters(character))
    return found


def merge_places(places: Sequence[Place], texts: dict[int, str]) -> list[Place]:
    """Join places on one page that have nothing but space and marks between them."""
    merged: list[Place] = []
    for place in places:
        last = merged[-1] if merged else None
        if last and last.page == place.page and last.end <= place.start:
            between = texts[place.page][last.end : place.start]
            if not letters(between):
                merged[-1] = Place(last.page, last.start, place.end)
                continue
        merged.append(place)
    return merged


def with_marks(places: Sequence[Place], quote: str, texts: Mapping[int, str]) -> list[Place]:
    """Stretch places over the marks at the beginning and the end of a quote: '«', '.'."""
    stretched = list(places)
    first, last = stretched[0], stretched[-1]
    opening = quote[: len(quote) - len(quote.lstrip(_marks(quote)))]
    if opening and texts[first.page][: first.start].endswith(opening):
        stretched[0] = first._replace(start=first.start - len(opening))
    closing = quote[len(quote.rstrip(_marks(quote))) :]
    if closing and texts[last.page].startswith(closing, last.end):
        stretched[-1] = stretched[-1]._replace(end=last.end + len(closing))
    return stretched


def _marks(text: str) -> str:
    """Return the characters of a text that are neither letters nor digits."""
    return "".join(sorted({character for character in text if not letters(character)}))
