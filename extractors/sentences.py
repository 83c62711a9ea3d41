"""Where the sentences of a paragraph end.

Of nearly every stop the letters beside it tell: 'saken. Kari' ends a sentence, 'kl. 10', '1. mai',
'P. Dehli' and '12.30' don't. Only a stretch with a stop in doubt is given to spaCy, which takes
longer to load than a hundred pages take to read.
"""

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vedtak.extractors.pattern import pattern

if TYPE_CHECKING:
    from spacy.language import Language

_AFTER_YEAR = pattern(r"(?<=\b\d{4}\.)\s+(?=\p{Lu})")
"""End of a sentence behind a year, which the tokenizer takes for an ordinal: '2020. Det'."""

_ANY_STOP = r"[.!?][\p{Po}--[\x00-\u0588\u2000-\u203b]]"
_WITH_STOP = pattern(rf"(?V1)(?<!\S)[^\s{_ANY_STOP}]*+[{_ANY_STOP}]\S*+")
"""What stands between two spaces and has a stop in it: 'saken.', '12.30', '(jf.'; the stops of
other scripts count, and are always in doubt."""

_PLAIN = r"[\p{L}\d]++(?:(?:[/-]|\.(?=[\p{Ll}\d]))[\p{L}\d]++)*+"
_ONE_STOP = pattern(
    rf"[(\[«“\"]?(?P<word>{_PLAIN})?(?P<closed>[)\]»”\"%]{{0,2}})(?P<stop>[.!?])[)\]»”\"]{{0,2}}"
)
"""A word with a stop behind it: 'saken.', '(SV).', '10%.', 'vedtak.»', 'bl.a.', '12.04.2021.'."""

_ENDING = pattern(r"(?:[a-zæøåäöüé]|[A-ZÆØÅ]{2})$")
"""How a word ends behind which a stop stands apart: 'sak', 'KS'; not the 'P' of 'P.'."""

_INITIAL = pattern(r"(?:^|[^\p{Lu}])[A-ZÆØÅ]$")
"""How a word ends that keeps its stop: 'P' or 'E.K'."""

_INNER = pattern(rf"(?V1)(?:[^\s{_ANY_STOP}]++(?:(?<=[\p{{L}}\d])\.(?=[\p{{Ll}}\d]))?)*+(?<!\.)")
"""A word whose stops all stand inside: '12.30', 'www.ehelse.no', 'nr.2,'; not 'saken.Det'."""

_NEXT = pattern(r" (?:(?=[\p{L}\d])|[(\[«“\"](?=[\p{L}\d][\p{L}\d)]))")
"""What stands between the stop and the next sentence: ' ' before 'Kari', ' (' before 'Han'; the
tokenizer leaves the mark that opens with the sentence before."""

_KEEPING_STOP = {
    "": """
    a a.m ad adm.dir Ap apr Aq aug b b.c bl.a bla bm bnr bto c c.c Ca ca cand.mag Chr Co co d d.d
    d.m d.y dept des Dr dr dr.med dr.philos dr.psychol dvs e e.Kr e.l eg ekskl el et etc etg ev
    evt f F.eks f.eks f.Kr f.o.m feb fhv fk foreg fork Fr.p Frp fv fvt g gl gno gnr Grl grl gt h
    h.r.adv hhv hoh hr ifb ifm iht inkl istf j jan jf jr jul jun juris k kfr kgl kgl.res kl komm
    Kr kr Kr.F kst l lat lø m m.a.o m.fl m.m m.v ma mag.art mar md mfl mht mill min mnd moh Mr mrd
    Mrs muh mv mva n n.å ndf nov nr nto nyno o o.a o.l off ofl okt on op org osv ovf p p.a p.g.a
    p.m p.t Pb pga ph.d pkt Pr pr pst pt q r red.anm ref res res.kap resp rv s s.d s.k s.u s.å sen
    sep siviling sms snr Sp spm sr sst St st st.meld st.prp stip stk stud sv såk sø t t.h t.o.m
    t.v temp ti tils tilsv tlf to u ult utg v vedk vedr vg vgs vha vit.ass vn vol vs vsa w x y z ä
    årg årh ö ü
    """,
    "nb": "i no",
    "nn": """
    1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
    adr dss eig m.a obl t.d
    """,
}
"""Words whose stop belongs to them and ends no sentence, in both languages and in each: those of
the tokenizer that is asked where a stop is in doubt."""


@functools.cache
def _abbreviations(language: str) -> frozenset[str]:
    """Words that keep their stop in a language."""
    return frozenset(f"{_KEEPING_STOP['']} {_KEEPING_STOP[language]}".split())


def stretches(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int, bool]]:
    """Cut a paragraph behind the stops that end a sentence for sure.

    Args:
        text: A text.
        start: Offset of the paragraph.
        end: Offset behind it.
        language: 'nb' or 'nn'.

    Yields:
        Start and end of each stretch, and whether it is one sentence for sure.
    """
    sure = True
    for chunk in _WITH_STOP.finditer(text, start, end):
        ends = _ends(chunk[0], language)
        if year := _AFTER_YEAR.match(text, chunk.end(), end):
            ends = True if year[0] == " " else None
        if ends is False or (ends and chunk.end() == end):
            continue
        behind = _NEXT.match(text, chunk.end(), end) if ends else None
        if behind is None:
            sure = False
            continue
        yield start, behind.end() if behind[0].strip() else chunk.end(), sure
        start, sure = behind.end(), True
    if start < end:
        yield start, end, sure


def _ends(chunk: str, language: str) -> bool | None:
    """Whether a word ends with a stop that stands apart from it; None where that is in doubt."""
    if _INNER.fullmatch(chunk):
        return False
    match = _ONE_STOP.fullmatch(chunk)
    if match is None:
        return None
    word = match["word"]
    if match["stop"] != "." or match["closed"] or not word:
        return True
    if word in _abbreviations(language) or _INITIAL.search(word):
        return False
    if word[-1].isdigit():
        return language == "nn"  # in bokmål, a number keeps the stop of an ordinal
    return True if _ENDING.search(word) else None


@functools.cache
def _sentencizer(language: str) -> "Language":
    import spacy

    pipeline = spacy.blank(language)
    pipeline.add_pipe("sentencizer")
    return pipeline


def cut_in_doubt(text: str, start: int, end: int, language: str) -> Iterator[tuple[int, int]]:
    """Cut a stretch with stops in doubt into its sentences."""
    for sentence in _sentencizer(language)(text[start:end]).sents:
        begin = start + sentence.start_char
        for cut in _AFTER_YEAR.finditer(sentence.text):
            yield begin, start + sentence.start_char + cut.start()
            begin = start + sentence.start_char + cut.end()
        yield begin, start + sentence.end_char
