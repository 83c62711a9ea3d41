from collections import Counter
from collections.abc import Callable

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import (
    LINEAR,
    growth,
    joined,
    lines,
    plain,
    printed,
    put,
    reading,
    reading_of,
)
from vedtak.extractors.text import Passage, Range, Vocabulary, join, join_cells
from vedtak.models.page import Page

JOINED = [
    ("Styret tar saken\ntil orientering.", "Styret tar saken til orientering.", "a space"),
    ("porte-\nfølje", "portefølje", "a word cut at the line's end"),
    ("e-\nhelse", "e-helse", "a single letter keeps its hyphen"),
    ("IKT-\ndirektør", "IKT-direktør", "an abbreviation keeps its hyphen"),
    ("COVID-\n19", "COVID-19", "a number keeps its hyphen"),
    ("Nord-\nNorge", "Nord-Norge", "a capital keeps its hyphen"),
    ("plan-\nog bygningsloven", "plan- og bygningsloven", "a hyphen that waits for its word"),
    ("inn-\neller utgående", "inn- eller utgående", "the same with another word"),
    ("for-\nslag og for-slag for-slag", "for-slag og for-slag for-slag", "the document decides: -"),
    ("for-\nslag og forslag forslag", "forslag og forslag forslag", "the document decides: none"),
    ("sam\u00adarbeid", "samarbeid", "a soft hyphen inside a word"),
    ("sam\u00ad\narbeid", "samarbeid", "a soft hyphen at the line's end"),
    ("2019 -\n2020", "2019 - 2020", "a dash on its own stays"),
    ("Første avsnitt.\n\nAndre avsnitt.", "Første avsnitt.\nAndre avsnitt.", "an empty line"),
    (
        "Første avsnitt\n\ngår videre her.",
        "Første avsnitt går videre her.",
        "a small letter goes on",
    ),
    ("Det gjelder:\n• Status\n• Plan", "Det gjelder:\n• Status\n• Plan", "bullets"),
    ("1. Første\n2. Andre", "1. Første\n2. Andre", "numbered points"),
    ("Vi viser til sak\n5 i møtet.", "Vi viser til sak 5 i møtet.", "a number is no point"),
    ("Navn    Parti\nKari    SV", "Navn Parti Kari SV", "cells side by side"),
    ("Ett.\n\n\n\n\nTo.", "Ett.\nTo.", "many empty lines are one break"),
    ("   innrykk   ", "innrykk", "space around"),
]


@pytest.mark.parametrize(("raw", "expected"), [row[:2] for row in JOINED])
def test_lines_are_joined(raw: str, expected: str) -> None:
    assert joined(raw).text == expected


def test_without_paragraphs_everything_is_one_line() -> None:
    assert joined("Ett.\n\n• To\n1. Tre", paragraphs=False).text == "Ett. • To 1. Tre"


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    long = "Dette er en lang linje som fyller siden helt ut til høyre marg."
    assert joined(long + "\nStyret tar saken til", "Orientering og mer.").text.count("\n") == 0
    assert joined(long + "\nKort slutt.", "Nytt avsnitt begynner her.").text.count("\n") == 1


def test_a_word_is_joined_over_a_page_break() -> None:
    passage = joined("Styret behandlet porte-", "føljen i møtet")
    assert passage.text == "Styret behandlet porteføljen i møtet"
    at = passage.text.index("porteføljen")
    assert passage.ranges(at, at + len("porteføljen")) == [Range(1, 17, 22), Range(2, 0, 6)]


def test_nothing_joined_is_an_empty_passage() -> None:
    passage = join([], Vocabulary([]))
    assert (passage.text, passage.ranges()) == ("", [])


def test_cells_are_joined_into_one_line() -> None:
    own = lines("Navn    Direktoratet for e-\nKari    helse")
    passage = join_cells([(own[0].cells[1], 1), (own[1].cells[1], 1)], Vocabulary([]))
    assert passage.text == "Direktoratet for e-helse"
    assert passage.ranges() == [Range(1, 8, 27), Range(1, 36, 41)]


VOCABULARY = [
    ("e", "helse", True, "single letter"),
    ("IKT", "direktør", True, "abbreviation"),
    ("covid", "19", True, "digit"),
    ("Nord", "Norge", True, "capital"),
    ("porte", "følje", False, "nothing speaks for a hyphen"),
    ("budsjett", "vedtak", False, "the document has it without"),
    ("ad", "hoc", True, "the document has it with"),
]


@pytest.mark.parametrize(("left", "right", "keeps"), [row[:3] for row in VOCABULARY])
def test_vocabulary_decides_on_hyphens(left: str, right: str, keeps: bool) -> None:
    vocabulary = Vocabulary(plain("budsjettvedtak ad-hoc"))
    assert vocabulary.keeps_hyphen(left, right) is keeps


def check_map(passage: Passage, pages: list[Page]) -> None:
    """Every character stands where the map says; spaces and breaks stand between the words."""
    texts = {page.number: page.text for page in pages}
    where = [
        (page, offset + step)
        for at, page, offset, stop in passage.pieces(0, len(passage.text))
        for step in range(stop - at)
    ]
    for character, (page, offset) in zip(passage.text, where, strict=True):
        if not character.isspace():
            assert texts[page][offset] == character
    assert where == sorted(where)
    covered = {(at.page, offset) for at in passage.ranges() for offset in range(at.start, at.end)}
    for character, place in zip(passage.text, where, strict=True):
        assert character.isspace() or place in covered


LETTERS = "abeæøåABØ-19.,:()•\u00ad"
words = st.text(LETTERS, min_size=1, max_size=8)
rows = st.lists(words, max_size=6).map(" ".join)
texts = st.lists(rows, min_size=1, max_size=8).map("\n".join)


@given(st.lists(texts, min_size=1, max_size=3), st.booleans())
def test_every_character_maps_back_to_the_page(raw: list[str], paragraphs: bool) -> None:
    one = reading(*raw)
    passage = join(one.flow.lines, one.vocabulary, paragraphs=paragraphs)
    check_map(passage, list(one.flow.pages))
    if "\u00ad" not in "".join(raw):
        assert passage.text == passage.text.strip()
    letters = [c for text in raw for c in text if c.isalnum()]
    assert [c for c in passage.text if c.isalnum()] == letters, "no letter is lost or doubled"


@given(texts, st.data())
def test_a_cut_maps_to_the_same_characters(raw: str, data: st.DataObject) -> None:
    one = reading(raw)
    passage = join(one.flow.lines, one.vocabulary)
    start = data.draw(st.integers(0, len(passage.text)))
    end = data.draw(st.integers(start, len(passage.text)))
    part = passage.cut(start, end)
    check_map(part, list(one.flow.pages))
    assert part.text == passage.text[start:end].strip()


def test_printed_pages_map_back_too() -> None:
    page = printed([*put("Styret tar porte-", 70, 100), *put("føljen til orientering", 70, 112)])
    one = reading_of([page])
    passage = join(one.flow.lines, one.vocabulary)
    assert passage.text == "Styret tar porteføljen til orientering"
    check_map(passage, [page])
    (at, *rest) = passage.ranges(0, 6)
    assert (rest, page.text[at.start : at.end]) == ([], "Styret")


SHAPES: dict[str, Callable[[int], str]] = {
    "lines": lambda n: "Styret tar saken\n" * n,
    "hyphens": lambda n: "porte-\n" * n,
    "one line": lambda n: "ord " * n,
    "soft hyphens": lambda n: "sam\u00adarbeid " * n,
    "bullets": lambda n: "• \n" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        one = reading(SHAPES[shape](n))
        return lambda: join(one.flow.lines, one.vocabulary).ranges()

    assert growth(action, 1000) < LINEAR


@given(st.lists(st.text("aÅß-1², \n\u00a0\u0301xY", max_size=30), max_size=2))
def test_the_words_of_a_document_are_runs_of_letters_digits_and_hyphens(texts: list[str]) -> None:
    pages = plain(*texts)
    wanted = Counter(
        word.casefold()
        for page in pages
        for word in regex.findall(r"[\p{L}\d]+(?:-[\p{L}\d]+)*", page.text)
    )
    assert Vocabulary(pages)._words == wanted
