import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.synthetic import (
    BODY,
    CASE,
    MEETING,
    agenda,
    decision,
    draft,
    meeting,
    minutes,
    part,
    records_of,
    rows,
    write,
)
from vedtak.models.cases import Case
from vedtak.models.decisions import Outcome
from vedtak.models.documents import PartKind
from vedtak.models.extraction import Extraction
from vedtak.models.meetings import Meeting
from vedtak.pipeline.names.resolve import resolve_names
from vedtak.pipeline.storing.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "vedtak.duckdb") as opened:
        yield opened


def test_decisions_flat_has_one_row_per_case(store: Store) -> None:
    write(store, agenda(), minutes(), draft())
    found = rows(
        store,
        "SELECT body_id, number, decision, outcome, against_proposal FROM decisions_flat "
        "ORDER BY 1, 2",
    )
    assert found == [
        (
            "nuit",
            "1/20",
            "NUIT tar saken til orientering og ber om en rapport.",
            "noted",
            "amended",
        ),
        ("nuit", "2/20", None, None, None),
    ]
    assert rows(
        store,
        "SELECT body, meeting_number, date, proposal, decision_count, unanimous, document_path, "
        f"page FROM decisions_flat WHERE case_id = '{CASE}'",
    ) == [
        (
            "Nasjonalt utvalg",
            "1/2020",
            dt.date(2020, 2, 14),
            "NUIT tar saken til orientering.\n\nSaken utsettes til høsten.",
            1,
            True,
            "arkiv/bbbb.pdf",
            1,
        )
    ]


def test_the_first_of_several_decisions_gives_the_outcome(store: Store) -> None:
    several = minutes()
    several.extraction.decisions = [
        decision(
            "bbbb/1",
            f"Vedtak {n}",
            decision_id=f"{CASE}/decision/{n}",
            outcome=Outcome.ELECTED if n == 1 else Outcome.REJECTED,
            unanimous=True if n == 2 else None,
        )
        for n in (10, 2, 1)
    ]
    write(store, several)
    assert rows(
        store, "SELECT decision, decision_count, outcome, unanimous FROM decisions_flat"
    ) == [("Vedtak 1\n\nVedtak 2\n\nVedtak 10", 3, "elected", None)]


def test_participation_counts_meetings(store: Store) -> None:
    write(store, agenda(), minutes())
    resolve_names(store)
    assert rows(
        store,
        "SELECT person_id, body_id, year, meetings_held, invited, present, absent, share, roles "
        "FROM participation",
    ) == [
        ("kari-a-nes", "nuit", 2020, 1, 1, 1, 0, 1.0, ["member"]),
        ("ola-lie", "nuit", 2020, 1, 1, 0, 1, 0.0, ["member"]),
    ]


def test_a_meeting_that_was_only_announced_was_not_held(store: Store) -> None:
    write(store, agenda())
    resolve_names(store)
    assert rows(store, "SELECT meetings_held, invited, present, share FROM participation") == [
        (0, 1, 0, None),
        (0, 1, 0, None),
    ]


def test_case_timeline_lists_every_appearance(store: Store) -> None:
    write(store, agenda(), minutes(), draft())
    assert rows(
        store,
        "SELECT date, document_id, part_kind, page, states FROM case_timeline "
        f"WHERE case_id = '{CASE}'",
    ) == [
        (dt.date(2020, 1, 30), "cccc", "case_note", 1, ["case", "case note", "proposal"]),
        (
            dt.date(2020, 2, 14),
            "aaaa",
            "agenda",
            1,
            ["attachment", "case", "contribution", "proposal"],
        ),
        (
            dt.date(2020, 2, 14),
            "bbbb",
            "minutes",
            1,
            ["case", "contribution", "decision", "presence", "vote"],
        ),
        (dt.date(2020, 2, 14), "cccc", "minutes", 1, ["case", "decision"]),
    ]


@pytest.mark.parametrize(
    ("numbers", "dates", "expected"),
    [
        (["1/20"], [], [("1/20", None, MEETING)]),
        (["1/2020"], [dt.date(2020, 2, 14)], [("1/2020", dt.date(2020, 2, 14), MEETING)]),
        ([], [dt.date(2020, 2, 14)], [(None, dt.date(2020, 2, 14), MEETING)]),
        ([], [dt.date(2020, 2, 15)], [(None, dt.date(2020, 2, 15), None)]),
        (["1/19"], [], [("1/19", None, None)]),
        # the meeting's own number and date are slips, not an earlier meeting
        (["2/20"], [], [("2/20", None, None)]),
        ([], [], []),
    ],
)
def test_approvals_find_the_earlier_meeting(
    store: Store, numbers: list[str], dates: list[dt.date], expected: list[Any]
) -> None:
    later = "nuit/2020/2"
    approving = records_of(
        "dddd",
        Extraction(
            parts=[part("dddd", PartKind.MINUTES)],
            meetings=[
                Meeting(meeting_id=later, body_id=BODY, number="2/2020", date=dt.date(2020, 4, 1))
            ],
            cases=[
                Case(
                    case_id="nuit/2020/3-20",
                    meeting_id=later,
                    ordinal=1,
                    approves_meetings=numbers,
                    approves_minutes_of=dates,
                )
            ],
        ),
    )
    earlier = records_of(
        "bbbb",
        Extraction(parts=[part("bbbb", PartKind.MINUTES)], meetings=[meeting("bbbb/1")]),
    )
    write(store, earlier, approving)
    found = rows(store, "SELECT approved_number, approved_date, approved_meeting_id FROM approvals")
    assert found == expected
