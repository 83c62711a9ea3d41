import threading
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from tests.pipeline.synthetic import many, rows
from vedtak.pipeline.importing.writing import Writer
from vedtak.pipeline.storing.document_records import DocumentRecords
from vedtak.pipeline.storing.store import Store

ENDLESS = "SELECT count(*) FROM range(1000000000000)"
STORED = "SELECT document_id, status FROM documents ORDER BY ALL"


def nobody(records: DocumentRecords, reason: str) -> None:
    raise AssertionError(reason)


@pytest.mark.parametrize("beside", [False, True])
def test_what_does_not_fit_is_set_aside_and_all_else_is_stored(
    beside: bool, tmp_path: Path
) -> None:
    told: list[tuple[str, str]] = []
    first, bad, last = many(3)
    bad.extraction.cases[0].ordinal = 2**40
    with Store.open(tmp_path / "v.duckdb") as store:
        writer = Writer(store, lambda one, why: told.append((one.document.document_id, why)))
        writer.beside = beside
        writer.write([first], {})
        writer.write([bad, last], {"0000": ["et annet sted.pdf"]})
        writer.wait()
        assert rows(store, STORED) == [
            ("0000", "imported"),
            ("0001", "quarantined"),
            ("0002", "imported"),
        ]
        assert ("0000", "et annet sted.pdf") in rows(
            store, "SELECT document_id, path FROM document_paths"
        )
    ((document_id, reason),) = told
    assert document_id == "0001"
    assert "ordinal" in reason


def test_others_go_on_while_a_batch_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()
    write_many = Store.write_many

    def slowly(store: Store, incoming: Iterable[DocumentRecords]) -> None:
        assert go_on.wait(30)
        write_many(store, incoming)

    monkeypatch.setattr(Store, "write_many", slowly)
    with Store.open(tmp_path / "v.duckdb") as store:
        writer = Writer(store, nobody)
        writer.beside = True
        writer.write(many(1), {})
        go_on.set()  # it would wait for ever if it did not come back
        writer.wait()
        assert rows(store, STORED) == [("0000", "imported")]


def test_what_goes_wrong_beside_is_raised_when_it_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(store: Store, incoming: Iterable[DocumentRecords]) -> None:
        raise duckdb.IOException("no room")

    with Store.open(tmp_path / "v.duckdb") as store:
        writer = Writer(store, nobody)
        writer.beside = True
        with monkeypatch.context() as patch:
            patch.setattr(Store, "write_many", full)
            writer.write(many(1), {})
            with pytest.raises(duckdb.IOException, match="no room"):
                writer.write(many(1), {})
        writer.stop()
        writer.write(many(1), {})
        assert rows(store, STORED) == [("0000", "imported")]


@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_what_is_given_up_leaves_nothing(
    seconds: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_many = Store.write_many

    def for_ever(store: Store, incoming: Iterable[DocumentRecords]) -> None:
        write_many(store, incoming)
        store.connection.execute(ENDLESS).fetchall()

    with Store.open(tmp_path / "v.duckdb") as store:
        writer = Writer(store, nobody)
        writer.beside = True
        with monkeypatch.context() as patch:
            patch.setattr(Store, "write_many", for_ever)
            writer.write(many(2), {})
            writer.stop(seconds)
        assert rows(store, STORED) == []
        writer.write(many(1), {})
        assert rows(store, STORED) == [("0000", "imported")]
