import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.pipeline.test_cli import run
from vedtak.pipeline.errors import ExitCode
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import STATED, stated_columns
from vedtak.pipeline.texts.quoted import QUOTED
from vedtak.pipeline.verifying.verifying import Verification, verify_database

CORPUS = Path(__file__).parents[2] / "corpus"
BUNDLE = CORPUS / "nuit" / "nuit-2020-03-moetepakke.pdf"
MINUTES = CORPUS / "made" / "municipal" / "oreland-plan-og-miljoutvalget-2025-09-24.txt"


@pytest.fixture(scope="module")
def corpus_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verify") / "corpus.duckdb"
    run("import", CORPUS / "nuit", CORPUS / "kommune", CORPUS / "made", "--db", path)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    for source in (BUNDLE, MINUTES):
        shutil.copy(source, tmp_path)
    path = tmp_path / "vedtak.duckdb"
    run("import", tmp_path / BUNDLE.name, tmp_path / MINUTES.name, "--db", path)
    return path


def kinds(found: Verification) -> Counter[str]:
    return Counter(problem.kind for problem in found.problems)


def test_every_quote_of_the_corpus_holds(corpus_database: Path) -> None:
    found = verify_database(corpus_database)
    assert found.problems == []
    assert found.notes == []
    quotes = sum(found.quotes.values())
    assert quotes > 4000
    # what the spans of the record themselves prove, and what only lines of several places do
    assert found.quotes["in the stretches of its record"] / quotes > 0.85
    assert found.quotes["in pieces, put together from several places"] / quotes < 0.01


def test_several_processes_prove_the_same(corpus_database: Path) -> None:
    assert verify_database(corpus_database, workers=2) == verify_database(corpus_database)


def test_columns_that_quote_are_columns() -> None:
    for table, columns in QUOTED.items():
        assert table in STATED
        assert set(columns) <= {column.name for column in stated_columns(table)}


def test_verify_says_that_all_is_well(small: Path) -> None:
    result = run("verify", "--db", small)
    assert result.exit_code == ExitCode.OK
    assert result.stdout.splitlines()[0] == "2 documents, 21 pages read again and the same"
    assert result.stdout.splitlines()[-1] == "Everything holds."


def test_missing_and_changed_files_are_named(small: Path, tmp_path: Path) -> None:
    (tmp_path / BUNDLE.name).unlink()
    with (tmp_path / MINUTES.name).open("a", encoding="utf-8") as file:
        file.write("Tillegg\n")
    result = run("verify", "--db", small)
    assert result.exit_code == ExitCode.CHECK_FAILED
    lines = result.stderr.splitlines()
    assert lines[0] == "vedtak: 2 problems:"
    said = {line.partition(": ")[0]: line.partition(": ")[2] for line in lines[1:]}
    assert said[str(tmp_path / BUNDLE.name)].startswith("no file is left of it")
    assert said[str(tmp_path / MINUTES.name)].startswith(f"{tmp_path / MINUTES.name} has other")


def test_another_copy_of_the_same_bytes_is_as_good(small: Path, tmp_path: Path) -> None:
    copy = tmp_path / "kopi"
    copy.mkdir()
    shutil.copy(BUNDLE, copy / "a.pdf")
    run("import", copy, "--db", small)
    (tmp_path / BUNDLE.name).unlink()
    assert verify_database(small).problems == []


@pytest.mark.parametrize(
    ("change", "kind", "message"),
    [
        (
            "UPDATE pages SET text = replace(text, 'Møte', 'Mote') WHERE page_number = 1",
            "page",
            "p. 1 ",
        ),
        ("DELETE FROM spans WHERE page_number = 1 AND char_start > 0", "spans", "p. 1 "),
        (
            (
                "UPDATE stated.decisions SET text = 'Saken utsettes for alltid.' "
                "WHERE decision_id LIKE '%ps-72-25/decision/1'"
            ),
            "quote",
            (
                "decisions oreland-plan-og-miljoutvalget/2025/ps-72-25/decision/1: text "
                "« Saken utsettes for alltid. »"
            ),
        ),
        (
            "UPDATE stated.attachments SET url = url || 'x' WHERE url IS NOT NULL",
            "quote",
            "url « https://ehelse.no/",
        ),
    ],
)
def test_what_no_longer_holds_is_named(small: Path, change: str, kind: str, message: str) -> None:
    with Store.open(small) as store:
        store.connection.execute(change)
    found = verify_database(small)
    assert set(kinds(found)) == {kind}
    assert any(message in problem.message for problem in found.problems)
    told = json.loads(run("verify", "--db", small, "--json").stdout)
    assert len(told["problems"]) == len(found.problems)


def test_recognized_pages_that_are_not_read_again_are_said_to_be(small: Path) -> None:
    first = (
        "WHERE page_number = 1 AND document_id IN "
        "(SELECT document_id FROM documents WHERE path LIKE '%.pdf')"
    )
    with Store.open(small) as store:
        ask = store.connection.execute
        ask(f"UPDATE pages SET ocr_confidence = 80, text = 'Kari' || text {first}")
        ask(
            "UPDATE spans SET char_end = char_end + 4, "
            f"char_start = char_start + if(char_start = 0, 0, 4) {first}"
        )
    found = verify_database(small, recognize=False)
    assert [reason for _, reason in found.notes] == [
        "recognized pages were not read again, which takes OCR"
    ]
    assert found.problems == []
    assert found.pages == 20
