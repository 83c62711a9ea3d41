"""Links of a PDF page; they are noted down and never followed."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as raw

from vedtak.models.page import Link
from vedtak.pipeline.reading.pdfium import Pdfium, View


def find_links(
    pdfium: Pdfium, handles: tuple[Any, int, int], view: View, characters: str
) -> list[Link]:
    """Linked areas, and addresses that are written out without being linked.

    Args:
        pdfium: The library.
        handles: Of the document, the page and its text.
        view: How the page is shown.
        characters: The page's characters.
    """
    document, page, text = handles
    links = list(_annotated_links(pdfium, document, page, view))
    if "http" in characters or "www." in characters:
        for link in _written_links(text, view):
            x, y = (link.x0 + link.x1) / 2, (link.top + link.bottom) / 2
            if not any(o.x0 <= x <= o.x1 and o.top <= y <= o.bottom for o in links):
                links.append(link)
    return links


def _annotated_links(pdfium: Pdfium, document: Any, page: int, view: View) -> Iterator[Link]:
    position, found = ctypes.c_int(0), ctypes.c_void_p()
    at, into = ctypes.addressof(position), ctypes.addressof(found)
    while pdfium.next_link(page, at, into):  # most pages have none
        link, box = ctypes.cast(found, raw.FPDF_LINK), raw.FS_RECTF()
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            continue
        size = raw.FPDFAction_GetURIPath(document, action, None, 0)
        url = ctypes.create_string_buffer(size)
        raw.FPDFAction_GetURIPath(document, action, url, size)
        if raw.FPDFLink_GetAnnotRect(link, box):
            shown = view.box(box.left, box.top, box.right, box.bottom)
            address = url.value.decode("utf-8", "replace")
            yield Link(address, *(round(edge, 2) for edge in shown))


def _written_links(text: int, view: View) -> Iterator[Link]:
    found = raw.FPDFLink_LoadWebLinks(ctypes.cast(text, raw.FPDF_TEXTPAGE))
    try:
        for index in range(raw.FPDFLink_CountWebLinks(found)):
            size = raw.FPDFLink_GetURL(found, index, None, 0)
            buffer = (ctypes.c_ushort * size)()
            raw.FPDFLink_GetURL(found, index, buffer, size)
            url = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
            for part in range(raw.FPDFLink_CountRects(found, index)):
                left, top, right, bottom = (ctypes.c_double() for _ in range(4))
                raw.FPDFLink_GetRect(found, index, part, left, top, right, bottom)
                shown = view.box(left.value, top.value, right.value, bottom.value)
                yield Link(url, *(round(edge, 2) for edge in shown))
    finally:
        raw.FPDFLink_CloseWebLinks(found)
