from collections import Counter

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from vedtak.pipeline.tables.changed_rows import replace_rows
from vedtak.pipeline.tables.rows import Rows

_TYPES = {"part": "VARCHAR", "value": "INTEGER"}
Row = tuple[str, int | None]
_ROWS = st.lists(
    st.tuples(st.sampled_from("ab"), st.one_of(st.none(), st.integers(0, 2))), max_size=5
)


@given(_ROWS, _ROWS)
def test_rows_are_replaced_and_those_that_stay_are_left_alone(
    before: list[Row], rows: list[Row]
) -> None:
    now = [row for row in rows if row[0] == "a"]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE main.kept (part VARCHAR, value INTEGER)")
        for row in before:
            connection.execute("INSERT INTO main.kept VALUES (?, ?)", row)
        places = "SELECT rowid, part, value FROM main.kept ORDER BY rowid"
        old = connection.execute(places).fetchall()
        values = {name: [row[n] for row in now] for n, name in enumerate(_TYPES)}
        replace_rows(connection, "main.kept", Rows(values, _TYPES), "part = 'a'")
        new = connection.execute(places).fetchall()
    others = [row for row in before if row[0] != "a"]
    assert Counter(row[1:] for row in new) == Counter([*others, *now])
    stay = Counter(row for row in before if row[0] == "a") & Counter(now)
    assert len(set(old) & set(new)) == len(others) + stay.total()
