"""What is derived bit by bit is what is derived at once, whatever came, changed and went."""

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.synthetic import everything, part, records_of, write
from vedtak.models.cases import Case
from vedtak.models.documents import PartKind
from vedtak.models.extraction import Extraction
from vedtak.models.meetings import Attendance, AttendanceRole, AttendanceStatus, Body, Meeting
from vedtak.models.references import CaseReference, ReferenceKind
from vedtak.pipeline.deriving.derived import rebuild
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.settled import unsettle

BODIES = (
    # key, name, organization: two of one, one of another, a longer name of the first, one of none
    ("vik-formannskapet", "Formannskapet", "Vik kommune"),
    ("vik-kommunestyret", "Kommunestyret", "Vik kommune"),
    ("nes-formannskapet", "Formannskapet", "Nes kommune"),
    ("formannskap-i-vik", "Formannskap i Vik", "Vik kommune"),
    ("styret", "Styret", None),
)
TITLES = ("Salg av gamle Vestsida skole", "Ny vei til Sundbrua i nord", "Eventuelt", "Budsjett")
NAMES = ("Kari Ås", "Ola Lie", "Ola H. Lie", "Per Vik")


def paper(chance: random.Random, name: str, unstated: float = 0.0) -> DocumentRecords:
    """A document of one meeting, small enough that documents often speak of the same things.

    Args:
        chance: Decides what it says.
        name: Its key.
        unstated: How likely it is that it tells nothing of the meeting itself.
    """
    key, body, organization = chance.choice(BODIES)
    day = dt.date(2020, chance.randint(1, 3), 1)
    number = chance.choice([None, day.month])
    meeting_id = f"{key}/2020/{number}" if number else f"{key}/{day}"
    found = Extraction(
        parts=[part(name, chance.choice([PartKind.MINUTES, PartKind.AGENDA]))],
        bodies=[Body(body_id=key, name=body, organization_as_written=organization)],
    )
    of: dict[str, Any] = {"part_id": f"{name}/1"}
    found.parts[0].meeting_id = meeting_id
    shown = f"{number}/2020" if number else None
    found.meetings.append(
        Meeting(meeting_id=meeting_id, body_id=key, number=shown, year=2020, date=day, **of)
    )
    for ordinal, n in enumerate(chance.sample(range(1, 9), 3), start=1):
        case_id = f"{key}/2020/{n}-20"
        archived = chance.choice([None, "19/884", "20/17"])
        found.cases.append(
            Case(
                case_id=case_id,
                meeting_id=meeting_id,
                number=f"{n}/20",
                sequence=n,
                year=2020,
                ordinal=ordinal,
                title=chance.choice(TITLES),
                archive_case=archived,
                **of,
            )
        )
        if chance.random() < 0.5:
            other = chance.choice(BODIES)[1]
            found.case_references.append(
                CaseReference(
                    reference_id=f"{case_id}/reference/{other}",
                    case_id=case_id,
                    kind=chance.choice([ReferenceKind.PROPOSED, ReferenceKind.SEE]),
                    body_as_written=other,
                    number=f"{n}/20",
                    sequence=chance.randint(1, 8),
                    year=2020,
                    text="…",
                    **of,
                )
            )
    for person in chance.sample(NAMES, 2):
        found.attendance.append(
            Attendance(
                attendance_id=f"{meeting_id}/attendance/{person}",
                meeting_id=meeting_id,
                name_as_written=person,
                role=AttendanceRole.MEMBER,
                status=AttendanceStatus.PRESENT,
                **of,
            )
        )
    if chance.random() < unstated:
        found.meetings.clear()
    return records_of(name, found)


@pytest.mark.parametrize("seed", range(8))
def test_bit_by_bit_is_the_same_as_at_once(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    unstated = 0.3 * (seed % 2)
    names = [f"{n:04}" for n in range(10)]
    with Store.open(tmp_path / "v.duckdb") as store:
        for _ in range(5):
            for name in chance.sample(names, chance.randint(1, 3)):
                if chance.random() < 0.25:
                    store.remove(name)
                else:
                    write(store, paper(chance, name, unstated))
            rebuild(store)
            grown = everything(store)
            with store.transaction():
                store.derive_all()
                unsettle(store.connection)
                rebuild(store)
            assert everything(store) == grown


def test_what_did_not_change_is_left_alone(tmp_path: Path) -> None:
    chance = random.Random(1)
    with Store.open(tmp_path / "v.duckdb") as store:
        write(store, *(paper(chance, f"{n:04}") for n in range(12)))
        rebuild(store)
        connection = store.connection
        connection.execute("UPDATE main.matters SET title = 'untouched'")
        rebuild(store)
        seen = {title for (title,) in connection.execute("SELECT title FROM matters").fetchall()}
        assert seen == {"untouched"}
        # A record that something else has changed is seen too: its organization is done anew.
        connection.execute(
            "UPDATE main.cases SET title = 'Noe helt nytt om skolen' WHERE case_id = ("
            "SELECT min(case_id) FROM main.matter_cases WHERE case_id LIKE 'nes-%')"
        )
        rebuild(store)
        titles = connection.execute(
            "SELECT title, organization LIKE 'nes-%' FROM main.matters"
        ).fetchall()
        assert ("Noe helt nytt om skolen", True) in titles
        assert {title for title, nes in titles if nes is False} == {"untouched"}
