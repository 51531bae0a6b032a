"""Low-rank factorisation of a table with gaps, by alternating least squares with a ridge.

payoff[i, j] = mean + a[i] + b[j] + u[i] . v[j]: what a player is paid, what an opponent lets others
be paid, and r hidden traits of each. Rank and ridge are chosen by cross-validation over pairs.

Why these lines and no library: recommenders such as `implicit` model clicks, Surprise is no longer
maintained, and cmfrec 3.5, which fits this model and takes side information, was no better here
(`docs/explanation/prediction.md` has the figures) and has to be compiled. scikit-learn completes no
matrices; its imputers model each column by the others, of which 90 % are missing. What learns from
behaviour is scikit-learn (`trees.py`).

Legend: p players, r rank, f folds.
"""

from dataclasses import dataclass

import numpy as np

RANKS = (0, 1, 2, 3, 5, 8)
RIDGES = (0.5, 1.0, 2.0)
"""Of traits, where payoffs have a standard deviation of one."""
EFFECTS = 1.0
"""The ridge of a and b."""
ROUNDS = 15

Fit = tuple[np.ndarray, np.ndarray, np.ndarray]
"""(p, p) predictions, and (p,) the effects of rows and of columns."""


@dataclass(frozen=True, eq=False)
class Factors:
    """A factorisation with the rank and ridge that predict best.

    rank, ridge
        What was chosen.
    predictions
        (p, p) of all pairs, from all that is known.
    row, column
        (p,) the effects a and b.
    without
        For each fold the three above, from all other folds.
    held_out
        (p, p) predictions of known pairs, each from the other folds; NaN elsewhere.
    additive
        (p, p) the same of rank 0.
    """

    rank: int
    ridge: float
    predictions: np.ndarray
    row: np.ndarray
    column: np.ndarray
    without: list[Fit]
    held_out: np.ndarray
    additive: np.ndarray


def factorised(payoffs: np.ndarray, fold: np.ndarray, *, seed: int = 0) -> Factors:
    """Return the factorisation of the rank and ridge that predict held-out pairs best.

    Parameters
    ----------
    payoffs
        (p, p) with NaN where nothing is known.
    fold
        (p, p) the fold of each known pair, both sides of a pair in one; -1 elsewhere.
    seed
        Of the starting traits.
    """
    folds = int(fold.max()) + 1
    tried: dict[tuple[int, float], tuple[list[Fit], np.ndarray]] = {}
    for rank in RANKS:
        if rank >= len(payoffs) - 1:
            break
        for ridge in RIDGES if rank else RIDGES[:1]:
            held_out = np.full(payoffs.shape, np.nan)
            without = []
            for out in range(folds):
                part = fitted(np.where(fold == out, np.nan, payoffs), rank, ridge, seed)
                held_out[fold == out] = part[0][fold == out]
                without.append(part)
            tried[rank, ridge] = without, held_out
    (rank, ridge), (best, held_out) = min(
        tried.items(), key=lambda entry: float(np.nanmean((entry[1][1] - payoffs) ** 2))
    )
    whole = fitted(payoffs, rank, ridge, seed)
    additive = tried[RANKS[0], RIDGES[0]][1]
    return Factors(rank, ridge, *whole, best, held_out, additive)


def fitted(payoffs: np.ndarray, rank: int, ridge: float, seed: int = 0) -> Fit:
    """Return (p, p) predictions of one rank and ridge, and the effects of rows and columns.

    Parameters
    ----------
    payoffs
        (p, p) with NaN where nothing is known.
    rank, ridge, seed
        Number of traits, their ridge, and the seed of their starting values.

    Examples
    --------
    >>> table = np.add.outer([0.0, 1.0, 2.0, 5.0], [0.0, 2.0, 4.0, 6.0])
    >>> table[0, 3] = np.nan
    >>> round(float(fitted(table, 0, 1.0)[0][0, 3]), 1)
    5.7
    """
    met = np.isfinite(payoffs)
    many, mean, unit = len(payoffs), payoffs[met].mean(), payoffs[met].std() or 1.0
    y = np.where(met, (payoffs - mean) / unit, 0.0)
    weights = met.astype(float)
    random = np.random.default_rng(seed)
    rows, columns = np.zeros((many, 2 + rank)), np.zeros((many, 2 + rank))
    rows[:, 1] = columns[:, 0] = 1.0
    rows[:, 2:], columns[:, 2:] = random.normal(0, 0.1, (2, many, rank))
    for _ in range(ROUNDS):
        _solve(rows, columns, y, weights, ridge, own=0)
        _solve(columns, rows, y.T, weights.T, ridge, own=1)
    return mean + unit * rows @ columns.T, unit * rows[:, 0], unit * columns[:, 1]


def _solve(
    rows: np.ndarray,
    columns: np.ndarray,
    y: np.ndarray,
    weights: np.ndarray,
    ridge: float,
    own: int,
) -> None:
    """Fit the effect and the traits of all rows, with those of the columns given."""
    free = [own, *range(2, rows.shape[1])]
    given = columns[:, free]
    left = (y - columns[:, 1 - own] * rows[:, 1 - own][:, None]) * weights
    squares = (given[:, :, None] * given[:, None, :]).reshape(len(given), -1)
    normal = (weights @ squares).reshape(len(rows), len(free), len(free))
    normal += np.diag([EFFECTS] + [ridge] * (len(free) - 1))
    rows[:, free] = np.linalg.solve(normal, (left @ given)[..., None])[..., 0]
