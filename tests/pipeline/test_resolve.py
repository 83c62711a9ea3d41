import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

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
from vedtak.pipeline.cli import main
from vedtak.pipeline.deriving.derived import rebuild
from vedtak.pipeline.names.resolve import resolve_names
from vedtak.pipeline.names.ruled_names import ContradictingRulings
from vedtak.pipeline.names.rulings import Apart, Called, NameKind, Ruling, Same, WrittenName
from vedtak.pipeline.storing.store import Store

CORPUS = Path(__file__).parents[2] / "corpus"
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

    monkeypatch.setattr("vedtak.pipeline.names.resolve._point", fail)
    with pytest.raises(RuntimeError):
        resolve_names(store)
    assert rows(store, "SELECT person_id FROM people") == [("ola-lie",)]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("corpus") / "vedtak.duckdb"
    folders = [str(CORPUS / name) for name in ("nuit", "kommune")]
    CliRunner().invoke(main, ["import", *folders, "--db", str(path), "--quiet"])
    with Store.open(path) as opened:
        yield opened


def test_the_gold_across_documents_holds(corpus: Store) -> None:
    gold = json.loads((CORPUS / "gold" / "nuit-2020-03-moetepakke.json").read_text("utf-8"))
    for kind, table in (("person", "person_names"), ("organization", "organization_names")):
        for names in gold["across"][f"same_{kind}"]:
            found = corpus.connection.execute(
                f"SELECT name_as_written, {kind}_id FROM {table} "
                "WHERE list_contains(?, name_as_written)",
                [names],
            ).fetchall()
            assert sorted(name for name, _ in found) == sorted(names)
            assert len({key for _, key in found}) == 1
            # All spellings but one have a reason.
            reasons = corpus.connection.execute(
                "SELECT DISTINCT name_as_written FROM merges "
                "WHERE kind = ? AND list_contains(?, name_as_written)",
                [kind, names],
            ).fetchall()
            assert len(reasons) >= len(names) - 1


def test_every_voter_is_one_person_of_the_list(corpus: Store) -> None:
    voted = rows(
        corpus,
        """
        SELECT DISTINCT ballots.name_as_written, ballots.person_id, listed.name_as_written
        FROM ballots JOIN votes USING (vote_id) JOIN cases USING (case_id)
        LEFT JOIN attendance AS listed
            ON listed.meeting_id = cases.meeting_id AND listed.person_id = ballots.person_id
        WHERE cases.meeting_id IN (SELECT meeting_id FROM attendance)
        """,
    )
    assert len({name for name, _, _ in voted}) == len(voted) == 36
    assert all(person for _, person, _ in voted)
    listed = {name: on_list for name, _, on_list in voted}
    assert listed["Per Aunan"] == "Per Espen Aunan"
    assert listed["Janne K. J. Larsen"] == "Janne Kathrine Jørstad Larsen"
    assert listed["Nina Groven"] == "Nina Egenæs Groven"
    # She is on no list: the text says that she stepped in for the case.
    assert [name for name, on_list in listed.items() if on_list is None] == ["Eli Kristin Johansen"]


def test_no_two_of_one_list_are_one_person(corpus: Store) -> None:
    twice = """
        SELECT part_id, person_id FROM attendance GROUP BY ALL
        HAVING count(DISTINCT name_as_written) > 1
    """
    assert rows(corpus, twice) == []


def test_the_people_of_real_minutes_are_those_that_a_reader_finds(corpus: Store) -> None:
    several = rows(
        corpus,
        "SELECT list_sort(list(name_as_written)) FROM person_names "
        "GROUP BY person_id HAVING count(*) > 1 ORDER BY 1",
    )
    assert [names for (names,) in several] == [
        ["Darlèn Gjølstad", "Darlén Gjølstad"],
        ["Janne K. J. Larsen", "Janne Kathrine Jørstad Larsen"],
        ["Karl S. Vestli", "Karl Vestli"],
        ["Nina Egenæs Groven", "Nina Groven"],
        ["Per Aunan", "Per Espen Aunan"],
    ]


def test_a_removed_document_leaves_no_name_behind(tmp_path: Path) -> None:
    found = sorted((CORPUS / "nuit").glob("*.pdf"))
    paths = [path for path in found if "skannet" not in path.name][:2]
    assert len(paths) == 2
    both, one = tmp_path / "both.duckdb", tmp_path / "one.duckdb"
    CliRunner().invoke(main, ["import", *map(str, paths), "--db", str(both), "--quiet"])
    CliRunner().invoke(main, ["import", str(paths[0]), "--db", str(one), "--quiet"])
    tables = ("people", "person_names", "organizations", "organization_names", "merges")
    with Store.open(both) as left, Store.open(one) as right:
        (gone,) = rows(left, f"SELECT document_id FROM documents WHERE path = '{paths[1]}'")[0]
        before = [rows(left, f"SELECT * FROM {table} ORDER BY ALL") for table in tables]
        left.remove(gone)
        rebuild(left)
        after = [rows(left, f"SELECT * FROM {table} ORDER BY ALL") for table in tables]
        assert after != before
        assert after == [rows(right, f"SELECT * FROM {table} ORDER BY ALL") for table in tables]


def test_rulings_reach_the_tables_and_unknown_names_are_told(store: Store) -> None:
    write(store, attendance=[listed(1, "Ola Lie", "Difi"), listed(2, "Ola Moe", "Digdir")])
    rulings: list[Ruling] = [
        Same(NameKind.PERSON, (WrittenName("Ola Lie"), WrittenName("Ola Moe")), "married"),
        Same(NameKind.ORGANIZATION, (WrittenName("Difi"), WrittenName("Digdir")), "merged"),
        Called(NameKind.PERSON, WrittenName("Ola Lie"), "Ola Lie Moe"),
        Called(NameKind.PERSON, WrittenName("Nobody"), "Somebody"),
    ]
    assert resolve_names(store, rulings).unknown == [WrittenName("Nobody")]
    assert rows(store, "SELECT name FROM people") == [("Ola Lie Moe",)]
    assert rows(store, "SELECT kind, rule, reason FROM merges ORDER BY 1") == [
        ("organization", "correction", "merged"),
        ("person", "correction", "married"),
    ]
    assert rows(store, "SELECT count(DISTINCT person_id) FROM attendance") == [(1,)]


def test_contradicting_rulings_change_nothing(store: Store) -> None:
    write(store, attendance=[listed(1, "Ola Lie"), listed(2, "Ola Moe")])
    resolve_names(store)
    before = rows(store, "SELECT * FROM people ORDER BY 1")
    names = (WrittenName("Ola Lie"), WrittenName("Ola Moe"))
    kind = NameKind.PERSON
    with pytest.raises(ContradictingRulings, match=r"« Ola Lie ».*« Ola Moe »"):
        resolve_names(store, [Same(kind, names, "one"), Apart(kind, names, "two")])
    assert rows(store, "SELECT * FROM people ORDER BY 1") == before
