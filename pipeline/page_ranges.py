"""Runs of pages that follow each other, as people and programs write them."""

from collections.abc import Iterable


def page_ranges(pages: Iterable[int], *, dash: str, comma: str) -> str:
    """Write pages as runs.

    Args:
        pages: Page numbers, from 1, ascending.
        dash: What stands between the first and the last page of a run.
        comma: What stands between two runs.

    Returns:
        With "-" and ",": "1-3,7" for the pages 1, 2, 3 and 7.
    """
    runs: list[tuple[int, int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], page)
        else:
            runs.append((page, page))
    return comma.join(str(a) if a == b else f"{a}{dash}{b}" for a, b in runs)
