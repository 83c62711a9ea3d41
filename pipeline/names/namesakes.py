"""People of one name in different bodies or organizations, each with the next in order of keys.

They may be one or not, and nothing else tells; who is next depends on the whole archive.
"""

import duckdb

from vedtak.models.people import MergeCandidate
from vedtak.pipeline.names.candidates import NAMESAKES, namesakes_row
from vedtak.pipeline.tables.changed_rows import replace_rows
from vedtak.pipeline.tables.rows import record_rows
from vedtak.pipeline.tables.schema import sql_text


def refresh_namesakes(connection: duckdb.DuckDBPyConnection) -> None:
    """List anew the pairs of people with one name, as far as somebody touched has that name.

    Args:
        connection: With `temp.touched_people`, who was told anew by the keys of before, and
            `temp.touched_names`, all their full names of before and now.
    """
    connection.execute(sql_text("namesakes.sql"))
    pairs = connection.execute(
        "SELECT left_id, left_person.name, right_id, right_person.name FROM temp.namesake_pairs "
        "JOIN main.people AS left_person ON left_person.person_id = left_id "
        "JOIN main.people AS right_person ON right_person.person_id = right_id ORDER BY ALL"
    ).fetchall()
    replace_rows(
        connection,
        "main.merge_candidates",
        record_rows(MergeCandidate, [namesakes_row(*pair) for pair in pairs]),
        f"kind = 'person' AND rule = '{NAMESAKES}' AND ("
        "left_id IN (FROM temp.touched_people) OR right_id IN (FROM temp.touched_people) "
        "OR (left_id IN (FROM temp.namesakes) AND right_id IN (FROM temp.namesakes)))",
    )
