"""CSV that a Norwegian Excel opens rightly by a double click, and that can be read back exactly.

Semicolons, decimal commas, CRLF, UTF-8 with a byte order mark. Excel turns '12/20' into December
2020 and a text that begins with '=' into a formula; such texts get an apostrophe in front. A text
that begins with an apostrophe of its own gets one more, an empty text is a single apostrophe, and
NULL is an empty cell: whoever reads the file takes one apostrophe away from the beginning.
"""

import csv
import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from vedtak.pipeline.asking.tabular import begins_like_formula
from vedtak.pipeline.exports.relations import BATCH, Relation
from vedtak.pipeline.exports.values import from_json_value, list_text
from vedtak.pipeline.tables.arrow import column_array

DELIMITER: Final = ";"
DECIMAL: Final = ","
EXCEL_CELL: Final = 32_767
"""Characters that a cell of Excel holds; it cuts off the rest."""
EXCEL_ROWS: Final = 1_048_575
"""Rows below a header that a sheet of Excel holds."""

_MONTHS: Final = "jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec"
# '12/20', '1-2', '2020', '1e5', '10:30', '1 000,5 %', '10 pm'; not 'PS 12/20', not '1A'
_LIKE_NUMBER: Final = re.compile(
    r"\s*(?:kr\.?\s*|[(+-])?[.,]?\d[\d\s.,:/+()-]*(?:e[+-]?\d+)?\s*(?:%|kr|am|pm)?\)?\s*", re.I
)
# '1. mai 2021', 'mars 20', '3-jun'; not 'maidagen', not 'møte 1. mai i Oslo'
_LIKE_DATE: Final = re.compile(
    rf"\s*\d{{0,4}}[\s.,/-]*(?:{_MONTHS})[a-z]{{0,6}}[\s.,/-]*\d{{0,4}}[\s.,/-]*\d{{0,4}}"
    r"(?:\s+\d[\d:.]*)?\s*",
    re.I,
)
# 'SANN', '#N/A'; not 'sannsynlig'
_LIKE_CONSTANT: Final = re.compile(r"\s*(?:SANN|USANN|TRUE|FALSE|#[\w/!?]+)\s*", re.I)
_LONGEST_LOOKALIKE: Final = 60


def write(folder: Path, relation: Relation, rows: Iterator[pa.RecordBatch]) -> Path:
    """Write a relation."""
    path = folder / f"{relation.label}.csv"
    path.parent.mkdir(exist_ok=True)
    types = [column.sql_type for column in relation.columns]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=DELIMITER, lineterminator="\r\n")
        writer.writerow([column.name for column in relation.columns])
        for batch in rows:
            columns = [column.to_pylist() for column in batch.columns]
            writer.writerows(
                [to_cell(value, kind) for value, kind in zip(row, types, strict=True)]
                for row in zip(*columns, strict=True)
            )
    return path


def read(path: Path, relation: Relation) -> Iterator[pa.Table]:
    """Yield the rows that `write` wrote."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=DELIMITER)
        header = next(reader)
        place = {name: number for number, name in enumerate(header)}
        while rows := list(islice(reader, BATCH)):
            yield pa.table(
                {
                    column.name: column_array(
                        column,
                        [from_cell(row[place[column.name]], column.sql_type) for row in rows],
                    )
                    for column in relation.columns
                }
            )


def to_cell(value: Any, sql_type: str) -> str:
    """Write a value into a cell."""
    if value is None:
        return ""
    if sql_type.endswith("[]"):
        return list_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).replace(".", DECIMAL)
    if isinstance(value, str):
        return f"'{value}" if needs_apostrophe(value) else value
    return str(value) if isinstance(value, int) else str(value.isoformat())


def from_cell(cell: str, sql_type: str) -> Any:
    """Read what `to_cell` wrote."""
    if cell == "":
        return None
    if sql_type == "VARCHAR":
        return cell.removeprefix("'")
    if sql_type == "BOOLEAN":
        return cell == "true"
    if sql_type == "DOUBLE":
        return float(cell.replace(DECIMAL, "."))
    return from_json_value(json.loads(cell) if sql_type.endswith("[]") else cell, sql_type)


def needs_apostrophe(text: str) -> bool:
    """Whether Excel would take a text for something else, or reading would take it for NULL."""
    if not text or text.startswith("'") or begins_like_formula(text):
        return True
    return len(text) <= _LONGEST_LOOKALIKE and any(
        pattern.fullmatch(text) for pattern in (_LIKE_NUMBER, _LIKE_DATE, _LIKE_CONSTANT)
    )
