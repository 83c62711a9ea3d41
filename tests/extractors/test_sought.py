from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LEXICON
from vedtak.extractors.flow import FlowLine
from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.sought import Sought
from vedtak.models.page import Line

GROUPS = tuple(LEXICON.groups["phrase"])
EXAMPLES = [entry for entries in LEXICON.groups["phrase"].values() for entry in entries]
TEXTS = st.sampled_from([text for _, *texts in EXAMPLES for text in texts])
WIDE = st.builds(lambda text, at: text[:at] + " " + text[at:], TEXTS, st.integers(0, 30))


def sought(texts: list[str], lexicon: Lexicon = LEXICON) -> Sought:
    lines = [
        FlowLine(
            i, 1, i, text, [Line(text, 0, len(text), 0, 0, 1, 1)], -1, False, 0, 0, False, False
        )
        for i, text in enumerate(texts)
    ]
    return Sought(lexicon, lines)


@given(st.lists(st.one_of(TEXTS, WIDE, st.text(max_size=9)), max_size=12))
def test_no_line_with_a_phrase_is_left_out(texts: list[str]) -> None:
    texts = [" ".join(text.split("\n")) for text in texts]
    index = sought(texts)
    for group in GROUPS:
        possible = index.lines(group)
        for i, text in enumerate(texts):
            single = " ".join(text.split())
            if LEXICON.search(group, text) or LEXICON.search(group, single):
                assert i in possible, (group, text)


def test_lines_without_the_letters_of_a_phrase_are_not_looked_at() -> None:
    index = sought(
        ["Saken er god.", "Enstemmig vedtatt.", "", "SAMRØYSTES VEDTEKE", "STRASSE ß enst"]
    )
    assert index.lines("unanimous") == {1, 3, 4}
    assert sought([]).lines("unanimous") == frozenset()


def test_a_phrase_without_letters_of_its_own_can_stand_anywhere() -> None:
    lexicon = Lexicon([{"phrase": {"numbers": ((r"\d+", "12", "tolv"),)}}])
    assert sought(["tolv", "12"], lexicon).lines("numbers") == {0, 1}


def test_wide_spaces_hide_no_phrase() -> None:
    lexicon = Lexicon([{"phrase": {"two": (("i  dag|av sak", "av sak", "avsak"),)}}])
    assert sought(["av  sak", "i  dag", "av sak", "avsak"], lexicon).lines("two") == {0, 1, 2}
