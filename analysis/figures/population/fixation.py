"""The figure of fixation: how often one mutant takes over, compared with one that is not better."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures.marks import corner, ratios

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def fixation_matrix(rho: "pd.DataFrame", axes: "Axes", *, size: int) -> "Axes":
    """Return the axes with fixation probabilities, as multiples of the neutral one, 1/N.

    Parameters
    ----------
    rho
        (mutants, residents) fixation probabilities, as `fixation_probabilities` returns them. The
        diagonal is not shown.
    axes
        Where to draw, such as `canvas.for_rows(rho.index, rho.columns, above=0.2)`.
    size
        N, how many there are.
    """
    named = rho.set_axis([*map(str, rho.index)]).set_axis([*map(str, rho.columns)], axis=1)
    times = named.astype(float) * size
    shown = times.where(~np.equal.outer(times.index.to_numpy(), times.columns.to_numpy()))
    ratios(shown, axes, "fixation, 1: neutral (1/N)", most=float(max(size, 2)), written=multiple)
    return corner(axes, "mutant ↓ residents →")


def multiple(times: float) -> str:
    """Return a multiple of the neutral probability in few letters.

    >>> [multiple(times) for times in (0.0, 0.001, 0.25, 12.34, 99.7)]
    ['0', '<.01', '0.25', '12.3', '100']
    """
    if times <= 0:
        return "0"
    if times < 0.005:
        return "<.01"
    return f"{times:.{2 if times < 9.995 else 1 if times < 99.5 else 0}f}"
