import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.making import DAYS, Paper, put
from tests.pipeline.synthetic import rows
from vedtak.models.cases import CaseNote
from vedtak.models.documents import PartKind
from vedtak.pipeline.storing.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "v.duckdb") as opened:
        yield opened


def states(store: Store) -> dict[str, str]:
    query = "SELECT coalesce(meeting_id, date::VARCHAR, number), state FROM approval_chain"
    return dict(rows(store, query))


def test_minutes_are_approved_with_and_without_remarks(store: Store) -> None:
    put(
        store,
        Paper(1),
        Paper(2).case(1, decided="Godkjennes.", approves_minutes_of=[DAYS[1]]),
        Paper(3).case(2, decided="Godkjennes med …", remarks="med …", approves_meetings=["2/2020"]),
    )
    assert states(store) == {
        "nuit/2020/1": "approved",
        "nuit/2020/2": "approved with remarks",
        "nuit/2020/3": "not yet known",
    }
    query = "SELECT approved_on, case_id, remarks, page FROM approval_chain WHERE remarks <> ''"
    assert rows(store, query) == [(DAYS[3], "nuit/2020/2-20", "med …", 1)]


def test_what_is_only_on_an_agenda_is_a_draft(store: Store) -> None:
    on_agenda = Paper(2, PartKind.AGENDA).case(1, approves_minutes_of=[DAYS[1]])
    put(store, Paper(1), on_agenda)
    assert states(store) == {"nuit/2020/1": "draft"}
    put(store, Paper(2).case(1, decided="Godkjennes.", approves_minutes_of=[DAYS[1]]))
    assert states(store)["nuit/2020/1"] == "approved"


def test_provisional_minutes_are_a_draft(store: Store) -> None:
    put(store, Paper(1, title="FORELØPIG MØTEPROTOKOLL"), Paper(2))
    assert states(store) == {"nuit/2020/1": "draft", "nuit/2020/2": "not yet known"}


def test_minutes_that_are_cited_and_not_there_have_a_row(store: Store) -> None:
    put(store, Paper(2).case(1, decided="Godkjennes.", approves_minutes_of=[DAYS[1]]))
    query = "SELECT meeting_id, date, has_minutes, state FROM approval_chain ORDER BY date"
    assert rows(store, query)[0] == (None, DAYS[1], False, "approved")


def test_a_treatment_without_a_decision_tells_nothing(store: Store) -> None:
    put(store, Paper(1), Paper(2).case(1, approves_minutes_of=[DAYS[1]]))
    assert states(store)["nuit/2020/1"] == "unknown"


def test_never_approved_only_where_nothing_is_missing(store: Store) -> None:
    passing = Paper(4).case(5, decided="Godkjennes.", approves_minutes_of=[DAYS[3]])
    put(store, Paper(1), Paper(3), passing)
    assert states(store)["nuit/2020/1"] == "unknown", "meeting 2 may have approved it"
    put(store, Paper(2, PartKind.AGENDA))
    assert states(store)["nuit/2020/1"] == "unknown", "of meeting 2 there is only an agenda"
    put(store, Paper(2))
    assert states(store)["nuit/2020/1"] == "never approved"
    put(store, Paper(3).case(4, "Forrige referat", approves_previous=True))
    assert states(store)["nuit/2020/1"] == "never approved", "meeting 3 approves meeting 2"


def test_a_body_that_approves_nothing_leaves_it_open(store: Store) -> None:
    put(store, Paper(1), Paper(2), Paper(3))
    assert set(states(store).values()) == {"unknown", "not yet known"}


def test_the_previous_minutes_are_those_of_the_number_before(store: Store) -> None:
    case: dict[str, Any] = {
        "title": "Referat fra forrige møte",
        "decided": "Ok",
        "approves_previous": True,
    }
    put(store, Paper(1), Paper(3).case(1, **case))
    assert states(store)["nuit/2020/1"] == "unknown"
    put(store, Paper(2))
    assert states(store)["nuit/2020/2"] == "approved"
    query = "SELECT certainty FROM approval_chain WHERE meeting_id = 'nuit/2020/2'"
    assert rows(store, query) == [("likely",)]


def asked(store: Store) -> list[tuple[Any, ...]]:
    return rows(store, "SELECT answered_by, answer_basis, answer_certainty FROM follow_ups")


FIRST = "Nasjonal arkitekturstyring"


def asking() -> Paper:
    return Paper(1).case(6, FIRST, "NUIT ber om en sak.", archive_case="20/11").asks(6)


ANSWERS = [
    ({"title": "Noe annet", "description": "Jf. sak 6/20."}, "names the case"),
    ({"title": "Noe annet", "discussion": "Se sak nr. 6/2020 om dette"}, "names the case"),
    ({"title": "Noe annet", "archive_case": "20/11"}, "same archive case"),
    ({"title": "Nasjonal arkitekturstyring – status"}, "same title words"),
    ({"title": "Arkitekturstyring"}, None),
    ({"title": "Nasjonal plan for legemidler, økonomi og beredskap"}, None),
    ({"title": "Noe annet", "description": "Jf. sak 16/20 og 6/19."}, None),
    ({"title": "Noe annet"}, None),
    ({"title": FIRST, "approves_minutes_of": [DAYS[1]]}, None),
]


@pytest.mark.parametrize(("later", "basis"), ANSWERS)
def test_the_later_case_that_answers(
    later: dict[str, Any], basis: str | None, store: Store
) -> None:
    put(store, asking(), Paper(2).case(15, **later))
    expected = (None, None, None) if basis is None else ("nuit/2020/15-20", basis, "likely")
    assert asked(store) == [expected]


def test_two_answers_that_fit_alike_are_none(store: Store) -> None:
    put(store, asking(), Paper(2).case(15, FIRST).case(16, FIRST))
    assert asked(store) == [(None, None, None)]


def test_a_standing_item_is_no_answer(store: Store) -> None:
    put(store, asking(), Paper(2).case(15, FIRST), Paper(3).case(20, FIRST))
    assert asked(store) == [(None, None, None)]


def test_the_first_answer_counts_and_earlier_cases_do_not(store: Store) -> None:
    late = Paper(5).case(30, "Noe", description="jf. sak 6/20")
    put(store, asking(), Paper(3).case(20, "Noe", description="jf. sak 6/20"), late)
    assert asked(store) == [("nuit/2020/20-20", "names the case", "likely")]


def test_the_chase_list_has_a_row_per_gap(store: Store) -> None:
    put(
        store,
        Paper(1, PartKind.AGENDA).case(1).names(1, "1", "Årsmelding 2019"),
        Paper(4).case(7, approves_minutes_of=[dt.date(2019, 12, 1)]).case(9),
    )
    assert rows(store, "SELECT kind, missing, meeting_id FROM gaps ORDER BY ALL") == [
        ("agenda without minutes", "nuit/2020/1", "nuit/2020/1"),
        ("attachment", "1 Årsmelding 2019", "nuit/2020/1"),
        ("case number", "2–6", None),
        ("case number", "8", None),
        ("meeting number", "2–3", None),
        ("minutes cited", "2019-12-01", "nuit/2020/4"),
    ]


def ledger(store: Store) -> dict[str, tuple[Any, ...]]:
    query = "SELECT label, state, basis, same_file, clashes_with FROM attachment_ledger"
    return {row[0]: row[1:] for row in rows(store, query)}


def test_attachments_are_found_by_what_they_are(store: Store) -> None:
    agenda = Paper(2, PartKind.AGENDA).case(2, approves_minutes_of=[DAYS[1]]).case(3, "Portefølje")
    agenda.names(2, "1A", "Referat fra NUIT 10. januar 2020").names(2, "1B", "Referat 10.2.2020")
    agenda.names(3, "2", "Nasjonal portefølje").names(3, "2A", "Rapport").names(3, "2C", "Tabell")
    note = Paper(2, PartKind.CASE_NOTE)
    note.found.case_notes.append(
        CaseNote(
            part_id=note.part_id,
            case_id="nuit/2020/3-20",
            title="Nasjonal portefølje – status og planer",
            text="-",
        )
    )
    note.names(3, "1", "Et annet navn", "https://x.no/Vedlegg%202A_Sak%203-20.pdf")
    put(store, Paper(1), agenda, note)
    assert ledger(store) == {
        "1A": ("found", "minutes of the day that it names", False, None),
        "1B": ("missing", None, None, None),
        "2": ("found", "the case note has its title", False, ["2A", "2C"]),
        "2A": ("url only", "an address of the same case names its label", None, ["2"]),
        "2C": ("missing", None, None, ["2"]),
        "1": ("url only", "an address stands with it", None, None),
    }


def test_an_attachment_in_the_same_file_is_preferred(store: Store) -> None:
    bundle = Paper(2, PartKind.AGENDA).case(3).names(3, "1", "Årsmelding 2019")
    inside = bundle.found.parts[0].model_copy(
        update={
            "part_id": f"{bundle.name}/2",
            "ordinal": 2,
            "kind": PartKind.ATTACHMENT.value,
            "title": "Vedlegg 1: Årsmelding 2019",
            "first_page": 5,
            "last_page": 9,
        }
    )
    bundle.found.parts.append(inside)
    elsewhere = Paper(2, PartKind.ATTACHMENT, "Årsmelding 2019", name="0000")
    put(store, elsewhere, bundle)
    query = "SELECT state, found_in, first_page, last_page, same_file FROM attachment_ledger"
    assert rows(store, query) == [("found", f"arkiv/{bundle.name}.pdf", 5, 9, True)]
