"""The figure of a meta-tournament: how the best rules of each format were ranked."""

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import canvas
from analysis.figures.marks import boxes, rows_of
from analysis.figures.paper.fitting import figure_of
from analysis.statistics.meta_tournaments.result import MetaTournaments
from tournament.rules.checks import of_kind, whole

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ENDS = (0.05, 0.95)
ROW, HEAD = 0.19, 1.0  # inches of a row, and of what stands above and below rows
UNIT = "normalised rank"


def plot_meta(found: MetaTournaments, top: int = 15, *, width: Any = None) -> "Figure":
    """Return the distributions of normalised ranks: the best rules of each format, by the median.

    0 is the first place, 1 the last.
    The white mark is the median, the thick line the middle half, the thin line the middle nine
    tenths of the tournaments that a rule took part in.

    Parameters
    ----------
    found
        What `analysis.meta` returned.
    top
        How many rules of each format are shown, at most.
    width
        Of a figure for print, as `results.plot` has it; None for a screen.

    Examples
    --------
    >>> from analysis import meta
    >>> pool = ["tit_for_tat", "always_defect", "always_cooperate", "grudger"]
    >>> found = meta(pool, 50, turns=10, noise=[0, 0.1], seed=1, progress=False)
    >>> [axes.get_title() for axes in plot_meta(found).axes]
    ['standard', 'noisy']
    """
    of_kind("found", found, MetaTournaments, "what `analysis.meta` returned")
    rows = min(whole("top", top, 1, 1000), len(found.names))

    def draw() -> "Axes":
        panels = canvas.grid(len(found.formats), tall=ROW * rows + HEAD)
        for axes, format in zip(panels, found.formats, strict=True):
            names = [str(name) for name in found.players.loc[format].index[:rows]]
            boxes(_ranks(found.of_format(format), names), axes, ENDS)
            rows_of(names, axes, UNIT)
            axes.set_xlim(-0.02, 1.02)
            axes.set_title(format, fontsize=9)
        return panels[0]

    return figure_of(draw, width)


def _ranks(entries: "pd.DataFrame", names: list[str]) -> np.ndarray:
    """Return (n, rows) normalised ranks of some players; NaN below those that a player has."""
    by_player = entries.groupby("player", observed=True)["normalised_rank"]
    ranks = [by_player.get_group(name).to_numpy() for name in names]
    table = np.full((max(map(len, ranks)), len(names)), np.nan)
    for column, values in enumerate(ranks):
        table[: len(values), column] = values
    return table
