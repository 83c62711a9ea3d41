import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LEXICON, LINEAR, growth, plain, printed, put
from vedtak.extractors.context import Claim
from vedtak.extractors.flow import Flow, make_flow
from vedtak.extractors.spans import cover
from vedtak.models.documents import Role, Span
from vedtak.models.page import Page


def covered(pages: list[Page], *claims: Claim) -> list[Span]:
    return cover(make_flow(pages, LEXICON), claims, "d")


def claim(
    start: int, end: int, role: Role = Role.CASE, key: str | None = "k", page: int = 1
) -> Claim:
    return Claim(page, start, end, role, key, "d/1")


def shown(pages: list[Page], spans: list[Span]) -> list[tuple[str, str]]:
    texts = {page.number: page.text for page in pages}
    return [(s.role, texts[s.page_number][s.char_start : s.char_end].strip()) for s in spans]


PAINTED = [
    ([], [("unclassified", "Styret tar saken")], "nobody claims"),
    ([claim(0, 16)], [("case", "Styret tar saken")], "all of it"),
    ([claim(7, 10)], [("unclassified", "Styret"), ("case", "tar"), ("unclassified", "saken")], "…"),
    (
        [claim(0, 16), claim(7, 10, Role.VOTE)],
        [("case", "Styret"), ("vote", "tar"), ("case", "saken")],
        "the later claim holds",
    ),
    ([claim(0, 6), claim(7, 16)], [("case", "Styret tar saken")], "same key: one span"),
    (
        [claim(0, 6), claim(7, 16, key="other")],
        [("case", "Styret"), ("case", "tar saken")],
        "another record: another span",
    ),
    ([claim(0, 999)], [("case", "Styret tar saken")], "a claim beyond the end"),
    ([claim(5, 5)], [("unclassified", "Styret tar saken")], "an empty claim"),
]


@pytest.mark.parametrize(("claims", "expected"), [row[:2] for row in PAINTED])
def test_claims_are_painted(claims: list[Claim], expected: list[tuple[str, str]]) -> None:
    pages = plain("Styret tar saken")
    assert shown(pages, covered(pages, *claims)) == expected


def test_a_span_carries_what_its_claim_says() -> None:
    (span,) = covered(plain("Sak"), claim(0, 3, Role.DECISION, "nuit/2020/1-20/decision/1"))
    assert (span.document_id, span.page_number, span.part_id) == ("d", 1, "d/1")
    assert (span.role, span.record_id) == ("decision", "nuit/2020/1-20/decision/1")
    assert (span.x0, span.top, span.x1, span.bottom) == (None, None, None, None)


def test_space_makes_no_spans_of_its_own() -> None:
    pages = plain("  Ett  \n\n  To  ")
    spans = covered(pages, claim(2, 5), claim(11, 13, Role.VOTE))
    assert shown(pages, spans) == [("case", "Ett"), ("vote", "To")]


def test_furniture_is_told_where_nobody_claims() -> None:
    pages = plain("Side 1 av 2\nStyret", "Side 2 av 2\nMøtet")
    assert shown(pages, covered(pages)) == [
        ("furniture", "Side 1 av 2"),
        ("unclassified", "Styret"),
        ("furniture", "Side 2 av 2"),
        ("unclassified", "Møtet"),
    ]


def test_empty_pages_have_no_spans_and_blank_ones_are_furniture() -> None:
    pages = plain("", "  \n ", "Sak")
    assert [(s.page_number, s.role) for s in covered(pages)] == [
        (2, "furniture"),
        (3, "unclassified"),
    ]


def test_printed_spans_have_the_box_around_their_words() -> None:
    page = printed([*put("Styret tar", 70, 100), *put("saken", 70, 112)])
    first, second = covered([page], claim(0, 10), claim(11, 16, Role.VOTE))
    assert (first.x0, first.top, first.x1, first.bottom) == (70, 100, 118, 110)
    assert (second.x0, second.top, second.x1, second.bottom) == (70, 112, 95, 122)


@given(st.lists(st.integers(0, 60), max_size=6))
def test_a_box_goes_around_the_words_that_begin_in_its_span(cuts: list[int]) -> None:
    page = printed(
        [*put("Styret tar saken", 70, 100), *put("opp", 300, 99), *put("til ny drøfting", 65, 112)]
    )
    edges = sorted({0, *cuts, len(page.text)})
    claims = [claim(a, b, key=str(a)) for a, b in itertools.pairwise(edges)]
    lines = [line for row in page.rows for cell in row.cells for line in cell.lines]
    words = [each for line in lines for each in zip(line.words, line.starts(), strict=True)]
    for span in covered([page], *claims):
        own = [word for word, start in words if span.char_start <= start < span.char_end]
        box = (span.x0, span.top, span.x1, span.bottom)
        if own:
            lefts, tops, rights, bottoms = zip(*(word[1:5] for word in own), strict=True)
            assert box == (min(lefts), min(tops), max(rights), max(bottoms))
        else:
            assert box == (None, None, None, None)


ROLES = st.sampled_from([Role.CASE, Role.VOTE, Role.DECISION])
CHARACTERS = st.text("ab \n\t.\x00æ", max_size=40)


@given(st.lists(CHARACTERS, min_size=1, max_size=3), st.data())
def test_any_claims_leave_no_gap_and_no_overlap(texts: list[str], data: st.DataObject) -> None:
    pages = plain(*texts)
    claims = data.draw(
        st.lists(
            st.builds(
                Claim,
                st.integers(1, len(texts)),
                st.integers(0, 45),
                st.integers(0, 45),
                ROLES,
                st.sampled_from([None, "a", "b"]),
                st.just("d/1"),
            ),
            max_size=6,
        )
    )
    spans = cover(Flow([], pages), claims, "d")
    assert spans == sorted(spans, key=lambda span: (span.page_number, span.char_start))
    for page in pages:
        own = [span for span in spans if span.page_number == page.number]
        assert "".join(page.text[s.char_start : s.char_end] for s in own) == page.text
        for span in own:
            assert span.char_start < span.char_end
        for at, character in enumerate(page.text):
            if not character.isalnum():
                continue
            holding = [c for c in claims if c.page == page.number and c.start <= at < c.end]
            (span,) = (s for s in own if s.char_start <= at < s.char_end)
            expected = holding[-1].role if holding else Role.UNCLASSIFIED
            assert span.role == expected
            assert span.record_id == (holding[-1].record_id if holding else None)


SHAPES: dict[str, Callable[[int], tuple[str, list[Claim]]]] = {
    "one span": lambda n: ("a" * n, [claim(0, n)]),
    "words": lambda n: ("a " * n, [claim(i * 2, i * 2 + 1, key=str(i)) for i in range(n)]),
    "spaces": lambda n: (" " * n, []),
    "pages": lambda n: ("ord\n" * n, [claim(0, 4)]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_page(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        text, claims = SHAPES[shape](n)
        flow = Flow([], plain(text))
        return lambda: cover(flow, claims, "d")

    assert growth(action, 2000) < LINEAR
