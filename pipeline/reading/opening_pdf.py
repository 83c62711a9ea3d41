"""Opening a PDF: what can't be read is refused in a sentence, before any page is asked for."""

from typing import Final

import pypdfium2
import pypdfium2.raw as raw

from vedtak.pipeline.errors import UnreadableContent
from vedtak.pipeline.reading.page_count import Counted, count_pages

_MOST_PAGES: Final = 20_000
"""A file with more pages than this is a trap, or many files in one."""
_TAIL: Final = 4096
"""The end mark of a PDF stands within this many bytes of its end."""


def open_pdf(data: bytes) -> Counted:
    """Open a document and count its pages.

    Args:
        data: The bytes of the file.

    Returns:
        The document, to be closed by the caller.

    Raises:
        UnreadableContent: The file is damaged, truncated or protected by a password, or has no
            pages, or far too many.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        raise UnreadableContent(_refusal(code, data)) from error
    counted = Counted(document, len(document), len(document))
    try:
        if not raw.FPDF_DocumentHasValidCrossReferenceTable(document.raw) and not _has_end(data):
            # pdfium reads what is left of a truncated file: its last pages would go missing
            # without a word.
            raise UnreadableContent(_refusal(None, data), counted.count)
        if not counted.count:
            raise UnreadableContent(_refusal(None, data))
        counted = count_pages(document, data, _MOST_PAGES)
        if counted.count > _MOST_PAGES:
            reason = f"it has {counted.count} pages, more than the {_MOST_PAGES} that are read"
            raise UnreadableContent(f"{reason}; split it", counted.count)
    except UnreadableContent:
        counted.document.close()
        raise
    return counted


def _has_end(data: bytes) -> bool:
    return b"%%EOF" in data.rstrip(b"\0 \t\r\n")[-_TAIL:]


def _refusal(code: int | None, data: bytes) -> str:
    # pdfium may still show the code of the file before, so the file itself must confirm it.
    encrypted = b"/Encrypt" in data
    if encrypted and code == raw.FPDF_ERR_PASSWORD:
        return "the PDF is protected by a password; save a copy without one"
    if encrypted and code == raw.FPDF_ERR_SECURITY:
        return "the PDF is encrypted in a way that can't be read; save a copy without protection"
    # pdfium does not say which: a list of pages that is empty is an error in the format to it.
    what = "damaged, or has no pages" if _has_end(data) else "truncated: its end is missing"
    return f"the PDF is {what}; fetch it again from where it came from"
