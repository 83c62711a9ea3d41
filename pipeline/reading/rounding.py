"""Rounding of many numbers at once."""

import itertools
from typing import Final

import numpy as np
from numpy.typing import NDArray

_NEAR_HALF: Final = 1e-3
"""What is this close to the middle of two hundredths, in hundredths, is rounded by itself."""
_FAR: Final = 1e9
"""Beyond this there are no hundredths."""


def rounded(values: NDArray[np.float64]) -> list[float]:
    """Round to two digits, exactly as `round` does, but all at once."""
    hundredths = values * 100
    whole = np.rint(hundredths)
    result: list[float] = (whole / 100).tolist()
    sure = (np.abs(np.abs(hundredths - whole) - 0.5) > _NEAR_HALF) & (np.abs(values) < _FAR)
    for i in (~sure).nonzero()[0].tolist():
        result[i] = round(float(values[i]), 2)
    return result


def rounded_together(*columns: NDArray[np.float64]) -> list[list[float]]:
    """Round several columns in one go, which saves most of the time where they are short."""
    numbers = rounded(np.concatenate(columns))
    ends = itertools.accumulate(map(len, columns))
    return [numbers[end - len(column) : end] for column, end in zip(columns, ends, strict=True)]
