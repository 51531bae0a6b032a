"""What is expected of a match, as a row of numbers beside the integers of played matches.

Legend: e exact matches. A *moment* is one column of such a row. An exact match was not played: its
books are expectations for one repetition, which have no error.
"""

from math import prod

import numpy as np

from tournament.outcomes import SIZE

SIDES = 2
SHAPES = {
    "counts": (SIZE,),
    "products": (SIZE, SIZE),
    "starts": (SIZE,),
    "transitions": (SIZE, SIZE),
    "first_defections": (SIDES,),
    "wins": (SIDES,),
}
"""The books of a match that have expectations, and the shape of each, in the order of a row. `wins`
are NaN where they are not known."""
MOMENTS = sum(map(prod, SHAPES.values()))
"""How many numbers a row has."""


def row_of(**books: np.ndarray) -> np.ndarray:
    """Return (MOMENTS,) the row of an exact match, from the expectations of each of its books."""
    return np.concatenate([np.asarray(books[name], float).reshape(-1) for name in SHAPES])


def expected_of(expected: np.ndarray, name: str) -> np.ndarray:
    """Return (e, ...) the part of (e, MOMENTS) rows that belongs to a book: a view.

    Examples
    --------
    >>> rows = np.arange(2.0 * MOMENTS).reshape(2, MOMENTS)
    >>> expected_of(rows, "counts").tolist()
    [[0.0, 1.0, 2.0, 3.0], [44.0, 45.0, 46.0, 47.0]]
    """
    at = 0
    for book, shape in SHAPES.items():
        if book == name:
            return expected[:, at : at + prod(shape)].reshape(-1, *shape)
        at += prod(shape)
    raise KeyError(name)
