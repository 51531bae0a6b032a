"""Who meets whom in a round robin: it follows from how many players there are."""

import numpy as np


def every_pair(size: int, *, copies: bool, both_ways: bool) -> np.ndarray:
    """Return (m, 2) who meets whom in a round robin, first and second seat.

    Parameters
    ----------
    size
        How many players there are.
    copies
        Whether everybody meets a copy of itself.
    both_ways
        Whether two players meet in both orders.

    >>> every_pair(3, copies=False, both_ways=False).tolist()
    [[0, 1], [0, 2], [1, 2]]
    """
    pairs = [
        (i, j) for i in range(size) for j in range(0 if both_ways else i, size) if i != j or copies
    ]
    return np.array(pairs, np.int64).reshape(-1, 2)


def pairs(size: int, *, copies: bool, both_ways: bool) -> int:
    """Return how many pairs `every_pair` gives.

    >>> pairs(3, copies=True, both_ways=False), pairs(3, copies=False, both_ways=True)
    (6, 6)
    """
    return size * (size - 1) // (1 if both_ways else 2) + size * copies
