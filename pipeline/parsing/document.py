"""One file into everything that is stored of it: no database, no other file, no memory.

`parse_file` gives the same result in this process and in any other, and its result can be sent
from one to the other, so that many files can be parsed at once while one process writes.
"""

import contextlib
import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vedtak.extractors.version import EXTRACTOR_VERSION
from vedtak.models.documents import Document, PageText, Status, TextSource
from vedtak.models.extraction import Extraction
from vedtak.models.findings import Finding, Severity
from vedtak.models.page import Page, RawPage
from vedtak.pipeline.errors import UnreadableFile
from vedtak.pipeline.reading.collecting import path_text
from vedtak.pipeline.reading.file import MOST_BYTES, SourceFile, read_file
from vedtak.pipeline.reading.types import EXTRACTING, Beat, no_beat
from vedtak.pipeline.settings import Circumstance, ParseOptions
from vedtak.pipeline.stages import Stages
from vedtak.pipeline.storing.document_records import DocumentRecords

NO_MINUTES = (
    "no minutes were found in it: no day or number of a meeting, list of people, cases or decision "
    "that the lexicon knows"
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
    seconds: float = 0.0
    """How long it took."""
    stages: Stages | None = None
    """What its stages cost; None where its process died."""
    exhausted: bool = False
    """Whether memory ran out over it: the process that read it is better ended."""
    died: bool = False
    """Whether the process that read it died over it, which need not be the file's fault."""


def document_key(path: Path) -> str | None:
    """Return the key of a file's bytes without reading its pages; None when it can't be read."""
    try:
        # Only regular files: a pipe would wait for ever. Too large ones are refused unread.
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:_ID_LENGTH]
    except (OSError, ValueError):
        return None


def parse_file(path: Path, options: ParseOptions | None = None, beat: Beat = no_beat) -> ParsedFile:
    """Read a file and extract its records.

    Args:
        path: The file.
        options: What changes the records; the defaults if None.
        beat: Told how far it is.

    Returns:
        Its records, or why there are none. Nothing is raised: one bad file must not stop the
        others, and the run that the records belong to is filled in by who stores them.
    """
    options = options or ParseOptions()
    began = time.perf_counter()
    parsed = None
    stages = Stages()
    with contextlib.suppress(MemoryError):
        parsed = _parse(path, options, beat, stages)
    if parsed is None:  # only out here is let go of what took the memory
        parsed = refuse_file(path, out_of_memory(options), options)
        parsed.exhausted = True
    parsed.seconds = time.perf_counter() - began
    parsed.stages = stages
    return parsed


def out_of_memory(options: ParseOptions) -> str:
    """Say that a file needs more memory than it may have, and what to do."""
    return (
        f"it needs more memory than the {options.limits.memory_mb} MB that a worker may have; make "
        "a new PDF or text of it, or import it again with a higher --memory"
    )


def refuse_file(path: Path, reason: str, options: ParseOptions) -> ParsedFile:
    """Set a file aside that went beyond the limits, or whose worker died over it.

    Args:
        path: The file; its bytes are hashed but not looked at.
        reason: Why, and what to do.
        options: Those of the import.
    """
    problem = UnreadableFile(path_text(path), reason)
    try:
        with path.open("rb") as file:
            problem.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            problem.size_bytes = file.tell()
    except OSError:
        pass  # it is named without a row
    return _refused(problem, options, circumstance=Circumstance.LIMITS)


def _parse(path: Path, options: ParseOptions, beat: Beat, stages: Stages) -> ParsedFile:
    try:
        with stages.measure("read"):
            source = read_file(path, options, beat)
    except UnreadableFile as problem:
        return _refused(problem, options)
    except MemoryError:
        raise
    except Exception as error:
        parsed = refuse_file(path, _fault(error), options)
        return _without_circumstance(parsed, options)
    beat(EXTRACTING, len(source.pages))
    source_pages = len(source.pages)
    try:
        # Imported here: who only hands files to workers needs none of the rules.
        from vedtak.extractors.document import extract

        with stages.measure("lay out"):
            pages = list(_laid_out(source.pages))
        with stages.measure("extract"):
            extraction = extract(pages, source.sha256[:_ID_LENGTH], profiles=options.profiles)
    except MemoryError:
        raise
    except Exception as error:
        return _refused(_of_source(source, source_pages, _fault(error)), options)
    if not _says_something(extraction):
        empty = _of_source(source, source_pages, NO_MINUTES)
        return _refused(empty, options, source.text_source, source.circumstance)
    _add_remarks(source, extraction)
    return ParsedFile(source.path, _records(source, pages, extraction, options))


def _add_remarks(source: SourceFile, extraction: Extraction) -> None:
    """Turn what the reader has to say into findings."""
    document_id = source.sha256[:_ID_LENGTH]
    for check, message in source.remarks:
        extraction.findings.append(
            Finding(
                finding_id=f"{document_id}/{check}/1",
                check_name=check,
                severity=Severity.WARNING,
                document_id=document_id,
                message=message,
            )
        )


def _laid_out(raw: list[RawPage]) -> Iterator[Page]:
    """Lay out pages and let go of each as it came, or a thousand of them would be held twice."""
    from vedtak.extractors.layout import lay_out

    raw.reverse()
    while raw:
        yield lay_out(raw.pop())


def _says_something(extraction: Extraction) -> bool:
    """Tell whether a document is minutes or their like, and not a text about them.

    A meeting with a day or a number, two people, two cases, a case note that names its case, its
    handler or a proposal, or a decision of a body that is named: one of these must be there.
    """
    if any(meeting.date or meeting.number for meeting in extraction.meetings):
        return True
    if len(extraction.attendance) > 1 or len(extraction.cases) > 1:
        return True
    noted = any(
        note.case_number or note.case_handlers or note.archive_case
        for note in extraction.case_notes
    )
    named = any(part.body_as_written for part in extraction.parts)
    return (
        noted
        or bool(extraction.case_notes and extraction.proposals)
        or (named and bool(extraction.decisions))
    )


def _records(
    source: SourceFile, pages: Sequence[Page], extraction: Extraction, options: ParseOptions
) -> DocumentRecords:
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
        profile=extraction.profile,
        status=Status.IMPORTED,
        extractor_version=EXTRACTOR_VERSION,
        options_digest=options.digest(source.circumstance),
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
    problem: UnreadableFile,
    options: ParseOptions,
    text_source: TextSource = TextSource.NONE,
    circumstance: Circumstance = Circumstance.NONE,
) -> ParsedFile:
    """Set a file aside; its bytes get a row if they could be read."""
    if problem.sha256 is None:
        return ParsedFile(problem.path, refusal=problem.reason)
    if problem.needs_ocr:
        circumstance = Circumstance.NO_OCR
    document = Document(
        document_id=problem.sha256[:_ID_LENGTH],
        path=problem.path,
        sha256=problem.sha256,
        media_type=problem.media_type or "application/octet-stream",
        size_bytes=problem.size_bytes or 0,
        page_count=problem.page_count,
        text_source=text_source,
        status=Status.QUARANTINED,
        error=problem.reason,
        extractor_version=EXTRACTOR_VERSION,
        options_digest=options.digest(circumstance),
        run_id="",
    )
    records = DocumentRecords(document, [problem.path], [], Extraction())
    return ParsedFile(problem.path, records, problem.reason)


def _without_circumstance(parsed: ParsedFile, options: ParseOptions) -> ParsedFile:
    """Say that a file will be no better with other limits."""
    if parsed.records is not None:
        parsed.records.document.options_digest = options.digest()
    return parsed


def _of_source(source: SourceFile, pages: int, reason: str) -> UnreadableFile:
    """Say of a file whose pages were read why nothing is taken from it."""
    return UnreadableFile(
        source.path, reason, source.sha256, source.size_bytes, source.media_type, pages
    )


def _fault(error: Exception) -> str:
    """Name an exception that nobody foresaw, in one line."""
    said = " ".join(str(error).split())
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return f"it could not be read ({what}); this is a fault of vedtak, please report it"
