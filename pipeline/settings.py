"""What a worker is told: options that change the records of a file, and what it may cost."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vedtak.extractors.profile import Profiles, lexicon_digest
from vedtak.extractors.version import EXTRACTOR_VERSION


class OcrMode(StrEnum):
    """When pages are recognized."""

    AUTO = "auto"
    """Pages without a usable text layer."""
    NEVER = "never"
    """No page."""
    FORCE = "force"
    """Every page of every PDF."""


class Circumstance(StrEnum):
    """What besides its bytes and the options kept a file from being read."""

    NONE = ""
    """Nothing: it will be the same next time."""
    LIMITS = "limits"
    """Time or memory ran out, or its worker died: other limits may help."""
    NO_OCR = "no ocr"
    """Programs for OCR are missing: installing them will help."""
    NO_LATIN = "no latin"
    """Letters were guessed that Tesseract's data for the Latin script know."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    seconds: float = 60.0
    """Time for one page, and for all the rest of a file."""
    memory_mb: int = 2000
    """Memory that a worker may ask for, in megabytes."""
    ocr_jobs: int = 0
    """Pages of one file that are recognized at once; as many as there are cores if 0."""

    def budget(self, pages: int, recognized: int = 0) -> float:
        """Return the time for a whole file.

        Args:
            pages: Number of its pages; each gives it a twentieth of the time more.
            recognized: Number of pages that are recognized, each of which may take all the time.
        """
        return self.seconds * (1 + pages / 20 + recognized)


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """What changes the records that a file gives. It crosses between processes whole."""

    ocr: OcrMode = OcrMode.NEVER
    """When pages are recognized; the command line says 'auto' if nothing else is asked for."""
    profiles: Profiles | None = None
    """Profiles to choose from by the text; those that come with vedtak if None."""
    keep_ocr: Path | None = None
    """Folder for searchable copies of what was recognized; changes no record."""
    limits: Limits = Limits()
    """What one file may cost; changes no record of a file that stays below."""

    def digest(self, circumstance: Circumstance = Circumstance.NONE) -> str:
        """Digest of all that the records of a file depend on besides its bytes.

        Args:
            circumstance: What kept the file from being read; the digest then changes when that
                does, so that the file is tried again.

        Returns:
            The first 16 digits of a SHA-256 in hexadecimal.
        """
        parts = [EXTRACTOR_VERSION, lexicon_digest(self.profiles), self.ocr.value, circumstance]
        if circumstance is Circumstance.LIMITS:
            parts.append(f"{self.limits.seconds} {self.limits.memory_mb}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def digests(self, can_recognize: bool, can_read_twice: bool) -> frozenset[str]:
        """Digests of documents that a new import with these options would leave as they are.

        Args:
            can_recognize: Whether the programs for OCR are installed.
            can_read_twice: Whether the data for the Latin script are installed too.
        """
        circumstances = [Circumstance.NONE, Circumstance.LIMITS]
        if not can_recognize:
            circumstances.append(Circumstance.NO_OCR)
        if not can_read_twice:
            circumstances.append(Circumstance.NO_LATIN)
        return frozenset(self.digest(each) for each in circumstances)
