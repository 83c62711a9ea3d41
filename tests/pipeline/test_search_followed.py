"""The index of the search follows the records as if it were made anew every time."""

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from vedtak.pipeline.corrections.corrected import rebuild_corrected
from vedtak.pipeline.corrections.file import parse_corrections
from vedtak.pipeline.corrections.told import NO_CORRECTIONS, Corrections
from vedtak.pipeline.parsing.document import parse_file
from vedtak.pipeline.searching import index as search_index
from vedtak.pipeline.searching import vocabulary as search_vocabulary
from vedtak.pipeline.searching.index import refresh_index
from vedtak.pipeline.searching.search import search
from vedtak.pipeline.settings import ParseOptions
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.store import Store

CORPUS = Path(__file__).parents[2] / "corpus"
QUERIES = (
    "skole*", '"tas til orientering" sak', "styret plan -skole", "naust|protokoll",
    "raudbeter leder",
)  # fmt: skip
CORRECTED = (
    ("cases", "title"), ("decisions", "text"), ("proposals", "text"), ("meetings", "place"),
    ("votes", "subject"), ("attachments", "title"), ("attendance", "name_as_written"),
    ("bodies", "name"), ("case_notes", "title"),
)  # fmt: skip


@cache
def papers() -> tuple[DocumentRecords, ...]:
    files = sorted(path for path in CORPUS.rglob("*.txt"))
    files += sorted(CORPUS.rglob("*.md")) + sorted((CORPUS / "nuit").glob("*-0[13]-*.pdf"))
    read = (parse_file(path, ParseOptions()).records for path in files)
    return tuple(records for records in read if records is not None)


def index_of(store: Store) -> dict[str, list[Any]]:
    """All that the index holds, without the numbers of its texts."""
    queries = {
        "texts": "FROM main.search_texts ORDER BY ALL",
        "places": "SELECT * EXCLUDE (docid) FROM search_index.places ORDER BY ALL",
        "postings": "SELECT text_id, term, sum(often) FROM search_index.postings "
        "JOIN search_index.places USING (docid) GROUP BY ALL ORDER BY ALL",
        "words": "FROM search_index.words ORDER BY word",
        "bodies": "FROM search_index.bodies ORDER BY ALL",
    }
    return {name: store.connection.execute(query).fetchall() for name, query in queries.items()}


def answers_of(store: Store) -> list[Any]:
    answers: list[Any] = []
    for query in QUERIES:
        found = search(store.connection, query)
        answers.append((found.total, found.hits, found.also_for, found.marked))
    return answers


class _Undone(Exception):
    pass


def made_anew(store: Store) -> tuple[dict[str, list[Any]], list[Any]]:
    """What the index would be if it were made anew, and what it would answer; it stays as it is."""
    try:
        with store.transaction():
            store.connection.execute("DELETE FROM stated.settled WHERE step = 'search'")
            refresh_index(store)
            made = index_of(store), answers_of(store)
            raise _Undone
    except _Undone:
        return made


def correction_of(store: Store, chance: random.Random) -> str:
    """A correction of a record that some document states, or the empty text."""
    table, column = chance.choice(CORRECTED)
    rows = store.connection.execute(
        f"SELECT {column}, document_id FROM stated.{table} WHERE {column} IS NOT NULL ORDER BY ALL"
    ).fetchall()
    if not rows:
        return ""
    said, document = chance.choice(rows)
    quote = str(said).replace("'", "").split("\n")[0]
    sha = store.connection.execute(
        "SELECT sha256 FROM documents WHERE document_id = ?", [document]
    ).fetchall()
    value = chance.choice(("Raudbeter", "Ny tittel for innkallingsreform", f"{quote} skolevei"))
    if not quote.strip() or not sha:
        return ""
    return (
        f"[[set]]\ntable = '{table}'\ncolumn = '{column}'\nvalue = '{value}'\n"
        f"document = '{sha[0][0]}'\nquote = '{quote}'\nreason = 'r'\n"
    )


def corrections_of(entries: Sequence[str]) -> Corrections:
    if not any(entries):
        return NO_CORRECTIONS
    return parse_corrections("\n".join(entries), Path("corrections.toml"))


def step(store: Store, chance: random.Random, corrections: Corrections) -> Corrections:
    """Do one thing that a user does."""
    known = sorted(store.versions())
    what = chance.choice(("import", "import", "import", "remove", "correct", "nothing"))
    if what == "import" or not known:
        store.write_many(chance.sample(papers(), chance.randint(1, 4)))
    elif what == "remove":
        for key in chance.sample(known, min(len(known), chance.randint(1, 2))):
            store.remove(key)
    elif what == "correct":
        corrections = corrections_of([correction_of(store, chance) for _ in range(2)])
    if chance.random() < 0.9:  # else it is stopped before anything is derived
        rebuild_corrected(store, corrections, anew=chance.random() < 0.1)
    return corrections


@pytest.mark.parametrize("seed", range(5))
def test_the_index_is_as_if_made_anew(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    # small, so that all ways are gone
    monkeypatch.setattr(search_index, "_AT_ONCE", chance.choice((7, 1000)))
    monkeypatch.setattr(search_index, "_LOOSE", chance.choice((100, 5000)))
    monkeypatch.setattr(search_vocabulary, "_AT_ONCE", chance.choice((20, 4000)))
    monkeypatch.setattr(search_vocabulary, "_PASSES", chance.choice((1, 40)))
    monkeypatch.setattr(search_vocabulary, "_FEW_TIMES", chance.choice((0, 8)))
    with Store.open(tmp_path / "v.duckdb") as store:
        corrections = NO_CORRECTIONS
        for _ in range(5):
            corrections = step(store, chance, corrections)
            rebuild_corrected(store, corrections)
            assert not refresh_index(store)
            index, answers = index_of(store), answers_of(store)
            anew, anew_answers = made_anew(store)
            for name, rows in index.items():
                assert rows == anew[name], name
            assert answers == anew_answers
        assert store.connection.execute("FROM stated.touched_records").fetchall() == []
