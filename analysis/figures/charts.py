"""The figures of a report: one function each, data and axes in, axes out.

Rows are players in the order given, first on top. `canvas` makes axes whose size suits the number
of players. Colours are safe for colour-blind readers: cividis and viridis for quantities, blue and
vermilion of Okabe and Ito (2008) for marks.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

MARK, LINE, BAND = "#0072B2", "#7FB2D6", "#f3f5f7"
MARKED = "#D55E00"  # names that stand out
LABEL = 36  # longest name shown beside a figure
AWAY = 0.05  # inches between names and what they name
REPEATED = 40  # of more players, charts show their scale above too
CHART, INSIDE = 7.0, (3.4, 5.4)  # inches: width of a chart, as on a phone; width of its axes
LANE = 0.11  # inches between the bars of a critical-difference diagram
LANES = 12  # most groups of a critical-difference diagram that are drawn as bars
NUMBERED = 16  # up to so many players, cells of a heat map show their numbers


@contextmanager
def style() -> Iterator[None]:
    """Apply `tournament.mplstyle` to what is drawn and saved inside the `with` block."""
    import matplotlib

    with matplotlib.rc_context(fname=str(Path(__file__).with_name("tournament.mplstyle"))):
        yield


def canvas(
    names: Sequence[str],
    columns: Sequence[str] | None = None,
    *,
    above: float = 0,
    right: float = 0,
) -> "Axes":
    """Return empty axes for a chart with one row per name, or for a heat map when there are
    columns.

    Rows get thinner as players get more, down to the smallest that can be read. Margins follow the
    longest label, which costs nothing; matplotlib's own layouts draw every figure twice.

    Parameters
    ----------
    names
        Labels of the rows.
    columns
        Labels of the columns; None for a chart with a numeric horizontal axis.
    above, right
        Inches to leave free there beyond the usual.
    """
    from matplotlib.figure import Figure

    rows = len(names)
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
    left = _margin(names, cell)
    width, height = left + inside[0] + right, above + inside[1] + below
    figure = Figure(figsize=(width, height))
    return figure.add_axes((left / width, below / height, inside[0] / width, inside[1] / height))


def plot(*, width: float = 7.2, height: float = 3.6, right: float = 0.2) -> "Axes":
    """Return empty axes for curves, with `right` inches left free there for names."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    left, below, above = 0.6, 0.5, 0.12
    inside = (width - left - right, height - below - above)
    return figure.add_axes((left / width, below / height, inside[0] / width, inside[1] / height))


def ranking(
    frame: "pd.DataFrame",
    axes: "Axes",
    *,
    by: str = "score",
    unit: str = "score: mean payoff per turn",
    marked: Collection[str] = (),
) -> "Axes":
    """Return the axes with every player's score and its 95 % interval.

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
    rows = np.arange(len(frame))
    _bands(frame["tier"].to_numpy(), axes)
    axes.hlines(
        rows, frame["low"], frame["high"], color=LINE, linewidth=_thickness(axes, len(frame))
    )
    axes.plot(frame[by], rows, "o", color=MARK, markersize=4 if len(frame) <= 60 else 3)
    return rows_of([str(name) for name in frame.index], axes, unit, marked)


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
    _boxes(frame.to_numpy(float), axes, (0.05, 0.95))
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
    axes.axvline(0, color="#888888", linewidth=0.8)
    _boxes(ahead.T, axes, (0.0, 1.0))
    return rows_of([str(name) for name in frame.index], axes, unit)


def critical_difference(
    mean_ranks: "pd.Series", critical: float, groups: Sequence[Sequence[str]], axes: "Axes"
) -> "Axes":
    """Return the axes with mean ranks, and how far apart two of them must be to count as different.

    Each dot is a mean rank, the line to its right as long as the critical difference. Where few
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
    rows = np.arange(len(mean_ranks))
    axes.hlines(
        rows,
        mean_ranks,
        mean_ranks + critical,
        color=LINE,
        linewidth=min(2.0, _thickness(axes, len(rows))),
    )
    axes.plot(mean_ranks, rows, "o", color=MARK, markersize=4 if len(rows) <= 60 else 3)
    place = {name: row for row, name in enumerate(mean_ranks.index)}
    if len(groups) <= LANES:
        for lane, group in enumerate(groups):
            first, last = place[group[0]], place[group[-1]]
            axes.plot(
                [1 + LANE * (lane + 1) / inches(axes)[0]] * 2,
                [first - 0.2, last + 0.2],
                color="#333333",
                linewidth=3,
                solid_capstyle="round",
                transform=axes.get_yaxis_transform(),
                clip_on=False,
            )
    return rows_of([str(name) for name in mean_ranks.index], axes, "mean rank (1 is best)")


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
    return heat(
        frame,
        axes,
        "viridis_r" if less_is_better else "viridis",
        None,
        "payoff per turn of the row player",
    )


def cooperation(frame: "pd.DataFrame", axes: "Axes") -> "Axes":
    """Return the axes with how often the row player cooperates with the column player; bright is
    often.

    Parameters
    ----------
    frame
        (players, players) share of turns in which row cooperates with column; NaN where they did
        not play.
    axes
        Where to draw.
    """
    return heat(frame, axes, "cividis", (0.0, 1.0), "cooperation of the row player")


def states(frame: "pd.DataFrame", axes: "Axes") -> "Axes":
    """Return the axes with how often each player cooperates first, and after CC, CD, DC and DD.

    Parameters
    ----------
    frame
        (players, 5) cooperation rates, own move first; NaN where the state never occurred.
    axes
        Where to draw.
    """
    return heat(frame, axes, "cividis", (0.0, 1.0), "cooperation")


def fingerprint(
    frame: "pd.DataFrame",
    axes: "Axes",
    *,
    limits: tuple[float, float] | None = None,
    less_is_better: bool = False,
) -> "Axes":
    """Return the axes with a fingerprint as a map; bright is good.

    Parameters
    ----------
    frame
        (g * g,) rows with `x`, `y` and `score`, as from `analysis.fingerprint`.
    axes
        Where to draw; about square.
    limits
        Scores with the first and the last colour, to compare strategies; None for the range.
    less_is_better
        Whether payoffs are costs.
    """
    scores = frame.pivot(index="y", columns="x", values="score")
    low, high = limits or (None, None)
    image = axes.pcolormesh(
        scores.columns.to_numpy(),
        scores.index.to_numpy(),
        scores.to_numpy(),
        cmap="viridis_r" if less_is_better else "viridis",
        vmin=low,
        vmax=high,
        shading="nearest",
        rasterized=True,
    )
    edge = np.array([[0, 1], [1, 0]])  # beyond it, opponents are made of the probe's dual
    axes.plot(*edge, "--", color="white", linewidth=0.8, scalex=False, scaley=False)
    axes.set_xlabel("x: chance to cooperate, whatever the probe does")
    axes.set_ylabel("y: chance to defect, whatever the probe does")
    axes.spines[:].set_visible(False)
    bar(image, axes, "score: mean payoff per turn")
    return axes


def transitive_fingerprint(frame: "pd.DataFrame", axes: "Axes") -> "Axes":
    """Return the axes with how often a strategy cooperates in each turn; bright is often.

    Parameters
    ----------
    frame
        (opponents, turns) rates, as from `analysis.transitive_fingerprint`; its index tells random
        players, by their chance `p` to cooperate, from others, by name.
    axes
        Where to draw; `canvas(rows, turns, above=0.3)` makes some.
    """
    rows, turns = frame.shape
    image = axes.imshow(
        frame.to_numpy(float),
        cmap="cividis",
        vmin=0,
        vmax=1,
        aspect="auto",
        interpolation="nearest",
    )
    random = frame.index.name == "p"
    names = [f"random, {p:.2g}" if random else short(str(p)) for p in frame.index]
    every = max(1, rows // NUMBERED) if random else 1
    size = _font(axes, -(-rows // every))
    axes.set_yticks(range(0, rows, every), names[::every], fontsize=size)
    step = next(n for k in range(12) for n in (10**k, 2 * 10**k, 5 * 10**k) if turns <= 12 * n)
    shown = [1, *range(step if step > 1 else 2, turns + 1, step)]
    axes.set_xticks([turn - 1 for turn in shown], [str(turn) for turn in shown])
    axes.tick_params(top=True, labeltop=True, bottom=False, labelbottom=False, length=1.5, pad=2)
    axes.set_xlabel("turn")
    axes.xaxis.set_label_position("top")
    axes.spines[:].set_visible(False)
    bar(image, axes, "cooperation")
    return axes


def heat(
    frame: "pd.DataFrame",
    axes: "Axes",
    colours: "str | Colormap",
    limits: tuple[float, float] | None,
    unit: str,
    *,
    logarithmic: bool = False,
) -> "Axes":
    """Return the axes with a table as coloured cells, and as numbers where there are few.

    Parameters
    ----------
    frame
        (rows, columns) numbers; NaN is grey.
    axes
        Where to draw.
    colours
        A colour map.
    limits
        Numbers that have its first and its last colour, as have those beyond; None for the range.
    unit
        What the colour bar says.
    logarithmic
        Whether equal ratios, not equal differences, are equal steps in colour.
    """
    import matplotlib
    from matplotlib.colors import LogNorm, Normalize

    values = frame.to_numpy(float)
    if limits is None:
        seen = values[np.isfinite(values)]
        limits = (seen.min(), seen.max()) if seen.size else (0.0, 1.0)
    colour_map = matplotlib.colormaps.get_cmap(colours).with_extremes(bad="#e9e9e9")
    image = axes.imshow(
        np.clip(values, *limits),
        cmap=colour_map,
        norm=LogNorm(*limits) if logarithmic else Normalize(*limits),
        aspect="auto",
        interpolation="none",  # cells as they are, also in SVG
    )
    size = _font(axes, max(values.shape))
    write_names(axes, list(frame.index), size)
    write_names(axes, list(frame.columns), size, above=True)
    axes.spines[:].set_visible(False)
    if len(values) <= NUMBERED:
        _numbers(values, axes, image, size)
    bar(image, axes, unit)
    return axes


def bar(image: Any, axes: "Axes", unit: str, *, away: float = 0.12) -> "Axes":
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
    axes.figure.colorbar(image, cax=beside)
    beside.tick_params(labelsize=7)
    beside.set_ylabel(unit if height > 1.8 else "", fontsize=7.5)
    return beside


def _numbers(values: np.ndarray, axes: "Axes", image: Any, size: float) -> None:
    low, high = image.get_clim()
    digits = 2 if high - low < 10 else 1 if high - low < 100 else 0
    shown = [f"{value:.{digits}f}" for value in values[np.isfinite(values)]]
    size = min(size, 45 / max(map(len, shown), default=1))  # points: what fits into the widest cell
    reds, greens, blues, _ = np.moveaxis(image.cmap(image.norm(image.get_array())), -1, 0)
    bright = 0.3 * reds + 0.6 * greens + 0.1 * blues > 0.5
    for (i, j), value in np.ndenumerate(values):
        if np.isfinite(value):
            ink = "#111111" if bright[i, j] else "white"
            axes.text(
                j, i, f"{value:.{digits}f}", ha="center", va="center", color=ink, fontsize=size
            )


def lanes(groups: Sequence[Sequence[str]]) -> float:
    """Return the inches that bars of a critical-difference diagram take on the right."""
    return LANE * (len(groups) + 1) if len(groups) <= LANES else 0.0


def _boxes(values: np.ndarray, axes: "Axes", ends: tuple[float, float]) -> None:
    """Draw median, middle half, and the quantiles `ends` of each column, one row each."""
    known = np.flatnonzero(~np.isnan(values).all(axis=0))
    if not len(known):
        return
    lowest, low, middle, high, highest = np.nanquantile(
        values[:, known], [ends[0], 0.25, 0.5, 0.75, ends[1]], axis=0
    )
    thick = _thickness(axes, values.shape[1])
    axes.hlines(known, lowest, highest, color=LINE, linewidth=thick / 4)
    axes.hlines(known, low, high, color=MARK, linewidth=thick)
    axes.plot(middle, known, "|", color="white", markersize=thick * 0.9, markeredgewidth=1.2)


def _bands(tiers: np.ndarray, axes: "Axes") -> None:
    """Shade every other tie tier."""
    edges = np.flatnonzero(np.diff(tiers)) + 1
    starts, ends = np.r_[0, edges], np.r_[edges, len(tiers)]
    for start, end in zip(starts[::2], ends[::2], strict=True):
        axes.axhspan(start - 0.5, end - 0.5, color=BAND, linewidth=0, zorder=0)


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
    write_names(axes, names, _font(axes, len(names)), marked)
    axes.set_ylim(len(names) - 0.4, -0.6)
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
    """Write names beside the rows of axes, or above their columns: as texts, not as ticks, which
    take four times as long to make.

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
    for at, name in enumerate(names):
        x, y = (at, 1 + AWAY / height) if above else (-AWAY / width, at)
        axes.text(
            x, y, short(name), transform=place, fontsize=size, gid="name",
            ha="center" if above else "right", va="bottom" if above else "center_baseline",
            rotation=90 if above else 0, **({"color": MARKED} if name in marked else {}),
        )  # fmt: skip


def alike(frame: "pd.DataFrame") -> list[str]:
    """Return the players in an order in which those stand together that earn alike, and let others
    earn alike.

    Average linkage of rows and columns together, leaves turned so that neighbours are as near as
    possible (Bar-Joseph, Gifford and Jaakkola 2001). The half with the higher payoffs comes first.

    Parameters
    ----------
    frame
        (players, players) payoff of row against column; NaN where they did not play.
    """
    import pandas as pd
    from scipy.cluster.hierarchy import leaves_list, linkage

    if len(frame) < 3:
        return [str(name) for name in frame.index]
    values = frame.to_numpy(float)
    features = np.hstack([values, values.T])
    mean = pd.DataFrame(features).mean().fillna(0.0).to_numpy()
    features = np.where(np.isnan(features), mean, features)
    order = leaves_list(linkage(features, "average", optimal_ordering=True))
    half, rest = len(order) // 2, len(order) - len(order) // 2
    paid = np.nan_to_num(values[order]).mean(axis=1)
    if paid[:half].sum() < paid[rest:].sum():
        order = order[::-1]
    return [str(name) for name in frame.index[order]]


def short(name: str, most: int = LABEL) -> str:
    """Return a label with its middle left out if it has more than `most` letters: variants of one
    rule differ at the end."""
    return name if len(name) <= most else f"{name[: most // 2]}…{name[-(most // 2 - 1) :]}"


def _margin(names: Sequence[str], cell: float) -> float:
    """Return the inches that the longest label takes."""
    letters = max((len(short(str(name))) for name in names), default=0)
    return 0.2 + letters * _points(cell) * 0.62 / 72


def _points(cell: float) -> float:
    """Return the font size for rows of `cell` inches."""
    return float(np.clip(cell * 72 * 0.68, 5.5, 9.0))


def inches(axes: "Axes") -> tuple[float, float]:
    """Return width and height of axes in inches."""
    box = axes.get_position()
    width, height = axes.figure.get_size_inches()  # type: ignore[union-attr]
    return box.width * width, box.height * height


def _font(axes: "Axes", rows: int) -> float:
    return _points(inches(axes)[1] / max(rows, 1))


def _thickness(axes: "Axes", rows: int) -> float:
    """Return a line width in points that leaves air between rows."""
    return float(np.clip(inches(axes)[1] / rows * 72 * 0.45, 2.0, 7.0))
