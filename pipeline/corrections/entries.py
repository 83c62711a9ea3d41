"""The entries of a corrections file, each checked by itself."""

import datetime as dt
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from vedtak.extractors.keys import letters
from vedtak.models.corrections import CorrectionAction
from vedtak.pipeline.errors import VedtakError
from vedtak.pipeline.names.rulings import NameKind, WrittenName
from vedtak.pipeline.tables.schema import STATED, TABLES, key_of

CORRECTABLE: Final = tuple(table for table in STATED if table != "findings")
"""Tables with fields that can be set."""
_DERIVED: Final = frozenset({"against_proposal", "similarity", "ordinal", "party_listed"})
_SHORTEST_HASH: Final = 16

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class CorrectionProblem(VedtakError):
    """A corrections file that is wrong, or an entry that can't be meant."""


class _Entry(BaseModel):
    """What all entries have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: _Words
    by: _Words | None = None
    date: dt.date | None = None


class _Name(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: _Words
    body: _Words | None = None


class MergeEntry(_Entry):
    """Names that are one person's or organization's."""

    names: Annotated[tuple[_Words | _Name, ...], Field(min_length=2)]
    kind: Literal["person", "organization"] = "person"
    into: _Words | None = None


class SplitEntry(_Entry):
    """Names that are different people's or organizations'."""

    names: Annotated[tuple[_Words | _Name, ...], Field(min_length=2)]
    kind: Literal["person", "organization"] = "person"


class RenameEntry(_Entry):
    """The name that a person or an organization goes by."""

    name: _Words | _Name
    to: _Words
    kind: Literal["person", "organization"] = "person"


class SetEntry(_Entry):
    """The value of a field, bound to words of a document."""

    table: str
    column: str
    document: Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{_SHORTEST_HASH},64}}$")]
    quote: _Words
    value: Any = None
    clear: bool = False
    key: _Words | None = None


Content: TypeAlias = MergeEntry | SplitEntry | RenameEntry | SetEntry
KINDS: Final[Mapping[str, type[Content]]] = types.MappingProxyType(
    {"merge": MergeEntry, "split": SplitEntry, "rename": RenameEntry, "set": SetEntry}
)

"""What an entry of each kind may say."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the file."""

    ordinal: int
    """Place in the file, from 1."""
    action: CorrectionAction
    """What it does."""
    content: Content
    """What it says; values of fields as their column has them."""
    line: int | None
    """Line where it begins; None where the file has no heading of its own for it."""

    @property
    def where(self) -> str:
        """Name the entry for a reader."""
        line = f"line {self.line}" if self.line else f"entry {self.ordinal}"
        return f"{line}, [[{self.action.value}]]"

    @property
    def names(self) -> tuple[WrittenName, ...]:
        """The written names that it is about; none for a field."""
        content = self.content
        if isinstance(content, SetEntry):
            return ()
        given = (content.name,) if isinstance(content, RenameEntry) else content.names
        return tuple(
            WrittenName(each) if isinstance(each, str) else WrittenName(each.name, each.body)
            for each in given
        )

    @property
    def kind(self) -> NameKind | None:
        """Whose names they are; None for a field."""
        return None if isinstance(self.content, SetEntry) else NameKind(self.content.kind)


def read_content(action: str, given: Any) -> Content:
    """Check one entry by itself.

    Raises:
        CorrectionProblem: Something in it is wrong.
    """
    try:
        content = KINDS[action].model_validate(given)
    except ValidationError as error:
        raise CorrectionProblem(_first_complaint(error)) from error
    if isinstance(content, SetEntry):
        return content.model_copy(update={"value": field_value(content)})
    return content


def field_value(entry: SetEntry) -> Any:
    """Return the value of a field as its column has it.

    Raises:
        CorrectionProblem: There is no such field, it can't be set, or not to this.
    """
    table, column = entry.table, entry.column
    if table not in CORRECTABLE:
        known = ", ".join(CORRECTABLE)
        raise CorrectionProblem(f"no table '{table}' with fields to set; there are {known}.")
    fields = TABLES[table].model_fields
    if column not in fields:
        raise CorrectionProblem(f"{table} has no column '{column}'; it has {', '.join(fields)}.")
    if column in key_of(table) or column.endswith("_id") or column in _DERIVED:
        raise CorrectionProblem(
            f"{table}.{column} is derived and can't be set; set what it is derived from, or "
            "merge, split or rename names."
        )
    if not letters(entry.quote):
        raise CorrectionProblem("quote has no letter or digit; quote words of the page.")
    if entry.clear == (entry.value is not None):
        raise CorrectionProblem("give either a value, or clear = true to empty the field.")
    field = fields[column]
    try:
        value = TypeAdapter[Any](field.annotation or Any).validate_python(entry.value)
    except ValidationError as error:
        said = _first_complaint(error).removeprefix("value: ")
        raise CorrectionProblem(
            f"{table}.{column} can't be {entry.value if not entry.clear else 'empty'!r}: {said}"
        ) from error
    if isinstance(value, str) and not value.strip():
        raise CorrectionProblem("the value is blank; use clear = true to empty the field.")
    return value


def _first_complaint(error: ValidationError) -> str:
    """Put the first of pydantic's complaints into a line."""
    first = error.errors(include_url=False)[0]
    names = [str(step) for step in first["loc"] if isinstance(step, str | int)]
    place = ".".join(name for name in names if not name.startswith(("constrained-", "_Name")))
    said = {"missing": "is missing", "extra_forbidden": "is not known here"}.get(
        first["type"], first["msg"][:1].lower() + first["msg"][1:]
    )
    return f"{place}: {said}." if place else f"{said}."


def said_of(names: Sequence[WrittenName]) -> str:
    """Write names for a reader."""
    return ", ".join(f"{n.text} ({n.body_id})" if n.body_id else n.text for n in names)
