"""The figures of a tournament: one function each, data and axes in, axes out.

Rows are players in the order given, first on top. `canvas.for_rows` makes axes of the right size.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import palette
from analysis.figures.canvas import inches, thickness
from analysis.figures.marks import bands, bar, boxes, dots, heat, rows_of
from analysis.figures.paper.sheet import rows_of as rows_in_panel

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LANE = 0.11  # inches between the bars of a critical-difference diagram
LANES = 12  # most groups of a critical-difference diagram that are drawn as bars


def ranking(
    frame: "pd.DataFrame",
    axes: "Axes",
    *,
    by: str = "score",
    unit: str = "score: mean payoff per turn",
    marked: Collection[str] = (),
) -> "Axes":
    """Return the axes with every player's score and its interval.

    Parameters
    ----------
    frame
        (players,) rows in rank order with columns `score`, `low`, `high` and `tier`.
    axes
        Where to draw.
    by
        The column to show, to which the intervals belong.
    unit
        What the horizontal axis says.
    marked
        Players whose names are vermilion.
    """
    intervals(frame, axes)
    dots(frame[by], axes)
    return rows_of([str(name) for name in frame.index], axes, unit, marked)


def intervals(frame: "pd.DataFrame", axes: "Axes") -> None:
    """Draw the intervals of a ranking, and shade every other tier.

    Parameters
    ----------
    frame
        (players,) rows with columns `low`, `high` and `tier`.
    axes
        Where to draw.
    """
    rows, thick = np.arange(len(frame)), thickness(axes, len(frame))
    bands(frame["tier"].to_numpy(), axes)
    axes.hlines(rows, frame["low"], frame["high"], color=palette.LINE, linewidth=thick)


def scores(frame: "pd.DataFrame", axes: "Axes", *, unit: str = "score in one repetition") -> "Axes":
    """Return the axes with the distribution of each player's scores: median, middle half, middle
    nine tenths.

    Parameters
    ----------
    frame
        (repetitions, players) mean score per turn of each player in each repetition.
    axes
        Where to draw.
    unit
        What the horizontal axis says.
    """
    boxes(frame.to_numpy(float), axes, (0.05, 0.95))
    return rows_of([str(name) for name in frame.columns], axes, unit)


def differences(
    frame: "pd.DataFrame", axes: "Axes", *, unit: str = "own payoff less the opponent's, per turn"
) -> "Axes":
    """Return the axes with how much more each player earns than its opponents: median, middle half
    and range over opponents.

    Parameters
    ----------
    frame
        (players, players) mean payoff per turn of row against column; NaN where they did not play.
    axes
        Where to draw.
    unit
        What the horizontal axis says.
    """
    values = frame.to_numpy(float)
    ahead = values - values.T
    np.fill_diagonal(ahead, np.nan)
    axes.axvline(0, color=palette.SOFT, linewidth=0.8)
    boxes(ahead.T, axes, (0.0, 1.0))
    return rows_of([str(name) for name in frame.index], axes, unit)


def critical_difference(
    mean_ranks: "pd.Series", critical: float, groups: Sequence[Sequence[str]], axes: "Axes"
) -> "Axes":
    """Return the axes with mean ranks, and how far apart two of them must be to count as different.

    Each dot is a mean rank. The line to its right is as long as the critical difference. Where few
    groups of players cannot be told apart, bars on the right join their members, as in Demšar
    (2006).

    Parameters
    ----------
    mean_ranks
        (players,) best first.
    critical
        The critical difference.
    groups
        Players within one critical difference, as `analysis.friedman` returns them.
    axes
        Where to draw.
    """
    rows, thick = np.arange(len(mean_ranks)), min(2.0, thickness(axes, len(mean_ranks)))
    far = mean_ranks + critical
    axes.hlines(rows, mean_ranks, far, color=palette.LINE, linewidth=thick)
    dots(mean_ranks, axes)
    if len(groups) <= LANES:
        _join(groups, {str(name): row for row, name in enumerate(mean_ranks.index)}, axes)
    return rows_of([str(name) for name in mean_ranks.index], axes, "mean rank (1 is best)")


def lanes(groups: Sequence[Sequence[str]]) -> float:
    """Return the inches that bars of a critical-difference diagram take on the right."""
    return LANE * (len(groups) + 1) if len(groups) <= LANES else 0.0


def payoffs(frame: "pd.DataFrame", axes: "Axes", *, less_is_better: bool = False) -> "Axes":
    """Return the axes with what the row player earns per turn against the column player; bright is
    good.

    Parameters
    ----------
    frame
        (players, players) mean payoff per turn of row against column; NaN where they did not play.
    axes
        Where to draw.
    less_is_better
        Whether payoffs are costs.
    """
    colours = palette.payoffs(less_is_better=less_is_better)
    bar(heat(frame, axes, colours), axes, "payoff per turn of the row player")
    return axes


def cooperation(
    frame: "pd.DataFrame", axes: "Axes", *, unit: str = "cooperation of the row player"
) -> "Axes":
    """Return the axes with how often each row cooperates in each column: blue is always, vermilion
    is never.

    Parameters
    ----------
    frame
        (players, columns) cooperation rates: with column players, or in states such as "after CC";
        NaN where there is none.
    axes
        Where to draw.
    unit
        What the colour bar says.
    """
    bar(heat(frame, axes, palette.cooperation(), (0.0, 1.0)), axes, unit)
    return axes


def _join(groups: Sequence[Sequence[str]], place: dict[str, int], axes: "Axes") -> None:
    """Draw a bar at the right of each group's rows."""
    shown = rows_in_panel(len(place))
    for lane, group in enumerate(groups):
        at = 1 + LANE * (lane + 1) / inches(axes)[0]
        first = max(place[group[0]], shown.start)
        last = min(place[group[-1]], shown.stop - 1)
        if first > last:
            continue
        axes.plot(
            [at, at], [first - 0.2, last + 0.2], color=palette.INK,
            linewidth=3, solid_capstyle="round", transform=axes.get_yaxis_transform(),
            clip_on=False,
        )  # fmt: skip
