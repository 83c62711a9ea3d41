from collections.abc import Callable

import pytest

from tests.extractors.papers import LEXICON, LINEAR, MINUTES, growth, plain, printed, put
from vedtak.extractors.furniture import BARE_NUMBER, BARE_URL, PAGE_NUMBER, mark_furniture
from vedtak.models.page import Page


def furniture(pages: list[Page]) -> list[list[str]]:
    return [
        [row.cells[0].lines[0].text for row in page.rows if row.furniture]
        for page in mark_furniture(pages, LEXICON)
    ]


@pytest.mark.parametrize("text", ["Side 3 av 16", "side 3", "Page 3 of 16", "Side 3/16", "s. 3"])
def test_page_numbers(text: str) -> None:
    assert PAGE_NUMBER.fullmatch(text)


@pytest.mark.parametrize("text", ["- 3 -", "3", "3/16", "3 av 16", "– 3 –"])
def test_bare_page_numbers(text: str) -> None:
    assert BARE_NUMBER.fullmatch(text)


@pytest.mark.parametrize("text", ["side 3 i rapporten", "12/20 Eventuelt", "Sidetall", "12345"])
def test_what_is_no_page_number(text: str) -> None:
    assert not PAGE_NUMBER.fullmatch(text)
    assert not BARE_NUMBER.fullmatch(text)


def test_bare_addresses() -> None:
    assert BARE_URL.fullmatch("https://ehelse.no/x")
    assert not BARE_URL.fullmatch("Se https://ehelse.no/x")


def body(page: int) -> str:
    words = ["en", "to", "tre", "fire", "fem", "seks", "sju", "åtte"]
    return "\n".join(f"Linje {word} om sak {'abcdef'[page]}" for word in words)


def test_running_headers_repeat_at_the_edges() -> None:
    pages = plain(*(f"Styret i Oslo, del {n}\n{body(n)}\nSide {n} av 3" for n in (1, 2, 3)))
    assert furniture(pages) == [[f"Styret i Oslo, del {n}", f"Side {n} av 3"] for n in (1, 2, 3)]


def test_rows_that_repeat_inside_pages_are_none() -> None:
    inside = [body(n).replace("Linje fire om", "Vedtak om") for n in (1, 1)]
    first, second = (
        f"{n}a\n{n}b\n{n}c\n{text}\n{n}d\n{n}e\n{n}f" for n, text in zip("xy", inside, strict=True)
    )
    assert furniture(plain(first, second)) == [[], []]


def test_a_single_page_has_no_running_header() -> None:
    assert furniture(plain(f"Styret i Oslo\n{body(1)}")) == [[]]


def test_the_head_of_the_next_minutes_is_no_running_header() -> None:
    other = MINUTES.partition("PS 7/26 Budsjett for 2026\n\nForslag")[0] + body(1)
    for rows in furniture(plain(MINUTES, other)):
        assert not {"MØTEPROTOKOLL", "Utvalg: Formannskapet", "Møtedato: 25.03.2026"} & set(rows)


def test_printed_furniture_stands_in_the_margins() -> None:
    pages = [
        printed(
            [
                *put("Styret i Oslo", 70, 30),
                *put("Saken er den samme", 70, 400),
                *put(f"Side {n}", 70, 810),
            ],
            number=n,
        )
        for n in (1, 2)
    ]
    assert furniture(pages) == [["Styret i Oslo", "Side 1"], ["Styret i Oslo", "Side 2"]]


def test_the_pages_given_are_left_as_they_were() -> None:
    pages = plain("Side 1 av 2\nA", "Side 2 av 2\nB")
    furniture(pages)
    assert not any(row.furniture for page in pages for row in page.rows)


SHAPES: dict[str, Callable[[int], list[str]]] = {
    "same pages": lambda n: ["NUIT\nSaken\nSide 1"] * n,
    "numbers": lambda n: [f"{i}" for i in range(n)],
    "one page": lambda n: ["Dato: 1\n" * n],
    "digits": lambda n: ["1" * n, "1" * n],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_pages(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        pages = plain(*SHAPES[shape](n))
        return lambda: mark_furniture(pages, LEXICON)

    assert growth(action, 500) < LINEAR
