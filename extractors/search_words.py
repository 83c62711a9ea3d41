"""What the search knows of the language: stop words, forms of one word, parts of compounds.

The words are data, `lexicon/search.toml`.
"""

import functools
import tomllib
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from vedtak.extractors.stem import stem

_PART: Final = 4
"""Words with several forms are parts of compounds from this length on; shorter ones are listed."""


class SearchWords(NamedTuple):
    """The word lists of the search."""

    stop_words: frozenset[str]
    """Words that say nothing alone."""
    standards: Mapping[str, str]
    """Stem of a word → the word that stands for it and its other forms."""
    short_forms: Mapping[str, tuple[str, ...]]
    """Short form → the words that it stands for."""
    links: tuple[str, ...]
    """Letters between the parts of a compound."""
    parts: frozenset[str]
    """Words that compounds are made of, those with several forms among them."""
    no_first_part: frozenset[str]
    """What a compound does not begin with."""
    no_last_part: frozenset[str]
    """What a compound does not end with."""

    def standard(self, word: str) -> str | None:
        """Return the word that stands for a word in another form of the language, if any does."""
        return self.standards.get(stem(word))


@functools.cache
def search_words() -> SearchWords:
    """Read the word lists that come with the program."""
    file = resources.files("vedtak.extractors").joinpath("lexicon", "search.toml")
    return parse_search_words(file.read_text(encoding="utf-8"))


def parse_search_words(text: str) -> SearchWords:
    """Read word lists.

    Args:
        text: TOML as in `lexicon/search.toml`.

    Raises:
        ValueError: A word stands for two different words.
    """
    lists: Mapping[str, Any] = tomllib.loads(text)
    standards: dict[str, str] = {}
    for group in lists["same_words"]:
        for word in group:
            if standards.setdefault(stem(word), group[0]) != group[0]:
                raise ValueError(
                    f"same_words: {word!r} stands for {standards[stem(word)]!r} and for "
                    f"{group[0]!r}; put all forms into one group."
                )
    return SearchWords(
        stop_words=frozenset(lists["stop_words"]),
        standards=MappingProxyType(standards),
        short_forms=MappingProxyType(
            {short: tuple(words.split()) for short, words in lists["short_forms"]}
        ),
        links=tuple(lists["links"]),
        parts=frozenset(lists["parts"])
        | {word for group in lists["same_words"] for word in group if len(word) >= _PART},
        no_first_part=frozenset(lists["no_first_part"]),
        no_last_part=frozenset(lists["no_last_part"]),
    )
