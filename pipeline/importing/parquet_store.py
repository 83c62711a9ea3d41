"""A folder of Parquet files with what each document states: it only grows, part by part.

`FOLDER/TABLE/part-….parquet` has the rows of some documents, each table under the same name of a
part. The file of `documents` comes last: a part without it was cut off, and is removed by the next
import. Nothing is derived here, so that parts need nothing of each other; `vedtak build` does it.
"""

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

from vedtak.models.documents import Document, DocumentPath, PageText, Part, Span
from vedtak.models.findings import Run
from vedtak.pipeline.errors import DatabaseProblem
from vedtak.pipeline.exports.parquet_files import schema_of
from vedtak.pipeline.settings import ParseOptions
from vedtak.pipeline.stages import Stages
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.statements import stated_tables
from vedtak.pipeline.tables.arrow import arrow_table, column_array
from vedtak.pipeline.tables.schema import STATED, columns_of, stated_columns
from vedtak.pipeline.tables.table_definition import Column

DOCUMENTS: Final = "documents"
PATHS: Final = "document_paths"
COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = MappingProxyType(
    {
        # The run depends on when a document was read; all else on nothing but its bytes.
        DOCUMENTS: tuple(one for one in columns_of(Document) if one.name != "run_id"),
        PATHS: columns_of(DocumentPath),
        "pages": columns_of(PageText),
        "parts": columns_of(Part),
        "spans": columns_of(Span),
        **{table: stated_columns(table) for table in STATED},
    }
)
"""The tables of a folder, each with its columns."""
_MARK: Final = "vedtak.json"
_FORMAT: Final = 1
_EMPTY: Final = "schema.parquet"
"""A file without rows in each table, so that every table can be asked from the first part on."""
_UNFINISHED: Final = ".partial"


def tables_digest() -> str:
    """Digest of all tables and columns of a folder."""
    text = "\n".join(
        f"{table} {column.name} {column.sql_type} {column.nullable}"
        for table, columns in COLUMNS.items()
        for column in columns
    )
    return hashlib.sha256(f"{_FORMAT}\n{text}".encode()).hexdigest()[:16]


def part_files(folder: Path, table: str) -> list[Path]:
    """Return the files with the rows of a table, those of cut-off parts left out."""
    whole = {path.name for path in (folder / DOCUMENTS).glob("part-*.parquet")}
    return sorted(
        path
        for path in (folder / table).glob("*.parquet")
        if path.name in whole or path.name.startswith("paths-")
    )


def check_folder(folder: Path) -> dict[str, Any]:
    """Return what a folder says of itself.

    Args:
        folder: The folder.

    Raises:
        DatabaseProblem: It is no such folder, or its tables are those of another version.
    """
    try:
        mark: dict[str, Any] = json.loads((folder / _MARK).read_bytes())
        made_by = mark["tables"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DatabaseProblem(
            folder, "it is no folder of vedtak import --into-parquet; name one, or a new one"
        ) from error
    if made_by != tables_digest():
        raise DatabaseProblem(
            folder, "a vedtak with other tables wrote it; import the files into a new folder"
        )
    return mark


class ParquetStore:
    """A folder that is open for writing; use it in a `with` statement."""

    def __init__(self, folder: Path, lock: IO[bytes]) -> None:
        self.folder = folder
        self.stages = Stages()
        """What each stage of storing has cost."""
        self._lock = lock
        self._incoming: list[DocumentRecords] = []
        self._paths: list[DocumentPath] = []
        self._homes: dict[str, tuple[str, str]] = {}
        """Documents, each with the name of its part and its first path."""
        self._places: set[tuple[str, str]] = set()
        """Documents and paths that are stored."""

    @classmethod
    def open(cls, folder: Path, options: ParseOptions) -> Self:
        """Open a folder; a missing one is made, and what was cut off is removed.

        Raises:
            DatabaseProblem: It holds something else, was written by other rules or options, is
                written to by another import, or can't be written to.
        """
        rules = options.digest()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            mark = folder / _MARK
            if not mark.exists():
                if any(not path.name.startswith(_MARK) for path in folder.iterdir()):
                    raise DatabaseProblem(folder, "it holds something else; name a new folder")
                said = {"format": _FORMAT, "tables": tables_digest(), "rules": rules}
                _write_whole(mark, json.dumps(said, indent=2).encode())
            store = cls(folder, _locked(mark))
            try:
                store._begin(rules)
            except BaseException:
                store._lock.close()
                raise
        except OSError as error:
            raise DatabaseProblem(folder, f"it cannot be written to: {error.strerror}") from error
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.close()

    def _begin(self, rules: str) -> None:
        """Make sure that all documents are read alike, and learn what is there."""
        if check_folder(self.folder)["rules"] != rules:
            raise DatabaseProblem(
                self.folder,
                "it was written with other rules, lexicons, profiles or options; read everything "
                "anew into another folder",
            )
        self._tidy()
        self._look()

    def known_documents(self) -> dict[str, tuple[str, str | None, str | None]]:
        """Return status, error and digest of the options of every document that is stored."""
        columns = ["document_id", "status", "error", "options_digest"]
        return {
            row["document_id"]: (row["status"], row["error"], row["options_digest"])
            for path in part_files(self.folder, DOCUMENTS)
            for row in pq.read_table(path, columns=columns).to_pylist()
        }

    def next_run_id(self) -> str:
        """Return the key for a new run, which is not stored here."""
        return "run-1"

    def write_run(self, run: Run) -> None:
        """Do nothing: runs are those of a database."""

    def interrupt(self) -> None:
        """Do nothing: a part is written soon."""

    def leave_at_once(self) -> None:
        """Do nothing: there is nothing to tidy up."""

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Write what comes in as one part, or nothing of it."""
        try:
            yield
            self._write_part()
        except OSError as error:
            said = error.strerror or str(error).partition("\n")[0]
            raise DatabaseProblem(
                self.folder,
                f"it cannot be written to: {said}; what was stored before is whole: when there is "
                "room on the disk, run the same import again",
            ) from error
        finally:
            self._incoming, self._paths = [], []

    def write_many(self, incoming: Iterable[DocumentRecords]) -> None:
        """Take documents for the part that is open."""
        self._incoming += incoming

    def add_paths(self, places: Mapping[str, Sequence[str]]) -> None:
        """Take more places of documents for the part that is open."""
        for document_id, paths in places.items():
            self._paths += [DocumentPath(document_id=document_id, path=path) for path in paths]

    def _write_part(self) -> None:
        """Write the part that is open."""
        batch = _by_document(self._incoming, self._homes)
        for records in batch:
            self._paths += [
                DocumentPath(document_id=records.document.document_id, path=path)
                for path in dict.fromkeys([records.document.path, *records.paths])
            ]
        tables = dict(_tables(batch))
        places = {(one.document_id, one.path) for one in self._paths} - self._places
        if not batch and not places:
            return
        paths = _rows(PATHS, sorted(places), by_place=True)
        name = f"part-{_digest(tables[DOCUMENTS])}" if batch else f"paths-{_digest(paths)}"
        if paths.num_rows:
            tables[PATHS] = paths
        # What takes the place of a file that was set aside: should all end here, it is read again.
        self._forget([one.document.document_id for one in batch])
        finished = []
        for table in sorted(tables, key=lambda one: one == DOCUMENTS):
            if tables[table].num_rows:
                path = self.folder / table / f"{name}.parquet"
                pq.write_table(tables[table], _unfinished(path), compression="zstd")
                finished.append(path)
        for path in finished:
            _unfinished(path).replace(path)
        self._places |= places
        for one in batch:
            self._homes[one.document.document_id] = (name, one.document.path)

    def _forget(self, document_ids: Sequence[str]) -> None:
        """Take documents that were set aside out of the parts in which they are."""
        gone = set(document_ids) & self._homes.keys()
        for part in sorted({self._homes[key][0] for key in gone}):
            path = self.folder / DOCUMENTS / f"{part}.parquet"
            rows = pq.read_table(path)
            keep = [key.as_py() not in gone for key in rows["document_id"]]
            pq.write_table(rows.filter(pa.array(keep)), _unfinished(path), compression="zstd")
            _unfinished(path).replace(path)

    def _look(self) -> None:
        """Learn which documents are stored, and where they were found."""
        for path in part_files(self.folder, DOCUMENTS):
            for row in pq.read_table(path, columns=["document_id", "path"]).to_pylist():
                self._homes[row["document_id"]] = (path.stem, row["path"])
        for path in part_files(self.folder, PATHS):
            rows = pq.read_table(path).to_pylist()
            self._places |= {(row["document_id"], row["path"]) for row in rows}

    def _tidy(self) -> None:
        """Remove what was cut off, and make what is missing of the tables."""
        for table, columns in COLUMNS.items():
            place = self.folder / table
            place.mkdir(exist_ok=True)
            for path in place.glob(f".*{_UNFINISHED}"):
                path.unlink()
            empty = place / _EMPTY
            if not empty.exists():
                pq.write_table(schema_of(columns).empty_table(), _unfinished(empty))
                _unfinished(empty).replace(empty)
            whole = {*part_files(self.folder, table), empty}
            for path in place.glob("*.parquet"):
                if path not in whole:
                    path.unlink()


def _by_document(
    incoming: Sequence[DocumentRecords], homes: Mapping[str, tuple[str, str]]
) -> list[DocumentRecords]:
    """Put documents in order; of two with the same bytes the last counts, with the paths of both.

    A document keeps the path where it was found first.
    """
    batch: dict[str, DocumentRecords] = {}
    for records in incoming:
        key = records.document.document_id
        earlier = batch.get(key)
        first = earlier.document.path if earlier else homes.get(key, ("", ""))[1]
        paths = [*(earlier.paths if earlier else ()), records.document.path, *records.paths]
        document = records.document.model_copy(update={"path": first} if first else {})
        batch[key] = DocumentRecords(document, paths, records.pages, records.extraction)
    return [batch[key] for key in sorted(batch)]


def _tables(batch: Sequence[DocumentRecords]) -> Iterator[tuple[str, pa.Table]]:
    """Yield the rows of documents by table."""
    yield DOCUMENTS, _rows(DOCUMENTS, [one.document for one in batch])
    yield "pages", _rows("pages", [page for one in batch for page in one.pages])
    yield "parts", _rows("parts", [part for one in batch for part in one.extraction.parts])
    yield "spans", _rows("spans", [span for one in batch for span in one.extraction.spans])
    for table, rows in stated_tables(batch):
        yield table, arrow_table(rows).cast(schema_of(COLUMNS[table]))


def _rows(table: str, records: Sequence[Any], *, by_place: bool = False) -> pa.Table:
    """Make the Arrow table of records, or of tuples in the order of the columns."""
    columns = COLUMNS[table]
    arrays = [
        column_array(column, [r[place] if by_place else getattr(r, column.name) for r in records])
        for place, column in enumerate(columns)
    ]
    return pa.table(arrays, schema=schema_of(columns))


def _digest(table: pa.Table) -> str:
    """Digest of rows: a part's name depends on nothing but what is in it."""
    text = json.dumps(table.to_pylist(), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _unfinished(path: Path) -> Path:
    """Return the name of a file while it is written; nobody who asks for Parquet sees it."""
    return path.with_name(f".{path.name}{_UNFINISHED}")


def _write_whole(path: Path, data: bytes) -> None:
    _unfinished(path).write_bytes(data)
    _unfinished(path).replace(path)


def _locked(path: Path) -> IO[bytes]:
    """Open a file that no other import has open, as far as the system can tell."""
    file = path.open("rb")
    try:
        import fcntl
    except ImportError:  # Windows
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise DatabaseProblem(
            path.parent, "another import writes to it; wait for its end, or name another folder"
        ) from error
    return file
