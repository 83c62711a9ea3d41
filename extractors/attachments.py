"""Attachments that a case names: 'Vedlegg 1A: Referat fra NUIT', numbered lists, linked titles."""

from collections.abc import Sequence
from typing import NamedTuple

from vedtak.extractors.context import Reading
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.pattern import pattern
from vedtak.extractors.text import Passage
from vedtak.models.cases import Attachment
from vedtak.models.documents import Role
from vedtak.models.page import Page

OPENER = pattern(
    r"(?i)^(?:vedlegg|vedlagt)\s*(?:(?:nr\.?\s*)?\d{1,2}\s?[a-zæøå]?\b\s*[:.,–-]|\d{1,2}[a-z]?$|:|\(|[–-]\s.*:$|$)"
)
"""A line that opens attachments: 'Vedlegg 1A:', 'Vedlegg:', 'Vedlegg – lenket opp på …:'."""

LABELLED = pattern(
    r"(?i)\bvedlegg\s+(?:nr\.?\s*)?(?P<label>\d{1,2}\s?[A-Za-zÆØÅæøå]?)\b\s*[:.,–-]*\s*"
)
"""The label of one attachment, for example 'Vedlegg 2A, '; not 'vedlegget'."""

NUMBERED = pattern(
    r"(?m)^\s*(?P<label>\d{1,2})[.)]?\s+(?=\p{Lu})|^\s*(?P<label>\d{1,2})[.)]\s|^\s*[•▪*–-]\s+"
)
"""An item of a list of attachments, for example '1. Årsmelding'."""

_LINE = pattern(r"[^\n]+")
_HEAD = pattern(r"(?i)^(?:vedlegg|vedlagt)[^:\n]*:?\s*")
_TAIL = pattern(
    r"(?i)(?:\s*\b(?:og|samt)\s*$|\s+(?:er|ligger|vert|blir|ble|var)\s+(?:lagt|lenket|lenka|vedlagt|sendt|tilgjengelig|ettersendt|ettersendes|publisert|delt)\b.*$)"
)
"""What stands behind a title and is none of it: 'er lagt på ehelse.no', 'og'."""


_MOST_TAILS = 4
_MOST_KNOWN = 200


def opens_attachments(text: str) -> bool:
    """Whether a line opens a stretch that names attachments."""
    return OPENER.match(text) is not None


class _Named(NamedTuple):
    label: str | None
    title: str | None
    start: int
    end: int


def read_attachments(
    reading: Reading, lines: Sequence[FlowLine], prefix: str, case_id: str | None, part_id: str
) -> None:
    """Read the attachments that some lines name.

    Args:
        reading: The document; records are added to it.
        lines: The lines, from the one that opens them.
        prefix: Beginning of the records' keys.
        case_id: Case that they belong to.
        part_id: Part that names them.
    """
    passage = reading.join(lines)
    named = _labelled(passage.text) or _listed(passage.text)
    urls = _urls(reading, lines, passage, named)
    repeats: dict[str, int] = {}
    for known in reading.found.attachments[-_MOST_KNOWN:]:
        stem = known.attachment_id
        repeats[stem] = repeats.get(stem, 0) + 1
    reading.claim(passage.ranges(), Role.ATTACHMENT, part_id)
    for i, (one, url) in enumerate(zip(named, urls, strict=True), start=1):
        key = f"{prefix}/vedlegg-{(one.label or str(i)).lower()}"
        repeats[key] = repeats.get(key, 0) + 1
        if repeats[key] > 1:
            key = f"{key}-{repeats[key]}"
        reading.found.attachments.append(
            Attachment(
                attachment_id=key,
                case_id=case_id,
                part_id=part_id,
                label=one.label,
                title=one.title,
                url=url,
            )
        )
        reading.claim(passage.ranges(one.start, one.end), Role.ATTACHMENT, part_id, key)


def _labelled(text: str) -> list[_Named]:
    """Attachments that each have the word in front: 'Vedlegg 1A: … Vedlegg 1B: …'."""
    marks = list(LABELLED.finditer(text))
    found = []
    for i, mark in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        title = _title(text[mark.end() : end])
        found.append(_Named(mark["label"].replace(" ", ""), title, mark.start(), end))
    return found


def _listed(text: str) -> list[_Named]:
    """Attachments in a list below the word, numbered or marked or one per line."""
    head = _HEAD.match(text)
    begin = head.end() if head else 0
    marks = list(NUMBERED.finditer(text, begin))
    if not marks:
        return [
            _Named(None, _title(line[0]), line.start(), line.end())
            for line in _LINE.finditer(text, begin)
            if _title(line[0])
        ]
    found = []
    for i, mark in enumerate(marks):
        end = marks[i + 1].start() if i + 1 < len(marks) else len(text)
        found.append(_Named(mark["label"], _title(text[mark.end() : end]), mark.start(), end))
    return found


def _title(text: str) -> str | None:
    title = " ".join(text.split())
    for _ in range(_MOST_TAILS):
        shorter = _TAIL.sub("", title).strip(" ,;")
        if shorter == title:
            break
        title = shorter
    return title or None


def _urls(
    reading: Reading, lines: Sequence[FlowLine], passage: Passage, named: Sequence[_Named]
) -> list[str | None]:
    """Addresses of the attachments: linked areas of the page, or bare addresses below the list.

    Text that was pulled out of a PDF has the addresses of a page's links on lines of their own at
    the page's end, in the order of the links: they are taken only where their number agrees.
    """
    pages = {page.number: page for page in reading.flow.pages}
    urls = [_linked(pages, passage, one) for one in named]
    if any(urls) or not named or not lines:
        return urls
    last = lines[-1].index
    bare: list[str] = []
    for line in reading.flow.lines[last + 1 :]:
        if not (line.furniture and line.text.startswith(("http://", "https://", "www."))):
            break
        bare.append(line.text.strip())
    return list(bare) if len(bare) == len(named) else urls


def _linked(pages: dict[int, Page], passage: Passage, one: _Named) -> str | None:
    for at in passage.ranges(one.start, one.end):
        page = pages[at.page]
        for row in page.rows if page.links else []:
            for cell in row.cells:
                for line in cell.lines:
                    if line.end <= at.start or line.start >= at.end:
                        continue
                    for link in page.links:
                        middle = (line.top + line.bottom) / 2
                        if (
                            link.top <= middle <= link.bottom
                            and link.x0 < line.x1
                            and line.x0 < link.x1
                        ):
                            return link.url
    return None
