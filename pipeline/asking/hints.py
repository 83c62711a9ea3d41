"""What a mistyped name may have meant: the nearest tables, columns and functions."""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz, process

from vedtak.pipeline.tables.macros import macros
from vedtak.pipeline.tables.schema import STATED, TABLES, columns_of, view_columns, view_names

# 'Referenced column "titel" not found in FROM clause!', not 'Referenced table "x" not found!'
_COLUMN: Final = re.compile(r'Referenced column "([^"]+)" not found')
# 'Table "c" does not have a column named "titel"', not 'Table with name c does not exist!'
_COLUMN_OF: Final = re.compile(r'"[^"]+" does not have a column named "([^"]+)"')
# 'Table with name desisions does not exist!', not 'Table Function with name x does not exist!'
_TABLE: Final = re.compile(r"Table with name (\S+) does not exist")
# 'Table Function with name meeting_of does not exist!', not 'Table with name x does not exist!'
_FUNCTION: Final = re.compile(r"Table Function with name (\S+) does not exist")
_WORD: Final = re.compile(r"\w+")
_NEAR: Final = 60.0
"""Likeness from which a name is worth naming, 0 to 100; 'titel' and 'title' have 80."""


def hint(complaint: str, query: str) -> str | None:
    """Say in one sentence what a query may have meant.

    Args:
        complaint: What DuckDB says.
        query: The query.

    Returns:
        A sentence, or None when DuckDB complains of something other than a name.
    """
    for pattern in (_COLUMN, _COLUMN_OF):
        if found := pattern.search(complaint):
            return _column_hint(found[1], query)
    if found := _TABLE.search(complaint):
        return _name_hint("table or view", found[1], [*TABLES, *view_names()], "vedtak schema")
    if found := _FUNCTION.search(complaint):
        names = [macro.name for macro in macros()]
        return _name_hint("macro or table function", found[1], names, "vedtak schema")
    return None


def nearest(name: str, names: Sequence[str]) -> list[str]:
    """Return the names that are like a name, the likest first."""
    found = process.extract(name.lower(), names, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=3)
    return [near for near, _, _ in found]


def columns_by_relation() -> dict[str, list[str]]:
    """Return the columns of all tables and views, by their names."""
    relations = {
        table: [column.name for column in columns_of(record)] for table, record in TABLES.items()
    }
    return relations | {view: view_columns(view) for view in view_names()}


def _column_hint(name: str, query: str) -> str:
    """Name the nearest columns, those of the relations that the query names first."""
    everywhere = columns_by_relation()
    words = {word.lower() for word in _WORD.findall(query)}
    named = {relation: everywhere[relation] for relation in everywhere if relation in words}
    owners = [relation for relation, columns in everywhere.items() if name.lower() in columns]
    if owners:
        return f"There is no column {name} here, but in {_some(owners)}."
    for relations in (named, everywhere):
        near = nearest(name, sorted({c for columns in relations.values() for c in columns}))
        if near:
            owners = [relation for relation, columns in relations.items() if near[0] in columns]
            return f"There is no column {name}; did you mean {near[0]} (in {_some(owners)})?"
    if len(named) == 1:
        ((relation, columns),) = named.items()
        return f"There is no column {name}; {relation} has {', '.join(columns)}."
    return f"There is no column {name}; vedtak schema lists those there are."


def _name_hint(kind: str, name: str, names: Sequence[str], command: str) -> str:
    """Name the nearest of some names."""
    bare = name.rpartition(".")[2].strip('"')
    near = nearest(bare, names)
    if name.startswith("stated.") and near and near[0] in STATED:
        near = [f"stated.{near[0]}"]
    if near:
        return f"There is no {kind} {name}; did you mean {near[0]}?"
    return f"There is no {kind} {name}; {command} lists those there are."


def _some(names: Sequence[str]) -> str:
    """Name the first few of several relations."""
    return ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")
