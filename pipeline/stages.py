"""What the stages of an import cost: seconds of processor and of wall clock, each by name.

Two clocks are read per stage and file, which is cheap enough to be always on; whether the figures
are shown is for the command to say.
"""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stages:
    """Seconds by stage, in the order in which the stages were first entered."""

    seconds: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Processor and wall seconds of each stage, added up."""

    @contextlib.contextmanager
    def measure(self, stage: str, clock: Callable[[], float] = time.process_time) -> Iterator[None]:
        """Add what is done inside to a stage.

        Args:
            stage: Name of the stage.
            clock: Processor seconds of the whole process, or of this thread alone.
        """
        processor, wall = clock(), time.perf_counter()
        try:
            yield
        finally:
            self.add(stage, clock() - processor, time.perf_counter() - wall)

    def add(self, stage: str, processor: float, wall: float) -> None:
        """Add seconds to a stage."""
        before = self.seconds.get(stage, (0.0, 0.0))
        self.seconds[stage] = (before[0] + processor, before[1] + wall)

    def take(self, other: "Stages | None") -> None:
        """Add the seconds of another record, for example of a worker's file."""
        for stage, (processor, wall) in (other.seconds if other else {}).items():
            self.add(stage, processor, wall)


def stage_lines(seconds: Mapping[str, tuple[float, float]]) -> list[str]:
    """Put stages into lines: name, processor seconds, wall seconds, share of the processor time."""
    total = sum(processor for processor, _ in seconds.values()) or 1.0
    lines = [f"{'Stage':<13}{'CPU s':>8}{'wall s':>9}{'CPU':>8}"]
    for stage, (processor, wall) in seconds.items():
        lines.append(f"{stage:<13}{processor:8.2f}{wall:9.2f}{processor / total:8.0%}")
    return lines
