"""Numbers that are too large to be added up: sums beyond 64 bits would come out as others."""

from collections.abc import Iterator, Mapping

import numpy as np

MOST = 2.0**62


def too_large(books: Mapping[str, "np.ndarray | list[np.ndarray]"]) -> Iterator[str]:
    """Yield which numbers cannot be added up.

    Parameters
    ----------
    books
        By what a book is called: an array, whose rows are added up each, or a list of arrays that
        are added up as wholes. No number is negative.

    Examples
    --------
    >>> list(too_large({"apples": np.full((2, 3), 2**61), "pears": [np.full((2, 3), 2**50)]}))
    ['apples are more than can be counted']
    """
    for name, values in books.items():
        sums = (
            [each.sum(dtype=float) for each in values]
            if isinstance(values, list)
            else values.sum(axis=tuple(range(1, values.ndim)), dtype=float)
        )
        if max(sums, default=0.0) >= MOST:
            yield f"{name} are more than can be counted"
