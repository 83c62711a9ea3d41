import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LINEAR, growth
from vedtak.extractors.dates import MONTHS, find_dates, parse_date

FULL = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
]
SHORT = ["jan", "feb", "mars", "april", "mai", "juni", "juli", "aug", "sept", "okt", "nov", "des"]

WRITINGS: dict[str, Callable[[dt.date], str]] = {
    "1. april 2020": lambda d: f"{d.day}. {FULL[d.month - 1]} {d.year}",
    "1.april 2020": lambda d: f"{d.day}.{FULL[d.month - 1]} {d.year}",
    "01. april 2020": lambda d: f"{d.day:02}. {FULL[d.month - 1]} {d.year}",
    "1 april 2020": lambda d: f"{d.day} {FULL[d.month - 1]} {d.year}",
    "1. APRIL 2020": lambda d: f"{d.day}. {FULL[d.month - 1].upper()} {d.year}",
    "1. April, 2020": lambda d: f"{d.day}. {FULL[d.month - 1].title()}, {d.year}",
    "1. okt. 2020": lambda d: f"{d.day}. {SHORT[d.month - 1]}. {d.year}",
    "1. okt 2020": lambda d: f"{d.day}. {SHORT[d.month - 1]} {d.year}",
    "1.4.2020": lambda d: f"{d.day}.{d.month}.{d.year}",
    "01.04.2020": lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    "01. 04. 2020": lambda d: f"{d.day:02}. {d.month:02}. {d.year}",
    "1/4-2020": lambda d: f"{d.day}/{d.month}-{d.year}",
    "1/4 2020": lambda d: f"{d.day}/{d.month} {d.year}",
    "1/4/2020": lambda d: f"{d.day}/{d.month}/{d.year}",
    "01-04-2020": lambda d: f"{d.day:02}-{d.month:02}-{d.year}",
    "2020-04-01": lambda d: d.isoformat(),
}
"""Ways to write a day with its year in four digits."""

CENTURIES: dict[str, Callable[[dt.date], str]] = {
    "01.04.20": lambda d: f"{d.day:02}.{d.month:02}.{d.year % 100:02}",
    "1.4.20": lambda d: f"{d.day}.{d.month}.{d.year % 100:02}",
    "1/4-20": lambda d: f"{d.day}/{d.month}-{d.year % 100:02}",
}
"""Ways to write a day with its year in two digits."""


def days(first: int, last: int) -> list[dt.date]:
    begin, end = dt.date(first, 1, 1), dt.date(last, 12, 31)
    return [begin + dt.timedelta(n) for n in range((end - begin).days + 1)]


@pytest.mark.parametrize("writing", WRITINGS)
def test_every_day_is_read_as_written(writing: str) -> None:
    for day in itertools.chain(days(1968, 1968), days(1999, 2000), days(2023, 2024)):
        raw = WRITINGS[writing](day)
        text = f"Møtet holdes {raw} på rådhuset"
        found = find_dates(text)
        assert [match.value for match in found] == [day], text
        assert text[found[0].start : found[0].end].rstrip(".") == raw
        assert parse_date(raw) == day


@pytest.mark.parametrize("writing", CENTURIES)
def test_two_digits_are_the_near_century(writing: str) -> None:
    for day in itertools.chain(days(1951, 1951), days(1999, 2000), days(2049, 2050)):
        assert parse_date(CENTURIES[writing](day)) == day


def test_months_are_known_by_name_and_abbreviation() -> None:
    for number, (full, short) in enumerate(zip(FULL, SHORT, strict=True), start=1):
        assert MONTHS[full] == MONTHS[short] == MONTHS[full[:3]] == number


def d(*parts: int) -> dt.date:
    return dt.date(*parts)


LISTS = [
    ("13.-14. mai 2020", [d(2020, 5, 13), d(2020, 5, 14)], "two days, one month"),
    ("13. og 14. mai 2020", [d(2020, 5, 13), d(2020, 5, 14)], "joined by a word"),
    ("13. – 14. mai 2020", [d(2020, 5, 13), d(2020, 5, 14)], "joined by a dash with space"),
    ("1., 2. og 3. juni 2021", [d(2021, 6, 1), d(2021, 6, 2), d(2021, 6, 3)], "three days"),
    ("14. februar og 1. april 2020", [d(2020, 2, 14), d(2020, 4, 1)], "the year at the end"),
    ("14. februar, 1. april og 3. mai 2020", [d(2020, 2, 14), d(2020, 4, 1), d(2020, 5, 3)], "…3"),
    ("31. mai til 2. juni 2020", [d(2020, 5, 31), d(2020, 6, 2)], "over the end of a month"),
    ("31. desember 2019 og 1. januar 2020", [d(2019, 12, 31), d(2020, 1, 1)], "own years"),
    ("den 3. mai og den 4. mai 2020", [d(2020, 5, 3), d(2020, 5, 4)], "an article before the day"),
    (
        "3. mai 2020, 14.05.2020 og 2020-06-01",
        [d(2020, 5, 3), d(2020, 5, 14), d(2020, 6, 1)],
        "mix",
    ),
    ("onsdag 13. mai 2020 kl. 10.00", [d(2020, 5, 13)], "weekday and time around it"),
    ("(13.05.2020)", [d(2020, 5, 13)], "in a parenthesis"),
    ("Møtedato:25.03.2026", [d(2026, 3, 25)], "directly behind a label"),
    ("den 25.03.2026:", [d(2026, 3, 25)], "a colon behind it"),
    ("vedtatt 25.03.2026.", [d(2026, 3, 25)], "at the end of a sentence"),
    ("25.03.2026, kl 18", [d(2026, 3, 25)], "a comma behind it"),
    ("29.02.2024", [d(2024, 2, 29)], "a leap day"),
]


@pytest.mark.parametrize(("text", "expected"), [row[:2] for row in LISTS])
def test_dates_of_a_text(text: str, expected: list[dt.date]) -> None:
    assert [match.value for match in find_dates(text)] == expected


NO_DATES = [
    ("", "nothing"),
    ("13. mai", "a day without a year: never filled in"),
    ("13. mai kl. 2020", "a time of day is no year"),
    ("3. mandag i mai 2020", "no day of the month"),
    ("Mai 2020", "a month is no day"),
    ("sak 45/20", "a case number"),
    ("sak 12/2020", "a case number with a long year"),
    ("PS 6/26", "a case number with letters"),
    ("15/1097", "an archive number"),
    ("2026/1477-1", "an archive number with a document number"),
    ("2023-03-06-1", "a number of four parts"),
    ("1.2.3.4", "a numbered heading"),
    ("1.2.3.2020.5", "a numbered heading that ends in a year"),
    ("29.02.2023", "no leap year"),
    ("31.04.2020", "no such day"),
    ("00.01.2020", "no day zero"),
    ("13.13.2020", "no month 13"),
    ("32. mai 2020", "no day 32"),
    ("13.05.1399", "before there were minutes"),
    ("kr 1.556.904,-", "an amount"),
    ("tlf 22 33 44 55", "a telephone number"),
    ("01017012345", "a birth number"),
    ("10.00-12.00", "a span of time"),
    ("maisåker 3 maiskolber 2020", "a word that begins like a month"),
]


@pytest.mark.parametrize("text", [row[0] for row in NO_DATES])
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text) == []
    assert parse_date(text) is None


def test_matches_stand_in_order_and_inside_the_text() -> None:
    text = "Protokoll fra 2020-06-01, 3. mai 2020, 1.-2. april 2019 og 1/2-18."
    found = find_dates(text)
    assert [match.start for match in found] == sorted(match.start for match in found)
    assert [text[match.start : match.end].rstrip(".") for match in found] == [
        "2020-06-01",
        "3. mai 2020",
        "1.-2. april 2019",
        "2. april 2019",
        "1/2-18",
    ]


@given(st.text("0123456789.-/ ,ogjanmi§:\n", max_size=60))
def test_any_text_gives_days_of_possible_years(text: str) -> None:
    for match in find_dates(text):
        assert 1700 <= match.value.year <= 2199
        assert 0 <= match.start < match.end <= len(text)
        assert text[match.start].isdigit()


@given(st.text(max_size=30), st.sampled_from(days(2019, 2020)), st.text(max_size=30))
def test_a_date_is_found_whatever_words_stand_around(before: str, day: dt.date, after: str) -> None:
    text = f"{before} møtet den {day:%d.%m.%Y} holdes {after}"
    assert day in [match.value for match in find_dates(text)]


SHAPES: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * n,
    "digits with spaces": lambda n: "1 " * n,
    "digits with stops": lambda n: "1." * n,
    "digits with strokes": lambda n: "1/" * n,
    "dates": lambda n: "13.05.2020 " * n,
    "months without a year": lambda n: "1. mai og " * n,
    "spaces": lambda n: "1" + " " * n + "mai",
    "commas": lambda n: ", " * n + "1",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        text = SHAPES[shape](n * 8)
        return lambda: find_dates(text)

    assert growth(action) < LINEAR
