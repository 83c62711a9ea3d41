"""What an import asks of the place where its records go."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from vedtak.models.findings import Run
from vedtak.pipeline.stages import Stages
from vedtak.pipeline.storing.document_records import DocumentRecords


class Keeper(Protocol):
    """A database, or a folder of Parquet files."""

    stages: Stages
    """What each stage of storing has cost."""

    def known_documents(self) -> dict[str, tuple[str, str | None, str | None]]:
        """Return status, error and digest of the options of every document that is stored."""

    def next_run_id(self) -> str:
        """Return the key for a new run."""

    def write_run(self, run: Run) -> None:
        """Store a run, in place of what was stored of it before."""

    def transaction(self) -> AbstractContextManager[None]:
        """Do all or nothing."""

    def write_many(self, incoming: Iterable[DocumentRecords]) -> None:
        """Replace all that some documents say."""

    def add_paths(self, places: Mapping[str, Sequence[str]]) -> None:
        """Note more places where the bytes of documents were found."""

    def interrupt(self) -> None:
        """Stop what another thread is storing, if that can be stopped."""

    def leave_at_once(self) -> None:
        """Close without tidying up."""
