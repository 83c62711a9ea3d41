"""Databases as an older vedtak left them: what was only added is added, the rest is refused."""

import shutil
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from tests.pipeline.filled import filled
from tests.pipeline.synthetic import everything
from vedtak.pipeline.cli import main
from vedtak.pipeline.errors import DatabaseProblem, ExitCode
from vedtak.pipeline.storing.migration import find_lack
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.contract import MARKER, is_current
from vedtak.pipeline.tables.schema import create_schema

REBUILD = """
    CREATE TABLE old AS SELECT * FROM {table}; DROP TABLE {table};
    CREATE TABLE {table} AS SELECT * EXCLUDE ({columns}) FROM old; DROP TABLE old;
"""
OLDER = {
    "without the digest of the contract": f"ALTER TABLE {MARKER} DROP COLUMN contract",
    "a nullable column": REBUILD.format(table="main.meetings", columns="place"),
    "a column that may not be empty": REBUILD.format(table="stated.votes", columns="casting_vote"),
    "a list": REBUILD.format(table="main.cases", columns="title_variants"),
    "a column of the largest table": REBUILD.format(table="main.spans", columns="record_id"),
    "a table": "DROP TABLE main.contributions; DROP TABLE stated.contributions",
    "schema stated": "DROP SCHEMA stated CASCADE",
    "a view": "DROP VIEW participation",
    "a macro": "DROP MACRO TABLE meetings_of",
}


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("now") / "now.duckdb"
    filled(path).close()
    return path


def older(now: Path, path: Path, change: str) -> None:
    shutil.copy(now, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute(change)
        connection.execute(f"UPDATE {MARKER} SET version = version")
        if "contract" not in change:
            connection.execute(f"UPDATE {MARKER} SET contract = 'older'")


def refusal(path: Path, *, read_only: bool) -> str:
    with pytest.raises(DatabaseProblem) as caught:
        Store.open(path, read_only=read_only)
    assert caught.value.exit_code == ExitCode.DATABASE_UNUSABLE
    assert "\n" not in str(caught.value)
    return str(caught.value)


def shape(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """Columns in order with types, limits and comments; keys; views and macros."""
    return connection.execute(
        """
        SELECT schema_name, table_name, column_name, column_index, data_type, is_nullable, comment
        FROM duckdb_columns() WHERE database_name = current_database() AND NOT internal
        UNION ALL
        SELECT schema_name, table_name, constraint_text, NULL, NULL, NULL, NULL
        FROM duckdb_constraints() WHERE database_name = current_database()
        UNION ALL
        SELECT 'macro', function_name, NULL, NULL, NULL, NULL, comment
        FROM duckdb_functions() WHERE database_name = current_database() AND NOT internal
        ORDER BY ALL
        """
    ).fetchall()


@pytest.mark.parametrize("change", OLDER.values(), ids=OLDER)
def test_what_was_only_added_is_added_and_nothing_else_is_touched(
    now: Path, tmp_path: Path, change: str
) -> None:
    path = tmp_path / "v.duckdb"
    older(now, path, change)
    with Store.open(now, read_only=True) as store:
        expected, whole = shape(store.connection), everything(store)
    with Store.open(path) as store:
        assert shape(store.connection) == expected
        assert is_current(store.connection)
        assert not find_lack(store.connection)
        assert store.connection.execute("SELECT count(*) FROM spans").fetchone() == (3,)
        after = everything(store)
        touched = [name for name, rows in after.items() if rows != whole[name]]
        assert all(name.split(".")[1] in change or "SCHEMA" in change for name in touched), touched
    with Store.open(path, read_only=True) as store:
        assert everything(store) == after


def test_an_older_database_is_not_read_before_it_is_brought_up_to_date(
    now: Path, tmp_path: Path
) -> None:
    path = tmp_path / "v.duckdb"
    older(now, path, OLDER["a nullable column"])
    before = path.read_bytes()
    said = refusal(path, read_only=True)
    assert "it lacks the column meetings.place" in said
    assert f"vedtak upgrade --db {path}" in said
    assert path.read_bytes() == before
    done = CliRunner().invoke(main, ["upgrade", "--db", str(path)])
    assert (done.exit_code, done.stdout) == (0, f"{path} is up to date.\n")
    Store.open(path, read_only=True).close()


def test_new_columns_make_the_next_import_read_everything_anew(now: Path, tmp_path: Path) -> None:
    for name, change, fewer in (
        ("column", OLDER["a nullable column"], 0),
        ("view", OLDER["a view"], 3),
    ):
        path = tmp_path / f"{name}.duckdb"
        shutil.copy(now, path)
        with duckdb.connect(str(path)) as connection:
            connection.execute("UPDATE documents SET options_digest = 'digest'")
            connection.execute(change)
            connection.execute(f"UPDATE {MARKER} SET contract = 'older'")
        with Store.open(path) as store:
            kept = "SELECT count(options_digest) FROM documents"
            assert store.connection.execute(kept).fetchone() == (fewer,)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        # a column that was renamed: what stands in the old one may not be thrown away
        ("ALTER TABLE meetings RENAME COLUMN place TO sted", "main.meetings.sted is not known"),
        # another type: numbers as text
        (
            "ALTER TABLE meetings ALTER COLUMN year TYPE VARCHAR",
            "main.meetings.year is VARCHAR and should be INTEGER",
        ),
        # a column for which no value is known
        (REBUILD.format(table="main.decisions", columns="outcome"), "decisions.outcome"),
    ],
)
def test_more_than_additions_are_refused_untouched(
    now: Path, tmp_path: Path, change: str, reason: str
) -> None:
    path = tmp_path / "v.duckdb"
    older(now, path, change)
    with duckdb.connect(str(path), read_only=True) as connection:
        before = shape(connection)
    said = refusal(path, read_only=False)
    assert reason in said
    assert "vedtak import … --db NEW.duckdb" in said
    with duckdb.connect(str(path), read_only=True) as connection:
        assert shape(connection) == before


def test_an_empty_table_needs_no_value_for_a_new_column(tmp_path: Path) -> None:
    path = tmp_path / "v.duckdb"
    with duckdb.connect(str(path)) as connection:
        create_schema(connection)
        expected = shape(connection)
        connection.execute(REBUILD.format(table="main.decisions", columns="outcome"))
        connection.execute(f"UPDATE {MARKER} SET contract = NULL")
    with Store.open(path) as store:
        assert shape(store.connection) == expected


def test_what_a_user_has_added_stays(now: Path, tmp_path: Path) -> None:
    path = tmp_path / "v.duckdb"
    older(now, path, "CREATE TABLE mine AS SELECT 1 AS a; ALTER TABLE cases ADD COLUMN own INTEGER")
    with Store.open(path) as store:
        assert store.connection.execute("SELECT a FROM mine").fetchall() == [(1,)]
        assert "own" in [row[2] for row in shape(store.connection)]


def test_upgrade_makes_no_database(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["upgrade", "--db", str(tmp_path / "nei.duckdb")])
    assert done.exit_code == ExitCode.DATABASE_UNUSABLE
    assert list(tmp_path.iterdir()) == []
