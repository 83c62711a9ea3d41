"""What the gold says of the real bundle across documents: cases, notes and approvals."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.synthetic import rows
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.storing.store import Store

CORPUS = Path(__file__).parents[2] / "corpus"
GOLD = CORPUS / "gold" / "nuit-2020-03-moetepakke.json"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("across") / "v.duckdb"
    scan = "nuit-2020-01-referat-skannet.pdf"  # needs Tesseract, and says what its twin says
    files = [file for file in sorted((CORPUS / "nuit").iterdir()) if file.name != scan]
    import_paths(files, path)
    with Store.open(path, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def across() -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(GOLD.read_text(encoding="utf-8"))["across"]
    return gold


def test_a_case_is_in_all_the_documents_that_the_gold_names(
    store: Store, across: dict[str, Any]
) -> None:
    assert across["case_in_documents"]
    for number, places in across["case_in_documents"].items():
        found = rows(
            store,
            "SELECT DISTINCT part_kind, CASE part_kind WHEN 'case_note' THEN cases.number "
            "ELSE meetings.number END FROM case_timeline INNER JOIN cases USING (case_id) "
            "INNER JOIN meetings ON meetings.meeting_id = cases.meeting_id "
            f"WHERE cases.number = '{number}' ORDER BY 1",
        )
        assert [f"{kind} {named}" for kind, named in found] == places
        # and the matter shows the same steps
        steps = rows(
            store,
            "SELECT DISTINCT step FROM matter_timeline INNER JOIN cases USING (case_id) "
            f"WHERE cases.number = '{number}' ORDER BY 1",
        )
        assert steps == [("agenda",), ("case note",)]


def test_minutes_are_approved_in_the_case_that_the_gold_names(
    store: Store, across: dict[str, Any]
) -> None:
    assert across["minutes_approved_by"]
    for date, number in across["minutes_approved_by"].items():
        assert rows(
            store,
            "SELECT cases.number, meetings.date FROM approvals INNER JOIN cases USING (case_id) "
            "INNER JOIN meetings ON meetings.meeting_id = approved_meeting_id "
            f"WHERE approved_date = '{date}'",
        ) == [(number, dt.date.fromisoformat(date))]


def test_all_papers_of_a_meeting_are_listed(store: Store) -> None:
    assert rows(
        store,
        "SELECT kind, count(*), max(len(approved_in)) FROM meeting_documents "
        "WHERE meeting_id = 'nuit/2020/1' GROUP BY ALL ORDER BY 1",
    ) == [("minutes", 3, 1)]
