"""The cases that an import touched, with all that may be one matter with them.

Cases are one matter by what they have in common: the number of the archive, the title, a reference.
What each had in common is stored (`stated.known_cases`), so that only those are looked at again.
"""

from collections.abc import Collection, Sequence
from string import Template
from typing import Final

import duckdb

from vedtak.extractors.titles import is_generic, title_key
from vedtak.models.references import ReferenceKind
from vedtak.pipeline.matters.matters import OFTEN, archive_number
from vedtak.pipeline.matters.references import KnownCase
from vedtak.pipeline.tables.rows import Rows, execute_with, fill, text_rows
from vedtak.pipeline.tables.schema import sql_text

SAME_THING: Final = (ReferenceKind.PROPOSED, ReferenceKind.TREATED, ReferenceKind.EARLIER)
"""References that say that the other case is about the same thing, not only near it."""


def note_stirred(connection: duckdb.DuckDBPyConnection, inputs: str) -> None:
    """Fill `temp.stirred` with cases that are not what they were, `temp.old_cases` with what was.

    Args:
        connection: With `temp.changed_parts`.
        inputs: Query for what matters are made from; see `matter_inputs.sql`.
    """
    connection.execute(
        Template(sql_text("stirred_cases.sql")).substitute(inputs=inputs, often=OFTEN)
    )


def know_stirred(connection: duckdb.DuckDBPyConnection, cases: Sequence[KnownCase]) -> None:
    """Note what the stirred cases have in common with others.

    Args:
        connection: With `temp.stirred`.
        cases: The stirred cases that there are.
    """
    told = [(known, is_generic(known.case.title)) for known in cases]
    columns: dict[str, Sequence[object]] = {
        "case_id": [known.case.case_id for known in cases],
        "scope": [known.case.scope for known in cases],
        "body_id": [known.case.body_id for known in cases],
        "archive": [
            None if generic else archive_number(known.case.archive_case) for known, generic in told
        ],
        "title": [title_key(known.case.title) if known.case.date else None for known in cases],
        "date": [known.case.date for known in cases],
        "sequence": [known.sequence for known in cases],
        "year": [known.year for known in cases],
    }
    kinds = {"date": "DATE", "sequence": "INTEGER", "year": "INTEGER"}
    rows = Rows(columns, {name: kinds.get(name, "VARCHAR") for name in columns})
    execute_with(connection, sql_text("know_cases.sql"), rows)


def find_near(connection: duckdb.DuckDBPyConnection, ends: Collection[str]) -> None:
    """Fill `temp.near_cases` with the touched cases and all that may be one matter with them.

    Args:
        connection: With `temp.stirred` and `temp.old_cases`, and `stated.known_cases` and
            `main.reference_links` as they are now.
        ends: Cases from which, or to which, a reference leads that means another than before.
    """
    fill(connection, "ends", text_rows(case_id=sorted(ends)))
    connection.execute(Template(sql_text("near_cases.sql")).substitute(often=OFTEN))
    kinds = ", ".join(f"'{kind}'" for kind in SAME_THING)
    widen = Template(sql_text("widen_cases.sql")).substitute(kinds=kinds)
    while connection.execute(widen).fetchone() != (0,):
        pass


def recurring_cases(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return those of `temp.near_cases` whose title their body has time and again."""
    rows = connection.execute(
        "SELECT case_id FROM stated.known_cases WHERE part IN (FROM temp.changed_parts) "
        "AND case_id IN (FROM temp.near_cases) AND title IN (FROM temp.recurring)"
    )
    return {key for (key,) in rows.fetchall()}
