"""Derived rows put in the place of others, so that only those which differ are written."""

import duckdb

from vedtak.pipeline.tables.rows import INCOMING, Rows, execute_with, insert


def replace_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows, where: str) -> None:
    """Put rows in the place of those rows of a table for which something holds.

    Rows that are the same before and after are left alone: what is deleted and written anew makes
    the file grow, and takes time when it is tidied up.

    Args:
        connection: Inside a transaction.
        table: Name of the table with its schema.
        rows: The rows that are to be there, by the names of the table's columns.
        where: Which rows they replace.
    """
    if not len(rows):
        connection.execute(f"DELETE FROM {table} WHERE {where}")
        return
    columns = ", ".join(rows.values)
    # Of rows that are the same in all columns, each counts.
    numbered = f"SELECT {columns}, row_number() OVER (PARTITION BY {columns}) AS copy"
    old = connection.execute(
        "CREATE OR REPLACE TEMP TABLE rows_old AS "
        f"{numbered}, rowid AS row_id FROM {table} WHERE {where}"
    ).fetchone()
    if old == (0,):
        insert(connection, table, rows)
        return
    fill = f"CREATE OR REPLACE TEMP TABLE rows_new AS {numbered} FROM {INCOMING}"
    execute_with(connection, fill, rows)
    same = " AND ".join(
        f"rows_new.{name} IS NOT DISTINCT FROM rows_old.{name}" for name in (*rows.values, "copy")
    )
    connection.execute(
        f"DELETE FROM {table} WHERE rowid IN "
        f"(SELECT row_id FROM temp.rows_old ANTI JOIN temp.rows_new ON {same})"
    )
    connection.execute(
        f"INSERT INTO {table} BY NAME "
        f"SELECT {columns} FROM temp.rows_new ANTI JOIN temp.rows_old ON {same}"
    )
