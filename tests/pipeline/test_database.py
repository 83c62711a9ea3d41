import os
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from vedtak.pipeline.errors import DatabaseProblem, ExitCode
from vedtak.pipeline.storing import database
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables import contract


def refused(path: Path, *, read_only: bool = False) -> str:
    """Open, expect a refusal, and return its reason."""
    with pytest.raises(DatabaseProblem) as caught:
        Store.open(path, read_only=read_only)
    assert caught.value.exit_code == ExitCode.DATABASE_UNUSABLE
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_missing_database_is_made_whole(tmp_path: Path) -> None:
    path = tmp_path / "vedtak.duckdb"
    Store.open(path).close()
    with Store.open(path, read_only=True) as store:
        assert store.connection.execute("SELECT * FROM decisions_flat").fetchall() == []
        with pytest.raises(duckdb.Error, match="read-only"):
            store.connection.execute("DELETE FROM main.cases")
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_while_making_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(new: Path) -> None:
        new.write_bytes(b"half")
        raise duckdb.IOException("No space left on device")

    monkeypatch.setenv("VEDTAK_OCR_CACHE", "")
    monkeypatch.setattr(database, "make_empty_database", fail)
    assert "No space left" in refused(tmp_path / "vedtak.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_somebody_else_makes_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "vedtak.duckdb"
    make = contract.make_empty_database

    def race(new: Path) -> None:
        make(new)
        make(path)
        with duckdb.connect(str(path)) as other:
            other.execute("INSERT INTO main.document_paths VALUES ('d', 'ola.txt')")

    monkeypatch.setenv("VEDTAK_OCR_CACHE", "")
    monkeypatch.setattr(database, "make_empty_database", race)
    with Store.open(path) as store:
        assert store.connection.execute("SELECT path FROM document_paths").fetchall() == [
            ("ola.txt",)
        ]
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_system_without_links_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "vedtak.duckdb"
    Store.open(path).close()
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_duckdb_becomes_ours(tmp_path: Path) -> None:
    path = tmp_path / "vedtak.duckdb"
    duckdb.connect(str(path)).close()
    assert "empty DuckDB" in refused(path, read_only=True)
    with Store.open(path) as store:
        assert store.versions() == {}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not a database", b"\0" * 5000])
def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "vedtak.duckdb"
    path.write_bytes(content)
    for read_only in (False, True):
        assert "not a DuckDB database" in refused(path, read_only=read_only)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_the_database_of_somebody_else_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as other:
        for name in "abcde":
            other.execute(f"CREATE TABLE {name} (x INTEGER)")
    before = path.read_bytes()
    for read_only in (False, True):
        reason = refused(path, read_only=read_only)
        assert "not one of vedtak (it has a, b, c and 2 more)" in reason
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vedtak.duckdb"
    with Store.open(path) as store:
        store.connection.execute("UPDATE vedtak_schema SET version = 99")
    assert "schema 99, this one knows 1" in refused(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM vedtak_schema")
    assert "does not say which version" in refused(path)


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vedtak.duckdb"
    Store.open(path).close()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192])
    refused(path)
    path.write_bytes(whole[:12288] + os.urandom(len(whole) - 12288))
    refused(path)


def test_a_database_in_use_names_the_process(tmp_path: Path) -> None:
    path = tmp_path / "vedtak.duckdb"
    Store.open(path).close()
    script = f"import duckdb; c = duckdb.connect({str(path)!r}); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        for read_only in (False, True):
            reason = refused(path, read_only=read_only)
            assert "another program has it open" in reason
            assert f"process {process.pid}" in reason
        process.communicate(b"\n")
    Store.open(path).close()


def test_a_database_that_this_program_writes_to_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vedtak.duckdb"
    with Store.open(path):
        assert "this program has it open" in refused(path, read_only=True)


def test_places_where_no_database_can_be_are_refused(tmp_path: Path) -> None:
    assert "is a directory" in refused(tmp_path)
    assert "there is no directory" in refused(tmp_path / "none" / "vedtak.duckdb")
    assert "no such file" in refused(tmp_path / "vedtak.duckdb", read_only=True)
    os.mkfifo(tmp_path / "pipe")
    assert "not a regular file" in refused(tmp_path / "pipe")
    assert [p.name for p in tmp_path.iterdir()] == ["pipe"]


def test_a_dangling_link_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "gone")
    refused(link)
    assert not (tmp_path / "gone").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may do everything")
def test_missing_permission_is_told(tmp_path: Path) -> None:
    path = tmp_path / "vedtak.duckdb"
    Store.open(path).close()
    path.chmod(0)
    assert "no permission" in refused(path)
    tmp_path.chmod(0o500)
    try:
        assert "cannot be made: Permission denied" in refused(tmp_path / "other.duckdb")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ('IO Error: Cannot open file "x": Permission denied', "you have no permission to open it"),
        (
            """IO Error: Could not set lock on file "x": Conflicting lock is held in \
/usr/bin/R (deleted) (PID 17) by user kari. See also https://duckdb.org""",
            """another program has it open (/usr/bin/R (deleted), process 17); \
close it and try again""",
        ),
        ("INTERNAL Error: odd\nStack Trace:\n0x1", "DuckDB cannot open it: INTERNAL Error: odd"),
    ],
)
def test_complaints_are_put_into_plain_words(message: str, reason: str) -> None:
    assert database._reason(duckdb.IOException(message)) == reason


def test_locked_down_sql_reaches_no_file(tmp_path: Path) -> None:
    path, secret = tmp_path / "vedtak.duckdb", tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    Store.open(path).close()
    with Store.open(path, read_only=True) as store:
        store.lock_down()
        for sql in (
            f"SELECT * FROM '{secret}'",
            f"COPY main.cases TO '{tmp_path}/out.csv'",
            f"ATTACH '{tmp_path}/new.duckdb'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                store.connection.execute(sql)
        assert store.connection.execute("SELECT count(*) FROM cases").fetchall() == [(0,)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["secret.csv", "vedtak.duckdb"]


def test_two_who_make_the_same_database_both_get_it(tmp_path: Path) -> None:
    path = tmp_path / "vedtak.duckdb"
    problems: list[Exception] = []

    def make() -> None:
        try:
            database._make_database(path)
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert list(tmp_path.iterdir()) == [path]
    Store.open(path).close()


@pytest.mark.parametrize("small", [True, False])
def test_only_in_a_large_file_is_it_tried_to_pack_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: bool
) -> None:
    if not small:
        monkeypatch.setattr(database, "_SMALL", 0)
    path = tmp_path / "v.duckdb"
    with Store.open(path) as store:
        store.connection.execute(
            "CREATE TABLE main.texts AS "
            "SELECT 'Formannskapet vedtar innstillingen ' || i AS text FROM range(5000) AS r(i)"
        )
    with duckdb.connect(str(path), read_only=True) as opened:
        how = "SELECT compression FROM pragma_storage_info('texts') WHERE segment_type = 'VARCHAR'"
        found = {kind for (kind,) in opened.execute(how).fetchall()}
        assert opened.execute("SELECT count(DISTINCT text) FROM main.texts").fetchone() == (5000,)
    assert ("FSST" in found) is not small
