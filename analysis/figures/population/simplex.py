"""The figure of three types: all mixtures as a triangle, where selection pushes, where it rests.

Legend: x (..., 3) shares of the types; (..., 2) places in the triangle, whose sides are 1 long.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analysis.evolution.rest_points import rest_points, stability
from analysis.evolution.table import table_of_pairs
from analysis.figures import palette
from analysis.figures.canvas import inches
from analysis.figures.labels import short
from tournament.errors import ArgumentError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from analysis.evolution.table import Payoffs

    Flow = Callable[[np.ndarray], np.ndarray]

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])
GRID = 120  # points of a side at which the flow is known
SEEN = 1e4  # how many times as rare as the most frequent a mixture may be to have its own shade
STILL = 1e-9  # relative to payoffs: slower is rest
STROKES = 14  # short paths along a side
LONG, HALF = 0.85, 5  # of a short path: its length in distances of two, steps from its middle
SLOW = 0.08  # of the fastest: where a short path is half as long
MARKS: dict[str, dict[str, Any]] = {
    "stable": {"markerfacecolor": palette.INK},
    "saddle": {"markerfacecolor": palette.INK, "fillstyle": "left", "markerfacecoloralt": "white"},
    "unstable": {"markerfacecolor": "white"},
    "undecided": {"markerfacecolor": palette.SOFT},
}
"""How each type of a rest point looks."""


def simplex(
    payoffs: "Payoffs",
    axes: "Axes",
    *,
    flow: "Flow | None" = None,
    stationary: "pd.Series | None" = None,
) -> "Axes":
    """Return the axes with the mixtures of three types, and where selection pushes them.

    Lines follow the replicator dynamics, and thicker lines are faster. A full dot is a rest point
    that mixtures return to, an empty dot is one that they leave, and a dot that is half full is a
    saddle. Shaded lines are whole segments of rest.

    Parameters
    ----------
    payoffs
        Results, or (3, 3) payoffs of row against column.
    axes
        Where to draw, such as `canvas.drawing(2)`.
    flow
        From (m, 3) shares to how they change, instead of the replicator dynamics. Rest points are
        not marked then.
    stationary
        How often each mixture is seen, indexed by three columns of counts or shares; drawn as dots.

    Raises
    ------
    ArgumentError
        When there are not three types.
    """
    table = table_of_pairs(payoffs)
    if len(table.names) != 3:
        raise ArgumentError(f"`payoffs` must be of three types; got {len(table.names)}.")
    _frame(axes)
    if stationary is not None:
        _seen(stationary, axes)
    _lines(flow or replicator_flow(table.utilities), axes, table.range)
    if flow is None:
        _rests(table, axes)
    _names([str(name) for name in table.names], axes)
    return axes


def places(x: Any) -> np.ndarray:
    """Return (..., 2) where shares stand in the triangle.

    >>> places([0.0, 0.5, 0.5]).round(3).tolist()
    [0.75, 0.433]
    """
    return np.asarray(np.asarray(x, float) @ CORNERS)


def replicator_flow(e: np.ndarray) -> "Flow":
    """Return the replicator dynamics of a table of payoffs, from (m, 3) shares to their change."""

    def flow(x: np.ndarray) -> np.ndarray:
        paid = x @ e.T
        return np.asarray(x * (paid - (x * paid).sum(axis=1, keepdims=True)))

    return flow


def _frame(axes: "Axes") -> None:
    """Set the limits, with room for names below and above, and draw the triangle."""
    width, height = inches(axes)
    unit = min(width - 0.8, (height - 0.85) / CORNERS[2, 1])  # inches of a side
    axes.set_xlim(0.5 - width / 2 / unit, 0.5 + width / 2 / unit)
    axes.set_ylim(-0.45 / unit, (height - 0.45) / unit)
    axes.fill(*CORNERS.T, facecolor="none", edgecolor=palette.INK, linewidth=1.1, zorder=3)


def _lines(flow: "Flow", axes: "Axes", scale: float) -> None:
    """Draw lines along the flow."""
    across, up = np.linspace(0, 1, GRID), np.linspace(0, CORNERS[2, 1], GRID)
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    third = grid[:, 1] / CORNERS[2, 1]
    second = grid[:, 0] - third / 2
    x = np.column_stack([1 - second - third, second, third])
    inside = (x >= -1e-12).all(axis=1)
    moves = np.full_like(grid, np.nan)
    moves[inside] = flow(np.clip(x[inside], 0, 1)) @ CORNERS
    speed = np.hypot(*moves.T)
    fastest = float(np.nanmax(speed))
    if fastest <= STILL * scale:
        axes.text(
            0.5, CORNERS[2, 1] / 3, "no selection: all are paid alike", ha="center", va="center",
            fontsize=8, color=palette.SOFT, gid="still",
        )  # fmt: skip
        return
    u, v = (np.ma.masked_invalid(part.reshape(GRID, GRID)) for part in moves.T)
    wide = 0.5 + 1.3 * np.nan_to_num(speed / fastest).reshape(GRID, GRID)
    axes.streamplot(
        across, up, u, v, density=0.9, color=palette.SOFT, linewidth=wide, arrowsize=0.8, zorder=2,
    )  # fmt: skip


def _rests(table: Any, axes: "Axes") -> None:
    """Mark rest points by their stability, and segments of them."""
    points, kinds, segments = rests_of(table)
    for ends in segments:
        axes.plot(
            *places(ends).T, color=palette.INK, linewidth=4, alpha=0.35, solid_capstyle="round",
            zorder=3.5, gid="rest", label="all at rest",
        )  # fmt: skip
    for kind, look in MARKS.items():
        own = points[kinds == kind]
        if len(own):
            axes.plot(
                *places(own).T, "o", color=palette.INK, markersize=7.5, markeredgewidth=1.1,
                label=kind, zorder=5, clip_on=False, **look,
            )  # fmt: skip
    handles, labels = axes.get_legend_handles_labels()
    once = dict(zip(labels, handles, strict=True))
    axes.legend(
        once.values(), once, loc="upper left", bbox_to_anchor=(0.01, 0.99), frameon=False,
        fontsize=8, handletextpad=0.4, handlelength=1.1, borderaxespad=0.2, labelspacing=0.3,
    )  # fmt: skip


class Rests(NamedTuple):
    """Where mixtures rest: `points` (m, 3) with their `kinds` (m,), "stable" and so on, and both
    ends, (2, 3), of `segments` on which all mixtures rest."""

    points: np.ndarray
    kinds: np.ndarray
    segments: list[np.ndarray]


def rests_of(table: Any) -> Rests:
    """Return where mixtures of three types rest, and which points are stable.

    Parameters
    ----------
    table
        Of three types.
    """
    points = rest_points(table)
    kinds = stability(table, points)["type"].to_numpy()
    return Rests(points.to_numpy(), kinds, continua(table, points.attrs["continua"]))


def strokes(flow: "Flow", scale: float) -> list[tuple[np.ndarray, float]]:
    """Return short paths along the flow, evenly spread over the triangle: (n, 3) shares of each,
    and how fast the flow is in its middle, relative to the fastest.

    A path is shorter where the flow is slow. Where it rests, there is none.

    Parameters
    ----------
    flow
        From (m, 3) shares to how they change.
    scale
        The range of payoffs.
    """
    middles = np.array([
        (i, j, STROKES - i - j) for i in range(STROKES + 1) for j in range(STROKES + 1 - i)
    ]) / STROKES  # fmt: skip
    speeds = np.hypot(*(flow(middles) @ CORNERS).T)
    fastest = float(speeds.max())
    if fastest <= STILL * scale:
        return []
    step = LONG / STROKES / (2 * HALF)
    ways = []
    for sign in (-1, 1):
        x, way = middles, []
        for _ in range(HALF):
            middle = x
            for part in (0.5, 1.0):  # the midpoint method
                moved = flow(middle)
                speed = np.hypot(*(moved @ CORNERS).T)[:, None]
                middle = _inside(x + sign * part * step * moved / (speed + SLOW * fastest))
            x = middle
            way.append(x)
        ways.append(way)
    backwards, forwards = ways
    paths = np.stack([*reversed(backwards), middles, *forwards], axis=1)
    lengths = np.hypot(*np.moveaxis(np.diff(paths @ CORNERS, axis=1), 2, 0)).sum(axis=1)
    seen = lengths > LONG / STROKES / 6
    return [*zip(paths[seen], (speeds[seen] / fastest).tolist(), strict=True)]


def _inside(x: np.ndarray) -> np.ndarray:
    inside = np.maximum(x, 0)
    return np.asarray(inside / inside.sum(axis=1, keepdims=True))


class Cells(NamedTuple):
    """How often mixtures are seen: (m, 3) shares, the share of time of each, and how deep its shade
    is, from 0 to 1; `steps` along a side."""

    x: np.ndarray
    chance: np.ndarray
    depth: np.ndarray
    steps: int


def cells(stationary: "pd.Series", most: int = 45) -> Cells:
    """Return how often mixtures are seen, neighbours together if they are many.

    Parameters
    ----------
    stationary
        How often each mixture is seen, indexed by three columns of counts.
    most
        Steps along a side.
    """
    counts = stationary.index.to_frame().to_numpy(float)
    size = int(counts[0].sum())
    steps = min(size, most)
    whole = np.floor(counts / size * steps + 1e-9)
    short = steps - whole.sum(axis=1)
    order = np.argsort(np.argsort(whole - counts / size * steps, axis=1, kind="stable"), axis=1)
    states, where = np.unique(whole + (order < short[:, None]), axis=0, return_inverse=True)
    chance = np.bincount(where.ravel(), stationary.to_numpy(float))
    each = chance / np.bincount(where.ravel())  # or cells of more mixtures would be deeper
    low, high = shaded(each)
    depth = np.log(np.maximum(each, low) / low) / np.log(high / low)
    return Cells(states / steps, chance, depth, steps)


def shaded(chance: np.ndarray) -> tuple[float, float]:
    """Return the chances with the palest and the deepest shade."""
    most = float(chance.max())
    return float(np.clip(chance[chance > 0].min(), most / SEEN, most / 2)), most


def continua(table: Any, supports: list[tuple[Any, ...]]) -> list[np.ndarray]:
    """Return (2, 3) both ends of each segment of mixtures that are all at rest.

    Parameters
    ----------
    table
        Of three types.
    supports
        Sets of types, as `rest_points` lists them.
    """
    found, e = [], table.utilities
    for support in supports:
        at = [list(table.names).index(name) for name in support]
        if len(at) == 2:
            found.append(np.eye(3)[at])
            continue
        equal = e[:-1] - e[1:]  # all three are paid the same where this times x is 0
        _, sizes, ways = np.linalg.svd(np.vstack([equal, np.ones(3)]))
        if (sizes > STILL * table.range).sum() == 2:
            found.append(_segment(ways[-1], equal, table.range))
    return found


def _segment(way: np.ndarray, equal: np.ndarray, scale: float) -> np.ndarray:
    """Return both ends of the line of rest in direction `way`, within the triangle."""
    middle = np.linalg.lstsq(np.vstack([equal / scale, np.ones(3)]), np.r_[0, 0, 1.0])[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = -middle / way
    low = reach[way > STILL].max()
    high = reach[way < -STILL].min()
    return np.array([middle + low * way, middle + high * way])


def _seen(stationary: "pd.Series", axes: "Axes") -> None:
    """Draw how often each mixture is seen, as dots."""
    from matplotlib.colors import LogNorm
    from matplotlib.patches import Polygon

    counts = stationary.index.to_frame().to_numpy(float)
    chance = stationary.to_numpy(float)
    size = counts.sum(axis=1).max()
    least, most = shaded(chance)
    steps = 1 / max(np.diff(np.unique(counts[:, 0])).min(initial=size) / size, 1e-3)
    (left, right), width = axes.get_xlim(), inches(axes)[0]
    apart = 72 * width / (right - left) / steps  # points between two mixtures
    order = np.argsort(chance, kind="stable")
    across, up = places(counts / counts.sum(axis=1, keepdims=True))[order].T
    dots = axes.scatter(
        across, up, c=np.maximum(chance[order], least),
        s=(1.17 * apart) ** 2, cmap="Blues",
        norm=LogNorm(least, most), linewidth=0, zorder=1,
        marker="h", rasterized=True,
    )  # fmt: skip
    dots.set_clip_path(Polygon(CORNERS, transform=axes.transData))
    wide = inches(axes)[0]
    beside = axes.inset_axes((1 - 0.75 / wide, 0.55, 0.14 / wide, 0.4), zorder=6)
    axes.figure.colorbar(dots, cax=beside)
    powers = 10.0 ** np.arange(np.ceil(np.log10(least)), np.floor(np.log10(most)) + 1)
    beside.set_yticks(powers, [f"{power:g}" for power in powers])
    beside.set_yticks([], minor=True)
    beside.tick_params(labelsize=7)
    beside.set_ylabel("how often seen", fontsize=7.5)


def _names(names: list[str], axes: "Axes") -> None:
    """Write the names at the corners: those below on two lines if they do not fit on one."""
    width, (left, right) = inches(axes)[0], axes.get_xlim()
    unit = width / (right - left)
    room = int((width - 0.1) * 72 / (8.5 * 0.62))
    words = [short(name, room) for name in names]
    apart = 0.16 * (len(words[0]) + len(words[1]) + 3 > room)
    for name, (x, y), side, down in zip(
        words, CORNERS, ("left", "right", "center"), (0.1, 0.1 + apart, -0.12), strict=True
    ):
        half = len(name) * 8.5 * 0.31 / 72 / unit
        if side == "left":
            x = max(left + 0.05 / unit, x - half)
        elif side == "right":
            x = min(right - 0.05 / unit, x + half)
        axes.text(
            x, y - down / unit, name, ha=side, va="top" if y == 0 else "bottom", fontsize=8.5,
            color=palette.INK, gid="name",
        )  # fmt: skip
