"""Dominance: moves that another move, or a mixture of moves, strictly beats.

Legend: m moves of the row player, n of the column player; a (m, n), b (n, m) what each is paid, own
move first, more being better.
"""

import numpy as np

from analysis.evolution.table import EXACT, scaled


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
    from scipy.optimize import linprog

    u = scaled(u)
    pure = np.array([((u - row).min(axis=1) > EXACT).any() for row in u])
    if pure.any():
        return pure  # the smaller table is looked at again
    m = len(u)
    for i in np.flatnonzero(~(u >= u.max(axis=0) - EXACT).any(axis=1)):  # best replies are not
        # Largest lead v of a mixture s over row i: s u - v >= u[i] in every column.
        lead = linprog(
            np.r_[np.zeros(m), -1.0],
            A_ub=np.c_[-u.T, np.ones(u.shape[1])],
            b_ub=-u[i],
            A_eq=np.r_[np.ones(m), 0.0][None],
            b_eq=[1.0],
            bounds=[(0, None)] * m + [(None, None)],
        )
        pure[i] = lead.x is not None and lead.x[-1] > EXACT
    return pure
