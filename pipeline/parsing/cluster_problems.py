"""What can go wrong with a cluster, in words."""

from pathlib import Path
from typing import Final

from vedtak.pipeline.errors import ExitCode, VedtakError
from vedtak.pipeline.parsing.document import ParsedFile
from vedtak.pipeline.reading.collecting import path_text

AGAIN: Final = "What was stored is whole: run the same command again to go on."


class ClusterProblem(VedtakError):
    """The cluster can't be reached or used, or was lost."""

    exit_code = ExitCode.CLUSTER_UNUSABLE


def unlike(worker: str, differs: str) -> ClusterProblem:
    """Say that a worker would read files in another way."""
    return ClusterProblem(
        f"the worker {worker} would read files in another way ({differs}); install the same "
        "versions on all machines."
    )


def sees_otherwise(worker: str, path: Path, parsed: ParsedFile) -> ClusterProblem:
    """Say that a worker does not have the file that was meant."""
    what = (
        f"can't read it ({parsed.refusal})"
        if parsed.records is None
        else "has another file under that path"
    )
    return ClusterProblem(
        f"{path_text(path)}: the worker {worker} {what}; give all machines the files under the "
        f"same path, or send them along with --ship-files. {AGAIN}"
    )
