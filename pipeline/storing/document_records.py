"""What a worker hands over of a document; it is light, for workers never see the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedtak.models.documents import Document, PageText
from vedtak.models.extraction import Extraction


@dataclass(slots=True)
class DocumentRecords:
    """A document with all that was read and extracted from it."""

    document: Document
    """The document's own row."""
    paths: Sequence[str]
    """Paths where its bytes were found."""
    pages: Sequence[PageText]
    """Its pages."""
    extraction: Extraction
    """What its pages state."""
