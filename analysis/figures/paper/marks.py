"""What maps leave out in print, where cells are too small for letters that can be read."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.figures.paper.letters import widest
from analysis.figures.paper.rows import LEAST_ROW
from analysis.figures.paper.sheet import LEAST, SCALE, USUAL, current

if TYPE_CHECKING:
    from matplotlib.axes import Axes

IN_ORDER = "columns: in the order of the rows"


def crowded(axes: "Axes", columns: int) -> bool:
    """Return whether columns are too narrow for their names."""
    if current() is None:
        return False
    return axes.bbox.width / axes.figure.dpi / columns < LEAST_ROW


def fitting(axes: "Axes", columns: int, letters: int) -> bool:
    """Return whether numbers of so many letters fit into cells."""
    if current() is None:
        return True
    cell = axes.bbox.width / axes.figure.dpi / columns
    return cell >= 0.62 * letters * LEAST / 72


def level(axes: "Axes", names: Sequence[str]) -> bool:
    """Return whether names of columns fit above them without being turned."""
    if current() is None:
        return False
    cell = axes.bbox.width / axes.figure.dpi / len(names)
    return widest(names, USUAL) < 0.94 * cell


def in_order(axes: "Axes") -> None:
    """Say above a map what its columns are, as they have no names."""
    axes.set_xticks([])
    axes.set_title(IN_ORDER, fontsize=LEAST / SCALE, pad=2, loc="left")
