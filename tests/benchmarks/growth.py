"""Measure what an import of new files costs as the database that it goes into grows.

Run with `uv run python -m tests.benchmarks.growth [CASES…]` (100,000 if not told). For each number
a database with so many synthetic cases is made, in bulk and outside the measurement; then the same
small text files are imported into it and into an empty one. The table says what each step took,
in CPU seconds, and how large the database is. `--keep FOLDER` keeps the databases and uses those
that are there.

`--files N` measures instead what a page costs while one database grows to so many files: series of
small files are imported into it one after the other, each three times as long as all before.
"""

import argparse
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from unittest import mock

from vedtak.extractors.keys import slug
from vedtak.pipeline.corrections import corrected
from vedtak.pipeline.deriving import derived
from vedtak.pipeline.deriving.derived import rebuild
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.storing.merge import all_keys, know_owners
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import SOURCE_COLUMNS, STATED, TABLES, columns_of

FILES: Final = 200
PER_MEETING: Final = 10
MEETINGS_PER_BODY: Final = 100
PEOPLE: Final = 9
BODIES_OF_FILES: Final = 200

FIRST = "Kari Ola Per Anne Nils Ingrid Lars Marit Jon Solveig Arne Berit Knut Randi Odd Turid"
LAST = "Vik Berg Lund Nes Dal Haug Moen Lie Bakken Strand Solberg Eide Foss Holm Tveit Rud Aas"
PARTIES = "Ap H Sp V SV"
BODIES = ("Formannskapet", "Kommunestyret", "Planutvalget", "Driftsutvalget", "Eldrerådet")
TOPICS = "budsjett reguleringsplan dispensasjon skolebygg barnehage vannverk veg idrettshall"
PLAIN = "kommunen vedtar planen slik den ligger føre og ber om ny sak innen fristen i henhold til"

_STEPS: Final = (
    (corrected, "link_keys"),
    (derived, "resolve_names"),
    (derived, "derive_matters"),
    (derived, "check_database"),
    (derived, "refresh_index"),
)
"""What is measured by itself: modules with the functions that they call."""

_COPIED: Final = {
    "bodies": """
        SELECT body_id, name, organization AS organization_as_written, 'certain' AS certainty,
            'd' || b * $meetings || '/1' AS part_id
        FROM called""",
    "meetings": """
        SELECT meeting_id, body_id, (m % 10 + 1) || '/' || y AS number, y AS year,
            make_date(y, m % 10 + 1, 1 + (hash(m) % 27)::BIGINT) AS date, 'certain' AS certainty,
            part_id
        FROM made""",
    "attendance": """
        SELECT meeting_id || '/attendance/' || p AS attendance_id, meeting_id, part_id,
            members.name AS name_as_written, string_split('Ap H Sp V SV', ' ')[p % 5 + 1] AS party,
            'member' AS role, 'present' AS status, 'certain' AS certainty
        FROM made JOIN members ON members.b = made.b AND members.term = made.m // 40""",
    "cases": """
        SELECT body_id || '/' || y || '/' || n || '-' || y % 100 AS case_id, meeting_id,
            n || '/' || y % 100 AS number, n AS sequence, y AS year, c + 1 AS ordinal,
            words.list[1 + (hash(m, c, b) % 8)::BIGINT]
                || ' ' || words.list[1 + (hash(b, m, c) % 8)::BIGINT]
                || ' gnr ' || hash(b, c, m) % 900 || ' bnr ' || hash(c, b) % 90 AS title,
            []::VARCHAR[] AS title_variants, y || '/' || hash(b, m, c) % 5000 AS archive_case,
            []::DATE[] AS approves_minutes_of, []::VARCHAR[] AS approves_meetings,
            false AS approves_previous, 'certain' AS certainty, part_id
        FROM treated, words""",
    "decisions": """
        SELECT case_id || '/decision/1' AS decision_id, case_id, part_id,
            array_to_string(
                [plain.list[1 + (hash(case_id, i) % 16)::BIGINT] for i in range(40)], ' ')
                AS text,
            'adopted' AS outcome, 'certain' AS certainty
        FROM stated.cases, plain""",
}
_MADE: Final = """
    CREATE TEMP TABLE made AS
    SELECT b, m, body_id, 2000 + m // 10 AS y,
        body_id || '/' || y || '/' || (m % 10 + 1) AS meeting_id,
        'd' || b * $meetings + m AS document_id, document_id || '/1' AS part_id
    FROM called, range($meetings) AS u(m)
"""
_DOCUMENTS: Final = (
    """INSERT INTO main.documents BY NAME
    SELECT document_id, 'arkiv/' || document_id || '.txt' AS path, document_id AS sha256,
        'text/plain' AS media_type, 3000 AS size_bytes, 1 AS page_count,
        'plain_text' AS text_source, 'nb' AS language, 'imported' AS status,
        '1' AS extractor_version, 'run-1' AS run_id FROM made""",
    """INSERT INTO main.document_paths BY NAME SELECT document_id, path FROM main.documents""",
    """INSERT INTO main.parts BY NAME
    SELECT part_id, document_id, 1 AS ordinal, 'minutes' AS kind, meeting_id, 1 AS first_page,
        1 AS last_page, 'certain' AS certainty FROM made""",
    """INSERT INTO main.pages BY NAME
    SELECT split_part(part_id, '/', 1) AS document_id, 1 AS page_number, 595 AS width,
        842 AS height, string_agg(text, chr(10)) AS text FROM stated.decisions GROUP BY part_id""",
    """INSERT INTO main.spans BY NAME
    SELECT split_part(part_id, '/', 1) AS document_id, 1 AS page_number,
        (hash(decision_id) % 9000)::INTEGER AS char_start, char_start + length(text) AS char_end,
        'decision' AS role, part_id, decision_id AS record_id FROM stated.decisions""",
)


def make_archive(database: Path, cases: int) -> None:
    """Make a database with so many cases, a decision each, and derive all from it."""
    bodies = max(1, cases // PER_MEETING // MEETINGS_PER_BODY)
    with Store.open(database) as store:
        connection = store.connection
        connection.execute("SET threads = 4; SET memory_limit = '4GB'")
        values = {"bodies": bodies, "meetings": MEETINGS_PER_BODY}

        def run(statement: str) -> None:
            names = {name: n for name, n in values.items() if f"${name}" in statement}
            connection.execute(statement, names or None)

        with store.transaction():
            _vocabulary(store, bodies)
            run(_MADE)
            for table, query in _COPIED.items():
                source = {column.name for column in columns_of(TABLES[table])}
                source_columns = {
                    "document_id": "split_part(part_id, '/', 1)",
                    "part_rank": "1",
                    "source_rank": "2",
                    "part_ordinal": "1",
                    "statement": "1",
                }
                extra = ", ".join(
                    f"{source_columns[c.name]} AS {c.name}"
                    for c in SOURCE_COLUMNS
                    if c.name not in source
                )
                if table == "cases":
                    run(
                        "CREATE TEMP TABLE treated AS SELECT *, (m % 10) * 10 + c + 1 AS n "
                        f"FROM made, range({PER_MEETING}) AS t(c)"
                    )
                run(f"INSERT INTO stated.{table} BY NAME SELECT *, {extra} FROM ({query})")
                names = ", ".join(sorted(source - {"person_id", "organization_id"}))
                have = {row[0] for row in connection.execute(f"DESCRIBE stated.{table}").fetchall()}
                assert source <= have, source - have
                run(f"INSERT INTO main.{table} BY NAME SELECT {names} FROM stated.{table}")
            for statement in _DOCUMENTS:
                connection.execute(statement)
            for keys in all_keys():
                know_owners(connection, f"({keys})")
        assert set(_COPIED) <= set(STATED)
        rebuild(store)


def _vocabulary(store: Store, bodies: int) -> None:
    """Make the tables of words, of bodies, and of each body's members, term by term."""
    called = [
        f"({b}, '{slug(f'{place_name(b)} {body}')}', '{body}', '{place_name(b)} kommune')"
        for b in range(bodies)
        for body in (BODIES[b % len(BODIES)],)
    ]
    members = [
        f"({b}, {term}, {p}, '{member(b, term, p)}')"
        for b in range(bodies)
        for term in range(3)
        for p in range(PEOPLE)
    ]
    for table, rows, names in (
        ("called", called, "b, body_id, name, organization"),
        ("members", members, "b, term, p, name"),
    ):
        store.connection.execute(
            f"CREATE TEMP TABLE {table} AS FROM (VALUES {', '.join(rows)}) AS t({names})"
        )
    for name, text in (("words", TOPICS), ("plain", PLAIN)):
        store.connection.execute(
            f"CREATE TEMP TABLE {name} AS SELECT string_split('{text}', ' ') AS list"
        )


def place_name(body: int) -> str:
    """Name the municipality of a body; each has five."""
    first, second = divmod(body // len(BODIES), len(LAST.split()))
    return f"{LAST.split()[first]}{LAST.split()[second].lower()}"


def member(body: int, term: int, place: int) -> str:
    """Name somebody who sits in a body."""
    chance = random.Random(f"{body}/{term}/{place}")
    first, last = FIRST.split(), LAST.split()
    return f"{chance.choice(first)} {chance.choice(last)}{chance.choice(last).lower()}"


def make_files(folder: Path, count: int = FILES, first: int = 0) -> None:
    """Write minutes of later meetings: of bodies that a large archive has, and of new ones.

    Args:
        folder: Where to write them.
        count: How many.
        first: Number of the first: others than those of lower numbers are written.
    """
    for number in range(first, first + count):
        chance = random.Random(number)
        body, nth = number // 4 % BODIES_OF_FILES, number % 4 + number // 4 // BODIES_OF_FILES * 4
        year = 2012 + nth // 10
        people = ", ".join(
            f"{member(body, 2, p)} ({party})" for p, party in enumerate(PARTIES.split())
        )
        lines = [
            f"{place_name(body)} kommune", "", "Møteprotokoll", "",
            f"Utvalg: {BODIES[body % len(BODIES)]}", "Møtested: Rådhuset",
            f"Dato: {number % 27 + 1:02}.{nth % 10 + 1:02}.{year}",
            f"Møte: {nth % 10 + 1}/{year}", "", f"Til stede: {people}", "",
        ]  # fmt: skip
        for case in range(5):
            text = " ".join(chance.choices(PLAIN.split(), k=30))
            n = nth % 10 * 5 + case + 1
            topic = f"{chance.choice(TOPICS.split()).capitalize()} {chance.randrange(999)}"
            lines += [f"Sak {n}/{year % 100} {topic}", f"Vedtak: {text.capitalize()}.", ""]
        (folder / f"{number}.txt").write_text("\n".join(lines), encoding="utf-8")


@contextmanager
def steps_timed(spent: dict[str, float]) -> Iterator[None]:
    """Measure the steps behind the last file, by the CPU time that they take."""
    with ExitStack() as stack:
        for module, name in _STEPS:
            stack.enter_context(
                mock.patch.object(module, name, _timed(getattr(module, name), spent))
            )
        yield


def _timed(work: Any, spent: dict[str, float]) -> Any:
    def timed(*given: Any, **named: Any) -> Any:
        began = time.process_time()
        try:
            return work(*given, **named)
        finally:
            spent[work.__name__] = spent.get(work.__name__, 0.0) + time.process_time() - began

    return timed


def measure(database: Path, folder: Path) -> dict[str, float]:
    """Import the files; return CPU seconds of each step, and of all."""
    spent: dict[str, float] = {}
    began = time.process_time()
    with steps_timed(spent):
        report = import_paths([folder], database)
    total = time.process_time() - began
    assert report.imported == FILES, report.failures[:3]
    return {"reading and storing": total - sum(spent.values()), **spent, "in all": total}


def measure_series(files: int) -> None:
    """Import series of files into one database; print what a page of each costs."""
    print(f"{'files':>8}{'CPU ms a page':>15}{'bytes a page':>14}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as place:
        database, done = Path(place, "series.duckdb"), 0
        while done < files:
            folder = Path(place, str(done))
            folder.mkdir()
            count = min(done * 3 or 100, files - done)
            make_files(folder, count, done)
            began = time.process_time()
            report = import_paths([folder], database)
            spent = time.process_time() - began
            assert report.imported == count, report.failures[:3]
            done += count
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            size = database.stat().st_size / done
            print(f"{done:>8}{spent * 1000 / count:15.1f}{size:14.0f}{peak:9.0f}", flush=True)
            shutil.rmtree(folder)


def main() -> None:
    """Measure and print."""
    reader = argparse.ArgumentParser()
    reader.add_argument("cases", nargs="*", type=int, default=[100_000])
    reader.add_argument("--keep", type=Path)
    reader.add_argument("--files", type=int)
    given = reader.parse_args()
    if given.files:
        measure_series(given.files)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "nye")
        folder.mkdir()
        make_files(folder)
        columns: dict[str, dict[str, float]] = {}
        measure(Path(place, "warm.duckdb"), folder)
        columns["empty"] = measure(Path(place, "empty.duckdb"), folder)
        for cases in given.cases:
            kept = (given.keep or Path(place)) / f"{cases}.duckdb"
            if not kept.exists():
                began = time.perf_counter()
                fresh = kept.with_suffix(".new")
                make_archive(fresh, cases)
                fresh.replace(kept)
                print(f"{cases} cases made in {time.perf_counter() - began:.0f} s", flush=True)
            pages = max(1, cases // PER_MEETING)
            print(f"{cases} cases: {kept.stat().st_size / pages:.0f} bytes a page")
            with Store.open(kept) as store:  # by the rules of now, where an older vedtak made it
                rebuild(store)
            copied = shutil.copy(kept, Path(place, "large.duckdb"))
            columns[str(cases)] = measure(Path(copied), folder)
            print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        names = list(columns)
        print(f"{'CPU seconds':<22}" + "".join(f"{name:>12}" for name in names))
        for step in columns["empty"]:
            print(f"{step:<22}" + "".join(f"{columns[name].get(step, 0):12.2f}" for name in names))
        empty = columns["empty"]["in all"]
        for name in names[1:]:
            print(f"{name} cases cost {columns[name]['in all'] / empty:.2f} times the empty one")


if __name__ == "__main__":
    main()
