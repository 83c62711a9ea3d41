import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.synthetic import case, meeting, part, records_of, rows, write
from vedtak.models.documents import PartKind
from vedtak.models.extraction import Extraction
from vedtak.pipeline.deriving.checks import check_database, check_names
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.storing.touched_bodies import ALL_BODIES, note_bodies


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "v.duckdb") as opened:
        yield opened


def paper(
    number: int, date: dt.date, cases: list[int], kind: PartKind = PartKind.MINUTES, text: str = "-"
) -> DocumentRecords:
    name, key = f"{number:04}", f"nuit/2020/{number}"
    one = part(name, kind)
    one.meeting_id = key
    made = [
        case(
            f"{name}/1",
            case_id=f"nuit/2020/{n}-20",
            number=f"{n}/20",
            sequence=n,
            year=2020,
            meeting_id=key,
        )
        for n in cases
    ]
    held = meeting(f"{name}/1", meeting_id=key, number=f"{number}/2020", date=date)
    return records_of(name, Extraction(parts=[one], meetings=[held], cases=made), text=text)


def found(store: Store, check: str) -> list[str]:
    check_database(store)
    query = f"SELECT message FROM findings WHERE check_name = '{check}' ORDER BY finding_id"
    return [message for (message,) in rows(store, query)]


def test_holes_in_the_numbers_until_they_are_filled(store: Store) -> None:
    write(store, paper(1, dt.date(2020, 2, 14), [1, 2]), paper(4, dt.date(2020, 5, 14), [7, 9]))
    (meetings,) = found(store, "meeting_number_gap")
    assert ": 2–3." in meetings
    (cases,) = found(store, "case_number_gap")
    assert ": 3–6, 8." in cases
    write(store, paper(2, dt.date(2020, 3, 13), [3, 4, 5]), paper(3, dt.date(2020, 4, 3), [6, 8]))
    assert found(store, "meeting_number_gap") == found(store, "case_number_gap") == []


def test_agenda_without_minutes_once_there_are_later_ones(store: Store) -> None:
    write(store, paper(1, dt.date(2020, 2, 14), [1], PartKind.AGENDA))
    assert found(store, "agenda_without_minutes") == []
    write(store, paper(2, dt.date(2020, 3, 13), [2]))
    (message,) = found(store, "agenda_without_minutes")
    assert "nuit/2020/1" in message


def test_minutes_that_are_approved_and_never_seen(store: Store) -> None:
    later = paper(2, dt.date(2020, 3, 13), [2])
    later.extraction.cases[0].approves_minutes_of = [dt.date(2020, 2, 14)]
    write(store, later)
    (message,) = found(store, "minutes_unseen")
    assert "2020-02-14" in message
    write(store, paper(1, dt.date(2020, 2, 14), [1]))
    assert found(store, "minutes_unseen") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Møte fredag 14. februar 2020", None),
        ("Møte Måndag den 14. februar 2020", "Friday"),
        ("tysdag 31. juni 2020", "no such date"),
        ("i dag 14. februar 2020", None),
    ],
)
def test_weekdays(text: str, words: str | None, store: Store) -> None:
    write(store, paper(1, dt.date(2020, 2, 14), [1], text=text))
    messages = found(store, "weekday")
    assert (words in messages[0]) if words else messages == []


def test_meeting_on_a_sunday(store: Store) -> None:
    write(store, paper(1, dt.date(2020, 2, 16), [1]))
    assert "Sunday" in found(store, "weekday")[0]


def test_every_check_has_run(store: Store) -> None:
    assert len(check_names()) == 10
    assert check_database(store) == 0


@pytest.mark.parametrize("seed", range(4))
def test_what_is_checked_bit_by_bit_is_what_is_checked_at_once(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    told = set()
    for _ in range(6):
        for number in chance.sample(range(1, 10), 2):
            if chance.random() < 0.25:
                store.remove(f"{number:04}")
                continue
            day = dt.date(2020, chance.randint(1, 6), chance.randint(1, 28))
            kind = chance.choice([PartKind.MINUTES, PartKind.AGENDA])
            text = chance.choice(["-", "Møte fredag 14. mars 2020"])
            one = paper(number, day, chance.sample(range(1, 12), 2), kind, text)
            one.extraction.cases[0].approves_minutes_of = [dt.date(2020, chance.randint(1, 6), 3)]
            body = chance.choice(["nuit", "styret"])
            _rename(one.extraction, body)
            if chance.random() < 0.2:
                one.extraction.meetings.clear()  # then its cases are of a meeting nobody states
            write(store, one)
        grown = checked(store)
        told |= {row[1] for row in grown}
        note_bodies(store.connection, [ALL_BODIES])
        assert checked(store) == grown
    assert len(told) > 4


def checked(store: Store) -> list[tuple[Any, ...]]:
    check_database(store)
    return rows(store, "SELECT * FROM findings ORDER BY ALL")


def _rename(extraction: Extraction, body: str) -> None:
    """Let another body have the papers."""
    for record in (*extraction.parts, *extraction.meetings, *extraction.cases):
        for name in ("body_id", "meeting_id", "case_id"):
            if (key := getattr(record, name, None)) is not None:
                setattr(record, name, key.replace("nuit", body, 1))
