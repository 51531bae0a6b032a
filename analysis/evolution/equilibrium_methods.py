"""Methods that find equilibria: vertex enumeration, pure best replies, Lemke and Howson's paths.

Legend: m moves of the row player, n of the column player; a (m, n), b (n, m) what each is paid, own
move first, more being better. All payoffs lie in [1, 2] (`analysis.evolution.table.scaled`).
"""

from collections.abc import Iterator

import numpy as np

from analysis.evolution.table import EXACT
from analysis.evolution.tableau import corners, lemke_howson

STARTS, PIVOTS = 40, 250
"""Of Lemke and Howson's method in larger games."""

Pairs = Iterator[tuple[np.ndarray, np.ndarray]]


def extreme(a: np.ndarray, b: np.ndarray) -> tuple[Pairs, bool]:
    """Return pairs of corners of the best-reply polytopes that carry all labels, and whether a
    corner carries more labels than its polytope has dimensions.

    Labels are 0 to m - 1 and m to m + n - 1.
    """

    def touched(u: np.ndarray, found: np.ndarray) -> np.ndarray:
        """Return (corners, labels) which bounds corners touch: those of u, then of coordinates."""
        return np.hstack([np.abs(found @ u.T - 1) < EXACT, found < EXACT])

    m, n = a.shape
    x, y = corners(b), corners(a)
    touched_x = np.roll(touched(b, x), m, axis=1)  # own moves unused, best replies of the other
    touched_y = touched(a, y)
    missed = (~touched_x).astype(np.float32) @ (~touched_y).astype(np.float32).T
    pairs = ((x[i] / x[i].sum(), y[j] / y[j].sum()) for i, j in np.argwhere(missed == 0))
    return pairs, bool((touched_x.sum(1) > m).any() or (touched_y.sum(1) > n).any())


def pure(a: np.ndarray, b: np.ndarray) -> Pairs:
    """Yield the pure equilibria."""
    best = (a >= a.max(axis=0) - EXACT) & (b >= b.max(axis=0) - EXACT).T
    for i, j in np.argwhere(best):
        yield np.eye(len(a))[i], np.eye(len(b))[j]


def reached(a: np.ndarray, b: np.ndarray) -> Pairs:
    """Yield what the method of Lemke and Howson reaches from labels spread over all of them."""
    for first in np.unique(np.linspace(0, sum(a.shape) - 1, STARTS).astype(int)):
        pair = lemke_howson(a, b, int(first), PIVOTS)
        if pair:
            yield pair


def distinct(pairs: Pairs, a: np.ndarray, b: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the pairs that are equilibria, each once, fewest moves first."""
    found: dict[tuple[tuple[float, ...], ...], tuple[np.ndarray, np.ndarray]] = {}
    for x, y in pairs:
        if x.shape != (len(a),) or y.shape != (len(b),) or not np.isfinite(x.sum() + y.sum()):
            continue
        x, y = np.where(x > EXACT, x, 0.0), np.where(y > EXACT, y, 0.0)
        x, y = x / x.sum(), y / y.sum()
        regret = max((a @ y).max() - x @ a @ y, (b @ x).max() - y @ b @ x)
        if regret < 1e-7:
            found.setdefault((tuple(x.round(7)), tuple(y.round(7))), (x, y))
    order = sorted(found, key=lambda k: (sum(map(bool, k[0] + k[1])), [-v for v in k[0] + k[1]]))
    return [found[key] for key in order]
