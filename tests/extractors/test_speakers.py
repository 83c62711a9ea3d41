from collections.abc import Callable

import pytest

from tests.extractors.papers import LEXICON, LINEAR, growth
from vedtak.extractors.speakers import read_speakers

KNOWN = {"KS", "Direktoratet for e-helse"}
Spoken = list[tuple[str | None, str | None, str]]


def spoken(text: str, language: str = "nb") -> Spoken:
    found = read_speakers(text, LEXICON, KNOWN, language)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    return [(one.person, one.organization, one.act) for one in found]


SUBJECTS: list[tuple[str, Spoken, str]] = [
    ("Kari Ås orienterte om saken.", [("Kari Ås", None, "presented")], "a person"),
    ("Kari Ås, KS, orienterte om saken.", [("Kari Ås", "KS", "presented")], "person, organization"),
    (
        "Kari Ås og Ola Li fra Direktoratet for e-helse presenterte saken.",
        [
            ("Kari Ås", "Direktoratet for e-helse", "presented"),
            ("Ola Li", "Direktoratet for e-helse", "presented"),
        ],
        "two people of one organization",
    ),
    ("Saken ble presentert av Kari Ås.", [("Kari Ås", None, "presented")], "the passive"),
    ("I møtet orienterte KS om saken.", [(None, "KS", "presented")], "the verb first"),
    ("KS kommenterte at dette var bra.", [(None, "KS", "commented")], "an organization"),
    ("Ola Li svarte på spørsmål.", [("Ola Li", None, "answered")], "an answer"),
    (
        "Kari Ås orienterte. Ola Li spurte om pris.",
        [("Kari Ås", None, "presented"), ("Ola Li", None, "commented")],
        "two sentences",
    ),
    ("Det ble orientert om saken.", [], "nobody is named"),
    ("Hun orienterte om saken.", [], "a pronoun is nobody"),
    ("Orienteringen var god.", [], "no verb"),
    ("Kari Ås (AP) fikk ordet.", [], "another verb"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in SUBJECTS])
def test_who_spoke(text: str, expected: Spoken) -> None:
    assert spoken(text) == expected


def test_nynorsk() -> None:
    assert spoken("Kari Ås informerte om saka.", "nn") == [("Kari Ås", None, "presented")]


SHAPES: dict[str, Callable[[int], str]] = {
    "sentences": lambda n: "Kari Ås orienterte om saken. " * n,
    "no stop": lambda n: "orienterte " * n,
    "digits": lambda n: "1" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        text = SHAPES[shape](n)
        return lambda: read_speakers(text, LEXICON, KNOWN, "nb")

    assert growth(action, 200) < LINEAR
