"""The steps of a matter, or of a case that belongs to none, for reading."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from vedtak.pipeline.asking.tabular import plain
from vedtak.pipeline.errors import UnknownRecord
from vedtak.pipeline.storing.store import Store
from vedtak.pipeline.tables.schema import sql_text

_LONGEST: Final = 76
"""So many characters of a text are shown."""
_SHOWN: Final = 8
"""So many cases are named where several are meant."""

Row = dict[str, Any]


@dataclass(slots=True)
class Timeline:
    """A matter with its steps and with why its cases belong together."""

    matter: Row
    """The matter; only a title where the case belongs to none."""
    steps: list[Row]
    """The steps in order."""
    cases: list[Row]
    """Its cases, each with the rule and the reason by which it belongs here."""

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain dicts."""
        return {
            "matter": plain(self.matter),
            "steps": plain(self.steps),
            "cases": plain(self.cases),
        }


def read_timeline(database: Path, name: str) -> Timeline:
    """Read the steps of a matter.

    Args:
        database: The database.
        name: Key of a matter or a case, or the number of a case as written.

    Raises:
        UnknownRecord: There is no such case, or there are several.
        DatabaseProblem: The database can't be opened.
    """
    with Store.open(database, read_only=True) as store:
        connection = store.connection
        matters = _rows(connection, "SELECT * FROM main.matters WHERE matter_id = ?", name)
        if not matters:
            case_id = _case(connection, name)
            matters = _rows(
                connection,
                "SELECT matters.* FROM main.matters INNER JOIN main.matter_cases USING (matter_id) "
                "WHERE case_id = ?",
                case_id,
            )
            if not matters:
                return _alone(connection, case_id)
        matter = matters[0]
        steps = _rows(
            connection,
            "SELECT * EXCLUDE (matter_id) FROM main.matter_timeline WHERE matter_id = ? "
            "ORDER BY ordinal",
            matter["matter_id"],
        )
        cases = _rows(
            connection,
            "SELECT case_id, rule, reason, certainty FROM main.matter_cases WHERE matter_id = ? "
            "ORDER BY ordinal",
            matter["matter_id"],
        )
        return Timeline(matter, steps, cases)


def _case(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """Return the key of the case that is meant."""
    query = (
        "SELECT case_id FROM main.cases WHERE case_id = ? OR upper(number) = upper(?) ORDER BY 1"
    )
    found = [row[0] for row in connection.execute(query, [name, name]).fetchall()]
    if name in found:
        return name
    if not found:
        raise UnknownRecord(
            f"no case or matter {name}; name one by its case_id, its matter_id or its number "
            "(`vedtak sql 'select case_id, number, title from cases'` lists all)."
        )
    if len(found) > 1:
        several = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        raise UnknownRecord(f"{len(found)} cases have the number {name}: {several}; say which.")
    return str(found[0])


def _alone(connection: duckdb.DuckDBPyConnection, case_id: str) -> Timeline:
    """The steps of a case with a title that says too little to be a matter."""
    rows = _rows(connection, "SELECT title FROM main.cases WHERE case_id = ?", case_id)
    steps = _rows(connection, sql_text("case_steps.sql"), case_id)
    reason = "the title says too little to look for other treatments"
    case = {"case_id": case_id, "rule": "first", "reason": reason, "certainty": "certain"}
    return Timeline({"matter_id": None, "title": rows[0]["title"]}, steps, [case])


def _rows(connection: duckdb.DuckDBPyConnection, query: str, *values: str) -> list[Row]:
    cursor = connection.execute(query, list(values))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def to_text(told: Timeline) -> str:
    """Write a timeline for the terminal; the same place in several documents is one step."""
    return "\n".join([*_head(told), "", *_steps(told), *_reasons(told)])


def _head(told: Timeline) -> Iterator[str]:
    matter = told.matter
    yield str(matter.get("title") or "(without title)")
    about = [str(matter[name]) for name in ("matter_id", "archive_case") if matter.get(name)]
    if matter.get("archive_case"):
        about[-1] = f"archive case {about[-1]}"
    days = [str(matter[name]) for name in ("first_date", "last_date") if matter.get(name)]
    if days:
        about.append(" to ".join(dict.fromkeys(days)))
    if about:
        yield " · ".join(about)


def _steps(told: Timeline) -> Iterator[str]:
    """Yield the lines of the steps: one line each, and what was decided below it."""
    merged: dict[tuple[Any, ...], list[Row]] = {}
    for step in told.steps:
        key: tuple[Any, ...] = (
            step["date"],
            step["step"],
            step["case_id"],
            step["body"],
            step["outcome"],
        )
        key += (step["text"] if step["step"] in ("decision", "not seen") else None,)
        merged.setdefault(key, []).append(step)
    for rows in merged.values():
        first = rows[0]
        what = str(first["step"])
        if first["outcome"]:
            what += f": {first['outcome']}"
        where = " ".join(str(first[name]) for name in ("body", "number") if first[name])
        yield f"{first['date'] or '(no date)'!s:<10}  {what:<20}  {where}"
        if first["text"] and first["step"] in ("decision", "not seen"):
            yield f"{'':12}« {_shortened(str(first['text']))} »"
        for row in rows:
            yield f"{'':12}{row['document_path']}, p. {row['page']}"


def _reasons(told: Timeline) -> Iterator[str]:
    """Yield why the cases are one matter, where there are several."""
    if len(told.cases) < 2:
        return
    yield ""
    yield "One matter because:"
    for case in told.cases[1:]:
        yield f"  {case['case_id']}: {case['reason']} ({case['certainty']})"


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
