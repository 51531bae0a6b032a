"""The figure of shares over time: a curve for each type, and a band for what chance leaves open."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import canvas, palette
from analysis.figures.marks import name_ends
from analysis.figures.paper import sheet as paper
from analysis.figures.population import key
from analysis.figures.population.colours import COLOURED, colours_of, foremost

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LONGEST = 36  # letters of a name beside its curve
HALF = 0.5  # if no share is larger, the scale ends earlier than at 100 %
POINTED = 20  # up to so many generations, each is a point


def shares_over_time(
    frame: "pd.DataFrame",
    axes: "Axes",
    *,
    low: "pd.DataFrame | None" = None,
    high: "pd.DataFrame | None" = None,
    most: int = COLOURED,
    below: bool = False,
) -> "Axes":
    """Return the axes with the share of each type over time, and a band from `low` to `high`.

    Parameters
    ----------
    frame
        (generations, types) mean shares, indexed by generation.
    axes
        Where to draw, such as `canvas_of(frame, 2)`.
    low, high
        As `frame`; None for no bands.
    most
        How many types have a colour and a name, at most 7: those with the largest shares at any
        time after the start. The others are grey.
    below
        Whether names stand in a key below, and not where the curves end.
    """
    from matplotlib.collections import LineCollection
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    below = paper.columns_of(1 if below else 2) == 1
    frame = frame.set_axis([str(name) for name in frame.columns], axis=1)
    moments, values = frame.index.to_numpy(float), frame.to_numpy(float)
    names = list(frame.columns)
    chosen = foremost(frame, min(most, COLOURED))
    colours = colours_of(names, chosen)
    marker = "." if len(moments) <= POINTED else ""
    others = [k for k, name in enumerate(names) if name not in chosen]
    rest = [np.column_stack([moments, values[:, k]]) for k in others]
    axes.add_collection(LineCollection(rest, colors=palette.PALE, linewidths=0.8))
    ends = []
    for k, (name, colour) in enumerate(zip(names, colours, strict=True)):
        if name not in chosen:
            continue
        if low is not None and high is not None:
            edges = low.to_numpy(float)[:, k], high.to_numpy(float)[:, k]
            axes.fill_between(moments, *edges, color=colour, alpha=0.2, linewidth=0)
        axes.plot(moments, values[:, k], color=colour, linewidth=1.6, marker=marker)
        ends.append((name, float(values[-1, k]), colour))
    most_seen = float(np.nanmax(values if high is None else high.to_numpy(float)))
    top = 1.02 if most_seen > HALF else 1.08 * most_seen
    axes.set_ylim(-0.02 * top, top)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    if len(moments) > 1:
        axes.set_xlim(moments[0], moments[-1])
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins="auto"))
    axes.grid(axis="y")
    axes.set_xlabel(str(frame.index.name or "generation"))
    axes.set_ylabel("share of the population")
    if below:
        entries = [(colour, name) for name, _, colour in ends]
        entries += [(palette.PALE, _others(len(others)))] if others else []
        return key.write(entries, axes, down=0.45, left=0.6)
    name_ends(axes, ends, leaders=True, longest=LONGEST)
    return axes


def canvas_of(frame: "pd.DataFrame", columns: int = 2, most: int = COLOURED) -> "Axes":
    """Return empty axes for shares over time, with room for the names.

    Parameters
    ----------
    frame
        (generations, types) shares.
    columns
        2: names stand at the right. 1: below.
    most
        How many types have a name.
    """
    named = frame.set_axis([str(name) for name in frame.columns], axis=1)
    names = foremost(named, min(most, COLOURED))
    columns = paper.columns_of(columns)
    if columns == 2:
        return canvas.column(2, right=canvas.beside(names, LONGEST))
    more = len(frame.columns) - len(names)
    words = [*names, _others(more)] if more else names
    return canvas.column(1, tall=0.62, below=key.height(words, canvas.COLUMN[1] - 0.2))


def _others(many: int) -> str:
    return f"{many} others" if many > 1 else "1 other"
