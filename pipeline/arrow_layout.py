"""Values of Python laid out in memory as Arrow has them.

A library for Arrow would do this too, but to load one takes longer than to read a short document.
https://arrow.apache.org/docs/format/Columnar.html
"""

import datetime as dt
import itertools
import re
import types
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from vedtak.pipeline.arrow_stream import Values

_FORMATS: Final[Mapping[str, str]] = types.MappingProxyType(
    {
        "VARCHAR": "U",
        "BOOLEAN": "b",
        "INTEGER": "i",
        "BIGINT": "l",
        "DOUBLE": "g",
        "DATE": "tdD",
        "TIME": "ttu",
        "TIMESTAMP": "tsu:",
    }
)
"""Arrow's names of the types."""
_CODES: Final[Mapping[str, str]] = types.MappingProxyType(
    {"INTEGER": "i", "BIGINT": "q", "DOUBLE": "d", "DATE": "i", "TIME": "q", "TIMESTAMP": "q"}
)
"""How an array of Python holds the values of a type."""
_EPOCH: Final = dt.datetime(1970, 1, 1)
_EPOCH_DAY: Final = _EPOCH.toordinal()
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_DIGITS: Final = bytes.maketrans(b"\0\1", b"01")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def lay_out(name: str, sql_type: str, values: Sequence[Any]) -> Values:
    """Lay out a column.

    Args:
        name: Its name.
        sql_type: Its DuckDB type.
        values: Its values; moments are in UTC and say nothing of it.

    Raises:
        ValueError: A value is none of the type.
    """
    try:
        return _values(name, sql_type, values)
    except (AttributeError, OverflowError, TypeError) as error:
        raise ValueError(f"a value of column {name} is no {sql_type}") from error


def encodable(value: Any) -> Any:
    """Replace halves of surrogate pairs, each by one character so that offsets stay true.

    They come from a damaged PDF or an odd file name, and have no UTF-8.
    """
    if isinstance(value, str):
        return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        return [encodable(item) for item in value]
    return value


def _values(name: str, sql_type: str, values: Sequence[Any]) -> Values:
    count = len(values)
    nulls = _bits([value is not None for value in values]) if None in values else None
    if sql_type.endswith("[]"):
        items = [*itertools.chain.from_iterable(value or () for value in values)]
        inner = _values("item", sql_type.removesuffix("[]"), items)
        offsets = _offsets(len(value) if value else 0 for value in values)
        return Values(name, "+L", count, [nulls, offsets], inner)
    kind = _FORMATS[sql_type]
    if sql_type == "VARCHAR":
        texts = _encoded(values)
        return Values(name, kind, count, [nulls, _offsets(map(len, texts)), b"".join(texts)])
    if sql_type == "BOOLEAN":
        return Values(name, kind, count, [nulls, _bits(values)])
    plain = _PLAIN.get(sql_type)
    numbers = [0 if v is None else plain(v) if plain else v for v in values]
    return Values(name, kind, count, [nulls, array(_CODES[sql_type], numbers)])


def _encoded(values: Sequence[str | None]) -> list[bytes]:
    """Encode texts; nothing for those that are NULL."""
    try:
        return [value.encode() if value else b"" for value in values]
    except UnicodeEncodeError:
        return [encodable(value).encode() if value else b"" for value in values]


def _offsets(lengths: Iterable[int]) -> "array[int]":
    """Return where each of several pieces begins when they are put together, and the end."""
    return array("q", itertools.accumulate(lengths, initial=0))


def _bits(values: Sequence[bool | None]) -> bytes:
    """Put truth values into bits, the first into the lowest of the first byte."""
    digits = bytes(map(bool, reversed(values))).translate(_DIGITS)
    return int(digits, 2).to_bytes((len(values) + 7) // 8, "little") if digits else b""


def _day(value: dt.date) -> int:
    return value.toordinal() - _EPOCH_DAY


def _time(value: dt.time) -> int:
    return (dt.datetime.combine(_EPOCH, value) - _EPOCH) // _MICROSECOND


def _moment(value: dt.datetime) -> int:
    return (value - _EPOCH) // _MICROSECOND


_PLAIN: Final[Mapping[str, Callable[[Any], int]]] = types.MappingProxyType(
    {"DATE": _day, "TIME": _time, "TIMESTAMP": _moment}
)
"""How values become the numbers that Arrow has for them."""
