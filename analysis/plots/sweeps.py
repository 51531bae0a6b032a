"""The figure of a sweep: a curve for each player, and rings where another player comes first."""

from collections.abc import Sequence
from itertools import cycle, pairwise, product
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.arguments import columns_of
from analysis.figures import canvas, palette
from analysis.figures.labels import short
from analysis.figures.marks import name_ends
from analysis.figures.paper.fitting import figure_of
from tournament.errors import ArgumentError
from tournament.interactive.shown import shown

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LETTERS = 24  # of a name beside a curve
INCHES = 0.062  # of a letter
ROW = 0.165  # inches that a name needs
STYLES = ("-", (0, (4, 2)), (0, (1, 1.5)), (0, (5, 1.5, 1, 1.5)))
RINGS = "rings: another player comes first"
WORDS = {
    "noise": "noise: probability that a move is flipped",
    "misperception": "misperception: probability that a move is misread",
    "continuation": "continuation: probability that another turn follows",
    "turns": "turns of a match",
}


def plot_sweep(frame: "pd.DataFrame", *, width: Any = None, ax: "Axes | None" = None) -> "Figure":
    """Return the scores of a sweep as a figure: a curve for each player.

    A ring marks where another player takes the first place: there the curves of the old and the
    new leader cross. Bands are intervals of scores; exact scores have none. Names stand in the
    order of the scores at the right.

    Parameters
    ----------
    frame
        What `sweep` returned, of one condition that is a number: `noise`, `misperception`,
        `continuation` or `turns`. Of several conditions, choose one value of the others first, as
        with `frame.xs(0.1, level="noise")`.
    width, ax
        For print: how wide, or into which axes, as `results.plot` has them; None for a screen.

    Raises
    ------
    TypeError, ValueError
        When it is no such frame.

    Examples
    --------
    >>> from analysis import sweep
    >>> field = ["tit_for_tat", "tit_for_two_tats", "always_defect"]
    >>> frame = sweep(field, noise=[0, 0.1, 0.2, 0.3], exact=True, progress=False)
    >>> figure = plot_sweep(frame)
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['always_defect', 'tit_for_tat', 'tit_for_two_tats']
    """
    columns_of("frame", frame, ("rank", "score", "low", "high"), "sweep")
    x = _numbers(frame)
    tables = {name: frame[name].unstack("player", sort=False) for name in ("score", "low", "high")}
    last = tables["score"].iloc[-1].rank(ascending=False)
    worst = bool(frame["rank"].corr(frame["score"]) > 0)  # payoffs are costs
    names = sorted(tables["score"].columns, key=lambda name: last[name], reverse=worst)
    found = crossings(frame)

    def draw() -> "Axes":
        letters = max(len(short(name, LETTERS)) for name in names)
        axes = canvas.column(
            tall=max(3.8, 0.7 + ROW * len(names)) / canvas.COLUMN[2],
            right=0.35 + INCHES * letters,
            below=0.1,
        )
        _curves(x, tables, names, axes)
        axes.set_xlim(x[0], x[-1])
        _label(str(frame.index.names[0]), axes, RINGS if found else "")
        axes.set_ylabel("score: mean payoff per turn")
        axes.grid(axis="y")
        if found:
            _rings(found, axes)
        colours = {str(line.get_gid()): line.get_color() for line in axes.lines}
        ends = [(name, float(tables["score"][name].iloc[-1]), colours[name]) for name in names]
        axes.set_ylim(axes.get_ylim())
        name_ends(axes, ends, leaders=True, longest=LETTERS)
        return axes

    return figure_of(draw, width, ax)


def _rings(found: Sequence[tuple[float, float, str, str]], axes: "Axes") -> None:
    """Mark where the first place changes."""
    axes.plot(
        [at for at, *_ in found], [score for _, score, *_ in found], "o", markersize=8,
        markerfacecolor="none", markeredgecolor=palette.INK, zorder=4, gid="crossing",
        clip_on=False,
    )  # fmt: skip


def crossings(frame: "pd.DataFrame") -> list[tuple[float, float, str, str]]:
    """Return where the first place changes: at which value and score, from whom, and to whom.

    Who shares the first place keeps it as long as possible. Between two conditions scores are
    taken for straight lines.

    Parameters
    ----------
    frame
        What `sweep` returned, of one condition that is a number.

    Examples
    --------
    >>> from analysis import sweep
    >>> frame = sweep(["tit_for_tat", "always_defect"], noise=[0, 0.3], turns=9, exact=True)
    >>> [(round(at, 2), old, new) for at, _, old, new in crossings(frame)]
    [(0.26, 'tit_for_tat', 'always_defect')]
    """
    x = _numbers(frame)
    scores = frame["score"].unstack("player", sort=False)
    ranks = frame["rank"].unstack("player", sort=False)
    found = []
    leaders = set(ranks.columns[ranks.iloc[0] == 1])
    for (left, here), (right, there) in pairwise(enumerate(x)):
        first = ranks.columns[ranks.iloc[right] == 1]
        if leaders.intersection(first):
            leaders &= set(first)
            continue
        old, new = next(name for name in ranks.columns if name in leaders), first[0]
        before, after = (scores[old] - scores[new]).iloc[[left, right]]
        share = before / (before - after)
        score = (1 - share) * scores[old].iloc[left] + share * scores[old].iloc[right]
        found.append((float(here + share * (there - here)), float(score), str(old), str(new)))
        leaders = set(first)
    return found


def _numbers(frame: "pd.DataFrame") -> np.ndarray:
    """Return the values of the one condition that is swept, which must be numbers, in order."""
    swept = [name for name in frame.index.names if name != "player"]
    if len(swept) != 1:
        raise ArgumentError(
            f"`frame` must have one swept condition to draw; it has {', '.join(map(str, swept))}."
            f" Choose a value of another one: frame.xs(value, level={shown(swept[-1])})."
        )
    values = frame.index.unique(swept[0]).tolist()
    if len(values) < 2 or not all(
        isinstance(value, (int, float)) and np.isfinite(value) for value in values
    ):
        raise ArgumentError(
            f"`frame` must sweep {swept[0]} over at least two numbers; got {shown(values)}."
        )
    if values != sorted(values):
        raise ArgumentError(
            f"`frame` must sweep {swept[0]} from its smallest value up; got {shown(values)}."
        )
    return np.array(values, float)


def _label(swept: str, axes: "Axes", said: str) -> None:
    """Say what is swept; of a probability that is small, in percent."""
    if swept in ("noise", "misperception"):
        from matplotlib.ticker import PercentFormatter

        axes.xaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    axes.set_xlabel(f"{WORDS[swept]}\n{said}" if said else WORDS[swept])


def _curves(
    x: np.ndarray, tables: "dict[str, pd.DataFrame]", names: Sequence[str], axes: "Axes"
) -> None:
    """Draw a curve for each player, and its interval if it has one; styles follow when colours are
    used up."""
    kinds: Any = cycle(product(STYLES, palette.SERIES))
    for name, (dashes, colour) in zip(names, kinds, strict=False):
        score, low, high = (tables[key][name].to_numpy(float) for key in ("score", "low", "high"))
        axes.plot(x, score, linestyle=dashes, color=colour, linewidth=1.5, gid=name)
        if (high > low).any():
            axes.fill_between(x, low, high, color=colour, alpha=0.15, linewidth=0)
