"""From files to a folder of Parquet: an import that derives nothing and needs no one writer."""

import dataclasses
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar, Final

from vedtak.models.documents import Status
from vedtak.pipeline.importing.importing import ImportRun, Parse, files_of
from vedtak.pipeline.importing.options import ImportOptions
from vedtak.pipeline.importing.parquet_store import ParquetStore
from vedtak.pipeline.outcomes import ImportReport, Told, tell_nobody

_PART: Final = 256
"""Documents of a part: fewer make many small files, more are lost when all is killed."""


class _IntoParquet(ImportRun):
    """A run whose records go into a folder of Parquet."""

    seconds: ClassVar[float] = 60.0

    def is_settled(self, key: str, path: Path) -> bool:
        """Count a file that is there already; what was imported stays as it is for good."""
        status, error, digest = self.known.get(key, ("", None, None))
        if status == Status.IMPORTED and digest not in self.settled:
            # It was imported where OCR was not installed: all else is the folder's, and the same.
            self.known[key] = (status, error, next(iter(self.settled)))
        return super().is_settled(key, path)

    def conclude(self) -> None:
        """Do nothing: what spans documents is derived by `vedtak build`."""


def import_into_parquet(
    paths: Iterable[Path],
    folder: Path,
    options: ImportOptions | None = None,
    parse: Parse | None = None,
    tell: Told = tell_nobody,
    total: Callable[[int], None] = lambda count: None,
) -> ImportReport:
    """Import files and folders into a folder of Parquet.

    Files that are there already stay as they are; so do those that were set aside, unless
    something has changed for them.

    Args:
        paths: Files and folders; a folder stands for all files in it.
        folder: The folder; it is made if it is missing.
        options: What to import how, but neither corrections nor `force`.
        parse: What turns files into records; this process, one file after the other, if None.
        tell: Told of every file what became of it.
        total: Told how many files there are.

    Returns:
        What was done; its figures of the database stay empty.

    Raises:
        NothingUsable: The paths hold no file at all.
        DatabaseProblem: The folder can't be used.
        KeyboardInterrupt: The user stopped it; what was done is stored.
    """
    began = time.perf_counter()
    options = dataclasses.replace(options or ImportOptions(), batch=_PART)
    files, report = files_of(paths, folder)
    if not files:
        return report
    total(len(files))
    with ParquetStore.open(folder, options.parsing) as store:
        run = _IntoParquet(store, report, options, tell)
        run.run(files, parse or run.parse_here)
    report.seconds = time.perf_counter() - began
    return report
