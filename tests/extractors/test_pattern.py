"""Patterns compiled at their first use answer as those that are compiled at once."""

import importlib
import pkgutil

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from vedtak import extractors
from vedtak.extractors.pattern import _Pattern, pattern

SOURCE = r"(?i)(?P<word>\p{L}+)\s*(?P<number>\d+)?"
MODULES = [found.name for found in pkgutil.walk_packages(extractors.__path__, "vedtak.extractors.")]


@given(st.text("aÅ1 \n", max_size=12))
def test_it_answers_as_a_compiled_pattern(text: str) -> None:
    late, early = pattern(SOURCE), regex.compile(SOURCE)
    assert [m.span() for m in late.finditer(text)] == [m.span() for m in early.finditer(text)]
    assert late.findall(text) == early.findall(text)
    assert late.sub("-", text) == early.sub("-", text)
    assert late.split(text) == early.split(text)
    for question in ("match", "search", "fullmatch"):
        found, wanted = getattr(late, question)(text), getattr(early, question)(text)
        assert (found and found.groupdict()) == (wanted and wanted.groupdict())


def test_it_tells_what_a_compiled_pattern_tells() -> None:
    late = pattern(SOURCE)
    assert late.pattern == SOURCE
    assert late.groupindex == {"word": 1, "number": 2}
    assert late.flags == regex.compile(SOURCE).flags


def test_a_broken_pattern_says_so_when_it_is_asked() -> None:
    with pytest.raises(regex.error, match="missing"):
        pattern("(").match("")


@pytest.mark.parametrize("name", MODULES)
def test_every_pattern_compiles(name: str) -> None:
    module = importlib.import_module(name)
    for constant in vars(module).values():
        if isinstance(constant, _Pattern):
            assert regex.compile(constant.pattern)
