"""From counts to a ranking: scores, their standard errors and intervals, and what those leave open.

Legend: r repetitions, p players, s seats, k outcomes (CC, CD, DC, DD, own move first).
"""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def rank(
    names: list[str],
    counts: np.ndarray,
    payoffs: np.ndarray,
    chance: np.ndarray,
    wins: np.ndarray,
    *,
    less_is_better: bool = False,
    confidence: float = 0.95,
) -> "pd.DataFrame":
    """Return the players from best to worst; the columns are described in `Results.rank`.

    Parameters
    ----------
    counts
        (r, p, s, k) turns of each outcome that each player had in each repetition, by seat.
    payoffs
        (s, k) what an outcome pays in a seat.
    chance
        (p,) whether chance had a part in a player's matches.
    wins
        (p, p) share of matches that the row's player won against the column's; NaN: none played.

    Notes
    -----
    A score is a ratio: payoffs over turns. Its variance is that of the mean of r residuals, payoffs
    minus score times turns, over mean turns; with matches of one length that is the variance of
    the mean of r scores. The divisor is r - 1, because the score is estimated from the same data.
    """
    import pandas as pd
    from scipy.special import stdtrit

    repetitions = len(counts)
    paid = np.einsum("rpsk,sk->rp", counts, payoffs)
    turns = counts.sum(axis=(2, 3))
    played = turns.sum(axis=0) > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        score = paid.sum(axis=0) / turns.sum(axis=0)
        residual = (paid - score * turns) / turns.mean(axis=0)
        variance = (residual**2).sum(axis=0) / (repetitions - 1) / repetitions
        cooperation = counts[..., :2].sum(axis=(0, 2, 3)) / turns.sum(axis=0)
    error = np.where(played & ~chance, 0.0, np.sqrt(variance))
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
