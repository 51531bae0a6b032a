"""Single precision: a number of 32 bits, `np.float32`, makes singles of the numbers that it meets.

Both numbers of an operation become singles, and so does its result, after every operation. It is
computed in doubles in between: a sum, difference, product or quotient of two singles that is
rounded to a double and then to a single is the single nearest to it, however small (Figueroa 1995,
"When is double rounding innocuous?").
"""

from collections.abc import Callable
from typing import Any

import numpy as np

ROW = "calculates with a row of single precision as a whole; do it number by number."
MIXED = "keeps now a number of single precision, now a float; write np.float32(...) of both."
_EXACT = 2**53


def single(value: Any) -> np.float32:
    """Return the single that is nearest to a number.

    >>> float(single(0.1)), int(single(2**24 + 1)) - 2**24
    (0.10000000149011612, 0)
    """
    if type(value) is np.float32:
        return value
    if type(value) is int and abs(value) > _EXACT:
        return np.float32(np.int64(value))  # rounded once
    return np.float32(float(value))


def is_row(value: Any) -> bool:
    """Return whether a value is an array of singles."""
    return isinstance(value, np.ndarray) and value.dtype == np.float32


def of_singles(operation: Callable[..., Any], *given: Any) -> np.float32:
    """Return what an operation gives, in single precision."""
    return np.float32(operation(*(float(single(value)) for value in given)))
