"""What figures are made of: cells and colour bars, rows with names, boxes, bands, names of curves.

Each takes axes and draws into them. Rows are 0, 1, 2, and so on, the first on top.
"""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures.canvas import REPEATED, font, inches, thickness
from analysis.figures.labels import apart, short
from analysis.figures.palette import (
    BAND,
    DARK,
    INK,
    LINE,
    MARK,
    MARKED,
    SOFT,
    UNKNOWN,
    dark_letters,
)
from analysis.figures.paper import sheet as paper
from analysis.figures.paper.marks import crowded, fitting, in_order, level

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Colormap

AWAY = 0.05  # inches between names and what they name
LEADER = 0.24  # inches of the line from the end of a band to its name
NUMBERED = 16  # up to so many players, cells of a heat map show their numbers


def heat(
    frame: "pd.DataFrame",
    axes: "Axes",
    colours: "str | Colormap",
    limits: tuple[float, float] | None = None,
    *,
    logarithmic: bool = False,
    written: Callable[[float], str] | None = None,
) -> "ScalarMappable":
    """Draw a table as coloured cells, with numbers where there are few, and return the image that
    has the colours: `bar` shows them.

    Parameters
    ----------
    frame
        (rows, columns) numbers; NaN is grey.
    axes
        Where to draw.
    colours
        A colour map.
    limits
        The numbers with the first and the last colour, which numbers beyond them have, too; None
        for the range.
    logarithmic
        Whether equal ratios, not equal differences, are equal steps in colour.
    written
        How a cell shows its number; None for decimals that suit the limits.
    """
    import matplotlib
    from matplotlib.colors import LogNorm, Normalize

    values = frame.to_numpy(float)
    if limits is None:
        seen = values[np.isfinite(values)]
        limits = (seen.min(), seen.max()) if seen.size else (0.0, 1.0)
    image = axes.imshow(
        np.clip(values, *limits),
        cmap=matplotlib.colormaps.get_cmap(colours).with_extremes(bad=UNKNOWN),
        norm=LogNorm(*limits) if logarithmic else Normalize(*limits),
        aspect="auto",
        interpolation="none",  # cells as they are, also in SVG
    )
    size = font(axes, max(values.shape))
    shown = paper.rows_of(len(values))
    axes.set_ylim(shown.stop - 0.5, shown.start - 0.5)
    write_names(axes, list(frame.index), size)
    if crowded(axes, values.shape[1]):
        in_order(axes)
    else:
        write_names(axes, list(frame.columns), size, above=True)
    axes.spines[:].set_visible(False)
    if len(values) <= NUMBERED:
        _write_numbers(values, axes, image, size, written or _decimals(*limits))
    return image


def ratios(
    frame: "pd.DataFrame",
    axes: "Axes",
    unit: str,
    *,
    most: float = 8.0,
    written: Callable[[float], str] | None = None,
) -> "Axes":
    """Return the axes with a table of ratios as coloured cells: white is 1, green is more, purple
    is less, and equal ratios are equal steps.

    Parameters
    ----------
    frame
        (rows, columns) ratios; NaN is grey.
    axes
        Where to draw.
    unit
        What the colour bar says.
    most
        The largest ratio with a colour of its own, at least 2.
    written
        How a cell shows its number; None for decimals that suit the ratios.
    """
    values = frame.to_numpy(float)
    seen = values[np.isfinite(values) & (values > 0)]
    reach = float(np.clip(np.exp(np.abs(np.log(seen)).max(initial=0.0)), 2.0, most))
    limits = (1 / reach, reach)
    image = heat(frame, axes, "PRGn", limits, logarithmic=True, written=written)
    beside = bar(image, axes, unit)
    steps = [10.0**k for k in range(1, 7)] if reach >= 20 else [2.0, 4.0, 8.0]
    up = [step for step in steps if step <= reach]
    ticks = [*(1 / step for step in reversed(up)), 1.0, *up]
    beside.set_yticks(ticks, [f"1/{1 / t:,.0f}" if t < 1 else f"{t:,.0f}" for t in ticks])
    beside.set_yticks([], minor=True)
    return axes


def corner(axes: "Axes", words: str) -> "Axes":
    """Return the axes with words above the names of the rows, which say what the rows are."""
    width, height = inches(axes)
    axes.text(
        -AWAY / width, 1 + AWAY / height, words, ha="right", va="bottom", fontsize=7.5,
        color=SOFT, transform=axes.transAxes,
    )  # fmt: skip
    return axes


def bar(image: "ScalarMappable", axes: "Axes", unit: str, *, away: float = 0.12) -> "Axes":
    """Return the axes of a colour bar to the right of `axes`, `away` inches from them.

    Parameters
    ----------
    image
        What has the colours.
    axes
        Beside which.
    unit
        What the bar says, if there is room.
    away
        The distance in inches.
    """
    width, height = inches(axes)
    tall = min(1.0, 3.2 / height)
    beside = axes.inset_axes((1 + away / width, 1 - tall, 0.14 / width, tall))
    beside.set_visible(paper.last_panel())
    axes.figure.colorbar(image, cax=beside)
    beside.tick_params(labelsize=7)
    beside.set_ylabel(unit if height > 1.8 else "", fontsize=7.5)
    return beside


def rows_of(names: Sequence[str], axes: "Axes", unit: str, marked: Collection[str] = ()) -> "Axes":
    """Return the axes with a name beside each row, and what the numbers are below.

    Parameters
    ----------
    names
        Of the rows, from the top.
    axes
        Whose rows are 0, 1, 2, and so on.
    unit
        What the horizontal axis says.
    marked
        Names that are vermilion.
    """
    write_names(axes, names, font(axes, len(names)), marked)
    shown = paper.rows_of(len(names))
    axes.set_ylim(shown.stop - 0.4, shown.start - 0.6)
    axes.margins(x=0.03)
    axes.grid(axis="x")
    axes.set_xlabel(unit)
    axes.spines["left"].set_visible(False)
    if len(names) > REPEATED:
        axes.tick_params(axis="x", top=True, labeltop=True)
    return axes


def write_names(
    axes: "Axes",
    names: Sequence[str],
    size: float,
    marked: Collection[str] = (),
    *,
    above: bool = False,
) -> None:
    """Write names beside the rows of axes, or above their columns.

    They are texts (`gid` "name") and not ticks, which take four times as long to make.

    Parameters
    ----------
    axes
        Whose rows or columns are 0, 1, 2, and so on.
    names
        In this order.
    size
        Of the letters, in points.
    marked
        Names that are vermilion.
    above
        Whether they are names of columns.
    """
    width, height = inches(axes)
    if above:
        axes.set_xticks([])
        place = axes.get_xaxis_transform()
    else:
        axes.set_yticks([])
        place = axes.get_yaxis_transform()
    upright = above and not level(axes, names)
    shown = range(len(names)) if above else paper.rows_of(len(names))
    for at, name in zip(shown, names[shown.start : shown.stop], strict=True):
        x, y = (at, 1 + AWAY / height) if above else (-AWAY / width, at)
        axes.text(
            x, y, short(name), transform=place, fontsize=size, gid="name",
            ha="center" if above else "right", va="bottom" if above else "center_baseline",
            rotation=90 if upright else 0, color=MARKED if name in marked else "black",
        )  # fmt: skip


def name_ends(
    axes: "Axes",
    ends: Sequence[tuple[str, float, Any]],
    *,
    leaders: bool = False,
    bold: Collection[str] = (),
    longest: int = 26,
) -> None:
    """Write the names of curves or of bands where they end at the right, apart from each other.

    Parameters
    ----------
    axes
        Whose limits are final.
    ends
        Name, height in the units of the axes, and colour of each.
    leaders
        Whether lines lead from the ends to the names, which are black then.
    bold
        Names to write bold.
    longest
        Letters of a name; of longer ones the middle is left out.
    """
    if not ends:
        return
    leaders = leaders or paper.current() is not None  # journals want no coloured words
    (low, high), (width, height) = axes.get_ylim(), inches(axes)
    shares = [(value - low) / (high - low) for _, value, _ in ends]  # of the height of the axes
    line = 0.155 / height
    places = apart(shares, line, line / 2, 1 - line / 2 if leaders else 1.0)
    for (name, _, colour), share, place in zip(ends, shares, places, strict=True):
        if leaders:
            axes.plot(
                [1.0, 1 + LEADER / width], [share, place], color=colour, linewidth=1.5,
                clip_on=False, transform=axes.transAxes,
            )  # fmt: skip
        axes.text(
            1 + ((LEADER if leaders else 0) + 0.08) / width, place, short(name, longest),
            fontsize=8, va="center", transform=axes.transAxes, gid="end",
            color=INK if leaders else colour, weight="bold" if name in bold else "normal",
        )  # fmt: skip


def boxes(values: np.ndarray, axes: "Axes", ends: tuple[float, float]) -> None:
    """Draw median, middle half, and the quantiles `ends` of each column, one row each.

    Parameters
    ----------
    values
        (n, rows) numbers; NaN where there is none.
    axes
        Where to draw.
    ends
        Quantiles where the thin line begins and ends.
    """
    known = np.flatnonzero(~np.isnan(values).all(axis=0))
    if not len(known):
        return
    lowest, low, middle, high, highest = np.nanquantile(
        values[:, known], [ends[0], 0.25, 0.5, 0.75, ends[1]], axis=0
    )
    thick = thickness(axes, values.shape[1])
    axes.hlines(known, lowest, highest, color=LINE, linewidth=thick / 4)
    axes.hlines(known, low, high, color=MARK, linewidth=thick)
    axes.plot(middle, known, "|", color="white", markersize=thick * 0.9, markeredgewidth=1.2)


def dots(values: Any, axes: "Axes") -> None:
    """Draw a dot in each row.

    Parameters
    ----------
    values
        (rows,) numbers.
    axes
        Where to draw.
    """
    size = 4 if len(values) <= 60 else 3
    axes.plot(values, np.arange(len(values)), "o", color=MARK, markersize=size)


def bands(tiers: np.ndarray, axes: "Axes") -> None:
    """Shade every other tier.

    Parameters
    ----------
    tiers
        (rows,) numbers that rise from row to row, or stay.
    axes
        Where to draw.
    """
    edges = np.flatnonzero(np.diff(tiers)) + 1
    starts, ends = np.r_[0, edges], np.r_[edges, len(tiers)]
    for start, end in zip(starts[::2], ends[::2], strict=True):
        axes.axhspan(start - 0.5, end - 0.5, color=BAND, linewidth=0, zorder=0)


def legend(axes: "Axes", gap: float = 0.0) -> "Axes":
    """Return the axes with a legend in one line above, `gap` inches away."""
    if not paper.first_panel():
        return axes
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1 + gap / inches(axes)[1]), ncols=4,
        frameon=False, fontsize=8, borderaxespad=0.1, handlelength=1, columnspacing=1.2,
        handletextpad=0.4,
    )  # fmt: skip
    return axes


def _decimals(low: float, high: float) -> Callable[[float], str]:
    digits = 2 if high - low < 10 else 1 if high - low < 100 else 0
    return lambda value: f"{value:.{digits}f}"


def _write_numbers(
    values: np.ndarray, axes: "Axes", image: Any, size: float, written: Callable[[float], str]
) -> None:
    shown = {place: written(value) for place, value in np.ndenumerate(values) if np.isfinite(value)}
    longest = max(map(len, shown.values()), default=1)
    size = min(size, 45 / longest)  # points: the widest cell fits
    if not fitting(axes, values.shape[1], longest):
        return
    dark = dark_letters(image.cmap(image.norm(image.get_array()))[..., :3])
    rows = paper.rows_of(len(values))
    for (i, j), text in shown.items():
        if i not in rows:
            continue
        ink = DARK if dark[i, j] else "white"
        axes.text(j, i, text, ha="center", va="center", color=ink, fontsize=size)
