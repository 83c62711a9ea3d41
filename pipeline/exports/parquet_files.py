"""Parquet, one file per table: types as in the database, comments as metadata of the fields."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from vedtak.pipeline.exports.relations import BATCH, Relation
from vedtak.pipeline.tables.arrow import arrow_type
from vedtak.pipeline.tables.table_definition import Column


def schema_of(columns: Sequence[Column]) -> pa.Schema:
    """Return the types of columns, with the comments as metadata."""
    return pa.schema(
        [
            pa.field(
                column.name,
                arrow_type(column.sql_type),
                nullable=column.nullable,
                metadata={"comment": column.comment},
            )
            for column in columns
        ]
    )


def write(folder: Path, relation: Relation, rows: Iterator[pa.RecordBatch]) -> Path:
    """Write a relation; the same rows give the same bytes with the same version of pyarrow."""
    path = folder / f"{relation.label}.parquet"
    path.parent.mkdir(exist_ok=True)
    schema = schema_of(relation.columns)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in rows:
            writer.write_table(pa.Table.from_batches([batch]).cast(schema), row_group_size=BATCH)
    return path


def read(path: Path, relation: Relation) -> Iterator[pa.Table]:
    """Yield the rows that `write` wrote."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(BATCH, columns=[one.name for one in relation.columns]):
            yield pa.Table.from_batches([batch])
