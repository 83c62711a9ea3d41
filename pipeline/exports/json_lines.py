"""JSON Lines, one file per table and one object per row, with Norwegian letters as they are."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa

from vedtak.pipeline.exports.relations import BATCH, Relation
from vedtak.pipeline.exports.values import from_json_value, to_json_value
from vedtak.pipeline.tables.arrow import column_array


def write(folder: Path, relation: Relation, rows: Iterator[pa.RecordBatch]) -> Path:
    """Write a relation; every object has every column, NULL is null."""
    path = folder / f"{relation.label}.jsonl"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for batch in rows:
            for row in batch.to_pylist():
                file.write(json.dumps(to_json_value(row), ensure_ascii=False) + "\n")
    return path


def read(path: Path, relation: Relation) -> Iterator[pa.Table]:
    """Yield the rows that `write` wrote."""
    with path.open(encoding="utf-8", newline="\n") as file:
        while lines := list(islice(file, BATCH)):
            records = [json.loads(line) for line in lines]
            yield pa.table(
                {
                    column.name: column_array(
                        column,
                        [from_json_value(one[column.name], column.sql_type) for one in records],
                    )
                    for column in relation.columns
                }
            )
