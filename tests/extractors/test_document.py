import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.extractors.papers import (
    AGENDA,
    LINEAR,
    MINUTES,
    NOTE,
    PROTOCOL,
    check_cover,
    growth,
    plain,
    printed,
    put,
    read,
)
from vedtak.extractors.document import extract

ENGLISH = """Minutes of the meeting

Date: 3 May 2020
Present: John Smith (Labour), Jane Doe
Item 1/20: Budget. The committee decided to adopt the budget (see appendix).
"""

BAD = {
    "no page": [],
    "empty pages": ["", "", ""],
    "space": [" \n\t\n  "],
    "English": [ENGLISH],
    "200 pages without a label": ["Dette er en side uten noe å lese ut.\n" * 5] * 200,
    "two meetings glued": [MINUTES, MINUTES.replace("3/2026", "4/2026").replace("25.03", "25.04")],
    "glued on one page": [MINUTES + MINUTES],
    "the same page twice": [MINUTES, MINUTES],
    "everything": [AGENDA, NOTE, MINUTES, PROTOCOL],
    "backwards": [MINUTES[::-1]],
    "capitals": [MINUTES.upper()],
    "one word per line": [MINUTES.replace(" ", "\n")],
    "one line": [MINUTES.replace("\n", " ")],
    "cut off": [MINUTES[:200]],
    "labels only": ["Til stede:\nForfall:\nDato:\nSaksliste\nVedtak:\nForslag til vedtak:\n"],
    "open parentheses": ["MØTEPROTOKOLL\nTil stede:\nKari Ås (\nOla Li ((\n12/20 Sak (\nVedtak: ("],
    "strange characters": ["\x00\x01\ufffd\u200b\u00ad MØTEPROTOKOLL \U0001f600\n12/20 \x0b Sak"],
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_read_without_a_fall(name: str) -> None:
    pages = plain(*BAD[name])
    found = extract(pages, "d" * 16)
    check_cover(pages, found)
    keys = {part.part_id for part in found.parts}
    for span in found.spans:
        assert span.part_id is None or span.part_id in keys


@pytest.mark.parametrize("name", BAD)
def test_records_hang_together(name: str) -> None:
    found = read(*BAD[name])
    parts = {part.part_id for part in found.parts}
    bodies = {body.body_id for body in found.bodies}
    meetings = {meeting.meeting_id for meeting in found.meetings}
    cases = {case.case_id for case in found.cases}
    assert {meeting.body_id for meeting in found.meetings} <= bodies
    assert {case.meeting_id for case in found.cases} <= meetings
    assert {row.meeting_id for row in found.attendance} <= meetings
    assert {decision.case_id for decision in found.decisions} <= cases
    assert {vote.case_id for vote in found.votes} <= cases
    assert {row.part_id for row in found.attendance} <= parts
    assert {point.decision_id for point in found.decision_points} <= {
        decision.decision_id for decision in found.decisions
    }
    assert {ballot.vote_id for ballot in found.ballots} <= {vote.vote_id for vote in found.votes}


def test_an_empty_document_has_no_records() -> None:
    found = extract([], "d")
    assert (found.parts, found.meetings, found.cases, found.spans) == ([], [], [], [])


def test_english_gives_no_decision_and_no_vote() -> None:
    found = read(ENGLISH)
    assert (found.decisions, found.votes, found.ballots, found.language) == ([], [], [], None)


def test_minutes_give_their_records() -> None:
    found = read(MINUTES)
    assert found.language == "nb"
    assert [(part.kind, part.first_page, part.last_page) for part in found.parts] == [
        ("minutes", 1, 1)
    ]
    assert [(d.case_id.rpartition("/")[2], d.outcome) for d in found.decisions] == [
        ("ps-6-26", "approved"),
        ("ps-7-26", "adopted"),
    ]
    assert [p.text for p in found.proposals] == ["Budsjettet vedtas."]
    assert [f.check_name for f in found.findings] == []


def test_the_same_words_are_one_proposal_in_agenda_and_minutes() -> None:
    assert [p.proposal_id for p in read(AGENDA).proposals] == [
        p.proposal_id for p in read(MINUTES).proposals
    ]


def test_what_should_be_there_and_is_not_is_a_finding() -> None:
    found = read("MØTEPROTOKOLL\n\nUtvalg: Formannskapet\nMøtested: Rådhuset\n")
    assert {"no_date", "no_cases", "no_attendance"} <= {f.check_name for f in found.findings}


def test_what_cannot_be_read_is_named() -> None:
    found = read("Dette er en tekst som ikke er noe møte.\n" * 5)
    assert {"unknown_part", "unclassified_text"} <= {f.check_name for f in found.findings}


@pytest.mark.parametrize("paper", [MINUTES, AGENDA, NOTE, PROTOCOL])
def test_the_same_pages_give_the_same_records(paper: str) -> None:
    first = read(paper)
    read(ENGLISH, AGENDA)
    assert read(paper) == first


@pytest.mark.parametrize("paper", [MINUTES, AGENDA, NOTE, PROTOCOL])
def test_printed_pages_say_what_text_says(paper: str) -> None:
    words = []
    for top, row in enumerate(paper.split("\n")):
        at = 0
        for cell in row.split("  "):
            words += put(cell, 50 + 5 * at, 50 + 12 * top)
            at += len(cell) + 2
    page = printed(words)
    found, as_text = extract([page], "d" * 16), read(paper)
    check_cover([page], found)
    assert [(d.case_id, d.text) for d in found.decisions] == [
        (d.case_id, d.text) for d in as_text.decisions
    ]
    assert [p.text for p in found.proposals] == [p.text for p in as_text.proposals]
    assert [a.name_as_written for a in found.attendance] == [
        a.name_as_written for a in as_text.attendance
    ]


ROWS = sorted({row for paper in (MINUTES, AGENDA, NOTE, PROTOCOL) for row in paper.split("\n")})


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 40), st.integers(1, 3))
def test_rows_in_any_order_are_covered(order: random.Random, count: int, pages: int) -> None:
    texts = ["\n".join(order.choices(ROWS, k=count)) for _ in range(pages)]
    laid_out = plain(*texts)
    check_cover(laid_out, extract(laid_out, "d" * 16))


SHAPES: dict[str, Callable[[int], list[str]]] = {
    "digits": lambda n: ["1" * n * 20],
    "spaces": lambda n: [" " * n * 20 + "1"],
    "one label": lambda n: ["Dato:\n" * n],
    "labels in a line": lambda n: ["Vedtak: " * n],
    "nested parentheses": lambda n: ["MØTEPROTOKOLL\nTil stede:\n" + "(" * n + ")" * n],
    "sentences": lambda n: ["Saken ble drøftet i møtet.\n" * n],
    "pages": lambda n: [MINUTES] * (n // 20 + 1),
    "cases": lambda n: [
        MINUTES + "\n".join(f"PS {i}/26 Sak\n\nVedtak:\n\nVedtas.\n" for i in range(n))
    ],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_document(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        pages = plain(*SHAPES[shape](n))
        return lambda: extract(pages, "d" * 16)

    assert growth(action, 200) < LINEAR
