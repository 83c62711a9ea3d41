"""Words are the same whether all their letters are asked for their boxes or only where in doubt."""

import re
import sys
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.pipeline.test_reading_pdf import make_pdf
from vedtak.pipeline.reading import words as reading_words
from vedtak.pipeline.reading.pdf import PageLayer, read_layers
from vedtak.pipeline.reading.rounding import rounded

PLAIN = "/Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[35/a/fi]>>"
"""A font in which # is another a, and $ a ligature."""
WIDTHS = " ".join(str(250 + 37 * (code % 23)) for code in range(32, 127))
ODD = f"{PLAIN}/FirstChar 32/LastChar 126/Widths[{WIDTHS}]"
"""The same, but what it says of its widths is not what its letters have, and # is wider than a."""
DRAWN = re.compile(r"\(([^)]*)\)")

strings = st.text("abei.-#$ ", min_size=1, max_size=6).map("({})".format)
steps = st.one_of(
    st.integers(-5000, 5000),
    st.sampled_from([-400, -250, -167, -150, -100, -20, 20, 100, 300, 600, 1200, 3000]),
).map(str)
shows = st.lists(strings | strings | steps, min_size=1, max_size=9).map(
    lambda parts: f"[{' '.join(parts)}] TJ"
)
moves = st.tuples(st.integers(-60, 80), st.sampled_from([0, 0, 0, 3, -3, -6, -14, -30])).map(
    lambda to: f"{to[0]} {to[1]} Td"
)
states = st.one_of(
    st.sampled_from(["-1 Tc", "0 Tc", "0.3 Tc", "3 Tc", "4 Tw", "0 Tw", "60 Tz", "100 Tz", "5 Ts"]),
    st.integers(4, 24).map("/F1 {} Tf".format),
    st.sampled_from(["1 0 0 1", "0 1 -1 0", "1 0.05 -0.05 1", "-1 0 0 1"]).map(
        "{} 300 400 Tm".format
    ),
)
contents = st.lists(shows | shows | shows | moves | states, min_size=1, max_size=14).map(
    lambda parts: f"BT /F1 11 Tf 100 700 Td {' '.join(parts)} ET"
)


def both(data: bytes) -> tuple[PageLayer, PageLayer]:
    """The page as it is read, and with every letter of every word looked at."""
    (quick,) = read_layers(data)
    with patch.object(reading_words, "_SAFE", -1.0):
        (whole,) = read_layers(data)
    return quick, whole


@given(contents, st.sampled_from([0, 0, 90, 180, 270]), st.sampled_from([PLAIN, ODD]))
@example("BT /F1 11 Tf 100 700 Td [(abba) 5000 (bea)] TJ ET", 0, PLAIN)
@example("BT /F1 11 Tf 100 700 Td 3 Tc [(abba) -400 (bea) -400 (e)] TJ ET", 0, PLAIN)
@example("BT /F1 11 Tf 100 700 Td (a#a$ab) Tj ET", 0, ODD)
@example("BT /F1 11 Tf 100 700 Td (abe-) Tj 0 -14 Td (bea) Tj ET", 90, PLAIN)
def test_no_word_is_read_otherwise_for_being_asked_less(content: str, turn: int, font: str) -> None:
    quick, whole = both(make_pdf(content, page=f"/Rotate {turn}", font=font))
    # Letters that lie on others are left out, and leave holes that others may seem to fill.
    drawn = "".join(DRAWN.findall(content)).replace("$", "fi").replace(" ", "")
    assume(quick.letters == len(drawn))
    assert quick == whole


def test_letters_stretched_word_by_word() -> None:
    places = ((n, 20 + n % 9 * 60, 780 - n // 9 * 14) for n in range(90))
    words = "".join(f"{50 + n} Tz 1 0 0 1 {x} {y} Tm (abe) Tj " for n, x, y in places)
    quick, whole = both(make_pdf(f"BT /F1 11 Tf {words} ET", font=PLAIN))
    assert quick == whole
    assert len(quick.page.words) == 90


def test_only_what_is_in_doubt_is_asked_for_letter_by_letter() -> None:
    asked: list[list[int]] = []
    real = reading_words.WordReader._edges

    def ask(self: reading_words.WordReader, places: reading_words.Numbers) -> reading_words.Edges:
        asked.append(places.tolist())
        return real(self, places)

    text = "BT /F1 11 Tf 100 700 Td [(abeabeabe abe) 4000 (bea)] TJ ET"
    with patch.object(reading_words.WordReader, "_edges", ask):
        (layer,) = read_layers(make_pdf(text, font=PLAIN))
    assert [word.text for word in layer.page.words] == ["abeabeabe", "abe", "bea"]
    ends_and_letters, doubtful = asked
    assert ends_and_letters[:4] == [0, 10, 8, 15]
    assert sorted(ends_and_letters[4:]) == [13, 14, 15]
    assert sorted(doubtful) == [10, 11, 12, 13, 14, 15]


def test_every_character_that_is_a_space_parts_words() -> None:
    every = "".join(f"a{chr(code)}" for code in range(sys.maxunicode + 1))
    places = reading_words._places(every)
    spans = zip(places.starts.tolist(), places.ends.tolist(), strict=True)
    assert [every[start:end] for start, end in spans] == every.split()
    assert places.codes[places.firsts].tolist() == [ord(word[0]) for word in every.split()]


@given(st.lists(st.floats(), min_size=1, max_size=20))
@example([0.005, 0.015, 2.675, 72.125, -72.125, 1e16, -0.001])
@pytest.mark.filterwarnings("ignore:.*encountered:RuntimeWarning")
def test_many_numbers_are_rounded_as_each_alone(values: list[float]) -> None:
    found = rounded(np.array(values))
    assert list(map(repr, found)) == [repr(round(value, 2)) for value in values]


@given(
    st.lists(st.integers(-4_000_000, 4_000_000), min_size=1, max_size=50),
    st.sampled_from([8, 1000]),
)
def test_halves_of_hundredths_are_rounded_as_each_alone(numbers: list[int], parts: int) -> None:
    values = [number / parts for number in numbers]
    assert rounded(np.array(values)) == [round(value, 2) for value in values]
