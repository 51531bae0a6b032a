"""The figures of a season: one function each, data and axes in, axes out.

Blue is nice and vermilion is naughty, everywhere.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import palette
from analysis.figures.canvas import REPEATED
from analysis.figures.marks import bar, corner, heat, legend, name_ends, ratios, rows_of
from analysis.figures.tournament import intervals

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

GIVER, RECEIVER = palette.GREEN, palette.PURPLE
OF_ATTITUDES = (palette.DEFECTS, palette.PALE, palette.COOPERATES, palette.UNKNOWN)
ALL = "all towns"
BINS = 40
POINTED = 40  # up to so many days, a curve with gaps shows every day as a point


def ranking(frame: "pd.DataFrame", axes: "Axes", *, unit: str) -> "Axes":
    """Return the axes with every kind's income and its interval, coloured by niceness.

    Parameters
    ----------
    frame
        (kinds,) rows in rank order with columns `income`, `low`, `high`, `tier` and `nice`.
    axes
        Where to draw.
    unit
        What the horizontal axis says.
    """
    intervals(frame, axes)
    dots = axes.scatter(
        frame["income"], np.arange(len(frame)), c=frame["nice"], cmap=palette.cooperation(),
        vmin=0, vmax=1, s=34 if len(frame) <= 60 else 20, edgecolor=palette.INK, linewidth=0.5,
        zorder=3, plotnonfinite=True,
    )  # fmt: skip
    rows_of([str(name) for name in frame.index], axes, unit)
    bar(dots, axes, "share of nice moves", away=0.25)
    return axes


def sources(frame: "pd.DataFrame", axes: "Axes", *, unit: str) -> "Axes":
    """Return the axes with what each kind earned by giving, and by opening what it was given.

    Parameters
    ----------
    frame
        (kinds,) rows in rank order with columns `as_giver` and `as_receiver`.
    axes
        Where to draw.
    unit
        What the horizontal axis says.
    """
    rows = np.arange(len(frame))
    axes.hlines(rows, frame["as_giver"], frame["as_receiver"], color=palette.PALE, linewidth=1.5)
    size = 5 if len(frame) <= 60 else 3.5
    for column, colour, words in (
        ("as_giver", GIVER, "as giver"),
        ("as_receiver", RECEIVER, "as receiver"),
    ):
        axes.plot(frame[column], rows, "o", color=colour, markersize=size, label=words)
    rows_of([str(name) for name in frame.index], axes, unit)
    return legend(axes, gap=0.3 if len(frame) > REPEATED else 0.0)


def incomes(frame: "pd.DataFrame", axes: "Axes", *, less_is_better: bool = False) -> "Axes":
    """Return the axes with mean incomes by strategy (row) and partner rule (column).

    Parameters
    ----------
    frame
        (strategies, partner rules) incomes; NaN where nobody played so.
    axes
        Where to draw.
    less_is_better
        Whether payoffs are costs.
    """
    colours = palette.payoffs(less_is_better=less_is_better)
    bar(heat(frame, axes, colours), axes, "income per town over the season")
    return axes


def daily(
    frame: "pd.DataFrame", axes: "Axes", chosen: Sequence[str], *, unit: str, share: bool = False
) -> "Axes":
    """Return the axes with one curve for all towns, one for each chosen kind, and the rest in grey.

    Parameters
    ----------
    frame
        (days, kinds and `all`) numbers; NaN where there is none.
    axes
        Where to draw.
    chosen
        Kinds to name, at most six.
    unit
        What the figure shows.
    share
        Whether the numbers are shares.
    """
    days = frame.index.to_numpy(float) + 1
    gaps = len(days) <= POINTED and frame.isna().any(axis=None)
    marker = "." if gaps or len(days) == 1 else ""
    _background(frame, days, chosen, axes)
    curves = dict(zip(chosen, palette.SERIES, strict=False))
    columns = {name: name for name in curves}
    for name, colour in curves.items():
        axes.plot(days, frame[name], color=colour, linewidth=1.5, marker=marker)
    if len(frame.columns) > 2:  # of one kind, all is the same
        axes.plot(days, frame["all"], color=palette.INK, linewidth=2.2, marker=marker)
        curves[ALL], columns[ALL] = palette.INK, "all"
    _scale(frame.to_numpy(float), days, axes, share=share)
    axes.set_title(unit, loc="left", fontsize=9.5, color=palette.INK)
    known = {name: frame[columns[name]].dropna() for name in curves}
    ends = [(n, float(known[n].iloc[-1]), c) for n, c in curves.items() if len(known[n])]
    name_ends(axes, ends, bold=[ALL])
    return axes


def preference(frame: "pd.DataFrame", axes: "Axes") -> "Axes":
    """Return the axes with how much more often than at random the row's kind gave to the column's.

    Parameters
    ----------
    frame
        (kinds, kinds) ratios; NaN where nothing was given.
    axes
        Where to draw.
    """
    ratios(frame, axes, "gifts, 1: as at random")
    return corner(axes, "giver ↓")


def nice_between(frame: "pd.DataFrame", axes: "Axes") -> "Axes":
    """Return the axes with how often the row's kind was nice in gifts to the column's.

    Parameters
    ----------
    frame
        (kinds, kinds) shares; NaN where nothing was given.
    axes
        Where to draw.
    """
    image = heat(frame, axes, palette.cooperation(), (0.0, 1.0))
    bar(image, axes, "share of nice gifts")
    return corner(axes, "giver ↓")


def distribution(
    values: np.ndarray,
    who: np.ndarray,
    attitudes: Sequence[str],
    axes: "Axes",
    *,
    seasons: int,
    unit: str,
) -> "Axes":
    """Return the axes with how many towns had how much, by how nice they were.

    Parameters
    ----------
    values
        (towns,) of all seasons.
    who
        (towns,) the attitude of each town, as its position among all attitudes.
    attitudes
        Their names: naughty, in between, nice, and unknown.
    axes
        Where to draw.
    seasons
        How many seasons these are; heights are towns in one.
    unit
        What the horizontal axis says.
    """
    edges = _edges(values)
    below = np.zeros(len(edges) - 1)
    for number, (name, colour) in enumerate(zip(attitudes, OF_ATTITUDES, strict=True)):
        if (who == number).any():
            tall = np.histogram(values[who == number], edges)[0] / seasons
            axes.bar(
                edges[:-1], tall, np.diff(edges), below, align="edge", color=colour,
                edgecolor="white", linewidth=0.4, label=name,
            )  # fmt: skip
            below += tall
    mean = float(values.mean())
    axes.axvline(mean, color=palette.INK, linewidth=1, linestyle=(0, (4, 3)))
    axes.annotate(
        "mean", (mean, 1), (3, -2), xycoords=axes.get_xaxis_transform(), va="top",
        textcoords="offset points", fontsize=7.5, color=palette.INK,
    )  # fmt: skip
    axes.set_ylim(0, 1.12 * max(below.max(), 1e-9))
    axes.grid(axis="y")
    axes.set_xlabel(unit)
    axes.set_ylabel("towns")
    return legend(axes)


def _background(
    frame: "pd.DataFrame", days: np.ndarray, chosen: Sequence[str], axes: "Axes"
) -> None:
    """Draw the curves of kinds that are not named in grey."""
    from matplotlib.collections import LineCollection

    rest = [name for name in frame.columns if name != "all" and name not in chosen]
    lines = [np.column_stack([days, line]) for line in frame[rest].to_numpy(float).T]
    axes.add_collection(LineCollection(lines, colors=palette.PALE, linewidths=0.8))


def _scale(values: np.ndarray, days: np.ndarray, axes: "Axes", *, share: bool) -> None:
    """Set the limits and the ticks of curves over days."""
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    shown = values[np.isfinite(values)]
    if share:
        axes.set_ylim(-0.03, 1.03)
        axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    elif shown.size:
        low, high = min(0.0, shown.min()), max(0.0, shown.max())
        reach = 0.05 * (high - low) or 1.0
        axes.set_ylim(low - reach * (low < 0), high + reach)
    axes.set_xlim(days[0] - 0.5, days[-1] + 0.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y")
    axes.set_xlabel("day")


def _edges(values: np.ndarray) -> np.ndarray:
    """Return edges of bins, of whole width where all values are whole."""
    low, high = float(values.min()), float(values.max())
    if np.ptp(values) <= 1e-9 * max(1.0, abs(high)):
        return np.array([low - 0.5, low + 0.5])
    if (values == np.round(values)).all():
        step = max(1, int(np.ceil((high - low + 1) / BINS)))
        return np.arange(low, high + step + 1, step) - 0.5
    return np.linspace(low, high, BINS + 1)
