"""Classical tests, written by hand, so that reports need no SciPy.

Studentised range, Friedman, Fisher, Spearman and Holm are a few lines each over distributions.
Tests compare all of them with scipy, statsmodels or scikit-posthocs.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.results.estimation.distributions import (
    chi_squared_above,
    log_factorial,
    normal_below,
    student_below,
)
from tournament.rules.checks import table

if TYPE_CHECKING:
    import pandas as pd


def holm(p: np.ndarray) -> np.ndarray:
    """Return p values corrected for their number by the step-down method of Holm (1979).

    The chance that any true null hypothesis falls below a level is at most that level, however the
    tests depend on each other.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).tolist()
    [0.03, 0.06, 0.06]
    """
    p = table("p", p, "a row of probabilities")
    if p.ndim != 1 or not ((p >= 0) & (p <= 1)).all():
        raise ArgumentError(f"`p` must be a row of probabilities; got {shown(p)}.")
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    corrected = np.empty_like(p)
    corrected[order] = np.minimum(stepped, 1.0)
    return corrected


def friedman_test(ranks: np.ndarray) -> tuple[float, float]:
    """Return the statistic of Friedman (1937), corrected for ties, and its chi-squared p.

    Parameters
    ----------
    ranks
        (blocks, players) ranks from 1 within each block, equal ones averaged.
    """
    players = ranks.shape[1]
    off = ranks - (players + 1) / 2
    spread = (off**2).sum()  # less where players tie; 0 where all do in every block
    statistic = (players - 1) * float((off.sum(axis=0) ** 2).sum() / spread) if spread else 0.0
    return statistic, float(chi_squared_above(players - 1, statistic))


def studentized_range(level: float, players: int) -> float:
    """Return the quantile of the range of so many standard normal numbers.

    It is the quantile of `scipy.stats.studentized_range` at infinite degrees of freedom.

    >>> round(studentized_range(0.95, 3), 4)
    3.3145
    """
    z = np.linspace(-8.5, 8.5, 4001)
    lowest = normal_below(z)
    density = players * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    low, high = 0.0, 20.0
    while high - low > 1e-10:  # the lowest of them lies at z, the others within q above it
        q = (low + high) / 2
        below = (density * (normal_below(z + q) - lowest) ** (players - 1)).sum()
        low, high = (q, high) if below < level else (low, q)
    return high


def rank_correlation(x: "pd.Series", y: "pd.Series") -> tuple[float, float]:
    """Return the rank correlation of Spearman (1904) and its two-sided p by Student's law.

    Parameters
    ----------
    x, y
        (n,) numbers that are not all the same; n at least 3.
    """
    r = float(np.corrcoef(x.rank(), y.rank())[0, 1])
    with np.errstate(divide="ignore"):
        t = abs(r) * np.sqrt((len(x) - 2) / np.float64(max(1 - r * r, 0.0)))
    return r, float(2 * student_below(len(x) - 2, -t))


def fisher(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the two-sided p of the exact test of Fisher (1935): do two groups have equal shares?

    Parameters
    ----------
    one, other
        (yes, no) counts of each group.
    """
    size, rest, yes = sum(one), sum(other), one[0] + other[0]
    k = np.arange(max(0, yes - rest), min(size, yes) + 1)
    logs = -log_factorial(np.array([k, size - k, yes - k, rest - yes + k])).sum(axis=0)
    chances = np.exp(logs - logs.max())
    seen = chances[one[0] - k[0]]
    return float(chances[chances <= seen * (1 + 1e-9)].sum() / chances.sum())
