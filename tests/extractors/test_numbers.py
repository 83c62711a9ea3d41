from collections.abc import Callable

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LINEAR, growth
from vedtak.extractors.numbers import (
    NUMBERED,
    PLAIN,
    CaseNumber,
    match_number,
    read_number,
    read_plain,
)
from vedtak.models.cases import CaseKind


def number(text: str, year: int | None = None) -> CaseNumber | None:
    match = NUMBERED.match(text)
    return read_number(match, year) if match else None


Key = tuple[str, int, int | None]
FORMS: list[tuple[str, Key, str, str]] = [
    ("12/20", ("", 12, 2020), "12/20", "the shortest form"),
    ("12/2020", ("", 12, 2020), "12/2020", "year in full"),
    ("012-2020", ("", 12, 2020), "012-2020", "zeros and hyphen"),
    ("12 / 20", ("", 12, 2020), "12 / 20", "spaces around the stroke"),
    ("Sak 12/20", ("", 12, 2020), "12/20", "the word says no more than that"),
    ("SAK 12/20", ("", 12, 2020), "12/20", "the word in capitals"),
    ("Sak nr. 12/20", ("", 12, 2020), "12/20", "word and nr."),
    ("Saksnr.: 12/20", ("", 12, 2020), "12/20", "a label"),
    ("Styresak 12/20", ("", 12, 2020), "12/20", "case of a board"),
    ("PS 12/20", ("PS", 12, 2020), "PS 12/20", "letters of the system"),
    ("PS 0012/20", ("PS", 12, 2020), "PS 0012/20", "letters and zeros"),
    ("PS-12/20", ("PS", 12, 2020), "PS-12/20", "letters and hyphen"),
    ("Sak PS 12/20", ("PS", 12, 2020), "PS 12/20", "word and letters"),
    ("FR-sak 3/19", ("FR", 3, 2019), "FR-sak 3/19", "letters with the word behind"),
    ("V-sak 3/19", ("V", 3, 2019), "V-sak 3/19", "one letter with the word behind"),
    ("PS  12/20", ("PS", 12, 2020), "PS 12/20", "spaces are single"),
    ("7/99", ("", 7, 1999), "7/99", "the last century"),
    ("7/1984", ("", 7, 1984), "7/1984", "the last century in full"),
]


@pytest.mark.parametrize(("text", "key", "written"), [row[:3] for row in FORMS])
def test_forms_of_numbers(text: str, key: Key, written: str) -> None:
    found = number(text)
    assert found is not None
    assert (found.key[:3], found.written) == (key, written)
    behind = NUMBERED.match(f"{text} Tittel på saken")
    assert behind is not None and behind.end() == len(text)


NO_NUMBERS = [
    ("12", "no year"),
    ("12,5", "a decimal"),
    ("12/20/3", "three parts"),
    ("1/2-18", "a date"),
    ("15/1097-1", "an archive number with a document number"),
    ("2020-2023-1", "parts of something longer"),
    ("25.03.2026", "a date"),
    ("12/205", "three digits are no year"),
    ("0/20", "there is no case 0"),
    ("12/1600", "no year of minutes"),
    ("12345/20", "too many digits"),
    ("Saken 12/20", "a word that goes on"),
    ("", "nothing"),
]


@pytest.mark.parametrize("text", [row[0] for row in NO_NUMBERS])
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


YEARS = [
    ("PS 12/20", 2020, (12, 2020), "the meeting's own year"),
    ("PS 12/20", 2021, (12, 2020), "the year before"),
    ("PS 12/20", 2019, (12, 2020), "the year after"),
    ("PS 14/75", 2014, (75, 2014), "the year stands first"),
    ("PS 14/75", 1975, (14, 1975), "the year stands second"),
    ("14/75", 2014, None, "without letters the order is never turned"),
    ("PS 14/75", 1999, None, "no half is the year"),
    ("12/20", None, (12, 2020), "nothing known of the meeting"),
]


@pytest.mark.parametrize(("text", "year", "expected"), [row[:3] for row in YEARS])
def test_the_meeting_decides_which_half_is_the_year(
    text: str, year: int | None, expected: tuple[int, int] | None
) -> None:
    found = number(text, year)
    assert (found and (found.sequence, found.year)) == expected


@pytest.mark.parametrize(
    ("text", "slug"),
    [("12/20", "12-20"), ("PS 6/26", "ps-6-26"), ("PS 0006/2026", "ps-6-26"), ("007/16", "7-16")],
)
def test_slug(text: str, slug: str) -> None:
    found = number(text)
    assert found is not None and found.slug == slug


def test_letters_of_the_case_systems_have_a_kind() -> None:
    kinds = {text: found.kind for text in ("PS 1/20", "RS 1/20", "1/20") if (found := number(text))}
    assert kinds == {"PS 1/20": CaseKind.POLITISK, "RS 1/20": CaseKind.REFERAT, "1/20": None}


PLAINS = [
    ("4. Eventuelt", 4, "4", "number and stop"),
    ("4 - Eventuelt", 4, "4", "number and dash"),
    ("4) Eventuelt", 4, "4", "number and parenthesis"),
    ("Sak 3: Budsjett", 3, "3", "word and colon"),
    ("Sak nr. 3: Budsjett", 3, "3", "word, nr. and colon"),
    ("4", 4, "4", "alone on its line"),
    ("4 Eventuelt", 4, "4", "a capital behind it"),
    ("# 4. Eventuelt", 4, "4", "a heading in Markdown"),
]


@pytest.mark.parametrize(("text", "sequence", "written"), [row[:3] for row in PLAINS])
def test_numbers_without_a_year(text: str, sequence: int, written: str) -> None:
    match = PLAIN.match(text)
    assert match is not None
    found = read_plain(match)
    assert (found.sequence, found.year, found.written) == (sequence, None, written)
    assert found.slug.endswith(str(sequence))


@pytest.mark.parametrize("text", ["4,5", "4 medlemmer", "4.mai", "1234. linje", "fire"])
def test_what_is_no_plain_number(text: str) -> None:
    assert PLAIN.match(text) is None


@given(
    st.sampled_from(["", "PS", "RS", "FR"]),
    st.integers(1, 9999),
    st.integers(1951, 2050),
    st.sampled_from(["{}{}/{}", "{}{:04}/{}", "{}{} / {}"]),
    st.booleans(),
)
def test_what_is_written_is_read_back(
    prefix: str, sequence: int, year: int, form: str, short: bool
) -> None:
    written = f"{year % 100:02}" if short else str(year)
    text = form.format(f"{prefix} " if prefix else "", sequence, written)
    found = number(text)
    assert found is not None
    assert found.key[:3] == (prefix, sequence, year)
    again = number(found.written)
    assert again is not None and again.key == found.key
    assert number(f"Sak {text}") == found


@given(st.text("0123456789/-. PSKsakr:", max_size=30), st.none() | st.integers(1900, 2100))
def test_any_text_gives_a_possible_number_or_none(text: str, year: int | None) -> None:
    found = number(text, year)
    if found is not None:
        assert found.sequence > 0
        assert found.year is not None and 1800 <= found.year <= 2199
        assert found.written in " ".join(text.split())


SHAPES: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * n,
    "digits with spaces": lambda n: "1 " * n,
    "strokes": lambda n: "1/" * n,
    "numbers": lambda n: "PS 12/20 " * n,
    "words": lambda n: "Sak " * n,
    "capitals": lambda n: "A" * n,
    "capitals with spaces": lambda n: "A " * n,
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("pattern", [NUMBERED, PLAIN], ids=["numbered", "plain"])
def test_time_grows_with_the_text(shape: str, pattern: regex.Pattern[str]) -> None:
    def action(n: int) -> Callable[[], object]:
        text = SHAPES[shape](n * 4)
        return lambda: sum(1 for _ in pattern.finditer(text))

    assert growth(action) < LINEAR


@given(
    st.lists(
        st.sampled_from(["sak", "Sak", "PS", "punkt", "RÅD", "nr.", " ", "-", "/", "20", "3", "ǅ"])
        | st.text(max_size=2),
        max_size=7,
    ).map("".join),
    st.integers(0, 4),
)
def test_a_number_is_found_as_the_pattern_alone_finds_it(text: str, at: int) -> None:
    found, wanted = match_number(text, at), NUMBERED.match(text, at)
    assert (found and found.span()) == (wanted and wanted.span())
