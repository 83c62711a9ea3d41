"""The stemmer is the one of the index: a test in tests/pipeline compares them word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedtak.extractors.stem import stem


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("høringene", "høring"),  # æøå stay
        ("kommunar", "kommun"),  # nynorsk plural
        ("saka", "sak"),  # definite in -a
        ("budsjettert", "budsjetter"),  # -ert is -er
        ("fellesskapets", "fellesskap"),  # genitive behind an article
        ("tak", "tak"),  # nothing to cut
        ("ås", "ås"),  # too short to have an ending
        ("musikks", "musikk"),  # an s behind a hard k is an ending
        ("viks", "viks"),  # behind a k that follows a vowel it is none
        ("lovverkdt", "lovverkd"),  # dt loses its t
        ("", ""),
    ],
)
def test_stems(word: str, expected: str) -> None:
    assert stem(word) == expected


@given(st.text("abdegiklmnorstvøåæ", max_size=20))
def test_a_stem_begins_its_word(word: str) -> None:
    cut = stem(word)
    # 'erte' becomes 'er', which is where the word went on anyway
    assert word.startswith(cut)
