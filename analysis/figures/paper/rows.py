"""Charts with a row for each player in print: names whole, in panels side by side if they are many.

A name needs `LEAST_ROW` inches at least. Rows that do not fit below each other on a page stand in
several panels, which share one scale. What fits in no way is refused, with the numbers that fit.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.figures.paper import sheet as paper
from analysis.figures.paper.journals import INCH, TALLER, WIDEST, Page
from analysis.figures.paper.letters import widest
from analysis.figures.paper.sheet import LEAST, USUAL, Margins, Panel
from tournament.errors import ArgumentError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEAST_ROW, USUAL_ROW, AIRY_ROW = 0.0925, 0.135, 0.17  # inches: crowded, usual, of few rows
FEW = 12
INSIDE, ROOMY = 0.42, 0.8  # inches of the axes of one panel of several
CROWDED = (LEAST_ROW, 1.02 * LEAST_ROW, INSIDE, LEAST)
"""Inches of a row, at least and at most, and of axes; points of letters."""
GAP = 0.14  # inches between panels
CELL = 0.42  # inches: the tallest cell of a map
MOST_PANELS = 8
ENDS = 0.05  # inches of axes before the first row and after the last
AWAY, BESIDE = 0.1, 0.16  # inches beside letters: on the left of axes; on both sides


def chart(names: Sequence[str], columns: Sequence[str] | None, margins: Margins) -> "Axes":
    """Return axes for rows, or for a map of few columns; the first panel, if there are several.

    Parameters
    ----------
    names, columns
        Of the rows, and of the columns of a map.
    margins
        As reckoned; the one on the left counts for nothing.
    """
    sheet = paper.current()
    assert sheet is not None
    names = names[: sheet.top]
    if sheet.ax is not None or sheet.page is None:
        return _given(names)
    if len(sheet.panels) > 1:
        return sheet.panels[sheet.at].axes
    measured = sheet.margins
    if measured:
        margins = Margins(
            0.0, measured[-1].right, max(m.below for m in measured), max(m.above for m in measured)
        )
    elif columns is not None:
        margins = margins._replace(above=margins.above + widest(columns, LEAST) + AWAY)
    least = 0.0 if columns is None else len(columns) * LEAST_ROW
    parts, pitch = _again(len(names), measured, margins, sheet.page) or panels(
        names, sheet.page, margins, least
    )
    if len(parts) != len(measured):
        sheet.margins = measured = []
    sides = [(m.left, m.right) for m in measured] or [
        (widest([names[row] for row in part], LEAST) * 1.1 + AWAY, 0.05) for part in parts
    ]
    if not measured:
        sides[-1] = (sides[-1][0], margins.right)
    sheet.panels = _make(parts, pitch, sides, margins, sheet.page)
    return sheet.panels[sheet.at].axes


def _again(
    many: int, measured: Sequence[Margins], margins: Margins, page: Page
) -> tuple[list[range], float] | None:
    """Return the same panels as before measuring, if rows still have room."""
    if not measured:
        return None
    each = -(-many // len(measured))
    pitch = (page.tall - margins.above - margins.below - ENDS) / each
    if pitch < 0.97 * LEAST_ROW:
        return None
    usual = AIRY_ROW if many <= FEW else USUAL_ROW
    most = usual if pitch >= 0.9 * usual else CROWDED[1]
    return [range(k, min(k + each, many)) for k in range(0, many, each)], min(pitch, most)


def panels(
    names: Sequence[str], page: Page, margins: Margins, least: float = 0.0
) -> tuple[list[range], float]:
    """Return the rows of each panel, and the inches of a row.

    Parameters
    ----------
    names
        Of the rows.
    page
        Where they must fit.
    margins
        Beside all of them; names need more on the left.
    least
        Inches of the axes of a panel at least.

    Raises
    ------
    ArgumentError
        When names at `LEAST` points do not fit, with what does.

    Examples
    --------
    >>> from analysis.figures.paper.journals import page_of
    >>> names, margins = [f"player_{k}" for k in range(238)], Margins(0, 0.1, 0.4, 0.4)
    >>> parts, pitch = panels(names, page_of("two columns"), margins)
    >>> [len(part) for part in parts], round(pitch, 3)
    ([60, 60, 60, 58], 0.132)
    """
    wide = [widest([name], LEAST) for name in names]
    found = _fit(wide, page, margins, least)
    if found is None:
        raise _too_many(wide, page, margins, least)
    return found


def _fit(
    wide: Sequence[float], page: Page, margins: Margins, least: float
) -> tuple[list[range], float] | None:
    """Return the rows of each panel, and the inches of a row; None if there is no way."""
    many = len(wide)
    usual = AIRY_ROW if many <= FEW else USUAL_ROW
    tall = page.tall - margins.above - margins.below - ENDS
    for row, most, inside, size in ((usual * 0.9, usual, ROOMY, USUAL), CROWDED):
        for number in range(1, min(many, MOST_PANELS) + 1):
            each = -(-many // number)
            if each * row > tall or (number - 1) * each >= many:
                continue
            parts = [range(k, min(k + each, many)) for k in range(0, many, each)]
            letters = sum(
                max(wide[part.start : part.stop]) * 1.03 * size / LEAST + BESIDE for part in parts
            )
            room = page.wide - letters - GAP * (number - 1) - margins.right
            if room / number >= max(inside, least):
                return parts, min(most, tall / each)
    return None


def _too_many(wide: Sequence[float], page: Page, margins: Margins, least: float) -> ArgumentError:
    """Return the error that says how many rows fit, and which width is enough for all."""
    fits = next((n for n in range(len(wide) - 1, 0, -1) if _fit(wide[:n], page, margins, least)), 0)
    enough = next(
        (
            float(mm)
            for mm in range(10 * int(page.wide * INCH / 10) + 10, int(WIDEST), 10)
            if _fit(wide, Page(mm / INCH, max(page.tall, TALLER * mm / INCH)), margins, least)
        ),
        WIDEST,
    )
    return _refused(len(wide), page, fits, enough)


def _refused(many: int, page: Page, fits: int, enough: float) -> ArgumentError:
    """Return the error that says how many rows fit, and which width, in millimetres, is enough."""
    wide = f"{10 * -(-enough // 10):.0f} mm"
    return ArgumentError(
        f"`width` must leave room for {many} names of {LEAST:g} points; {page} have room for"
        f" {fits}. Say top={fits} where a figure takes `top`, or width='{wide}'."
    )


def _make(
    parts: Sequence[range],
    pitch: float,
    sides: Sequence[tuple[float, float]],
    margins: Margins,
    page: Page,
) -> list[Panel]:
    """Return the axes of all panels, equally wide, their first rows at one height."""
    from analysis.figures.figure import Drawing

    most = max(map(len, parts)) * pitch + ENDS
    whole = margins.above + most + margins.below
    taken = sum(left + right for left, right in sides) + GAP * (len(parts) - 1)
    wide = (page.wide - taken) / len(parts)
    if wide < paper.NARROWEST:
        raise paper.narrow(page)
    figure, at, made = Drawing(figsize=(page.wide, whole)), 0.0, []
    for part, (left, right) in zip(parts, sides, strict=True):
        tall = len(part) * pitch + ENDS
        low = margins.below + most - tall
        box = ((at + left) / page.wide, low / whole, wide / page.wide, tall / whole)
        made.append(Panel(figure.add_axes(box), part))
        at += left + wide + right + GAP
    return made


def square(names: Sequence[str], columns: Sequence[str], margins: Margins) -> "Axes":
    """Return axes for a map with many columns.

    If columns are too narrow for names, only rows have names; columns stand in the same order.
    """
    sheet = paper.current()
    assert sheet is not None
    if sheet.ax is not None or sheet.page is None:
        return _given(names)
    page = sheet.page
    if sheet.margins:
        margins = sheet.margins[0]
    else:
        left = widest(names, LEAST) * 1.1 + AWAY
        above = widest(columns, LEAST) * 1.1 + AWAY if len(columns) <= len(names) else AWAY
        margins = margins._replace(left=left, above=margins.above + above)
    tall = page.tall - margins.above - margins.below
    wide = page.wide - margins.left - margins.right
    cell = min(max(wide / len(columns), LEAST_ROW), CELL, tall / len(names))
    if cell < LEAST_ROW:
        needed = len(names) * LEAST_ROW + margins.above + margins.below
        raise _refused(len(names), page, int(tall / LEAST_ROW), needed * INCH / TALLER)
    return paper.placed(margins, cell * len(names))


def _given(names: Sequence[str]) -> "Axes":
    """Return axes of somebody else, if names have room there."""
    axes = paper.placed(Margins(0, 0, 0, 0), 0.0)
    tall = axes.bbox.height / axes.figure.dpi
    if tall / max(len(names), 1) < LEAST_ROW:
        raise ArgumentError(
            f"`ax` must be {LEAST_ROW * len(names):.1f} inches tall for {len(names)} names of"
            f" {LEAST:g} points; got {tall:.1f} inches. Make the figure taller."
        )
    return axes
