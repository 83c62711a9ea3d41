"""Lines joined into running text, with a map from each character back to its page.

Grammars read the joined text: spaces single, hyphenation at line ends undone. The map keeps every
record tied to the raw characters, so that nothing has to be found again afterwards.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from vedtak.extractors.flow import FlowLine
from vedtak.extractors.pattern import pattern
from vedtak.models.page import Line, Page

_WORDS = pattern(r"[\p{L}\d]+(?:-[\p{L}\d]+)*")
_LAST_PIECE = pattern(r"([\p{L}\d]+(?:-[\p{L}\d]+)*)-$")
_FIRST_PIECE = pattern(r"^[\p{L}\d]+")
_SUSPENDED = pattern(r"(?:og|eller|samt|til|/)\b")
"""Words after which a hyphen at the line's end stays: 'plan-⏎og bygningsloven'."""
_BULLET = pattern(r"(?:[•▪◦●○*–—-]|\d{1,2}[.)]|\d{1,2}\.\d{1,2}\.?|[a-zæøå][.)])\s*\S")
"""Start of a list point, for example '• Status', '2. Skal', 'a) Tak'; not 'a kommunen'."""
_POINT = pattern(r"(?:[•▪◦●○]|[-–*]\s|\d{1,2}[.)]\s?(?=\p{Lu}))")
"""Start of a list point that is one whatever stands before it: '• Status', '2. Samlet'."""
_ORDINAL = pattern(r"\d{1,2}[.)]?")
"""A number alone in the first of several cells, as in a list without stops: '1   Årsmelding'."""
_ENOUGH = 120
"""Characters at the end of a line in which a word that is cut there begins."""
_STOPS = ".)"
_SOFT = "\u00ad"
_UNSOFTENED = pattern("[^\u00ad]+")
_AT = attrgetter("at")


class Range(NamedTuple):
    """A stretch of a page's text."""

    page: int
    """Page, from 1."""
    start: int
    """Offset of the first character, from 0."""
    end: int
    """Offset behind the last character."""


class Run(NamedTuple):
    """Characters that stand side by side, in the passage and on their page."""

    at: int
    """Offset of the first in the passage's text."""
    page: int
    """Page, from 1."""
    offset: int
    """Offset of the first in that page's text."""


@dataclass(slots=True)
class Passage:
    """Running text made of lines, each character mapped to where it stands."""

    text: str
    """The text: single spaces, paragraphs parted by line breaks."""
    runs: list[Run]
    """Where the characters stand; each run goes on to the next one."""

    def ranges(self, start: int = 0, end: int | None = None) -> list[Range]:
        """Where the characters from `start` to `end` stand, as few stretches as possible.

        A stretch runs through the spaces and line breaks between its characters as long as it
        stays on one page and moves forward.
        """
        end = len(self.text) if end is None else end
        found: list[Range] = []
        for at, page, offset, stop in self.pieces(start, end):
            behind = offset + stop - at
            if found and found[-1].page == page and 0 <= offset - found[-1].end <= 3:
                found[-1] = Range(page, found[-1].start, behind)
            else:
                found.append(Range(page, offset, behind))
        return found

    def cut(self, start: int, end: int) -> "Passage":
        """The passage from `start` to `end`, without space around it."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        if len(text) == len(self.text):
            return self
        pieces = self.pieces(start, start + len(text))
        return Passage(text, [Run(at - start, page, offset) for at, page, offset, _ in pieces])

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield the runs from `start` to `end`: first character, page, offset there, end."""
        runs = self.runs
        first = max(0, bisect_right(runs, start, key=_AT) - 1)
        for i in range(first, len(runs)):
            at, page, offset = runs[i]
            stop = min(end, runs[i + 1].at if i + 1 < len(runs) else len(self.text))
            if at < start:
                at, offset = start, offset + start - at
            if at >= end:
                return
            if at < stop:
                yield at, page, offset, stop


class Vocabulary:
    """The words of a document, which decide how a word cut at a line's end is put together."""

    def __init__(self, pages: Sequence[Page]) -> None:
        """Take the pages whose words count where they stand whole on a line.

        Args:
            pages: Pages of the document.
        """
        self._pages = pages

    @cached_property
    def _words(self) -> Counter[str]:
        """How often each word stands; counted when a line is first found to end in a hyphen."""
        words: Counter[str] = Counter()
        for page in self._pages:
            words.update(page.text.casefold().split())
        for piece in [piece for piece in words if not piece.isalpha()]:
            count = words.pop(piece)
            for word in _WORDS.findall(piece):
                words[word] += count
        return words

    @cached_property
    def _stems(self) -> set[str]:
        """The beginnings of words with a hyphen, up to three letters behind it."""
        return {word[: word.index("-") + 4] for word in self._words if "-" in word}

    def keeps_hyphen(self, left: str, right: str) -> bool:
        """Whether `left-` at a line's end and `right` on the next line are parted by a real hyphen.

        The document decides where it has the word elsewhere, with or without hyphen; else a
        single letter, a capital, a digit or an abbreviation keeps it (e-helse, IKT-direktør).
        """
        with_hyphen = self._words[f"{left}-{right}".casefold()]
        without = self._words[f"{left}{right}".casefold()]
        if with_hyphen != without:
            return with_hyphen > without
        last = left.rsplit("-", 1)[-1]
        if len(last) == 1 or last[-1].isdigit() or right[0].isdigit() or right[0].isupper():
            return True
        if len(last) > 1 and last.isupper():
            return True
        return "-" not in left and f"{last}-{right[:3]}".casefold() in self._stems


def join(lines: Sequence[FlowLine], vocabulary: Vocabulary, *, paragraphs: bool = True) -> Passage:
    r"""Join lines into running text.

    Args:
        lines: Lines in reading order.
        vocabulary: Words of the document, for hyphens at line ends.
        paragraphs: Whether empty lines and list points start a new paragraph ('\n').

    Returns:
        The passage; its text has no space at either end.
    """
    parts = [(cell, line) for line in lines for cell in line.cells]
    several = len({line.page for line in lines}) > 1
    right = max(cell.x1 for cell, _ in parts) if several else 0.0
    pieces = []
    for i, (cell, line) in enumerate(parts):
        breaks = paragraphs and i > 0 and _breaks(parts[i - 1], (cell, line), right)
        pieces.append((cell, line.page, "\n" if breaks else " "))
    return _assemble(pieces, vocabulary)


def join_cells(cells: Sequence[tuple[Line, int]], vocabulary: Vocabulary) -> Passage:
    """Join single cells, each given with its page, into one line of running text."""
    return _assemble([(cell, page, " ") for cell, page in cells], vocabulary)


def _breaks(before: tuple[Line, FlowLine], now: tuple[Line, FlowLine], right: float) -> bool:
    """Whether a new paragraph starts between two cells."""
    (above, upper), (cell, line) = before, now
    if line is upper:
        return False
    text = cell.text
    plain = text[:1].isalpha() and text[1:2] not in _STOPS  # most lines; no point begins like that
    if not plain and _is_point(above, cell, line):
        return True
    if text[:1].islower():
        return False
    if line.page == upper.page:
        return line.gap >= 0.6 or (line.row != upper.row and (line.tall or upper.tall))
    short = above.x1 < 0.75 * right
    return short and above.text[-1:] in ".:;!?" and text[:1].isupper()


def _is_point(above: Line, cell: Line, line: FlowLine) -> bool:
    """Whether a cell begins as a point of a list does."""
    if _POINT.match(cell.text):
        return True
    if len(line.cells) > 1 and cell is line.cells[0] and _ORDINAL.fullmatch(cell.text):
        return True
    return bool(_BULLET.match(cell.text)) and (line.gap >= 0.5 or not above.text[-1:].isalnum())


def _assemble(pieces: Sequence[tuple[Line, int, str]], vocabulary: Vocabulary) -> Passage:
    text: list[str] = []
    runs: list[Run] = []
    length = 0
    last = ""
    for cell, page, mark in pieces:
        if last:
            cut = last[-1] == "-" or last[-1] == _SOFT
            glue = _glue(last, cell.words[0].text, mark, vocabulary) if cut else mark
            if glue is None:
                text[-1] = text[-1][:-1]
                length -= 1
            elif glue:
                text.append(glue)  # it belongs to the run before it: there the line ended
                length += 1
        last = cell.text
        if cell.end - cell.start == len(last):
            runs.append(Run(length, page, cell.start))
            text.append(last)
            length += len(last)
            continue
        behind = -1
        for word, start in zip(cell.words, cell.starts(), strict=True):
            if behind >= 0:
                text.append(" ")
                if start != behind + 1:
                    runs.append(Run(length, page, start - 1))
                length += 1
            else:
                runs.append(Run(length, page, start))
            text.append(word.text)
            length += len(word.text)
            behind = start + len(word.text)
    passage = _without_soft_hyphens(Passage("".join(text), runs))
    return passage.cut(0, len(passage.text))


def _glue(last: str, first: str, mark: str, vocabulary: Vocabulary) -> str | None:
    """What stands between a line that ends in a hyphen and the next one.

    Returns:
        A space or break, nothing, or None to drop the hyphen.
    """
    if last[-1] == _SOFT:
        return ""
    left = _LAST_PIECE.search(last[-_ENOUGH:].rpartition(" ")[2])
    right = _FIRST_PIECE.match(first)
    if mark == "\n" and right and not first[0].islower():
        return mark
    if not left or not right:
        return mark
    if _SUSPENDED.match(first):
        return " "
    if not (first[0].islower() or first[0].isdigit() or left[1].isupper() or first[0].isupper()):
        return mark
    return "" if vocabulary.keeps_hyphen(left[1], right[0]) else None


def _without_soft_hyphens(passage: Passage) -> Passage:
    if _SOFT not in passage.text:
        return passage
    text: list[str] = []
    runs: list[Run] = []
    length = 0
    for at, page, offset, stop in passage.pieces(0, len(passage.text)):
        for found in _UNSOFTENED.finditer(passage.text, at, stop):
            text.append(found[0])
            runs.append(Run(length, page, offset + found.start() - at))
            length += len(found[0])
    return Passage("".join(text), runs)
