"""What the import of the sample's PDF files costs, next to pdfplumber's `extract_words` alone.

Run with `uv run python -m tests.benchmarks.import_cost`. Both are measured in this process, turn by
turn, after the libraries are loaded, in CPU seconds; the medians over the rounds are printed.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from vedtak.extractors.document import extract
from vedtak.extractors.layout import lay_out
from vedtak.models.documents import Document, PageText, Status
from vedtak.pipeline.reading.file import read_file
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.store import Store

CORPUS = Path(__file__).parents[2] / "corpus" / "nuit"
ROUNDS = 5


def text_layer_files() -> list[Path]:
    """The sample's PDF files that have a text layer."""
    return sorted(path for path in CORPUS.glob("*.pdf") if "skannet" not in path.name)


def read_words(paths: list[Path]) -> int:
    """Read the words of all pages with pdfplumber; return how many."""
    words = 0
    for path in paths:
        with pdfplumber.open(path) as pdf:
            words += sum(len(page.extract_words()) for page in pdf.pages)
    return words


def import_all(paths: list[Path]) -> int:
    """Read, lay out, extract and store all files in a new database; return the pages."""
    records, count = [], 0
    for path in paths:
        source = read_file(path)
        key = source.sha256[:16]
        pages = [lay_out(raw) for raw in source.pages]
        found = extract(pages, key)
        count += len(pages)
        document = Document(
            document_id=key,
            path=str(path),
            sha256=source.sha256,
            media_type=source.media_type,
            size_bytes=source.size_bytes,
            page_count=len(pages),
            text_source=source.text_source,
            status=Status.IMPORTED,
            extractor_version="benchmark",
            run_id="run-1",
        )
        texts = [
            PageText(
                document_id=key,
                page_number=page.number,
                width=page.width,
                height=page.height,
                text=page.text,
            )
            for page in pages
        ]
        records.append(DocumentRecords(document, [str(path)], texts, found))
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "b.duckdb") as store:
        store.write_many(records)
    return count


def cpu_seconds(work: Callable[[list[Path]], int], paths: list[Path]) -> float:
    """CPU seconds that some work takes."""
    before = time.process_time()
    work(paths)
    return time.process_time() - before


def main() -> None:
    """Measure and print."""
    paths = text_layer_files()
    pages = import_all(paths)  # loads the libraries and warms the caches
    read_words(paths[:1])
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(cpu_seconds(import_all, paths))
        theirs.append(cpu_seconds(read_words, paths))
    import_cost, words_cost = statistics.median(ours), statistics.median(theirs)
    print(f"{len(paths)} files, {pages} pages, medians of {ROUNDS} rounds")
    print(f"whole import             {import_cost:6.2f} s CPU")
    print(f"pdfplumber extract_words {words_cost:6.2f} s CPU")
    print(f"ratio                    {import_cost / words_cost:6.2f}")


if __name__ == "__main__":
    main()
