"""From files to a database: collect, parse, store, resolve, report.

Parsing and storing are apart: whatever parses (here one file after the other in this process)
hands its results to the one writer.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

import duckdb

from vedtak.extractors.version import EXTRACTOR_VERSION
from vedtak.models.documents import Status
from vedtak.models.findings import Run
from vedtak.pipeline.collecting import collect_files
from vedtak.pipeline.errors import DatabaseProblem, NothingUsable
from vedtak.pipeline.parsing import ParsedFile, document_key, parse_file
from vedtak.pipeline.resolve import resolve_names
from vedtak.pipeline.schema import sql_text
from vedtak.pipeline.statements import DocumentRecords
from vedtak.pipeline.store import Store

_BATCH: Final = 64
"""Files per transaction: enough that a commit costs little, few enough that a kill loses little."""

Parse: TypeAlias = Callable[[Iterable[Path]], Iterable[ParsedFile]]
"""Parses files, in any order; `parse_one_by_one` or a pool of workers."""


@dataclass(slots=True)
class ImportReport:
    """What an import did, and what the database holds after it."""

    files: int = 0
    """Files that were looked at: the sum of the next five figures."""
    imported: int = 0
    """Files whose records were stored."""
    unchanged: int = 0
    """Files that were there already, extracted by the same rules."""
    copies: int = 0
    """Files with the same bytes as one before them in this run."""
    quarantined: list[tuple[str, str]] = field(default_factory=list)
    """Files that were set aside, each with the reason; they have a row in `documents`."""
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    """Files whose bytes could not be read, each with the reason; no row can be made of them."""
    missing: list[tuple[str, str]] = field(default_factory=list)
    """Paths that lead nowhere and folders that can't be opened, each with the reason."""
    pages: int = 0
    """Pages that were imported."""
    meetings: int = 0
    """Meetings in the database."""
    cases: int = 0
    """Cases in the database."""
    decisions: int = 0
    """Decisions in the database."""
    people: int = 0
    """People in the database."""
    unclassified: float = 0.0
    """Share of the characters in the database that nobody knows what they are for, 0 to 1."""
    findings: int = 0
    """Findings in the database."""
    seconds: float = 0.0
    """How long it took."""

    @property
    def failures(self) -> list[tuple[str, str]]:
        """All paths that gave nothing, each with the reason."""
        return [*self.missing, *self.unreadable, *self.quarantined]


def parse_one_by_one(files: Iterable[Path]) -> Iterator[ParsedFile]:
    """Parse files in this process, each when the one before is done with."""
    return map(parse_file, files)


def import_paths(
    paths: Iterable[Path], database: Path, parse: Parse = parse_one_by_one
) -> ImportReport:
    """Import files and folders into a database.

    Files that are there already, with the same bytes and extracted by the same rules, stay as they
    are. What was set aside before is tried again.

    Args:
        paths: Files and folders; a folder stands for all files in it.
        database: The database; it is made if it is missing.
        parse: What turns files into records.

    Returns:
        What was done. Files that gave nothing are named there; they raise nothing.

    Raises:
        NothingUsable: The paths hold no file at all.
        DatabaseProblem: The database can't be used.
    """
    began = time.perf_counter()
    paths = list(paths)
    collected = collect_files(paths, database)
    report = ImportReport(files=len(collected.files), missing=collected.unreachable)
    if not collected.files:
        # Nothing to store: no reason to make or touch a database.
        if not collected.unreachable:
            where = ", ".join(str(path) for path in paths)
            raise NothingUsable(f"there is no file in {where}; nothing was imported")
        return report
    with Store.open(database) as store:
        try:
            _Import(store, report).run(collected.files, parse)
        except duckdb.Error as error:
            reason = str(error).partition("\n")[0]
            raise DatabaseProblem(database, f"it cannot be written to: {reason}") from error
    report.seconds = time.perf_counter() - began
    return report


class _Import:
    """One run over some files."""

    def __init__(self, store: Store, report: ImportReport) -> None:
        self.store = store
        self.report = report
        self.known = _known_documents(store)
        self.copies: dict[str, list[str]] = {}
        self.paths: dict[str, list[str]] = {}
        self.refused: dict[str, str] = {}
        self.run_row = Run(
            run_id=store.next_run_id(),
            started_at=dt.datetime.now(dt.UTC),
            extractor_version=EXTRACTOR_VERSION,
        )

    def run(self, files: Iterable[Path], parse: Parse) -> None:
        """Import the files."""
        self.store.write_run(self.run_row)
        batch: list[ParsedFile] = []
        for parsed in parse(self._to_be_parsed(files)):
            batch.append(parsed)
            if len(batch) == _BATCH:
                self._write(batch)
                batch = []
        self._write(batch)
        self._note_copies()
        resolve_names(self.store)
        self._finish()

    def _to_be_parsed(self, files: Iterable[Path]) -> Iterator[Path]:
        """Yield the files that are not in the database yet, the same bytes once."""
        for path in files:
            key = document_key(path)
            if key is None:
                yield path  # reading it will tell why
            elif key in self.copies:
                self.copies[key].append(str(path))
            else:
                self.copies[key] = []
                if self.known.get(key) == (EXTRACTOR_VERSION, Status.IMPORTED, None):
                    self.report.unchanged += 1
                    self.paths.setdefault(key, []).append(str(path))
                else:
                    yield path

    def _write(self, batch: Iterable[ParsedFile]) -> None:
        """Store what came of some files, in one transaction."""
        changed: list[DocumentRecords] = []
        for parsed in batch:
            if parsed.records is None:
                self.report.unreadable.append((parsed.path, parsed.refusal or "it cannot be read"))
            elif self._is_news(parsed.records, parsed):
                parsed.records.document.run_id = self.run_row.run_id
                changed.append(parsed.records)
        with self.store.transaction():
            self.store.write_many(changed)
            for document_id, paths in self.paths.items():
                self.store.add_paths(document_id, paths)
        self.paths.clear()

    def _is_news(self, records: DocumentRecords, parsed: ParsedFile) -> bool:
        """Count what came of a file, and tell whether the database says otherwise so far."""
        document = records.document
        if parsed.refusal is None:
            self.report.imported += 1
            self.report.pages += len(records.pages)
            return True
        self.refused[document.document_id] = parsed.refusal
        self.report.quarantined.append((parsed.path, parsed.refusal))
        state = (document.extractor_version, document.status, document.error)
        if self.known.get(document.document_id) != state:
            return True
        self.paths.setdefault(document.document_id, []).append(parsed.path)
        return False

    def _note_copies(self) -> None:
        """Store where else the same bytes were found."""
        with self.store.transaction():
            for document_id, paths in self.copies.items():
                if paths:
                    self.store.add_paths(document_id, paths)
                if document_id in self.refused:
                    reason = self.refused[document_id]
                    self.report.quarantined += [(path, reason) for path in paths]
                else:
                    self.report.copies += len(paths)

    def _finish(self) -> None:
        """Store the run and ask the database what it holds now."""
        report, row = self.report, self.run_row
        row.finished_at = dt.datetime.now(dt.UTC)
        row.documents_imported = report.imported
        row.documents_unchanged = report.unchanged
        row.documents_quarantined = len(report.quarantined)
        row.pages = report.pages
        self.store.write_run(row)
        holdings = self.store.connection.execute(sql_text("holdings.sql")).fetchone()
        if holdings is not None:
            report.meetings, report.cases, report.decisions, report.people = holdings[:4]
            report.findings, report.unclassified = holdings[4:]


def _known_documents(store: Store) -> dict[str, tuple[str, str, str | None]]:
    """Return version, status and error of every document that is stored."""
    rows = store.connection.execute(
        "SELECT document_id, extractor_version, status, error FROM main.documents"
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows.fetchall()}
