"""From files to a database: collect, parse, store, resolve, report.

Parsing and storing are apart: whatever parses (a pool of workers, or this process) hands its
results to the one writer, as they come.
"""

import abc
import contextlib
import datetime as dt
import functools
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import ClassVar, Final, TypeAlias

import duckdb

from vedtak.extractors.version import EXTRACTOR_VERSION
from vedtak.models.documents import Status
from vedtak.models.findings import Run
from vedtak.pipeline.corrections.corrected import count_applied, rebuild_corrected
from vedtak.pipeline.corrections.report import report_corrections
from vedtak.pipeline.errors import DatabaseProblem, NothingUsable, VedtakError, interruptible
from vedtak.pipeline.importing.keeping import Keeper
from vedtak.pipeline.importing.options import ImportOptions
from vedtak.pipeline.importing.writing import Paths, Writer
from vedtak.pipeline.outcomes import ImportReport, Outcome, Told, tell_nobody
from vedtak.pipeline.parsing.document import ParsedFile, document_key, parse_file
from vedtak.pipeline.reading.collecting import collect_files, path_text
from vedtak.pipeline.reading.ocr import can_read_twice, can_recognize
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import sql_text

_LAST_SECONDS: Final = 0.3
"""After Ctrl-C, so long is stored what was read already."""
_LAST_FILES: Final = 4
"""Files that are then stored at once."""
_LAST_PAGES: Final = 50
"""Longer files are then left to the next import."""

Parse: TypeAlias = Callable[[Iterable[Path]], Iterable[ParsedFile]]
"""Parses files, in any order: in this process, or a pool of workers."""


def import_paths(
    paths: Iterable[Path],
    database: Path,
    options: ImportOptions | None = None,
    parse: Parse | None = None,
    tell: Told = tell_nobody,
    total: Callable[[int], None] = lambda count: None,
) -> ImportReport:
    """Import files and folders into a database.

    Files that are there already, with the same bytes, extracted by the same rules with the same
    options, stay as they are; so do those that were set aside.

    Args:
        paths: Files and folders; a folder stands for all files in it.
        database: The database; it is made if it is missing.
        options: What to import how; the defaults if None.
        parse: What turns files into records; this process, one file after the other, if None.
        tell: Told of every file what became of it.
        total: Told how many files there are.

    Returns:
        What was done. Files that gave nothing are named there; they raise nothing.

    Raises:
        NothingUsable: The paths hold no file at all.
        DatabaseProblem: The database can't be used.
        KeyboardInterrupt: The user stopped it; what was done is stored.
    """
    began = time.perf_counter()
    options = options or ImportOptions()
    files, report = files_of(paths, database)
    if not files:
        return report  # no reason to make or touch a database
    total(len(files))
    with Store.open(database) as store:
        try:
            run = _IntoDatabase(store, report, options, tell)
            run.run(files, parse or run.parse_here)
        except duckdb.Error as error:
            raise DatabaseProblem(database, _why_not_written(error)) from error
    report.seconds = time.perf_counter() - began
    return report


def files_of(paths: Iterable[Path], place: Path) -> tuple[list[Path], ImportReport]:
    """Find the files of an import, and begin its report.

    Args:
        paths: Files and folders.
        place: Where the records go, which is no document.

    Raises:
        NothingUsable: The paths hold no file at all.
    """
    paths = list(paths)
    collected = collect_files(paths, place)
    if not collected.files and not collected.unreachable:
        where = ", ".join(path_text(path) for path in paths) or "what was given"
        raise NothingUsable(f"there is no file in {where}; nothing was imported")
    report = ImportReport(files=len(collected.files), missing=collected.unreachable)
    return collected.files, report


def _why_not_written(error: duckdb.Error) -> str:
    """Say why the database can't be written to, and what to do."""
    said = str(error).partition("\n")[0]
    return (
        f"it cannot be written to: {said}; what was stored before is whole: when there is room "
        "on the disk and the file can be written to, run the same import again"
    )


class ImportRun(abc.ABC):
    """One run over some files."""

    seconds: ClassVar[float] = 5.0
    """What is older than this is stored with fewer: files that need OCR take long to come."""

    def __init__(
        self, store: Keeper, report: ImportReport, options: ImportOptions, tell: Told
    ) -> None:
        """Begin a run.

        Args:
            store: Where the records go.
            report: To be filled in.
            options: What to import how.
            tell: Told of every file what became of it.
        """
        self.store = store
        self.report = report
        self.options = options
        self.tell = tell
        self.known = store.known_documents()
        self.copies: dict[str, list[Path]] = {}
        self.stored: set[str] = set()
        self.paths: Paths = {}
        self.refused: dict[str, str] = {}
        self.batch: list[ParsedFile] = []
        self.writer = Writer(store, self._set_aside)
        self.run_row = Run(
            run_id=store.next_run_id(),
            started_at=dt.datetime.now(dt.UTC),
            extractor_version=EXTRACTOR_VERSION,
        )
        report.run_id = self.run_row.run_id

    @functools.cached_property
    def settled(self) -> frozenset[str]:
        """Digests of documents that stay as they are; to tell asks the programs for OCR."""
        return self.options.parsing.digests(can_recognize(), can_read_twice())

    def parse_here(self, files: Iterable[Path]) -> Iterator[ParsedFile]:
        """Parse files in this process, each when the one before is done with."""
        for path in files:
            yield parse_file(path, self.options.parsing)

    def run(self, files: Iterable[Path], parse: Parse) -> None:
        """Import the files; after Ctrl-C, leave soon and with a whole database."""
        try:
            with interruptible():
                self._run(files, parse)
        except KeyboardInterrupt:
            self._stop()
            raise
        finally:
            self.writer.stop()  # nothing may be under way when the store is closed

    @abc.abstractmethod
    def conclude(self) -> None:
        """Do what is to be done when all files are stored."""

    def _run(self, files: Iterable[Path], parse: Parse) -> None:
        self.writer.beside = parse != self.parse_here
        self.store.write_run(self.run_row)
        while files:
            self._store_all(parse(self._to_be_parsed(files)))
            files = self._orphans()
        self._note_copies()
        self.conclude()

    def _stop(self) -> None:
        """Store what was read and is not stored yet, as far as that goes in a moment.

        The rest is read again by the next import. A second Ctrl-C ends even this.
        """
        ends = time.monotonic() + _LAST_SECONDS
        self.writer.stop(_LAST_SECONDS)
        rest = [
            parsed
            for parsed in self.batch
            if parsed.records is None or len(parsed.records.pages) <= _LAST_PAGES
        ]
        with contextlib.suppress(duckdb.Error), interruptible():
            self.store.leave_at_once()
            while rest and (left := ends - time.monotonic()) > 0:
                self.batch, rest = rest[:_LAST_FILES], rest[_LAST_FILES:]
                self.writer.beside = True  # or it could not be stopped
                self._write()
                self.writer.stop(left)

    def _store_all(self, results: Iterable[ParsedFile]) -> None:
        """Store results as they come, many in one transaction."""
        written = time.monotonic()
        try:
            for parsed in results:
                self.batch.append(parsed)
                self._note(parsed)
                late = time.monotonic() - written > self.seconds
                if late or len(self.batch) >= self.options.batch:
                    self._write()
                    written = time.monotonic()
        except VedtakError:  # whatever parses is lost; what it gave until then is not
            self._write()
            self.writer.wait()
            raise
        self._write()
        self.writer.wait()

    def _to_be_parsed(self, files: Iterable[Path]) -> Iterator[Path]:
        """Yield the files that are not in the database yet, the same bytes once."""
        for path in files:
            key = document_key(path)
            if key is None:
                yield path  # reading it will tell why
            elif key in self.copies:
                self.copies[key].append(path)
            else:
                self.copies[key] = []
                if not self.is_settled(key, path):
                    yield path

    def is_settled(self, key: str, path: Path) -> bool:
        """Count a file that is there already, unless it is to be read anew."""
        status, error, digest = self.known.get(key, ("", None, None))
        if not status or digest not in self.settled or self.options.force:
            return False
        shown = path_text(path)
        if status == Status.QUARANTINED:
            if self.options.retry_quarantined:
                return False
            reason = error or "it was set aside before"
            self.refused[key] = reason
            self.report.quarantined.append((shown, reason))
            self.report.still_quarantined += 1
            self.tell(Outcome.QUARANTINED, shown, 0, reason)
        else:
            self.report.unchanged += 1
            self.tell(Outcome.UNCHANGED, shown, 0, None)
        self.stored.add(key)
        self.paths.setdefault(key, []).append(shown)
        return True

    def _note(self, parsed: ParsedFile) -> None:
        """Count what came of a file."""
        report, records = self.report, parsed.records
        report.note_seconds(parsed.seconds, parsed.path)
        report.stages.take(parsed.stages)
        if records is None:
            reason = parsed.refusal or "it cannot be read"
            report.unreadable.append((parsed.path, reason))
            self.tell(Outcome.UNREADABLE, parsed.path, 0, reason)
            return
        self.stored.add(records.document.document_id)
        if parsed.refusal is None:
            report.imported += 1
            report.pages += len(records.pages)
            self.tell(Outcome.IMPORTED, parsed.path, len(records.pages), None)
        else:
            self.refused[records.document.document_id] = parsed.refusal
            report.quarantined.append((parsed.path, parsed.refusal))
            self.tell(Outcome.QUARANTINED, parsed.path, 0, parsed.refusal)

    def _write(self) -> None:
        """Store what came of the files of the batch, in one transaction."""
        changed: list[DocumentRecords] = []
        for parsed in self.batch:
            if parsed.records is not None and self._is_news(parsed.records, parsed):
                parsed.records.document.run_id = self.run_row.run_id
                changed.append(parsed.records)
        self.writer.write(changed, self.paths)
        self.batch, self.paths = [], {}

    def _set_aside(self, records: DocumentRecords, reason: str) -> None:
        """Count a document whose records can't be stored."""
        document = records.document
        if document.status == Status.IMPORTED:
            self.report.imported -= 1
            self.report.pages -= len(records.pages)
        self.refused[document.document_id] = reason
        self.report.quarantined.append((document.path, reason))
        self.tell(Outcome.QUARANTINED, document.path, 0, reason)

    def _is_news(self, records: DocumentRecords, parsed: ParsedFile) -> bool:
        """Tell whether the database says otherwise so far."""
        document = records.document
        state = (document.status, document.error, document.options_digest)
        if parsed.refusal is None or self.known.get(document.document_id) != state:
            return True
        self.paths.setdefault(document.document_id, []).append(parsed.path)
        return False

    def _orphans(self) -> list[Path]:
        """Take back copies of bytes that were gone when they were to be read.

        A file may change between being hashed and being read; its copies may not have changed.
        """
        orphans: list[Path] = []
        for key in [key for key, paths in self.copies.items() if paths and key not in self.stored]:
            orphans += self.copies.pop(key)
        return orphans

    def _note_copies(self) -> None:
        """Store where else the same bytes were found."""
        with self.store.transaction():
            places = {key: [*map(path_text, paths)] for key, paths in self.copies.items()}
            self.store.add_paths(places)
            for document_id, shown in places.items():
                reason = self.refused.get(document_id)
                for path in shown:
                    if reason is not None:
                        self.report.quarantined.append((path, reason))
                        self.tell(Outcome.QUARANTINED, path, 0, reason)
                    else:
                        self.report.copies += 1
                        self.tell(Outcome.COPY, path, 0, None)


class _IntoDatabase(ImportRun):
    """A run whose records go into a database."""

    def __init__(
        self, store: Store, report: ImportReport, options: ImportOptions, tell: Told
    ) -> None:
        super().__init__(store, report, options, tell)
        self.database = store

    def conclude(self) -> None:
        """Derive what spans documents, and count what there is."""
        corrections = self.options.corrections
        before = count_applied(self.database)
        done = rebuild_corrected(self.database, corrections)
        self.report.corrections = report_corrections(corrections.path, done, before)
        self._finish()

    def _finish(self) -> None:
        """Store the run and ask the database what it holds now."""
        report, row = self.report, self.run_row
        report.stages.take(self.store.stages)
        row.finished_at = dt.datetime.now(dt.UTC)
        row.documents_imported = report.imported
        row.documents_unchanged = report.unchanged
        row.documents_quarantined = len(report.quarantined)
        row.pages = report.pages
        self.store.write_run(row)
        count_holdings(self.database, report)


def count_holdings(store: Store, report: ImportReport) -> None:
    """Ask the database what it holds now."""
    holdings = store.connection.execute(sql_text("holdings.sql")).fetchone()
    if holdings is not None:
        report.meetings, report.cases, report.decisions, report.people = holdings[:4]
        report.findings, report.unclassified = holdings[4:]
