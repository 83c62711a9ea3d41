import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LINEAR, box, cells, growth, plain, printed, put
from vedtak.models.page import Page, Rule, Word

PLAIN = [
    ("Møte 3/2020", [["Møte 3/2020"]], "one line"),
    ("Sted   Webinar", [["Sted", "Webinar"]], "two spaces or more part cells"),
    ("Kari Ås  Ola Li", [["Kari Ås", "Ola Li"]], "just two spaces"),
    ("a b c", [["a b c"]], "one space does not"),
    (
        "Navn     Parti   Rolle\nKari Ås  SV",
        [["Navn", "Parti", "Rolle"], ["Kari Ås", "SV"]],
        "table",
    ),
    ("\n\n  x\n\n", [["x"]], "empty lines"),
    ("", [], "nothing"),
    ("   \n \t ", [], "only space"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in PLAIN])
def test_plain_text_is_laid_out(text: str, expected: list[list[str]]) -> None:
    (page,) = plain(text)
    assert cells(page) == expected
    assert (page.text, page.from_text) == (text, True)


def test_gaps_of_plain_text_are_empty_lines() -> None:
    (page,) = plain("Ett\nTo\n\nTre\n\n\nFire")
    assert [row.gap for row in page.rows] == [0, 0, 1, 2]


def check_offsets(page: Page) -> None:
    """Lines and words stand in the page's text where they say."""
    for row in page.rows:
        for cell in row.cells:
            for line in cell.lines:
                assert page.text[line.start : line.end].split() == line.text.split()
                for word, start in zip(line.words, line.starts(), strict=True):
                    assert page.text[start : start + len(word.text)] == word.text


def test_printed_cells_are_parted_by_gaps() -> None:
    page = printed(
        [
            *put("Sted Direktoratet for e-helse", 70, 100),
            *put("Kari Ås", 70, 112),
            *put("Helse Vest RHF", 250, 112),
            *put("Nytt avsnitt", 70, 150),
        ]
    )
    assert cells(page) == [
        ["Sted Direktoratet for e-helse"],
        ["Kari Ås", "Helse Vest RHF"],
        ["Nytt avsnitt"],
    ]
    assert page.text == "Sted Direktoratet for e-helse\nKari Ås\tHelse Vest RHF\n\nNytt avsnitt"
    assert [row.gap for row in page.rows] == [0, 0.2, 2.8]
    check_offsets(page)


def test_wide_spaces_of_a_justified_line_part_nothing() -> None:
    words, x0 = [], 70.0
    for text in ["Styret", "tar", "saken", "til", "orientering", "og", "takker"]:
        words.append(Word(text, x0, 100, x0 + 5 * len(text), 110, 10))
        x0 += 5 * len(text) + 8.5
    assert cells(printed(words)) == [["Styret tar saken til orientering og takker"]]


def test_a_raised_word_stays_in_its_row() -> None:
    raised = Word("1", 150, 97, 153, 103, 6)
    page = printed([*put("Styret vedtok", 70, 100), raised, *put("dette", 155, 100)])
    assert len(page.rows) == 1


def test_a_table_with_rules_has_the_cells_that_the_rules_draw() -> None:
    rules = [Rule(70, y, 470, y) for y in (100, 130, 160)]
    rules += [Rule(x, 100, x, 160) for x in (70, 170, 470)]
    page = printed(
        [
            *put("Sak 1/20", 75, 105),
            *put("Godkjenning av", 175, 105),
            *put("innkalling", 175, 117),
            *put("Sak 2/20", 75, 135),
            *put("Eventuelt", 175, 135),
            *put("Under tabellen", 70, 180),
        ],
        rules,
    )
    assert cells(page) == [
        ["Sak 1/20", "Godkjenning av|innkalling"],
        ["Sak 2/20", "Eventuelt"],
        ["Under tabellen"],
    ]
    assert [row.ruled for row in page.rows] == [True, True, False]
    assert [row.columns for row in page.rows] == [(0, 1), (0, 1), ()]
    check_offsets(page)


def test_close_columns_never_merge_where_a_rule_parts_them() -> None:
    rules = [*box(70, 100, 300, 115, [120]), Rule(70, 130, 300, 130), Rule(70, 100, 70, 130)]
    page = printed([*put("Kari Ås", 84, 103), *put("Ola Li", 121, 103)], rules)
    assert cells(page) == [["Kari Ås", "Ola Li"]]


def test_a_box_around_text_is_no_table() -> None:
    page = printed([*put("Styret tar saken", 80, 105)], box(70, 100, 400, 120))
    assert [row.ruled for row in page.rows] == [False]
    assert cells(page) == [["Styret tar saken"]]


def test_bands_of_a_list_ruled_across() -> None:
    rules = [Rule(70, y, 470, y) for y in (100, 130, 160)]
    page = printed([*put("Ett", 70, 105), *put("To", 70, 135), *put("Utenfor", 70, 300)], rules)
    assert [row.band for row in page.rows] == [1, 2, 0]


def test_links_and_confidence_are_kept() -> None:
    page = printed(put("Ord", 70, 100))
    assert (page.number, page.width, page.height, page.from_text) == (1, 595, 842, False)
    assert (page.links, page.ocr_confidence) == ([], None)


WORD = st.text("abcæøåAB", min_size=1, max_size=6)
TABLE = st.lists(st.lists(WORD, min_size=1, max_size=4), min_size=1, max_size=6)


@given(TABLE, st.randoms(use_true_random=False))
def test_columns_come_back_whatever_the_order_of_the_words(
    table: list[list[str]], order: random.Random
) -> None:
    words = [
        word
        for i, row in enumerate(table)
        for j, text in enumerate(row)
        for word in put(text, 70 + 120 * j, 100 + 14 * i)
    ]
    order.shuffle(words)
    page = printed(words)
    assert cells(page) == table
    check_offsets(page)


@given(TABLE, st.randoms(use_true_random=False))
def test_ruled_tables_come_back_whatever_the_order(
    table: list[list[str]], order: random.Random
) -> None:
    width = max(map(len, table))
    edges = [70 + 40 * j for j in range(width + 1)]
    tops = [100 + 14 * i for i in range(len(table) + 1)]
    rules = [Rule(edges[0], y, edges[-1], y) for y in tops]
    rules += [Rule(x, tops[0], x, tops[-1]) for x in edges]
    words = [
        word
        for i, row in enumerate(table)
        for j, text in enumerate(row)
        for word in put(text, edges[j] + 2, tops[i] + 2)
    ]
    order.shuffle(words)
    order.shuffle(rules)
    page = printed(words, rules)
    assert cells(page) == table
    check_offsets(page)


@given(st.lists(st.lists(WORD, min_size=1, max_size=3), min_size=1, max_size=6))
def test_aligned_text_keeps_its_columns(table: list[list[str]]) -> None:
    text = "\n".join("".join(cell.ljust(9) for cell in row).rstrip() for row in table)
    (page,) = plain(text)
    assert cells(page) == table
    check_offsets(page)
    for row in page.rows:
        assert [cell.x0 for cell in row.cells] == [9.0 * j for j in range(len(row.cells))]


coordinate = st.floats(0, 800, allow_nan=False).map(lambda x: round(x, 1))


@given(
    st.lists(st.tuples(WORD, coordinate, coordinate, st.integers(4, 30)), max_size=12),
    st.lists(st.tuples(coordinate, coordinate, coordinate, coordinate), max_size=6),
)
def test_no_word_is_lost_on_any_page(
    placed: list[tuple[str, float, float, int]], ruled: list[tuple[float, float, float, float]]
) -> None:
    words = [word for text, x, y, size in placed for word in put(text, x, y, size)]
    rules = [Rule(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in ruled]
    page = printed(words, rules)
    assert sorted(page.text.split()) == sorted(word.text for word in words)
    check_offsets(page)
    for row in page.rows:
        assert row.cells and all(cell.lines for cell in row.cells)
        assert not row.columns or len(row.columns) == len(row.cells)


SHAPES: dict[str, Callable[[int], tuple[list[Word], list[Rule]]]] = {
    "one row": lambda n: (put("ord " * n, 0, 100), []),
    "one column": lambda n: ([w for i in range(n) for w in put("ord", 70, 12 * i)], []),
    "one place": lambda n: (put("ord", 70, 100) * n, []),
    "rules across": lambda n: (
        put("ord", 70, 100),
        [Rule(70, 12 * i, 400, 12 * i) for i in range(n)],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_page(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        words, rules = SHAPES[shape](n)
        return lambda: printed(words, rules)

    assert growth(action, 1000) < LINEAR
