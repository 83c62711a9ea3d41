"""Agenda and minutes of one meeting meet under one key, and come apart again."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.synthetic import everything, rows
from vedtak.pipeline.deriving.derived import rebuild
from vedtak.pipeline.parsing.document import parse_file
from vedtak.pipeline.settings import ParseOptions
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.store import Store

AGENDA = """\
MØTEINNKALLING

Utvalg: Formannskap
Møtedato: 25.03.2026
Tid: 10.00
Møtested: Rådhuset
Levanger kommune

Innkalte:
Kari Ås, leder
Ola Li

SAKSLISTE
Sak 1    Godkjenning av protokoll
Sak 2    Budsjett for Levanger kommune

Sak 2 Budsjett for Levanger kommune

Forslag til vedtak:

Budsjettet vedtas.
"""

MINUTES = """\
MØTEPROTOKOLL

Utvalg: Formannskapet
Møtedato: 25.03.2026
Tid: 10.00 - 12.00
Møtested: Rådhuset
Møte nr. 3/2026
Levanger kommune

Til stede:
Kari Ås, leder

Forfall:
Ola Li

SAKSLISTE
Sak 1    Godkjenning av protokoll
Sak 2    Budsjett for Levanger kommune

Sak 2 Budsjett for Levanger kommune

Forslag til vedtak:

Budsjettet vedtas.

Vedtak:

Budsjettet vedtas.
"""
LATER = MINUTES.replace("25.03.2026", "29.04.2026").replace("3/2026", "4/2026")
MEETING = "levanger-formannskapet/2026/3"
CASE = f"{MEETING}/2"


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, DocumentRecords]:
    made = {}
    for name, text in (("agenda", AGENDA), ("minutes", MINUTES), ("later", LATER)):
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        records = parse_file(path, ParseOptions()).records
        assert records is not None
        made[name] = records
    return made


def database(path: Path, papers: Sequence[DocumentRecords]) -> Store:
    store = Store.open(path)
    for records in papers:
        store.write_many([records])
        rebuild(store)
    return store


def test_agenda_without_number_and_minutes_are_one_meeting(
    tmp_path: Path, papers: dict[str, DocumentRecords]
) -> None:
    with database(tmp_path / "v.duckdb", [papers["agenda"], papers["minutes"]]) as store:
        assert rows(store, "SELECT body_id, name FROM bodies") == [
            ("levanger-formannskapet", "Formannskapet")
        ]
        assert rows(store, "SELECT meeting_id, body_id, number FROM meetings") == [
            (MEETING, "levanger-formannskapet", "3/2026")
        ]
        assert rows(store, "SELECT rule, stated_key FROM body_links") == [
            ("ending", "levanger-formannskap")
        ]
        assert rows(store, "SELECT rule, stated_key, certainty FROM meeting_links") == [
            ("same date", "levanger-formannskap/2026-03-25", "certain")
        ]
        # everything that holds the key follows: cases, lists, proposals, decisions, parts, spans
        assert rows(store, "SELECT case_id FROM cases ORDER BY 1") == [(f"{MEETING}/1",), (CASE,)]
        assert rows(store, "SELECT status, count(*) FROM attendance GROUP BY ALL ORDER BY 1") == [
            ("absent", 1),
            ("invited", 2),
            ("present", 1),
        ]
        (found,) = rows(
            store,
            "SELECT proposal, decision, against_proposal, outcome FROM decisions_flat "
            f"WHERE case_id = '{CASE}'",
        )
        assert found == ("Budsjettet vedtas.", "Budsjettet vedtas.", "as proposed", "adopted")
        assert rows(
            store,
            "SELECT kind, stated_meeting_id FROM parts WHERE meeting_id IS NOT NULL ORDER BY 1",
        ) == [("agenda", "levanger-formannskap/2026-03-25"), ("minutes", None)]
        assert rows(
            store,
            f"SELECT part_kind, states FROM case_timeline WHERE case_id = '{CASE}' ORDER BY 1",
        ) == [
            ("agenda", ["case", "proposal"]),
            ("minutes", ["case", "decision", "proposal"]),
        ]
        assert rows(
            store,
            "SELECT count(DISTINCT document_id) FROM spans "
            f"WHERE starts_with(record_id, '{CASE}/proposal/')",
        ) == [(2,)]
        assert rows(
            store, "SELECT name, invited, present, absent FROM participation ORDER BY 1"
        ) == [
            ("Kari Ås", 1, 1, 0),
            ("Ola Li", 1, 0, 1),
        ]
        # what the documents state stays as they state it
        assert rows(store, "SELECT DISTINCT meeting_id FROM stated.meetings ORDER BY 1") == [
            ("levanger-formannskap/2026-03-25",),
            (MEETING,),
        ]


def test_the_order_of_import_changes_nothing(
    tmp_path: Path, papers: dict[str, DocumentRecords]
) -> None:
    found: list[dict[str, list[Any]]] = []
    for i, order in enumerate(itertools.permutations(papers.values())):
        with database(tmp_path / f"{i}.duckdb", order) as store:
            found.append(everything(store))
            rebuild(store)
            assert everything(store) == found[-1]
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize("removed", ["agenda", "minutes", "later"])
def test_a_document_that_is_removed_leaves_nothing(
    tmp_path: Path, papers: dict[str, DocumentRecords], removed: str
) -> None:
    rest = [records for name, records in papers.items() if name != removed]
    with database(tmp_path / "a.duckdb", rest) as store:
        never = everything(store)
    with database(tmp_path / "b.duckdb", list(papers.values())) as store:
        assert store.remove(papers[removed].document.document_id)
        rebuild(store)
        assert everything(store) == never


def test_a_document_that_is_written_again_is_linked_again(
    tmp_path: Path, papers: dict[str, DocumentRecords]
) -> None:
    with database(tmp_path / "v.duckdb", list(papers.values())) as store:
        before = everything(store)
        # A stop between the two leaves unlinked rows; the next import finds what is left to do.
        store.write_many([papers["minutes"]])
        rebuild(store)
        assert everything(store) == before


def test_an_empty_database_has_no_links(tmp_path: Path) -> None:
    with Store.open(tmp_path / "v.duckdb") as store:
        rebuild(store)
        assert rows(store, "SELECT * FROM body_links UNION ALL SELECT * FROM meeting_links") == []
