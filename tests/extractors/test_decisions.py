from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LEXICON, LINEAR, growth
from vedtak.extractors.decisions import (
    PointRead,
    decision_outcome,
    find_addressee,
    outcome_of,
    read_points,
)
from vedtak.models.decisions import Outcome

KNOWN = {"KS", "NUIT", "Direktoratet for e-helse"}


def points(text: str) -> list[PointRead]:
    return read_points(text, LEXICON, KNOWN)


OUTCOMES = [
    ("Saken tas til orientering.", Outcome.NOTED),
    ("Styret tar saken til etterretning.", Outcome.NOTED),
    ("Styret tek saka til orientering.", Outcome.NOTED),
    ("Referatet godkjennes.", Outcome.APPROVED),
    ("Innkalling og saksliste ble godkjent.", Outcome.APPROVED),
    ("Budsjettet vedtas.", Outcome.ADOPTED),
    ("Planen vart vedteken. Styret sluttar seg til planen.", Outcome.ADOPTED),
    ("Søknaden avslås.", Outcome.REJECTED),
    ("Klagen tas ikke til følge.", Outcome.REJECTED),
    ("Saken utsettes.", Outcome.POSTPONED),
    ("Saka vert utsett.", Outcome.POSTPONED),
    ("Saken oversendes formannskapet.", Outcome.REFERRED),
    ("Kari Ås velges som leder.", Outcome.ELECTED),
    ("Styret oppnevner Kari Ås.", Outcome.ELECTED),
    ("Saken tas til orientering og planen vedtas.", Outcome.NOTED),
    ("Dette er noe annet.", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), OUTCOMES)
def test_outcomes(text: str, expected: Outcome | None) -> None:
    assert outcome_of(text, LEXICON) == expected


POINTS = [
    ("Saken tas til orientering.", ["Saken tas til orientering."], "one sentence"),
    ("1. Ett.\n2. To.", ["1. Ett.", "2. To."], "numbers"),
    ("1.Ett.\n2.To.", ["1.Ett.", "2.To."], "numbers without a space"),
    ("a) Ett\nb) To", ["a) Ett", "b) To"], "letters"),
    ("• Ett\n• To", ["• Ett", "• To"], "bullets"),
    ("Ett.\nTo.", ["Ett.", "To."], "paragraphs"),
    ("Innledning:\n1. Ett\n2. To", ["Innledning:", "1. Ett", "2. To"], "words before the list"),
    ("1. Kr 1.5 millioner\n2.5 stillinger.", ["1. Kr 1.5 millioner 2.5 stillinger."], "decimals"),
    (
        "Styret tar saken til orientering og ber KS følge opp.",
        ["Styret tar saken til orientering", "ber KS følge opp."],
        "a clause that asks is a point of its own",
    ),
    ("", [], "nothing"),
    (" \n ", [], "only space"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in POINTS])
def test_points(text: str, expected: list[str]) -> None:
    assert [point.text for point in points(text)] == expected


ADDRESSEES = [
    ("ber KS følge opp", "KS", "a known organization"),
    (
        "NUIT ber Direktoratet for e-helse om å følge opp",
        "Direktoratet for e-helse",
        "its full name",
    ),
    ("Styret anmoder kommunedirektøren om å komme tilbake", "kommunedirektøren", "an office"),
    ("Kommunedirektøren bes om å utrede saken", "Kommunedirektøren", "asked in the passive"),
    ("KS følger opp saken", "KS", "somebody undertakes it"),
    ("ber om at det arbeides videre", None, "nobody is named"),
    ("Saken tas til orientering", None, "nobody is asked"),
    ("KS la frem saken", None, "told, not asked"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in ADDRESSEES])
def test_addressees(text: str, expected: str | None) -> None:
    assert find_addressee(text, LEXICON, KNOWN) == expected


WHOLE = [
    ("Saken tas til orientering og ber KS følge opp.", None, Outcome.NOTED, "requests aside"),
    ("1. Budsjettet vedtas.\n2. Planen vedtas.", None, Outcome.ADOPTED, "all points agree"),
    ("1. Budsjettet vedtas.\n2. Saken utsettes.", None, Outcome.ADOPTED, "the first of several"),
    ("1. Saken utsettes.\n2. Noe annet.", True, Outcome.POSTPONED, "put off, whatever follows"),
    ("1. Budsjettet godkjennes.\n2. Noe annet.", True, Outcome.ADOPTED, "the page tells"),
    ("Skolen bygges.", True, Outcome.ADOPTED, "no phrase, the page tells"),
    ("Skolen bygges.", None, Outcome.OTHER, "nothing tells"),
    ("", None, Outcome.OTHER, "nothing"),
]


@pytest.mark.parametrize(("text", "adopted", "expected"), [row[:3] for row in WHOLE])
def test_outcome_of_the_whole(text: str, adopted: bool | None, expected: Outcome) -> None:
    assert decision_outcome(points(text), adopted) == expected


@given(st.text("ab. \n1)KS•ogberNUIT,;", max_size=80))
def test_points_stand_in_order_and_keep_all_words(text: str) -> None:
    found = points(text)
    at = 0
    for point in found:
        assert at <= point.start < point.end <= len(text)
        assert (
            point.text.split() == text[point.start : point.end].split()[: len(point.text.split())]
        )
        at = point.end


SHAPES: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * n,
    "points": lambda n: "1. Saken vedtas.\n" * n,
    "sentences": lambda n: "Saken vedtas. " * n,
    "requests": lambda n: "NUIT ber KS følge opp og " * n,
    "parentheses": lambda n: "(" * n + ")" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        text = SHAPES[shape](n)
        return lambda: points(text)

    assert growth(action, 500) < LINEAR
