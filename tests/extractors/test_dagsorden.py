"""Cases called up by number, and the points of the day's order."""

import datetime as dt

import pytest

from tests.extractors.papers import lines, read
from vedtak.extractors.dagsorden import CALLED, find_called

ASSEMBLY = """\
Fjordtinget

Møte torsdag den 5. mai 2011 kl. 10

President: Ragnhild Torvanger

Dagsorden (nr. 73):

1. Innstilling fra finanskomiteen om
   reiseregninger
2. Referat

Sak nr. 1 [10:02:41]

Innstilling fra finanskomiteen om reiseregninger

Presidenten: Ingen har bedt om ordet.

Votering:

Forslaget fra Høyre ble med 46 mot 11 stemmer ikke vedtatt.

Komiteens innstilling ble bifalt med 52 mot 5 stemmer.

Sak nr. 2 [10:31:09]

Referat

Møtet hevet kl. 10.35.
"""


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Sak nr. 2 [10:04:15]", True),
        ("Sak 3:", True),
        ("SAK 12", True),
        ("Sak nr. 2 [kl. 10.04]", True),
        ("Sak 2 Budsjett", False),  # the title stands beside it: other rules read that
        ("Sak 2/11", False),
        ("2", False),
        ("Saken", False),
    ],
)
def test_lines_that_call_a_case_up(text: str, called: bool) -> None:
    assert (CALLED.fullmatch(text) is not None) is called


def test_titles_stand_below_and_points_list_the_same_cases() -> None:
    found = find_called(lines(ASSEMBLY))
    assert [(one.number.sequence, one.listed) for one in found] == [
        (1, True), (2, True), (1, False), (2, False),
    ]  # fmt: skip
    titles = [" ".join(line.text.strip() for line in one.title) for one in found]
    assert titles == [
        "Innstilling fra finanskomiteen om reiseregninger",
        "Referat",
        "Innstilling fra finanskomiteen om reiseregninger",
        "Referat",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Sak 3\n\nBudsjett\n",  # one line by itself may be a reference
        "Sak 3\n\nBudsjett\n\nSak 2\n\nReferat\n",  # numbers of cases called up only go up
        "1. Tak\n2. Vegger\n",
    ],
)
def test_no_cases_are_called_up(text: str) -> None:
    assert find_called(lines(text)) == []


def test_an_assembly_is_read() -> None:
    found = read(ASSEMBLY)
    (meeting,) = found.meetings
    assert (meeting.number, meeting.date) == (None, dt.date(2011, 5, 5))
    assert (meeting.start_time, meeting.end_time) == (dt.time(10), dt.time(10, 35))
    assert [(one.name_as_written, one.role) for one in found.attendance] == [
        ("Ragnhild Torvanger", "chair")
    ]
    assert [case.title for case in found.cases] == [
        "Innstilling fra finanskomiteen om reiseregninger",
        "Referat",
    ]
    assert [(v.subject, v.votes_for, v.votes_against, v.result) for v in found.votes] == [
        ("Forslaget fra Høyre", 11, 46, "rejected"),
        ("Komiteens innstilling", 52, 5, "adopted"),
    ]
    assert [(d.text, d.unanimous) for d in found.decisions] == [
        ("Komiteens innstilling ble bifalt med 52 mot 5 stemmer.", False)
    ]


def test_without_any_that_carried_a_rejected_proposal_is_the_decision() -> None:
    carried = "Komiteens innstilling ble bifalt med 52 mot 5 stemmer.\n"
    (decision,) = read(ASSEMBLY.replace(carried, "")).decisions
    assert decision.text == "Forslaget fra Høyre ble med 46 mot 11 stemmer ikke vedtatt."
    assert decision.outcome == "rejected"
