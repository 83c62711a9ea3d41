"""The proof of a database: files read again, their bytes, pages and every quote held against it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import duckdb

from vedtak.extractors.version import EXTRACTOR_VERSION
from vedtak.pipeline.counted import counted
from vedtak.pipeline.page_ranges import page_ranges
from vedtak.pipeline.progress import printable
from vedtak.pipeline.storing.lookup import Row, fetch
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import key_of
from vedtak.pipeline.texts.quoted import QUOTED, DocumentText, Proof, quotes_of
from vedtak.pipeline.verifying.rereading import Asked, Reread, reread

_CHUNK: Final = 64
"""Documents that are held in memory at once."""
_FEW: Final = 8
"""Fewer documents are not worth starting processes for."""
_ALL: Final = (
    "SELECT document_id, path, sha256, status, extractor_version, "
    "(SELECT list(path ORDER BY path) FROM main.document_paths AS p "
    "WHERE p.document_id = d.document_id) AS paths "
    "FROM main.documents AS d ORDER BY document_id"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the database that the files no longer prove."""

    kind: str
    """'missing file', 'changed file', 'unreadable', 'page', 'spans' or 'quote'."""
    path: str
    """File that it is about."""
    document_id: str
    """Document that it is about."""
    message: str
    """What does not hold, and what to do."""


@dataclass(slots=True)
class Verification:
    """What was proved."""

    documents: int = 0
    """Documents that were looked at."""
    pages: int = 0
    """Pages whose text was read again and is the same."""
    quotes: dict[str, int] = field(default_factory=dict)
    """Number of quotes by the way in which they are proved."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Paths of which something was not read again, and why."""
    problems: list[Problem] = field(default_factory=list)
    """What does not hold."""

    def as_dict(self) -> dict[str, Any]:
        """Return names and values, for JSON."""
        fields = asdict(self)
        fields["notes"] = [{"path": path, "reason": reason} for path, reason in self.notes]
        return fields


def verify_database(database: Path, *, recognize: bool = True, workers: int = 0) -> Verification:
    """Read all files of a database again and hold them against it.

    Args:
        database: The database.
        recognize: Whether recognized pages may be recognized again; what the cache has is used.
        workers: Files read at once, each in a process of its own; none but this one if 0.

    Raises:
        DatabaseProblem: The database can't be opened.
    """
    found = Verification()
    with Store.open(database, read_only=True) as store, ExitStack() as stack:
        documents = fetch(store.connection, _ALL)
        pool = None
        if workers > 1 and len(documents) > _FEW:
            spawned = get_context("spawn")
            pool = stack.enter_context(ProcessPoolExecutor(workers, mp_context=spawned))
        for chunk in _chunks(documents):
            _verify(store.connection, chunk, found, pool, recognize=recognize)
    return found


def _chunks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def _verify(
    connection: duckdb.DuckDBPyConnection,
    chunk: Sequence[Row],
    found: Verification,
    pool: ProcessPoolExecutor | None,
    *,
    recognize: bool,
) -> None:
    """Verify some documents."""
    keys = [row["document_id"] for row in chunk]
    pages = _by_document(connection, "main.pages", "*", "page_number", keys)
    spans = _by_document(connection, "main.spans", "*", "page_number, char_start", keys)
    stated = {table: _stated(connection, table, keys) for table in QUOTED}
    asked = [_asked(row, pages[row["document_id"]], recognize=recognize) for row in chunk]
    again = pool.map(reread, asked) if pool else map(reread, asked)
    for row, result in zip(chunk, again, strict=True):
        key = row["document_id"]
        rows = {table: found_rows[key] for table, found_rows in stated.items()}
        _Check(row, result, found).run(pages[key], spans[key], rows)


def _by_document(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: str,
    order: str,
    keys: Sequence[str],
) -> dict[str, list[Row]]:
    """Return the rows of a table that belong to some documents."""
    rows: dict[str, list[Row]] = {key: [] for key in keys}
    query = (
        f"SELECT {columns} FROM {table} WHERE document_id IN (SELECT unnest(?::VARCHAR[])) "
        f"ORDER BY document_id, {order}"
    )
    for row in fetch(connection, query, [list(keys)]):
        rows[row["document_id"]].append(row)
    return rows


def _stated(
    connection: duckdb.DuckDBPyConnection, table: str, keys: Sequence[str]
) -> dict[str, list[Row]]:
    columns = ("document_id", "part_id", *key_of(table), *QUOTED[table])
    chosen = ", ".join(dict.fromkeys(columns))
    return _by_document(connection, f"stated.{table}", chosen, "statement", keys)


def _asked(row: Row, pages: Sequence[Row], *, recognize: bool) -> Asked:
    return Asked(
        document_id=row["document_id"],
        sha256=row["sha256"],
        paths=tuple(dict.fromkeys((row["path"], *(row["paths"] or [])))),
        imported=row["status"] == "imported",
        recognized=any(page["ocr_confidence"] is not None for page in pages),
        recognize=recognize,
    )


class _Check:
    """Holds one document against its file."""

    def __init__(self, row: Row, again: Reread, found: Verification) -> None:
        self.row = row
        self.again = again
        self.found = found
        found.documents += 1

    def run(
        self,
        pages: Sequence[Row],
        spans: Sequence[Row],
        stated: Mapping[str, Sequence[Row]],
    ) -> None:
        """Check bytes, pages, spans and quotes."""
        again = self.again
        if again.problem is not None:
            self._report(*again.problem)
        if again.note is not None:
            self.found.notes.append((again.path, again.note))
        self._check_pages(pages)
        self._check_spans(pages, spans)
        self._check_quotes(pages, spans, stated)

    def _check_pages(self, pages: Sequence[Row]) -> None:
        """Compare the texts of the pages with those that are read now."""
        if not self.again.texts:
            return
        stored = {page["page_number"]: page["text"] for page in pages}
        sure = {page["page_number"] for page in pages if page["ocr_confidence"] is None}
        bad = [
            {n for n in stored.keys() | now.keys() if stored.get(n) != now.get(n)}
            for now in self.again.texts
        ]
        differing = min(bad, key=len)
        if self.again.note is not None:
            differing &= sure
            self.found.pages += len(sure - differing)
        else:
            self.found.pages += len(stored.keys() - differing)
        if not differing:
            return
        version = self.row["extractor_version"]
        why = (
            f"version {version} of the rules read it; import it again"
            if version != EXTRACTOR_VERSION
            else "the programs that read it are others than those of the import; import it again"
        )
        self._report("page", f"the text of p. {_numbers(differing)} differs: {why}")

    def _check_spans(self, pages: Sequence[Row], spans: Sequence[Row]) -> None:
        """Make sure that the spans of each page cover it without gap or overlap."""
        ends = {page["page_number"]: 0 for page in pages}
        broken = set()
        for span in spans:
            number = span["page_number"]
            if ends.get(number) != span["char_start"]:
                broken.add(number)
            ends[number] = span["char_end"]
        broken |= {p["page_number"] for p in pages if ends[p["page_number"]] != len(p["text"])}
        if broken:
            numbers = _numbers(broken)
            self._report("spans", f"the spans of p. {numbers} do not cover it; import it again")

    def _check_quotes(
        self,
        pages: Sequence[Row],
        spans: Sequence[Row],
        stated: Mapping[str, Sequence[Row]],
    ) -> None:
        """Prove every quote by the pages as they are read now, or as stored where they aren't."""
        texts: Mapping[int, str] = {page["page_number"]: page["text"] for page in pages}
        whole = self.again.texts and self.again.note is None
        if whole:
            texts = _nearest(texts, self.again.texts)
        document = DocumentText(
            self.row["document_id"],
            texts,
            [
                (s["page_number"], s["char_start"], s["char_end"], s["part_id"], s["record_id"])
                for s in spans
            ],
            self.again.links,
        )
        counts: Counter[str] = Counter()
        for proof, table, column, row in quotes_of(document, stated):
            if proof is Proof.NONE and column == "url" and not self.again.texts:
                continue  # the links of a page are nowhere but in its file
            counts[proof.value] += 1
            if proof is Proof.NONE:
                words = " ".join(str(row[column]).split())
                self._report(
                    "quote",
                    f"{table} {row[key_of(table)[0]]}: {column} « {words[:80]} » does not stand "
                    "on the pages; import the file again",
                )
        for name, count in sorted(counts.items()):
            self.found.quotes[name] = self.found.quotes.get(name, 0) + count

    def _report(self, kind: str, message: str) -> None:
        problem = Problem(kind, self.again.path, self.row["document_id"], message)
        self.found.problems.append(problem)


def _numbers(pages: Iterable[int]) -> str:
    return page_ranges(sorted(pages), dash="–", comma=", ")


def _nearest(stored: Mapping[int, str], again: Sequence[Mapping[int, str]]) -> Mapping[int, str]:
    """Return the reading with the fewest pages that differ from what is stored."""

    def differing(now: Mapping[int, str]) -> int:
        return sum(stored.get(number) != now.get(number) for number in stored.keys() | now.keys())

    return min(again, key=differing)


def to_text(found: Verification) -> str:
    """Write what was proved for reading."""
    files = f"{counted(found.documents, 'document')}, {counted(found.pages, 'page')}"
    lines = [
        f"{files} read again and the same",
        counted(sum(found.quotes.values()), "quote"),
    ]
    order = [proof.value for proof in Proof]
    for name in sorted(found.quotes, key=order.index):
        lines.append(f"  {found.quotes[name]:>6}  {name}")
    lines += [f"{printable(path)}: {reason}" for path, reason in found.notes]
    lines.append(counted(len(found.problems), "problem") if found.problems else "Everything holds.")
    return "\n".join(lines)
