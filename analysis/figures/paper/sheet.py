"""The sheet that figures are drawn on now, if they are for print or for axes of somebody else.

Functions that make axes ask `current` for it; everything else about print stands in this folder.
On a screen there is no sheet.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tournament.errors import ArgumentError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.figures.paper.journals import Page

LEAST, USUAL = 6.0, 7.0
"""Points: the smallest letters in print, and those that are neither small nor large.

Elsevier asks for 7 and 6, Nature for 5 to 7, PNAS for 6 to 8.
"""
SCALE = USUAL / 9.0  # letters in print, relative to those on a screen
NARROWEST = 0.35  # inches that axes have at least


class Margins(NamedTuple):
    """Inches beside axes."""

    left: float
    right: float
    below: float
    above: float


class Panel(NamedTuple):
    """Axes, and the rows of a long chart that they show; None for all."""

    axes: "Axes"
    rows: range | None = None


@dataclass
class Sheet:
    """What is drawn on.

    page
        How large it is; None for axes of somebody else.
    ax
        These axes.
    margins
        Of each panel, as measured; empty before.
    panels
        The axes that were made.
    at
        Which of them is drawn now.
    top
        Only so many rows of a chart are shown; None for all.
    fixed
        Whether the axes stay where they are, whatever words take.
    """

    page: "Page | None"
    ax: "Axes | None" = None
    margins: list[Margins] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    at: int = 0
    top: int | None = None
    fixed: bool = False


_SHEET: ContextVar[Sheet | None] = ContextVar("sheet", default=None)


def current() -> Sheet | None:
    """Return the sheet that is drawn on, or None on a screen."""
    return _SHEET.get()


@contextmanager
def on(sheet: Sheet) -> Iterator[Sheet]:
    """Draw on a sheet inside the `with` block."""
    token = _SHEET.set(sheet)
    try:
        yield sheet
    finally:
        _SHEET.reset(token)


def columns_of(columns: int) -> int:
    """Return as how many columns of a journal a figure is laid out: those of the page, or the given
    ones on a screen."""
    sheet = current()
    return columns if sheet is None or sheet.page is None else sheet.page.columns


def rows_of(rows: int) -> range:
    """Return which of so many rows the panel shows that is drawn now."""
    sheet = current()
    if sheet is None:
        return range(rows)
    shown = sheet.panels[sheet.at].rows if sheet.panels else None
    return shown or range(min(rows, sheet.top or rows))


def first_panel() -> bool:
    """Return whether what stands above a chart once is due now."""
    sheet = current()
    return sheet is None or sheet.at == 0


def last_panel() -> bool:
    """Return whether what stands to the right of a chart once is due now."""
    sheet = current()
    return sheet is None or sheet.at == max(len(sheet.panels) - 1, 0)


def placed(reckoned: Margins, tall: float, *, fixed: bool = False) -> "Axes":
    """Return axes as wide as the page allows.

    Parameters
    ----------
    reckoned
        The margins, as long as they are not measured.
    tall
        Inches of the axes.
    fixed
        Whether the margins are right without measuring.
    """
    from analysis.figures.figure import Drawing

    sheet = current()
    assert sheet is not None
    if sheet.ax is not None or sheet.page is None:
        sheet.panels = [Panel(sheet.ax)]  # type: ignore[arg-type]
        return sheet.panels[0].axes
    sheet.fixed = fixed
    margins = sheet.margins[0] if sheet.margins and not fixed else reckoned
    page = sheet.page
    if sheet.margins and page.wide - margins.left - margins.right < NARROWEST:
        raise narrow(page)
    left, right = margins.left, margins.right
    if page.wide - left - right < NARROWEST:  # reckoned too large; measuring comes
        left = right = (page.wide - NARROWEST) / 2
    tall = min(tall, page.tall - margins.below - margins.above)
    whole = tall + margins.below + margins.above
    figure = Drawing(figsize=(page.wide, whole))
    wide = (page.wide - left - right) / page.wide
    axes = figure.add_axes((left / page.wide, margins.below / whole, wide, tall / whole))
    sheet.panels = [Panel(axes)]
    return axes


def narrow(page: "Page") -> ArgumentError:
    """Return the error about words that leave no room for anything else."""
    return ArgumentError(
        f"`width` must leave room beside the names, which are too long for {page}; say a larger"
        " width, or give shorter names."
    )
