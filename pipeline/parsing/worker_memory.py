"""How near a process is to its limit of memory, seen from outside; only Linux tells."""

import re
from pathlib import Path
from typing import Final

_SIZE: Final = re.compile(r"^VmSize:\s+(\d+) kB", re.MULTILINE)
_LIMIT: Final = re.compile(r"^Max address space\s+(\d+)\s", re.MULTILINE)


def taken_memory(pid: int, allowed: int) -> float | None:
    """Return how much memory a worker holds on top of its libraries.

    Args:
        pid: The process.
        allowed: How much it may take, in megabytes.

    Returns:
        Megabytes; None when nobody can tell, or when it has no limit yet.
    """
    place = Path("/proc", str(pid))
    try:
        size = _SIZE.search(place.joinpath("status").read_text(encoding="ascii", errors="replace"))
        limit = _LIMIT.search(place.joinpath("limits").read_text(encoding="ascii"))
    except OSError:
        return None
    if size is None or limit is None:
        return None
    return allowed - (int(limit[1]) / 1024**2 - int(size[1]) / 1024)
