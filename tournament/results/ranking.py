"""From counts to a ranking: scores, their standard errors and intervals, and what those leave open.

Legend: r repetitions, p players, s seats, k outcomes (CC, CD, DC, DD, own move first).
"""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tournament import outcomes

if TYPE_CHECKING:
    import pandas as pd


Estimates = tuple[np.ndarray, np.ndarray, np.ndarray]
"""(p,) scores, their standard errors, cooperation rates."""


def by_repetition(counts: np.ndarray, payoffs: np.ndarray) -> Estimates:
    """Return estimates from repetitions in which every player plays the same number of turns.

    The error is that of the mean of r scores. Its divisor is r - 1, because the mean that
    deviations are taken from is estimated from the same scores.

    Parameters
    ----------
    counts
        (r, p, s, k) turns of each outcome that each player had in each repetition, by seat.
    payoffs
        (s, k) what an outcome pays in a seat.
    """
    repetitions, turns = len(counts), counts.sum(axis=(2, 3))
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = np.einsum("rpsk,sk->rp", counts, payoffs) / turns
        # Sums of counts first: equal counts make exactly equal scores.
        score = np.einsum("psk,sk->p", counts.sum(axis=0), payoffs) / turns.sum(axis=0)
        variance = ((scores - score) ** 2).sum(axis=0) / (repetitions - 1) / repetitions
        return (
            score,
            np.sqrt(variance),
            outcomes.cooperated(counts).sum(axis=(0, 2)) / turns.sum(axis=0),
        )


def by_opponent(means: np.ndarray, errors: np.ndarray, cooperation: np.ndarray) -> Estimates:
    """Return estimates in which every opponent weighs alike, however long the matches turned out.

    Parameters
    ----------
    means, errors, cooperation
        (p, p) row against column; NaN where none counts. Matches are independent.
    """
    met = np.where(np.isnan(means), 0, 1).sum(axis=1)
    squares = np.where(np.isnan(means), 0.0, errors**2).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nansum(means, 1) / met, np.sqrt(squares) / met, np.nansum(cooperation, 1) / met


def by_median(counts: np.ndarray, payoffs: np.ndarray) -> Estimates:
    """Return medians over repetitions of scores per turn; errors by Maritz and Jarrett (1978).

    Parameters
    ----------
    counts, payoffs
        As for `by_repetition`.
    """
    from scipy.stats.mstats import mjci

    _, error, cooperation = by_repetition(counts, payoffs)
    with np.errstate(invalid="ignore"):
        scores = np.einsum("rpsk,sk->rp", counts, payoffs) / counts.sum(axis=(2, 3))
    known = np.isfinite(error)
    error = np.where(known, 0.0, np.nan)
    if known.any():
        error[known] = mjci(scores[:, known], prob=[0.5], axis=0)[0]
    return np.median(scores, axis=0), error, cooperation


def by_points(counts: np.ndarray, payoffs: np.ndarray) -> Estimates:
    """Return mean points of a whole repetition, all matches together: long ones weigh more.

    Parameters
    ----------
    counts, payoffs
        As for `by_repetition`.
    """
    points = np.einsum("rpsk,sk->rp", counts, payoffs)
    _, _, cooperation = by_repetition(counts, payoffs)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = ((points - points.mean(axis=0)) ** 2).sum(axis=0) / (len(points) - 1)
        return points.mean(axis=0), np.sqrt(variance / len(points)), cooperation


def by_wins(wins: np.ndarray, played: int, cooperation: np.ndarray) -> Estimates:
    """Return shares of matches against others that were won.

    Parameters
    ----------
    wins
        (p, p) as for `rank`; matches are independent, and each is won or not.
    played
        How often every pair met.
    cooperation
        (p,) rates.
    """
    rivals = (~np.isnan(wins)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = np.nansum(wins * (1 - wins), axis=1) / np.float64(played - 1)
        return np.nansum(wins, axis=1) / rivals, np.sqrt(variance) / rivals, cooperation


def rank(
    names: list[str],
    estimates: Estimates,
    wins: np.ndarray,
    repetitions: int,
    *,
    less_is_better: bool = False,
    confidence: float = 0.95,
) -> "pd.DataFrame":
    """Return the players from best to worst; the columns are described in `Results.rank`.

    Parameters
    ----------
    estimates
        Errors are 0 where chance had no part, and NaN where they are unknown.
    wins
        (p, p) share of matches that the row's player won against the column's; NaN: none played.
    """
    import pandas as pd
    from scipy.special import stdtrit

    score, error, cooperation = estimates
    quantile = stdtrit(repetitions - 1, (1 + confidence) / 2) if repetitions > 1 else np.nan
    margin = np.where(error == 0, 0.0, quantile * error)
    low, high = score - margin, score + margin

    # From here on, more is better.
    value, bottom, top = (-score, -high, -low) if less_is_better else (score, low, high)
    better = bottom[:, None] > top[None, :]  # (p, p): surely better; never true of NaN
    order = sorted(
        range(len(names)), key=lambda i: (-np.nan_to_num(value[i], nan=-np.inf), names[i])
    )
    tier = dict.fromkeys(order, 1)
    for above, below in pairwise(order):
        tier[below] = tier[above] + bool(better[above, below])
    rivals = (~np.isnan(wins)).sum(axis=1)
    frame = pd.DataFrame(
        {
            "rank": 0,
            "score": score,
            "standard_error": error,
            "low": low,
            "high": high,
            "best_rank": 1 + better.sum(axis=0),
            "worst_rank": len(names) - better.sum(axis=1),
            "tier": [tier[i] for i in range(len(names))],
            "wins": np.where(rivals > 0, np.nansum(wins, axis=1) / np.maximum(rivals, 1), np.nan),
            "cooperation": cooperation,
        },
        index=pd.Index(names, name="player"),
    ).iloc[order]
    frame["rank"] = np.arange(1, len(names) + 1)
    frame.attrs["confidence"] = confidence
    return frame
