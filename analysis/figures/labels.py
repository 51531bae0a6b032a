"""Names in figures: short enough to fit, and never written over each other."""

from collections.abc import Sequence

import numpy as np

from analysis.figures.paper.sheet import current
from tournament.interactive.words import short as shortened

LONGEST = 36  # letters of a name beside a figure
WHOLE = 10_000  # letters of a name in print: names stay whole there


def short(name: str, most: int = LONGEST) -> str:
    """Return a label with its middle left out if it has more than `most` letters; in print all of
    it."""
    return shortened(name, most if current() is None else WHOLE)


def apart(
    heights: Sequence[float] | np.ndarray, gap: float, low: float = -np.inf, high: float = np.inf
) -> np.ndarray:
    """Return heights moved as far as needed so that no two are nearer to each other than a gap.

    Parameters
    ----------
    heights
        (n,) where labels would stand best; their order from below stays.
    gap
        The least distance of two labels.
    low, high
        Where the lowest and the highest may stand. If there is no room for all, the upper limit
        holds.

    Examples
    --------
    >>> apart([0.5, 0.0, 0.5], 0.25, 0.0, 0.6).tolist()
    [0.35, 0.0, 0.6]
    """
    order = np.argsort(heights, kind="stable")
    moved = np.asarray(heights, float)[order]
    many = len(moved)
    for k in range(many):
        moved[k] = max(moved[k], low + gap * k, moved[k - 1] + gap if k else low)
    for k in reversed(range(many)):
        moved[k] = min(moved[k], high, moved[k + 1] - gap if k + 1 < many else high)
    back = np.empty(many)
    back[order] = moved
    return back


def clear(places: np.ndarray, width: float, height: float) -> np.ndarray:
    """Return heights for labels of points in a plane, so that no label covers another.

    Parameters
    ----------
    places
        (n, 2) the points.
    width, height
        The size of a label, in the units of the points.

    Examples
    --------
    >>> clear(np.array([[0.0, 1.0], [0.1, 1.0], [5.0, 1.0]]), 1.0, 0.5).tolist()
    [1.0, 1.5, 1.0]
    """
    heights = places[:, 1].astype(float)
    order = np.argsort(places[:, 0], kind="stable")
    columns = np.split(order, np.flatnonzero(np.diff(places[order, 0]) >= width) + 1)
    for column in columns:
        heights[column] = apart(heights[column], height)
    return heights
