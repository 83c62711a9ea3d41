import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import box
from vedtak.extractors.grid import find_bands, find_frames
from vedtak.models.page import Rule, Word


def across(y: float, x0: float = 70, x1: float = 470) -> Rule:
    return Rule(x0, y, x1, y)


def down(x: float, top: float = 100, bottom: float = 160) -> Rule:
    return Rule(x, top, x, bottom)


TABLE = [across(100), across(130), across(160), down(70), down(270), down(470)]

FRAMES = [
    ([], 0, "nothing"),
    ([across(100), across(130)], 0, "lines across alone"),
    ([down(70), down(270)], 0, "lines down alone"),
    (TABLE, 1, "a table"),
    ([*TABLE, *(Rule(r.x0, r.top + 300, r.x1, r.bottom + 300) for r in TABLE)], 2, "two tables"),
    ([across(100), down(70)], 0, "a corner"),
    ([across(100, 70, 75), across(160, 70, 75), down(70)], 0, "dashes are too short"),
    ([across(101.5), across(130), across(158.5), down(70), down(470)], 1, "ends that nearly meet"),
    ([Rule(70, 100, 470, 101), Rule(70, 160, 470, 161), Rule(70, 100, 71, 160)], 1, "thick lines"),
]


@pytest.mark.parametrize(("rules", "count"), [row[:2] for row in FRAMES])
def test_frames_are_found(rules: list[Rule], count: int) -> None:
    frames = find_frames(rules)
    assert len(frames) == count
    assert [frame.tops[0] for frame in frames] == sorted(frame.tops[0] for frame in frames)


def test_a_frame_knows_its_edges_and_cells() -> None:
    (frame,) = find_frames(TABLE)
    assert frame.tops == (100, 130, 160)
    assert (frame.x0, frame.x1, frame.single) == (70, 470, False)
    for text, x, y, place in (
        ("a", 80, 110, (0, 0)),
        ("b", 300, 110, (0, 1)),
        ("c", 80, 140, (1, 0)),
        ("d", 300, 140, (1, 1)),
    ):
        word = Word(text, x, y, x + 5, y + 10)
        assert frame.holds(word)
        assert frame.cells([word]) == {place: [word]}
    assert not frame.holds(Word("e", 80, 170, 85, 180))
    assert not frame.holds(Word("f", 480, 110, 485, 120))


def test_a_cell_over_two_columns_is_one_cell() -> None:
    rules = [across(100), across(130), across(160), down(70), down(270, 130, 160), down(470)]
    (frame,) = find_frames(rules)
    a, b, c = (Word(text, 300, y, 305, y + 10) for text, y in (("a", 110), ("b", 140), ("c", 110)))
    assert frame.cells([a, b, c]) == {(0, 0): [a, c], (1, 1): [b]}


def test_a_box_is_single() -> None:
    (frame,) = find_frames(box(70, 100, 470, 160))
    assert frame.single
    (frame,) = find_frames(box(70, 100, 470, 160, [270]))
    assert not frame.single


BANDS = [
    ([across(100), across(130), across(160)], [90, 110, 140, 170], [0, 1, 2, 0], "a list"),
    ([across(100), across(130)], [110], [0], "two lines are no list"),
    ([across(100), across(130), across(160, 70, 300)], [110], [0], "ends differ"),
    (TABLE, [110], [0], "a table is none"),
    ([], [110], [0], "no rules"),
    ([across(100), across(130), across(160)], [], [], "no rows"),
]


@pytest.mark.parametrize(("rules", "middles", "expected"), [row[:3] for row in BANDS])
def test_bands(rules: list[Rule], middles: list[float], expected: list[int]) -> None:
    assert find_bands(rules, middles) == expected


@given(st.integers(1, 5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_any_grid_gives_each_cell_its_place(rows: int, columns: int, order: random.Random) -> None:
    tops = [100 + 20 * i for i in range(rows + 1)]
    edges = [70 + 50 * j for j in range(columns + 1)]
    rules = [across(y, edges[0], edges[-1]) for y in tops]
    rules += [down(x, tops[0], tops[-1]) for x in edges]
    order.shuffle(rules)
    (frame,) = find_frames(rules)
    for i in range(rows):
        for j in range(columns):
            word = Word("a", edges[j] + 5, tops[i] + 5, edges[j] + 20, tops[i] + 15)
            assert frame.cells([word]) == {(i, j): [word]}
