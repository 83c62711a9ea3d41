"""Norwegian meeting minutes as a database: `from vedtak import open_archive`.

This file becomes `vedtak/__init__.py` (see `setup.py`). It is run whenever anything of vedtak is
imported, so that it imports nothing itself.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vedtak.pipeline.asking.archive import Answer, Archive, open_archive

__all__ = ["Answer", "Archive", "open_archive"]


def __getattr__(name: str) -> Any:
    """Load what is asked for by its name (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'vedtak' has no attribute {name!r}")
    from vedtak.pipeline.asking import archive

    return getattr(archive, name)


def __dir__() -> list[str]:
    """Name what there is."""
    return sorted([*globals(), *__all__])
