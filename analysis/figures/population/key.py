"""The key of a picture: what its colours mean, in rows below it, where names stand whole."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.figures import palette
from analysis.figures.canvas import inches
from analysis.figures.labels import short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW = 0.2  # inches
POINTS = 8.0
WIDE = POINTS * 0.62 / 72  # inches of a letter
SQUARE, GAP = 0.2, 0.18  # inches before a name, and after it


def height(words: Sequence[str], wide: float) -> float:
    """Return the inches that a key takes.

    Parameters
    ----------
    words
        What it says.
    wide
        Inches that a row may have.
    """
    return ROW * len(_rows(words, wide)) + 0.1


def write(
    entries: Sequence[tuple[str, str]], axes: "Axes", *, down: float = 0.0, left: float = 0.0
) -> "Axes":
    """Return the axes with a key below.

    Parameters
    ----------
    entries
        Colour and words of each. A colour "" makes an entry of words alone.
    axes
        Below which.
    down, left
        Inches from the lower left corner of the axes to where the key begins.
    """
    width, tall = inches(axes)
    dots = axes.figure.dpi
    whole = axes.figure.bbox.width / dots
    start = axes.bbox.x0 / dots - left
    rows = _rows([words for _, words in entries], whole - start - 0.05)
    for line, row in enumerate(rows):
        y = -(down + 0.05 + ROW * (line + 0.5)) / tall
        for at, number in row:
            colour, words = entries[number]
            x = at - left
            if colour:
                axes.plot(
                    (x + 0.08) / width, y, "s", color=colour, markersize=7, clip_on=False,
                    markeredgecolor=palette.SOFT, markeredgewidth=0.5, transform=axes.transAxes,
                )  # fmt: skip
            axes.text(
                (x + (SQUARE if colour else 0)) / width, y, short(words, _letters(whole)),
                gid="key", fontsize=POINTS, va="center_baseline", color=palette.INK,
                transform=axes.transAxes,
            )  # fmt: skip
    return axes


def _rows(words: Sequence[str], wide: float) -> list[list[tuple[float, int]]]:
    """Return entries in rows that fit: where each begins, in inches, and its number."""
    rows: list[list[tuple[float, int]]] = []
    at = wide + 1
    for number, text in enumerate(words):
        length = SQUARE + len(short(text, _letters(wide))) * WIDE + GAP
        if at + length - GAP > wide:
            rows.append([])
            at = 0.0
        rows[-1].append((at, number))
        at += length
    return rows


def _letters(wide: float) -> int:
    """Return how many letters of a name have room."""
    return int((wide - SQUARE - 0.1) / WIDE)
