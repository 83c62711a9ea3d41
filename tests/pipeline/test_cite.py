import json
from pathlib import Path

import pytest

from tests.pipeline.test_cli import run
from vedtak.extractors.keys import letters
from vedtak.pipeline.asking.citing import cite
from vedtak.pipeline.errors import ExitCode
from vedtak.pipeline.storing.store import Store

CORPUS = Path(__file__).parents[2] / "corpus"
BUNDLE = CORPUS / "nuit" / "nuit-2020-03-moetepakke.pdf"
DECISION = "nuit/2020/4-20/decision/1"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cite") / "vedtak.duckdb"
    run("import", BUNDLE, *sorted((CORPUS / "kommune").glob("*.txt")), "--db", path)
    return path


def test_a_footnote_says_who_when_what_and_where(database: Path) -> None:
    first, quote, where = run("cite", "4/20", "--db", database).stdout.splitlines()
    assert first == (
        "NUIT, meeting 1/2020, 14.02.2020, case 4/20 "
        "«Revidert plan for Felles grunnmur for digitale tjenester 2020», decision:"
    )
    assert quote == "«NUIT tar saken til orientering.»"
    assert where.startswith(f"{BUNDLE}, p. 4 (characters ")
    assert where.endswith(f"SHA-256 1d0462c69a254a6d. {DECISION}")


def test_the_same_in_norwegian(database: Path) -> None:
    said = run("cite", DECISION, "--db", database, "--language", "nb").stdout
    assert said.startswith("NUIT, møte 1/2020, 14.02.2020, sak 4/20 «")
    assert "s. 4 (tegn " in said


def test_the_characters_are_those_of_the_words(database: Path) -> None:
    """All that can be cited: the pages have the words exactly where the reference says."""
    with Store.open(database, read_only=True) as store:
        ask = store.connection.execute
        keys = ask(
            "SELECT decision_id, text FROM decisions UNION ALL "
            "SELECT proposal_id, text FROM proposals WHERE case_id IS NOT NULL UNION ALL "
            "SELECT attendance_id, name_as_written FROM attendance UNION ALL "
            "SELECT vote_id, subject FROM votes WHERE subject IS NOT NULL ORDER BY 1"
        ).fetchall()
        texts = {
            (document, page): text
            for document, page, text in ask(
                "SELECT document_id, page_number, text FROM pages"
            ).fetchall()
        }
    assert len(keys) > 100
    for key, words in keys[::7]:
        (found,) = cite(database, key)
        quoted = [texts[found.document_id, p.page][p.start : p.end] for p in found.places]
        assert letters("".join(quoted)) == letters(words), key
        assert found.notes == ()


def test_bibtex_is_one_entry_with_its_specials_escaped(database: Path) -> None:
    lines = run("cite", "33/26", "--style", "bibtex", "--db", database).stdout.splitlines()
    assert lines[0] == "@misc{kommunestyret/2026/33-26/decision/1,"
    assert lines[-1] == "}"
    fields = dict(line.strip().rstrip(",").split(" = ", 1) for line in lines[1:-1])
    assert fields["author"] == "{{Kommunestyret}}"
    assert fields["date"] == "{2026-06-24}"
    assert all(value.count("{") == value.count("}") for value in fields.values())
    assert (
        "SHA-256 c66b6790575e116adb53fd08283a151ac068e727e9cb165881794d0671fc307b" in fields["note"]
    )


def test_csl_json_has_the_proof_besides(database: Path) -> None:
    (item,) = json.loads(run("cite", "4/20", "--style", "json", "--db", database).stdout)
    assert item["type"] == "document"
    assert item["issued"] == {"date-parts": [[2020, 2, 14]]}
    assert item["page"] == "4"
    (place,) = item["custom"]["places"]
    with Store.open(database, read_only=True) as store:
        row = store.connection.execute(
            "SELECT text[? + 1 : ?] FROM pages WHERE document_id = ? AND page_number = 4",
            [place["start"], place["end"], item["custom"]["document_id"]],
        ).fetchone()
    assert row == (item["custom"]["quote"],) == ("NUIT tar saken til orientering.",)


@pytest.mark.parametrize(
    ("record", "kind"),
    [("nuit/2020/1", "meetings"), ("12/20", "cases"), (DECISION, "decisions")],
)
def test_what_can_be_cited(database: Path, record: str, kind: str) -> None:
    (found,) = cite(database, record)
    assert found.kind == kind
    assert found.places
    assert found.words


def test_what_cannot_be_cited_is_refused_in_plain_words(database: Path) -> None:
    result = run("cite", "nuit/2020/4-2", "--db", database)
    assert result.exit_code == ExitCode.USAGE
    assert "no case nuit/2020/4-2; did you mean nuit/2020/4-20" in result.stderr
