"""The figure of the gradient of selection: which way selection pushes two types, and how hard."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import palette
from analysis.figures.marks import legend

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ARROWS = 0.09  # of the axis: least width that has an arrow


def gradient_of_two(gradient: "pd.Series", axes: "Axes", *, name: str = "") -> "Axes":
    """Return the axes with the gradient of selection of one type among two.

    Arrows on the axis say where the share goes. A full dot is a share that it returns to, and an
    empty dot is one that it leaves.

    Parameters
    ----------
    gradient
        The expected change of the share, indexed by the share of the type, from 0 to 1.
    axes
        Where to draw, such as `canvas.column(2, above=0.3)`.
    name
        Of the type.
    """
    from matplotlib.ticker import PercentFormatter

    at, push = gradient.index.to_numpy(float), gradient.to_numpy(float)
    axes.axhline(0, color=palette.INK, linewidth=0.8)
    axes.plot(at, push, color=palette.MARK, linewidth=1.6)
    axes.fill_between(at, 0, push, color=palette.MARK, alpha=0.12, linewidth=0)
    places, stable = rests(at, push)
    edges = np.unique(np.r_[at[0], places, at[-1]])
    for left, right in pairwise(edges):
        middle = (left + right) / 2
        way = np.sign(np.interp(middle, at, push))
        if way and right - left >= ARROWS * (at[-1] - at[0]):
            reach = way * ARROWS * (at[-1] - at[0]) / 4
            axes.annotate(
                "", (middle + reach, 0), (middle - reach, 0),
                arrowprops={"arrowstyle": "-|>", "color": palette.INK, "lw": 1.4},
            )  # fmt: skip
    for kind, ground, words in (
        (True, palette.INK, "returns here"),
        (False, "white", "leaves from here"),
    ):
        if (stable == kind).any():
            axes.plot(
                places[stable == kind], np.zeros((stable == kind).sum()), "o", color=palette.INK,
                markerfacecolor=ground, markersize=6.5, label=words, clip_on=False, zorder=5,
            )  # fmt: skip
    axes.set_xlim(at[0], at[-1])
    axes.margins(y=0.15)
    axes.grid(axis="y")
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.set_xlabel(f"share of {name}" if name else "share")
    axes.set_ylabel("gradient of selection")
    return legend(axes) if len(places) else axes


def rests(at: np.ndarray, push: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (m,) shares at which the push changes sign, and whether the share returns to each.

    The ends count, as nobody is left there who could change: a share returns to an end if it is
    pushed there from beside it.

    Parameters
    ----------
    at, push
        (n,) shares, rising, and the expected change at each.

    Examples
    --------
    >>> share = np.linspace(0, 1, 5)
    >>> rests(share, np.array([0.0, -1.0, 0.0, 1.0, 0.0]))
    (array([0. , 0.5, 1. ]), array([ True, False,  True]))
    """
    seen = np.flatnonzero(push)
    if not len(seen):
        return np.zeros(0), np.zeros(0, bool)
    places, stable = [at[0]], [push[seen[0]] < 0]
    for one, other in pairwise(seen):
        if np.sign(push[one]) != np.sign(push[other]):
            left, right = at[one], at[other]
            zero = left + (right - left) * push[one] / (push[one] - push[other])
            places.append(zero)
            stable.append(push[one] > 0)
    return np.array([*places, at[-1]]), np.array([*stable, push[seen[-1]] > 0])
