import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.synthetic import CASE, DECISION, MEETING, agenda, draft, minutes, rows, write
from vedtak.models.corrections import Correction
from vedtak.pipeline.corrections import applying as correcting
from vedtak.pipeline.corrections.corrected import rebuild_corrected
from vedtak.pipeline.corrections.file import parse_corrections
from vedtak.pipeline.corrections.told import NO_CORRECTIONS, Corrections
from vedtak.pipeline.evaluating.corrections_gold import Verdict, judge_corrections
from vedtak.pipeline.names.rulings import Ruling, Same
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import TABLES

TEXT = (
    "Møte 1/2020\nTil stede: Kari Ånes, Ola Lie\nVedtak: NUIT tar saken til orientering og ber "
    "om en rapport."
)
DECIDED = "NUIT tar saken til orientering og ber om en rapport."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "vedtak.duckdb") as opened:
        yield opened


def with_text(records: Any) -> Any:
    """A paper of the synthetic three whose page says what its records say."""
    words = " ".join(
        str(value)
        for name in ("decisions", "attendance", "proposals")
        for record in getattr(records.extraction, name)
        for value in (getattr(record, "text", None), getattr(record, "name_as_written", None))
        if value
    )
    records.pages[0].text = f"{records.pages[0].text}\n{words}"
    return records


def corrections(*entries: str) -> Corrections:
    return parse_corrections("\n".join(entries), Path("corrections.toml"))


def setting(column: str, value: str, quote: str = DECIDED, **fields: str) -> str:
    given = {"table": "decisions", "document": ("bbbb" * 16)[:64], **fields}
    lines = [f"{name} = '{text}'" for name, text in given.items()]
    return (
        "\n".join(
            ["[[set]]", f"column = '{column}'", f"value = {value}", f"quote = '{quote}'", *lines]
        )
        + "\nreason = 'r'\n"
    )


def everything(store: Store) -> dict[str, list[Any]]:
    return {name: rows(store, f"SELECT * FROM main.{name} ORDER BY ALL") for name in TABLES}


def load(store: Store) -> None:
    papers = [with_text(paper) for paper in (agenda(), minutes(), draft())]
    for paper in papers:
        paper.document.sha256 = (paper.document.document_id * 16)[:64]
    write(store, *papers)


def statuses(found: Sequence[Correction]) -> list[tuple[str, str | None]]:
    return [(str(each.status), each.message) for each in found]


def test_a_field_is_set_and_told_of(store: Store) -> None:
    load(store)
    found = rebuild_corrected(store, corrections(setting("outcome", "'adopted'")))
    assert statuses(found) == [("applied", None)]
    assert rows(store, f"SELECT outcome FROM decisions WHERE decision_id = '{DECISION}'") == [
        ("adopted",)
    ]
    assert rows(
        store, "SELECT target, column_name, value, previous_value, reason FROM corrections"
    ) == [(DECISION, "outcome", "adopted", "noted", "r")]


def test_deriving_twice_changes_nothing(store: Store) -> None:
    load(store)
    given = corrections(setting("outcome", "'adopted'"), setting("text", "'Saken utsettes.'"))
    states = []
    for anew in (False, True, True, False):
        rebuild_corrected(store, given, anew=anew)
        states.append(everything(store))
    assert all(state == states[0] for state in states)


def test_a_correction_that_is_taken_out_leaves_no_trace(store: Store) -> None:
    load(store)
    rebuild_corrected(store)
    before = everything(store)
    both = corrections(setting("outcome", "'adopted'"), setting("text", "'Noe helt annet nå.'"))
    rebuild_corrected(store, both)
    changed = everything(store)
    assert changed["decisions"] != before["decisions"]
    # what the words are compared with follows
    assert changed["decision_changes"] != before["decision_changes"]
    rebuild_corrected(store, NO_CORRECTIONS)
    assert everything(store) == before


def test_corrections_survive_a_new_import(store: Store) -> None:
    load(store)
    given = corrections(setting("outcome", "'adopted'"))
    rebuild_corrected(store, given)
    # extracted anew under another key, as other rules may make it
    again = with_text(minutes())
    again.document.sha256 = ("bbbb" * 16)[:64]
    moved = [
        d.model_copy(update={"decision_id": f"{CASE}/decision/7"})
        for d in again.extraction.decisions
    ]
    again.extraction.decisions = moved
    write(store, again)
    assert statuses(rebuild_corrected(store, given)) == [("applied", None)]
    assert rows(store, "SELECT outcome FROM decisions WHERE decision_id LIKE '%/7'") == [
        ("adopted",)
    ]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (setting("outcome", "'adopted'", document="0" * 64), "its document is not in the database"),
        (setting("outcome", "'adopted'", "Saken utsettes for godt"), "no longer stand in the doc"),
        (setting("choice", "'for'", DECIDED, table="ballots"), "became no record of ballots"),
        (setting("position", "'Leder'", "NUIT", table="attendance"), "became no record"),
        (setting("outcome", "'noted'"), "the value is so already without it"),
    ],
)  # fmt: skip
def test_stale_corrections_are_loud_and_do_nothing(store: Store, entry: str, message: str) -> None:
    load(store)
    rebuild_corrected(store)
    before = everything(store)
    found = rebuild_corrected(store, corrections(entry))
    ((status, said),) = statuses(found)
    assert status == "stale"
    assert message in str(said)
    after = everything(store)
    (finding,) = [each for each in after["findings"] if each not in before["findings"]]
    assert "Correction in line 1" in finding[-1]
    assert all(
        after[name] == before[name] for name in TABLES if name not in ("corrections", "findings")
    )


def test_a_document_that_is_gone_makes_its_corrections_stale(store: Store) -> None:
    load(store)
    given = corrections(setting("outcome", "'adopted'"))
    rebuild_corrected(store, given)
    store.remove("bbbb")
    assert statuses(rebuild_corrected(store, given))[0][0] == "stale"


def test_two_entries_that_mean_one_field_are_both_left_out(store: Store) -> None:
    load(store)
    found = rebuild_corrected(
        store,
        corrections(
            setting("outcome", "'adopted'"), setting("outcome", "'rejected'", "ber om en rapport")
        ),
    )
    assert [status for status, _ in statuses(found)] == ["stale", "stale"]
    assert "line 9" in str(found[0].message)
    assert rows(store, f"SELECT outcome FROM decisions WHERE decision_id = '{DECISION}'") == [
        ("noted",)
    ]


def test_rulings_reach_the_resolver_only_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(store)
    seen: list[Ruling] = []

    def taken(to: Store, rulings: Sequence[Ruling] = ()) -> None:
        seen.extend(rulings)
        # a resolver that does as it is told
        for each in rulings:
            if isinstance(each, Same):
                for name in each.names:
                    to.connection.execute(
                        "UPDATE attendance SET person_id = 'one' WHERE name_as_written = ?",
                        [name.text],
                    )

    monkeypatch.setattr(correcting, "rebuild_linked", taken)
    whole = "[[merge]]\nnames = ['Kari Ånes', 'Ola Lie']\nreason = 'r'\n"
    half = "[[merge]]\nnames = ['Kari Ånes', 'Ola Lie', 'Nils Ukjent']\nreason = 'r'\n"
    names = [name for (name,) in rows(store, "SELECT DISTINCT name_as_written FROM attendance")]
    whole = whole.replace("Kari Ånes", names[0]).replace("Ola Lie", names[1])
    half = half.replace("Kari Ånes", names[0]).replace("Ola Lie", names[1])
    found = rebuild_corrected(store, corrections(half))
    assert seen == []
    assert "nobody has written Nils Ukjent" in str(found[0].message)
    found = rebuild_corrected(store, corrections(whole))
    assert len(seen) == 1
    assert statuses(found) == [("applied", None)]


def test_a_ruling_that_is_not_in_effect_is_not_called_applied(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(store)
    rebuild_corrected(store)
    monkeypatch.setattr(correcting, "rebuild_linked", lambda store, rulings: None)
    names = [name for (name,) in rows(store, "SELECT name FROM people ORDER BY 1")]
    entry = f"[[merge]]\nnames = ['{names[0]}', '{names[1]}']\nreason = 'r'\n"
    ((status, said),) = statuses(rebuild_corrected(store, corrections(entry)))
    assert status == "stale"
    assert "are taken for 2 all the same" in str(said)


def test_corrections_are_gold(store: Store, tmp_path: Path) -> None:
    load(store)
    given = corrections(
        setting("outcome", "'adopted'"),
        setting("unanimous", "true", DECIDED),
        setting("outcome", "'adopted'", document="0" * 64),
    )
    rebuild_corrected(store, given)
    before = everything(store)
    store.close()
    found = judge_corrections(tmp_path / "vedtak.duckdb", given)
    assert [(each.verdict, each.found) for each in found][:2] == [
        (Verdict.WRONG, "noted"),
        (Verdict.RIGHT, "true"),
    ]
    assert found[2].verdict is Verdict.STALE
    with Store.open(tmp_path / "vedtak.duckdb") as again:
        assert everything(again) == before


def test_a_failure_leaves_everything_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(store)
    rebuild_corrected(store, corrections(setting("outcome", "'adopted'")))
    before = everything(store)

    def fails(*_: object) -> None:
        raise RuntimeError("stopped")

    monkeypatch.setattr(correcting, "rebuild_linked", fails)
    with pytest.raises(RuntimeError):
        rebuild_corrected(store, corrections(setting("outcome", "'rejected'")))
    assert everything(store) == before


def test_dates_and_lists_can_be_set(store: Store) -> None:
    load(store)
    entry = setting("date", "2020-02-15", "1/2020", table="meetings")
    assert statuses(rebuild_corrected(store, corrections(entry))) == [("applied", None)]
    assert rows(store, f"SELECT date FROM meetings WHERE meeting_id = '{MEETING}'") == [
        (dt.date(2020, 2, 15),)
    ]
