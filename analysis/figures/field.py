"""The figures of a field: a population over time, ranks under changing rules, winners of
sub-fields.

One function each, data and axes in, axes out.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import palette
from analysis.figures.canvas import inches
from analysis.figures.marks import bar, heat, name_ends, rows_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

COLOURED = 7  # most players of a population that have a colour


def population(frame: "pd.DataFrame", axes: "Axes", *, most: int = COLOURED) -> "Axes":
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
        How many players have a colour, at most 7: those with the largest shares at any time after
        the start. The largest share at the end lies lowest. All others together are grey, on top.
    """
    values, moments = frame.to_numpy(float), frame.index.to_numpy(float)
    later = values[1:] if len(values) > 1 else values
    largest = np.lexsort((frame.columns, -values[-1], -later.max(axis=0)))
    chosen = largest[: min(most, COLOURED)]
    order = chosen[np.lexsort((frame.columns[chosen], -values[-1, chosen]))]
    others = values.shape[1] - len(order)
    bands = list(values[:, order].T)
    names = [str(frame.columns[k]) for k in order]
    colours: list[str] = list(palette.SERIES[: len(order)])
    if others:
        bands.append(1.0 - values[:, order].sum(axis=1))
        names.append(f"{others} others" if others > 1 else "1 other")
        colours.append(palette.PALE)
    axes.stackplot(moments, bands, colors=colours, edgecolor="white", linewidth=0.5)
    axes.set_xlim(moments[0], moments[-1])
    axes.set_ylim(0, 1)
    axes.set_xlabel(str(frame.index.name or "time"))
    axes.set_ylabel("share of the population")
    edges = np.concatenate([[0.0], np.cumsum([band[-1] for band in bands])])
    middles = ((edges[1:] + edges[:-1]) / 2).tolist()
    name_ends(axes, list(zip(names, middles, colours, strict=True)), leaders=True, longest=24)
    return axes


def rank_map(frame: "pd.DataFrame", axes: "Axes") -> "Axes":
    """Return the axes with everybody's rank under each condition of a sweep; bright is good.

    Parameters
    ----------
    frame
        (players, conditions) ranks, as `analysis.rank_map` returns.
    axes
        Where to draw, such as `canvas.for_rows(frame.index, conditions(frame))`.
    """
    from matplotlib.ticker import MaxNLocator

    named, last = frame.set_axis(conditions(frame), axis=1), float(np.nanmax(frame))
    colours = palette.payoffs(less_is_better=True)
    image = heat(named, axes, colours, (1.0, last), written=lambda rank: f"{rank:g}")
    beside = bar(image, axes, "rank")
    beside.invert_yaxis()
    beside.yaxis.set_major_locator(MaxNLocator(integer=True))
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
        What `analysis.sub_fields` returns: columns `first`, `low`, `high`, the first row on top.
        If the field is large, rows with `frame["first"] > 0` are enough.
    axes
        Where to draw.
    """
    rows, height = np.arange(len(frame)), inches(axes)[1] / max(len(frame), 1)
    thick = float(np.clip(height * 15, 1, 2))
    axes.barh(rows, frame["first"], height=0.66, color=palette.LINE)
    axes.hlines(rows, frame["low"], frame["high"], color=palette.MARK, linewidth=thick)
    rows_of([str(name) for name in frame.index], axes, "share of sub-fields won, of those entered")
    axes.set_xlim(0, 1.02 * max(0.05, float(np.nanmax(frame["high"]))))
    return axes


def _word(name: str, value: Any) -> str:
    if name == "game":
        return str(value)
    text = f"{value:g}" if isinstance(value, (int, float, np.number)) else str(value)
    return f"{text} turns" if name == "turns" else f"{name} {text}"
