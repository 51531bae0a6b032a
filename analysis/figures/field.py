"""Figures of the field: a population over time, ranks under changing rules, winners of sub-fields.

As in `figures`: data and axes in, axes out. Colours of players are those of Okabe and Ito (2008).
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures.charts import LINE, MARK, heat, inches, rows_of, short

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
REST = "#c8c8c8"


def population(frame: "pd.DataFrame", axes: "Axes", *, most: int = 7) -> "Axes":
    """Return the axes with shares of a population over time, stacked: the height of a band is a
    share, and its name stands beside it.

    Parameters
    ----------
    frame
        (moments, players) shares, indexed by time or generation, as `ecological` and `replicator`
        return.
    axes
        Where to draw; names take about a quarter of the width of a figure on the right.
    most
        So many players have a colour, at most 7: those with the largest shares at any time after
        the start, the largest at the end lowest. All others together are grey, on top.
    """
    values, moments = frame.to_numpy(float), frame.index.to_numpy(float)
    later = values[1:] if len(values) > 1 else values
    chosen = np.lexsort((frame.columns, -values[-1], -later.max(axis=0)))[: min(most, len(COLOURS))]
    order = chosen[np.lexsort((frame.columns[chosen], -values[-1, chosen]))]
    others = values.shape[1] - len(order)
    bands = list(values[:, order].T)
    names = [short(str(frame.columns[k]), 24) for k in order]
    colours: list[str] = list(COLOURS[: len(order)])
    if others:
        bands.append(1.0 - values[:, order].sum(axis=1))
        names.append(f"{others} others" if others > 1 else "1 other")
        colours.append(REST)
    axes.stackplot(moments, bands, colors=colours, edgecolor="white", linewidth=0.5)
    edges = np.concatenate([[0.0], np.cumsum([band[-1] for band in bands])])
    _beside(names, colours, (edges[1:] + edges[:-1]) / 2, axes)
    axes.set_xlim(moments[0], moments[-1])
    axes.set_ylim(0, 1)
    axes.set_xlabel(str(frame.index.name or "time"))
    axes.set_ylabel("share of the population")
    return axes


def rank_map(frame: "pd.DataFrame", axes: "Axes") -> "Axes":
    """Return the axes with everybody's rank under each condition of a sweep; bright is good.

    Parameters
    ----------
    frame
        (players, conditions) ranks, as `analysis.rank_map` returns.
    axes
        Where to draw, such as `canvas(frame.index, conditions(frame))`.
    """
    from matplotlib.ticker import MaxNLocator

    named = frame.set_axis(conditions(frame), axis=1)
    heat(named, axes, "viridis_r", (1.0, float(np.nanmax(frame))), "rank")
    for text in (text for text in axes.texts if text.get_gid() is None):  # not the names
        text.set_text(f"{float(text.get_text()):g}")
    bar = axes.child_axes[-1]
    bar.invert_yaxis()
    bar.yaxis.set_major_locator(MaxNLocator(integer=True))
    return axes


def conditions(frame: "pd.DataFrame") -> list[str]:
    """Return labels for the conditions of a rank map, such as "noise 0.05, 20 turns"."""
    names = [str(name) for name in frame.columns.names]
    keys = [key if isinstance(key, tuple) else (key,) for key in frame.columns]
    return [", ".join(_word(*pair) for pair in zip(names, key, strict=True)) for key in keys]


def winners(frame: "pd.DataFrame", axes: "Axes") -> "Axes":
    """Return the axes with the share of sub-fields that each player won, of those it was in.

    Parameters
    ----------
    frame
        Of `analysis.sub_fields`: columns `first`, `low`, `high`, the first row on top. Of a large
        field, those with `frame["first"] > 0` say it all.
    axes
        Where to draw.
    """
    rows = np.arange(len(frame))
    height = inches(axes)[1] / max(len(frame), 1)
    axes.barh(rows, frame["first"], height=0.66, color=LINE)
    axes.hlines(
        rows, frame["low"], frame["high"], color=MARK, linewidth=float(np.clip(height * 15, 1, 2))
    )
    rows_of([str(name) for name in frame.index], axes, "share of sub-fields won, of those entered")
    axes.set_xlim(0, 1.02 * max(0.05, float(np.nanmax(frame["high"]))))
    return axes


def _word(name: str, value: Any) -> str:
    if name == "game":
        return str(value)
    text = f"{value:g}" if isinstance(value, (int, float, np.number)) else str(value)
    return f"{text} turns" if name == "turns" else f"{name} {text}"


def _beside(names: list[str], colours: list[str], heights: np.ndarray, axes: "Axes") -> None:
    """Write names right of the bands that end there, moved apart where they would overlap."""
    line = 0.155 / inches(axes)[1]  # of the axes' height
    places = np.array(heights, float)
    low = line / 2 + line * np.arange(
        len(places)
    )  # the lowest place that leaves room for those below
    high = 1 - low[::-1]
    for k in range(len(places)):
        places[k] = max(places[k], low[k], places[k - 1] + line if k else 0.0)
    for k in reversed(range(len(places))):
        places[k] = min(places[k], high[k], places[k + 1] - line if k + 1 < len(places) else 1.0)
    for name, colour, height, place in zip(names, colours, heights, places, strict=True):
        axes.plot(
            [1.0, 1.05], [height, place], color=colour, linewidth=1.5, clip_on=False,
            transform=axes.transAxes,
        )  # fmt: skip
        axes.text(1.065, place, name, fontsize=8, va="center", transform=axes.transAxes)
