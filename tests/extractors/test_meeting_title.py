import datetime as dt

import pytest

from vedtak.extractors.meeting_title import read_gathering, read_title

TITLES: list[tuple[str, str | None, str | None, bool | None, str]] = [
    ("Referat fra ekstramøte i NUIT", "NUIT", None, True, "an extra meeting"),
    (
        "PROTOKOLL FRA ORDINÆR GENERALFORSAMLING I FURULIA BORETTSLAG",
        "FURULIA BORETTSLAG",
        None,
        None,
        "ordinary is the meeting, not the body",
    ),
    (
        "Protokoll fra ekstraordinær generalforsamling i Lia borettslag",
        "Lia borettslag",
        None,
        True,
        "so is extraordinary",
    ),
    (
        "Protokoll fra styremøte nr. 4/2011 i Elvestad Vannverk SA",
        "Elvestad Vannverk SA",
        "4/2011",
        None,
        "a number between meeting and body",
    ),
    ("Referat fra årsmøtet 2019 i Lia Vel", "Lia Vel", None, None, "a year between them"),
    ("Referat frå møte i arbeidsutvalet, 3. mars", "arbeidsutvalet", None, None, "a day behind"),
    ("Innkalling til møte i Lia FAU mandag 3. juni", "Lia FAU", None, None, "a weekday behind"),
    ("Referat fra FAU-møte", "FAU", None, None, "the short form in the word"),
    ("Protokoll fra kommunestyrets møte 3. mai", "kommunestyret", None, None, "a genitive"),
    ("Møtebok for valgstyret", "valgstyret", None, None, "no word for the meeting"),
    ("Referat fra dugnadsmøte", None, None, None, "a meeting is no body"),
    ("Protokoll fra møte 2/2015", None, "2/2015", None, "a number is no body"),
    ("Referat fra allmøte om ny skole", None, None, None, "what it was about is no body"),
]


@pytest.mark.parametrize(("title", "body", "number", "extra"), [row[:4] for row in TITLES])
def test_titles(title: str, body: str | None, number: str | None, extra: bool | None) -> None:
    read = read_title(title)
    assert (read.body, read.number, read.extraordinary) == (body, number, extra)


GATHERINGS: list[tuple[str, str | None, str | None, str]] = [
    ("STYREMØTE I BJØRKELUNDEN BORETTSLAG", "BJØRKELUNDEN BORETTSLAG", None, "capitals"),
    ("Ekstraordinært årsmøte i Skogen Velforening", "Skogen Velforening", None, "extra"),
    ("Møte nr 7 i kommunestyret", "kommunestyret", None, "a number"),
    ("Møte i formannskapet 3. mai 2011", "formannskapet", None, "a day"),
    ("Arbeidsmiljøutvalget (AMU) - møte 3/09", "Arbeidsmiljøutvalget (AMU)", "3/09", "body first"),
    ("Styremøte nr. 4/2011", None, "4/2011", "no body"),
]


@pytest.mark.parametrize(("line", "body", "number"), [row[:3] for row in GATHERINGS])
def test_lines_that_name_a_meeting(line: str, body: str | None, number: str | None) -> None:
    read = read_gathering(line)
    assert read is not None
    assert (read.body, read.number) == (body, number)


NO_GATHERINGS = [
    "Møtet i dag ble avlyst",
    "Styremøtet i Lia besluttet å vente",
    "Møte i formannskapet ble holdt",
    "Møtested",
    "møte i styret",
    "Kari Ås møtte for Ola Li",
    "Årsmøte i laget er 3. mai.",
]


@pytest.mark.parametrize("line", NO_GATHERINGS)
def test_sentences_name_no_meeting(line: str) -> None:
    assert read_gathering(line) is None


def test_a_line_that_names_a_meeting_has_its_day() -> None:
    read = read_gathering("Årsmøte i Lia IL, onsdag 3. mars 2011")
    assert read is not None
    assert (read.body, read.date) == ("Lia IL", dt.date(2011, 3, 3))
