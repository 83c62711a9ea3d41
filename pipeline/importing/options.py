"""What an import as a whole may be told."""

from dataclasses import dataclass, field

from vedtak.pipeline.corrections.told import NO_CORRECTIONS, Corrections
from vedtak.pipeline.settings import ParseOptions


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What an import may be told."""

    parsing: ParseOptions = field(default_factory=ParseOptions)
    """What changes the records."""
    force: bool = False
    """Whether files that are there already are read anew."""
    retry_quarantined: bool = False
    """Whether files that were set aside are read anew, even if nothing has changed."""
    corrections: Corrections = NO_CORRECTIONS
    """What a person has ruled; what earlier corrections did is undone."""
    batch: int = 64
    """Files per transaction: enough that a commit costs little, few enough that a kill loses
    little."""
