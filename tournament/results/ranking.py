"""Rules of ranking as one table; intervals, places and tiers for every event.

A further rule is one more entry of `RANKINGS`: results, reports, the command line and the screen
read it from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from tournament.results.estimation.distributions import student_quantile
from tournament.results.estimation.estimates import Estimates, by_median, by_points, by_wins
from tournament.rules.checks import level_of, one_of

if TYPE_CHECKING:
    import pandas as pd

CONFIDENCE = 0.95
"""The share of intervals that cover the true value, if nothing else is asked."""


@dataclass(frozen=True)
class Evidence:
    """What rules of ranking estimate from; `estimation.estimates` has the legend.

    counts
        (r, p, s, k) turns of each outcome that each player had in each repetition, by seat.
    payoffs
        (s, k) what an outcome pays in a seat.
    scores
        Mean scores per turn, their standard errors, cooperation rates.
    wins
        (p, p) share of matches that the row's player won against the column's; NaN: none played.
    meetings
        How often every pair met.
    certain
        (p,) whether chance had no part in a player's matches: its error is 0.
    costs
        Whether payoffs are costs.
    exact
        (p, p) which pairs are exact: what is known of them has no error.
    """

    counts: np.ndarray
    payoffs: np.ndarray
    scores: Estimates
    wins: np.ndarray
    meetings: int
    certain: np.ndarray
    costs: bool
    exact: np.ndarray | bool = False


class Estimate(Protocol):
    """A function from evidence to what players are ranked by, its errors, cooperation rates."""

    def __call__(self, evidence: Evidence, /) -> Estimates:
        """Return estimates, errors, and cooperation rates."""


@dataclass(frozen=True)
class RankingRule:
    """A rule of ranking.

    estimate
        What players are ranked by.
    words
        What that is, as a noun for sentences: "Ranked by {words}".
    unit
        The same for the axis of a figure.
    note
        The same below a table, after the name of the rule.
    by_repetition
        Whether it looks at each repetition by itself, so that it has no exact value.
    shown
        How a number is written: as a "payoff" per turn, as a "share" in percent, or as a "sum" of
        payoffs. Of shares more is better, also where payoffs are costs.
    """

    estimate: Estimate
    words: str
    unit: str
    note: str
    by_repetition: bool = False
    shown: Literal["payoff", "share", "sum"] = "payoff"

    def less_is_better(self, costs: bool) -> bool:
        """Return whether a smaller number is better; `costs`: where payoffs are costs."""
        return costs and self.shown != "share"


RANKINGS: dict[str, RankingRule] = {
    "score": RankingRule(
        estimate=lambda evidence: evidence.scores,
        words="mean score",
        unit="score: mean payoff per turn",
        note="mean payoff per turn",
    ),
    "median": RankingRule(
        estimate=lambda evidence: by_median(evidence.counts, evidence.payoffs),
        words="median score over repetitions",
        unit="median over repetitions of the score per turn",
        note="of payoffs per turn over repetitions",
        by_repetition=True,
    ),
    "wins": RankingRule(
        estimate=lambda evidence: by_wins(
            evidence.wins, evidence.meetings, evidence.scores[2], evidence.exact
        ),
        words="share of matches won",
        unit="share of matches won",
        note="share of matches won",
        shown="share",
    ),
    "points": RankingRule(
        estimate=lambda evidence: by_points(evidence.counts, evidence.payoffs),
        words="points of a whole repetition",
        unit="points of a whole repetition",
        note="payoffs of a whole repetition",
        shown="sum",
    ),
}
"""Rules of ranking by name; `Results.rank` describes them for readers."""


def ranking_rule(by: str) -> RankingRule:
    """Return a rule of ranking by name.

    Raises
    ------
    ArgumentError
        When there is none of that name.
    """
    return RANKINGS[one_of("by", by, [*RANKINGS])]


def interval(
    mean: np.ndarray, error: np.ndarray, size: "int | np.ndarray", confidence: float = CONFIDENCE
) -> tuple[np.ndarray, np.ndarray]:
    """Return the lower and the upper end of Student's intervals; NaN where nothing is known.

    Parameters
    ----------
    mean, error
        (n,) means and their standard errors; an error of 0 is exact.
    size
        How many observations each error rests on.
    """
    size = np.asarray(size)
    quantile = student_quantile(np.maximum(size - 1, 1), (1 + confidence) / 2)
    margin = np.where(error == 0, 0.0, np.where(size > 1, quantile, np.nan) * error)
    return mean - margin, mean + margin


def places(
    low: np.ndarray,
    high: np.ndarray,
    order: Sequence[int],
    *,
    less_is_better: bool = False,
    slack: float = 0.0,
) -> dict[str, np.ndarray]:
    """Return what intervals leave open, by column.

    Parameters
    ----------
    low, high
        (n,) ends of intervals.
    order
        Positions from best to worst.
    slack
        A gap up to this size separates nothing.

    Returns
    -------
    dict
        `best_rank`, `worst_rank`: the ranks that overlapping intervals allow. `tier`: equal for
        neighbours in the order that intervals cannot separate.
    """
    bottom, top = (-high, -low) if less_is_better else (low, high)
    better = bottom[:, None] > top[None, :] + slack  # (n, n): surely better; never true of NaN
    tier = np.ones(len(low), np.int64)
    for above, below in pairwise(order):
        tier[below] = tier[above] + better[above, below]
    return {
        "best_rank": 1 + better.sum(axis=0),
        "worst_rank": len(low) - better.sum(axis=1),
        "tier": tier,
    }


def rank(
    names: list[str], by: str, evidence: Evidence, confidence: float = CONFIDENCE
) -> "pd.DataFrame":
    """Return the players from best to worst; the columns are described in `Results.rank`."""
    import pandas as pd

    rule, confidence = ranking_rule(by), level_of("confidence", confidence)
    value, error, cooperation = rule.estimate(evidence)
    error = np.where(evidence.certain & ~np.isnan(value), 0.0, error)
    low, high = interval(value, error, len(evidence.counts), confidence)
    less_is_better = rule.less_is_better(evidence.costs)
    best = np.nan_to_num(-value if less_is_better else value, nan=-np.inf)
    order = sorted(range(len(names)), key=lambda i: (-best[i], names[i]))
    rivals = (~np.isnan(evidence.wins)).sum(axis=1)
    won = np.nansum(evidence.wins, axis=1) / np.maximum(rivals, 1)
    columns = {"rank": np.zeros(len(names), np.int64), by: value}
    if by != "score":
        columns["score"] = evidence.scores[0]
    columns |= {"standard_error": error, "low": low, "high": high}
    columns |= places(low, high, order, less_is_better=less_is_better)
    for name, values in (("wins", np.where(rivals > 0, won, np.nan)), ("cooperation", cooperation)):
        columns.setdefault(name, values)
    frame = pd.DataFrame(columns, index=pd.Index(names, name="player")).iloc[order]
    frame["rank"] = np.arange(1, len(names) + 1)
    frame.attrs = {"confidence": confidence, "by": one_of("by", by, [*RANKINGS])}
    return frame
