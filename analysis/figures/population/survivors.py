"""The figures of the end: how many places each type has, and how long it took."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import palette
from analysis.figures.canvas import REPEATED
from analysis.figures.marks import dots, legend, rows_of
from analysis.figures.tournament import intervals

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BINS = 30


def survivors(frame: "pd.DataFrame", axes: "Axes", *, unit: str) -> "Axes":
    """Return the axes with the share of each type, its interval, and its share at the start.

    Parameters
    ----------
    frame
        (types,) rows in rank order with columns `share`, `low`, `high`, `tier` and `start`.
    axes
        Where to draw, such as `canvas.for_rows(frame.index, above=0.2)`.
    unit
        What the horizontal axis says.
    """
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    intervals(frame, axes)
    dots(frame["share"], axes)
    axes.plot(
        frame["start"], np.arange(len(frame)), "|", color=palette.VERMILION, markersize=9,
        markeredgewidth=1.6, label="at the start",
    )  # fmt: skip
    rows_of([str(name) for name in frame.index], axes, unit)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
    return legend(axes, gap=0.3 if len(frame) > REPEATED else 0.0)


def times_to_fixation(
    generations: Sequence[np.ndarray],
    names: Sequence[str],
    axes: "Axes",
    *,
    colours: Sequence[str],
) -> "Axes":
    """Return the axes with how many repetitions took how long, by the type that took over.

    Parameters
    ----------
    generations
        For each type the generations after which it had all places, one number a repetition.
    names, colours
        Of the types.
    axes
        Where to draw.
    """
    from matplotlib.ticker import MaxNLocator

    every = np.concatenate([np.asarray(each, float) for each in generations])
    low, high = every.min(), every.max()
    step = max(1.0, np.ceil((high - low + 1) / BINS))
    edges = np.arange(low, high + step + 1, step) - 0.5
    below = np.zeros(len(edges) - 1)
    for each, name, colour in zip(generations, names, colours, strict=True):
        if len(each):
            tall = np.histogram(each, edges)[0]
            axes.bar(
                edges[:-1], tall, np.diff(edges), below, align="edge", color=colour, label=name,
                edgecolor="white", linewidth=0.4,
            )  # fmt: skip
            below += tall
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y")
    axes.set_xlabel("generations until one type has all places")
    axes.set_ylabel("repetitions")
    return axes
