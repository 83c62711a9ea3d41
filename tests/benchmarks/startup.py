"""Measure what the import of one small text file costs beside starting Python.

Run with `uv run python -m tests.benchmarks.startup [ROUNDS]` (9 if not told). Programs run
turn by turn: Python that imports DuckDB and pydantic and ends; `vedtak import` of a file of a few
lines into a new database with `--workers 0`, which reads in the program itself; the same with a
worker process; and the commands that are asked most often of the database that comes of it. The
medians and the least of the CPU seconds of all processes together are printed, with the bytecode
written before, and what is kept beside it.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROUNDS: Final = 9
_BARE: Final = ("-c", "import duckdb, pydantic")
_OURS: Final = ("-c", "from vedtak.pipeline.start import main; main()")
_BASE: Final = "python, duckdb, pydantic"
_FILE: Final = """Møteprotokoll
Formannskapet i Vik
Møte 3/2020
Dato: 2. mars 2020
Til stede: Kari Ås, Ola Lie

Sak 1/20 Budsjett
Vedtak: Budsjettet vedtas.
"""


def seconds(arguments: Sequence[str]) -> float:
    """Run Python; return the CPU seconds of it and of all processes that it started."""
    spent = []
    for _ in range(2):
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(used.ru_utime + used.ru_stime)
        if len(spent) == 1:
            subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return spent[1] - spent[0]


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as folder:
        file, database = Path(folder, "referat.txt"), Path(folder, "v.duckdb")
        file.write_text(_FILE, encoding="utf-8")
        there = ("--db", str(database))
        importing = (*_OURS, "import", str(file), *there, "--quiet", "--workers")
        programs = {
            _BASE: _BARE,
            "import, --workers 0": (*importing, "0"),
            "import, --workers 1": (*importing, "1"),
            "--help": (*_OURS, "--help"),
            "status": (*_OURS, "status", *there),
            "sql": (*_OURS, "sql", "SELECT 1", *there),
            "search": (*_OURS, "search", "budsjett", *there),
        }
        taken: dict[str, list[float]] = {name: [] for name in programs}
        for turn in range(rounds + 1):
            for name, arguments in programs.items():
                if name.startswith("import"):
                    database.unlink(missing_ok=True)
                spent = seconds(arguments)
                if turn:  # the first round writes the bytecode
                    taken[name].append(spent)
    bare = statistics.median(taken[_BASE])
    for name, values in taken.items():
        middle = statistics.median(values)
        times = f"{middle / bare:5.1f} times"
        print(f"{name:<26} {middle:6.2f} s  {times}, at least {min(values):.2f} s")


if __name__ == "__main__":
    main()
