import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedtak.extractors.keys import letters
from vedtak.pipeline.texts.quoting import Place, Source, Stretch, merge_places, with_marks

PAGES = {1: "Sak 4/20\n\nNUIT tar porte-\nføljen til", 2: "orientering.\n«Ås» A\u030as e\u0301n"}
SOURCE = Source(Stretch(number, 0, text) for number, text in PAGES.items())


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("Sak 4/20", ["Sak 4/20"]),
        # a hyphen at a line's end, and a quote over two pages
        ("porteføljen", ["porte-\nføljen"]),
        ("NUIT tar porteføljen til orientering.", ["NUIT tar porte-\nføljen til", "orientering"]),
        # accents written as characters of their own
        ("Ås én", ["A\u030as e\u0301n"]),
        ("vedtar", []),
        ("–", []),
    ],
)
def test_quotes_are_found_where_they_stand(quote: str, expected: list[str]) -> None:
    found = SOURCE.find(quote)
    assert [PAGES[place.page][place.start : place.end] for place in found] == expected
    assert SOURCE.holds(quote) == (bool(expected) or quote == "–")


def test_offsets_are_those_of_the_page() -> None:
    source = Source([Stretch(3, 100, "Vedtak: "), Stretch(3, 200, "Saken utsettes.")])
    assert source.find("Saken") == [Place(3, 200, 205)]
    assert source.find("vedtak saken") == [Place(3, 100, 106), Place(3, 200, 205)]


def test_places_with_nothing_but_marks_between_are_one() -> None:
    texts = {1: "ja, nei og"}
    assert merge_places([Place(1, 0, 2), Place(1, 4, 7)], texts) == [Place(1, 0, 7)]
    assert merge_places([Place(1, 0, 2), Place(1, 8, 10)], texts) == [
        Place(1, 0, 2),
        Place(1, 8, 10),
    ]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [("«Ås»", (13, 17)), ("Ås", (14, 16)), ("Ås!", (14, 16)), ("…Ås", (14, 16))],
)
def test_marks_around_a_quote_belong_to_it_where_the_page_has_them(
    quote: str, expected: tuple[int, int]
) -> None:
    assert with_marks([Place(2, 14, 16)], quote, PAGES) == [Place(2, *expected)]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("Rådet tar saken til orientering", 1),
        ("Rådet tar saken Per Vik gikk kl 12", 2),
        # a word that is nowhere
        ("Rådet tar saken til etterretning", None),
        # all words are there, each alone: that proves nothing
        ("saken gikk til Vik tar kl", None),
    ],
)
def test_a_text_put_together_from_pieces(quote: str, expected: int | None) -> None:
    source = Source([Stretch(1, 0, "Rådet tar saken til orientering. Per Vik gikk kl. 12.")])
    assert source.count_pieces(quote) == expected


TEXT = st.text(alphabet="aåÅ\u030a\u0301eß-. \n«1\u00ad", max_size=30)


@given(st.lists(TEXT, max_size=4), st.data())
def test_every_stretch_of_a_page_is_found_as_what_it_is(
    texts: list[str], data: st.DataObject
) -> None:
    source = Source(Stretch(number, 0, text) for number, text in enumerate(texts, start=1))
    plain = "".join(map(letters, texts))
    start = data.draw(st.integers(0, len(plain)))
    quote = plain[start : data.draw(st.integers(start, len(plain)))]
    found = source.find(quote)
    assert bool(found) == bool(quote)
    shown = "".join(letters(texts[p.page - 1][p.start : p.end]) for p in found)
    assert quote in shown or letters(quote) in shown
