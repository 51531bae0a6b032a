"""Dominance: moves that another move, or a mixture of moves, strictly beats.

Legend: m moves of the row player, n of the column player; a (m, n), b (n, m) what each is paid, own
move first, more being better.
"""

import numpy as np

from analysis.evolution.table import EXACT, scaled
from analysis.evolution.tableau import best_mixture


def undominated(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the moves of each seat that are left when dominated ones have gone."""
    rows, columns = np.arange(len(a)), np.arange(len(b))
    while True:
        keep = ~_dominated(a[np.ix_(rows, columns)]), ~_dominated(b[np.ix_(columns, rows)])
        if keep[0].all() and keep[1].all():
            return rows, columns
        rows, columns = rows[keep[0]], columns[keep[1]]


def _dominated(u: np.ndarray) -> np.ndarray:
    """Return which rows of (m, n) utilities another row, or else a mixture of rows, strictly beats
    in every column."""
    u = scaled(u)
    pure = np.array([((u - row).min(axis=1) > EXACT).any() for row in u])
    if pure.any():
        return pure  # the smaller table is looked at again
    for i in np.flatnonzero(~(u >= u.max(axis=0) - EXACT).any(axis=1)):  # best replies are not
        lead, _ = best_mixture(u - u[i])
        pure[i] = lead > EXACT
    return pure
