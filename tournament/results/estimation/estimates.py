"""Estimates of what players can be ranked by, each with its standard error.

Legend: r repetitions, p players, s seats, k outcomes (own move first).
"""

import numpy as np

from tournament import outcomes
from tournament.results.estimation.distributions import beta_below

Estimates = tuple[np.ndarray, np.ndarray, np.ndarray]
"""(p,) scores, their standard errors, cooperation rates."""


def paid_by_seat(counts: np.ndarray, payoffs: np.ndarray) -> np.ndarray:
    """Return (...) what (..., s, k) counts of outcomes are paid, (s, k) payoffs each."""
    flat = counts.reshape(*counts.shape[:-2], payoffs.size)
    return outcomes.paid(flat, payoffs.reshape(-1))


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
    apart, unit = outcomes.relative(payoffs.reshape(1, -1))
    apart = apart.reshape(payoffs.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        # Sums of counts first: equal counts make exactly equal scores.
        whole = counts.sum(axis=0)
        off = paid_by_seat(counts, apart) / turns - paid_by_seat(whole, apart) / turns.sum(axis=0)
        variance = (off**2).sum(axis=0) / (repetitions - 1) / repetitions
        return (
            paid_by_seat(whole, payoffs) / turns.sum(axis=0),
            unit * np.sqrt(variance),
            outcomes.cooperated(counts).sum(axis=(0, 2)) / turns.sum(axis=0),
        )


def by_opponent(
    means: np.ndarray, errors: np.ndarray, cooperation: np.ndarray, *, self_play: bool
) -> Estimates:
    """Return estimates in which every opponent weighs alike, however long the matches turned out.

    Parameters
    ----------
    means, errors, cooperation
        (p, p) row against column; NaN where none met. Matches are independent.
    self_play
        Whether a player's copy is one of its opponents.
    """
    own = np.diag(np.full(len(means), 0.0 if self_play else np.nan))
    means, cooperation = means + own, cooperation + own
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
    _, error, cooperation = by_repetition(counts, payoffs)
    with np.errstate(invalid="ignore"):
        scores = paid_by_seat(counts, payoffs) / counts.sum(axis=(2, 3))
    known = np.isfinite(error)
    error = np.where(known, 0.0, np.nan)
    if known.any():
        error[known] = _error_of_median(scores[:, known])
    return np.median(scores, axis=0), error, cooperation


def _error_of_median(scores: np.ndarray) -> np.ndarray:
    """Return the standard error of the median of each column of (r, n) scores.

    The median is taken for a mean of the sorted scores, weighted by a beta law.
    """
    r = len(scores)
    middle = int(r / 2 + 0.5)
    weights = np.diff(beta_below(middle - 1, r - middle, np.linspace(0, 1, r + 1)))
    ordered = np.sort(scores, axis=0)
    deviations = ordered - weights @ ordered
    return np.asarray(np.sqrt(weights @ deviations**2))


def by_points(counts: np.ndarray, payoffs: np.ndarray) -> Estimates:
    """Return mean points of a whole repetition, all matches together: long ones weigh more.

    Parameters
    ----------
    counts, payoffs
        As for `by_repetition`.
    """
    points = paid_by_seat(counts, payoffs)
    _, _, cooperation = by_repetition(counts, payoffs)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = ((points - points.mean(axis=0)) ** 2).sum(axis=0) / (len(points) - 1)
        return points.mean(axis=0), np.sqrt(variance / len(points)), cooperation


def by_wins(
    wins: np.ndarray,
    played: int,
    cooperation: np.ndarray,
    exact: np.ndarray | bool = False,
) -> Estimates:
    """Return shares of matches against others that were won.

    Parameters
    ----------
    wins
        (p, p) as for `rank`; matches are independent, and each is won or not.
    played
        How often every pair met.
    cooperation
        (p,) rates.
    exact
        (p, p) which shares are expectations, which have no error.
    """
    rivals = (~np.isnan(wins)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.where(exact, 0.0, wins * (1 - wins))
        variance = np.nansum(squares, axis=1) / np.float64(played - 1)
        return np.nansum(wins, axis=1) / rivals, np.sqrt(variance) / rivals, cooperation
