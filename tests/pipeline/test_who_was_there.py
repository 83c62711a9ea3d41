import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pipeline.making import Paper, put
from tests.pipeline.synthetic import rows
from vedtak.models.documents import PartKind
from vedtak.models.meetings import AttendanceStatus, PresenceEvent
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.storing.store import Store

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "v.duckdb") as opened:
        yield opened


PRESENT, ABSENT = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT
INVITED = AttendanceStatus.INVITED


def test_unknown_is_kept_apart_from_absent(store: Store) -> None:
    put(
        store,
        Paper(1).listed("Kari Ås", PRESENT).listed("Ola Lie", ABSENT),
        Paper(2).listed("Kari Ås", PRESENT).listed("Per Dal", PRESENT, role="secretariat"),
        Paper(3, PartKind.AGENDA).listed("Kari Ås", INVITED).listed("Eva Moe", INVITED),
    )
    query = "SELECT name, meetings_held, invited, present, absent, unknown FROM participation"
    assert sorted(rows(store, query)) == [
        ("Eva Moe", 2, 1, 0, 0, 2),
        ("Kari Ås", 2, 1, 2, 0, 0),
        ("Ola Lie", 2, 0, 0, 1, 1),
        ("Per Dal", 2, 0, 1, 0, None),
    ]


def test_organizations_count_meetings_and_people(store: Store) -> None:
    first = Paper(1).listed("Kari Ås", PRESENT, organization_as_written="KS")
    first.listed("Ola Lie", ABSENT, organization_as_written="KS")
    first.listed("Per Dal", ABSENT, organization_as_written="NHN")
    second = Paper(2).listed("Eva Moe", PRESENT, organization_as_written="KS")
    guest = Paper(3).listed("Jo Li", PRESENT, role="observer", organization_as_written="HOD")
    put(store, first, second, guest)
    query = (
        "SELECT name, meetings_held, present, absent, unknown, persons, persons_present "
        "FROM organization_participation"
    )
    assert sorted(rows(store, query)) == [
        ("HOD", 3, 1, 0, None, 1, 1),
        ("KS", 3, 2, 0, 1, 3, 2),
        ("NHN", 3, 0, 1, 2, 1, 0),
    ]


def course(store: Store, name: str) -> list[tuple[str, str]]:
    query = "SELECT state, basis FROM case_attendance WHERE name = ? ORDER BY case_id"
    return store.connection.execute(query, [name]).fetchall()


LIST, HERE, EARLIER, LATER = "attendance list", "this case", "earlier case", "later case"
LEFT, JOINED, UNFIT = PresenceEvent.LEFT, PresenceEvent.JOINED, PresenceEvent.DISQUALIFIED
COURSES: list[tuple[list[tuple[int, PresenceEvent, bool]], list[tuple[str, str]], str]] = [
    ([], [("present", LIST)] * 4, "listed"),
    (
        [(2, LEFT, False)],
        [("present", LIST), ("not present", HERE), *[("not present", EARLIER)] * 2],
        "left for good",
    ),
    (
        [(2, LEFT, False), (4, JOINED, False)],
        [("present", LIST), ("not present", HERE), ("not present", EARLIER), ("present", HERE)],
        "came back",
    ),
    (
        [(2, LEFT, True)],
        [("present", LIST), ("not present", HERE), ("unknown", EARLIER), ("unknown", EARLIER)],
        "left for one case; nobody says that they came back",
    ),
    (
        [(2, UNFIT, False)],
        [("present", LIST), ("disqualified", HERE), ("present", LIST), ("present", LIST)],
        "unfit, and never said to have gone out",
    ),
    (
        [(2, UNFIT, False), (2, LEFT, False), (3, JOINED, False)],
        [("present", LIST), ("disqualified", HERE), ("present", HERE), ("present", EARLIER)],
        "unfit, out and in again",
    ),
    (
        [(2, UNFIT, False), (2, LEFT, False)],
        [("present", LIST), ("disqualified", HERE), ("unknown", EARLIER), ("unknown", EARLIER)],
        "unfit and out",
    ),
    (
        [(3, JOINED, False)],
        [("unknown", LATER), ("unknown", LATER), ("present", HERE), ("present", EARLIER)],
        "came late",
    ),
]


@pytest.mark.parametrize(("events", "expected"), [row[:2] for row in COURSES])
def test_who_was_there_case_by_case(
    events: list[tuple[int, PresenceEvent, bool]], expected: list[tuple[str, str]], store: Store
) -> None:
    paper = Paper(1).case(1).case(2).case(3).case(4).listed("Kari Ås", PRESENT)
    for number, event, case_only in events:
        paper.event(number, "Kari Ås", event, case_only=case_only)
    put(store, paper)
    assert course(store, "Kari Ås") == expected


def test_a_vote_proves_presence_without_a_list(store: Store) -> None:
    put(store, Paper(1, PartKind.CASE_PROTOCOL).case(1).case(2).vote(1, "Kari Ås"))
    assert course(store, "Kari Ås") == [("present", "voted")]


def test_an_agenda_proves_nothing(store: Store) -> None:
    put(store, Paper(1, PartKind.AGENDA).case(1).listed("Kari Ås", INVITED))
    assert rows(store, "SELECT * FROM case_attendance") == []


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.sampled_from(list(PresenceEvent)), st.booleans()),
        max_size=6,
    )
)
def test_every_case_says_something_of_everybody_listed(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[int, PresenceEvent, bool]]
) -> None:
    paper = Paper(1).listed("Kari Ås", PRESENT)
    for number in range(1, 6):
        paper.case(number)
    for number, event, case_only in events:
        paper.event(number, "Kari Ås", event, case_only=case_only)
    with Store.open(tmp_path_factory.mktemp("h") / "v.duckdb") as store:
        put(store, paper)
        found = course(store, "Kari Ås")
    assert len(found) == 5
    first = min((number for number, _, _ in events), default=6)
    # Before anything is told, the list holds, unless the first thing told is that they came.
    assert all(basis in (LIST, LATER) for _, basis in found[: first - 1])


def test_meetings_attended_are_those_of_the_gold(tmp_path: Path) -> None:
    name = "nuit-2020-03-moetepakke"
    gold = json.loads((CORPUS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    expected: dict[str, int] = gold["across"]["meetings_attended_2020"]
    database = tmp_path / "v.duckdb"
    import_paths([CORPUS / "nuit" / f"{name}.pdf"], database)
    with Store.open(database, read_only=True) as store:
        found = {
            name: store.connection.execute(
                "SELECT present FROM participation "
                "JOIN person_names USING (person_id) WHERE body_id = 'nuit' AND year = 2020 "
                "AND name_as_written = ?",
                [name],
            ).fetchall()
            for name in expected
        }
    assert found == {name: [(count,)] for name, count in expected.items()}
