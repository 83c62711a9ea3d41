"""Ctrl-C, whenever it comes: the database is whole, and the next import makes up for it."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.pipeline.test_import_command import DOCUMENTS, WITHOUT, run
from tests.pipeline.test_importing import Contents, ask, contents
from tests.pipeline.test_workers import copies
from vedtak.pipeline.corrections.told import Corrections
from vedtak.pipeline.deriving import derived
from vedtak.pipeline.errors import ExitCode, interruptible
from vedtak.pipeline.importing import importing
from vedtak.pipeline.importing.importing import import_paths
from vedtak.pipeline.importing.options import ImportOptions
from vedtak.pipeline.parsing.document import parse_file
from vedtak.pipeline.parsing.workers import WorkerPool
from vedtak.pipeline.settings import ParseOptions
from vedtak.pipeline.storing.long_statement import ask_long
from vedtak.pipeline.storing.store import Store

FILES = 10
OPTIONS = ImportOptions(batch=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("arkiv")
    copies(place, FILES)
    return place


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Contents:
    database = tmp_path_factory.mktemp("hel") / "v.duckdb"
    import_paths([folder], database)
    return everything(database)


def everything(database: Path) -> Contents:
    return {**contents(database, without=WITHOUT), "documents": ask(database, DOCUMENTS)}


def interrupted(after: Callable[..., object], times: int) -> Callable[..., object]:
    """What does its work, and lets Ctrl-C come behind it, once, at the given call."""
    calls = 0

    def work(*arguments: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        result = after(*arguments, **named)
        if calls == times:
            raise KeyboardInterrupt
        return result

    return work


@pytest.mark.parametrize(
    ("owner", "name", "times"),
    [
        (importing, "document_key", 1),
        (importing, "document_key", 7),
        (importing, "parse_file", 1),
        (importing, "parse_file", 6),
        (Store, "write_run", 1),
        (Store, "_insert_batch", 1),
        (Store, "_insert_batch", 2),
        (Store, "write_many", 2),
        (Store, "transaction", 3),
        (importing.ImportRun, "_note_copies", 1),
        (derived, "resolve_names", 1),
        (derived, "check_database", 1),
        (Store, "replace_findings", 1),
        (Store, "write_run", 2),
    ],
)
def test_whenever_it_comes_the_next_import_makes_up_for_it(
    owner: object,
    name: str,
    times: int,
    folder: Path,
    undisturbed: Contents,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = tmp_path / "v.duckdb"
    monkeypatch.setattr(owner, name, interrupted(getattr(owner, name), times))
    with pytest.raises(KeyboardInterrupt):
        import_paths([folder], database, OPTIONS)
    monkeypatch.undo()
    whole = ask(
        database,
        "SELECT count(*) = count(documents.document_id) FROM stated.meetings "
        "LEFT JOIN documents USING (document_id)",
    )
    assert whole == [(True,)]
    import_paths([folder], database, OPTIONS)
    assert everything(database) == undisturbed


def test_while_workers_start_none_is_left(folder: Path, tmp_path: Path) -> None:
    database = tmp_path / "v.duckdb"

    def files() -> object:
        for number, path in enumerate(sorted(folder.iterdir())):
            if number == 1:
                raise KeyboardInterrupt
            yield path

    with WorkerPool(ParseOptions(), 2) as pool, pytest.raises(KeyboardInterrupt):
        list(pool.parse(files()))  # type: ignore[arg-type]
    assert pool.processes == {}
    assert import_paths([folder], database).imported == FILES


def test_what_was_read_is_stored_as_far_as_that_goes_at_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = []
    for seconds in (60.0, 0.0):
        database = tmp_path / f"{seconds}.duckdb"
        with monkeypatch.context() as patch:
            patch.setattr(importing, "_LAST_SECONDS", seconds)
            patch.setattr(importing, "parse_file", interrupted(parse_file, 6))
            with pytest.raises(KeyboardInterrupt):
                import_paths([folder], database)
        stored += ask(database, "SELECT count(*) FROM documents")
    assert stored == [(5,), (0,)]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
@pytest.mark.skipif(
    threading.current_thread() is not threading.main_thread(), reason="signals need the main thread"
)
def test_in_the_middle_of_a_statement(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    # Whoever runs the tests may have Ctrl-C ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    with Store.open(tmp_path / "v.duckdb") as store:
        timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt), interruptible():
            store.connection.execute("SELECT count(*) FROM range(1000000000000)").fetchall()
        timer.join()
        assert store.connection.execute("SELECT 1").fetchall() == [(1,)]
    # Rows that come from Python are asked for in the middle of a statement.
    with pytest.raises(KeyboardInterrupt), interruptible():
        raise duckdb.InvalidInputException("KeyboardInterrupt: <EMPTY MESSAGE>")
    with pytest.raises(duckdb.Error, match="other"), interruptible():
        raise duckdb.InvalidInputException("other")
    with pytest.raises(ValueError, match="KeyboardInterrupt"), interruptible():
        raise ValueError("KeyboardInterrupt")
    with pytest.raises(RuntimeError, match="other"), interruptible():
        raise RuntimeError("other")


def test_in_the_middle_of_an_import_s_statement(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_duckdb_says_it(store: Store, corrections: Corrections) -> None:
        raise RuntimeError("Query interrupted") from KeyboardInterrupt()

    monkeypatch.setattr(importing, "rebuild_corrected", as_duckdb_says_it)
    result = run(folder, "--db", tmp_path / "v", "--workers", "0", "--quiet")
    assert result.exit_code == ExitCode.INTERRUPTED
    (line,) = result.stderr.splitlines()
    assert line.endswith("Run the same command again to go on.")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_in_the_middle_of_a_long_statement(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    endless = "SELECT count(*) FROM range(1000000000000)"
    with Store.open(tmp_path / "v.duckdb") as store:
        connection = store.connection
        ended: list[str] = []

        def ask_for_ever() -> None:
            try:
                connection.execute(endless).fetchall()
            finally:
                ended.append("it was stopped")

        timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            ask_long(connection, ask_for_ever)
        timer.join()
        assert ended == ["it was stopped"]
        assert ask_long(connection, lambda: connection.execute("SELECT 1").fetchall()) == [(1,)]
        with pytest.raises(duckdb.Error, match="nowhere"):
            ask_long(connection, lambda: connection.execute("FROM nowhere"))
