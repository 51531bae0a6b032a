"""How unequal towns end."""

import numpy as np


def gini(values: np.ndarray) -> float:
    """Return the Gini coefficient of (n,) numbers that are not negative.

    Source: Gini (1912); here half the relative mean absolute difference.

    >>> gini(np.array([1.0, 1.0])), gini(np.array([0.0, 0.0, 0.0, 8.0]))
    (0.0, 0.75)
    """
    ordered = np.sort(values)
    total = ordered.sum()
    if total <= 0 or ordered[0] < 0:
        return float("nan")
    n = len(ordered)
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total))
