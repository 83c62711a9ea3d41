"""Documents, their pages, and the stretches of text that account for every character."""

from enum import StrEnum

from vedtak.models.base import Record


class TextSource(StrEnum):
    """Where a document's text comes from."""

    TEXT_LAYER = "text layer"
    OCR = "ocr"
    PLAIN_TEXT = "plain text"
    NONE = "none"


class Status(StrEnum):
    """What became of a file."""

    IMPORTED = "imported"
    QUARANTINED = "quarantined"


class PartKind(StrEnum):
    """What a part of a file is."""

    AGENDA = "agenda"
    MINUTES = "minutes"
    CASE_NOTE = "case_note"
    CASE_PROTOCOL = "case_protocol"
    ATTACHMENT = "attachment"
    OTHER = "other"


class Role(StrEnum):
    """What a stretch of text is for."""

    HEADER = "header"
    ATTENDANCE = "attendance"
    CASE = "case"
    PROPOSAL = "proposal"
    DISCUSSION = "discussion"
    DECISION = "decision"
    VOTE = "vote"
    ATTACHMENT = "attachment"
    NOTE = "note"
    FURNITURE = "furniture"
    UNCLASSIFIED = "unclassified"


class Document(Record):
    """Imported file, one row for the same bytes wherever they were found."""

    document_id: str
    """Key: the first 16 hex digits of the SHA-256 of the file's bytes."""
    path: str
    """Path where the file was first found, as given to the import."""
    sha256: str
    """SHA-256 of the file's bytes in hexadecimal."""
    media_type: str
    """Media type told from the content, for example application/pdf or text/plain."""
    size_bytes: int
    """Size of the file in bytes."""
    page_count: int
    """Number of pages; 0 for a quarantined file whose pages could not be counted."""
    text_source: TextSource
    """Where the text comes from: 'text layer', 'ocr', 'plain text' or 'none'."""
    language: str | None = None
    """Language of the document: 'nb' (bokmål), 'nn' (nynorsk), or NULL when it can't be told."""
    profile: str | None = None
    """Profile whose rules fit the text and whose words were looked for besides the general ones;
    NULL when none fits or profiles were switched off."""
    status: Status
    """'imported', or 'quarantined' when nothing could be taken from the file."""
    error: str | None = None
    """Why the file was quarantined, in one sentence; NULL when it was imported."""
    extractor_version: str
    """Version of the extraction rules that made the document's records."""
    options_digest: str | None = None
    """Digest of all that the records depend on besides the file's bytes: version of the rules,
    lexicons, profiles and options; when it changes, the document is read anew."""
    run_id: str
    """Run that imported the document last."""


class DocumentPath(Record):
    """Place where the bytes of a document were found."""

    document_id: str
    """Document that was found."""
    path: str
    """Path as given to the import."""


class PageText(Record):
    """Page of a document with its text."""

    document_id: str
    """Document that the page belongs to."""
    page_number: int
    """Number of the page in the file, from 1."""
    width: float
    """Width in points; characters for plain text."""
    height: float
    """Height in points; lines for plain text."""
    text: str
    """Text of the page, to which all offsets refer."""
    ocr_confidence: float | None = None
    """Mean recognition confidence from 0 to 100; NULL unless the page came from OCR."""


class Part(Record):
    """Agenda, minutes, case note or other part inside a file."""

    part_id: str
    """Key: '<document_id>/<ordinal>'."""
    document_id: str
    """Document that holds the part."""
    ordinal: int
    """Place in the document, from 1."""
    kind: PartKind
    """'agenda' [innkalling], 'minutes' [møteprotokoll, referat], 'case_note' [saksframlegg,
    saksnotat], 'case_protocol' [saksprotokoll, særutskrift], 'attachment' or 'other'."""
    title: str | None = None
    """Title as written; NULL when the part has none."""
    body_as_written: str | None = None
    """Name of the committee as written; NULL when the part names none."""
    meeting_id: str | None = None
    """Meeting that the part belongs to; NULL when it can't be told."""
    stated_meeting_id: str | None = None
    """Key of that meeting as the document alone gives it, where it was linked to another key
    (`meeting_links`, `body_links`); else NULL."""
    status: str | None = None
    """'draft' [utkast, foreløpig] or 'signed' [protokollen er godkjent av] as the part says; NULL
    when it says neither."""
    first_page: int
    """First page of the part, from 1."""
    last_page: int
    """Last page of the part."""
    certainty: str = "certain"
    """How sure the kind and the limits of the part are: 'certain', 'likely' or 'guess'."""


class Span(Record):
    """Stretch of a page's text with what it is for; the spans of a page cover it completely."""

    document_id: str
    """Document that the text stands in."""
    page_number: int
    """Page, from 1."""
    char_start: int
    """Offset of the first character in the page's text, from 0."""
    char_end: int
    """Offset behind the last character."""
    role: Role
    """What the text is for: 'header', 'attendance', 'case', 'proposal', 'discussion', 'decision',
    'vote', 'attachment', 'note', 'furniture' or 'unclassified'."""
    part_id: str | None = None
    """Part that the text belongs to."""
    record_id: str | None = None
    """Key of the row that the text became; NULL when it became none."""
    stated_record_id: str | None = None
    """That key as the document alone gives it, where its meeting or body was linked to another
    key; else NULL."""
    x0: float | None = None
    """Left edge in points; NULL for plain text."""
    top: float | None = None
    """Upper edge in points from the top of the page; NULL for plain text."""
    x1: float | None = None
    """Right edge in points; NULL for plain text."""
    bottom: float | None = None
    """Lower edge in points; NULL for plain text."""
