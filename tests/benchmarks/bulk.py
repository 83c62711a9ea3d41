"""Memory, speed and interruption of a large import.

Run with `uv run python -m tests.benchmarks.bulk [FILES] [PAGES]`; needs Linux. Prints the memory of
the parent while FILES small files come in, the largest memory of a worker over a PDF of PAGES
pages, and how long Ctrl-C takes in the middle of an import.
"""

import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

_STARTS = 0.5
"""Seconds that Python takes to reach the command line; before, Ctrl-C ends Python itself."""
CORPUS = Path(__file__).parents[2] / "corpus"


def resident(pid: int, what: str = "VmRSS") -> float:
    """Megabytes that a process holds; with VmHWM, the most that it has held."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(s.split()[1]) / 1024 for s in status.splitlines() if what in s), 0.0)


def start(folder: Path, database: Path, *options: str) -> "subprocess.Popen[bytes]":
    script = "from vedtak.pipeline.cli import main; main(prog_name='vedtak')"
    command = [sys.executable, "-c", script, "import", str(folder), *options, "--db", str(database)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def lines_of(running: "subprocess.Popen[bytes]", each: Callable[[int], None]) -> None:
    assert running.stderr is not None
    for number, _ in enumerate(running.stderr, start=1):
        each(number)
    running.wait()


def many_files(folder: Path, count: int) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("kommune/*.txt"))]
    for number in range(count):
        text = texts[number % len(texts)]
        (folder / f"{number}.txt").write_text(f"{text}\n{number}\n", encoding="utf-8")


def measure_parent(folder: Path, database: Path) -> None:
    running = start(folder, database)
    seen: list[float] = []
    peak = [0.0]

    def note(number: int) -> None:
        seen.append(resident(running.pid, "VmRSS"))
        peak[0] = max(peak[0], resident(running.pid, "VmHWM"))
        if number % 250 == 0:
            print(f"  {number:>6} files  {seen[-1]:6.0f} MB")

    began = time.monotonic()
    lines_of(running, note)
    late = f"{max(seen[:500]):.0f} MB up to file 500, {max(seen[500:], default=0):.0f} MB behind"
    print(f"parent: peak {peak[0]:.0f} MB ({late}), {time.monotonic() - began:.0f} s")


def measure_worker(folder: Path, pages: int) -> None:
    source = pypdfium2.PdfDocument(CORPUS / "nuit" / "nuit-2020-03-moetepakke.pdf")
    made = pypdfium2.PdfDocument.new()
    while len(made) < pages:
        made.import_pages(source, list(range(min(len(source), pages - len(made)))))
    data = io.BytesIO()
    made.save(data)
    (folder / "lang.pdf").write_bytes(data.getvalue())
    running = start(folder, folder / "v.duckdb")
    peak = [0.0]

    def watch() -> None:
        while running.poll() is None:
            children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text()
            peak[0] = max([peak[0], *(resident(int(pid)) for pid in children.split())])
            time.sleep(0.05)

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.monotonic()
    said: list[int] = []
    lines_of(running, said.append)
    watcher.join()
    print(f"worker over {pages} pages: {peak[0]:.0f} MB, {time.monotonic() - began:.0f} s")


def measure_interruption(
    what: str, folder: Path, database: Path, lasts: float, times: int, *options: str
) -> None:
    """Interrupt imports at seeded moments; each goes on with what the one before has left."""
    moments = random.Random(7)
    took = []
    for _ in range(times):
        running = start(folder, database, *options)
        time.sleep(_STARTS + moments.uniform(0.0, lasts))
        began = time.monotonic()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate()
        if running.returncode == 130:
            assert b"Run the same command again" in said.splitlines()[-1], said
            took.append(time.monotonic() - began)
        else:
            assert running.returncode in (0, 1), said[-2000:]
    worst = max(took, default=0.0)
    print(f"Ctrl-C {what}: {worst:.2f} s at most, {len(took)} of {times} interrupted")


def main() -> None:
    count, pages = (int(value) for value in [*sys.argv[1:], "2000", "1000"][:2])
    with tempfile.TemporaryDirectory() as place:
        folder, long = Path(place, "mange"), Path(place, "lang")
        for each in (folder, long):
            each.mkdir()
        many_files(folder, count)
        measure_interruption("among many files", folder, Path(place, "i.duckdb"), 20, 12)
        measure_parent(folder, Path(place, "v.duckdb"))
        # All is there already: hashing, resolving and checking are what is interrupted.
        measure_interruption("in a full database", folder, Path(place, "v.duckdb"), 4, 12)
        scan = CORPUS / "nuit" / "nuit-2020-01-referat-skannet.pdf"
        os.environ["VEDTAK_OCR_CACHE"] = ""
        measure_interruption("over a scan", scan, Path(place, "o.duckdb"), 8, 6, "--ocr", "auto")
        measure_worker(long, pages)


if __name__ == "__main__":
    main()
