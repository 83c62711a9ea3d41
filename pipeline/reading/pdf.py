"""PDF into pages: words with boxes, ruled lines and links, all through pdfium.

How characters become words is told in `reading_words`; here pages are read one after another, each
with what tells whether its text layer is of use.
"""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from vedtak.models.page import RawPage
from vedtak.pipeline.errors import UnreadableContent
from vedtak.pipeline.reading.links import find_links
from vedtak.pipeline.reading.opening_pdf import open_pdf
from vedtak.pipeline.reading.page_count import Counted
from vedtak.pipeline.reading.pdfium import Pdfium, view_of
from vedtak.pipeline.reading.rules import drawn_on, find_rules, largest_picture
from vedtak.pipeline.reading.words import WordReader

_UNMAPPED_SHARE = 0.5
"""With a larger share of unmapped characters than this, a file is as good as a scan."""
_LARGEST = 100_000.0
"""Points: what is wider or higher than 35 metres is no page."""


class PageLayer(NamedTuple):
    """The text layer of a page, and what tells whether it is of use."""

    page: RawPage
    """The page with the words of its text layer."""
    letters: int
    """Characters of all words."""
    unmapped: int
    """Characters whose font does not say which letters they are."""
    hidden: int
    """Characters that are not drawn: what an earlier recognition has laid over a picture."""
    objects: int
    """Things that are drawn on the page; 0 when it is blank."""
    pictured: float
    """Share of the page that its largest picture covers, 0 to 1."""


def read_pdf(data: bytes, beat: Callable[[int, int], None] | None = None) -> list[RawPage]:
    """Read the pages of a PDF with a text layer.

    Args:
        data: The bytes of the file.
        beat: Told which page is read next, and of how many.

    Returns:
        The pages in order, those without words included. Boxes are in points from the top left of
        the page as shown: crop box and rotation are applied.

    Raises:
        UnreadableContent: The file is damaged, truncated or protected by a password, has no pages,
            no text layer on any page, or fonts that don't say which letters they show.
    """
    layers = read_layers(data, beat)
    if lack := lack_of_text(layers):
        raise UnreadableContent(lack, len(layers))
    return [layer.page for layer in layers]


def lack_of_text(layers: Sequence[PageLayer]) -> str | None:
    """Say why the text layer of a whole file is of no use; None if it is."""
    letters = sum(layer.letters for layer in layers)
    if not any(layer.objects for layer in layers):
        return "all its pages are blank; look whether it is the right file"
    if not letters:
        return "has no text layer, its pages are pictures; it needs OCR"
    if sum(layer.unmapped for layer in layers) > _UNMAPPED_SHARE * letters:
        return (
            "most of its text can't be read, since the fonts do not say which letters they show; "
            "it needs OCR"
        )
    return None


def read_layers(
    data: bytes,
    beat: Callable[[int, int], None] | None = None,
    remarks: list[tuple[str, str]] | None = None,
) -> list[PageLayer]:
    """Read the text layer of every page, whether it is of use or not.

    Args:
        data: The bytes of the file.
        beat: Told which page is read next, and of how many.
        remarks: Takes what a person should look at: name of the check and message.

    Raises:
        UnreadableContent: The file is damaged, truncated or protected by a password, or has no
            pages.
    """
    counted = open_pdf(data)
    try:
        layers = list(_read_pages(counted, beat))
    finally:
        counted.document.close()
    if remarks is not None and (said := counted.doubt()):
        remarks.append(("page_count", said))
    return layers


def _read_pages(counted: Counted, beat: Callable[[int, int], None] | None) -> Iterator[PageLayer]:
    pdfium = Pdfium()
    document, count = counted.document, counted.count
    handle = ctypes.cast(document.raw, ctypes.c_void_p).value
    for index in range(count):
        if beat is not None:
            beat(index + 1, count)
        page = pdfium.load_page(handle, index)
        text = pdfium.load_text(page) if page else None
        try:
            if not text:
                reason = f"page {index + 1} of {count} is damaged; fetch the PDF again"
                raise UnreadableContent(reason, count)
            yield _read_layer(pdfium, document, page, text, index + 1)
        finally:
            if text:
                pdfium.close_text(text)
            if page:
                pdfium.close_page(page)


def _read_layer(pdfium: Pdfium, document: Any, page: int, text: int, number: int) -> PageLayer:
    view = view_of(pdfium, page)
    if not 0 < view.width <= _LARGEST or not 0 < view.height <= _LARGEST:
        reason = f"page {number} has an absurd size ({view.width:g} by {view.height:g} points)"
        raise UnreadableContent(f"{reason}; make a new PDF of it", len(document))
    reader = WordReader(pdfium, text, view)
    words = reader.words()
    links = find_links(pdfium, (document.raw, page, text), view, reader.text)
    drawn = drawn_on(pdfium, page)
    rules = find_rules(pdfium, drawn, view)
    return PageLayer(
        RawPage(number, view.width, view.height, words, rules, links),
        reader.letters,
        reader.unmapped,
        reader.hidden,
        len(drawn.items),
        largest_picture(pdfium, drawn) / (view.width * view.height),
    )
