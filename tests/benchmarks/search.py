"""Measure what a search costs beside DuckDB's bare full-text query, on synthetic decisions.

Run with `uv run python -m tests.benchmarks.search [COUNT]` (200,000 if not told). Both are
asked for the ten best records, turn by turn, on the same connection; medians are printed, and the
most memory that this process has held after making the index.
"""

import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tests.fulltext import load_fulltext
from vedtak.pipeline.searching.index import refresh_index
from vedtak.pipeline.searching.search import search
from vedtak.pipeline.storing.store import Store

ROUNDS = 9
QUERIES = (
    "høring",
    "kunstig intelligens",
    "dispensasjon naust arealdel",
    "budsjett skole barnehage",
    "helseportefølje",
    "kommunestyret vedtar reguleringsplan for hyttefelt",
)
BARE = """
    SELECT text_id, score
    FROM (
        SELECT text_id, fts_main_search_texts.match_bm25(text_id, ?) AS score
        FROM main.search_texts
    )
    WHERE score IS NOT NULL
    ORDER BY score DESC, text_id
    LIMIT 10
"""
BARE_INDEX = r"""
    PRAGMA create_fts_index(
        'main.search_texts', 'text_id', 'title', 'text', 'context', 'terms',
        stemmer = 'norwegian', stopwords = 'search_index.stop_words', strip_accents = 0,
        ignore = '[^\p{L}\p{N}]+'
    );
    CREATE OR REPLACE TABLE fts_main_search_texts.terms AS
    SELECT docid, fieldid, termid FROM fts_main_search_texts.terms ORDER BY termid, docid
"""
FIRST = """
    helse skole barnehage kommune vann avløp vei trafikk bolig nærings kultur idretts budsjett
    regulerings areal kirke miljø klima eiendoms hytte høring fylke student museums energi
"""
LAST = """
    plan portefølje utvalg tiltak prosjekt rapport gebyr tilskudd avtale utredning område felt
    styre senter tjeneste strategi ordning bygg lag fond
"""
PLAIN = """
    vedtar godkjenner utsetter avslår kommunestyret formannskapet styret saken forslaget
    dispensasjon naust arealdel kunstig intelligens søknaden tomten høringen innstillingen
    enstemmig ber om at det legges fram en ny sak innen neste møte og gir fullmakt til å inngå
    kontrakt for kroner i budsjettet skolen barnehagen budsjett skole barnehage høring
    reguleringsplan hyttefelt
"""
EMPTY = """
    , []::VARCHAR[] AS title_variants, []::DATE[] AS approves_minutes_of,
    []::VARCHAR[] AS approves_meetings, false AS approves_previous
"""


def fill(connection: duckdb.DuckDBPyConnection, count: int, seed: int = 1) -> None:
    """Store synthetic decisions, each with a case and a meeting for every twenty."""
    chance = random.Random(seed)
    plain = PLAIN.split()
    compounds = [first + last for first in FIRST.split() for last in LAST.split()]
    names = [
        f"{a}{b}" for a in ("Sol", "Berg", "Vik", "Lund", "Nes") for b in ("heim", "stad", "vik")
    ]

    def words(number: int) -> str:
        return " ".join(
            chance.choices(plain, k=number - number // 5) + chance.choices(compounds, k=number // 5)
        )

    cases = [f"utvalg-{n % 40}/{1990 + n % 35}/{n}" for n in range(count)]
    meetings = [f"utvalg-{n % 40}/{1990 + n % 35}/m{n // 20 % 400}" for n in range(count)]
    titles = [f"{words(5)} {chance.choice(names)}" for _ in range(count)]
    texts = [words(40) for _ in range(count)]
    decided = pa.table(
        {
            "decision_id": [f"{case}/decision/1" for case in cases],
            "case_id": cases,
            "part_id": ["p/1"] * count,
            "text": texts,
            "outcome": ["adopted"] * count,
            "certainty": ["certain"] * count,
        }
    )
    treated = pa.table(
        {
            "case_id": cases,
            "meeting_id": meetings,
            "ordinal": pa.array([1] * count, pa.int32()),
            "title": titles,
            "certainty": ["certain"] * count,
        }
    )
    for table, rows in (("decisions", decided), ("cases", treated)):
        fixed = EMPTY if table == "cases" else ""
        connection.register("incoming", rows)
        connection.execute(f"INSERT INTO main.{table} BY NAME SELECT *{fixed} FROM incoming")
        connection.unregister("incoming")


def median_of(work: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """Median seconds of two works, measured turn by turn."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for place, each in enumerate((work, other)):
            began = time.perf_counter()
            each()
            taken[place].append(time.perf_counter() - began)
    return statistics.median(taken[0]), statistics.median(taken[1])


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "synthetic.duckdb")
        with Store.open(database) as store:
            fill(store.connection, count)
            for words in ("index made", "nothing changed"):
                began = time.process_time()
                refresh_index(store)
                spent = time.process_time() - began
                print(f"{words:<16} {spent:7.2f} s of CPU for {count} decisions")
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{database.stat().st_size / 1e6:.0f} MB on the disk, {most:.0f} MB held at most")
        with duckdb.connect(str(database)) as connection:
            load_fulltext(connection)
            connection.execute(BARE_INDEX)
            print(f"{'ours':>8} {'bare':>8} {'ratio':>6}  query (medians of {ROUNDS}, ms)")
            ratios = []
            for query in QUERIES:
                ours, bare = median_of(
                    lambda query=query: search(connection, query),  # type: ignore[misc]
                    lambda query=query: connection.execute(BARE, [query]).fetchall(),  # type: ignore[misc]
                )
                ratios.append(ours / bare)
                print(f"{ours * 1000:8.1f} {bare * 1000:8.1f} {ours / bare:6.2f}  {query}")
            print(f"ratio: median {statistics.median(ratios):.2f}, highest {max(ratios):.2f}")


if __name__ == "__main__":
    main()
