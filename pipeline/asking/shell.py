"""`vedtak shell`: questions one after the other, with completion and history."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import click
import duckdb

from vedtak.pipeline.asking.hints import columns_by_relation, nearest
from vedtak.pipeline.asking.querying import QueryProblem, run_statements
from vedtak.pipeline.asking.tabular import lines_of
from vedtak.pipeline.tables.dictionary import data_dictionary, macro_text, relation_text
from vedtak.pipeline.tables.macros import macros

MODES: Final = ("table", "csv", "json", "nl")
HELP: Final = """\
Type SQL and end it with a semicolon; it may go over several lines.
.tables           the tables, views and macros
.schema [NAME]    what a table, view or macro holds; all of them without a name
.mode MODE        how answers are shown: table, csv, json, nl
.help             this
.quit             leave (so does Ctrl-D)"""
COMMANDS: Final = (".tables", ".schema", ".mode", ".help", ".quit")
_WORD: Final = re.compile(r"[.\w]+$")
_SAID_OF_COLUMN: Final = re.compile(r"(\w+)\.(\w*)$")


class Shell:
    """What answers a line; where lines come from is somebody else's business."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        mode: str,
        say: Callable[[str], object] = click.echo,
        complain: Callable[[str], object] = lambda text: click.echo(text, err=True),
    ) -> None:
        """Make a shell.

        Args:
            connection: The database, locked down.
            mode: How answers are shown, one of `MODES`.
            say: Where lines of answers go.
            complain: Where complaints go.
        """
        self.mode = mode
        self.failed = False
        self._connection = connection
        self._say = say
        self._complain = complain
        self._waiting: list[str] = []

    @property
    def waiting(self) -> bool:
        """Whether a statement has begun and not ended."""
        return bool(self._waiting)

    def drop(self) -> None:
        """Forget a statement that has begun."""
        self._waiting.clear()

    def line(self, line: str) -> bool:
        """Take a line and answer if it ends a statement.

        Returns:
            Whether to go on.
        """
        if not self._waiting and line.lstrip().startswith("."):
            return self._command(line.split())
        if line.strip() or self._waiting:
            self._waiting.append(line)
        text = "\n".join(self._waiting)
        if text.rstrip().endswith(";") and _whole(self._connection, text):
            self._answer(text)
        return True

    def end(self) -> None:
        """Answer what has begun, as at the end of a file."""
        if "".join(self._waiting).strip():
            self._answer("\n".join(self._waiting))

    def _answer(self, text: str) -> None:
        """Run statements and show what they answer."""
        self._waiting.clear()
        try:
            for result in run_statements(self._connection, text):
                for line in lines_of(result, self.mode):
                    self._say(line)
        except QueryProblem as problem:
            self._fail(str(problem))

    def _command(self, words: list[str]) -> bool:
        """Follow a command that begins with a full stop."""
        command, arguments = words[0].lower(), words[1:]
        if command in (".quit", ".exit"):
            return False
        if command == ".help":
            self._say(HELP)
        elif command == ".tables":
            self._tables()
        elif command == ".schema":
            self._schema(arguments)
        elif command == ".mode":
            self._mode(arguments)
        else:
            near = nearest(command, COMMANDS)
            meant = f"did you mean {near[0]}?" if near else ".help lists those there are."
            self._fail(f"there is no command {command}; {meant}")
        return True

    def _tables(self) -> None:
        """List tables, views and macros."""
        for relation in data_dictionary():
            self._say(f"{relation.name} ({relation.kind})")
        for macro in macros():
            self._say(f"{macro.signature} (macro)")

    def _schema(self, names: list[str]) -> None:
        """Describe some tables, views and macros, or all."""
        known = {relation.name: relation_text(relation) for relation in data_dictionary()}
        known |= {macro.name: macro_text(macro) for macro in macros()}
        for name in names or known:
            if name in known:
                self._say(known[name] + ("" if names else "\n"))
                continue
            near = nearest(name, list(known))
            meant = f"did you mean {near[0]}?" if near else ".tables lists those there are."
            self._fail(f"there is no table, view or macro {name}; {meant}")

    def _mode(self, arguments: list[str]) -> None:
        """Choose how answers are shown."""
        if len(arguments) == 1 and arguments[0] in MODES:
            self.mode = arguments[0]
        else:
            self._fail(f".mode takes one of {', '.join(MODES)}; it is {self.mode}.")

    def _fail(self, message: str) -> None:
        """Say what went wrong, and remember that something did."""
        self.failed = True
        self._complain(f"vedtak: {message}")


class Completer:
    """Words that may stand where the cursor is."""

    def __init__(self, keywords: Iterable[str]) -> None:
        """Make a completer.

        Args:
            keywords: The words of SQL.
        """
        self._columns = columns_by_relation()
        names = {*self._columns, *(macro.name for macro in macros())}
        columns = {column for group in self._columns.values() for column in group}
        # What the database is about comes before the words of SQL.
        self._words = [*sorted(names | columns), *sorted(set(keywords) - names - columns)]

    def complete(self, text: str) -> tuple[str, list[str]]:
        """Return the word before the cursor, and what it may become.

        Args:
            text: The line up to the cursor.
        """
        behind = _SAID_OF_COLUMN.search(text)
        if behind and behind[1].lower() in self._columns:
            columns = self._columns[behind[1].lower()]
            return behind[2], [name for name in columns if name.startswith(behind[2].lower())]
        if text.lstrip().startswith(".") and " " not in text.strip():
            return text.strip(), [name for name in COMMANDS if name.startswith(text.strip())]
        found = _WORD.search(text)
        word = found[0] if found else ""
        if not word:
            return "", []
        return word, [name for name in self._words if name.startswith(word.lower())]


def keywords(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the words of DuckDB's SQL."""
    rows = connection.execute(
        "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved' "
        "UNION SELECT unnest(['by', 'join', 'left', 'inner', 'over', 'filter', 'exclude']) "
        "ORDER BY 1"
    ).fetchall()
    return [name for (name,) in rows]


def history_file() -> Path:
    """Return where earlier questions are kept, in the user's folder for such things."""
    if sys.platform == "win32":
        base, default = os.environ.get("LOCALAPPDATA", ""), Path.home() / "AppData" / "Local"
    else:
        base, default = os.environ.get("XDG_STATE_HOME", ""), Path.home() / ".local" / "state"
    return Path(base or default) / "vedtak" / "history"


def run_lines(shell: Shell, lines: Iterator[str]) -> None:
    """Answer lines that come from a file or another program."""
    for line in lines:
        if not shell.line(line.rstrip("\r\n")):
            return
    shell.end()


def _whole(connection: duckdb.DuckDBPyConnection, text: str) -> bool:
    """Whether a text that ends with a semicolon ends a statement, not a part of a quoted text."""
    try:
        connection.extract_statements(text)
    except duckdb.Error as error:
        return "unterminated" not in str(error).lower()
    except (TypeError, UnicodeEncodeError):
        return True
    return True
