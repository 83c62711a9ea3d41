import datetime as dt
import re
from pathlib import Path

import duckdb
import pytest

from tests.pipeline.filled import filled
from tests.pipeline.synthetic import CASE, DECISION, MEETING
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.dictionary import data_dictionary, to_markdown, to_text
from vedtak.pipeline.tables.macros import Macro, macros, read_macro
from vedtak.pipeline.tables.schema import TABLES, view_columns, view_names

NAMES = [macro.name for macro in macros()]


def test_the_usual_questions_have_macros() -> None:
    expected = {"meetings_of", "decisions_about", "attendance_of", "case_history", "votes_of"}
    assert expected <= set(NAMES)


@pytest.mark.parametrize("macro", macros(), ids=NAMES)
def test_every_macro_tells_what_it_answers(macro: Macro) -> None:
    assert macro.comment.endswith(".")
    names = re.findall(r"[(,] ?(\w+)", macro.signature)
    assert list(macro.parameters) == names
    for source in macro.columns.values():
        table, dot, column = source.partition(".")
        if dot and " " not in source.rstrip("."):
            assert column in TABLES[table].model_fields


def test_the_comment_of_every_macro_stands_in_the_database(tmp_path: Path) -> None:
    with Store.open(tmp_path / "v.duckdb") as store:
        rows = store.connection.execute(
            "SELECT function_name, comment FROM duckdb_functions() "
            "WHERE NOT internal AND function_type = 'table_macro' "
            "AND database_name = current_database() ORDER BY 1"
        ).fetchall()
    assert dict(rows) == {macro.name: macro.comment for macro in macros()}


@pytest.mark.parametrize("macro", macros(), ids=NAMES)
def test_the_columns_of_every_macro_are_told(macro: Macro, tmp_path: Path) -> None:
    first = ", ".join("'x'" for _ in macro.signature.partition(" :=")[0].split(","))
    if ":=" in macro.signature:
        first = "'x'"
    with Store.open(tmp_path / "v.duckdb") as store:
        cursor = store.connection.execute(f"SELECT * FROM {macro.name}({first})")
        columns = [column[0] for column in cursor.description or []]
        assert cursor.fetchall() == []
    views = [view for view in view_names() if view in macro.comment]
    assert columns == (list(macro.columns) or view_columns(views[0]))


def test_the_dictionary_holds_macros_and_leaves_nothing_unexplained() -> None:
    relations = data_dictionary()
    for text in (to_markdown(relations), to_text(relations)):
        assert [macro.name for macro in macros() if macro.signature not in text] == []
    for relation in relations:
        assert relation.comment
        assert [column.name for column in relation.columns if not column.comment] == []


def test_a_file_that_makes_no_macro_is_refused() -> None:
    with pytest.raises(ValueError, match="MACRO"):
        read_macro("-- About.\nSELECT 1")


def answer(store: Store, query: str) -> list[tuple[object, ...]]:
    return store.connection.execute(query).fetchall()


def test_macros_answer(tmp_path: Path) -> None:
    path = tmp_path / "v.duckdb"
    with filled(path) as store:
        (meeting,) = answer(store, "SELECT meeting_id, decisions FROM meetings_of('NUIT')")
        assert meeting[0] == MEETING
        assert (
            meeting
            == answer(store, "SELECT meeting_id, decisions FROM meetings_of('nuit', 2020)")[0]
        )
        assert answer(store, "FROM meetings_of('nuit', 1999)") == []
        word = answer(store, "SELECT split_part(text, ' ', 1) FROM decisions LIMIT 1")[0][0]
        found = answer(store, f"SELECT case_id FROM decisions_about(upper('{word}'))")
        assert (CASE,) in found
        assert answer(store, "FROM decisions_about('dette står ingen steder')") == []
        # A per cent sign is a character here, not a pattern.
        assert answer(store, "FROM decisions_about('%')") == []
        name = answer(store, "SELECT name_as_written FROM attendance ORDER BY 1 LIMIT 1")[0][0]
        dates = answer(store, f"SELECT DISTINCT meeting_id FROM attendance_of(upper('{name}'))")
        assert dates == [(MEETING,)]
        assert answer(store, "FROM attendance_of('Ingen Slik')") == []
        by_key = answer(store, f"FROM case_history('{CASE}')")
        assert by_key and by_key == answer(store, f"FROM case_timeline WHERE case_id = '{CASE}'")
        voter = answer(store, "SELECT name_as_written, choice FROM ballots LIMIT 1")[0]
        assert (voter[1],) in answer(store, f"SELECT choice FROM votes_of('{voter[0]}')")
        spans = answer(store, f"SELECT words FROM source_of('{DECISION}')")
        assert (
            all(spans)
            and len(spans)
            == answer(store, f"SELECT count(*) FROM spans WHERE record_id = '{DECISION}'")[0][0]
        )


def test_macros_work_where_the_database_is_attached_under_another_name(tmp_path: Path) -> None:
    with filled(tmp_path / "v.duckdb") as store:
        expected = answer(store, "FROM meetings_of('nuit')")
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{tmp_path / 'v.duckdb'}' AS arkiv (READ_ONLY); USE arkiv")
        assert connection.execute("FROM meetings_of('nuit')").fetchall() == expected
        assert isinstance(expected[0][2], dt.date)
