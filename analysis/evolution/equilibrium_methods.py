"""Methods that find equilibria: vertex enumeration, pure best replies, Lemke and Howson's paths.

Legend: m moves of the row player, n of the column player; a (m, n), b (n, m) what each is paid, own
move first, more being better. All payoffs lie in [1, 2] (`analysis.evolution.table.scaled`).
"""

from collections.abc import Iterator

import numpy as np

from analysis.evolution.table import EXACT

STARTS, PIVOTS = 40, 250
"""Of Lemke and Howson's method in larger games."""

Pairs = Iterator[tuple[np.ndarray, np.ndarray]]


def extreme(a: np.ndarray, b: np.ndarray) -> tuple[Pairs, bool]:
    """Return pairs of vertices of the best-reply polytopes that carry all labels, and whether a
    vertex carries more labels than its polytope has dimensions.

    Labels are 0 to m - 1 and m to m + n - 1.
    """
    from nashpy.polytope import build_halfspaces, non_trivial_vertices

    def corners(u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return vertices of {z >= 0, u z <= 1}, and (vertices, labels) which bounds they touch."""
        bounds = build_halfspaces(u)
        found = np.array([vertex for vertex, _ in non_trivial_vertices(bounds)])
        found = found[np.unique(found.round(9), axis=0, return_index=True)[1]]
        return found, np.abs(found @ bounds[:, :-1].T + bounds[:, -1]) < EXACT

    m, n = a.shape
    if m == 1 or n == 1:  # polytopes of one dimension are beyond qhull
        return pure(a, b), bool(
            ((a == a.max(0)).sum(0) > 1).any() or ((b == b.max(0)).sum(0) > 1).any()
        )
    x, touched_x = corners(b)  # labels: n best replies of the column player, m own moves unused
    y, touched_y = corners(a)  # labels: m best replies of the row player, n own moves unused
    touched_x = np.roll(touched_x, m, axis=1)
    missed = (~touched_x).astype(np.float32) @ (~touched_y).astype(np.float32).T
    pairs = ((x[i] / x[i].sum(), y[j] / y[j].sum()) for i, j in np.argwhere(missed == 0))
    return pairs, bool((touched_x.sum(1) > m).any() or (touched_y.sum(1) > n).any())


def pure(a: np.ndarray, b: np.ndarray) -> Pairs:
    """Yield the pure equilibria."""
    best = (a >= a.max(axis=0) - EXACT) & (b >= b.max(axis=0) - EXACT).T
    for i, j in np.argwhere(best):
        yield np.eye(len(a))[i], np.eye(len(b))[j]


def lemke_howson(a: np.ndarray, b: np.ndarray) -> Pairs:
    """Yield what the method of Lemke and Howson reaches from labels spread over all of them."""
    for first in np.unique(np.linspace(0, sum(a.shape) - 1, STARTS).astype(int)):
        pair = _path(a, b, int(first))
        if pair:
            yield pair


def _path(a: np.ndarray, b: np.ndarray, first: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the end of one path of Lemke and Howson's; None if it is long, or lost by rounding.

    nashpy's tableau multiplies where it should divide, because its pivots are made for whole
    numbers: after some ten pivots numbers overflow, and its loop never ends (its issue 58). Here
    it divides.
    """
    from nashpy.linalg.tableau import TableauLex

    class Tableau(TableauLex):  # type: ignore[misc]
        def _pivot(self, column_index: int, pivot_row_index: int) -> None:
            table = self._tableau
            table[pivot_row_index] /= table[pivot_row_index, column_index]
            rest = np.arange(len(table)) != pivot_row_index
            table[rest] -= np.outer(table[rest, column_index], table[pivot_row_index])
            table[rest, column_index] = 0.0

    m, n = a.shape
    row = Tableau(np.hstack([b, np.eye(n), np.ones((n, 1))]))
    column = Tableau(np.hstack([np.eye(m), a, np.ones((m, 1))]))
    tableaux, label = (row, column) if first < m else (column, row), first
    with np.errstate(divide="ignore", invalid="ignore"):
        for pivot in range(PIVOTS):
            try:
                label = tableaux[pivot % 2].pivot_and_drop_label(label)
            except ValueError:
                return None
            if label == first:
                return (
                    row.to_strategy(column.non_basic_variables),
                    column.to_strategy(row.non_basic_variables),
                )
    return None


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
