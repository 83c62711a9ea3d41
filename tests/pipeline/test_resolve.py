from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vedtak.models.cases import Act, CaseNote, Contribution
from vedtak.models.decisions import Ballot
from vedtak.models.documents import Document, Part, PartKind, Status, TextSource
from vedtak.models.extraction import Extraction
from vedtak.models.meetings import (
    Attendance,
    AttendanceRole,
    AttendanceStatus,
    Body,
    CasePresence,
    PresenceEvent,
)
from vedtak.pipeline.resolve import resolve_names
from vedtak.pipeline.store import Store

PART = "aaaa/1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "vedtak.duckdb") as opened:
        yield opened


def listed(meeting: int, name: str, organization: str | None = None) -> Attendance:
    return Attendance(
        attendance_id=f"nuit/2020/{meeting}/attendance/{name}",
        meeting_id=f"nuit/2020/{meeting}",
        part_id=PART,
        name_as_written=name,
        organization_as_written=organization,
        role=AttendanceRole.MEMBER,
        status=AttendanceStatus.PRESENT,
    )


def write(store: Store, **records: list[Any]) -> None:
    document = Document(
        document_id="aaaa",
        path="a.txt",
        sha256="a" * 64,
        media_type="text/plain",
        size_bytes=1,
        page_count=1,
        text_source=TextSource.PLAIN_TEXT,
        status=Status.IMPORTED,
        extractor_version="1",
        run_id="run-1",
    )
    part = Part(
        part_id=PART,
        document_id="aaaa",
        ordinal=1,
        kind=PartKind.MINUTES,
        first_page=1,
        last_page=1,
    )
    extraction = Extraction(parts=[part])
    for table, stated in records.items():
        setattr(extraction, table, stated)
    store.write(document, ["a.txt"], [], extraction)


def rows(store: Store, sql: str) -> list[tuple[Any, ...]]:
    return store.connection.execute(sql).fetchall()


def note(sender: str | None, *handlers: str) -> CaseNote:
    return CaseNote(part_id=PART, text="…", sender=sender, case_handlers=list(handlers))


def test_spellings_of_one_name_are_one_person(store: Store) -> None:
    write(
        store,
        attendance=[
            listed(1, "Darlén Gjølstad"),
            listed(2, "Darlén Gjølstad"),
            listed(3, "DARLÈN GJØLSTAD"),
            listed(4, "Anne-Lise Ås"),
            listed(5, "Anne Lise Aas"),
            listed(6, "Anne Lise Aas"),
        ],
    )
    resolve_names(store)
    assert rows(store, "SELECT person_id, name FROM people ORDER BY 1") == [
        ("anne-lise-aas", "Anne Lise Aas"),
        ("darlen-gjolstad", "Darlén Gjølstad"),
    ]
    assert rows(
        store, "SELECT person_id, name_as_written, occurrences FROM person_names ORDER BY ALL"
    ) == [
        ("anne-lise-aas", "Anne Lise Aas", 2),
        ("anne-lise-aas", "Anne-Lise Ås", 1),
        ("darlen-gjolstad", "DARLÈN GJØLSTAD", 1),
        ("darlen-gjolstad", "Darlén Gjølstad", 2),
    ]
    assert rows(store, "SELECT person_id, count(*) FROM attendance GROUP BY 1 ORDER BY 1") == [
        ("anne-lise-aas", 3),
        ("darlen-gjolstad", 3),
    ]


def test_all_that_name_somebody_point_to_them(store: Store) -> None:
    write(
        store,
        bodies=[Body(body_id="nuit", name="NUIT", organization_as_written="HELSE VEST")],
        attendance=[listed(1, "Ola Lie", "Helse Vest"), listed(2, "Kari Nes")],
        case_presence=[
            CasePresence(
                presence_id="c/presence/1",
                case_id="c",
                part_id=PART,
                name_as_written="OLA LIE",
                event=PresenceEvent.LEFT,
                text="OLA LIE gikk.",
            )
        ],
        ballots=[
            Ballot(vote_id="v", part_id=PART, ordinal=1, name_as_written="Ola Lie", choice="for")
        ],
        contributions=[
            Contribution(
                contribution_id="c/contribution/1",
                case_id="c",
                part_id=PART,
                organization_as_written="Helse-Vest",
                act=Act.PRESENTED,
                text="Helse-Vest orienterte.",
            )
        ],
    )
    resolve_names(store)
    assert rows(store, "SELECT person_id, organization_id FROM attendance ORDER BY meeting_id") == [
        ("ola-lie", "helse-vest"),
        ("kari-nes", None),
    ]
    for table in ("case_presence", "ballots"):
        assert rows(store, f"SELECT person_id FROM {table}") == [("ola-lie",)]
    assert rows(store, "SELECT person_id, organization_id FROM contributions") == [
        (None, "helse-vest")
    ]
    joined = "FROM bodies JOIN organizations USING (organization_id)"
    assert rows(store, f"SELECT organizations.name {joined}") == [("Helse Vest",)]


@pytest.mark.parametrize(
    ("sender", "people", "organizations"),
    [
        ("Karl S. Vestli", ["elin-hoy", "karl-s-vestli"], ["helse-vest"]),
        ("Direktoratet for e-helse", ["elin-hoy"], ["direktoratet-for-e-helse", "helse-vest"]),
        ("Kommunedirektøren", ["elin-hoy"], ["helse-vest", "kommunedirektoren"]),
        ("HELSE VEST", ["elin-hoy"], ["helse-vest"]),
        (None, ["elin-hoy"], ["helse-vest"]),
    ],
)
def test_a_sender_is_a_person_or_an_organization(
    store: Store, sender: str | None, people: list[str], organizations: list[str]
) -> None:
    body = Body(body_id="b", name="B", organization_as_written="Helse Vest")
    write(store, bodies=[body], case_notes=[note(sender, "Elin Høy")])
    resolve_names(store)
    assert rows(store, "SELECT person_id FROM people ORDER BY 1") == [(p,) for p in people]
    assert rows(store, "SELECT organization_id FROM organizations ORDER BY 1") == [
        (o,) for o in organizations
    ]


def test_deriving_again_changes_nothing(store: Store) -> None:
    write(store, attendance=[listed(1, "Ola Lie", "KS"), listed(2, "ola lie")])

    def state() -> list[Any]:
        names = (
            "people",
            "person_names",
            "organizations",
            "organization_names",
            "merges",
            "merge_candidates",
            "attendance",
        )
        return [rows(store, f"SELECT * FROM {name} ORDER BY ALL") for name in names]

    resolve_names(store)
    first = state()
    resolve_names(store)
    assert state() == first
    write(store, attendance=[listed(1, "Ola Lie", "KS"), listed(2, "ola lie")])
    assert rows(store, "SELECT count(person_id) FROM attendance") == [(0,)]
    resolve_names(store)
    assert state() == first


def test_people_whom_nobody_names_any_more_are_gone(store: Store) -> None:
    write(store, attendance=[listed(1, "Ola Lie", "KS")])
    resolve_names(store)
    write(store, attendance=[listed(1, "Kari Nes")])
    resolve_names(store)
    assert rows(store, "SELECT person_id FROM people") == [("kari-nes",)]
    assert rows(store, "SELECT * FROM organization_names") == []


def test_a_failure_leaves_the_old_state(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    write(store, attendance=[listed(1, "Ola Lie", "KS")])
    resolve_names(store)

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("vedtak.pipeline.resolve._point", fail)
    with pytest.raises(RuntimeError):
        resolve_names(store)
    assert rows(store, "SELECT person_id FROM people") == [("ola-lie",)]
