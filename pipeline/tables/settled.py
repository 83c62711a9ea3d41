"""What derived rows were made from, part by part, so that only what has changed is derived anew.

Nothing is told to this module when a record changes: it compares a digest of all that the rows of a
part were made from with that of now. So whatever changed a record, a document, a correction or
another program, is seen.

Names of steps are written into the statements: for the first value that is bound to one DuckDB
loads pandas where it is there, which takes as long as a short document takes to read.
"""

import duckdb


def find_changed(connection: duckdb.DuckDBPyConnection, step: str, inputs: str) -> bool:
    """Fill `temp.changed_parts` with the parts that are to be derived anew.

    Args:
        connection: Inside a transaction.
        step: Name of what is derived.
        inputs: Query for all that it is derived from: columns `part` and `input`, a number.

    Returns:
        Whether there are any: parts with other inputs than the last time, new ones, vanished ones.
    """
    note_digests(connection, inputs)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE changed_parts AS "
        "SELECT coalesce(now.part, before.part) AS part FROM temp.parts_now AS now "
        f"FULL JOIN (SELECT part, digest FROM stated.settled WHERE step = '{step}') AS before "
        "USING (part) WHERE now.digest IS DISTINCT FROM before.digest"
    )
    row = connection.execute("SELECT count(*) FROM temp.changed_parts").fetchone()
    return bool(row and row[0])


def note_digests(connection: duckdb.DuckDBPyConnection, inputs: str) -> None:
    """Fill `temp.parts_now` with the digest of each part.

    A step that writes into what it is made from does so again before it settles.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE parts_now AS SELECT part, "
        "concat_ws('/', count(*), bit_xor(input), sum(input::HUGEINT)) AS digest "
        f"FROM ({inputs}) GROUP BY part"
    )


def settle(connection: duckdb.DuckDBPyConnection, step: str) -> None:
    """Note that all parts are derived from what they were when `find_changed` looked."""
    connection.execute(
        f"DELETE FROM stated.settled WHERE step = '{step}' "
        "AND part IN (SELECT part FROM temp.changed_parts)"
    )
    connection.execute(
        f"INSERT INTO stated.settled SELECT '{step}', part, digest FROM temp.parts_now "
        "WHERE part IN (SELECT part FROM temp.changed_parts)"
    )


def is_settled(connection: duckdb.DuckDBPyConnection, step: str) -> bool:
    """Tell whether it is known what anything of a step was derived from."""
    known = f"SELECT 1 FROM stated.settled WHERE step = '{step}' LIMIT 1"
    return connection.execute(known).fetchone() is not None


def unsettle(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget all digests: everything is derived anew the next time."""
    connection.execute("DELETE FROM stated.settled")
