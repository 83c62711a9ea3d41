from dataclasses import replace

import pytest

from tests.extractors.papers import AGENDA, MINUTES, printed, put, read, reading, reading_of
from vedtak.extractors.attachments import opens_attachments, read_attachments
from vedtak.extractors.context import Reading
from vedtak.models.documents import Role
from vedtak.models.page import Link

OPENERS = [
    ("Vedlegg:", True),
    ("Vedlegg", True),
    ("Vedlegg 1A: Referat", True),
    ("Vedlegg nr. 1: Referat", True),
    ("Vedlegg 1 - Referat", True),
    ("Vedlagt:", True),
    ("Vedlegg – lenket opp på ehelse.no:", True),
    ("Vedlegget er sendt", False),
    ("Se vedlegg 1", False),
    ("Vedlegg til saken ble delt ut", False),
    ("", False),
]


@pytest.mark.parametrize(("text", "expected"), OPENERS)
def test_lines_that_open_attachments(text: str, expected: bool) -> None:
    assert opens_attachments(text) is expected


def named(one: Reading) -> list[tuple[str | None, str | None, str | None]]:
    body = one.flow.body()
    read_attachments(one, body, "c/agenda", "c", "d/1")
    return [(a.label, a.title, a.url) for a in one.found.attachments]


NAMED = [
    ("Vedlegg 1: Budsjett", [("1", "Budsjett", None)], "one"),
    (
        "Vedlegg 1A: Referat\nVedlegg 1B: Plan",
        [("1A", "Referat", None), ("1B", "Plan", None)],
        "labels with letters",
    ),
    ("Vedlegg:\n1. Budsjett\n2. Plan", [("1", "Budsjett", None), ("2", "Plan", None)], "a list"),
    ("Vedlegg:\n• Budsjett\n• Plan", [(None, "Budsjett", None), (None, "Plan", None)], "bullets"),
    ("Vedlegg 1: Referat er lagt på ehelse.no", [("1", "Referat", None)], "what is no title"),
    ("Vedlegg 1: Referat og\nVedlegg 2: Plan", [("1", "Referat", None), ("2", "Plan", None)], "og"),
    ("Vedlegg:", [], "nothing named"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in NAMED])
def test_attachments(text: str, expected: list[tuple[str | None, str | None, str | None]]) -> None:
    assert named(reading(text)) == expected


def test_keys_differ_even_where_labels_are_the_same() -> None:
    one = reading("Vedlegg 1: A\nVedlegg 1: B\nVedlegg 1: C")
    named(one)
    keys = [a.attachment_id for a in one.found.attachments]
    assert len(set(keys)) == 3
    assert keys[0] == "c/agenda/vedlegg-1"


def test_links_of_the_page_are_their_addresses() -> None:
    page = printed([*put("Vedlegg 1: Budsjett", 70, 100), *put("Vedlegg 2: Plan", 70, 112)])
    link = Link("https://ehelse.no/plan", 70, 112, 200, 122)
    assert named(reading_of([replace(page, links=[link])])) == [
        ("1", "Budsjett", None),
        ("2", "Plan", "https://ehelse.no/plan"),
    ]


def test_attachments_are_tied_to_their_case_and_words() -> None:
    for paper in (AGENDA, MINUTES):
        found = read(paper)
        assert [(a.case_id, a.label, a.title) for a in found.attachments] == [
            ("formannskapet/2026/ps-7-26", "1", "Budsjett"),
            ("formannskapet/2026/ps-7-26", "2", "Plan"),
        ]
        spans = {span.record_id: span.role for span in found.spans}
        assert all(spans[a.attachment_id] == Role.ATTACHMENT for a in found.attachments)
