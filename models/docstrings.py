"""What the docstrings of a model's fields say.

They are read from the source when somebody asks. That they were read whenever a model is loaded
would take longer than all else that loading it takes.
"""

import ast
import functools
import importlib
import inspect
from collections.abc import Iterator, Mapping
from itertools import pairwise

from vedtak.models.base import Record


@functools.cache
def field_docstrings(record: type[Record]) -> Mapping[str, str]:
    """Return the docstrings of a model's own fields, by the names of the fields."""
    for node in ast.walk(_tree(record.__module__)):
        if isinstance(node, ast.ClassDef) and node.name == record.__name__:
            return dict(_docstrings(node))
    raise LookupError(f"no class {record.__name__} in the source of {record.__module__}")


@functools.cache
def _tree(module: str) -> ast.Module:
    return ast.parse(inspect.getsource(importlib.import_module(module)))


def _docstrings(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Yield each field that has a string behind it, with the string."""
    for field, behind in pairwise(node.body):
        match field, behind:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, text
