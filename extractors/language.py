"""Bokmål or nynorsk, told by the words that only one of them has."""

from collections.abc import Sequence

from vedtak.extractors.lexicon import Lexicon
from vedtak.extractors.pattern import pattern
from vedtak.models.page import Page

_WORD = pattern(r"\p{L}+")
_FAR_ENOUGH = 2000


def tell_language(pages: Sequence[Page], lexicon: Lexicon) -> str | None:
    """Tell the language of a document.

    Args:
        pages: Its pages.
        lexicon: The telling words of both languages.

    Returns:
        'nb' or 'nn' by the larger count of telling words; None where neither has more.
    """
    nynorsk = set(filter(str.isalpha, lexicon.words("nynorsk")))
    bokmaal = set(filter(str.isalpha, lexicon.words("bokmaal")))
    telling = nynorsk | bokmaal
    nn = nb = 0
    for page in pages:
        words = page.text.lower().split()
        words += _WORD.findall(" ".join([word for word in words if not word.isalpha()]))
        found = list(filter(telling.__contains__, words))
        nn += sum(map(nynorsk.__contains__, found))
        nb += sum(map(bokmaal.__contains__, found))
        if nn + nb > _FAR_ENOUGH:
            break
    if nn == nb:
        return None
    return "nn" if nn > nb else "nb"
