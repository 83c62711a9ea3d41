"""Documents on their way into the store, a batch at a time; what does not fit is set aside.

Where others read the files, a batch is stored while they read on: they would wait for their next
file else.
"""

import functools
import time
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

import duckdb

from vedtak.models.documents import Status
from vedtak.models.extraction import Extraction
from vedtak.pipeline.errors import interruptible
from vedtak.pipeline.importing.keeping import Keeper
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.long_statement import Beside
from vedtak.pipeline.tables.rows import MISFITS as ROW_MISFITS

Paths: TypeAlias = dict[str, list[str]]
"""Documents that are stored already, each with more places where it was found."""

_MISFITS: Final = (*ROW_MISFITS, duckdb.IntegrityError)
"""What is raised when records don't fit into the tables, whatever the reason."""


class _Batch(NamedTuple):
    """A batch that is being stored."""

    changed: Sequence[DocumentRecords]
    paths: Paths
    work: Beside[None]


class Writer:
    """Stores batches; at the end, `wait` or `stop`."""

    def __init__(self, store: Keeper, set_aside: Callable[[DocumentRecords, str], None]) -> None:
        """Begin.

        Args:
            store: Where the records go; nobody else may use it before `wait` or `stop`.
            set_aside: Told of a document whose records don't fit and why, before it is stored
                without them.
        """
        self.store = store
        self.beside = False
        """Whether to come back before a batch is stored."""
        self._set_aside = set_aside
        self._batch: _Batch | None = None

    def write(self, changed: Sequence[DocumentRecords], paths: Paths) -> None:
        """Store documents and paths, in one transaction."""
        self.wait()
        write = functools.partial(self._write, changed, paths)
        if self.beside:
            self._batch = _Batch(changed, paths, Beside(write, self.store.interrupt))
        else:
            self._settle(changed, paths, write)

    def wait(self) -> None:
        """Wait until all is stored."""
        if self._batch is not None:
            self._settle(self._batch.changed, self._batch.paths, self._batch.work.answer)
            self._batch = None

    def stop(self, seconds: float = 0.0) -> None:
        """Give up what is not stored in some seconds; from now on, wait for each batch."""
        self.beside = False
        if self._batch is not None:
            self._batch.work.stop(seconds)
            self._batch = None

    def _settle(
        self, changed: Sequence[DocumentRecords], paths: Paths, written: Callable[[], None]
    ) -> None:
        """See to it that a batch is stored, one by one where not all of it fits."""
        try:
            with interruptible():
                written()
        except _MISFITS:
            self._write([], paths)
            for records in changed:
                self._write_alone(records)

    def _write(self, changed: Sequence[DocumentRecords], paths: Paths) -> None:
        # Of this thread alone: the process does other things meanwhile.
        with self.store.stages.measure("store", time.thread_time), self.store.transaction():
            self.store.write_many(changed)
            self.store.add_paths(paths)

    def _write_alone(self, records: DocumentRecords) -> None:
        """Store one document; set it aside when its records don't fit into the database."""
        try:
            self._write([records], {})
            return
        except _MISFITS as error:
            said = str(error).partition("\n")[0]
        reason = (
            f"its records can't be stored ({said}); this is a fault of vedtak, please report it"
        )
        self._set_aside(records, reason)
        document = records.document
        document.status, document.error = Status.QUARANTINED, reason
        self._write([DocumentRecords(document, records.paths, [], Extraction())], {})
