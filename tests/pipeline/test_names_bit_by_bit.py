"""Names resolved import by import are what they are when all are resolved at once."""

import datetime as dt
import itertools
import random
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.synthetic import everything, part, records_of, write
from vedtak.models.cases import Act, Case, CaseNote, Contribution
from vedtak.models.decisions import Ballot, Vote
from vedtak.models.documents import PartKind
from vedtak.models.extraction import Extraction
from vedtak.models.meetings import Attendance, AttendanceRole, AttendanceStatus, Body, Meeting
from vedtak.pipeline.names.candidates import NAMESAKES
from vedtak.pipeline.names.resolve import resolve_names
from vedtak.pipeline.names.rulings import (
    NO_RULINGS,
    Apart,
    Called,
    NameKind,
    Ruling,
    Same,
    WrittenName,
)
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import TABLES, key_of
from vedtak.pipeline.tables.settled import unsettle

BODIES = (
    ("vik-formannskapet", "Vik kommune"),
    ("vik-kommunestyret", "Vik kommune"),
    ("nes-formannskapet", "Nes kommune"),
    ("nuit", None),
    ("styret", None),
)
NAMES = (
    "Kari Ås", "Kari Aas", "Ola Lie", "Ola H. Lie", "Ola Hans Lie", "O. Lie", "Per Vik", "Per Wik",
    "Per Vik Nes", "Lie", "Kari", "Anne Berg Vik", "Anne Berg", "Bjørn Moe", "Bjoern Moe",
    "Siv Dal", "Tor Foss", "Liv Haug", "Jon Rud", "Eva Holm",
)  # fmt: skip
STANDS = ("Ap", "Arbeiderpartiet", "H", None, None)
EMPLOYERS = ("Helse Vest", "Helse Vest RHF", "KS", None, None, None)
PERSON = NameKind.PERSON
RULINGS: tuple[Ruling, ...] = (
    Same(PERSON, (WrittenName("Per Vik"), WrittenName("Per Wik")), "one"),
    Same(PERSON, (WrittenName("Kari", "nuit"), WrittenName("Kari Ås", "styret")), "her"),
    Apart(PERSON, (WrittenName("Ola Lie", "nuit"), WrittenName("Ola Lie")), "two"),
    Called(PERSON, WrittenName("Anne Berg"), "Anne B."),
)


def paper(chance: random.Random, name: str) -> DocumentRecords:
    """A list of some meeting, with votes, speakers and a note; some papers are of no meeting."""
    key, organization = chance.choice(BODIES)
    year, number = chance.choice([2012, 2013, 2019]), chance.randint(1, 9)
    meeting, case_id = f"{key}/{year}/{number}", f"{key}/{year}/{number}-1"
    of: dict[str, Any] = {"part_id": f"{name}/1"}
    found = Extraction(parts=[part(name, chance.choice([PartKind.MINUTES, PartKind.AGENDA]))])
    lost = chance.random() < 0.15
    if not lost:
        found.bodies = [Body(body_id=key, name=key, organization_as_written=organization, **of)]
        day = dt.date(year, number, 3)
        found.meetings = [Meeting(meeting_id=meeting, body_id=key, year=year, date=day, **of)]
        found.cases = [Case(case_id=case_id, meeting_id=meeting, ordinal=1, title="Sal", **of)]
        found.attendance = attendance(chance, meeting, of)
        found.votes = [Vote(vote_id=f"{case_id}/vote", case_id=case_id, ordinal=1, **of)]
        for ordinal, person in enumerate(chance.sample(NAMES, 2), start=1):
            found.ballots.append(
                Ballot(
                    vote_id=f"{case_id}/vote",
                    ordinal=ordinal,
                    name_as_written=person,
                    party=chance.choice(STANDS),
                    choice="for",
                    **of,
                )
            )
        found.contributions = [
            Contribution(
                contribution_id=f"{case_id}/contribution/1",
                case_id=case_id,
                name_as_written=chance.choice(NAMES),
                organization_as_written=chance.choice(EMPLOYERS),
                act=Act.PRESENTED,
                text="…",
                **of,
            )
        ]
    elif chance.random() < 0.5:
        found.attendance = attendance(chance, f"ukjent/{year}/{number}", of)
    found.case_notes = [
        CaseNote(
            case_id=None if lost else case_id,
            text="…",
            sender=chance.choice([*NAMES, "Helse Vest", "KS"]),
            case_handlers=chance.sample(NAMES, 2),
            **of,
        )
    ]
    return records_of(name, found)


def attendance(chance: random.Random, meeting: str, of: dict[str, Any]) -> list[Attendance]:
    """The list of a meeting."""
    return [
        Attendance(
            attendance_id=f"{meeting}/attendance/{person}",
            meeting_id=meeting,
            name_as_written=person,
            party=chance.choice(STANDS),
            organization_as_written=chance.choice(EMPLOYERS),
            role=chance.choice([AttendanceRole.MEMBER, AttendanceRole.SECRETARIAT]),
            status=AttendanceStatus.PRESENT,
            **of,
        )
        for person in chance.sample(NAMES, chance.choice([3, 12]))
    ]


def namesakes(store: Store) -> set[tuple[str, str]]:
    """Each with the next of a name, unless on one list or candidates anyway: pair by pair."""

    def ask(query: str) -> list[tuple[Any, ...]]:
        return store.connection.execute(query).fetchall()

    lists: dict[str, set[str]] = {}
    for person, one in ask(
        "SELECT listed.person_id, coalesce(one.part_id, listed.part_id) "
        "FROM main.attendance AS listed LEFT JOIN stated.attendance AS one USING (attendance_id)"
    ):
        lists.setdefault(person, set()).add(one)
    names: dict[str, list[str]] = {}
    for person, name in ask("SELECT person_id, name FROM stated.person_full_names ORDER BY ALL"):
        names.setdefault(name, []).append(person)
    known = ask(f"SELECT left_id, right_id FROM main.merge_candidates WHERE rule <> '{NAMESAKES}'")
    pairs = {pair for same in names.values() for pair in itertools.pairwise(same)} - {*known}
    return {(a, b) for a, b in pairs if not lists.get(a, set()) & lists.get(b, set())}


def resolved(store: Store) -> dict[str, list[Any]]:
    tables = everything(store)
    for name in ("person_keys", "person_full_names", "name_marks", "settled"):
        rows = store.connection.execute(f"SELECT * FROM stated.{name} ORDER BY ALL").fetchall()
        tables[name] = rows
    return tables


@pytest.mark.parametrize("seed", range(6))
def test_bit_by_bit_is_the_same_as_at_once(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    names = [f"{n:04}" for n in range(24)]
    rulings: tuple[Ruling, ...] = tuple(NO_RULINGS)
    with Store.open(tmp_path / "v.duckdb") as store:
        for step in range(5):
            for name in chance.sample(names, 12 if step == 0 else chance.randint(1, 3)):
                if chance.random() < 0.25:
                    store.remove(name)
                else:
                    write(store, paper(chance, name))
            if chance.random() < 0.3:
                rulings = tuple(chance.sample(RULINGS, chance.randint(0, 3)))
            told = resolve_names(store, rulings)
            grown = resolved(store)
            listed = "SELECT left_id, right_id FROM main.merge_candidates WHERE rule = ?"
            pairs = store.connection.execute(listed, [NAMESAKES]).fetchall()
            assert set(pairs) == namesakes(store)
            unsettle(store.connection)
            assert resolve_names(store, rulings) == told
            assert resolved(store) == grown


def test_papers_in_any_order_give_the_same_people(tmp_path: Path) -> None:
    chance = random.Random(3)
    papers = [paper(chance, f"{n:04}") for n in range(6)]
    results = []
    for turn in range(2):
        with Store.open(tmp_path / f"{turn}.duckdb") as store:
            for one in chance.sample(papers, len(papers)):
                write(store, one)
                resolve_names(store)
            results.append(everything(store))
    assert results[0] == results[1]


def test_only_the_touched_are_written(tmp_path: Path) -> None:
    chance = random.Random(4)
    with Store.open(tmp_path / "v.duckdb") as store:
        write(store, *(paper(chance, f"{n:04}") for n in range(20)))
        resolve_names(store)
        store.connection.execute("UPDATE main.people SET records = -1")
        resolve_names(store)
        query = "SELECT DISTINCT records FROM main.people"
        assert store.connection.execute(query).fetchall() == [(-1,)]


def test_keys_are_kept_without_an_index(tmp_path: Path) -> None:
    chance = random.Random(5)
    with Store.open(tmp_path / "v.duckdb") as store:
        for _ in range(3):
            write(store, *(paper(chance, f"{chance.randrange(9):04}") for _ in range(6)))
            resolve_names(store)
        for table in TABLES:
            if key := ", ".join(key_of(table)):
                twice = f"SELECT {key} FROM main.{table} GROUP BY ALL HAVING count(*) > 1"
                assert store.connection.execute(twice).fetchall() == [], table
