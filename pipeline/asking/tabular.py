"""Rows as a table, CSV or JSON on stdout; Norwegian letters stay as they are."""

import base64
import csv
import datetime as dt
import decimal
import io
import json
import math
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import click

from vedtak.pipeline.asking.querying import Result

_NARROWEST: Final = 8
"""Columns of a table are not squeezed below this many characters."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula, full-width signs included."""


def print_rows(result: Result, style: str) -> None:
    """Print the answer to a query.

    Args:
        result: The answer.
        style: 'table', 'csv', 'json' or 'nl' (one JSON object per line).
    """
    for line in lines_of(result, style):
        click.echo(line)


def lines_of(result: Result, style: str) -> Iterator[str]:
    """Return the lines of the answer to a query, in one of the styles of `print_rows`."""
    if not result.columns:
        return iter(())
    return {"table": _table, "csv": _csv, "json": _json, "nl": _json_lines}[style](result)


def plain(value: Any) -> Any:
    """Turn a value of the database into one that JSON knows; dates and times are ISO 8601."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        return [plain(inner) for inner in value]
    return str(value)


def to_json(value: Any, indent: int | None = None) -> str:
    """Write a value as JSON with Norwegian letters as they are."""
    return json.dumps(plain(value), ensure_ascii=False, indent=indent)


def _json_lines(result: Result) -> Iterator[str]:
    """Yield one JSON object per row."""
    for row in result.rows:
        yield to_json(dict(zip(result.columns, row, strict=True)))


def _json(result: Result) -> Iterator[str]:
    """Yield one JSON array, a row per line."""
    waiting = ""
    for line in _json_lines(result):
        if waiting:
            yield f"{waiting},"
        waiting = f" {line}" if waiting else f"[{line}"
    yield f"{waiting}]" if waiting else "[]"


def _csv(result: Result) -> Iterator[str]:
    """Yield comma-separated lines."""
    buffer = io.StringIO()
    # Only what ends a line is quoted inside of a cell; the end itself comes with printing.
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([_harmless(name) for name in result.columns])
    yield buffer.getvalue().removesuffix("\r\n")
    for row in result.rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([_harmless(value) for value in row])
        yield buffer.getvalue().removesuffix("\r\n")


def _harmless(value: Any) -> str:
    """Write a value so that no spreadsheet takes it for a formula.

    Text that begins like one gets an apostrophe, which tells a spreadsheet that it is text; a
    document could otherwise make it call a program. Numbers stay numbers.
    """
    cell = _cell(value)
    if isinstance(value, bool | int | float | decimal.Decimal):
        return cell
    return f"'{cell}" if begins_like_formula(cell) else cell


def begins_like_formula(cell: str) -> bool:
    """Whether a spreadsheet would take a text for a formula."""
    return cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA)


def _cell(value: Any) -> str:
    """Write a value into a cell; NULL is an empty one."""
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _table(result: Result) -> Iterator[str]:
    """Yield the lines of a table; on a terminal long cells are wrapped to its width."""
    rows = [[_cell(value) for value in row] for row in result.rows]
    widths = [
        max(max((len(line) for row in rows for line in row[i].splitlines()), default=1), len(name))
        for i, name in enumerate(result.columns)
    ]
    if sys.stdout.isatty():
        widths = _squeezed(widths, shutil.get_terminal_size().columns)
    yield from _table_row(result.columns, widths)
    yield "  ".join("─" * width for width in widths)
    for row in rows:
        yield from _table_row(row, widths)


def _table_row(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """Yield the lines of one row of a table."""
    wrapped = [
        [part for line in cell.splitlines() for part in textwrap.wrap(line, width) or [""]]
        for cell, width in zip(cells, widths, strict=True)
    ]
    for i in range(max(1, max(map(len, wrapped)))):
        line = [part[i] if i < len(part) else "" for part in wrapped]
        padded = [part.ljust(width) for part, width in zip(line, widths, strict=True)]
        yield "  ".join(padded).rstrip()


def _squeezed(widths: Sequence[int], room: int) -> list[int]:
    """Narrow the widest columns until all fit side by side, if they can."""
    squeezed = list(widths)
    room -= 2 * (len(widths) - 1)
    while sum(squeezed) > room:
        widest = max(range(len(squeezed)), key=squeezed.__getitem__)
        if squeezed[widest] <= _NARROWEST:
            break
        squeezed[widest] -= 1
    return squeezed
