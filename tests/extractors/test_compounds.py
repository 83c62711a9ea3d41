import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedtak.extractors.compounds import Compounds
from vedtak.extractors.search_words import parse_search_words, search_words

ARCHIVE = """
    høring uttalelse helse portefølje skule veg skatt lova fakultet inndeling barnehage hage
    antibiotika kommune styret møte forvaltning brann trygghet time midler kraft
"""


@pytest.fixture(scope="module")
def compounds() -> Compounds:
    return Compounds(ARCHIVE.split(), search_words())


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("høringsuttalelse", {"høring", "uttalelse"}),  # an s between
        ("helseportefølje", {"helse", "portefølje"}),  # nothing between
        ("fakultetsinndelingen", {"fakultet", "inndelingen"}),  # the last part is inflected
        ("skuleveg", {"skule", "veg", "skole", "vei"}),  # nynorsk parts and what stands for them
        # three parts, and what neighbours make together
        ("eigedomsskattelova", {"eigedom", "skatt", "lova", "eigedomsskatt", "eiendomsskatt"}),
        ("antibiotikaresistens", {"antibiotika", "resistens"}),  # an unknown end
        ("brannsikring", {"brann", "sikring"}),  # the s belongs to what follows
    ],
)
def test_parts_are_found(compounds: Compounds, word: str, parts: set[str]) -> None:
    assert parts <= set(compounds.terms(word).parts)


@pytest.mark.parametrize(
    "word",
    [
        "avslag",  # 'av' is no part, though 'slag' is a word
        "selskap",  # '-skap' is an ending
        "orientering",  # '-ering' too
        "porteføljen",  # a listed word with its ending, not 'port'
        "møtet",  # a word with its ending
        "styre",  # shorter than any compound
        "2020",
        "",
        "x" * 500,
    ],
)
def test_what_is_no_compound_stays_whole(compounds: Compounds, word: str) -> None:
    assert compounds.terms(word).parts == ()


@pytest.mark.parametrize(
    ("word", "standard"),
    [
        ("skulane", "skole"),  # any ending
        ("skuleveg", "skolevei"),  # both parts
        ("husleige", "husleie"),  # the last part
        ("førehandsrøysting", "forhåndsvotering"),  # what stands for both parts
        ("forhåndsstemming", "forhåndsvotering"),  # the same from the other side
        ("skole", None),  # is the standard form itself
        ("budsjett", None),
    ],
)
def test_other_forms_of_the_language(compounds: Compounds, word: str, standard: str | None) -> None:
    assert compounds.terms(word).standard == standard


def test_short_forms_stand_for_their_words(compounds: Compounds) -> None:
    assert compounds.terms("ki").parts == ("kunstig", "intelligens")


@given(st.text("abdefgiklmnoprstuvåøæ", max_size=30))
def test_parts_come_from_the_word(word: str) -> None:
    pieces = Compounds(ARCHIVE.split(), search_words()).split(word)
    assert len(pieces) != 1
    if pieces:
        assert "".join(piece.text + piece.link for piece in pieces) == word


def test_a_word_that_stands_for_two_is_refused() -> None:
    text = """
        same_words = [["vei", "veg"], ["vegg", "vegen"]]
        stop_words = []
        short_forms = []
        links = []
        parts = []
        no_first_part = []
        no_last_part = []
    """
    with pytest.raises(ValueError, match="'vegen' stands for 'vei' and for 'vegg'"):
        parse_search_words(text)
