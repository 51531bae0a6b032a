"""The figure of a match: its moves as strips, the two players one above the other.

A cell is a turn, and a line has up to a hundred cells. In a very long match a cell is several
turns, and its colour the share of cooperation in them.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import canvas, palette
from analysis.figures.canvas import inches
from analysis.figures.labels import short
from analysis.figures.paper.fitting import drawn
from analysis.figures.paper.sheet import columns_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tournament.match import MatchResult

A_LINE, LINES = 100, 20  # cells of a line, and most lines
NARROW = 18  # fewest cells that axes have room for, so that the words below fit
LONGEST = 28  # letters of a name
WORDS = "blue: cooperates, vermilion: defects; right: last turn"


def moves(result: "MatchResult", width: Any = None, ax: "Axes | None" = None) -> "Figure | None":
    """Return the moves of a match: blue cooperates and vermilion defects.

    Parameters
    ----------
    result
        Of a match.
    width, ax
        As `drawn` has them.
    """
    return drawn(lambda: _strips(result), width, ax)


def _strips(result: "MatchResult") -> "Axes":
    """Return the axes with the moves of a match."""
    each = -(-result.turns // (A_LINE * LINES))
    rates = cells(result.moves, each)
    wide = min(len(rates), A_LINE * columns_of(2) // 2)
    lines = -(-len(rates) // wide)
    names = [short(name, LONGEST) for name in result.names]
    axes = canvas.strips(names, max(wide, NARROW), lines, rows=len(names))
    _draw(rates, wide, axes)
    for line in range(lines):
        turn = min((line + 1) * wide * each, result.turns)
        _label(line, names, (min(wide, len(rates) - line * wide), turn), axes)
    many = f"; a cell is {each:,} turns" if each > 1 else ""
    axes.set_xlabel(f"{WORDS}{many}", loc="left", fontsize=7.5, color=palette.SOFT)
    return axes


def cells(moves: np.ndarray, each: int) -> np.ndarray:
    """Return (cells, players) shares of cooperation in as many turns each; the last cell has the
    rest.

    >>> cells(np.array([[0, 1], [1, 1], [0, 0]]), 2).tolist()
    [[0.5, 0.0], [1.0, 1.0]]
    """
    starts = np.arange(0, len(moves), each)
    turns = np.diff(np.append(starts, len(moves)))
    return np.add.reduceat(1.0 - moves, starts) / turns[:, None]


def _draw(rates: np.ndarray, wide: int, axes: "Axes") -> None:
    """Draw the cells, a row for each player, and an empty one between two lines."""
    players = rates.shape[1]
    lines = -(-len(rates) // wide)
    image = np.full((lines * (players + 1), wide), np.nan)
    for line in range(lines):
        part = rates[line * wide : (line + 1) * wide].T
        image[line * (players + 1) : line * (players + 1) + players, : part.shape[1]] = part
    axes.pcolormesh(
        np.ma.masked_invalid(image), cmap=palette.cooperation(), vmin=0, vmax=1,
        edgecolors="white", linewidth=min(0.6, 6 * inches(axes)[0] / wide),
    )  # fmt: skip
    axes.set_xlim(0, max(wide, NARROW))
    axes.set_ylim(len(image) - 0.5, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)


def _label(line: int, names: list[str], last: tuple[int, int], axes: "Axes") -> None:
    """Write the players at the left of a line; at the right of the `last` cell, its last turn."""
    width = inches(axes)[0]
    top = line * (len(names) + 1)
    for row, name in enumerate(names):
        axes.text(
            -0.06 / width, top + row + 0.5, name, ha="right", va="center_baseline", fontsize=7.5,
            transform=axes.get_yaxis_transform(), gid="name",
        )  # fmt: skip
    axes.annotate(
        f"{last[1]:,}", (last[0], top + len(names) / 2), (4, 0), textcoords="offset points",
        va="center_baseline", fontsize=7.5, color=palette.SOFT, annotation_clip=False, gid="turn",
    )  # fmt: skip


MATCH = {"moves": moves}
