"""The figures of fingerprints: what a strategy does against a family of opponents."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import palette
from analysis.figures.canvas import font
from analysis.figures.labels import short
from analysis.figures.marks import NUMBERED, bar

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


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
        cmap=palette.payoffs(less_is_better=less_is_better),
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
    """Return the axes with how often a strategy cooperates in each turn: blue is always, vermilion
    is never.

    Parameters
    ----------
    frame
        (opponents, turns) rates, as from `analysis.transitive_fingerprint`. If its index is called
        `p`, it has the chances of random players to cooperate; else it has names.
    axes
        Where to draw; `canvas.for_rows(rows, turns, above=0.3)` makes some.
    """
    image = axes.imshow(
        frame.to_numpy(float),
        cmap=palette.cooperation(),
        vmin=0,
        vmax=1,
        aspect="auto",
        interpolation="nearest",
    )
    _name_opponents(frame, axes)
    _name_turns(frame.shape[1], axes)
    axes.spines[:].set_visible(False)
    bar(image, axes, "cooperation")
    return axes


def _name_opponents(frame: "pd.DataFrame", axes: "Axes") -> None:
    random, rows = frame.index.name == "p", len(frame)
    names = [f"random, {p:.2g}" if random else short(str(p)) for p in frame.index]
    every = max(1, rows // NUMBERED) if random else 1
    size = font(axes, -(-rows // every))
    axes.set_yticks(range(0, rows, every), names[::every], fontsize=size)


def _name_turns(turns: int, axes: "Axes") -> None:
    step = next(n for k in range(12) for n in (10**k, 2 * 10**k, 5 * 10**k) if turns <= 12 * n)
    shown = [1, *range(step if step > 1 else 2, turns + 1, step)]
    axes.set_xticks([turn - 1 for turn in shown], [str(turn) for turn in shown])
    axes.tick_params(top=True, labeltop=True, bottom=False, labelbottom=False, length=1.5, pad=2)
    axes.set_xlabel("turn")
    axes.xaxis.set_label_position("top")
