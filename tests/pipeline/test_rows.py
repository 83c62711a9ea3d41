import datetime as dt
import signal
import subprocess
import sys
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedtak.pipeline.tables.arrow import arrow_table
from vedtak.pipeline.tables.rows import (
    INCOMING,
    MISFITS,
    Rows,
    column_rows,
    execute_with,
    insert,
    text_rows,
)
from vedtak.pipeline.tables.table_definition import Column

_TEXT = st.text(st.characters(codec=None), max_size=5)  # halves of surrogate pairs too
_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "VARCHAR": _TEXT,
    "BOOLEAN": st.booleans(),
    "INTEGER": st.integers(-(2**31), 2**31 - 1),
    "BIGINT": st.integers(-(2**63), 2**63 - 1),
    "DOUBLE": st.floats(allow_nan=False),
    "DATE": st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)),
    "TIME": st.times(),
    "TIMESTAMP": st.datetimes(
        dt.datetime(1, 1, 3),
        dt.datetime(9998, 1, 1),
        timezones=st.one_of(st.none(), st.timezones()),
    ),
    "VARCHAR[]": st.lists(_TEXT, max_size=3),
    "DATE[]": st.lists(st.dates(), max_size=3),
}
_COLUMNS = tuple(Column(f"c{n}", kind, True, "") for n, kind in enumerate(_VALUES))


@st.composite
def _rows(draw: st.DrawFn) -> Rows:
    count = draw(st.integers(0, 4))
    values = [
        draw(st.lists(st.none() | own, min_size=count, max_size=count)) for own in _VALUES.values()
    ]
    return column_rows(_COLUMNS, values)


def _stored(rows: Rows) -> list[Any]:
    with duckdb.connect() as connection:
        columns = ", ".join(f"{column.name} {column.sql_type}" for column in _COLUMNS)
        connection.execute(f"CREATE TABLE t ({columns})")
        insert(connection, "main.t", rows)
        return connection.execute("FROM t").fetchall()


def _stored_by_arrow(rows: Rows) -> list[Any]:
    with duckdb.connect() as connection:
        connection.register("incoming", arrow_table(rows))
        return connection.execute("FROM incoming").fetchall()


@given(_rows())
@settings(deadline=None, max_examples=100)
def test_rows_are_stored_as_a_library_for_arrow_would_have_them(rows: Rows) -> None:
    stored = _stored(rows)
    assert len(stored) == len(rows)
    assert stored == _stored_by_arrow(rows)


def test_more_rows_than_duckdb_takes_at_once_are_stored() -> None:
    count = 5000
    texts = [f"møte {n}" if n % 3 else None for n in range(count)]
    lists = [[text] * (n % 4) if n % 5 else None for n, text in enumerate(texts)]
    rows = Rows({"a": texts, "b": lists}, {"a": "VARCHAR", "b": "VARCHAR[]"})
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (a VARCHAR, b VARCHAR[])")
        insert(connection, "t", rows)
        assert connection.execute("FROM t").fetchall() == [*zip(texts, lists, strict=True)]


@pytest.mark.parametrize(
    ("kind", "value"),
    [("INTEGER", 2**40), ("INTEGER", "1"), ("DATE", "no day"), ("VARCHAR", 7), ("TIME", 1.5)],
)
def test_a_value_that_does_not_fit_is_a_misfit(kind: str, value: Any) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t (a {kind})")
        with pytest.raises(MISFITS):
            insert(connection, "t", Rows({"a": [value]}, {"a": kind}))
        assert connection.execute("FROM t").fetchall() == []


def test_a_failed_statement_leaves_nothing_behind() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (a VARCHAR PRIMARY KEY)")
        with pytest.raises(duckdb.ConstraintException):
            insert(connection, "t", text_rows(a=["x", "x"]))
        insert(connection, "t", text_rows(a=["x", "y"]))
        assert connection.execute("FROM t").fetchall() == [("x",), ("y",)]


def test_rows_need_not_be_read_and_no_table_comes_before_them() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (a VARCHAR); CREATE TABLE incoming (a VARCHAR)")
        rows = text_rows(a=["x"])
        update = f"UPDATE t SET a = other.a FROM {INCOMING} AS other WHERE t.a = other.a"
        execute_with(connection, update, rows)
        execute_with(connection, f"INSERT INTO t FROM {INCOMING} LIMIT 0", rows)
        assert connection.execute("FROM t").fetchall() == []
        insert(connection, "t", rows)
        assert connection.execute("FROM t").fetchall() == [("x",)]


def test_ctrl_c_waits_until_the_rows_are_there() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (a VARCHAR)")
        connection.create_function("press", _press, [], "VARCHAR", side_effects=True)
        statement = f"INSERT INTO t SELECT concat(a, press()) FROM {INCOMING}"
        with pytest.raises(KeyboardInterrupt):
            execute_with(connection, statement, text_rows(a=["x"]))
        assert connection.execute("FROM t").fetchall() == [("x",)]


def _press() -> str:
    signal.raise_signal(signal.SIGINT)
    return ""


def test_no_library_for_tables_is_loaded() -> None:
    code = (
        "import sys, duckdb; from vedtak.pipeline.tables.rows import *\n"
        "connection = duckdb.connect(); connection.execute('CREATE TABLE t (a VARCHAR)')\n"
        "insert(connection, 't', text_rows(a=['x']))\n"
        "print(*{'numpy', 'pandas', 'polars', 'pyarrow'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
