import pytest

from vedtak.pipeline.texts.words import keys_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NUIT tar saken til orientering.", ["nuit", "tar", "saken", "til", "orientering"]),
        # a hyphen at a line's end, one inside a word, and none are the same
        ("porte-\nfølje porte-følje portefølje", ["portefølje"] * 3),
        ("porte-\n   følje", ["portefølje"]),
        # a hyphen that stands for the rest of a word joins nothing
        ("plan- og bygningsloven", ["plan", "og", "bygningsloven"]),
        ("kl. 16.00 – 19.00", ["kl", "16", "00", "19", "00"]),
        ("kr 3.400.000 og 3 400 000", ["kr", "3", "400", "000", "og", "3", "400", "000"]),
        ("__ … – §", []),
        ("", []),
    ],
)
def test_words_are_letters_and_digits_in_lower_case(text: str, expected: list[str]) -> None:
    assert keys_of(text) == expected
