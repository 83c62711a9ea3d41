"""What a page costs, in CPU seconds of one core: parsed, fetched from a cluster, written, derived.

Run with `uv run python -m tests.benchmarks.many_pages [COPIES]`. The figures go into the formula
of the README (*Many machines*). Parsing is measured on the text-layer PDF and the text files of the
corpus, writing on COPIES made of the latter with other bytes and the same words, so that merging
has as much to do as in an archive of many papers on few meetings: more than in most.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.importing.into_parquet import import_into_parquet
from vedtak.pipeline.importing.parquet_build import build
from vedtak.pipeline.parsing.document import ParsedFile, parse_file

CORPUS = Path(__file__).parents[2] / "corpus"
_TIMES = 7


def pages_of(files: Iterable[ParsedFile]) -> int:
    return sum(len(one.records.pages) for one in files if one.records is not None)


def cpu_of(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def parsing(name: str, files: list[Path]) -> None:
    parsed = [parse_file(path) for path in files]  # what is loaded once is loaded
    took = min(cpu_of(lambda: [parse_file(path) for path in files]) for _ in range(_TIMES))
    pages, size = pages_of(parsed), sum(path.stat().st_size for path in files)
    print(
        f"parse {name}: {1000 * took / pages:.1f} ms a page, {pages / took:.0f} pages/s per core "
        f"({pages} pages, {size / pages / 1000:.0f} kB each)"
    )


def copies(folder: Path, count: int) -> Iterator[Path]:
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted(CORPUS.rglob("*.txt"))
        if parse_file(path).refusal is None
    ]
    for number in range(count):
        path = folder / f"{number}.txt"
        path.write_text(f"{texts[number % len(texts)]}\n{number}\n", encoding="utf-8")
        yield path


def writing(place: Path, count: int) -> None:
    folder = place / "files"
    folder.mkdir()
    files = list(copies(folder, count))
    parsed = [parse_file(path) for path in files]
    pages = pages_of(parsed)

    def give(paths: Iterable[Path]) -> list[ParsedFile]:
        return [parsed[int(path.stem)] for path in paths]

    for name, work in (
        ("import", lambda: import_paths(files, place / "v.duckdb", parse=give)),
        ("into-parquet", lambda: import_into_parquet(files, place / "p", parse=give)),
        ("build", lambda: build(place / "p", place / "b.duckdb")),
    ):
        took = cpu_of(work)
        print(f"{name}: {1000 * took / pages:.1f} ms a page ({count} files, {pages} pages)")


def fetching(place: Path, count: int) -> None:
    """Measure what a cluster of two workers costs the caller and the scheduler."""
    from tests.pipeline.test_cluster import Cluster
    from vedtak.pipeline.parsing.cluster import ClusterPool
    from vedtak.pipeline.settings import ParseOptions

    place.mkdir()
    files = list(copies(place, count))
    made = Cluster(place.parent)
    try:
        made.worker()
        made.worker()
        with ClusterPool(made.address, ParseOptions()) as pool:
            list(pool.parse(files[:20]))
            assert pool._client is not None
            before = pool._client.run_on_scheduler(time.process_time)
            began = time.process_time()
            pages = pages_of(pool.parse(files))
            caller = time.process_time() - began
            scheduler = pool._client.run_on_scheduler(time.process_time) - before
    finally:
        made.end()
    for name, took in (("caller", caller), ("scheduler", scheduler)):
        print(f"fetch, {name}: {1000 * took / pages:.1f} ms a page ({count} files, {pages} pages)")


def main() -> None:
    count = int([*sys.argv[1:], "1000"][0])
    parsing("PDF", [p for p in sorted(CORPUS.rglob("*.pdf")) if parse_file(p).refusal is None])
    parsing("text", [p for p in sorted(CORPUS.rglob("*.txt")) if parse_file(p).refusal is None])
    with tempfile.TemporaryDirectory() as place:
        fetching(Path(place, "fetched"), count)
        writing(Path(place), count)


if __name__ == "__main__":
    main()
