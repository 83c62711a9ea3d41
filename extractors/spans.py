"""Every character of every page accounted for: claims painted over the pages, gaps named."""

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from operator import attrgetter

from vedtak.extractors.context import Claim
from vedtak.extractors.flow import Flow
from vedtak.models.documents import Role, Span
from vedtak.models.page import Page

_RUNNING, _NONE = -1, -2
"""What lies under the claims: furniture; and nothing at all."""
_BOX = attrgetter("x0", "top", "x1", "bottom")


def cover(flow: Flow, claims: Sequence[Claim], document_id: str) -> list[Span]:
    """Cover the pages with spans, without gap or overlap.

    Args:
        flow: The lines of the document with its pages.
        claims: What has been read; where two overlap, the later one holds.
        document_id: Key of the document.

    Returns:
        Spans by page and offset. Characters that nobody claimed are furniture where their row is,
        else unclassified. Space goes with the text before it.
    """
    by_page: dict[int, list[int]] = {page.number: [] for page in flow.pages}
    for i, claim in enumerate(claims):
        by_page[claim.page].append(i)
    spans: list[Span] = []
    for page in flow.pages:
        spans += _cover_page(page, claims, by_page[page.number], document_id)
    return spans


def _cover_page(
    page: Page, claims: Sequence[Claim], indexes: Sequence[int], document_id: str
) -> list[Span]:
    text = page.text
    if not text:
        return []
    painted = [(claims[i].start, -i, claims[i].end) for i in indexes]
    painted += [(start, -_RUNNING, end) for start, end in _furniture(page)]
    keys = {i: (claims[i].role, claims[i].record_id, claims[i].part_id) for i in indexes}
    stretches = _stretches(text, _visible(painted, len(text)), keys)
    boxes = None if page.from_text else _Boxes(page)
    return [_span(page, start, end, key, document_id, boxes) for start, end, key in stretches]


_Key = tuple[Role, str | None, str | None]


def _visible(painted: list[tuple[int, int, int]], end: int) -> Iterator[tuple[int, int]]:
    """Yield what lies on top from the start of a page to its end, and up to where.

    Args:
        painted: Where each layer of paint begins, its number with the sign changed, so that the
            topmost comes first, and where it ends.
        end: Length of the page's text.
    """
    painted.sort()
    edges = {0, end, *(start for start, _, _ in painted), *(stop for _, _, stop in painted)}
    open_layers: list[tuple[int, int]] = []
    coming = 0
    for at, stop in itertools.pairwise(sorted(edge for edge in edges if edge <= end)):
        while coming < len(painted) and painted[coming][0] <= at:
            heappush(open_layers, painted[coming][1:])
            coming += 1
        while open_layers and open_layers[0][1] <= at:
            heappop(open_layers)
        yield (-open_layers[0][0] if open_layers else _NONE), stop


def _stretches(
    text: str, visible: Iterable[tuple[int, int]], keys: Mapping[int, _Key]
) -> list[tuple[int, int, _Key]]:
    """Runs of characters with the same role, record and part; space joins the run before it."""
    runs: list[tuple[int, int, _Key]] = []
    unread: _Key = (Role.UNCLASSIFIED, None, None)
    running: _Key = (Role.FURNITURE, None, None)
    begin, key = 0, None
    at = 0
    for claim, stop in visible:
        if claim == _NONE:
            # Marks between two claims go with the one before; letters are nobody's.
            here = unread
            first = next((i for i in range(at, stop) if text[i].isalnum()), stop)
        else:
            here, first = (running if claim == _RUNNING else keys[claim]), at
        at = stop
        if first == stop:
            continue
        if key is None:
            key = here
        elif here != key:
            runs.append((begin, first, key))
            begin, key = first, here
    runs.append((begin, len(text), key or running))
    return runs


def _furniture(page: Page) -> list[tuple[int, int]]:
    return [
        (line.start, line.end)
        for row in page.rows
        if row.furniture
        for cell in row.cells
        for line in cell.lines
    ]


class _Boxes:
    """Boxes of stretches of a printed page."""

    def __init__(self, page: Page) -> None:
        # A printed page's text is made of its lines, in this order.
        self._lines = [line for row in page.rows for cell in row.cells for line in cell.lines]
        self._at = 0
        self._behind = 0  # words of the line where the last call ended that stand before its end

    def around(self, end: int) -> tuple[float, float, float, float] | None:
        """Box around the words from where the last call ended up to `end`."""
        boxes: list[tuple[float, float, float, float]] = []
        at, lines = self._at, self._lines
        while at < len(lines):
            line = lines[at]
            if line.start >= end:
                break
            if line.end <= end and not self._behind:
                boxes.append(
                    (line.x0, line.top, max([word.x1 for word in line.words]), line.bottom)
                )
                at += 1
                continue
            before, self._behind = self._behind, bisect_left(line.starts(), end)
            boxes += map(_BOX, line.words[before : self._behind])
            if self._behind < len(line.words):
                break
            at, self._behind = at + 1, 0
        self._at = at
        if not boxes:
            return None
        x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
        return min(x0s), min(tops), max(x1s), max(bottoms)


def _span(
    page: Page, start: int, end: int, key: _Key, document_id: str, boxes: _Boxes | None
) -> Span:
    role, record_id, part_id = key
    box = boxes.around(end) if boxes else None
    return Span(
        document_id=document_id,
        page_number=page.number,
        char_start=start,
        char_end=end,
        role=role,
        part_id=part_id,
        record_id=record_id,
        x0=round(box[0], 2) if box else None,
        top=round(box[1], 2) if box else None,
        x1=round(box[2], 2) if box else None,
        bottom=round(box[3], 2) if box else None,
    )
