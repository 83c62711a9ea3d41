import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.extractors.papers import LINEAR, growth
from vedtak.extractors.times import find_time, parse_times


def t(hour: int, minute: int = 0) -> dt.time:
    return dt.time(hour, minute)


SPANS = [
    ("10:00 – 12:00", t(10), t(12), "colons and a dash"),
    ("10.00-12.30", t(10), t(12, 30), "stops and a hyphen"),
    ("kl 1800–2130", t(18), t(21, 30), "four digits"),
    ("fra kl. 18.00 til kl. 21.30", t(18), t(21, 30), "words"),
    ("frå kl. 18.00 til 21.30", t(18), t(21, 30), "nynorsk"),
    ("Kl.: 18.00", t(18), None, "a start alone"),
    ("10-12", t(10), t(12), "hours alone"),
    ("17:00 -22:45", t(17), t(22, 45), "a space on one side"),
    ("kl. 22.00 - 01.30", t(22), t(1, 30), "over midnight"),
    ("13.05.2020 kl. 10.00", t(10), None, "a date before it is no time"),
    ("onsdag 13. mai 2020 kl. 10.00 – 12.00", t(10), t(12), "a written date before it"),
    ("kl. 24.00", t(0), None, "midnight"),
    ("kl. 16.00 og hevet kl. 18.30", t(16), t(18, 30), "when it was closed"),
    ("", None, None, "nothing"),
    ("etter lunsj", None, None, "words"),
    ("13.05.2020", None, None, "a date alone"),
    ("25.61", None, None, "no such time"),
]


@pytest.mark.parametrize(("text", "start", "end"), [row[:3] for row in SPANS])
def test_spans(text: str, start: dt.time | None, end: dt.time | None) -> None:
    assert parse_times(text) == (start, end)


FOUND = [
    ("Møtet ble hevet kl 2115.", t(21, 15)),
    ("Møtet hevet 22:45", t(22, 45)),
    ("Møtet slutt klokken 21", t(21)),
    ("Det var 12 medlemmer til stede", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_time_in_running_text(text: str, expected: dt.time | None) -> None:
    assert find_time(text) == expected


FORMS = ["{:02}:{:02}", "{:02}.{:02}", "{:02}{:02}", "{}.{:02}", "kl. {}.{:02}", "kl {:02}{:02}"]


@pytest.mark.parametrize("form", FORMS)
def test_every_minute_is_read_as_written(form: str) -> None:
    for minute in range(24 * 60):
        hour, rest = divmod(minute, 60)
        assert parse_times(form.format(hour, rest)).start == t(hour, rest)


@given(st.text("0123456789:.-–kl tilog ", max_size=40))
def test_any_text_gives_times_or_none(text: str) -> None:
    span = parse_times(text)
    assert span.start is not None or span.end is None
    find_time(text)


SHAPES: dict[str, Callable[[int], str]] = {
    "digits": lambda n: "1" * n,
    "times": lambda n: "10.00 - " * n,
    "colons": lambda n: ":" * n,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text(shape: str) -> None:
    def action(n: int) -> Callable[[], object]:
        text = SHAPES[shape](n)
        return lambda: (parse_times(text), find_time(text))

    assert growth(action) < LINEAR
