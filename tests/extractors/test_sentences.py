from typing import Any

import pytest
import regex
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc

from tests.extractors.papers import LEXICON
from vedtak.extractors import sentences
from vedtak.extractors.sentences import cut_in_doubt, stretches
from vedtak.extractors.speakers import read_speakers

SURE: list[tuple[str, list[str]]] = [
    ("Kari Ås orienterte. Ola Li spurte.", ["Kari Ås orienterte.", "Ola Li spurte."]),
    ("Møtet kl. 10. Det varte.", ["Møtet kl. 10. Det varte."]),
    ("Fra 1. mai. Se s. 3.", ["Fra 1. mai.", "Se s. 3."]),
    ("Wenche P. Dehli og KS. Han spurte.", ["Wenche P. Dehli og KS.", "Han spurte."]),
    ("Den 12.04.2021 i 2020. Det gikk.", ["Den 12.04.2021 i 2020.", "Det gikk."]),
    ("Kari Ås (SV). Ola Li (H).", ["Kari Ås (SV).", "Ola Li (H)."]),
    ("Han sa «nei». 4 av 10 % nikket!", ["Han sa «nei».", "4 av 10 % nikket!"]),
    ("Han spurte. (Svaret kom.) Hun gikk.", ["Han spurte. (", "Svaret kom.)", "Hun gikk."]),
    ("Se www.ehelse.no, nr.2 og bl.a. det.", ["Se www.ehelse.no, nr.2 og bl.a. det."]),
    ("Ingen stopp", ["Ingen stopp"]),
]
IN_DOUBT = [
    "Ja.Nei",
    "Ja ... Nei",
    "kr 200,-. Det",
    "Ja.  Nei",
    "kl 16:00. Det",
    "Ja。 Nei",
    "Ja.: Nei",
]


@pytest.mark.parametrize(("text", "expected"), SURE)
def test_stops_that_the_letters_beside_them_explain(text: str, expected: list[str]) -> None:
    found = list(stretches(text, 0, len(text), "nb"))
    assert [text[start:end] for start, end, _ in found] == expected
    assert all(sure for _, _, sure in found)


@pytest.mark.parametrize("text", IN_DOUBT)
def test_a_stop_in_doubt_is_not_decided(text: str) -> None:
    assert list(stretches(text, 0, len(text), "nb")) == [(0, len(text), False)]


def test_doubt_ends_with_the_stretch() -> None:
    text = "Ja. Ja.Nei ja. Nei."
    found = [(text[start:end], sure) for start, end, sure in stretches(text, 0, len(text), "nb")]
    assert found == [("Ja.", True), ("Ja.Nei ja.", False), ("Nei.", True)]


def test_a_number_keeps_its_stop_in_bokmaal_only() -> None:
    text = "Det kostar 45. Det er mykje den 3. Juni."
    assert len(list(stretches(text, 0, len(text), "nb"))) == 1
    assert len(list(stretches(text, 0, len(text), "nn"))) == 2


WORDS = st.sampled_from(
    [
        "sak", "KS", "Kari", "kl", "jf", "Ås", "i", "P", "2020", "1", "31", "45", "12.04.2021",
        "bl.a", "m.m", "100%", "e-helse", "og/eller", "a", "v.v", "å", "É", "x1", "ehelse.no", "no",
        "t.d", "o", "XD", "PhD", "ABc", "–", "§", "-", "3,5", "200,-", "...", "Ja.Nei", "8)", "°C",
        ":-)", "(A)", "。",
    ]
)  # fmt: skip
BESIDE = st.sampled_from(["", "", "", "(", "«", '"', "["])
BEHIND = st.sampled_from(["", "", ".", ".", ".", "!", "?", ",", ".)", ").", "».", '."', ".:", ".."])
PIECES = st.tuples(BESIDE, WORDS, BEHIND).map("".join)
SPACES = st.sampled_from([" ", " ", " ", " ", "  ", "\t", "\u00a0", ""])
JOINED = st.lists(st.tuples(PIECES, SPACES).map("".join), max_size=8).map("".join)
SIGNS = st.text("aAøÅ1.!?() »«\",-/%:';…", max_size=14)


@given(JOINED | SIGNS | st.text(max_size=20), st.sampled_from(["nb", "nn"]))
def test_what_is_sure_is_what_spacy_says(text: str, language: str) -> None:
    text = " ".join(text.splitlines()).strip()
    own: list[tuple[int, int]] = []
    for start, end, sure in stretches(text, 0, len(text), language):
        own += [(start, end)] if sure else cut_in_doubt(text, start, end, language)
    assert own == list(cut_in_doubt(text, 0, len(text), language))


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_abbreviations_are_those_of_the_tokenizer(language: str) -> None:
    tokenizer: Any = spacy.blank(language).tokenizer
    kept = {
        word[:-1]
        for word, tokens in tokenizer.rules.items()
        if len(tokens) == 1 and word[-1] == "."
    }
    own = sentences._abbreviations(language)
    assert own == {word for word in kept if regex.fullmatch(r"[\p{L}\d][\p{L}\d.]*", word)}


def test_every_mark_that_ends_a_sentence_is_seen() -> None:
    assert all(sentences._WITH_STOP.fullmatch(mark) for mark in Sentencizer.default_punct_chars)


def test_only_a_stop_in_doubt_beside_a_speaker_is_asked_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    spacy_pipeline = sentences._sentencizer("nb")

    def ask(text: str) -> Doc:
        asked.append(text)
        return spacy_pipeline(text)

    monkeypatch.setattr(sentences, "_sentencizer", lambda language: ask)
    clean = "Saken ble tatt opp.Ingen sa noe. Kari Ås, KS, orienterte den 1. mai kl. 10. Takk."
    assert [one.person for one in read_speakers(clean, LEXICON, {"KS"}, "nb")] == ["Kari Ås"]
    assert not asked
    doubt = "Da var det slutt. Takk.Kari Ås orienterte."
    assert [one.person for one in read_speakers(doubt, LEXICON, set(), "nb")] == ["Kari Ås"]
    assert asked == ["Takk.Kari Ås orienterte."]
