"""Patterns that are compiled when they are first asked: one short file needs few of them."""

from typing import Any, cast

import regex

_QUESTIONS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")


class _Pattern:
    """Stands for a pattern until it is asked; from then on its own methods answer."""

    def __init__(self, source: str) -> None:
        self.pattern = source

    def __getattr__(self, name: str) -> Any:
        compiled = regex.compile(self.pattern)
        for question in _QUESTIONS:
            setattr(self, question, getattr(compiled, question))
        return getattr(compiled, name)


def pattern(source: str) -> regex.Pattern[str]:
    r"""A pattern as `regex.compile` gives it, compiled at its first use.

    >>> word = pattern(r"\p{L}+")
    >>> word.findall("Sak 12: Årsmelding")
    ['Sak', 'Årsmelding']
    >>> word.pattern
    '\\p{L}+'
    """
    return cast("regex.Pattern[str]", _Pattern(source))
