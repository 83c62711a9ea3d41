import datetime as dt
from typing import Any

import pytest

from tests.extractors.papers import AGENDA, MINUTES, PROTOCOL, read, reading
from vedtak.extractors.header import clean_body
from vedtak.extractors.municipality import municipality

HEADS: list[tuple[str, dict[str, Any], str]] = [
    (
        MINUTES,
        {
            "number": "3/2026",
            "year": 2026,
            "date": dt.date(2026, 3, 25),
            "start_time": dt.time(10),
            "place": "Rådhuset",
            "meeting_id": "formannskapet/2026/3",
        },
        "labels",
    ),
    (
        AGENDA,
        {
            "number": None,
            "year": 2026,
            "date": dt.date(2026, 3, 25),
            "place": "Rådhuset",
            "meeting_id": "formannskapet/2026-03-25",
        },
        "no number: the date is the key",
    ),
    (
        PROTOCOL,
        {"date": dt.date(2026, 6, 24), "meeting_id": "kommunestyret/2026-06-24"},
        "a sentence",
    ),
    (
        (
            "Referat fra ekstramøte i NUIT\n\nMøte    3/2020\nDato    13. mai 2020\n"
            "Tid     10:00 – 12:00\nSted    Webinar\n\nTil stede\nKari Ås (KS)\n"
        ),
        {
            "number": "3/2020",
            "year": 2020,
            "date": dt.date(2020, 5, 13),
            "start_time": dt.time(10),
            "end_time": dt.time(12),
            "place": "Webinar",
            "extraordinary": True,
            "meeting_id": "nuit/2020/3",
        },
        "an extra meeting, labels in a column",
    ),
    (
        "MØTEPROTOKOLL\n\nUtvalg: Formannskapet\nMøtested: Rådhuset\n",
        {"date": None, "number": None, "year": None, "start_time": None, "end_time": None},
        "what is not stated is NULL",
    ),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in HEADS])
def test_heads(text: str, expected: dict[str, Any]) -> None:
    (meeting,) = read(text).meetings
    assert {field: getattr(meeting, field) for field in expected} == expected


BODIES = [
    ("valgstyret 3. mai 2020", "valgstyret"),
    ("NUIT – Nasjonalt utvalg", "NUIT"),
    ("Plan- og utviklingsutvalget", "Plan- og utviklingsutvalget"),
    ("styret den 3. mai", "styret"),
    ("Kontrollutvalget, Levanger", "Kontrollutvalget"),
    ("  ", None),
]


@pytest.mark.parametrize(("text", "expected"), BODIES)
def test_names_of_bodies(text: str, expected: str | None) -> None:
    assert clean_body(text) == expected


MUNICIPALITIES = [
    ("Levanger kommune\n\nMøteprotokoll", "Levanger kommune", "alone on its line"),
    ("Saken gjelder Levanger kommune.", None, "mentioned once"),
    ("Levanger kommune\nVerdal kommune", None, "two alike"),
    ("en kommune og flere kommuner", None, "no name"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in MUNICIPALITIES])
def test_municipality(text: str, expected: str | None) -> None:
    assert municipality(reading(text)) == expected


def test_a_common_body_carries_its_municipality() -> None:
    (body,) = read("Levanger kommune\n\n" + MINUTES).bodies
    assert (body.body_id, body.name) == ("levanger-formannskapet", "Formannskapet")
    assert body.organization_as_written == "Levanger kommune"
