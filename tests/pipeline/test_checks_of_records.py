"""Checks of what records say of each other: each fires where it should, and only there."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.making import DAYS, Paper, put
from tests.pipeline.synthetic import rows
from vedtak.models.cases import CaseNote
from vedtak.models.documents import PartKind
from vedtak.models.meetings import AttendanceStatus, PresenceEvent
from vedtak.pipeline.deriving.checks import check_database
from vedtak.pipeline.storing.store import Store

PRESENT, ABSENT = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "v.duckdb") as opened:
        yield opened


def found(store: Store, check: str) -> list[str]:
    check_database(store)
    query = f"SELECT message FROM findings WHERE check_name = '{check}' ORDER BY finding_id"
    return [message for (message,) in rows(store, query)]


def members(paper: Paper, *names: str) -> Paper:
    for name in names:
        paper.listed(name, PRESENT)
    return paper


def protocol() -> Paper:
    return Paper(1, PartKind.CASE_PROTOCOL)


def test_a_voter_on_no_list_of_the_meeting(store: Store) -> None:
    put(store, members(Paper(1).case(1), "Kari Ås"), protocol().case(1).vote(1, "Ola Lie"))
    (message,) = found(store, "voters_on_list")
    assert "Ola Lie" in message and "nuit/2020/1-20/vote/1" in message


@pytest.mark.parametrize(
    ("voter", "why"),
    [
        ("Kari Ås", "on the list"),
        ("K. Ås", "may be the same person"),
        ("KARI AAS", "is the same person after folding"),
    ],
)
def test_a_voter_who_may_be_on_the_list(voter: str, why: str, store: Store) -> None:
    put(store, members(Paper(1).case(1), "Kari Ås"), protocol().case(1).vote(1, voter))
    assert found(store, "voters_on_list") == [], why


def test_a_voter_who_stepped_in(store: Store) -> None:
    paper = protocol().case(1).vote(1, "Ola Lie")
    paper.event(1, "Ola Lie", PresenceEvent.SUBSTITUTED)
    put(store, members(Paper(1).case(1), "Kari Ås"), paper)
    assert found(store, "voters_on_list") == []


def test_voters_of_a_document_with_a_list_are_checked_when_it_is_read(store: Store) -> None:
    put(store, members(Paper(1).case(1), "Kari Ås").vote(1, "Ola Lie"))
    assert found(store, "voters_on_list") == []


@pytest.mark.parametrize(
    ("votes_for", "votes_against", "fires"),
    [(2, 1, True), (3, None, True), (1, 1, False), (None, None, False)],
)
def test_more_votes_than_members(
    votes_for: int | None, votes_against: int | None, fires: bool, store: Store
) -> None:
    paper = members(Paper(1).case(1), "Kari Ås", "Ola Lie")
    paper.listed("Per Dal", PRESENT, role="secretariat").listed("Eva Moe", ABSENT)
    put(store, paper.vote(1, votes_for=votes_for, votes_against=votes_against))
    messages = found(store, "votes_over_present")
    assert len(messages) == fires
    assert all("counts 3 votes" in message and "has 2 people" in message for message in messages)


def test_votes_that_have_a_reason(store: Store) -> None:
    casting = members(Paper(1).case(1), "Kari Ås", "Ola Lie")
    casting.vote(1, votes_for=2, votes_against=1, casting_vote=True)
    stepped_in = members(Paper(2).case(2), "Kari Ås", "Ola Lie").vote(2, votes_for=3)
    stepped_in.event(2, "Eva Moe", PresenceEvent.SUBSTITUTED)
    general = members(Paper(3, title="Protokoll fra årsmøte").case(3), "Kari Ås", "Ola Lie")
    general.vote(3, votes_for=40)
    put(store, casting, stepped_in, general, Paper(4).case(4).vote(4, votes_for=9))
    assert found(store, "votes_over_present") == []


def standing_in() -> Paper:
    return Paper(1).case(1).listed("Eva Moe", PRESENT, substitute_for="Kari Aas", role="substitute")


def test_a_substitute_for_somebody_who_is_there(store: Store) -> None:
    put(store, standing_in().listed("Kari Ås", PRESENT))
    (message,) = found(store, "substitute_present")
    assert "Eva Moe" in message and "Kari Ås" in message and "nuit/2020/1" in message


def test_a_substitute_for_somebody_who_is_not(store: Store) -> None:
    put(store, standing_in().listed("Kari Ås", ABSENT).listed("Kari Moe", PRESENT))
    assert found(store, "substitute_present") == []


def test_a_substitute_who_took_turns(store: Store) -> None:
    paper = standing_in().listed("Kari Ås", PRESENT)
    put(store, paper.event(1, "Kari Ås", PresenceEvent.LEFT))
    assert found(store, "substitute_present") == []


def note(day: dt.date) -> Paper:
    paper = Paper(2, PartKind.CASE_NOTE)
    paper.found.case_notes.append(
        CaseNote(part_id=paper.part_id, case_id="nuit/2020/3-20", date=day, text="-")
    )
    return paper


def test_what_is_decided_before_it_can_have_been(store: Store) -> None:
    paper = Paper(2).case(2, approves_minutes_of=[DAYS[3]])
    paper.case(3, decided="NUIT ber om en sak.").asks(3)
    paper.found.requests[0].due, paper.found.requests[0].due_date = "innen i går", DAYS[1]
    put(store, paper, note(DAYS[4]))
    approved, late_note, due = sorted(found(store, "decision_before_meeting"))
    assert "2020-03-10" in approved and "nuit/2020/2-20" in approved
    assert "2020-04-10" in late_note
    assert "innen i går" in due


def test_what_is_decided_in_time(store: Store) -> None:
    paper = Paper(2).case(2, approves_minutes_of=[DAYS[1]])
    paper.case(3, decided="NUIT ber om en sak.").asks(3)
    paper.found.requests[0].due_date = DAYS[5]
    put(store, Paper(1), paper, note(DAYS[2]))
    assert found(store, "decision_before_meeting") == []


def test_one_number_for_two_meetings(store: Store) -> None:
    other = Paper(2)
    other.found.meetings[0].number = "01/2020"
    put(store, Paper(1), other)
    (message,) = found(store, "same_number_twice")
    assert "nuit/2020/1 (2020-01-10) and nuit/2020/2 (2020-02-10)" in message
    put(store, Paper(2))
    assert found(store, "same_number_twice") == []


def test_one_number_for_two_cases(store: Store) -> None:
    put(store, Paper(1).case(7, "Budsjett 2021"), Paper(2).case(7, "Skolestruktur"))
    (message,) = found(store, "same_number_twice")
    assert "7/20" in message and "Budsjett 2021" in message and "Skolestruktur" in message


def test_one_number_for_two_cases_of_one_paper(store: Store) -> None:
    put(store, Paper(1).case(7, "Budsjett 2021").case(7, "Skolestruktur"))
    assert len(found(store, "same_number_twice")) == 1


def test_a_case_that_keeps_its_number(store: Store) -> None:
    put(
        store,
        Paper(1).case(7, "Budsjett 2021"),
        Paper(2).case(7, "Budsjett og økonomiplan 2021"),
        Paper(1, PartKind.AGENDA).case(8, "Skolestruktur"),
        Paper(1, name="minutes").case(8, "Ny struktur for skolene"),
    )
    assert found(store, "same_number_twice") == []
