"""Statements of the database that take long, stopped at once by Ctrl-C.

Python hears of a signal only when DuckDB gives the main thread back, which in some statements takes
until their end. Here the main thread waits while another one asks, and tells DuckDB to stop.
"""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

import duckdb

Answer = TypeVar("Answer")

_LOOK = 0.2
"""Seconds between two looks for Ctrl-C, on systems where waiting does not end by itself."""
_AGAIN = 0.01
"""Seconds between two attempts to stop: it may just be between two statements."""


class Beside(Generic[Answer]):
    """Work on a connection in a thread of its own, while the main thread does something else."""

    def __init__(self, work: Callable[[], Answer], interrupt: Callable[[], object]) -> None:
        """Start the work.

        Args:
            work: What is to be done; nobody else may use its connection meanwhile.
            interrupt: Stops a statement of it; it does nothing where none is under way.
        """
        self._work = work
        self._interrupt = interrupt
        self._answers: list[Answer] = []
        self._errors: list[BaseException] = []
        # Not the thread itself: Python 3.11 takes it for ended when Ctrl-C interrupts the waiting.
        self._done = threading.Event()
        threading.Thread(target=self._run, name="statement").start()

    def _run(self) -> None:
        try:
            self._answers.append(self._work())
        except BaseException as error:
            self._errors.append(error)
        finally:
            self._done.set()

    def answer(self) -> Answer:
        """Wait for the end, and return or raise what came of it."""
        while not self._done.wait(_LOOK):
            pass
        if self._errors:
            raise self._errors[0]
        return self._answers[0]

    def stop(self, seconds: float = 0.0) -> None:
        """End the work, if it has not ended after some seconds by itself."""
        if self._done.wait(seconds):
            return
        self._interrupt()
        while not self._done.wait(_AGAIN):
            self._interrupt()


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
    asked = Beside(work, connection.interrupt)
    try:
        return asked.answer()
    except KeyboardInterrupt:
        asked.stop()
        raise
