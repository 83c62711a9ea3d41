"""Files read again, as the import read them, to hold them against the database."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from vedtak.extractors.layout import lay_out
from vedtak.pipeline.errors import UnreadableFile
from vedtak.pipeline.reading.file import SourceFile, read_file
from vedtak.pipeline.reading.ocr import can_recognize
from vedtak.pipeline.settings import OcrMode, ParseOptions

_CHANGED: Final = (
    "has other bytes than those that were imported; bring the old file back, or import the new one"
)
_MISSING: Final = (
    "no file is left of it; bring it back, or run this where the import was run, since paths are "
    "kept as they were given"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that is to be read again. It crosses between processes whole."""

    document_id: str
    """Key of the document."""
    sha256: str
    """What its bytes hashed to."""
    paths: tuple[str, ...]
    """Where the bytes were found, the document's own path first."""
    imported: bool
    """Whether its pages were read; of a file that was set aside only the bytes are checked."""
    recognized: bool
    """Whether pages of it were recognized."""
    recognize: bool = True
    """Whether pages may be recognized again."""


@dataclass(slots=True)
class Reread:
    """What a document says when it is read again. It crosses between processes whole."""

    document_id: str
    """Key of the document."""
    path: str
    """Path that was read; the document's own where none was."""
    problem: tuple[str, str] | None = None
    """Kind and message where it could not be read."""
    note: str | None = None
    """Why some of it, or all, was not read again though nothing is wrong."""
    texts: list[Mapping[int, str]] = field(default_factory=list)
    """The pages, in each way in which the import may have read them."""
    links: frozenset[str] = frozenset()
    """Addresses of the links on the pages."""


def reread(asked: Asked) -> Reread:
    """Read a document again: hash the bytes, then read the pages; nothing is extracted."""
    path, problem = _find(asked)
    found = Reread(asked.document_id, path or asked.paths[0], problem)
    if path is None or not asked.imported:
        return found
    modes = [OcrMode.NEVER]
    if asked.recognized:
        # Which of the two the import was told is not stored; what was recognized is in the cache.
        modes = [OcrMode.AUTO, OcrMode.FORCE]
        if not asked.recognize or not can_recognize():
            found.note = "recognized pages were not read again, which takes OCR"
            modes = [OcrMode.NEVER]
    for mode in modes:
        try:
            source = read_file(Path(path), ParseOptions(mode))
        except UnreadableFile as error:
            if found.note is None and mode is modes[0]:
                found.problem = ("unreadable", f"it cannot be read any more: {error.reason}")
            continue
        found.links |= {link.url for page in source.pages for link in page.links}
        found.texts.append(_texts(source))
    return found


def _texts(source: SourceFile) -> dict[int, str]:
    return {page.number: lay_out(page).text for page in source.pages}


def _find(asked: Asked) -> tuple[str | None, tuple[str, str] | None]:
    """Return a path that still has the document's bytes, or what is wrong."""
    changed: Sequence[str] = ()
    for path in asked.paths:
        sha256 = _sha256(Path(path))
        if sha256 == asked.sha256:
            return path, None
        if sha256 is not None:
            changed = [*changed, path]
    if changed:
        return None, ("changed file", f"{changed[0]} {_CHANGED}")
    return None, ("missing file", _MISSING)


def _sha256(path: Path) -> str | None:
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
