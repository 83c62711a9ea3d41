import datetime as dt

import pytest

from tests.extractors.papers import LEXICON
from vedtak.extractors.held import joint_place, read_held

SENTENCES: list[tuple[str, dt.date | None, dt.time | None, str | None, str]] = [
    (
        "Avholdt torsdag 23. mai 2019 kl. 18:00 i Furulia grendehus.",
        dt.date(2019, 5, 23),
        dt.time(18),
        "Furulia grendehus",
        "no subject",
    ),
    (
        "Styremøtet ble holdt mandag 6. juni 2011 kl. 18-20 hos Arne Berg.",
        dt.date(2011, 6, 6),
        dt.time(18),
        "hos Arne Berg",
        "at somebody's home",
    ),
    ("Møtet ble avholdt på Teams kl. 17.00.", None, dt.time(17), "Teams", "no day"),
    (
        "Årsmøtet vart halde i Skyttarhuset torsdag 7. februar 1991 kl. 19.00.",
        dt.date(1991, 2, 7),
        dt.time(19),
        "Skyttarhuset",
        "nynorsk, the place first",
    ),
    (
        "Tirsdag 12. januar 2021 klokken 18:30 ble det avholdt sameiermøte i Sameiet Li.",
        dt.date(2021, 1, 12),
        dt.time(18, 30),
        None,
        "the day first; where the body is no place",
    ),
    ("Møtet ble holdt 3. mai 2011", dt.date(2011, 5, 3), None, None, "neither hour nor place"),
]


@pytest.mark.parametrize(("text", "day", "start", "place"), [row[:4] for row in SENTENCES])
def test_sentences_on_a_meeting(
    text: str, day: dt.date | None, start: dt.time | None, place: str | None
) -> None:
    held = read_held(text, LEXICON)
    assert held is not None
    assert (held.date, held.times.start, held.place) == (day, start, place)


@pytest.mark.parametrize(
    "text",
    [
        "Kari Ås holdt et foredrag 3. mai 2011",
        "Møtet ble holdt i god tone.",
        "Neste møte avholdes 3. mai 2011",
        "",
    ],
)
def test_other_sentences_tell_of_no_meeting(text: str) -> None:
    assert read_held(text, LEXICON) is None


JOINT: list[tuple[str, str, str | None, str]] = [
    ("Tid og sted", "tirsdag 3. mai 2020 kl. 18.00, Klubbhuset", "Klubbhuset", "the place last"),
    ("Sted/tid", "Rådhuset, 3.5.2020 kl 18-20", "Rådhuset", "the place first"),
    (
        "Tid og stad",
        "Torsdag den 3. mai 2020, kl. 18.00 - 20.30 på Klubbhuset, Vollen",
        "Klubbhuset, Vollen",
        "a place of two words",
    ),
    ("Tid og sted", "3. mai 2020 kl. 18", None, "no place"),
    ("Dato/tid", "3. mai 2020, Oslo", None, "no label of places"),
]


@pytest.mark.parametrize(("label", "value", "expected"), [row[:3] for row in JOINT])
def test_places_behind_a_label_of_time_and_place(
    label: str, value: str, expected: str | None
) -> None:
    assert joint_place(label, value) == expected
