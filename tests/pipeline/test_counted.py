"""Numbers of things as people write them."""

import pytest

from vedtak.pipeline.counted import counted


@pytest.mark.parametrize(
    ("count", "written"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), (1000, "1000 pages")]
)
def test_one_is_no_plural(count: int, written: str) -> None:
    assert counted(count, "page") == written
