"""What takes long to make is kept beside Python's bytecode, as the bytecode itself is.

What is kept can always be made anew: it is where nobody may write, where its name stands for
another content, and where its digest says that it is damaged.
"""

import contextlib
import hashlib
import importlib.util
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

_DIGEST: Final = 32
"""Bytes of a digest, with which a kept file begins."""


def kept(kind: str, key: str, make: Callable[[], bytes]) -> bytes:
    """Return what is kept; it is made if it is missing or damaged.

    Args:
        kind: Name of what it is; of each kind one is kept, the one made last.
        key: Digest of all that it is made from.
        make: Makes it.

    Returns:
        The same as `make` returns.
    """
    file = _place(f"{kind}-{key}")
    data = _read(file) if file else None
    if data is None:
        data = make()
        if file and not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):  # nobody may write there, or there is no room
                _write(file, kind, data)
    return data


def _place(name: str) -> Path | None:
    """Return where something is kept; None for a Python without bytecode."""
    try:
        return Path(importlib.util.cache_from_source(__file__)).with_name(name)
    except NotImplementedError:
        return None


def _read(file: Path) -> bytes | None:
    """Return what a file holds; None where it is missing or damaged."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    whole = hashlib.sha256(memoryview(data)[_DIGEST:]).digest() == data[:_DIGEST]
    return data[_DIGEST:] if whole else None


def _write(file: Path, kind: str, data: bytes) -> None:
    """Write a file under another name first, and remove what was kept of its kind before."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"new-{os.getpid()}-{threading.get_ident()}-{file.name}")
    try:
        new.write_bytes(hashlib.sha256(data).digest() + data)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
    for old in file.parent.glob(f"{kind}-*"):
        if old != file:
            old.unlink(missing_ok=True)
