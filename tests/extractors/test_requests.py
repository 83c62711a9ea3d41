import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LEXICON, LINEAR, growth
from vedtak.extractors.approvals import approval_remarks, approved_minutes
from vedtak.extractors.decisions import read_points
from vedtak.extractors.requests import RequestRead, read_requests

KNOWN = {"KS", "NUIT", "Direktoratet for e-helse"}
Asked = list[tuple[str | None, str | None, str]]


def requests(text: str) -> list[RequestRead]:
    return read_requests(read_points(text, LEXICON, KNOWN), LEXICON, KNOWN)


ASKED: list[tuple[str, Asked, str]] = [
    ("NUIT ber KS legge fram en plan.", [("KS", None, "certain")], "a known organization"),
    ("Ber om at Statsforvalteren vurderer dette.", [("Statsforvalteren", None, "certain")], "at"),
    ("Styret ber om at det legges fram en sak.", [(None, None, "certain")], "nobody is named"),
    (
        "Kommunen ber Statens vegvesen setje ned farten.",
        [("Statens vegvesen", None, "certain")],
        "a genitive in the name",
    ),
    ("Styret bed fylkeskommunen setje opp buss.", [("fylkeskommunen", None, "certain")], "nynorsk"),
    (
        "2. Rådmannen bes legge fram sak innen 01.03.2010.",
        [("Rådmannen", "innen 01.03.2010", "certain")],
        "passive, with a day",
    ),
    (
        "Saken utsettes, og studieutvalget bes lage et notat.",
        [("studieutvalget", None, "certain")],
        "second half of a sentence",
    ),
    ("Rådmannen vert beden om å leggja fram sak.", [("Rådmannen", None, "certain")], "nynorsk"),
    (
        "Direktoratet for e-helse tar med seg innspillene.",
        [("Direktoratet for e-helse", None, "likely")],
        "no verb of asking",
    ),
    ("Saken legges fram på nytt til høsten.", [(None, "til høsten", "likely")], "laid before"),
    (
        "Styret ber om at:\n1. planen følges opp\n2. KS orienteres",
        [(None, None, "certain")],
        "a list belongs to the asking",
    ),
    (
        "Planen vedtas. Rådmannen bes følge opp. KS bes svare.",
        [("Rådmannen", None, "certain"), ("KS", None, "certain")],
        "two requests",
    ),
    ("Rådmannen får fullmakt til å kjøpe eiendommen.", [], "a permission"),
    ("Naustet skal males i mørk farge.", [], "a plain duty"),
    ("Alle barn som ber om plass, får tilbud.", [], "others ask"),
    ("Prisen ble bestemt av styret.", [], "a word that holds 'bes'"),
    ("Styret tar saken til orientering.", [], "nothing is asked"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in ASKED])
def test_what_is_asked_of_whom(text: str, expected: Asked) -> None:
    found = [(one.addressee, one.due, one.certainty) for one in requests(text)]
    assert found == expected


def test_a_list_is_part_of_the_request() -> None:
    (one,) = requests("Styret ber om at:\n1. planen følges opp\n2. KS orienteres")
    assert one.text == "Styret ber om at: 1. planen følges opp 2. KS orienteres"


DUE = [
    ("innen 1. mars 2013", "innen 1. mars 2013", dt.date(2013, 3, 1)),
    ("med frist 15.9.2005", "med frist 15.9.2005", dt.date(2005, 9, 15)),
    ("innen 1. mars", "innen 1. mars", None),
    ("i neste møte", "i neste møte", None),
    ("før jul", "før jul", None),
    ("i løpet av høsten 2021", "i løpet av høsten 2021", None),
    ("i desembermøtet", "i desembermøtet", None),
    ("før budsjettet behandles", "før budsjettet behandles", None),
    ("innen avdelingen", None, None),
    ("i møtet", None, None),
]


@pytest.mark.parametrize(("words", "due", "day"), DUE)
def test_when_it_is_wanted(words: str, due: str | None, day: dt.date | None) -> None:
    (one,) = requests(f"Rådmannen bes legge fram en sak {words}.")
    assert (one.due, one.due_date) == (due, day)


@given(st.lists(st.sampled_from(["ber", "KS", "om", "at", "bes", ".", ":", "1.", "Saken", "\n"])))
def test_a_request_is_words_of_the_decision(words: list[str]) -> None:
    text = " ".join(words)
    for one in requests(text):
        assert set(one.text.split()) <= set(text.split())


def test_the_time_grows_with_the_text() -> None:
    def made(size: int) -> Callable[[], object]:
        text = "Alle som ber om KS bes, og saken legges " * size
        return lambda: requests(text)

    assert growth(made, 400) < LINEAR


REMARKS = [
    ("Referatet godkjennes.", None),
    ("Protokollen godkjennes uten merknader.", None),
    ("Godkjent med 5 mot 2 stemmer.", None),
    ("Referatet godkjennes med rettelsen fra KS.", "med rettelsen fra KS"),
    ("Møteboka vert godkjend med denne rettinga.", "med denne rettinga"),
    (
        "Protokollen godkjennes med de endringer som fremkom i møtet.",
        "med de endringer som fremkom i møtet",
    ),
    (
        "Protokollen godkjennes med følgende merknader: Per Ås var til stede.",
        "med følgende merknader",
    ),
]


@pytest.mark.parametrize(("text", "expected"), REMARKS)
def test_remarks_on_minutes(text: str, expected: str | None) -> None:
    found = approval_remarks(text, LEXICON)
    assert (found is None) if expected is None else (found or "").startswith(expected)


@pytest.mark.parametrize(
    ("title", "dates", "numbers", "previous"),
    [
        ("Godkjenning av referat fra møte 3. mai 2020", [dt.date(2020, 5, 3)], [], False),
        ("Godkjenning av protokoll fra møte 4/2017", [], ["4/2017"], False),
        ("Referat fra forrige møte", [], [], True),
        ("Godkjenning av referat frå 24. mars", [], [], False),
        ("Godkjenning av innkalling", [], [], False),
        (None, [], [], False),
    ],
)
def test_which_minutes_a_title_approves(
    title: str | None, dates: list[dt.date], numbers: list[str], previous: bool
) -> None:
    found = approved_minutes(title, LEXICON)
    assert (found.dates, found.numbers, found.previous) == (dates, numbers, previous)
