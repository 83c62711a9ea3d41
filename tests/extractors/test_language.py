import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LEXICON, plain
from vedtak.extractors.language import tell_language

TEXTS = [
    ("Styret er ikke enig, og saken blir utsatt.", "nb"),
    ("Styret er ikkje samd; dei vil ha ei ny sak.", "nn"),
    ("(ikkje)", "nn"),
    ("Sak 12/20", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_the_language_is_told_by_its_words(text: str, language: str | None) -> None:
    assert tell_language(plain(text), LEXICON) == language


@given(st.lists(st.sampled_from(["ikkje", "ikke", "IKKE", "x", "1", "²", "-", " ", "\n"])))
def test_words_are_runs_of_letters(pieces: list[str]) -> None:
    text = "".join(pieces)
    words = regex.findall(r"\p{L}+", text.lower())
    nynorsk, bokmaal = words.count("ikkje"), words.count("ikke")
    wanted = None if nynorsk == bokmaal else "nn" if nynorsk > bokmaal else "nb"
    assert tell_language(plain(text), LEXICON) == wanted
