"""Values of Python laid out in memory as Arrow has them, from where DuckDB takes them.

nanoarrow keeps the memory and hands it over. It can make columns of values too, but not of all the
kinds that there are here, and not as fast.
https://arrow.apache.org/docs/format/Columnar.html
"""

import datetime as dt
import itertools
import re
import types
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import nanoarrow as na
from nanoarrow.c_array import CArray
from nanoarrow.c_array_stream import CArrayStream

_SCHEMAS: Final[Mapping[str, Callable[[], Any]]] = types.MappingProxyType(
    {
        "VARCHAR": na.large_string,
        "BOOLEAN": na.bool_,
        "INTEGER": na.int32,
        "BIGINT": na.int64,
        "DOUBLE": na.float64,
        "DATE": na.date32,
        "TIME": lambda: na.time64("us"),
        "TIMESTAMP": lambda: na.timestamp("us"),
    }
)
"""Arrow's types."""
_CODES: Final[Mapping[str, str]] = types.MappingProxyType(
    {"INTEGER": "i", "BIGINT": "q", "DOUBLE": "d", "DATE": "i", "TIME": "q", "TIMESTAMP": "q"}
)
"""How an array of Python holds the values of a type."""
_EPOCH: Final = dt.datetime(1970, 1, 1)
_EPOCH_DAY: Final = _EPOCH.toordinal()
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_DIGITS: Final = bytes.maketrans(b"\0\1", b"01")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def stream_of(rows: CArray) -> CArrayStream:
    """Return a stream of laid out rows that DuckDB can read once."""
    return CArrayStream.from_c_arrays([rows], rows.schema)


def laid_out(values: Mapping[str, Sequence[Any]], kinds: Mapping[str, str]) -> CArray:
    """Lay rows out.

    Args:
        values: The values of each column, all of the same number; moments are in UTC and say
            nothing of it.
        kinds: The DuckDB type of each column.

    Raises:
        ValueError: A value is none of its column's type.
    """
    arrays = {name: _lay_out(name, kinds[name], own) for name, own in values.items()}
    schema = na.struct({name: array.schema for name, array in arrays.items()})
    length = len(next(iter(values.values()), ()))
    return na.c_array_from_buffers(schema, length, [None], children=arrays.values())


def _lay_out(name: str, sql_type: str, values: Sequence[Any]) -> CArray:
    try:
        return _array(sql_type, values)
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


def _array(sql_type: str, values: Sequence[Any]) -> CArray:
    """Lay out a column."""
    count = len(values)
    nulls = _bits([value is not None for value in values]) if None in values else None
    if sql_type.endswith("[]"):
        items = _array(sql_type.removesuffix("[]"), [*itertools.chain(*(v or () for v in values))])
        offsets = _offsets(len(value) if value else 0 for value in values)
        schema = na.large_list(items.schema)
        return na.c_array_from_buffers(schema, count, [nulls, offsets], children=[items])
    data: list[Any]
    if sql_type == "VARCHAR":
        texts = _encoded(values)
        data = [_offsets(map(len, texts)), b"".join(texts)]
    elif sql_type == "BOOLEAN":
        data = [_bits(values)]
    else:
        plain = _PLAIN.get(sql_type)
        numbers = [0 if v is None else plain(v) if plain else v for v in values]
        data = [array(_CODES[sql_type], numbers)]
    return na.c_array_from_buffers(_SCHEMAS[sql_type](), count, [nulls, *data])


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
