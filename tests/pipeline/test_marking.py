import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedtak.pipeline.texts.marking import excerpt, mark_words


def starred(word: str) -> str:
    return f"*{word}*"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Høring om høringer", {"høring"}, "*Høring* om høringer"),  # whole words only
        ("e-helse, HELSE.", {"helse"}, "e-*helse*, *HELSE*."),  # signs stay outside
        ("", {"helse"}, ""),
    ],
)
def test_words_are_marked(text: str, words: set[str], expected: str) -> None:
    assert mark_words(text, words, starred) == expected


def test_the_stretch_has_the_words() -> None:
    text = "fyll " * 200 + "en høring om budsjett " + "fyll " * 200 + "høring"
    cut = excerpt(text, {"høring", "budsjett"}, 60)
    assert "høring om budsjett" in cut
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert len(cut) <= 64


@given(st.text(max_size=400), st.integers(50, 300))
def test_a_stretch_is_part_of_the_text(text: str, width: int) -> None:
    cut = excerpt(text, {"a", "høring"}, width)
    assert cut.removeprefix("… ").removesuffix(" …") in " ".join(text.split())
    assert len(cut) <= width + 4
