"""Runs of pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedtak.pipeline.page_ranges import page_ranges


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param([], "", id="no page, no text"),
        pytest.param([4], "4", id="a page alone is no run"),
        pytest.param([1, 2, 3, 7], "1-3,7", id="a gap ends the run"),
        pytest.param([1, 3, 5, 6], "1,3,5-6", id="two pages are a run"),
    ],
)
def test_runs_are_written_short(pages: list[int], expected: str) -> None:
    assert page_ranges(pages, dash="-", comma=",") == expected


@given(st.sets(st.integers(1, 60)))
def test_no_page_is_lost_or_added(pages: set[int]) -> None:
    read: list[int] = []
    for run in filter(None, page_ranges(sorted(pages), dash="-", comma=",").split(",")):
        first, _, last = run.partition("-")
        read += range(int(first), int(last or first) + 1)
    assert read == sorted(pages)
