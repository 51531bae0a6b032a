"""Nash equilibria of a field, of stage games, and of any two-player game, by way of nashpy.

Legend: m moves of the row player, n of the column player; a (m, n), b (n, m) what each is paid, own
move first, more being better.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from analysis.evolution.table import EXACT, scaled, table_of_pairs
from tournament.errors import ArgumentError
from tournament.game import Game
from tournament.outcomes import MOVES

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payments, Payoffs

MOST = 10
"""Moves up to which all equilibria are listed."""
STARTS, PIVOTS = 40, 250
"""Of Lemke and Howson's method in larger games."""

Pairs = Iterator[tuple[np.ndarray, np.ndarray]]


def equilibria(
    payoffs: "Payoffs | Game",
    column: "Payments | None" = None,
    *,
    less_is_better: bool = False,
) -> "pd.DataFrame":
    """Return Nash equilibria: pairs of mixtures of moves that are best replies to each other.

    Strictly dominated moves are eliminated first, again and again, also those that only a mixture
    dominates. If at most 10 moves of each side are left, all extreme equilibria are listed, by the
    vertices of the best-reply polytopes; of larger games all pure ones, and those that the method
    of Lemke and Howson (1964) reaches from some starts. `attrs["note"]` says which. Payoffs count
    as known: where chance has a part, it breaks ties, and makes or unmakes equilibria with them.

    Parameters
    ----------
    payoffs
        Results with self-play, (p, p) payoffs of row against column, or a stage game, whose moves
        are C and D. With `column`, (m, n) payoffs of the row player in any two-player game.
    column
        (m, n) payoffs of the column player, indexed as `payoffs` are; None in a symmetric game.
    less_is_better
        Whether payoffs of tables are costs; results and games know.

    Returns
    -------
    DataFrame
        Indexed by `equilibrium` (fewest moves first), `seat` ("row", "column") and `move`, the
        player's name where a field is the game: `probability`, more than 0; `payoff` in that seat,
        in units given; `symmetric`, whether both seats mix alike in a symmetric game, as one
        population must. `attrs`: `method`; `complete`, whether all extreme equilibria are listed;
        `degenerate`, whether some mixture has more best replies than moves, so that equilibria
        between those listed may exist as well (None: not looked for); `eliminated`, moves by seat;
        `note`, all that in words.

    Raises
    ------
    TournamentError
        When a payoff is missing.

    Notes
    -----
    Source: Nisan et al. (2007), chapter 3. Polytopes and tableaux are nashpy's.

    Examples
    --------
    >>> from tournament import PRESETS
    >>> found = equilibria(PRESETS["matching_pennies"])
    >>> found["probability"].round(6).tolist()
    [0.5, 0.5, 0.5, 0.5]
    """
    import pandas as pd

    game = _bimatrix(payoffs, column, less_is_better)
    (row_moves, column_moves), (a, b) = game.moves, game.utilities
    rows, columns = _undominated(a, b)
    small_a, small_b = a[np.ix_(rows, columns)], b[np.ix_(columns, rows)]
    degenerate: bool | None = None
    both = scaled(small_a), scaled(small_b)
    if max(small_a.shape) <= MOST:
        pairs, degenerate = _extreme(*both)
        method, complete = "vertex enumeration", True
    else:
        pairs = chain(_pure(*both), _lemke_howson(*both))
        method, complete = "pure equilibria, and Lemke-Howson", False
    found = _distinct(pairs, *both)
    moves = list(dict.fromkeys([*row_moves, *column_moves]))
    codes, records = [], []
    for number, (x, y) in enumerate(found):
        alike = game.symmetric and bool(np.abs(x - y).max() < 1e-6)
        for seat, (mix, u, reply, kept, named) in enumerate(
            ((x, small_a, y, rows, row_moves), (y, small_b, x, columns, column_moves))
        ):
            value = game.sign * (mix @ u @ reply)
            for k in np.flatnonzero(mix):
                codes.append((number, seat, moves.index(named[kept[k]])))
                records.append((mix[k], value, alike))
    frame = pd.DataFrame(
        records,
        columns=["probability", "payoff", "symmetric"],
        index=pd.MultiIndex(
            [list(range(len(found))), ["row", "column"], moves],
            [list(level) for level in zip(*codes, strict=True)],
            names=["equilibrium", "seat", "move"],
        ),
    )
    gone = {
        "row": [m for k, m in enumerate(row_moves) if k not in rows],
        "column": [m for k, m in enumerate(column_moves) if k not in columns],
    }
    frame.attrs = {
        "method": method,
        "complete": complete,
        "degenerate": degenerate,
        "eliminated": gone,
        "note": _note(len(found), gone, complete=complete, degenerate=degenerate),
    }
    return frame


def _note(
    found: int, gone: "dict[str, list[Hashable]]", *, complete: bool, degenerate: bool | None
) -> str:
    text = (
        f"Strictly dominated moves eliminated: {len(gone['row'])} of the row player,"
        f" {len(gone['column'])} of the column player. "
    )
    if complete:
        text += f"All {found} extreme equilibria of the rest are listed."
    else:
        text += (
            f"{found} equilibria of the rest are listed: all pure ones, and those that the method"
            " of Lemke and Howson reached; there may be others."
        )
    if degenerate:
        text += " The game is degenerate: mixtures of listed equilibria may be equilibria, too."
    return text


@dataclass(frozen=True, eq=False)
class _Bimatrix:
    """A game of two players.

    moves
        Names of the moves, by seat.
    utilities
        (m, n) and (n, m) what each seat is paid, own move first; more is better.
    sign
        1, or -1 if payoffs are negated utilities.
    symmetric
        Whether both seats have the same game.
    """

    moves: "tuple[list[Hashable], list[Hashable]]"
    utilities: tuple[np.ndarray, np.ndarray]
    sign: float
    symmetric: bool


def _bimatrix(payoffs: "Payoffs | Game", column: "Payments | None", less: bool) -> _Bimatrix:
    """Return the game that was given, in any of its forms."""
    import pandas as pd

    if isinstance(payoffs, Game):
        if column is not None:
            raise ArgumentError("`column` belongs to a table of payoffs; a Game has its own.")
        sign = -1.0 if payoffs.less_is_better else 1.0
        a, b = payoffs.utilities
        return _Bimatrix(([*MOVES], [*MOVES]), (a, b), sign, payoffs.is_symmetric)
    if column is None:
        table = table_of_pairs(payoffs, less_is_better=less)
        sign = -1.0 if table.less_is_better else 1.0
        return _Bimatrix(([*table.names],) * 2, (table.utilities,) * 2, sign, True)
    sign = -1.0 if less else 1.0
    a, b = np.asarray(payoffs, float), np.asarray(column, float)
    if a.shape != b.shape or a.ndim != 2 or not a.size or not np.isfinite([a, b]).all():
        raise ArgumentError(
            "`payoffs` and `column` must be tables of finite numbers and one shape; got shapes"
            f" {a.shape} and {b.shape}."
        )
    symmetric = a.shape == b.T.shape and bool((a == b.T).all())
    frame = payoffs if isinstance(payoffs, pd.DataFrame) else pd.DataFrame(a)
    moves: tuple[list[Hashable], list[Hashable]] = [*frame.index], [*frame.columns]
    return _Bimatrix(moves, (sign * a, sign * b.T), sign, symmetric)


def _undominated(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
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


def _extreme(a: np.ndarray, b: np.ndarray) -> tuple[Pairs, bool]:
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
        return _pure(a, b), bool(
            ((a == a.max(0)).sum(0) > 1).any() or ((b == b.max(0)).sum(0) > 1).any()
        )
    x, touched_x = corners(b)  # labels: n best replies of the column player, m own moves unused
    y, touched_y = corners(a)  # labels: m best replies of the row player, n own moves unused
    touched_x = np.roll(touched_x, m, axis=1)
    missed = (~touched_x).astype(np.float32) @ (~touched_y).astype(np.float32).T
    pairs = ((x[i] / x[i].sum(), y[j] / y[j].sum()) for i, j in np.argwhere(missed == 0))
    return pairs, bool((touched_x.sum(1) > m).any() or (touched_y.sum(1) > n).any())


def _pure(a: np.ndarray, b: np.ndarray) -> Pairs:
    """Yield the pure equilibria."""
    best = (a >= a.max(axis=0) - EXACT) & (b >= b.max(axis=0) - EXACT).T
    for i, j in np.argwhere(best):
        yield np.eye(len(a))[i], np.eye(len(b))[j]


def _lemke_howson(a: np.ndarray, b: np.ndarray) -> Pairs:
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


def _distinct(pairs: Pairs, a: np.ndarray, b: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
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
