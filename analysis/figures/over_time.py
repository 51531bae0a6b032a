"""The figure of behaviour over time: data and axes in, axes out."""

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures.marks import name_ends

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def over_time_figure(frame: "pd.DataFrame", axes: "Axes") -> "Axes":
    """Return the axes with a line for each group, and a band of two standard errors about it.

    Parameters
    ----------
    frame
        What `cooperation_over_time` or `play_over_time` returned.
    axes
        Where to draw.
    """
    ends: list[tuple[str, float, Any]] = []
    for name, rows in frame.groupby(level=0, observed=True, sort=False):
        start = rows.index.get_level_values(1).to_numpy()
        rate = rows["cooperation"].to_numpy(float)
        error = 2 * np.nan_to_num(rows["standard_error"].to_numpy(float))
        (line,) = axes.plot(start, rate, "o-", markersize=3, linewidth=1.4)
        axes.fill_between(
            start, rate - error, rate + error, color=line.get_color(), alpha=0.15, linewidth=0
        )
        ends.append((str(name), float(rate[-1]), line.get_color()))
    axes.set_ylim(-0.04, 1.04)
    axes.set_xlabel("turn or match that a block begins with")
    axes.set_ylabel(f"cooperation, by {frame.index.names[0]}")
    axes.grid(axis="y")
    name_ends(axes, ends)
    return axes
