"""A database from a folder of Parquet, the same as if the files had been imported into it."""

import datetime as dt
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import duckdb

from vedtak.extractors.version import EXTRACTOR_VERSION
from vedtak.models.findings import Run
from vedtak.pipeline.corrections.corrected import rebuild_corrected
from vedtak.pipeline.corrections.report import report_corrections
from vedtak.pipeline.corrections.told import NO_CORRECTIONS, Corrections
from vedtak.pipeline.errors import DatabaseProblem
from vedtak.pipeline.importing.importing import count_holdings
from vedtak.pipeline.importing.parquet_store import COLUMNS, DOCUMENTS, check_folder, part_files
from vedtak.pipeline.outcomes import ImportReport
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import STATED

_FILES: Final = 500
"""Files that are read by one statement."""


def build(folder: Path, database: Path, corrections: Corrections = NO_CORRECTIONS) -> ImportReport:
    """Make a database.

    Args:
        folder: A folder that `import_into_parquet` has written.
        database: The file to make; it must not exist.
        corrections: What a person has ruled.

    Returns:
        What the database holds.

    Raises:
        DatabaseProblem: The folder is none of ours, or the database can't be made.
    """
    began = time.perf_counter()
    check_folder(folder)
    if database.exists() or database.is_symlink():
        raise DatabaseProblem(database, "it exists; name a new file")
    if not database.parent.is_dir():
        raise DatabaseProblem(database, f"there is no directory {database.parent}; make it first")
    report = ImportReport(run_id="run-1")
    try:
        prefix = f".{database.name}-"
        with tempfile.TemporaryDirectory(prefix=prefix, dir=database.parent) as directory:
            new = Path(directory, "new.duckdb")
            with Store.open(new) as store:
                _fill(store, folder, report, corrections)
            new.rename(database)
    except OSError as error:
        raise DatabaseProblem(database, f"it cannot be made: {error.strerror}") from error
    except duckdb.Error as error:
        said = str(error).partition("\n")[0]
        raise DatabaseProblem(database, f"it cannot be made of {folder}: {said}") from error
    report.seconds = time.perf_counter() - began
    return report


def _fill(store: Store, folder: Path, report: ImportReport, corrections: Corrections) -> None:
    """Copy what documents state, and derive all the rest of it as an import does."""
    began = dt.datetime.now(dt.UTC)
    for table in COLUMNS:
        # Nobody sees the file before it is whole, so that each table may be a step of its own.
        with store.transaction():
            _copy(store.connection, folder, table, report.run_id)
    done = rebuild_corrected(store, corrections, anew=True)
    report.corrections = report_corrections(corrections.path, done, 0)
    _count(store, report)
    store.write_run(
        Run(
            run_id=report.run_id,
            started_at=began,
            finished_at=dt.datetime.now(dt.UTC),
            extractor_version=EXTRACTOR_VERSION,
            documents_imported=report.imported,
            documents_quarantined=len(report.quarantined),
            pages=report.pages,
        )
    )


def _copy(connection: duckdb.DuckDBPyConnection, folder: Path, table: str, run_id: str) -> None:
    """Copy one table from its files."""
    place = f"{'stated' if table in STATED else 'main'}.{table}"
    names = ", ".join(f'"{column.name}"' for column in COLUMNS[table])
    own = f", '{run_id}' AS run_id" if table == DOCUMENTS else ""
    for files in _in_lots([str(path) for path in part_files(folder, table)]):
        connection.execute(
            f"INSERT INTO {place} BY NAME SELECT {names}{own} FROM read_parquet(?)",
            [files],
        )


def _in_lots(files: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(files), _FILES):
        yield files[start : start + _FILES]


def _count(store: Store, report: ImportReport) -> None:
    """Count documents and what is derived from them."""
    row = store.connection.execute(
        "SELECT count(*) FILTER (status = 'imported'), "
        "sum(page_count) FILTER (status = 'imported')::BIGINT FROM main.documents"
    ).fetchone()
    report.imported, report.pages = (row[0], row[1] or 0) if row else (0, 0)
    report.quarantined = store.connection.execute(
        "SELECT path, coalesce(error, '') FROM main.documents WHERE status = 'quarantined' "
        "ORDER BY path"
    ).fetchall()
    report.files = report.imported + len(report.quarantined)
    count_holdings(store, report)
