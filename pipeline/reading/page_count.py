"""How many pages a PDF has, whatever its list of pages says of itself.

pdfium takes the number at the root of the list for true. Where it is too small, the pages behind
it would be lost without a word. The number is checked against the pages that stand in the bytes,
which costs next to nothing; where the two differ (an older state of the file leaves pages in it
that are of no use any more), pages of our own are put behind the last one, and the place where
they come out tells how many there really are.
"""

import contextlib
import io
import re
import zlib
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as raw

_PAGE: Final = re.compile(rb"/Type\s*/Page(?![A-Za-z0-9#])")
_PACKED: Final = re.compile(rb"/Type\s*/ObjStm\b")
_STREAM: Final = re.compile(rb"stream\r?\n")
_HEAD: Final = 2000
"""The head of a stream is not longer than this, in bytes."""
_LARGEST: Final = 1 << 26
"""What unpacks to more than this, in bytes, is no list of objects."""
_MARK: Final = (7.25, 11.125)
"""Width and height of our own pages, in points; no paper is that small."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An open PDF of which every page can be reached."""

    document: Any
    """The document as pdfium has it open; its own list may end before `count`."""
    count: int
    """How many pages there are."""
    claimed: int
    """How many the file says that there are."""
    doubtful: bool = False
    """Whether there may be more, and nobody can tell."""

    def doubt(self) -> str | None:
        """Say what is wrong with the number that the file gives; None if nothing is."""
        if self.count != self.claimed:
            return (
                f"The file's list of pages says that there are {self.claimed}, but it has "
                f"{self.count}: all {self.count} were read."
            )
        if self.doubtful:
            return (
                f"The file may have more pages than the {self.count} that its list of pages "
                "gives; compare it with another program."
            )
        return None


def count_pages(document: Any, data: bytes, most: int) -> Counted:
    """Count the pages of a PDF, and make sure that all of them can be reached.

    Args:
        document: The PDF, open; closed if another one is returned.
        data: Its bytes.
        most: More pages than this are not counted; the count is then larger by one at least.
    """
    claimed = len(document)
    seen = pages_in(data)
    if seen == claimed or claimed > most:
        return Counted(document, claimed, claimed)
    most_marks = most - claimed + 1
    for extra in (min(most_marks, max(1, (seen or 0) - claimed + 1)), most_marks):
        copy = _with_marks(data, extra)
        count = _first_mark(copy, extra) if copy is not None else None
        if copy is None or count is None:
            return Counted(document, claimed, claimed, doubtful=seen is None or seen > claimed)
        if claimed < count < len(copy):
            document.close()
            return Counted(copy, count, claimed)
        reached = len(copy)
        copy.close()
        if count < reached:
            # None at all: a list that leads back to itself. Its first page will tell.
            return Counted(document, count or claimed, claimed)
    return Counted(document, most + 1, claimed)


def pages_in(data: bytes) -> int | None:
    """Count the page objects in the bytes of a PDF, those of its older states included.

    Returns:
        The number; None where objects are packed in a way that is not looked through.
    """
    count = sum(1 for _ in _PAGE.finditer(data))
    for packed in _PACKED.finditer(data):
        begin = _STREAM.search(data, packed.end(), packed.end() + _HEAD)
        if begin is None:
            return None
        end = data.find(b"endstream", begin.end())
        unpacker = zlib.decompressobj()
        try:
            objects = unpacker.decompress(data[begin.end() : end], _LARGEST)
        except zlib.error:  # encrypted, or packed otherwise
            return None
        if not unpacker.eof:
            return None
        count += sum(1 for _ in _PAGE.finditer(objects))
    return count


def _with_marks(data: bytes, extra: int) -> Any:
    """Open a copy with pages of our own at its end; None if it can't be made."""
    with contextlib.suppress(pypdfium2.PdfiumError):
        source = pypdfium2.PdfDocument(data)
        try:
            for _ in range(extra):
                source.new_page(*_MARK).close()
            copy = io.BytesIO()
            # Only what is new is written anew: the rest stays as it is, byte by byte.
            source.save(copy, flags=raw.FPDF_INCREMENTAL)
        finally:
            source.close()
        made = pypdfium2.PdfDocument(copy.getvalue())
        if len(made) >= extra:
            return made
        made.close()
    return None


def _first_mark(copy: Any, extra: int) -> int | None:
    """Return the place of the first page of our own, from 0.

    Ours stand behind all others. Where the file claims more pages than it has, nothing stands
    behind ours. A reference to a page that is not in the file may lead to one of ours, since it
    has got that page's number: no more are ours than were put in.

    Returns:
        The place; the length of the list where the pages of the file go on to its end; None where
        they can't be reached.
    """
    sizes = [_size(copy, index) for index in range(len(copy))]
    last = next((index for index in reversed(range(len(sizes))) if sizes[index] == _MARK), None)
    if last is None:
        return len(sizes) if sizes[-1] else None
    first = last
    while first and sizes[first - 1] == _MARK and last - first + 1 < extra:
        first -= 1
    return first


def _size(document: Any, index: int) -> tuple[float, ...] | None:
    """Return width and height of a page; None when it can't be read."""
    try:
        return tuple(document.get_page_size(index))
    except pypdfium2.PdfiumError:
        return None
