"""Values as text and back, for formats that know fewer types than the database."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from vedtak.pipeline.asking.tabular import plain

_READERS: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "DATE": dt.date.fromisoformat,
        "TIME": dt.time.fromisoformat,
        "TIMESTAMP": dt.datetime.fromisoformat,
        "DOUBLE": float,
        "INTEGER": int,
        "BIGINT": int,
        "BOOLEAN": bool,
    }
)


def to_json_value(value: Any) -> Any:
    """Turn a value into one that JSON knows; dates and times are ISO 8601."""
    return plain(value)


def from_json_value(value: Any, sql_type: str) -> Any:
    """Turn what `to_json_value` made back into the value of a column of that type."""
    if value is None:
        return None
    if sql_type.endswith("[]"):
        return [from_json_value(item, sql_type.removesuffix("[]")) for item in value]
    reader = _READERS.get(sql_type)
    return value if reader is None else reader(value)


def list_text(value: Any) -> str:
    """Write a list as JSON in one cell."""
    return json.dumps(plain(value), ensure_ascii=False)
