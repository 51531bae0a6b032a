"""The figures of a season's report: one function each, data and axes in, axes out.

Blue is nice and vermilion naughty, everywhere; see `figures` for the rest.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import charts as figures
from analysis.figures.network import layout
from analysis.reports.season.numbers import ATTITUDES, attitude

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

GIVER, RECEIVER = "#009E73", "#CC79A7"
OF_ATTITUDES = ("#D55E00", "#C3C8CC", "#0072B2", "#EDEFF1")
CURVES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
INK, PALE = "#1d2329", "#c6cdd2"
BINS = 40
LABEL, LETTERS = 26, 8.0  # names beside curves: longest, and their size in points
MARKED = 40  # up to so many days, a curve with gaps shows every day as a point


def niceness() -> "Colormap":
    """Return the colours from naughty (vermilion) over half and half (pale) to nice (blue)."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list(
        "niceness", ["#D55E00", "#EDB48C", "#F4F1EC", "#8FBFDF", "#0072B2"]
    )


def canvas(labels: Sequence[str] = ()) -> "Axes":
    """Return empty axes, in a figure of which two fit beside each other on a page, with room for
    labels to the right of them."""
    from matplotlib.figure import Figure

    longest = max((len(figures.short(label, LABEL)) for label in labels), default=0)
    left, right, above, below = 0.62, 0.2 + longest * LETTERS * 0.62 / 72, 0.3, 0.5
    wide, tall = 5.4, 3.3
    figure = Figure(figsize=(wide, tall))
    return figure.add_axes(
        (left / wide, below / tall, 1 - (left + right) / wide, 1 - (above + below) / tall)
    )


def square() -> "Axes":
    """Return empty axes for a drawing, with room for a colour bar."""
    from matplotlib.figure import Figure

    return Figure(figsize=(8.2, 6.6)).add_axes((0.02, 0.02, 0.86, 0.96))


def ranking(frame: "pd.DataFrame", axes: "Axes", *, unit: str) -> "Axes":
    """Return the axes with every kind's income and its 95 % interval, coloured by niceness.

    Parameters
    ----------
    frame
        (kinds,) rows in rank order with columns `income`, `low`, `high`, `tier` and `nice`.
    axes
        Where to draw.
    unit
        What the horizontal axis says.
    """
    figures.ranking(frame.rename(columns={"income": "score"}), axes, unit=unit)
    dots = axes.scatter(
        frame["income"], np.arange(len(frame)), c=frame["nice"], cmap=niceness(), vmin=0, vmax=1,
        s=34 if len(frame) <= 60 else 20, edgecolor=INK, linewidth=0.5, zorder=3,
        plotnonfinite=True,
    )  # fmt: skip
    figures.bar(dots, axes, "share of nice moves", away=0.25)
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
    axes.hlines(rows, frame["as_giver"], frame["as_receiver"], color=PALE, linewidth=1.5)
    size = 5 if len(frame) <= 60 else 3.5
    for column, colour, words in (
        ("as_giver", GIVER, "as giver"),
        ("as_receiver", RECEIVER, "as receiver"),
    ):
        axes.plot(frame[column], rows, "o", color=colour, markersize=size, label=words)
    figures.rows_of([str(name) for name in frame.index], axes, unit)
    return _legend(axes, gap=0.3 if len(frame) > figures.REPEATED else 0.0)


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
    colours = "viridis_r" if less_is_better else "viridis"
    return figures.heat(frame, axes, colours, None, "income per town over the season")


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
    from matplotlib.collections import LineCollection
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    days = frame.index.to_numpy(float) + 1
    marker = "." if (len(days) <= MARKED and frame.isna().any(axis=None)) or len(days) == 1 else ""
    rest = [name for name in frame.columns if name != "all" and name not in chosen]
    values = frame[rest].to_numpy(float).T
    axes.add_collection(
        LineCollection(
            [np.column_stack([days, line]) for line in values],
            colors=PALE, linewidths=0.8,
        )
    )  # fmt: skip
    ends = []
    for name, colour in zip(chosen, CURVES, strict=False):
        axes.plot(days, frame[name], color=colour, linewidth=1.5, marker=marker)
        ends.append((name, colour))
    if len(frame.columns) > 2:  # of one kind, all is the same
        axes.plot(days, frame["all"], color=INK, linewidth=2.2, marker=marker)
        ends.append(("all towns", INK))
    shown = frame.to_numpy(float)
    shown = shown[np.isfinite(shown)]
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
    axes.set_title(unit, loc="left", fontsize=9.5, color=INK)
    _name_ends(frame, axes, ends)
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
    values = frame.to_numpy(float)
    seen = values[np.isfinite(values) & (values > 0)]
    reach = float(np.clip(np.exp(np.abs(np.log(seen)).max(initial=0.0)), 2.0, 8.0))
    figures.heat(
        frame, axes, "PRGn", (1 / reach, reach), "gifts, 1: as at random", logarithmic=True
    )
    beside = axes.child_axes[-1]
    ticks = [t for t in (1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8) if 1 / reach <= t <= reach]
    beside.set_yticks(ticks, [f"1/{1 / t:g}" if t < 1 else f"{t:g}" for t in ticks])
    beside.set_yticks([], minor=True)
    return _givers(axes)


def nice_between(frame: "pd.DataFrame", axes: "Axes") -> "Axes":
    """Return the axes with how often the row's kind was nice in gifts to the column's.

    Parameters
    ----------
    frame
        (kinds, kinds) shares; NaN where nothing was given.
    axes
        Where to draw.
    """
    return _givers(figures.heat(frame, axes, niceness(), (0.0, 1.0), "share of nice gifts"))


def distribution(
    values: np.ndarray, nice: np.ndarray, seasons: int, axes: "Axes", *, unit: str
) -> "Axes":
    """Return the axes with how many towns had how much, by how nice they were.

    Parameters
    ----------
    values
        (towns,) of all seasons.
    nice
        (towns,) their shares of nice moves; NaN where they made none.
    seasons
        How many seasons these are; heights are towns in one.
    axes
        Where to draw.
    unit
        What the horizontal axis says.
    """
    who = attitude(nice)
    edges = _edges(values)
    below = np.zeros(len(edges) - 1)
    for number, (name, colour) in enumerate(zip(ATTITUDES, OF_ATTITUDES, strict=True)):
        if (who == number).any():
            tall = np.histogram(values[who == number], edges)[0] / seasons
            axes.bar(
                edges[:-1], tall, np.diff(edges), below, align="edge", color=colour,
                edgecolor="white", linewidth=0.4, label=name,
            )  # fmt: skip
            below += tall
    mean = float(values.mean())
    axes.axvline(mean, color=INK, linewidth=1, linestyle=(0, (4, 3)))
    axes.annotate(
        "mean", (mean, 1), (3, -2), xycoords=axes.get_xaxis_transform(), va="top",
        textcoords="offset points", fontsize=7.5, color=INK,
    )  # fmt: skip
    axes.set_ylim(0, 1.12 * max(below.max(), 1e-9))
    axes.grid(axis="y")
    axes.set_xlabel(unit)
    axes.set_ylabel("towns")
    return _legend(axes)


def network(ties: "pd.DataFrame", towns: "pd.DataFrame", axes: "Axes") -> "Axes":
    """Return the axes with towns as dots, blue for nice ones, larger the more gifts they received;
    lines are gifts between them, thicker the more there were.

    Parameters
    ----------
    ties
        `one`, `other` and `gifts`, as `neighbourhood` returns them.
    towns
        Columns `nice` and `received`, by town number.
    axes
        Where to draw.
    """
    from matplotlib.collections import LineCollection

    places = layout(ties)
    at = np.array(list(places.values()))
    here = towns.loc[list(places)]
    part = ties["gifts"].to_numpy() / ties["gifts"].max()
    ends = [(places[one], places[other]) for one, other in zip(ties.one, ties.other, strict=True)]
    axes.add_collection(
        LineCollection(ends, colors="#7d8a95", linewidths=0.25 + 2.0 * part, alpha=0.7, zorder=1)
    )
    most = max(float(here["received"].max()), 1.0)
    room = float(np.clip(12 / np.sqrt(len(places)), 1.0, 3.0))  # few towns may be larger
    dots = axes.scatter(
        at[:, 0], at[:, 1], c=here["nice"], s=room * (14 + 110 * here["received"] / most),
        cmap=niceness(), vmin=0, vmax=1, edgecolor=INK, linewidth=0.6, zorder=2,
        plotnonfinite=True,
    )  # fmt: skip
    axes.margins(0.05)
    axes.set_axis_off()
    figures.bar(dots, axes, "share of nice moves")
    return axes


def _edges(values: np.ndarray) -> np.ndarray:
    """Return edges of bins, of whole width where all values are whole."""
    low, high = float(values.min()), float(values.max())
    if np.ptp(values) <= 1e-9 * max(1.0, abs(high)):
        return np.array([low - 0.5, low + 0.5])
    if (values == np.round(values)).all():
        step = max(1, int(np.ceil((high - low + 1) / BINS)))
        return np.arange(low, high + step + 1, step) - 0.5
    return np.linspace(low, high, BINS + 1)


def _name_ends(frame: "pd.DataFrame", axes: "Axes", ends: Sequence[tuple[str, str]]) -> None:
    """Write the names of curves where they end, moved apart where they are close."""
    last = {}
    for name, _ in ends:
        column = frame["all" if name == "all towns" else name].dropna()
        if len(column):
            last[name] = float(column.iloc[-1])
    low, high = axes.get_ylim()
    gap = 1.35 * LETTERS / 72 / figures.inches(axes)[1] * (high - low)
    order = sorted(last, key=lambda name: last[name])
    heights: list[float] = []
    for name in order:
        heights.append(max(last[name], heights[-1] + gap if heights else low))
    if heights and heights[-1] > high:  # then push down from the top
        heights[-1] = high
        for i in range(len(heights) - 2, -1, -1):
            heights[i] = min(heights[i], heights[i + 1] - gap)
    colour = dict(ends)
    right = axes.get_xlim()[1]
    for name, height in zip(order, heights, strict=True):
        axes.annotate(
            figures.short(name, LABEL), (right, height), (6, 0), textcoords="offset points",
            va="center", fontsize=LETTERS, color=colour[name], annotation_clip=False,
            weight="bold" if name == "all towns" else "normal",
        )  # fmt: skip


def _givers(axes: "Axes") -> "Axes":
    axes.set_ylabel("giver", fontsize=7.5, color="#555555")
    return axes


def _legend(axes: "Axes", gap: float = 0.0) -> "Axes":
    """Return the axes with a legend in one line above, `gap` inches away."""
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1 + gap / figures.inches(axes)[1]), ncols=4,
        frameon=False, fontsize=8, borderaxespad=0.1, handlelength=1, columnspacing=1.2,
        handletextpad=0.4,
    )  # fmt: skip
    return axes
