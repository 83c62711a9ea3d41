"""One file into everything that is stored of it: no database, no other file, no memory.

`parse_file` gives the same result in this process and in any other, and its result can be sent
from one to the other, so that many files can be parsed at once while one process writes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vedtak.extractors.document import extract
from vedtak.extractors.layout import lay_out
from vedtak.extractors.version import EXTRACTOR_VERSION
from vedtak.models.documents import Document, PageText, Status, TextSource
from vedtak.models.extraction import Extraction
from vedtak.models.page import Page
from vedtak.pipeline.errors import UnreadableFile
from vedtak.pipeline.reading import SourceFile, read_file
from vedtak.pipeline.statements import DocumentRecords

NO_MINUTES = (
    "no minutes were found in it: no title, list of people, case or decision that the lexicon knows"
)
"""Why a file is set aside that can be read but is something else."""

_ID_LENGTH = 16


@dataclass(slots=True)
class ParsedFile:
    """What became of one file."""

    path: str
    """Path as given."""
    records: DocumentRecords | None = None
    """What is stored of it; None when not even its bytes could be read."""
    refusal: str | None = None
    """Why nothing was taken from it; None when something was."""


def document_key(path: Path) -> str | None:
    """Return the key of a file's bytes without reading its pages; None when it can't be read."""
    # Only regular files: a pipe would wait for ever.
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:_ID_LENGTH]
    except OSError:
        return None


def parse_file(path: Path) -> ParsedFile:
    """Read a file and extract its records.

    Args:
        path: The file.

    Returns:
        Its records, or why there are none. Nothing is raised: one bad file must not stop the
        others, and the run that the records belong to is filled in by who stores them.
    """
    try:
        source = read_file(path)
    except UnreadableFile as problem:
        return _refused(path, problem)
    except Exception as error:
        return _refused(path, _unexpected(path, error))
    try:
        pages = [lay_out(page) for page in source.pages]
        extraction = extract(pages, source.sha256[:_ID_LENGTH])
    except Exception as error:
        return _refused(path, _of_source(source, _fault(error)))
    if not _says_something(extraction):
        return _refused(path, _of_source(source, NO_MINUTES), source.text_source)
    return ParsedFile(str(path), _records(source, pages, extraction))


def _says_something(extraction: Extraction) -> bool:
    """Tell whether anything but text was found."""
    return bool(
        extraction.meetings
        or extraction.attendance
        or extraction.cases
        or extraction.decisions
        or extraction.case_notes
    )


def _records(source: SourceFile, pages: Sequence[Page], extraction: Extraction) -> DocumentRecords:
    """Put together what is stored of a document."""
    document_id = source.sha256[:_ID_LENGTH]
    document = Document(
        document_id=document_id,
        path=source.path,
        sha256=source.sha256,
        media_type=source.media_type,
        size_bytes=source.size_bytes,
        page_count=len(pages),
        text_source=source.text_source,
        language=extraction.language,
        status=Status.IMPORTED,
        extractor_version=EXTRACTOR_VERSION,
        run_id="",
    )
    texts = [
        PageText(
            document_id=document_id,
            page_number=page.number,
            width=page.width,
            height=page.height,
            text=page.text,
            ocr_confidence=page.ocr_confidence,
        )
        for page in pages
    ]
    return DocumentRecords(document, [source.path], texts, extraction)


def _refused(
    path: Path, problem: UnreadableFile, text_source: TextSource = TextSource.NONE
) -> ParsedFile:
    """Set a file aside; its bytes get a row if they could be read."""
    if problem.sha256 is None:
        return ParsedFile(str(path), refusal=problem.reason)
    document = Document(
        document_id=problem.sha256[:_ID_LENGTH],
        path=str(path),
        sha256=problem.sha256,
        media_type=problem.media_type or "application/octet-stream",
        size_bytes=problem.size_bytes or 0,
        page_count=problem.page_count,
        text_source=text_source,
        status=Status.QUARANTINED,
        error=problem.reason,
        extractor_version=EXTRACTOR_VERSION,
        run_id="",
    )
    return ParsedFile(
        str(path), DocumentRecords(document, [str(path)], [], Extraction()), problem.reason
    )


def _of_source(source: SourceFile, reason: str) -> UnreadableFile:
    """Say of a file whose pages were read why nothing is taken from it."""
    return UnreadableFile(
        source.path,
        reason,
        source.sha256,
        source.size_bytes,
        source.media_type,
        len(source.pages),
    )


def _unexpected(path: Path, error: Exception) -> UnreadableFile:
    """Say of a file that the reader fell over why nothing is taken from it."""
    try:
        data = path.read_bytes()
    except OSError:
        return UnreadableFile(str(path), _fault(error))
    return UnreadableFile(
        str(path), _fault(error), hashlib.sha256(data).hexdigest(), len(data), None
    )


def _fault(error: Exception) -> str:
    """Name an exception that nobody foresaw, in one line."""
    said = " ".join(str(error).split())
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return f"it could not be read ({what}); this is a fault of vedtak, please report it"
