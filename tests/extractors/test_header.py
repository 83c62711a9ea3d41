import datetime as dt
from typing import Any

import pytest

from tests.extractors.papers import AGENDA, MINUTES, PROTOCOL, read, reading
from vedtak.extractors.meeting_title import clean_body
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
        (
            "Møteprotokoll for Lia menighetsråd\n\n"
            "Dato: 3.10.2012 Tid: 19.00-21.30 Sted: Menighetshuset.\nTil stede: Kari Ås\n\n"
            "Sak 4/12 Plan\nVedtak: Godkjent\n\nMøtet slutt kl. 21.10.\n"
        ),
        {
            "date": dt.date(2012, 10, 3),
            "start_time": dt.time(19),
            "end_time": dt.time(21, 10),
            "place": "Menighetshuset",
        },
        "labels one behind the other; the end as it was, not as it was planned",
    ),
    (
        (
            "PROTOKOLL FRA ORDINÆR GENERALFORSAMLING I LIA BORETTSLAG\n\n"
            "Avholdt torsdag 23. mai 2019 kl. 18:00 i Furulia grendehus.\n\nTil stede: Kari Ås\n\n"
            "1. Valg\nVedtak: Ja.\n\n2. Plan\nVedtak: Nei.\n\n"
            "Generalforsamlingen ble hevet kl. 19:40.\n"
        ),
        {
            "date": dt.date(2019, 5, 23),
            "start_time": dt.time(18),
            "end_time": dt.time(19, 40),
            "place": "Furulia grendehus",
            "meeting_id": "lia-borettslag/2019-05-23",
        },
        "a sentence for day, hour and place",
    ),
    (
        (
            "Råd for eldre\n\nMØTEPROTOKOLL\n\nMøtet vart sett kl. 17.00\nDato: 3.6.2013\n"
            "Til stades: Kari Ås\n\nSak 1/13 Plan\nVedtak: Ja.\n\nMøtet vart heva kl. 21\n"
        ),
        {
            "start_time": dt.time(17),
            "end_time": dt.time(21),
            "meeting_id": "rad-for-eldre/2013-06-03",
        },
        "a body that begins like a label, hours in sentences",
    ),
    (
        "Referat frå møte i skuleutvalet onsdag 9. november 2011 kl. 14.00 på grupperom 2\n",
        {"date": dt.date(2011, 11, 9), "start_time": dt.time(14), "place": "grupperom 2"},
        "a title with hour and place",
    ),
    (
        (
            "Møte i Lia sokneråd\ntirsdag 4. februar 1997 kl. 19.00 i prestegarden\n\n"
            "Til stades: Ola Vik\n\nSak 1/97 Plan\nVedtak: Ja.\n\n"
            "Meir låg ikkje føre. Møtet vart heva kl. 21.30.\n"
        ),
        {
            "start_time": dt.time(19),
            "end_time": dt.time(21, 30),
            "place": "prestegarden",
            "meeting_id": "lia-soknerad/1997-02-04",
        },
        "the meeting is the title; the end stands in a second sentence",
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
