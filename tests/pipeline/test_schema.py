import datetime as dt
from enum import StrEnum

import duckdb
import pytest

from vedtak.models.base import Record
from vedtak.pipeline.tables import schema
from vedtak.pipeline.tables.schema import columns_of, create_schema
from vedtak.pipeline.tables.table_definition import Column, TableDefinition

VIEWS = [
    "approval_chain",
    "approvals",
    "attachment_ledger",
    "case_attendance",
    "case_timeline",
    "decisions_flat",
    "follow_ups",
    "gaps",
    "matter_timeline",
    "meeting_documents",
    "organization_participation",
    "participation",
    "unseen_treatments",
]
TABLES = [
    "documents",
    "document_paths",
    "pages",
    "parts",
    "spans",
    "bodies",
    "meetings",
    "attendance",
    "case_presence",
    "people",
    "person_names",
    "organizations",
    "organization_names",
    "abbreviations",
    "merges",
    "merge_candidates",
    "cases",
    "proposals",
    "decisions",
    "decision_points",
    "requests",
    "decision_changes",
    "votes",
    "ballots",
    "case_notes",
    "attachments",
    "contributions",
    "case_references",
    "reference_links",
    "matters",
    "matter_cases",
    "meeting_bodies",
    "body_links",
    "meeting_links",
    "findings",
    "corrections",
    "runs",
    "search_texts",
]


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    create_schema(made)
    return made


def test_all_tables_and_views_of_the_contract_are_there(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal"
    ).fetchall()
    assert {name for place, name in found if place == "main"} == {*TABLES, "vedtak_schema"}
    assert {name for place, name in found if place == "stated"} == {
        *schema.STATED,
        "known_cases",
        "known_owners",
        "name_marks",
        "person_full_names",
        "person_keys",
        "settled",
        "touched_bodies",
        "touched_records",
    }
    views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert sorted(name for (name,) in views) == VIEWS == schema.view_names()
    assert connection.execute("SELECT version FROM vedtak_schema").fetchall() == [(1,)]


@pytest.mark.parametrize("view", VIEWS)
def test_views_answer_on_an_empty_database(
    connection: duckdb.DuckDBPyConnection, view: str
) -> None:
    assert connection.execute(f"SELECT * FROM {view}").fetchall() == []


def test_everything_has_a_comment(connection: duckdb.DuckDBPyConnection) -> None:
    silent = connection.execute(
        """
        SELECT table_name, column_name FROM duckdb_columns()
        WHERE NOT internal AND database_name = 'memory' AND coalesce(comment, '') = ''
        UNION ALL
        SELECT table_name, NULL FROM duckdb_tables() WHERE coalesce(comment, '') = ''
        UNION ALL
        SELECT view_name, NULL FROM duckdb_views() WHERE NOT internal AND coalesce(comment, '') = ''
        """
    ).fetchall()
    assert silent == []


def test_comments_are_the_docstrings_of_the_models(connection: duckdb.DuckDBPyConnection) -> None:
    def comment(table: str, column: str) -> object:
        row = connection.execute(
            "SELECT comment FROM duckdb_columns() "
            "WHERE schema_name = 'main' AND table_name = ? AND column_name = ?",
            [table, column],
        ).fetchone()
        assert row is not None
        return row[0]

    assert comment("parts", "kind") == (
        "'agenda' [innkalling], 'minutes' [møteprotokoll, referat], 'case_note' [saksframlegg, "
        "saksnotat], 'case_protocol' [saksprotokoll, særutskrift], 'attachment' or 'other'."
    )
    assert comment("decisions_flat", "title") == comment("cases", "title")
    assert comment("participation", "share") == (
        "Present divided by meetings held, 0 to 1; NULL when no meeting was held."
    )
    about = connection.execute(
        "SELECT comment FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = 'cases'"
    ).fetchall()
    assert about == [("Case treated in a meeting [møtesak].",)]


def test_types_and_nullability_follow_the_annotations() -> None:
    class Colour(StrEnum):
        RED = "red"

    class Sample(Record):
        sample_id: str
        size_bytes: int
        ordinal: int
        share: float | None
        sure: bool
        day: dt.date | None
        start: dt.time
        moment: dt.datetime
        names: list[str]
        days: list[dt.date]
        colour: Colour | None

    assert [(c.name, c.sql_type, c.nullable) for c in columns_of(Sample)] == [
        ("sample_id", "VARCHAR", False),
        ("size_bytes", "BIGINT", False),
        ("ordinal", "INTEGER", False),
        ("share", "DOUBLE", True),
        ("sure", "BOOLEAN", False),
        ("day", "DATE", True),
        ("start", "TIME", False),
        ("moment", "TIMESTAMP", False),
        ("names", "VARCHAR[]", False),
        ("days", "DATE[]", False),
        ("colour", "VARCHAR", True),
    ]


@pytest.mark.parametrize("annotation", [dict[str, int], bytes, "int | str"])
def test_a_field_without_a_column_type_is_refused(annotation: object) -> None:
    sample = type("Sample", (Record,), {"__annotations__": {"odd": annotation}})
    with pytest.raises(TypeError, match="odd"):
        columns_of(sample)


def test_keys_are_columns_of_their_tables() -> None:
    for table, record in schema.TABLES.items():
        assert set(schema.key_of(table)) <= set(record.model_fields), table
    assert schema.key_of("cases") == ("case_id",)
    assert schema.key_of("ballots") == ("vote_id", "ordinal")
    assert schema.key_of("spans") == ()


def test_stated_tables_have_the_columns_of_the_contract_and_the_source() -> None:
    names = [column.name for column in schema.stated_columns("cases")]
    assert names[-5:] == ["document_id", "part_rank", "source_rank", "part_ordinal", "statement"]
    assert names[:-5] == list(schema.TABLES["cases"].model_fields)
    # a finding has a document of its own; it must not come twice
    assert [c.name for c in schema.stated_columns("findings")].count("document_id") == 1


def test_view_comments_are_read() -> None:
    text = "-- About\n-- the view.\n-- column a: Words.\n-- column b = cases.case_id\nSELECT 1 --x"
    about, comments = schema.view_comments(text)
    assert about == "About the view."
    assert comments == {
        "a": "Words.",
        "b": "Key: '<body_id>/<year>/<number with its type>', for example 'nuit/2020/12-20'.",
    }


def test_quotes_in_comments_are_no_way_into_the_sql() -> None:
    connection = duckdb.connect()
    column = Column("a", "INTEGER", True, "it's; DROP TABLE t; --")
    table = TableDefinition("t", (column,), (), "'")
    for statement in (table.create(), *table.comments()):
        connection.execute(statement)
    assert connection.execute(
        "SELECT comment FROM duckdb_columns() WHERE table_name = 't'"
    ).fetchall() == [("it's; DROP TABLE t; --",)]


def test_a_failure_leaves_no_half_schema() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE runs (a INTEGER)")
    with pytest.raises(duckdb.Error):
        create_schema(connection)
    tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    assert tables == [("runs",)]


def test_a_column_tells_what_the_docstring_of_its_field_says() -> None:
    columns = {column.name: column for column in columns_of(schema.TABLES["cases"])}
    assert columns["sequence"].comment == "Running number inside the year, 12 in '12/20'."
    assert columns["approves_previous"].comment.endswith("'Referat fra forrige møte'.")
    assert columns["year"] == columns_of(schema.TABLES["cases"])[4]
    assert columns["year"] != columns["sequence"]
