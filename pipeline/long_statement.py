"""Statements of the database that take long, stopped at once by Ctrl-C.

Python hears of a signal only when DuckDB gives the main thread back, which in some statements takes
until their end. Here the main thread waits while another one asks, and tells DuckDB to stop.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

import duckdb

Answer = TypeVar("Answer")

_LOOK = 0.2
"""Seconds between two looks for Ctrl-C, on systems where waiting does not end by itself."""


def ask_long(connection: duckdb.DuckDBPyConnection, work: Callable[[], Answer]) -> Answer:
    """Do what takes long on a connection.

    Args:
        connection: What `work` asks; nobody else may use it meanwhile.
        work: The statement, with all that is to be done to have its answer.

    Returns:
        What `work` returns.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed; the statement has ended.
    """
    answers: list[Answer] = []
    errors: list[BaseException] = []
    # Not the thread itself: Python 3.11 takes it for ended when Ctrl-C interrupts the waiting.
    done = threading.Event()

    def run() -> None:
        try:
            answers.append(work())
        except BaseException as error:
            errors.append(error)
        finally:
            done.set()

    threading.Thread(target=run, name="statement").start()
    try:
        while not done.wait(_LOOK):
            pass
    except KeyboardInterrupt:
        # It may just be between two statements, where nothing is there to be stopped.
        connection.interrupt()
        while not done.wait(_LOOK):
            connection.interrupt()
        raise
    if errors:
        raise errors[0]
    return answers[0]
