"""What all stored records share."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Certainty(StrEnum):
    """How sure the extraction is; the evaluation measures what each level is worth."""

    CERTAIN = "certain"
    """The label and the layout both say so."""
    LIKELY = "likely"
    """One of label and layout says so."""
    GUESS = "guess"
    """A fallback was used."""


class Record(BaseModel):
    """A row of the database: one field per column, the field's docstring its comment."""

    # A model is built with its first record: most commands make records of few models.
    model_config = ConfigDict(
        defer_build=True, extra="forbid", use_enum_values=True, validate_default=True
    )
