"""An export from the database to a folder that describes itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import duckdb
import pyarrow as pa

from vedtak.pipeline.exports import (
    csv_files,
    einnsyn,
    json_lines,
    parquet_files,
    popolo,
    sqlite_file,
)
from vedtak.pipeline.exports.description import Written, describe
from vedtak.pipeline.exports.folder import check_target, new_folder
from vedtak.pipeline.exports.relations import (
    ExportProblem,
    Relation,
    batches,
    chosen,
    stated,
    tables,
    views,
)
from vedtak.pipeline.storing.store import Store

Writer = Callable[[Path, Relation, Iterator[pa.RecordBatch]], Path]
TABULAR: Final[Mapping[str, Writer]] = MappingProxyType(
    {
        "parquet": parquet_files.write,
        "csv": csv_files.write,
        "json": json_lines.write,
        "sqlite": sqlite_file.write,
    }
)
"""Formats of tables, each with what writes one."""

Vocabulary = Callable[[Path, duckdb.DuckDBPyConnection], list[Written]]
VOCABULARIES: Final[Mapping[str, Vocabulary]] = MappingProxyType(
    {"einnsyn": einnsyn.write, "popolo": popolo.write}
)
"""Formats with a vocabulary of their own, each with what writes them."""

_RESTORABLE: Final = ("parquet", "json")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export came to."""

    relations: int
    """Number of tables and views, or of kinds of record."""
    rows: int
    """Number of their rows."""


def export(
    database: Path,
    target: Path,
    form: str,
    names: Sequence[str] = (),
    *,
    overwrite: bool = False,
) -> Exported:
    """Export a database.

    Args:
        database: The database; it is only read.
        target: The folder to make.
        form: Name of the format.
        names: Tables and views; if empty all tables, and all that the format has besides.
        overwrite: Whether an earlier export in the folder may be replaced.

    Raises:
        DatabaseProblem: The database can't be opened.
        ExportProblem: The folder holds something, or a table is unknown.
    """
    if names and form in VOCABULARIES:
        raise ExportProblem(f"--tables does not go with {form}, which has no tables.")
    relations = chosen(names) if names else _all(form)
    check_target(target, overwrite=overwrite)
    with (
        Store.open(database, read_only=True) as store,
        new_folder(target, overwrite=overwrite) as folder,
    ):
        connection = store.connection
        if form in VOCABULARIES:
            written = VOCABULARIES[form](folder, connection)
        else:
            written = [_write(folder, connection, form, relation) for relation in relations]
        remarks = list(_remarks(connection, written)) if form == "csv" else []
        describe(folder, connection, form, written, remarks)
    return Exported(len(written), sum(one.rows for one in written))


def _all(form: str) -> list[Relation]:
    """Return what a format has when nothing else is asked for."""
    besides = stated() if form in _RESTORABLE else []
    return [*tables(), *(views() if form != "parquet" else []), *besides]


def _write(
    folder: Path, connection: duckdb.DuckDBPyConnection, form: str, relation: Relation
) -> Written:
    """Write one relation and count its rows."""
    count = 0

    def counted() -> Iterator[pa.RecordBatch]:
        nonlocal count
        for batch in batches(connection, relation):
            count += batch.num_rows
            yield batch

    path = TABULAR[form](folder, relation, counted())
    return Written(relation.label, path, count, relation.about, relation)


def _remarks(connection: duckdb.DuckDBPyConnection, written: Sequence[Written]) -> Iterator[str]:
    """Yield what Excel can't show of the files."""
    for one in written:
        if one.relation is None:
            continue
        if one.rows > csv_files.EXCEL_ROWS:
            yield f"{one.label} has {one.rows} rows; a sheet of Excel shows {csv_files.EXCEL_ROWS}."
        for column in one.relation.columns:
            if column.sql_type != "VARCHAR":
                continue
            row = connection.execute(
                f'SELECT count(*) FROM {one.relation.source} WHERE length("{column.name}") > '
                f"{csv_files.EXCEL_CELL}"
            ).fetchone()
            if row and row[0]:
                yield (
                    f"{one.label}.{column.name}: {row[0]} texts are longer than the "
                    f"{csv_files.EXCEL_CELL} characters that a cell of Excel holds."
                )
