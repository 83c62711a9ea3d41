"""What can go wrong, in one place: exit codes of the command line and the errors behind them.

Every message is one clear sentence (or two): what happened, where, and what to do about it.
"""

import contextlib
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from typing import ClassVar


class ExitCode(IntEnum):
    """What the command line returns to the shell."""

    OK = 0
    """Everything asked for was done."""
    SOME_FILES_FAILED = 1
    """Some files or paths could not be imported; each is named with the reason."""
    USAGE = 2
    """The command was called wrongly: an unknown option, path, profile or record."""
    MISSING_PROGRAM = 3
    """A program that the task needs is not installed, such as the one for OCR."""
    NOTHING_USABLE = 4
    """There was nothing to import: the paths hold no file at all."""
    DATABASE_UNUSABLE = 5
    """The database can't be used: it is missing where it is only asked, another process holds it,
    it is none of vedtak, or there is no room on the disk.
    """
    CHECK_FAILED = 6
    """A check or an evaluation ran and found the result not good enough."""
    CLUSTER_UNUSABLE = 7
    """The cluster can't be reached or used, or its scheduler was lost; everything stored until then
    is whole.
    """
    INTERRUPTED = 130
    """The user stopped the program; everything stored until then is whole."""


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C in the middle of a statement be what it is everywhere else.

    DuckDB stops at once, but wraps the interruption into an error of its own.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt) or _says_interrupted(error):
            raise KeyboardInterrupt from error
        raise


def _says_interrupted(error: Exception) -> bool:
    """Whether DuckDB tells of Ctrl-C while it had rows handed over from Python."""
    of_duckdb = any("duckdb" in kind.__module__ for kind in type(error).__mro__)
    return of_duckdb and str(error).partition("\n")[0].find("KeyboardInterrupt") >= 0


class VedtakError(Exception):
    """Something that the user is told in a sentence instead of a traceback."""

    exit_code: ClassVar[ExitCode] = ExitCode.USAGE
    """What the command line returns when the error ends it."""


class UnreadableContent(Exception):
    """Bytes that can't be turned into pages; `read_file` adds the path and raises on.

    Attributes:
        reason: Why, and what to do, without the path and without a full stop.
        page_count: Number of pages where they could be counted, else 0.
        needs_ocr: Whether it could be read if the programs for OCR were installed.
    """

    def __init__(self, reason: str, page_count: int = 0, needs_ocr: bool = False) -> None:
        super().__init__(reason, page_count, needs_ocr)
        self.reason = reason
        self.page_count = page_count
        self.needs_ocr = needs_ocr


class UnreadableFile(VedtakError):
    """A file that gives no pages. It crosses between processes whole.

    Attributes:
        path: Path as given to the import.
        reason: Why, and what to do, without the path and without a full stop.
        sha256: SHA-256 of the bytes in hexadecimal; None when they could not be read.
        size_bytes: Size in bytes; None when they could not be read.
        media_type: Media type told from the content; None when it could not be told.
        page_count: Number of pages where they could be counted, else 0.
        needs_ocr: Whether it could be read if the programs for OCR were installed.
    """

    exit_code = ExitCode.SOME_FILES_FAILED

    def __init__(
        self,
        path: str,
        reason: str,
        sha256: str | None = None,
        size_bytes: int | None = None,
        media_type: str | None = None,
        page_count: int = 0,
        needs_ocr: bool = False,
    ) -> None:
        # All arguments go to the base class: it is what pickling calls the class with again.
        super().__init__(path, reason, sha256, size_bytes, media_type, page_count, needs_ocr)
        self.path = path
        self.reason = reason
        self.sha256 = sha256
        self.size_bytes = size_bytes
        self.media_type = media_type
        self.page_count = page_count
        self.needs_ocr = needs_ocr

    def __str__(self) -> str:
        """Path and reason as a sentence."""
        return f"{self.path}: {self.reason}."


class NothingUsable(VedtakError):
    """Not one file could be used."""

    exit_code = ExitCode.NOTHING_USABLE


class MissingProgram(VedtakError):
    """A program that the task needs is not installed."""

    exit_code = ExitCode.MISSING_PROGRAM


class DatabaseProblem(VedtakError):
    """The database is held by another process, is damaged, or is no vedtak database."""

    exit_code = ExitCode.DATABASE_UNUSABLE

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        """Path and reason as a sentence."""
        return f"{self.path}: {self.reason}."


class UnknownRecord(VedtakError):
    """No record with the key asked for."""

    exit_code = ExitCode.USAGE


class CheckFailed(VedtakError):
    """A check ran and found the result not good enough."""

    exit_code = ExitCode.CHECK_FAILED
