"""A fresh database from an export: the way back, and the proof that nothing was left out."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import duckdb
import pyarrow as pa

from vedtak.pipeline.errors import DatabaseProblem
from vedtak.pipeline.exports import json_lines, parquet_files
from vedtak.pipeline.exports.description import file_hash
from vedtak.pipeline.exports.folder import read_manifest
from vedtak.pipeline.exports.relations import ExportProblem, Relation, stated, tables
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.arrow import insert_table
from vedtak.pipeline.tables.contract import SCHEMA_VERSION

Reader = Callable[[Path, Relation], Iterator[pa.Table]]
_READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {"parquet": parquet_files.read, "json": json_lines.read}
)


def restore(folder: Path, database: Path) -> int:
    """Make a database of an export.

    Args:
        folder: An export of all tables as Parquet or JSON.
        database: The file to make; it must not exist.

    Returns:
        The number of rows.

    Raises:
        ExportProblem: The folder is no whole export, or its files were changed.
        DatabaseProblem: The database can't be made.
    """
    manifest = read_manifest(folder)
    files = _files(folder, manifest)
    if database.exists() or database.is_symlink():
        raise DatabaseProblem(database, "it exists; name a new file")
    if not database.parent.is_dir():
        raise DatabaseProblem(database, f"there is no directory {database.parent}; make it first")
    read = _READERS[manifest["format"]]
    try:
        prefix = f".{database.name}-"
        with tempfile.TemporaryDirectory(prefix=prefix, dir=database.parent) as directory:
            new = Path(directory, "new.duckdb")
            with Store.open(new) as store, store.transaction():
                rows = sum(
                    _fill(store.connection, relation, files[relation.label], read)
                    for relation in [*tables(), *stated()]
                )
            new.rename(database)
    except OSError as error:
        raise DatabaseProblem(database, f"it cannot be made: {error.strerror}") from error
    except duckdb.Error as error:
        said = str(error).partition("\n")[0]
        raise DatabaseProblem(database, f"it cannot be made: {said}") from error
    return rows


def _fill(
    connection: duckdb.DuckDBPyConnection, relation: Relation, file: Path, read: Reader
) -> int:
    """Put the rows of one file into their table."""
    count = 0
    try:
        for table in read(file, relation):
            insert_table(connection, relation.source, table)
            count += table.num_rows
    except (duckdb.Error, pa.ArrowException, ValueError, KeyError) as error:
        said = " ".join(str(error).partition("\n")[0].split())
        raise ExportProblem(f"{file} does not fit the table {relation.label}: {said}") from error
    return count


def _files(folder: Path, manifest: Mapping[str, Any]) -> dict[str, Path]:
    """Find the file of every table, and make sure that it is as it was written."""
    form = manifest.get("format")
    if form not in _READERS:
        known = " or ".join(_READERS)
        raise ExportProblem(
            f"{folder} is an export as {form}; a database can be made of {known} only."
        )
    if manifest.get("schema_version") != SCHEMA_VERSION:
        raise ExportProblem(
            f"{folder} was exported with schema {manifest.get('schema_version')}, this vedtak has "
            f"{SCHEMA_VERSION}; restore it with the vedtak that exported it, version "
            f"{manifest.get('version')}."
        )
    hashes = {file["path"]: file["sha256"] for file in manifest["files"]}
    by_label = {relation["name"]: relation["file"] for relation in manifest["relations"]}
    files = {}
    for relation in [*tables(), *stated()]:
        name = by_label.get(relation.label)
        if name is None:
            raise ExportProblem(
                f"{folder} has no table {relation.label}; export all tables, without --tables, "
                "with this version of vedtak."
            )
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
            raise ExportProblem(f"{path} is missing; export anew.")
        if file_hash(path) != hashes.get(name):
            raise ExportProblem(f"{path} is not as it was exported; export anew.")
        files[relation.label] = path
    return files
