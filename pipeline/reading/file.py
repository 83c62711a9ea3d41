"""One file into pages: the bytes are read once, and everything is told from those very bytes."""

import hashlib
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from vedtak.models.documents import TextSource
from vedtak.models.page import RawPage
from vedtak.pipeline.errors import UnreadableContent, UnreadableFile
from vedtak.pipeline.reading.collecting import path_text
from vedtak.pipeline.reading.types import Beat, PagesRead, no_beat
from vedtak.pipeline.settings import Circumstance, ParseOptions

MOST_BYTES: Final = 2 * 1024**3
"""Larger files are no minutes, and do not fit into the memory of a worker."""
_CHUNK: Final = 1 << 22

PDF = "application/pdf"
TEXT = "text/plain"

_ZIP = "application/zip"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (rb"PK\x03\x04|PK\x05\x06", _ZIP),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (rb"\{\\rtf", "application/rtf"),
    (rb"\x89PNG\r\n", "image/png"),
    (rb"\xff\xd8\xff", "image/jpeg"),
    (rb"GIF8[79]a", "image/gif"),
    (rb"II\*\0|MM\0\*|II\+\0|MM\0\+", "image/tiff"),
    (rb"BM.{4}\0\0\0\0", "image/bmp"),
    (rb"RIFF.{4}WEBP", "image/webp"),
    (rb"\0\0\0.ftyp(?:heic|heix|mif1|avif)", "image/heic"),
    (rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51", "image/jp2"),
    (rb"%!PS", "application/postscript"),
    (rb"\x1f\x8b\x08", "application/gzip"),
    (rb"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (rb"Rar!\x1a\x07", "application/vnd.rar"),
    (rb"SQLite format 3\0", "application/vnd.sqlite3"),
    (rb"\x7fELF|MZ.{2}\0", "application/x-executable"),
    (
        rb"(?i)(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b",
        "text/html",
    ),
    (rb"(?:\xef\xbb\xbf)?\s*<\?xml\s", "application/xml"),
)
"""Patterns at the beginning of a file, tried in order, and the media type each one shows."""
_ZIPPED: tuple[tuple[bytes, str], ...] = (
    (b"word/document", f"{_OFFICE}.wordprocessingml.document"),
    (b"xl/workbook", f"{_OFFICE}.spreadsheetml.sheet"),
    (b"ppt/presentation", f"{_OFFICE}.presentationml.presentation"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"mimetypeapplication/vnd.oasis", "application/vnd.oasis.opendocument"),
    (b"mimetypeapplication/epub+zip", "application/epub+zip"),
)
"""What stands inside of a zip file that is really a document."""
_NAMES = {
    _ZIP: "a zip archive; unpack it and import what is inside",
    f"{_OFFICE}.wordprocessingml.document": "a Word document (docx); save it as PDF",
    f"{_OFFICE}.spreadsheetml.sheet": "an Excel workbook (xlsx); save it as PDF",
    f"{_OFFICE}.presentationml.presentation": "a PowerPoint presentation (pptx); save it as PDF",
    "application/vnd.oasis.opendocument.text": "an OpenDocument text (odt); save it as PDF",
    "application/vnd.oasis.opendocument": "an OpenDocument file; save it as PDF",
    "application/epub+zip": "an e-book (epub); save it as PDF",
    "application/x-ole-storage": "an old Office document (doc, xls, ppt or msg); save it as PDF",
    "application/rtf": "a rich text file (rtf); save it as PDF",
    "application/postscript": "a PostScript file; convert it to PDF",
    "application/gzip": "a gzip archive; unpack it and import what is inside",
    "application/x-7z-compressed": "a 7z archive; unpack it and import what is inside",
    "application/vnd.rar": "a rar archive; unpack it and import what is inside",
    "application/vnd.sqlite3": "a SQLite database; import the documents themselves",
    "application/x-executable": "a program; import documents only",
    "text/html": "a web page (HTML); print it to PDF",
    "application/xml": "an XML file; save it as PDF",
}
"""What the other types are called, and what to do with them."""


@dataclass(slots=True)
class SourceFile:
    """A file that was read, and its pages."""

    path: str
    """Path as given."""
    sha256: str
    """SHA-256 of the bytes in hexadecimal."""
    size_bytes: int
    """Number of bytes."""
    media_type: str
    """'application/pdf' or 'text/plain', told from the content."""
    text_source: TextSource
    """Where the text comes from."""
    pages: list[RawPage]
    """The pages in order; at least one of them has words."""
    remarks: list[tuple[str, str]] = field(default_factory=list)
    """What a person should look at: name of the check and message."""
    circumstance: Circumstance = Circumstance.NONE
    """What about OCR is not installed and would have given more."""


def read_file(path: Path, options: ParseOptions | None = None, beat: Beat = no_beat) -> SourceFile:
    """Read a file into pages.

    The bytes are read once; hash, type and pages all come from them, so that a file that changes
    meanwhile can't give the hash of one state and the words of another.

    Args:
        path: The file.
        options: When to recognize pages; the defaults if None.
        beat: Told how far it is.

    Returns:
        The file with its pages.

    Raises:
        UnreadableFile: There is no such file, it can't be opened, it is empty, damaged, encrypted,
            of a type that is not read, or without text. Whenever the bytes could be read, the
            error carries their hash, size and type.
    """
    data = _read_bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    media_type = "application/octet-stream"
    try:
        if not data:
            media_type = "application/x-empty"
            raise UnreadableContent("the file is empty; fetch it again from where it came from")
        media_type = tell_media_type(data)
        options = options or ParseOptions()
        keep = options.keep_ocr and options.keep_ocr / f"{path.stem}-{sha256[:16]}.pdf"
        read = _read_pages(data, media_type, options, beat, keep)
    except UnreadableContent as problem:
        raise UnreadableFile(
            path_text(path),
            problem.reason,
            sha256,
            len(data),
            media_type,
            problem.page_count,
            problem.needs_ocr,
        ) from problem
    return SourceFile(
        path_text(path),
        sha256,
        len(data),
        media_type,
        read.source,
        read.pages,
        read.remarks,
        read.circumstance,
    )


def tell_media_type(data: bytes) -> str:
    """Tell the media type from the first bytes; the name of a file says nothing reliable.

    Args:
        data: The bytes of the file.

    Returns:
        The media type; 'text/plain' where nothing else shows, which may yet turn out as binary.
    """
    if b"%PDF-" in data[:1024]:  # some programs put a line of their own before it
        return PDF
    begin = data[:2048]
    media_type = next((kind for sign, kind in _MAGIC if re.match(sign, begin, re.DOTALL)), TEXT)
    if media_type == _ZIP:
        return next((inner for sign, inner in _ZIPPED if sign in data), _ZIP)
    return media_type


def _read_pages(
    data: bytes, media_type: str, options: ParseOptions, beat: Beat, keep: Path | None
) -> PagesRead:
    # Imported here: a run over text files never loads the PDF library.
    if media_type == PDF:
        from vedtak.pipeline.reading.scan import read_pdf_pages

        return read_pdf_pages(data, options, beat, keep)
    if media_type == TEXT:
        from vedtak.pipeline.reading.text import read_text

        return PagesRead(TextSource.PLAIN_TEXT, read_text(data))
    if media_type.startswith("image/"):
        kind = media_type.removeprefix("image/").upper()
        raise UnreadableContent(
            f"not supported: the file is a picture ({kind}); it needs OCR, make it a PDF with text"
        )
    name = _NAMES.get(media_type, f"of type {media_type}; save it as PDF")
    raise UnreadableContent(f"not supported: the file is {name}")


def _read_bytes(path: Path) -> bytes:
    """Read a regular file; anything else (a pipe would wait forever) is refused."""
    shown = path_text(path)
    try:
        # Opened first and asked what it is afterwards: nothing can be swapped in between.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _binary())
        with open(descriptor, "rb") as file:  # noqa: PTH123
            before = os.fstat(file.fileno())
            _check_kind(shown, before)
            data = b"".join(iter(lambda: file.read(_CHUNK), b""))
            after = os.fstat(file.fileno())
    except FileNotFoundError as error:
        raise UnreadableFile(shown, "there is no such file; check the path") from error
    except IsADirectoryError as error:
        raise UnreadableFile(shown, "is a folder; give it to the import as a folder") from error
    except PermissionError as error:
        reason = "no permission to read the file; ask its owner or change its rights"
        raise UnreadableFile(shown, reason) from error
    except (OSError, ValueError) as error:  # ValueError: a zero character in the path
        cause = getattr(error, "strerror", None) or str(error)
        reason = f"the file can't be read ({cause}); check the disk or copy the file anew"
        raise UnreadableFile(shown, reason) from error

    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(
        data
    ) != after.st_size:
        # Half of the old state and half of the new one is neither.
        reason = "the file changed while it was read; import it again when it is finished"
        raise UnreadableFile(shown, reason)
    return data


def _check_kind(shown: str, state: os.stat_result) -> None:
    """Refuse what is no file of a size that can be read."""
    if stat.S_ISDIR(state.st_mode):
        raise UnreadableFile(shown, "is a folder; give it to the import as a folder")
    if not stat.S_ISREG(state.st_mode):
        raise UnreadableFile(shown, "is not a regular file but a device, pipe or socket")
    if state.st_size > MOST_BYTES:
        size = f"{state.st_size / 1024**3:.1f} GB"
        raise UnreadableFile(shown, f"the file is too large ({size}); split it")


def _binary() -> int:
    """Flag that keeps Windows from changing line ends."""
    return int(getattr(os, "O_BINARY", 0))
