"""How fast an import is, next to other programs that read the same files, all in one run.

Run with `uv run python -m tests.benchmarks.speed [--files N] [--rounds N]`; needs Linux and
`pdftotext`. The papers are made once from a seed and kept in the folder for temporary files; the
sample's PDF files with a text layer come on top. Every round measures everything in turn, on two
cores; printed are the medians over the rounds. pdfplumber is too slow for all pages: it reads a
sample of pages, drawn from a seed, and its seconds are multiplied up.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2

from tests.benchmarks.import_cost import text_layer_files
from tests.benchmarks.papers import render

SEED = 1
SAMPLE = 60
"""Pages that pdfplumber reads in each round."""
IMPORT = "from vedtak.pipeline.start import main; main()"
Pages = Sequence[tuple[Path, int]]
"""Files, each with its number of pages; or files, each with one of its pages, from 0."""


class Cost(NamedTuple):
    """What something has taken."""

    cpu: float
    """Processor seconds, those of all its processes."""
    wall: float
    """Seconds."""
    memory: float
    """Megabytes of its largest process; 0 where that is not known."""


def papers(count: int) -> list[Path]:
    """The files, made if they are not there yet."""
    folder = Path(tempfile.gettempdir(), f"vedtak-papers-{SEED}-{count}")
    if not folder.is_dir():
        with tempfile.TemporaryDirectory(prefix="vedtak-papers-") as half:
            place = Path(half, "papers")
            place.mkdir()
            render(place, count, SEED)
            place.rename(folder)
    return [*sorted(folder.glob("*.pdf")), *text_layer_files()]


def run(command: Sequence[str | Path], times: float = 1.0) -> Cost:
    """Run a program with all processes that it starts and waits for."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode in (0, 1), command
    wall = time.perf_counter() - began
    # What is smaller than this process was this process, before it became the program.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory = used.ru_maxrss / 1024 if used.ru_maxrss > own else 0.0
    return Cost(times * (used.ru_utime + used.ru_stime), times * wall, memory)


def run_import(files: Sequence[Path], workers: int) -> Cost:
    """Import all files into a new database, start of the program and all."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "speed.duckdb")
        options: list[str | Path] = [
            "--workers",
            str(workers),
            "--ocr",
            "never",
            "--quiet",
            "--db",
            database,
        ]
        return run([sys.executable, "-c", IMPORT, "import", *files, *options])


def run_pdftotext(files: Sequence[Path]) -> Cost:
    """Run `pdftotext -layout` over each file."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    costs = [run(["pdftotext", "-layout", path, "/dev/null"]) for path in files]
    wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall, max(cost.memory for cost in costs))


def run_here(task: str, pages: Pages, times: float = 1.0) -> Cost:
    """Run a task of this module in a new process; its start is not counted."""
    given = json.dumps([task, [(str(path), page) for path, page in pages]])
    command = [sys.executable, "-m", "tests.benchmarks.speed", "--task"]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    cpu, wall, memory = json.loads(done.stdout)
    return Cost(times * cpu, times * wall, memory)


def do_task(given: str) -> None:
    """Do a task and print its cost."""
    task, pages = json.loads(given)
    work = {"words": plumber_words, "tables": plumber_tables, "plain": pdfium_text}[task]
    work(pages[:1])  # loads the library
    cpu, wall = time.process_time(), time.perf_counter()
    work(pages)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    # The size of whoever started this process would be counted: it has none of its own.
    print(json.dumps([cpu, wall, 0.0]))


def plumber_words(pages: Pages, *, tables: bool = False) -> None:
    """Read words of single pages, and find their tables."""
    import pdfplumber

    for path, page in pages:
        with pdfplumber.open(path, pages=[page + 1]) as pdf:
            pdf.pages[0].extract_words()
            if tables:
                pdf.pages[0].find_tables()


def plumber_tables(pages: Pages) -> None:
    """Read words and tables of single pages."""
    plumber_words(pages, tables=True)


def pdfium_text(files: Pages) -> None:
    """Read the plain text of whole files."""
    for path, _ in files:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            page.get_textpage().get_text_bounded()
        document.close()


def page_counts(files: Sequence[Path]) -> list[int]:
    """How many pages each file has."""
    counts = []
    for path in files:
        document = pypdfium2.PdfDocument(path)
        counts.append(len(document))
        document.close()
    return counts


def measure(files: Sequence[Path], rounds: int) -> dict[str, list[Cost]]:
    """Measure everything in turn, round after round."""
    counts = page_counts(files)
    every = [
        (path, page) for path, count in zip(files, counts, strict=True) for page in range(count)
    ]
    sample = random.Random(SEED).sample(every, min(SAMPLE, len(every)))
    times = len(every) / len(sample)
    whole = list(zip(files, counts, strict=True))
    programs: dict[str, Callable[[], Cost]] = {
        "pdftotext -layout": lambda: run_pdftotext(files),
        "pypdfium2, plain text": lambda: run_here("plain", whole),
        "vedtak import, 1 worker": lambda: run_import(files, 1),
        "vedtak import, 2 workers": lambda: run_import(files, 2),
        f"pdfplumber, words ({len(sample)} pages)": lambda: run_here("words", sample, times),
        f"… and tables ({len(sample)} pages)": lambda: run_here("tables", sample, times),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, program in programs.items():
            costs[name].append(program())
    return costs


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(*(statistics.median(figures) for figures in zip(*costs, strict=True)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--task", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        do_task(sys.stdin.read())
        return
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # who installs vedtak has its bytecode
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    files = papers(given.files)
    pages = sum(page_counts(files))
    costs = {name: median(each) for name, each in measure(files, given.rounds).items()}
    load = os.getloadavg()[0]
    print(f"{len(files)} files, {pages} pages, medians of {given.rounds} rounds, load {load:.1f}")
    print(f"{'':36}{'pages/s':>9}{'CPU s/1,000 pages':>19}{'MB':>7}")
    for name, cost in costs.items():
        memory = f"{cost.memory:.0f}" if cost.memory else "–"
        print(f"{name:36}{pages / cost.wall:9.1f}{1000 * cost.cpu / pages:19.2f}{memory:>7}")
    plain, _, one, two, words, _ = costs.values()
    print(
        f"one worker against pdftotext -layout: {one.cpu / plain.cpu:.1f} x its CPU time (bar: 3)"
    )
    print(f"pdfplumber's words against one worker: {words.cpu / one.cpu:.1f} x (bar: 10)")
    print(f"two workers against one: {one.wall / two.wall:.2f} x as fast (bar: 1.7)")


if __name__ == "__main__":
    main()
