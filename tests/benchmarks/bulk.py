"""Memory, speed and interruption of a large import.

Run with `uv run python -m tests.benchmarks.bulk [FILES] [PAGES]`; needs Linux. Prints the memory of
the parent while FILES small files come in, the largest memory of a worker over a PDF of PAGES
pages, and how long Ctrl-C takes in the middle of an import.
"""

import io
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

CORPUS = Path(__file__).parents[2] / "corpus"


def resident(pid: int) -> float:
    """Megabytes that a process holds."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return next((int(s.split()[1]) / 1024 for s in status.splitlines() if "VmRSS" in s), 0.0)


def start(folder: Path, database: Path) -> "subprocess.Popen[bytes]":
    script = "from vedtak.pipeline.cli import main; main(prog_name='vedtak')"
    command = [sys.executable, "-c", script, "import", str(folder), "--db", str(database)]
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

    def note(number: int) -> None:
        seen.append(resident(running.pid))
        if number % 250 == 0:
            print(f"  {number:>6} files  {seen[-1]:6.0f} MB")

    began = time.monotonic()
    lines_of(running, note)
    print(f"parent: peak {max(seen):.0f} MB, {time.monotonic() - began:.0f} s")


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


def measure_interruption(folder: Path, database: Path) -> None:
    running = start(folder, database)
    began = [0.0]

    def note(number: int) -> None:
        if number == 300:
            began[0] = time.monotonic()
            running.send_signal(signal.SIGINT)

    lines_of(running, note)
    print(f"Ctrl-C: {time.monotonic() - began[0]:.2f} s, exit code {running.returncode}")


def main() -> None:
    count, pages = (int(value) for value in [*sys.argv[1:], "2000", "1000"][:2])
    with tempfile.TemporaryDirectory() as place:
        folder, long = Path(place, "mange"), Path(place, "lang")
        for each in (folder, long):
            each.mkdir()
        many_files(folder, count)
        measure_interruption(folder, Path(place, "i.duckdb"))
        measure_parent(folder, Path(place, "v.duckdb"))
        measure_worker(long, pages)


if __name__ == "__main__":
    main()
