import datetime as dt
import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.synthetic import (
    CASE,
    DECISION,
    MEETING,
    agenda,
    case,
    draft,
    everything,
    many,
    meeting,
    minutes,
    part,
    records_of,
    rows,
    write,
)
from vedtak.models.documents import PartKind, TextSource
from vedtak.models.extraction import Extraction
from vedtak.pipeline.names.resolve import resolve_names
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "vedtak.duckdb") as opened:
        yield opened


def test_a_record_stated_by_several_documents_is_one_row(store: Store) -> None:
    write(store, agenda(), minutes(), draft())
    assert rows(
        store,
        "SELECT number, start_time, end_time, place, extraordinary, part_id FROM meetings",
    ) == [("1/2020", dt.time(10), dt.time(12), "OSLO ", True, "bbbb/1")]
    assert rows(store, "SELECT name, short_name, organization_as_written FROM bodies") == [
        ("Nasjonalt utvalg", "NUIT", "Dir. for e-helse")
    ]
    assert rows(
        store, f"SELECT text, unanimous, part_id FROM decisions WHERE case_id = '{CASE}'"
    ) == [("NUIT tar saken til orientering og ber om en rapport.", True, "bbbb/1")]


def test_the_best_case_list_gives_the_title_and_all_wordings_stay(store: Store) -> None:
    write(store, agenda(), draft())
    found = rows(
        store,
        "SELECT title, title_variants, ordinal, archive_case, case_type, description, part_id "
        f"FROM cases WHERE case_id = '{CASE}'",
    )
    assert found == [
        (
            "Orientering fra direktoratet",
            ["Orientering", "Om orientering"],
            4,
            "15/1097",
            "Orientering",
            "Direktoratet orienterer.",
            "cccc/1",
        )
    ]
    write(store, minutes())
    found = rows(
        store,
        "SELECT title, title_variants, ordinal, approves_minutes_of "
        f"FROM cases WHERE case_id = '{CASE}'",
    )
    assert found == [
        (
            "Orientering fra direktoratet (ref.)",
            ["Orientering fra direktoratet", "Orientering", "Om orientering"],
            1,
            [dt.date(2019, 10, 1), dt.date(2019, 12, 1)],
        )
    ]


def test_the_agenda_tells_titles_better_than_a_protocol_of_one_case(store: Store) -> None:
    protocol = records_of(
        "dddd",
        Extraction(
            parts=[part("dddd", PartKind.CASE_PROTOCOL)],
            cases=[case("dddd/1", title="SAKSPROTOKOLL", case_type="PS", description="Kort.")],
        ),
    )
    write(store, protocol, agenda())
    assert rows(
        store, f"SELECT title, case_type, description, part_id FROM cases WHERE case_id = '{CASE}'"
    ) == [("Orientering fra direktoratet", "Orientering", "Kort.", "dddd/1")]


def test_a_case_has_the_smallest_place_of_its_best_part(store: Store) -> None:
    twice = records_of(
        "dddd",
        Extraction(
            parts=[part("dddd", PartKind.MINUTES)],
            cases=[
                case("dddd/1", ordinal=5, title="I teksten"),
                case("dddd/1", ordinal=3, title="I listen"),
            ],
        ),
    )
    write(store, twice, agenda())
    assert rows(store, f"SELECT ordinal, title FROM cases WHERE case_id = '{CASE}'") == [
        (3, "I listen")
    ]


def test_numbered_rows_come_whole_from_the_best_part(store: Store) -> None:
    write(store, draft())
    assert rows(store, "SELECT count(*) FROM decision_points") == [(3,)]
    write(store, minutes(), agenda())
    assert rows(store, "SELECT ordinal, text FROM decision_points ORDER BY ordinal") == [
        (1, "NUIT tar saken …"),
        (2, "NUIT ber …"),
    ]
    # The agenda's first speaker is another than the minutes' first: never half of each.
    assert rows(store, "SELECT name_as_written, organization_as_written FROM contributions") == [
        (None, "KS")
    ]


def test_the_text_layer_is_believed_before_the_scan(store: Store) -> None:
    write(store, minutes("aaaa", TextSource.OCR), minutes("bbbb"))
    assert rows(store, "SELECT part_id FROM meetings") == [("bbbb/1",)]
    write(store, minutes("cccc", TextSource.PLAIN_TEXT))
    assert rows(store, "SELECT part_id FROM meetings") == [("bbbb/1",)]
    store.remove("bbbb")
    assert rows(store, "SELECT part_id FROM meetings") == [("cccc/1",)]


def test_what_documents_disagree_on_is_found_with_both_wordings(store: Store) -> None:
    write(store, agenda(), minutes(), draft())
    found = rows(
        store,
        "SELECT finding_id, severity, document_id, meeting_id, case_id, message FROM findings "
        "WHERE check_name = 'documents_disagree' ORDER BY finding_id",
    )
    # 'Oslo' and 'OSLO ' are one place; the agenda's end time contradicts nobody.
    status = f"{MEETING}/attendance/kari-å-nes"
    assert [row[:5] for row in found] == [
        (f"documents_disagree/attendance.status/{status}", "warning", "cccc", MEETING, None),
        (f"documents_disagree/decisions.text/{DECISION}", "warning", "cccc", MEETING, CASE),
        (f"documents_disagree/meetings.start_time/{MEETING}", "warning", "cccc", MEETING, None),
    ]
    assert found[2][5] == (
        f"Documents disagree on meetings.start_time of {MEETING}: "
        "'10:00' in bbbb (arkiv/bbbb.pdf), aaaa (arkiv/aaaa.pdf); "
        "'10:30' in cccc (arkiv/cccc.pdf). "
        "The first is used; look at the pages and see which is right."
    )
    store.remove("cccc")
    assert rows(store, "SELECT check_name FROM findings") == [("no_end_time",)]


def test_one_document_does_not_disagree_with_itself(store: Store) -> None:
    bundle = records_of(
        "dddd",
        Extraction(
            parts=[part("dddd", PartKind.AGENDA), part("dddd", PartKind.MINUTES, 2)],
            meetings=[meeting("dddd/1", place="Oslo"), meeting("dddd/2", place="Bergen")],
        ),
    )
    write(store, bundle)
    assert rows(store, "SELECT place FROM meetings") == [("Bergen",)]
    assert rows(store, "SELECT * FROM findings") == []


def test_decisions_are_compared_with_proposals_of_other_documents(store: Store) -> None:
    write(store, minutes())
    relation = "SELECT against_proposal, similarity FROM decisions"
    assert rows(store, relation) == [(None, None)]
    write(store, agenda())
    assert rows(store, relation) == [("amended", 0.6667)]
    store.remove("bbbb")
    write(store, draft())
    assert rows(store, relation) == [("as proposed", 1.0)]
    store.remove("aaaa")
    assert rows(store, relation) == [("as proposed", 1.0)]
    without = draft()
    without.extraction.proposals.clear()
    write(store, without)
    assert rows(store, relation) == [(None, None)]


def test_a_relation_that_an_extractor_claims_is_not_believed(store: Store) -> None:
    claimed = minutes()
    claimed.extraction.decisions[0].similarity = 0.5
    write(store, claimed)
    assert rows(store, "SELECT similarity FROM decisions") == [(None,)]


@pytest.mark.parametrize("seed", range(12))
def test_what_is_stated_once_comes_out_as_if_it_were_merged(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    names = [name * 4 for name in "defghi"]
    batch = [chance.choice([agenda, minutes, draft])(name) for name in names]
    batch = chance.sample(batch, chance.randint(1, 3)) + many(2)
    for records in batch:
        for table in ("decision_points", "ballots", "case_presence", "contributions"):
            rows_of = getattr(records.extraction, table)
            if rows_of and chance.random() < 0.3:
                rows_of.append(chance.choice(rows_of).model_copy())
    before = chance.sample(batch, chance.choice([0, 0, 1]))
    store.write_many(before)
    store.write_many([records for records in batch if records not in before])
    found = everything(store)
    store.derive_all()
    assert found == everything(store)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
@pytest.mark.parametrize("at_once", [False, True])
def test_the_order_of_import_does_not_matter(
    tmp_path: Path, order: tuple[int, ...], at_once: bool
) -> None:
    documents = [agenda(), minutes(), draft()]

    def filled(name: str, chosen: list[DocumentRecords], *, together: bool) -> dict[str, Any]:
        with Store.open(tmp_path / name) as opened:
            if together:
                opened.write_many(chosen)
            else:
                write(opened, *chosen)
            resolve_names(opened)
            return everything(opened)

    expected = filled("expected", documents, together=False)
    assert filled("other", [documents[i] for i in order], together=at_once) == expected
