"""Every character of every page accounted for: claims painted over the pages, gaps named."""

from collections.abc import Sequence
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from vedtak.extractors.context import Claim
from vedtak.extractors.flow import Flow
from vedtak.models.documents import Role, Span
from vedtak.models.page import Page

_NONE, _RUNNING = -1, -2


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
    painted = np.full(len(text), _NONE)
    for i in indexes:
        painted[claims[i].start : claims[i].end] = i
    furniture = _furniture(page)
    stretches = _stretches(text, painted, claims, furniture)
    boxes = None if page.from_text else _Boxes(page)
    return [_span(page, start, end, key, document_id, boxes) for start, end, key in stretches]


_Key = tuple[Role, str | None, str | None]


def _stretches(
    text: str,
    painted: NDArray[np.int_],
    claims: Sequence[Claim],
    furniture: Sequence[tuple[int, int]],
) -> list[tuple[int, int, _Key]]:
    """Runs of characters with the same role, record and part; space joins the run before it."""
    runs: list[tuple[int, int, _Key]] = []
    unread: _Key = (Role.UNCLASSIFIED, None, None)
    running: _Key = (Role.FURNITURE, None, None)
    for start, end in furniture:
        own = painted[start:end]
        own[own == _NONE] = _RUNNING
    stops = [*(np.flatnonzero(np.diff(painted)) + 1).tolist(), len(text)]
    said = painted[[0, *stops[:-1]]].tolist()
    keys = {
        i: (claims[i].role, claims[i].record_id, claims[i].part_id) for i in set(said) if i >= 0
    }
    begin, key = 0, None
    at = 0
    for claim, stop in zip(said, stops, strict=True):
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
        self._words = sorted(
            (
                word
                for row in page.rows
                for cell in row.cells
                for line in cell.lines
                for word in line.words
            ),
            key=attrgetter("start"),
        )
        self._at = 0

    def around(self, end: int) -> tuple[float, float, float, float] | None:
        """Box around the words from where the last call ended up to `end`."""
        first = self._at
        while self._at < len(self._words) and self._words[self._at].start < end:
            self._at += 1
        words = self._words[first : self._at]
        if not words:
            return None
        _, x0s, tops, x1s, bottoms, *_ = zip(*words, strict=True)
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
