"""Tableaux: the corners of a polytope {z >= 0, u z <= 1}, and the ways between them.

Three questions about games are ways along edges of such polytopes: all corners, the value of a
zero-sum game, and the paths of Lemke and Howson. SciPy's linear programming and nashpy's tableaux
would answer them, but SciPy takes 143 MB, and nashpy's paths do not always end. Here ties are
broken by the lexicographic rule, so that every way ends.

Legend: u (k, n) the bounds of n coordinates, all positive. A tableau has k rows and n + k + 1
columns: coordinates, slack of each bound, and right-hand sides. `basis` (k,) names the column that
each row solves for.

Sources: Dantzig, Orden and Wolfe (1955) for the rule; von Stengel (2007), "Equilibrium computation
for two-player games", chapter 3 of Nisan et al.
"""

import numpy as np

from analysis.evolution.table import EXACT


def tableau(u: np.ndarray) -> np.ndarray:
    """Return (k, n + k + 1) the tableau of the corner 0, whose basis are the slacks."""
    return np.hstack([u, np.eye(len(u)), np.ones((len(u), 1))])


def leaving(table: np.ndarray, column: int) -> int:
    """Return the row that a tableau stops solving for when it begins to solve for a column.

    It is the row whose bound is reached first. Bounds that are reached at once are told apart as if
    each had been moved out, the first one most.
    """
    rows = np.flatnonzero(table[:, column] > EXACT)
    slacks = range(table.shape[1] - 1 - len(table), table.shape[1] - 1)
    for key in (-1, *slacks):
        ratios = table[rows, key] / table[rows, column]
        rows = rows[ratios <= ratios.min() + EXACT]
        if len(rows) == 1:
            break
    return int(rows[0])


def pivot(table: np.ndarray, row: int, column: int) -> None:
    """Solve a row of a tableau for a column, in place."""
    table[row] /= table[row, column]
    rest = np.arange(len(table)) != row
    table[rest] -= np.outer(table[rest, column], table[row])
    table[rest, column] = 0.0


def corners(u: np.ndarray) -> np.ndarray:
    """Return (c, n) all corners of the polytope but 0, each once.

    Examples
    --------
    >>> corners(np.array([[1.0, 2.0], [2.0, 1.0]])).round(3).tolist()
    [[0.0, 0.5], [0.333, 0.333], [0.5, 0.0]]
    """
    first = tableau(u)
    k, n = u.shape
    bases = [tuple(range(n, n + k))]
    known = {frozenset(bases[0])}
    found = []
    while bases:
        basis = bases.pop()
        table = np.linalg.solve(first[:, basis], first)  # anew, so that errors do not add up
        place = np.zeros(n + k)
        place[list(basis)] = table[:, -1]
        found.append(place[:n])
        for column in set(range(n + k)) - set(basis):
            row = leaving(table, column)
            neighbour = (*basis[:row], column, *basis[row + 1 :])
            if frozenset(neighbour) not in known:
                known.add(frozenset(neighbour))
                bases.append(neighbour)
    places: np.ndarray = np.maximum(found, 0.0)
    places = places[places.max(axis=1) > EXACT]
    return np.asarray(places[np.unique(places.round(9), axis=0, return_index=True)[1]])


def best_mixture(u: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the value of a zero-sum game, and the mixture of rows that gets at least that.

    Parameters
    ----------
    u
        (k, n) what the row player is paid, of any sign.

    Examples
    --------
    >>> value, mixture = best_mixture(np.array([[2.0, 0.0], [0.0, 1.0]]))
    >>> round(value, 6), mixture.round(6).tolist()
    (0.666667, [0.333333, 0.666667])
    """
    k, n = u.shape
    up = 1.0 - float(u.min())
    # The column player's mixture, over the value, is the corner where coordinates sum to most.
    table = tableau(u + up)
    goal = np.r_[-np.ones(n), np.zeros(k + 1)]
    while goal[:-1].min() < -EXACT:
        column = int(goal[:-1].argmin())
        row = leaving(table, column)
        pivot(table, row, column)
        goal = goal - goal[column] * table[row]
    prices = np.maximum(goal[n:-1], 0.0)
    return float(1 / goal[-1]) - up, prices / prices.sum()


def lemke_howson(
    a: np.ndarray, b: np.ndarray, first: int, pivots: int
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the mixtures at the end of a path of Lemke and Howson (1964); None if it is long.

    Labels are 0 to m - 1, the moves of the row player, and m to m + n - 1, those of the other. A
    corner of the row player's polytope has the labels of its moves that are not used, and of the
    other's that are best replies. Each step takes up a label that was left, until `first` is.

    Parameters
    ----------
    a, b
        (m, n), (n, m) what each seat is paid, own move first, all positive.
    first
        The label that is given up at the start.
    pivots
        The most steps.
    """
    m, n = a.shape
    labels = np.arange(m + n), np.roll(np.arange(m + n), -m)  # of each column of the tableaux
    tables = tableau(b), tableau(a)
    bases = [np.arange(m, m + n), np.arange(n, n + m)]
    seat, label = int(first >= m), first
    for _ in range(pivots):
        table, basis = tables[seat], bases[seat]
        column = int(np.flatnonzero(labels[seat] == label)[0])
        row = leaving(table, column)
        pivot(table, row, column)
        label, basis[row] = int(labels[seat][basis[row]]), column
        if label == first:
            x, y = (
                np.bincount(basis, np.maximum(table[:, -1], 0.0), m + n)[:size]
                for table, basis, size in zip(tables, bases, (m, n), strict=True)
            )
            return x / x.sum(), y / y.sum()
        seat = 1 - seat
    return None
