"""Figures of an exact width: drawn, measured, and drawn again until every word is on the page.

Margins follow the words that are really there, so a figure is never cut and wastes no paper. One
that is drawn without a width, for a screen or a notebook, is drawn once.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures.paper import sheet as paper
from analysis.figures.paper.finish import finish, keep_on_page, thin_ticks
from analysis.figures.paper.journals import COLUMNS, page_of
from analysis.figures.paper.sheet import Margins, Panel, Sheet
from analysis.figures.style import style
from tournament.errors import ArgumentError
from tournament.rules.checks import of_kind

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from analysis.figures.paper.journals import Page

ROUNDS = 8
PATIENT = 3  # rounds after which margins may be wider than needed
CLOSE = 0.012  # inches: margins that differ less are right
PAD = 0.03  # inches between what is drawn and the edge of the page


def drawn(
    draw: "Callable[[], Axes | None]",
    width: Any = None,
    ax: "Axes | None" = None,
    top: int | None = None,
) -> "Figure | None":
    """Return what a function draws as a figure; None where it draws nothing.

    Parameters
    ----------
    draw
        Makes axes, with functions of `canvas`, and draws into them. It may be called several times.
    width
        What `page_of` reads; None for a figure for screens.
    ax
        Axes to draw into, instead of a figure of its own.
    top
        Only so many rows of a chart, from the first; such a figure is made for print, of two
        columns if there is no `width`.

    Raises
    ------
    ArgumentError
        When `width` or `ax` cannot be, or has no room for the words.
    """
    with style():
        if width is None and ax is None and top is None:
            axes = draw()
            return None if axes is None else axes.figure  # type: ignore[return-value]
        if width is not None and ax is not None:
            raise ArgumentError("`width` must be left out where `ax` is given: axes have a width.")
        if ax is not None:
            return _within(draw, ax, top)
        return _on_page(draw, page_of(COLUMNS[1] if width is None else width), top)


def figure_of(draw: "Callable[[], Axes]", width: Any = None, ax: "Axes | None" = None) -> "Figure":
    """Return what a function draws as a figure, as `drawn` does, if it always draws something."""
    figure = drawn(draw, width, ax)
    assert figure is not None
    return figure


def _within(draw: "Callable[[], Axes | None]", ax: Any, top: int | None) -> "Figure | None":
    """Return the figure of the given axes, which have the drawing now."""
    from matplotlib.axes import Axes

    ax = of_kind("ax", ax, Axes, "axes of matplotlib")
    with paper.on(Sheet(None, ax, top=top)):
        if draw() is None:
            return None
        _zoom(ax, top)
    finish([ax])
    figure: Any = ax.figure
    while not hasattr(figure, "savefig"):  # a part of a figure
        figure = figure.figure
    return figure  # type: ignore[no-any-return]


def _on_page(draw: "Callable[[], Axes | None]", page: "Page", top: int | None) -> "Figure | None":
    margins: list[Margins] = []
    for attempt in range(ROUNDS):
        with paper.on(Sheet(page, margins=margins, top=top)) as sheet:
            axes = draw()
            if axes is None:
                return None
            while sheet.at + 1 < len(sheet.panels):
                sheet.at += 1
                draw()
        figure: Any = axes.figure
        finish(figure.axes)
        for panel in sheet.panels:
            _zoom(panel.axes, top)
        _share_label(sheet.panels)
        figure.draw_without_rendering()
        thin_ticks(figure.axes)
        keep_on_page(figure, figure.axes)
        used = sheet.margins
        if sheet.fixed or figure.get_layout_engine() is not None:
            return figure  # type: ignore[no-any-return]
        figure.draw_without_rendering()
        margins = [_measured(panel.axes) for panel in sheet.panels]
        if len(used) == len(margins):
            more = np.subtract(margins, used)
            if more.max() < CLOSE and (more.min() > -CLOSE or attempt >= PATIENT):
                return figure  # type: ignore[no-any-return]
            if attempt >= PATIENT - 1:  # ticks come and go with the width: keep room for both
                margins = [Margins(*both) for both in np.maximum(margins, used).tolist()]
    raise paper.narrow(page)


def _measured(axes: "Axes") -> Margins:
    """Return the inches that words take beside axes. A label below may be longer than its axes: it
    was moved to where the page has room."""
    own, dots, label = axes.bbox, axes.figure.dpi, axes.xaxis.label
    low, high = own.y0, own.y1
    if label.get_text():
        box = label.get_window_extent()
        low, high = min(low, box.y0), max(high, box.y1)
    label.set_visible(False)
    box = axes.get_tightbbox(for_layout_only=True) or own
    label.set_visible(True)
    low, high = min(low, box.y0), max(high, box.y1)
    found = (own.x0 - box.x0, box.x1 - own.x1, own.y0 - low, high - own.y1)
    return Margins(*(max(float(side) / dots, 0.0) + PAD for side in found))


def _zoom(axes: "Axes", top: int | None) -> None:
    """Let the scale of a chart follow the rows that are shown, unless bars begin at zero."""
    from matplotlib.collections import LineCollection

    if top is None or axes.containers or axes.images:
        return
    found = [line.get_xydata() for line in axes.lines if line.get_transform() == axes.transData]
    for lines in axes.collections:
        if isinstance(lines, LineCollection):
            found += lines.get_segments()
    if not found:
        return
    x, y = np.concatenate([np.asarray(part, float) for part in found]).T
    x = x[(y > -0.5) & (y < top - 0.5)]
    if len(x) and np.ptp(x):
        edge = 0.03 * np.ptp(x)
        axes.set_xlim(x.min() - edge, x.max() + edge)


def _share_label(panels: list[Panel]) -> None:
    """Let panels have one label below, in the middle of all of them."""
    if len(panels) < 2:
        return
    first, last = panels[0].axes.bbox, panels[-1].axes.bbox
    for panel in panels[1:]:
        panel.axes.set_xlabel("")
    middle = ((first.x0 + last.x1) / 2 - first.x0) / first.width
    panels[0].axes.xaxis.label.set_x(middle)
