import datetime as dt
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.pipeline.synthetic import (
    CASE,
    agenda,
    draft,
    everything,
    many,
    minutes,
    rows,
    write,
)
from vedtak.models.documents import Status, TextSource
from vedtak.models.extraction import Extraction
from vedtak.models.findings import Finding, Run, Severity
from vedtak.pipeline.names.resolve import resolve_names
from vedtak.pipeline.storing import store as store_module
from vedtak.pipeline.storing.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "vedtak.duckdb") as opened:
        yield opened


def test_a_document_is_stored_with_all_it_states(store: Store) -> None:
    write(store, minutes())
    assert rows(store, "SELECT document_id, path, size_bytes, text_source FROM documents") == [
        ("bbbb", "arkiv/bbbb.pdf", 5_000_000_000, "text layer")
    ]
    assert rows(store, "SELECT * FROM document_paths") == [("bbbb", "arkiv/bbbb.pdf")]
    assert rows(store, "SELECT page_number, text FROM pages") == [(1, "Møte 1/2020")]
    assert rows(store, "SELECT role, record_id, x0 FROM spans") == [("case", CASE, None)]
    assert rows(store, "SELECT start_time, end_time FROM meetings") == [(dt.time(10), None)]
    assert rows(store, "SELECT approves_minutes_of FROM cases") == [
        ([dt.date(2019, 10, 1), dt.date(2019, 12, 1)],)
    ]
    assert rows(store, "SELECT finding_id, document_id FROM findings") == [
        ("bbbb/no_end_time/1", "bbbb")
    ]
    for table in ("decision_points", "votes", "ballots", "case_presence", "contributions"):
        assert rows(store, f"SELECT DISTINCT part_id FROM {table}") == [("bbbb/1",)]


def test_importing_again_changes_nothing(store: Store) -> None:
    write(store, agenda(), minutes(), draft())
    resolve_names(store)
    before = everything(store)
    write(store, minutes(), draft(), agenda())
    resolve_names(store)
    assert everything(store) == before


def test_a_new_version_of_a_document_takes_the_place_of_the_old(store: Store) -> None:
    write(store, agenda(), minutes())
    shorter = minutes()
    shorter.extraction.decisions.clear()
    shorter.extraction.decision_points.clear()
    shorter.extraction.cases[0].discussion = None
    shorter.document.extractor_version = "2"
    write(store, shorter)
    assert store.versions() == {"aaaa": "1", "bbbb": "2"}
    assert rows(store, "SELECT * FROM decisions") == []
    assert rows(store, "SELECT * FROM decision_points") == []
    assert rows(store, f"SELECT discussion FROM cases WHERE case_id = '{CASE}'") == [(None,)]
    assert rows(store, "SELECT count(*) FROM pages") == [(2,)]


def test_removing_everything_leaves_nothing(store: Store) -> None:
    empty = everything(store)
    write(store, agenda(), minutes(), draft())
    assert all(store.remove(name) for name in ("bbbb", "aaaa", "cccc"))
    resolve_names(store)
    assert everything(store) == empty
    assert not store.remove("aaaa")


def test_removing_leaves_what_others_say(store: Store, tmp_path: Path) -> None:
    write(store, agenda(), minutes(), draft())
    store.remove("bbbb")
    with Store.open(tmp_path / "other") as other:
        write(other, agenda(), draft())
        assert everything(store) == everything(other)


def test_paths_gather_and_the_first_stays(store: Store) -> None:
    write(store, minutes())
    moved = minutes()
    moved.document.path = "kopi/b.pdf"
    moved.paths = ["kopi/b.pdf", "kopi/c.pdf"]
    write(store, moved)
    store.add_paths({"bbbb": ["kopi/c.pdf", "kopi/d.pdf"]})
    store.add_paths({"bbbb": []})
    assert rows(store, "SELECT path FROM documents") == [("arkiv/bbbb.pdf",)]
    assert rows(store, "SELECT path FROM document_paths ORDER BY path") == [
        ("arkiv/bbbb.pdf",),
        ("kopi/b.pdf",),
        ("kopi/c.pdf",),
        ("kopi/d.pdf",),
    ]


def test_the_same_bytes_twice_in_one_batch_are_one_document(store: Store) -> None:
    copy = minutes()
    copy.document.path = "kopi/b.pdf"
    store.write_many([minutes(), copy])
    assert rows(store, "SELECT count(*) FROM meetings") == [(1,)]
    assert rows(store, "SELECT count(*) FROM document_paths") == [(2,)]


def test_a_quarantined_file_is_stored_without_records(store: Store) -> None:
    document = agenda().document.model_copy(
        update={
            "status": Status.QUARANTINED,
            "error": "The PDF is encrypted.",
            "text_source": TextSource.NONE,
        }
    )
    store.write(document, [document.path], [], Extraction())
    assert rows(store, "SELECT status, error FROM documents") == [
        ("quarantined", "The PDF is encrypted.")
    ]


def test_half_a_surrogate_pair_is_no_obstacle(store: Store) -> None:
    records = minutes()
    records.pages = [records.pages[0].model_copy(update={"text": "Møte \ud835 1/2020"})]
    records.paths = ["arkiv/m\udcf8te.pdf"]
    write(store, records)
    assert rows(store, "SELECT text FROM pages") == [("Møte \N{REPLACEMENT CHARACTER} 1/2020",)]


@pytest.mark.parametrize("error", [RuntimeError("bang"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["insert_statements", "derive", "touched_by"])
def test_a_failure_in_the_middle_leaves_the_old_state(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    write(store, agenda(), minutes())
    before = everything(store)
    original: Callable[..., Any] = getattr(store_module, step)

    def fail(*arguments: Any) -> None:
        original(*arguments)
        raise error

    changed = minutes()
    changed.extraction.meetings[0].place = "Bergen"
    with monkeypatch.context() as patched:
        patched.setattr(store_module, step, fail)
        with pytest.raises(type(error)):
            store.write_many([changed, draft()])
    assert everything(store) == before
    store.write_many([changed, draft()])
    assert rows(store, "SELECT place FROM meetings") == [("Bergen",)]


def test_a_record_that_the_database_refuses_leaves_the_old_state(store: Store) -> None:
    write(store, minutes())
    before = everything(store)
    broken = agenda()
    # models do not look at what is set later
    broken.extraction.cases[0].__dict__["meeting_id"] = None
    with pytest.raises(duckdb.ConstraintException, match="NOT NULL"):
        write(store, broken)
    assert everything(store) == before


def test_a_transaction_inside_another_is_part_of_it(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        write(store, minutes())
        resolve_names(store)
        raise RuntimeError
    assert rows(store, "SELECT * FROM documents") == []


def test_a_kill_leaves_the_last_state_that_was_written(tmp_path: Path) -> None:
    database, ready = tmp_path / "v.duckdb", tmp_path / "ready"
    script = f"""
import pathlib, sys, time
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from tests.pipeline.synthetic import Store, agenda, minutes, write
store = Store.open(pathlib.Path({str(database)!r}))
write(store, agenda(), minutes(), minutes())
with store.transaction():
    changed = minutes()
    changed.extraction.meetings[0].place = "Bergen"
    write(store, changed)
    pathlib.Path({str(ready)!r}).touch()
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", script]) as process:
        deadline = time.monotonic() + 50
        while not ready.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        assert ready.exists()
        process.send_signal(signal.SIGKILL)
    with Store.open(database) as opened:
        assert opened.versions() == {"aaaa": "1", "bbbb": "1"}
        assert rows(opened, "SELECT place FROM meetings") == [("Oslo",)]
        write(opened, draft(), minutes())
        assert rows(opened, "SELECT count(*) FROM documents") == [(3,)]


def test_runs_are_numbered_and_replaced(store: Store) -> None:
    assert store.next_run_id() == "run-1"
    oslo = dt.timezone(dt.timedelta(hours=2))
    run = Run(
        run_id="run-9",
        started_at=dt.datetime(2026, 5, 1, 12, tzinfo=oslo),
        extractor_version="1",
    )
    store.write_run(run)
    store.write_run(run.model_copy(update={"run_id": "run-10"}))
    store.write_run(run.model_copy(update={"pages": 3}))
    assert store.next_run_id() == "run-11"
    assert rows(store, "SELECT run_id, started_at, pages FROM runs ORDER BY run_id") == [
        ("run-10", dt.datetime(2026, 5, 1, 10), 0),
        ("run-9", dt.datetime(2026, 5, 1, 10), 3),
    ]


def test_findings_of_checks_are_replaced_by_check(store: Store) -> None:
    write(store, minutes())

    def finding(check: str, ordinal: int) -> Finding:
        return Finding(
            finding_id=f"{check}/{ordinal}",
            check_name=check,
            severity=Severity.INFO,
            message="Look.",
        )

    store.replace_findings(["gap", "twice"], [finding("gap", 1), finding("gap", 2)])
    store.replace_findings(["gap"], [finding("gap", 3)])
    write(store, minutes())
    assert rows(store, "SELECT finding_id FROM findings ORDER BY finding_id") == [
        ("bbbb/no_end_time/1",),
        ("gap/3",),
    ]


def test_many_documents_are_written_at_once(store: Store) -> None:
    write(store, agenda(), draft())
    write(store, minutes())
    store.write_many(many(200))
    assert rows(store, "SELECT count(*) FROM meetings") == [(201,)]


def test_questions_to_the_whole_archive_have_more_memory_than_storing_files(tmp_path: Path) -> None:
    with Store.open(tmp_path / "v.duckdb") as store:
        connection = store.connection
        connection.execute("SET memory_limit = '20MB'")
        large = "SELECT len(list(range)) FROM range(5_000_000)"
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute(large)
        with store.all_memory():
            assert connection.execute(large).fetchall() == [(5_000_000,)]
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute(large)
