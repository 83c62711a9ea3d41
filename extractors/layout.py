"""From words with boxes to rows of cells in reading order: the same for PDF, scans and text.

Ruled lines tell cells where a page has them; elsewhere a gap much wider than the spaces of its row
does. A row whose cells stand side by side stays one row: whether two columns are a table or two
lists is for the extractors to say, who know what stands in them.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from vedtak.extractors.grid import Frame, find_bands, find_frames
from vedtak.extractors.markup import is_markdown, read_marks
from vedtak.models.page import Cell, Line, Page, RawPage, Row, Word

_WIDE_GAP = 0.9
"""A gap of this many font sizes parts cells, if it is also wide among the gaps of its row."""
_WIDER_THAN_USUAL = 2.2
"""How many times the usual gap of the row a gap must be: justified lines have wide spaces."""
_SAME_ROW = 0.5
"""Words share a row when they overlap vertically by this share of the smaller height."""
_TOP = attrgetter("top")
_BY_TOP = attrgetter("top", "x0")
_BY_LEFT = attrgetter("x0")
_BY_PLACE = itemgetter(0, 1)


def lay_out(raw: RawPage) -> Page:
    """Lay out one page.

    Args:
        raw: Words, rules and links as read; words of plain text carry offsets into `raw.text`.

    Returns:
        The page with its rows in reading order. Where the source has no text of its own, the
        page's text is composed here: cells parted by tabs, rows by line breaks, a wider gap by an
        empty line.
    """
    from_text = raw.text is not None
    rows = _plain_rows(raw) if from_text else _printed_rows(raw)
    text = raw.text if raw.text is not None else _compose(rows)
    return Page(
        number=raw.number,
        width=raw.width,
        height=raw.height,
        text=text,
        rows=rows,
        links=raw.links,
        ocr_confidence=raw.ocr_confidence,
        from_text=from_text,
    )


def _plain_rows(raw: RawPage) -> list[Row]:
    """Rows of plain text: one per line that has words, cells parted by two spaces or more."""
    marked = is_markdown(raw.text or "")
    groups = read_marks(raw) if marked else _by_top(raw.words)
    rows: list[Row] = []
    last_bottom = 0.0
    for group in groups:
        cells = [Cell([_line(part)]) for part in _split_bars(group, marked)]
        if not cells:
            continue
        rows.append(Row(cells, gap=max(0.0, group[0].top - last_bottom)))
        last_bottom = group[0].bottom
    return rows


def _split_bars(words: Sequence[Word], marked: bool) -> list[Sequence[Word]]:
    """Split a row of text at wide gaps, and in Markdown at the bars of a table."""
    if not marked or not any(set(word.text) == {"|"} for word in words):
        return _split(words, 1.5) if words else []
    parts: list[list[Word]] = [[]]
    for word in words:
        if set(word.text) == {"|"}:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _by_top(words: Sequence[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    for word in words:
        if groups and groups[-1][0].top == word.top:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _printed_rows(raw: RawPage) -> list[Row]:
    """Rows of a printed page: those of ruled tables, and the free ones around them."""
    frames = find_frames(raw.rules)
    inside: dict[int, list[Word]] = {}
    free: list[Word] = []
    for word in raw.words if frames else ():
        for i, frame in enumerate(frames):
            if frame.holds(word):
                inside.setdefault(i, []).append(word)
                break
        else:
            free.append(word)
    free = free if frames else raw.words
    placed = _free_rows(free)
    for i, words in inside.items():
        frame = frames[i]
        placed += _free_rows(words) if frame.single else _ruled_rows(frame, words)
    placed.sort(key=_BY_PLACE)
    rows = [one.row for one in placed]
    if raw.rules:
        bands = find_bands(raw.rules, [_middle(row) for row in rows])
        for row, band in zip(rows, bands, strict=True):
            row.band = 0 if row.ruled else band
    _measure_gaps(placed)
    return rows


class _Placed(NamedTuple):
    """A row and where it stands."""

    top: float
    x0: float
    bottom: float
    row: Row


def _place(row: Row, lines: Sequence[Line]) -> _Placed:
    if len(lines) == 1:
        return _Placed(lines[0].top, lines[0].x0, lines[0].bottom, row)
    top, bottom = min([line.top for line in lines]), max([line.bottom for line in lines])
    return _Placed(top, row.cells[0].x0, bottom, row)


def _middle(row: Row) -> float:
    line = row.cells[0].lines[0]
    return (line.top + line.bottom) / 2


def _free_rows(words: Sequence[Word]) -> list[_Placed]:
    rows = []
    for group in _group_rows(words):
        lines = [_line(part) for part in _split(group, 0.0)]
        rows.append(_place(Row([Cell([line]) for line in lines]), lines))
    return rows


def _ruled_rows(frame: Frame, words: Iterable[Word]) -> list[_Placed]:
    """One row per strip of a ruled table, one cell per column that has words."""
    strips: dict[int, dict[int, list[Word]]] = {}
    for (strip, column), own in frame.cells(words).items():
        strips.setdefault(strip, {})[column] = own
    rows = []
    for _, boxes in sorted(strips.items()):
        columns = sorted(boxes)
        cells = [
            Cell([_line(part) for g in _group_rows(boxes[column]) for part in _split(g, 0.0)])
            for column in columns
        ]
        row = Row(cells, ruled=True, columns=tuple(columns))
        rows.append(_place(row, [line for cell in cells for line in cell.lines]))
    return rows


def _group_rows(words: Sequence[Word]) -> list[list[Word]]:
    """Group words that overlap vertically into rows, each from left to right."""
    rows: list[list[Word]] = []
    tops: list[float] = []
    bottoms: list[float] = []
    mixed: set[int] = set()
    for level in _levels(words):
        top, bottom = level[0].top, level[0].bottom
        height = bottom - top
        # What stands level belongs together; what has no height is looked at word by word.
        for group in [level] if height > 0 else [[word] for word in level]:
            for i in range(len(rows) - 1, max(-1, len(rows) - 4), -1):
                high, low = tops[i], bottoms[i]
                if low <= top < bottom and high < low:
                    continue  # it stands above
                shared = min(bottom, low) - max(top, high)
                if shared >= _SAME_ROW * min(height, low - high):
                    rows[i] += group
                    mixed.add(i)
                    break
            else:
                rows.append(group)
                tops.append(top)
                bottoms.append(bottom)
    for i in mixed:
        rows[i].sort(key=_BY_LEFT)
    return rows


def _levels(words: Sequence[Word], order: Callable[[Word], Any] = _TOP) -> list[list[Word]]:
    """Words side by side with the same upper and lower edge, from the top and from the left."""
    levels: list[list[Word]] = []
    level: list[Word] = []
    top = bottom = left = -math.inf
    for word in sorted(words, key=order):
        if word.top == top and word.x0 < left:
            return _levels(words, _BY_TOP)  # words come from left to right on most pages
        if word.top != top or word.bottom != bottom:
            level = []
            levels.append(level)
            top, bottom = word.top, word.bottom
        level.append(word)
        left = word.x0
    return levels


def _split(words: Sequence[Word], fixed: float) -> list[Sequence[Word]]:
    """Split a row where a gap is too wide to be a space.

    Args:
        words: The words of the row from left to right.
        fixed: The gap that parts cells; 0 to judge by font size and by the row's other gaps.
    """
    if len(words) < 2:
        return [words]
    gaps = [b.x0 - a.x1 for a, b in itertools.pairwise(words)]
    if fixed:
        limit = fixed
    else:
        widest = max(gaps)
        if widest < _WIDE_GAP * _size(words[0]):
            return [words]
        size = max(map(_size, words))
        if widest < _WIDE_GAP * size:
            return [words]
        usual = sorted(gaps)[(len(gaps) - 1) // 2] if len(gaps) > 2 else 0.0
        usual = min(usual, size)
        limit = max(_WIDE_GAP * size, _WIDER_THAN_USUAL * usual)
    parts: list[Sequence[Word]] = []
    begin = 0
    for i, gap in enumerate(gaps, start=1):
        if gap >= limit:
            parts.append(words[begin:i])
            begin = i
    return [*parts, words[begin:]]


def _size(word: Word) -> float:
    return word.size or word.bottom - word.top


def _line(words: Sequence[Word]) -> Line:
    last = words[-1]
    texts, _, tops, _, bottoms, sizes, bolds, _, _ = zip(*words, strict=True)
    return Line(
        " ".join(texts),
        words[0].start,
        last.start + len(last.text) if last.start >= 0 else -1,
        words[0].x0,
        min(tops),
        last.x1,
        max(bottoms),
        max(sizes),
        all(bolds),
        words,
    )


def _measure_gaps(rows: Sequence[_Placed]) -> None:
    """Write the empty space above each row, in lines."""
    for above, (top, _, _, row) in itertools.pairwise(rows):
        first = row.cells[0].lines[0]
        height = max(1.0, first.bottom - first.top)
        row.gap = max(0.0, round((top - above.bottom) / height, 2))


def _compose(rows: list[Row]) -> str:
    """Make the text of a printed page and write the offsets into its lines."""
    pieces: list[str] = []
    at = 0
    for row in rows:
        before = "" if not pieces else ("\n\n" if row.gap >= 0.9 else "\n")
        tall = len(row.cells) > 1 and any([len(cell.lines) > 1 for cell in row.cells])
        for cell in row.cells:
            for line in cell.lines:
                pieces += before, line.text
                line.start = at + len(before)
                line.end = at = line.start + len(line.text)
                before = "\n"
            before = "\n" if tall else "\t"
    return "".join(pieces)
