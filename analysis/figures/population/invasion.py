"""The figure of invasions: populations of one type each, and who takes over from whom."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analysis.figures import canvas, palette
from analysis.figures.canvas import inches
from analysis.figures.labels import short
from analysis.figures.paper import sheet as paper
from analysis.figures.population import key
from analysis.figures.population.colours import COLOURED, colours_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST = 12  # types that a graph shows
ROUNDED = 1e-6  # relative to 1/N: closer is neutral
SMALLEST, LARGEST = 7.0, 21.0  # points: the radius of a state that is never seen, and of the only
THIN, THICK = 0.7, 4.0  # points: an arrow hardly above neutral, and one of a sure success
BROKEN = 22  # letters of a name on one line
LETTER = 8.5 * 0.62 / 72  # inches


def invasion_graph(
    rho: "pd.DataFrame",
    axes: "Axes",
    *,
    size: int,
    shares: "pd.Series | None" = None,
    most: int = MOST,
) -> "Axes":
    """Return the axes with a circle for each type alone, and an arrow to each that takes over more
    often than a neutral mutant, 1/N.

    A thicker arrow is a likelier success. A dotted line joins types that are neutral to each other.
    A larger circle is seen more often, and its share stands beside the name. In a figure of one
    column, circles have numbers, and the names stand below.

    Parameters
    ----------
    rho
        (mutants, residents) fixation probabilities.
    axes
        Where to draw, such as `canvas_of(rho, 2)`.
    size
        N, how many there are.
    shares
        (types,) how often each is seen alone, such as `small_mutation` returns; None for circles
        alike.
    most
        How many types to show: the most seen ones.
    """
    names = shown(rho, shares, most)
    words = [str(name) for name in names]
    alone = np.full(len(names), np.nan) if shares is None else shares[names].to_numpy(float)
    radii = radii_of(alone)
    places = around(len(names))
    numbered = paper.columns_of(2) == 1 or _whole(axes) <= canvas.COLUMN[1]
    unit = _frame(words, places, axes, numbered=numbered)
    _draw(arrows(rho.loc[names, names], size), places, radii, axes)
    colours = colours_of(words) if len(words) <= COLOURED else [palette.LINE] * len(words)
    for place, radius, colour in zip(places, radii, colours, strict=True):
        axes.plot(
            *place, "o", markersize=2 * radius, color=colour, markeredgecolor=palette.INK,
            markeredgewidth=0.8, zorder=3,
        )  # fmt: skip
    told = [share_in_words(share) for share in alone.tolist()]
    if numbered:
        _numbers(places, colours, axes)
        entries = zip(words, told, strict=True)
        listed = [f"{k}: {name} {share}".strip() for k, (name, share) in enumerate(entries, 1)]
        return key.write([("", text) for text in listed], axes, left=-0.1)
    _names(words, told, places, radii, unit, axes)
    return axes


def canvas_of(rho: "pd.DataFrame", columns: int = 2, most: int = MOST) -> "Axes":
    """Return empty axes for an invasion graph.

    Parameters
    ----------
    rho
        (mutants, residents) fixation probabilities.
    columns
        1 (3.5 inches) or 2 (7.2 inches).
    most
        How many types are shown.
    """
    names = [str(name) for name in rho.index]
    many = min(len(names), most)
    columns, sheet = paper.columns_of(columns), paper.current()
    if sheet is not None and sheet.page is None:
        return canvas.drawing(2)
    if columns == 2:
        return canvas.drawing(2, tall=0.36 if many == 2 else 0.64)
    longest = sorted(names, key=len)[-many:]
    wide = canvas.COLUMN[1] if sheet is None or sheet.page is None else sheet.page.wide
    foot = key.height([f"12: {name} 100 %" for name in longest], wide - 0.2)
    inside = wide * (0.35 if many == 2 else 0.8)
    if sheet is not None:
        axes = paper.placed(paper.Margins(0, 0, foot, 0), inside, fixed=True)
        axes.set_axis_off()
        return axes
    axes = canvas.drawing(1, tall=(inside + foot) / wide)
    axes.set_position((0, foot / (inside + foot), 1, inside / (inside + foot)))
    return axes


def _whole(axes: "Axes") -> float:
    """Return the width of a figure in inches, or of axes in a figure of somebody else."""
    if paper.current() is not None:
        return inches(axes)[0]
    return float(axes.figure.get_size_inches()[0])  # type: ignore[union-attr]


def around(many: int) -> np.ndarray:
    """Return (many, 2) places on a circle, from the top on; two stand side by side.

    >>> around(2).round(3).tolist(), around(1).tolist()
    ([[-1.0, 0.0], [1.0, 0.0]], [[0.0, 0.0]])
    """
    if many == 1:
        return np.zeros((1, 2))
    start = np.pi if many == 2 else np.pi / 2
    angle = start - 2 * np.pi * np.arange(many) / many
    return np.column_stack([np.cos(angle), np.sin(angle)])


def shown(rho: "pd.DataFrame", shares: "pd.Series | None", most: int = MOST) -> list[str]:
    """Return the types that a graph shows, in the order of the table: the most seen ones."""
    names = list(rho.index)
    if shares is None or len(names) <= most:
        return names[:most]
    seen = set(shares.sort_values(ascending=False, kind="stable").index[:most])
    return [name for name in names if name in seen]


def broken(name: str, most: int = BROKEN) -> list[str]:
    """Return a name on one line, or a long one on two.

    Parameters
    ----------
    name
        Of a type.
    most
        Letters on one line.

    Examples
    --------
    >>> broken("tit_for_tat"), broken("generous_tit_for_tat(generosity=0.3)")
    (['tit_for_tat'], ['generous_tit_for_tat', '(generosity=0.3)'])
    """
    if len(name) <= most:
        return [name]
    places = [k for k, letter in enumerate(name) if letter in "(_ +" and 3 < k < len(name) - 3]
    if not places:
        return [name]
    at = min(places, key=lambda k: (name[k] != "(", abs(2 * k - len(name))))
    at += name[at] == "_"
    return [name[:at].strip(), name[at:].strip()]


def radii_of(alone: np.ndarray) -> np.ndarray:
    """Return (k,) radii of circles in points: a larger circle is seen more often.

    Parameters
    ----------
    alone
        (k,) how often each type is seen alone; NaN where that is not known.
    """
    part = np.sqrt(np.nan_to_num(alone, nan=0.15))
    return np.asarray(SMALLEST + (LARGEST - SMALLEST) * part)


def share_in_words(share: float) -> str:
    """Return a share in few letters; nothing where there is none.

    >>> [share_in_words(share) for share in (0.999, 0.314, 0.001, float("nan"))]
    ['>99 %', '31 %', '<1 %', '']
    """
    if not np.isfinite(share):
        return ""
    if 0.995 <= share < 1:
        return ">99 %"
    return "<1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def _frame(words: Sequence[str], places: np.ndarray, axes: "Axes", *, numbered: bool) -> float:
    """Set the limits so that names have room, and return the inches from the middle to a state."""
    width, height = inches(axes)
    unit = width / 2 - 1.0 if len(words) == 2 else height / 2 - (0.4 if numbered else 0.75)
    if not numbered and len(words) > 2:
        for name, (x, _) in zip(words, places, strict=True):
            if abs(x) > 0.2:
                longest = max(len(short(line)) for line in broken(name))
                unit = min(unit, (width / 2 - 0.42 - longest * LETTER) / abs(x))
    unit = max(unit, 0.8)
    axes.set_xlim(-width / 2 / unit, width / 2 / unit)
    axes.set_ylim(-height / 2 / unit, height / 2 / unit)
    return unit


class Arrow(NamedTuple):
    """From a resident to a mutant that takes over more often than a neutral one, both by number.

    `times`: how many times as often. `neutral`: whether both are neutral to each other, which is
    one line and no arrow. `both`: whether the resident takes over from the mutant, too. `width`: in
    points.
    """

    resident: int
    mutant: int
    times: float
    neutral: bool
    both: bool
    width: float


def arrows(rho: "pd.DataFrame", size: int) -> Iterator[Arrow]:
    """Yield an arrow from residents to each mutant that takes over more often than by chance.

    Parameters
    ----------
    rho
        (mutants, residents) fixation probabilities.
    size
        N, how many there are.
    """
    times = rho.to_numpy(float) * size
    for mutant, resident in np.argwhere(~np.eye(len(times), dtype=bool)).tolist():
        ratio, back = float(times[mutant, resident]), float(times[resident, mutant])
        neutral = abs(ratio - 1) <= ROUNDED and abs(back - 1) <= ROUNDED
        if not (ratio > 1 + ROUNDED or (neutral and mutant < resident)):
            continue
        part = 0.0 if neutral else float(np.log(ratio) / np.log(max(size, 2.0)))
        wide = THIN + (THICK - THIN) * min(part, 1.0)
        yield Arrow(resident, mutant, ratio, neutral, back > 1 + ROUNDED, wide)


def _draw(found: Iterator[Arrow], places: np.ndarray, radii: np.ndarray, axes: "Axes") -> None:
    from matplotlib.patches import FancyArrowPatch

    for resident, mutant, _, neutral, both, wide in found:
        arrow = FancyArrowPatch(
            places[resident], places[mutant], arrowstyle="-" if neutral else "-|>",
            mutation_scale=9 + 2.2 * wide, linewidth=1.2 if neutral else wide, zorder=2,
            color=palette.SOFT if neutral else palette.INK, alpha=1.0 if neutral else 0.55,
            linestyle=":" if neutral else "-", shrinkA=radii[resident] + 1,
            shrinkB=radii[mutant] + 2, joinstyle="miter",
            connectionstyle=f"arc3,rad={0.13 if both else 0.0}",
        )  # fmt: skip
        arrow.set_gid("neutral" if neutral else "invades")
        axes.add_patch(arrow)


def _names(
    words: Sequence[str],
    told: Sequence[str],
    places: np.ndarray,
    radii: np.ndarray,
    unit: float,
    axes: "Axes",
) -> None:
    """Write the names outside of the circle of states, with their shares."""
    high, pair = axes.get_xlim()[1], len(words) == 2
    for name, share, (x, y), radius in zip(words, told, places, radii, strict=True):
        away = (radius + 5) / 72 / unit
        if pair or abs(x) < 0.2:
            side, level = "center", "bottom" if y >= -0.01 else "top"
            at, room = (x, y + (away if y >= -0.01 else -away)), high if pair else 2 * high
        else:
            side, level = "left" if x > 0 else "right", "center"
            at, room = (x + away * x, y + away * y), high - abs(x + away * x)
        letters = max(6, int((room * unit - 0.05) / LETTER))
        lines = [short(line, letters) for line in broken(name)] + ([share] if share else [])
        axes.text(
            at[0], at[1], "\n".join(lines), ha=side, va=level, fontsize=8.5, color=palette.INK,
            gid="name", linespacing=1.3,
        )  # fmt: skip


def _numbers(places: np.ndarray, colours: Sequence[str], axes: "Axes") -> None:
    """Write a number into each state."""
    for number, (place, colour) in enumerate(zip(places, colours, strict=True), start=1):
        axes.text(
            place[0], place[1], f"{number}", ha="center", va="center_baseline", fontsize=7.5,
            color=palette.letters(colour), zorder=4, gid="number",
        )  # fmt: skip
