"""Python's search for cycles of garbage, held while many records are built that have none.

The search looks at all objects again each time their number has grown by a quarter; on hundreds of
thousands of records it took a quarter of the time, more the larger the archive.
"""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Hold the search for cycles; also a decorator. What was held before stays held."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
