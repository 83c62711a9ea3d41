"""A case through its life: committee, executive board, council; told by the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.pipeline.synthetic import everything, rows
from vedtak.pipeline.cli import main
from vedtak.pipeline.deriving.derived import rebuild
from vedtak.pipeline.storing.store import Store

PAPER = """\
MØTEPROTOKOLL

Utvalg: {body}
Møtedato: {day}
Tid: 10.00 - 12.00
Levanger kommune

Til stede:
Kari Ås (AP), leder

{number} {title}

{before}

Vedtak:

{words}

{other} Referatsaker

Vedtak:

Sakene tas til orientering.
"""
TITLE = "Salg av gamle Vestsida skole"
SOLD = "Salg av Vestsida skole for minst 2 millioner kroner vedtas."
BOARD = PAPER.format(
    body="Formannskapet",
    day="18.03.2026",
    number="PS 40/26",
    title=TITLE,
    before="Behandling:\n\nDriftsutvalget behandlet saken i møte 04.03.2026, sak 11/26.",
    words="Salg av Vestsida skole vedtas.",
    other="PS 41/26",
)
COUNCIL = PAPER.format(
    body="Kommunestyret",
    day="25.03.2026",
    number="PS 12/26",
    title="Vestsida skole - salg",
    before="Formannskapets innstilling 18.03.2026, sak 40/26:\n\nVestsida skole selges.",
    words=SOLD,
    other="PS 13/26",
)


def vedtak(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture
def database(tmp_path: Path) -> str:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "formannskapet.txt").write_text(BOARD, encoding="utf-8")
    (folder / "kommunestyret.txt").write_text(COUNCIL, encoding="utf-8")
    path = str(tmp_path / "v.duckdb")
    vedtak("import", str(folder), "--db", path, "--quiet", "--workers", "0")
    return path


def test_board_and_council_are_one_matter_and_the_committee_is_missing(database: str) -> None:
    told = json.loads(vedtak("timeline", "PS 12/26", "--db", database, "--json"))
    assert told["matter"]["matter_id"] == "levanger-formannskapet/2026/ps-40-26/matter"
    assert [(s["date"], s["step"], s["body"], s["outcome"]) for s in told["steps"]] == [
        ("2026-03-04", "not seen", "Driftsutvalget", None),
        ("2026-03-18", "treatment", "Formannskapet", None),
        ("2026-03-18", "decision", "Formannskapet", "adopted"),
        ("2026-03-25", "treatment", "Kommunestyret", None),
        ("2026-03-25", "decision", "Kommunestyret", "adopted"),
    ]
    assert [(c["rule"], c["certainty"]) for c in told["cases"]] == [
        ("first", "certain"),
        ("reference", "certain"),
    ]
    with Store.open(Path(database)) as store:
        assert rows(store, "SELECT body_as_written, status FROM unseen_treatments") == [
            ("Driftsutvalget", "body unseen")
        ]
        before = everything(store)
        rebuild(store)
        assert everything(store) == before
        (board,) = rows(
            store, "SELECT document_id FROM documents WHERE path LIKE '%formannskapet%'"
        )
        assert store.remove(board[0])
        rebuild(store)
        # Without the board's paper the council's case stands alone, and says what is missing.
        assert rows(store, "SELECT matter_id, appearances FROM matters") == [
            ("levanger-kommunestyret/2026/ps-12-26/matter", 1)
        ]
        assert rows(store, "SELECT body_as_written, number FROM unseen_treatments") == [
            ("Formannskapet", "40/26")
        ]


def test_the_timeline_reads_well(database: str) -> None:
    told = vedtak("timeline", "levanger-kommunestyret/2026/ps-12-26", "--db", database)
    lines = told.splitlines()
    assert lines[0] == TITLE
    assert "2026-03-04  not seen              Driftsutvalget" in lines
    assert "2026-03-25  decision: adopted     Kommunestyret PS 12/26" in lines
    assert any(SOLD in line for line in lines)
    assert "One matter because:" in lines
    assert all(len(line) < 200 for line in lines)


def test_a_formal_case_is_told_alone(database: str) -> None:
    told = json.loads(vedtak("timeline", "PS 13/26", "--db", database, "--json"))
    assert told["matter"]["matter_id"] is None
    assert [step["step"] for step in told["steps"]] == ["decision", "treatment"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("PS 99/26", "no case or matter PS 99/26"), ("x'; drop", "no case or matter")],
)
def test_an_unknown_case_is_said_to_be_so(database: str, name: str, said: str) -> None:
    result = CliRunner().invoke(main, ["timeline", name, "--db", database])
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_number_that_several_cases_have_is_refused_with_their_keys(
    database: str, tmp_path: Path
) -> None:
    other = tmp_path / "verdal.txt"
    other.write_text(COUNCIL.replace("Levanger", "Verdal"), encoding="utf-8")
    vedtak("import", str(other), "--db", database, "--quiet", "--workers", "0")
    result = CliRunner().invoke(main, ["timeline", "PS 12/26", "--db", database])
    assert result.exit_code == 2
    assert "levanger-kommunestyret/2026/ps-12-26, verdal-kommunestyret/2026/ps-12-26" in (
        result.stderr
    )
