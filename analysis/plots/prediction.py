"""The figure of predicted pairs: predicted against played, and scores with their intervals."""

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures import canvas, palette
from analysis.figures.paper.fitting import figure_of
from analysis.prediction.known import Known, known_of
from analysis.prediction.predicted import PredictedPairs, scores_of
from tournament.errors import ArgumentError
from tournament.rules.checks import of_kind

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tournament import Results

DOTS = 6000
"""Pairs that are drawn, at most."""


def plot_prediction(
    found: PredictedPairs, played: "Results | pd.DataFrame", *, width: Any = None
) -> "Figure":
    """Return what was predicted against what was played: payoffs of pairs, and scores.

    Parameters
    ----------
    found
        What `predict_pairs` returned.
    played
        Results, or a table of payoffs, in which pairs that were predicted were played.

    width
        Of a figure for print, as `results.plot` has it; None for a screen.

    Raises
    ------
    ArgumentError
        When there is nothing to compare with.

    Examples
    --------
    >>> import strategies
    >>> from analysis import predict_pairs
    >>> from tournament import Tournament
    >>> event = Tournament(strategies.classics(), turns=20, repetitions=5, noise=0.01, seed=1)
    >>> results = event.play(progress=False)
    >>> figure = plot_prediction(predict_pairs(results, share=0.5), results)
    >>> [axes.get_xlabel() for axes in figure.axes]
    ['payoff as it was played', 'score as it was played']
    """
    what = "what `predict_pairs` returns"
    found, truth = of_kind("found", found, PredictedPairs, what), known_of(played, name="played")
    if list(truth.names) != list(found.known.names):
        raise ArgumentError("`played` must have the same players as `found`, in one order.")
    both = found.missing & truth.met
    if not both.any():
        raise ArgumentError(
            "`played` must have played some pairs that were predicted; it has none."
        )

    def draw() -> "Axes":
        left, right = canvas.panels(2, width=7.2, height=3.6)
        _pairs(left, found, truth, both)
        _scores(right, found, truth)
        return left

    return figure_of(draw, width)


def _pairs(axes: "Axes", found: PredictedPairs, truth: Known, both: np.ndarray) -> None:
    """Draw a dot for each payoff that was predicted."""
    x, y = truth.payoffs[both], found.values[both]
    some = np.random.default_rng(0).permutation(len(x))[:DOTS]
    axes.plot(x[some], y[some], ".", color=palette.MARK, markersize=3, alpha=0.25, mew=0)
    _diagonal(axes, "payoff", np.concatenate([x, y]))


def _scores(axes: "Axes", found: PredictedPairs, truth: Known) -> None:
    """Draw a dot and an interval for each score."""
    counted = found.known.counted & truth.met
    with np.errstate(invalid="ignore"):
        x = scores_of(np.nan_to_num(truth.payoffs), counted)
    ranking = found.ranking.reindex(found.known.names)
    axes.vlines(x, ranking["low"], ranking["high"], color=palette.LINE, linewidth=0.6)
    axes.plot(x, ranking["score"], ".", color=palette.MARK, markersize=3)
    _diagonal(axes, "score", np.concatenate([x, ranking["low"], ranking["high"]]))


def _diagonal(axes: "Axes", what: str, values: np.ndarray) -> None:
    """Draw where predictions are right, and say what the axes are."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    edge = 0.03 * ((high - low) or 1.0)
    limits = (low - edge, high + edge)
    axes.plot(limits, limits, color=palette.SOFT, linewidth=0.8, zorder=0)
    axes.set(
        xlim=limits, ylim=limits, xlabel=f"{what} as it was played", ylabel=f"{what} predicted"
    )
