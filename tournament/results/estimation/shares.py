"""Shares of a population, and how certain they are: over repetitions, over time, and of counts.

Legend: R looks at a population, k types, M repetitions, N places.
"""

import math

import numpy as np

from tournament.results.estimation.distributions import normal_quantile

BATCHES = 20
"""Most parts of a time: with more, neighbours would no longer be independent."""
ROUNDING = 1e-12
"""Relative to the mean square: a variance below it is 0."""


def wilson(
    share: np.ndarray, size: "np.ndarray | int", confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the lower and the upper end of Wilson's intervals for shares of draws.

    They hold also for means of numbers of [0, 1], whose variance is never larger than that of draws
    which are 0 or 1.

    Source: Wilson (1927).

    Parameters
    ----------
    share, size
        (n,) shares; of how many draws.
    confidence
        0 leaves the shares as they are.

    Examples
    --------
    >>> [end.round(3).tolist() for end in wilson(np.array([0.0, 0.5]), 10, 0.95)]
    [[0.0, 0.237], [0.278, 0.763]]
    """
    z = float(normal_quantile((1 + confidence) / 2))
    middle = (share * size + z**2 / 2) / (size + z**2)
    margin = z * np.sqrt(share * (1 - share) * size + z**2 / 4) / (size + z**2)
    low, high = middle - margin, middle + margin
    return np.where(share == 0, 0.0, low), np.where(share == 1, 1.0, high)


def error_of_mean(sums: np.ndarray, squares: np.ndarray, many: int) -> np.ndarray:
    """Return the standard error of the mean of numbers; NaN for a single one.

    Parameters
    ----------
    sums, squares
        The sum of the numbers and of their squares, of any shape.
    many
        How many numbers there are.

    Examples
    --------
    >>> error_of_mean(np.array([4.0, 3.0]), np.array([8.0, 5.0]), 2).tolist()
    [0.0, 0.5]
    """
    if many < 2:
        return np.full(np.shape(sums), np.nan)
    mean = sums / many
    variance = squares / many - mean**2
    variance[variance < ROUNDING * squares / many] = 0.0
    return np.sqrt(variance / (many - 1))


def of_times(looks: np.ndarray) -> np.ndarray:
    """Return the share of time for which each look stands: half of the gaps at its sides.

    >>> of_times(np.array([0, 2, 4, 8])).round(2).tolist()
    [0.18, 0.18, 0.27, 0.36]
    """
    if len(looks) == 1:
        return np.ones(1)
    gaps = np.diff(looks).astype(float)
    sides = np.concatenate([gaps[:1], gaps]) + np.concatenate([gaps, gaps[-1:]])
    share: np.ndarray = sides / sides.sum()
    return share


def over_time(
    shares: np.ndarray, errors: np.ndarray, weights: np.ndarray, repetitions: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean shares over time, their standard errors, and how many numbers these rest on.

    The variance of such a mean has two parts. What moves during the time is seen from the means of
    batches, which are parts of the time. What does not move, because every repetition has found a
    state of its own, is seen from the variance over repetitions: so much as this is more than the
    variance over time. Where repetitions do not differ, chance makes this second part rather too
    large than too small. After one repetition only the first part is known.

    Parameters
    ----------
    shares, errors
        (R, k) mean shares over repetitions, and their standard errors.
    weights
        (R,) for how much of the time a look stands.
    repetitions
        M.

    Examples
    --------
    >>> still = np.full((9, 1), 0.5)
    >>> mean, error, size = over_time(still, np.full((9, 1), 0.1), np.full(9, 1 / 9), 25)
    >>> mean.round(3).tolist(), error.round(3).tolist(), size.round(3).tolist()
    ([0.5], [0.1], [25.0])
    """
    mean = shares[0] + weights @ (shares - shares[0])  # what never moved is exact
    batches = min(BATCHES, math.isqrt(len(shares)))
    if batches < 2 and repetitions < 2:
        return mean, np.full(len(mean), np.nan), np.ones(len(mean))
    moving = np.zeros(len(mean))
    for part in np.array_split(np.arange(len(shares)), batches) if batches > 1 else ():
        weight = weights[part].sum()
        moving += (weights[part] @ (shares[part] - mean) / weight) ** 2 * weight**2
    moving *= batches / max(batches - 1, 1)
    still = np.zeros(len(mean))
    if repetitions > 1:
        still = np.maximum(weights @ errors**2 - weights @ (shares - mean) ** 2, 0.0)
    variance = moving + still
    freedom = moving**2 / max(batches - 1, 1) + still**2 / max(repetitions - 1, 1)
    with np.errstate(invalid="ignore", divide="ignore"):  # Welch-Satterthwaite
        size = np.where(variance > 0, 1 + variance**2 / freedom, max(batches, repetitions))
    return mean, np.sqrt(variance), size


def mean_of(numbers: np.ndarray) -> tuple[float, float]:
    """Return the mean of numbers and its standard error; NaN where they are too few.

    >>> mean_of(np.array([1.0, 3.0]))
    (2.0, 1.0)
    """
    many = len(numbers)
    mean = float(numbers.mean()) if many else np.nan
    return mean, float(numbers.std(ddof=1) / np.sqrt(many)) if many > 1 else np.nan
