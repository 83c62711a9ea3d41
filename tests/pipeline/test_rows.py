import datetime as dt
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedtak.pipeline import rows as rows_module
from vedtak.pipeline.rows import (
    INCOMING,
    MISFITS,
    Rows,
    column_rows,
    execute_with,
    insert,
    text_rows,
)
from vedtak.pipeline.schema import Column

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


def _stored(rows: Rows, few: int) -> list[Any]:
    with pytest.MonkeyPatch.context() as patch, duckdb.connect() as connection:
        patch.setattr(rows_module, "_FEW", few)
        columns = ", ".join(f"{column.name} {column.sql_type}" for column in _COLUMNS)
        connection.execute(f"CREATE TABLE t ({columns})")
        insert(connection, "main.t", rows)
        return connection.execute("FROM t").fetchall()


@given(_rows())
@settings(deadline=None, max_examples=60)
def test_few_rows_are_stored_as_many_are(rows: Rows) -> None:
    stored = _stored(rows, few=1000)
    assert len(stored) == len(rows)
    assert stored == _stored(rows, few=0)


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize(("kind", "value"), [("INTEGER", 2**40), ("DATE", "no day")])
def test_a_value_that_does_not_fit_is_a_misfit(kind: str, value: Any, few: int) -> None:
    with pytest.MonkeyPatch.context() as patch, duckdb.connect() as connection:
        patch.setattr(rows_module, "_FEW", few)
        connection.execute(f"CREATE TABLE t (a {kind})")
        with pytest.raises(MISFITS):
            insert(connection, "t", Rows({"a": [value]}, {"a": kind}))


@pytest.mark.parametrize("few", [0, 1000])
def test_a_statement_may_read_the_rows_twice_and_make_a_table(few: int) -> None:
    with pytest.MonkeyPatch.context() as patch, duckdb.connect() as connection:
        patch.setattr(rows_module, "_FEW", few)
        both = f"SELECT a FROM {INCOMING} UNION ALL SELECT b FROM {INCOMING} AS other ORDER BY ALL"
        rows = text_rows(a=["x"], b=["y"])
        execute_with(connection, f"CREATE OR REPLACE TEMP TABLE t AS {both}", rows)
        assert connection.execute("FROM t").fetchall() == [("x",), ("y",)]
