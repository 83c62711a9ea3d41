"""Stretches of text around the words that were searched for, with the words marked."""

import re
from collections.abc import Callable, Collection
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
_WIDTH: Final = 240
"""Characters of a stretch; enough to see what it is about."""

Mark = Callable[[str], str]
"""Marks a word: bold on a terminal, between stars elsewhere."""


def mark_words(text: str, words: Collection[str], mark: Mark) -> str:
    """Mark all of some words in a text.

    Args:
        text: The text.
        words: Words in lower case.
        mark: How a word is marked.
    """
    return _WORD.sub(lambda found: mark(found[0]) if found[0].lower() in words else found[0], text)


def excerpt(text: str, words: Collection[str], width: int = _WIDTH) -> str:
    """Return the stretch of a text with the most different of some words, on one line.

    Args:
        text: The text.
        words: Words in lower case.
        width: Characters at most, signs of omission aside.
    """
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    places = [
        (found.start(), found.end(), found[0].lower())
        for found in _WORD.finditer(text)
        if found[0].lower() in words
    ]
    start = _best_start(places, width)
    # A little of what comes before a word says what it is about.
    start = max(0, min(start - width // 5, len(text) - width))
    end = min(len(text), start + width)
    start = 0 if start == 0 else text.find(" ", start, start + 40) + 1 or start
    cut = text.rfind(" ", end - 40, end)
    end = end if end == len(text) else cut if cut > start else end
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return f"{before}{text[start:end]}{after}"


def _best_start(places: list[tuple[int, int, str]], width: int) -> int:
    """Return where the stretch begins that has the most different words, then the most words."""
    best, chosen = (0, 0), 0
    room = width - width // 5
    for number, (start, _, _) in enumerate(places):
        inside = [word for _, end, word in places[number:] if end <= start + room]
        rank = (len(set(inside)), len(inside))
        if rank > best:
            best, chosen = rank, start
    return chosen
