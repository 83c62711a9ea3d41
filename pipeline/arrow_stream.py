"""The C interface of Arrow, by which columns in memory are handed to DuckDB as they are.

A library for Arrow would do this too, but to load one takes longer than to read a short document,
and it loads others that happen to be installed. The interface is a promise of the Arrow project:
https://arrow.apache.org/docs/format/CStreamInterface.html
"""

import ctypes
import errno
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

_NULLABLE: Final = 2
_NAME: Final = b"arrow_array_stream"


@dataclass(slots=True)
class Values:
    """A column: its name, and what Arrow wants to have of it."""

    name: str
    format: str
    """Arrow's name of the type."""
    length: int
    """How many values there are."""
    buffers: "Sequence[bytes | array[Any] | None]"
    """The first tells which values are NULL; None where none is."""
    items: "Values | None" = None
    """The items of lists."""


class _Schema(ctypes.Structure):
    """`ArrowSchema`."""


class _Array(ctypes.Structure):
    """`ArrowArray`."""


class _Stream(ctypes.Structure):
    """`ArrowArrayStream`."""


_ReleaseSchema = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Schema))
_ReleaseArray = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))
_ReleaseStream = ctypes.CFUNCTYPE(None, ctypes.POINTER(_Stream))
_GetSchema = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Schema))
_GetNext = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array))
_GetError = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(_Stream))

_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_Schema))),
    ("dictionary", ctypes.POINTER(_Schema)),
    ("release", _ReleaseSchema),
    ("private_data", ctypes.c_void_p),
]
_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.POINTER(_Array)),
    ("release", _ReleaseArray),
    ("private_data", ctypes.c_void_p),
]
_Stream._fields_ = [
    ("get_schema", _GetSchema),
    ("get_next", _GetNext),
    ("get_last_error", _GetError),
    ("release", _ReleaseStream),
    ("private_data", ctypes.c_void_p),
]


def _mark_schema(schema: Any) -> None:
    schema.contents.release = _ReleaseSchema()


def _mark_array(rows: Any) -> None:
    rows.contents.release = _ReleaseArray()


def _mark_stream(stream: Any) -> None:
    stream.contents.release = _ReleaseStream()


def _tell_error(stream: Any) -> bytes:
    return b"out of memory"


# What is released stays with Python, which frees it: it is only marked as released. These live as
# long as the program does, for DuckDB may let go of a stream later than we do.
_release_schema: Final = _ReleaseSchema(_mark_schema)
_release_array: Final = _ReleaseArray(_mark_array)
_release_stream: Final = _ReleaseStream(_mark_stream)
_get_error: Final = _GetError(_tell_error)

_new_capsule: Final = ctypes.pythonapi.PyCapsule_New
_new_capsule.restype = ctypes.py_object
_new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


class RowStream:
    """Rows on their way into DuckDB, once; keep it until the statement that reads it is done."""

    def __init__(self, columns: Sequence[Values]) -> None:
        """Lay the rows out.

        Args:
            columns: The columns, all of the same length.
        """
        self._given = False
        self._kept: list[Any] = [columns]
        schemas = [self._schema(column) for column in columns]
        arrays = [self._array(column) for column in columns]
        self._schemas = self._pointers(_Schema, schemas)
        self._arrays = self._pointers(_Array, arrays)
        self._count = len(columns)
        self._no_nulls = (ctypes.c_void_p * 1)(None)
        self._rows = _Array(
            columns[0].length if columns else 0,
            0,
            0,
            1,
            self._count,
            ctypes.cast(self._no_nulls, ctypes.POINTER(ctypes.c_void_p)),
            self._arrays,
            None,
            _release_array,
            None,
        )
        self._stream = _Stream(
            _GetSchema(self._give_schema), _GetNext(self._give_rows), _get_error, _release_stream
        )

    def capsule(self) -> Any:
        """Return what DuckDB reads."""
        return _new_capsule(ctypes.addressof(self._stream), _NAME, None)

    def _give_schema(self, stream: Any, out: Any) -> int:
        out[0] = _Schema(
            b"+s", b"", None, 0, self._count, self._schemas, None, _release_schema, None
        )
        return 0

    def _give_rows(self, stream: Any, out: Any) -> int:
        try:
            out[0] = _Array() if self._given else self._rows  # a released one: there are no more
        except MemoryError:
            return errno.ENOMEM
        self._given = True
        return 0

    def _schema(self, column: Values) -> _Schema:
        items = [self._schema(column.items)] if column.items else []
        return _Schema(
            column.format.encode(),
            column.name.encode(),
            None,
            _NULLABLE,
            len(items),
            self._pointers(_Schema, items),
            None,
            _release_schema,
            None,
        )

    def _array(self, column: Values) -> _Array:
        items = [self._array(column.items)] if column.items else []
        addresses = [_address(buffer) for buffer in column.buffers]
        buffers = (ctypes.c_void_p * len(addresses))(*addresses)
        self._kept.append(buffers)
        return _Array(
            column.length,
            0 if column.buffers[0] is None else -1,
            0,
            len(addresses),
            len(items),
            ctypes.cast(buffers, ctypes.POINTER(ctypes.c_void_p)),
            self._pointers(_Array, items),
            None,
            _release_array,
            None,
        )

    def _pointers(self, kind: Any, structures: Sequence[Any]) -> Any:
        """Return pointers to structures, and keep both."""
        if not structures:
            return None
        pointers = (ctypes.POINTER(kind) * len(structures))(*map(ctypes.pointer, structures))
        self._kept += [structures, pointers]
        return pointers


def _address(buffer: "bytes | array[Any] | None") -> int | None:
    """Return where a buffer begins; it stays there as long as it lives."""
    if buffer is None:
        return None
    if isinstance(buffer, array):
        return buffer.buffer_info()[0]
    return ctypes.cast(ctypes.c_char_p(buffer), ctypes.c_void_p).value
