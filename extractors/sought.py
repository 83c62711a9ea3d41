"""On which lines of a document a phrase can stand: one search of the whole text for its letters.

Nearly every phrase stands on a few lines of a document or on none. To ask each line for each phrase
took longer than all that was then done with those that have one.
"""

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import Lexicon


class Sought:
    """Lines of a document by the groups of phrases that may stand on them."""

    def __init__(self, lexicon: Lexicon, lines: Sequence[FlowLine]) -> None:
        """Take the lines; they are looked at when the first group is asked for.

        Args:
            lexicon: The phrases.
            lines: All lines of the document, in their order.
        """
        self._lexicon = lexicon
        self._lines = lines
        self._known: dict[str, frozenset[int]] = {}

    def lines(self, group: str) -> frozenset[int]:
        """Numbers of the lines (`FlowLine.index`) that have the letters of a phrase of a group.

        No other line has such a phrase, as it stands or with single spaces.
        """
        if group not in self._known:
            self._known[group] = self._search(self._lexicon.letters(group))
        return self._known[group]

    def _search(self, sets: Sequence[Sequence[str]]) -> frozenset[int]:
        wanted = set(itertools.chain.from_iterable(sets))
        if "" in wanted:
            return frozenset(range(len(self._lines)))
        return frozenset(itertools.chain.from_iterable(map(self._having, wanted)))

    def _having(self, letters: str) -> Iterator[int]:
        """Lines in which some letters stand."""
        text, ends = self._text
        at = text.find(letters)
        while at >= 0:
            line = bisect_right(ends, at)
            yield line
            at = text.find(letters, ends[line])

    @cached_property
    def _text(self) -> tuple[str, list[int]]:
        """All lines in folded case, and the offset behind each."""
        whole = "\n".join([_with_single_spaces(line.text) for line in self._lines]).casefold()
        ends = list(itertools.accumulate([len(line) + 1 for line in whole.split("\n")]))
        return whole, ends


def _with_single_spaces(text: str) -> str:
    """A line as it stands; where it has wider spaces, also with single ones."""
    single = " ".join(text.split())
    return text if single == text else f"{text} {single}"
