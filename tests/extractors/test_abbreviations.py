import pytest

from vedtak.extractors.abbreviations import (
    definitions,
    fits,
    is_short_form,
    read_abbreviations,
    split_short_form,
)
from vedtak.extractors.lexicon import standard_lexicon
from vedtak.models.documents import Part, PartKind
from vedtak.models.page import Page


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("HOD", "Helse- og omsorgsdepartementet"),  # a compound over a hyphen, a small word
        ("NHN", "Norsk Helsenett"),  # the last letter from within a compound
        ("FHI", "Folkehelseinstituttet"),  # one word of three
        ("TBU", "Teknisk beregningsutvalg"),
        ("DFØ", "Direktoratet for forvaltning og økonomistyring"),
        ("UiO", "Universitetet i Oslo"),  # the small word has its letter
    ],
)
def test_letters_that_fit(short: str, long: str) -> None:
    assert fits(short, long)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("KS", "Norsk Helsenett"),
        ("HOD", "omsorgsdepartementet"),  # the first word is missing
        ("NH", "Norsk Helsenett SF"),  # a word without a letter
        ("NHN", "NHN"),
        ("N", "Norge"),
        ("", "Norsk Helsenett"),
    ],
)
def test_letters_that_do_not_fit(short: str, long: str) -> None:
    assert not fits(short, long)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Folkehelseinstituttet, Norsk Helsenett (NHN) og", [("NHN", "Norsk Helsenett")]),
        (
            "fra Helse- og\nomsorgsdepartementet (HOD).",
            [("HOD", "Helse- og omsorgsdepartementet")],
        ),
        ("Unni Bergheim (KrF) og Per Lie (SP)", []),
        ("møtet (se vedlegg) i Bodø (2020)", []),
        ("Norsk Helsenett er et statsforetak (NHN)", []),  # words between
    ],
)
def test_explanations_in_text(text: str, expected: list[tuple[str, str]]) -> None:
    found = definitions(text)
    assert [(short, long) for _, _, short, long in found] == expected
    for start, end, short, _ in found:
        assert text[start:end].endswith(f"({short})")


def test_a_party_is_no_short_form_of_its_member() -> None:
    page = Page(1, 100, 100, "Siv Kari Svendsen Vik (SV) og Norsk Helsenett (NHN)", [])
    part = Part(
        part_id="a/1", document_id="a", ordinal=1, kind=PartKind.MINUTES, first_page=1, last_page=1
    )
    found = read_abbreviations([page], [part], standard_lexicon())
    assert [(one.short_form, one.long_form) for one in found] == [("NHN", "Norsk Helsenett")]
    assert page.text[found[0].char_start : found[0].char_end] == "Norsk Helsenett (NHN)"


def test_names_with_their_short_form() -> None:
    assert split_short_form("Norsk Helsenett (NHN)") == ("Norsk Helsenett", "NHN")
    assert split_short_form("Unni Bergheim (KrF)") == ("Unni Bergheim (KrF)", None)
    assert is_short_form("UiO")
    assert not is_short_form("Kommunestyret")
