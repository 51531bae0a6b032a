"""Empty axes of the right size for what is drawn in them, and measures of axes.

Margins follow the longest label, which costs nothing. The layouts of matplotlib draw every figure
twice.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures.labels import short
from analysis.figures.paper import rows as in_print
from analysis.figures.paper import sheet as paper
from analysis.figures.paper.sheet import Margins
from tournament.errors import ArgumentError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMN = {1: 3.5, 2: 7.2}
"""Inches: the width of one column of a journal, and of two."""
REPEATED = 40  # of more players, charts show their scale above too
CHART, INSIDE = 7.0, (3.4, 5.4)  # inches: width of a chart, as on a phone; width of its axes
MOST_STRIPS = 7.6  # inches that strips take in print
FLATTEST = 0.62  # of curves in print: their height, relative to their width
NARROW_PANEL, NAMED_PANEL = 1.4, 2.6  # inches of axes beside others in print
CURVE_LABEL, LETTERS = 26, 8.0  # names beside curves: longest, and their size in points


def for_rows(
    names: Sequence[str],
    columns: Sequence[str] | None = None,
    *,
    above: float = 0,
    right: float = 0,
) -> "Axes":
    """Return empty axes for a chart with one row per name, or for a heat map when there are
    columns.

    Rows get thinner as players get more, down to the smallest that can be read.

    Parameters
    ----------
    names
        Labels of the rows.
    columns
        Labels of the columns; None for a chart with a numeric horizontal axis.
    above, right
        Inches to leave free there beyond the usual.
    """
    rows = len(names)
    if paper.current() is not None:
        return _in_print(names, columns, above, right)
    if columns is None:
        cell = float(np.clip(16 / rows, 0.145, 0.26))
        above += 0.35 if rows > REPEATED else 0.12
        below, right = 0.55, right + 0.25
        wide = np.clip(CHART - _margin(names, cell) - right, *INSIDE)
        inside = (float(wide), rows * cell + 0.1)
    else:
        most = max(rows, len(columns))
        cell = float(np.clip(8.5 / most, 0.12, 0.55))
        inside = (len(columns) * cell, rows * cell)
        above, below, right = above + _margin(columns, cell), 0.15, right + 1.0
    return _axes(inside, left=_margin(names, cell), right=right, below=below, above=above)


def strips(names: Sequence[str], cells: int, lines: int, *, rows: int) -> "Axes":
    """Return empty axes for lines of cells, with `rows` rows and a gap in each line."""
    cell, row = min(0.2, 5.6 / cells), 0.17
    if paper.current() is not None:
        row = min(row, MOST_STRIPS / (lines * (rows + 1)))
    inside = (cells * cell, lines * (rows + 1) * row)
    return _axes(inside, left=_margin(names, row), right=0.6, below=0.3, above=0.1)


def for_curves(*, width: float = 7.2, height: float = 3.6, right: float = 0.2) -> "Axes":
    """Return empty axes for curves, with `right` inches left free there for names."""
    width, height = _for_page(width, height)
    left, below, above = 0.6, 0.5, 0.12
    inside = (width - left - right, height - below - above)
    return _axes(inside, left=left, right=right, below=below, above=above)


def column(
    columns: int = 2,
    *,
    tall: float = 0.5,
    right: float = 0.25,
    above: float = 0.12,
    below: float = 0.0,
) -> "Axes":
    """Return empty axes for curves, as wide as one column of a journal, or as two.

    Parameters
    ----------
    columns
        1 (3.5 inches) or 2 (7.2 inches).
    tall
        The height of the figure, relative to its width.
    right, above
        Inches to leave free there.
    below
        Inches to add there, beyond the usual.
    """
    columns = paper.columns_of(columns)
    width, left, foot = COLUMN[columns], 0.74, 0.5 + below
    width, height = _for_page(width, width * tall)
    inside = (width - left - right, height - 0.5 - above)
    return _axes(inside, left=left, right=right, below=foot, above=above)


def drawing(columns: int = 2, *, tall: float = 0.75) -> "Axes":
    """Return empty axes that fill a figure, as wide as one column of a journal, or as two.

    Parameters
    ----------
    columns
        1 (3.5 inches) or 2 (7.2 inches).
    tall
        The height of the figure, relative to its width.
    """
    width = _for_page(COLUMN[columns])[0]
    axes = _axes((width, width * tall), left=0, right=0, below=0, above=0)
    axes.set_axis_off()
    return axes


def beside(names: Sequence[str], longest: int = CURVE_LABEL) -> float:
    """Return the inches that names beside curves take, with the lines that lead to them.

    Parameters
    ----------
    names
        Of the curves.
    longest
        Letters of a name; of longer ones the middle is left out.
    """
    letters = max((len(short(str(name), longest)) for name in names), default=0)
    return 0.42 + letters * LETTERS * 0.62 / 72


def half(labels: Sequence[str] = ()) -> "Axes":
    """Return empty axes, in a figure of which two fit beside each other on a page, with room for
    labels to the right of them."""
    longest = max((len(short(label, CURVE_LABEL)) for label in labels), default=0)
    left, right, above, below = 0.62, 0.2 + longest * LETTERS * 0.62 / 72, 0.3, 0.5
    width, height = _for_page(5.4, 3.3)
    inside = (width - left - right, height - above - below)
    return _axes(inside, left=left, right=right, below=below, above=above)


def square() -> "Axes":
    """Return empty axes for a drawing, with room for a colour bar."""
    width, height = _for_page(8.2, 6.6)
    edge = 0.02
    inside = (width * 0.86, height * 0.96)
    margins = {"left": width * edge, "below": height * edge, "above": height * edge}
    return _axes(inside, right=width * 0.12, **margins)


def panels(number: int = 1, *, width: float = 7.4, height: float = 5.6) -> "list[Axes]":
    """Return empty axes side by side in one figure, whose margins matplotlib finds."""
    return _many(number, number, width, height, named=False)


def grid(number: int, *, tall: float) -> "list[Axes]":
    """Return empty axes in rows of two, as wide together as two columns of a journal, whose margins
    matplotlib finds.

    Parameters
    ----------
    number
        How many there are.
    tall
        Inches of each row.
    """
    columns = min(number, 2)
    return _many(number, columns, COLUMN[columns], -(-number // columns) * tall, named=True)


def inches(axes: "Axes") -> tuple[float, float]:
    """Return width and height of axes in inches."""
    dots = axes.figure.dpi
    return axes.bbox.width / dots, axes.bbox.height / dots


def font(axes: "Axes", rows: int) -> float:
    """Return the size of letters in points that fits so many rows."""
    return _points(inches(axes)[1] / max(len(paper.rows_of(rows)), 1))


def thickness(axes: "Axes", rows: int) -> float:
    """Return a line width in points that leaves air between rows."""
    row = inches(axes)[1] / len(paper.rows_of(rows))
    return float(np.clip(row * 72 * 0.45, 2.0, 7.0))


def _axes(
    inside: tuple[float, float], *, left: float, right: float, below: float, above: float
) -> "Axes":
    """Return axes with an inside of so many inches, and these margins."""
    from analysis.figures.figure import Drawing

    if paper.current() is not None:
        return paper.placed(Margins(left, right, below, above), inside[1])
    width, height = left + inside[0] + right, above + inside[1] + below
    figure = Drawing(figsize=(width, height))
    return figure.add_axes((left / width, below / height, inside[0] / width, inside[1] / height))


def _in_print(
    names: Sequence[str], columns: Sequence[str] | None, above: float, right: float
) -> "Axes":
    """Return empty axes for rows on the sheet that is drawn on."""
    if columns is None:
        above += 0.3 if len(names) > REPEATED else 0.1
        return in_print.chart(names, None, Margins(0.0, right + 0.1, 0.4, above))
    margins = Margins(0.0, right + 0.55, 0.1, above + 0.1)
    if len(columns) <= len(names) / 2:
        return in_print.chart(names, columns, margins)
    return in_print.square(names, columns, margins)


def _for_page(width: float, height: float = 1.0) -> tuple[float, float]:
    """Return the size of a figure on the sheet that is drawn on, not flat; on a screen as it is."""
    sheet = paper.current()
    if sheet is None or sheet.page is None:
        return width, height
    wide = sheet.page.wide
    least = FLATTEST * wide if sheet.page.columns == 1 else 0.0
    return wide, max(min(height, height * wide / width), least)


def _many(number: int, columns: int, width: float, height: float, *, named: bool) -> "list[Axes]":
    """Return empty axes in rows of so many; in print of as many as have room, with names beside
    them or without."""
    from analysis.figures.figure import Drawing

    sheet = paper.current()
    if sheet is not None and sheet.ax is not None:
        if number > 1:
            raise ArgumentError(f"`ax` must be left out: this figure has {number} axes of its own.")
        return [paper.placed(Margins(0, 0, 0, 0), 0.0)]
    if sheet is not None and sheet.page is not None:
        wide = sheet.page.wide
        fit = min(columns, max(1, int(wide / (NAMED_PANEL if named else NARROW_PANEL))))
        rows, tall = -(-number // fit), height / -(-number // columns)  # inches of a row
        if not named:
            tall = min(tall, min(1.0, tall * columns / width) * wide / fit)
        height = rows * tall
        columns, width, height = fit, wide, min(height, sheet.page.tall)
    figure = Drawing(figsize=(width, height), layout="constrained")
    every = list(figure.subplots(-(-number // columns), columns, squeeze=False).flat)
    for spare in every[number:]:
        figure.delaxes(spare)
    return every[:number]


def _margin(names: Sequence[str], cell: float) -> float:
    """Return the inches that the longest label takes."""
    letters = max((len(short(str(name))) for name in names), default=0)
    return 0.2 + letters * _points(cell) * 0.62 / 72


def _points(cell: float) -> float:
    """Return the font size for rows of `cell` inches."""
    if paper.current() is not None:
        return float(np.clip(cell * 72 * 0.9, paper.LEAST, paper.USUAL)) / paper.SCALE
    return float(np.clip(cell * 72 * 0.68, 5.5, 9.0))
