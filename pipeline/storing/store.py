"""The database: documents go in whole, contract tables are kept in step.

All that a document says is replaced in one transaction, so that a kill at any moment leaves
either the old or the new state.
"""

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Final, Self

import duckdb

from vedtak.models.base import Record
from vedtak.models.documents import Document, DocumentPath, PageText, Part, Span
from vedtak.models.extraction import Extraction
from vedtak.models.findings import Finding, Run
from vedtak.pipeline.stages import Stages
from vedtak.pipeline.storing.database import (
    close_database,
    lock_down,
    open_database,
    rollback_quietly,
)
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.merge import COMPARED, all_keys, derive, group_column, merge
from vedtak.pipeline.storing.proposal_comparison import (
    compare_with_proposals,
    compare_written,
    last_rows,
)
from vedtak.pipeline.storing.statements import insert_statements, touched_by
from vedtak.pipeline.storing.touched_bodies import (
    ALL_BODIES,
    BODY_KEYS,
    keys_written,
    note_batch,
    note_bodies,
)
from vedtak.pipeline.storing.written import note_written
from vedtak.pipeline.tables.rows import (
    INCOMING,
    execute_with,
    insert_records,
    listed,
    text_rows,
)
from vedtak.pipeline.tables.schema import STATED

_DOCUMENT_TABLES: Final = ("spans", "parts", "pages", "documents")
_UNKNOWN_PATHS: Final = "ANTI JOIN main.document_paths USING (document_id, path)"
_NOTHING_DERIVED: Final[Mapping[str, bool]] = MappingProxyType({})
_IN_BATCH: Final = "document_id IN (SELECT document_id FROM temp.batch)"


class Store:
    """An open vedtak database.

    Use it in a `with` statement, or call `close`. One thread at a time.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self.stages = Stages()
        """What is done with the database, and what it costs."""
        self._in_transaction = False

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Self:
        """Open a database; to write, a missing one is made.

        Raises:
            DatabaseProblem: When the file can't be opened or is not a vedtak database.
        """
        return cls(open_database(path, read_only=read_only), path)

    def close(self) -> None:
        """Close the database; an open transaction is undone."""
        close_database(self.connection, self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def interrupt(self) -> None:
        """Stop the statement of another thread."""
        self.connection.interrupt()

    def leave_at_once(self) -> None:
        """Close without tidying up, which takes seconds in a large file; the next to open it does.

        What was stored is safe all the same: it stands in the log beside the file.
        """
        self.connection.execute("PRAGMA disable_checkpoint_on_shutdown")

    @contextlib.contextmanager
    def all_memory(self) -> Iterator[None]:
        """Let DuckDB take the memory that it takes by itself, for questions to the whole archive.

        What suffices to store files does not for those: they fail instead of going over the disk.
        """
        query = "SELECT current_setting('memory_limit')"
        before = self.connection.execute(query).fetchone()
        self.connection.execute("RESET memory_limit")
        # In DuckDB 1.5.5 the reset changes what is shown only; to set it is what counts.
        own = self.connection.execute(query).fetchone()
        self.connection.execute(f"SET memory_limit = '{own[0] if own else '1GB'}'")
        try:
            yield
        finally:
            if before is not None:
                with contextlib.suppress(duckdb.Error):  # it would hide what went wrong before
                    self.connection.execute(f"SET memory_limit = '{before[0]}'")

    def lock_down(self) -> None:
        """Forbid SQL on this connection to reach any other file or the network, for good."""
        lock_down(self.connection)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all or nothing; a transaction inside another is part of it."""
        if self._in_transaction:
            yield
            return
        self.connection.begin()
        self._in_transaction = True
        try:
            yield
            self.connection.commit()
        except BaseException:
            rollback_quietly(self.connection)
            raise
        finally:
            self._in_transaction = False

    def write(
        self,
        document: Document,
        paths: Sequence[str],
        pages: Sequence[PageText],
        extraction: Extraction,
    ) -> None:
        """Replace all that a document says; see `write_many`."""
        self.write_many([DocumentRecords(document, paths, pages, extraction)])

    def write_many(self, incoming: Iterable[DocumentRecords]) -> None:
        """Replace all that some documents say, in one transaction.

        Where a document was found is not what it says: earlier paths stay, and so does the path
        where it was found first. Columns of resolved names are empty in the rows that are written;
        `resolve.resolve_names` fills them.

        Args:
            incoming: The documents; of two with the same bytes the last counts, with the paths
                of both.
        """
        batch = _without_doubles(incoming)
        if not batch:
            return
        with self.transaction():
            earlier = self._begin_batch([records.document.document_id for records in batch])
            keys = touched_by(batch)
            note_bodies(self.connection, keys_written(batch))
            if earlier:
                note_batch(self.connection)
                touched = self._touch(keys, before=True)
                self._delete_batch()
                self._insert_batch(batch, earlier)
                derive(self.connection, touched)
            else:
                self._insert_new(batch, Counter(keys))

    def remove(self, document_id: str) -> bool:
        """Remove a document and all that only it says.

        Returns:
            Whether there was such a document.
        """
        with self.transaction():
            if not self._begin_batch([document_id]):
                return False
            note_batch(self.connection)
            touched = self._touch([], before=True)
            self._delete_batch()
            self.connection.execute(f"DELETE FROM main.document_paths WHERE {_IN_BATCH}")
            derive(self.connection, touched)
        return True

    def derive_again(self, keys: Sequence[tuple[str, str]]) -> None:
        """Derive the rows of some keys anew from what the documents state.

        Args:
            keys: Names of tables, each with a key; see `merge.derive`.
        """
        if keys:
            with self.transaction():
                of_bodies = {table: group_column(table) in BODY_KEYS for table in STATED}
                own = (
                    key if of_bodies.get(table) or table == COMPARED else ALL_BODIES
                    for table, key in keys
                )
                note_bodies(self.connection, own)
                derive(self.connection, self._touch(keys, before=False))

    def derive_all(self) -> None:
        """Derive all rows anew from what the documents state."""
        with self.transaction():
            note_bodies(self.connection, [ALL_BODIES])
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE touched AS {' UNION '.join(all_keys())}"
            )
            names = self.connection.execute("SELECT DISTINCT table_name FROM temp.touched")
            derive(self.connection, {name for (name,) in names.fetchall()})

    def compare_again(self, case_ids: Sequence[str]) -> None:
        """Compare the decisions of some cases with the proposals anew."""
        if case_ids:
            with self.transaction():
                note_bodies(self.connection, case_ids)
                self._touch([(COMPARED, case_id) for case_id in case_ids], before=False)
                compare_with_proposals(self.connection)

    def add_paths(self, places: Mapping[str, Sequence[str]]) -> None:
        """Note more places where the bytes of documents were found.

        Args:
            places: Documents, each with the places; all are looked up in one pass.
        """
        paths = [
            DocumentPath(document_id=document_id, path=path)
            for document_id, own in places.items()
            for path in dict.fromkeys(own)
        ]
        self._insert("document_paths", paths, _UNKNOWN_PATHS)

    def versions(self) -> dict[str, str]:
        """Return the stored documents, each with the version of the rules that extracted it."""
        rows = self.connection.execute(
            "SELECT document_id, extractor_version FROM main.documents ORDER BY document_id"
        )
        return dict(rows.fetchall())

    def known_documents(self) -> dict[str, tuple[str, str | None, str | None]]:
        """Return status, error and digest of the options of every document that is stored."""
        rows = self.connection.execute(
            "SELECT document_id, status, error, options_digest FROM main.documents"
        )
        return {row[0]: (row[1], row[2], row[3]) for row in rows.fetchall()}

    def next_run_id(self) -> str:
        """Return the key for a new run: 'run-1', 'run-2' and so on."""
        row = self.connection.execute(
            "SELECT coalesce(max(regexp_extract(run_id, '^run-(\\d+)$', 1)::BIGINT), 0) + 1 "
            "FROM main.runs WHERE regexp_matches(run_id, '^run-\\d+$')"
        ).fetchone()
        return f"run-{row[0] if row else 1}"

    def write_run(self, run: Run) -> None:
        """Store a run, in place of what was stored of it before."""
        with self.transaction():
            self.connection.execute(
                f"DELETE FROM main.runs WHERE run_id IN ({listed([run.run_id])})"
            )
            self._insert("runs", [run])

    def replace_findings(self, check_names: Sequence[str], findings: Sequence[Finding]) -> None:
        """Replace all findings of some checks that look at the database as a whole."""
        with self.transaction():
            self.connection.execute(
                f"DELETE FROM main.findings WHERE check_name IN ({listed(check_names)})"
            )
            self._insert("findings", findings)

    def _begin_batch(self, document_ids: Sequence[str]) -> dict[str, str]:
        """Fill `temp.batch` with those documents that are stored already; return their paths."""
        earlier = dict(
            self.connection.execute(
                "SELECT document_id, path FROM main.documents "
                f"WHERE document_id IN ({listed(document_ids)})"
            ).fetchall()
        )
        if earlier:
            columns = {"document_id": list(earlier)}
            self._fill("batch", columns, f"SELECT document_id FROM {INCOMING}")
        return earlier

    def _touch(self, keys: Iterable[tuple[str, str]], *, before: bool) -> set[str]:
        """Fill `temp.touched` with keys, and with those that the batch's documents stated before.

        Returns:
            The names of the tables in it.
        """
        source = f"SELECT table_name, key FROM {INCOMING}"
        if before:
            source = " UNION ".join([source, *_stated_before()])
        self._fill("touched", _key_columns(set(keys)), source)
        names = self.connection.execute("SELECT DISTINCT table_name FROM temp.touched")
        return {name for (name,) in names.fetchall()}

    def _insert_new(
        self, batch: Sequence[DocumentRecords], keys: Mapping[tuple[str, str], int]
    ) -> None:
        """Insert documents that were not there, and derive what they touch.

        Rows that one of them alone states, and nobody before, are derived as they go in.
        """
        written = note_written(self.connection, keys)
        since = last_rows(self.connection)
        self._insert_batch(batch, {}, written.copied)
        merge(self.connection, written.merged)
        if COMPARED in written.copied:
            compare_written(self.connection, since)

    def _fill(self, table: str, columns: dict[str, list[str]], source: str) -> None:
        """Make a temporary table from columns of text, which `source` selects as `$incoming`."""
        statement = f"CREATE OR REPLACE TEMP TABLE {table} AS {source}"
        execute_with(self.connection, statement, text_rows(**columns))

    def _delete_batch(self) -> None:
        """Delete what the batch's documents said before; the derived rows stay for now."""
        for table in _DOCUMENT_TABLES:
            self.connection.execute(f"DELETE FROM main.{table} WHERE {_IN_BATCH}")
        for table in STATED:
            self.connection.execute(f"DELETE FROM stated.{table} WHERE {_IN_BATCH}")

    def _insert_batch(
        self,
        batch: Sequence[DocumentRecords],
        earlier: Mapping[str, str],
        derived: Mapping[str, bool] = _NOTHING_DERIVED,
    ) -> None:
        """Insert documents, their pages, parts and spans, and what they state.

        Args:
            batch: The documents.
            earlier: The paths of those that were there before.
            derived: Tables of which rows are derived as they go in; see `insert_statements`.
        """
        documents = [
            records.document.model_copy(
                update={"path": earlier.get(records.document.document_id, records.document.path)}
            )
            for records in batch
        ]
        paths = [
            DocumentPath(document_id=records.document.document_id, path=path)
            for records in batch
            for path in dict.fromkeys((records.document.path, *records.paths))
        ]
        pages: list[PageText] = [page for records in batch for page in records.pages]
        parts: list[Part] = [part for records in batch for part in records.extraction.parts]
        spans: list[Span] = [span for records in batch for span in records.extraction.spans]
        self._insert("documents", documents)
        self._insert("document_paths", paths, _UNKNOWN_PATHS)
        self._insert("pages", pages)
        self._insert("parts", parts)
        self._insert("spans", spans)
        insert_statements(self.connection, batch, derived)

    def _insert(self, table: str, records: Sequence[Record], suffix: str = "") -> None:
        """Insert records into a contract table."""
        if records:
            insert_records(self.connection, f"main.{table}", type(records[0]), records, suffix)


def _key_columns(keys: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the columns of keys and their tables, in order."""
    ordered = sorted(keys)
    return {"table_name": [name for name, _ in ordered], "key": [key for _, key in ordered]}


def _without_doubles(incoming: Iterable[DocumentRecords]) -> list[DocumentRecords]:
    """Keep the last of those documents that have the same bytes, with the paths of all."""
    batch: dict[str, DocumentRecords] = {}
    for records in incoming:
        key = records.document.document_id
        paths = list(records.paths)
        if key in batch:
            paths = [batch[key].document.path, *batch[key].paths, *paths]
        batch[key] = DocumentRecords(records.document, paths, records.pages, records.extraction)
    return list(batch.values())


def _stated_before() -> Iterator[str]:
    """Yield the queries for the keys that the batch's documents have stated so far."""
    for table in STATED:
        yield f"SELECT '{table}', {group_column(table)} FROM stated.{table} WHERE {_IN_BATCH}"
    for table in ("proposals", "decisions"):
        yield f"SELECT '{COMPARED}', case_id FROM stated.{table} WHERE {_IN_BATCH}"
