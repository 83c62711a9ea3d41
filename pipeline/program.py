"""The program `vedtak`: the command line in a process of its own."""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Final

_UNUSED: Final = frozenset({"pandas"})
"""Packages that DuckDB and pyarrow import where they are installed, though no command has a use
for them: a third of what importing a small file costs. Data frames are for who uses vedtak from
Python (`vedtak.open_archive`), where nothing is kept out."""


class _KeptOut:
    """Finds nothing; says of some packages that they are not installed."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse the packages that are kept out, and leave all others to who comes next."""
        if name in _UNUSED:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def run() -> None:
    """Run the command line; to be called once, before anything else is imported."""
    sys.meta_path.insert(0, _KeptOut)
    from vedtak.pipeline.cli import main

    main(prog_name="vedtak")
