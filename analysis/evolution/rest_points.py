"""Rest points: shares at which the replicator dynamics rests, and whether it returns to them.

Legend: p players, k points.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np

from analysis.evolution.table import EXACT, scaled, table_of_pairs
from analysis.evolution.tableau import best_mixture
from tournament.errors import ArgumentError, TournamentError
from tournament.rules.checks import table as numbers

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payoffs

MOST = 10
"""Players up to which all rest points are listed."""


def rest_points(payoffs: "Payoffs", *, less_is_better: bool = False) -> "pd.DataFrame":
    """Return the shares at which the replicator dynamics rests, every player alone included.

    Parameters
    ----------
    payoffs
        Results with self-play, or (p, p) payoffs of row against column, of at most 10 players.
    less_is_better
        Whether payoffs of a table are costs; results know.

    Returns
    -------
    DataFrame
        (k, p) shares, fewest players first. At most one point for each set of players; sets within
        which there are infinitely many (all paid alike, as cooperators among themselves are) are
        listed in `attrs["continua"]`, as tuples of names, and have no row.

    Raises
    ------
    TournamentError
        When a payoff is missing, or there are too many players.

    Examples
    --------
    >>> hawks_and_doves = [[-1, 2], [0, 1]]
    >>> rest_points(hawks_and_doves)
         0    1
    0  1.0  0.0
    1  0.0  1.0
    2  0.5  0.5
    """
    import pandas as pd

    table = table_of_pairs(payoffs, less_is_better=less_is_better)
    names, e = table.names, scaled(table.utilities)
    p = len(names)
    if p > MOST:
        raise TournamentError(
            f"Rest points are listed for up to {MOST} players, as there may be 2**p - 1 of them;"
            f" here are {p}. Choose some, such as results.payoffs.loc[names, names]."
        )
    found, continua = [], []
    for support in _subsets(p):
        n = len(support)
        # All in the support are paid the same, v: e x - v = 0, and shares sum to one.
        equations = np.block([[e[np.ix_(support, support)], -np.ones((n, 1))], [np.ones(n), 0.0]])
        right = np.r_[np.zeros(n), 1.0]
        if np.linalg.matrix_rank(equations, tol=EXACT) == n + 1:
            shares = np.linalg.solve(equations, right)[:n]
            if shares.min() > EXACT:
                found.append(np.bincount(support, shares, minlength=p))
        elif _interior(equations[:-1]):
            continua.append(tuple(names[list(support)]))
    frame = pd.DataFrame(np.reshape(found, (-1, p)), columns=names)
    frame.attrs["continua"] = continua
    return frame


def stability(
    payoffs: "Payoffs",
    points: "pd.DataFrame | np.ndarray | Sequence[Sequence[float]]",
    *,
    less_is_better: bool = False,
) -> "pd.DataFrame":
    """Return whether shares near rest points move towards them, by the dynamics' linear part.

    Parameters
    ----------
    payoffs
        Results with self-play, or (p, p) payoffs of row against column.
    points
        (k, p) rest points, such as `rest_points` returns.
    less_is_better
        Whether payoffs of a table are costs; results know.

    Returns
    -------
    DataFrame
        (k,) rows as in `points`: `type`, "stable" (all eigenvalues have negative real parts),
        "unstable" (all positive), "saddle" (both signs), or "undecided" (some are zero, and the
        others of one sign or none: the linear part does not tell; centres are of this type);
        `eigenvalues`, (p - 1,) complex numbers of the dynamics within the simplex, largest real
        part first, in units of payoff.

    Raises
    ------
    ValueError
        When a point is not one of rest.

    Examples
    --------
    >>> from analysis import rest_points
    >>> hawks_and_doves = [[-1, 2], [0, 1]]
    >>> stability(hawks_and_doves, rest_points(hawks_and_doves))["type"].tolist()
    ['unstable', 'unstable', 'stable']
    """
    import pandas as pd

    table = table_of_pairs(payoffs, less_is_better=less_is_better)
    names, e = table.names, table.utilities
    index = points.index if isinstance(points, pd.DataFrame) else None
    what = f"rows of {len(names)} shares, as `rest_points` returns them"
    rows, scale = numbers("points", points, what), table.range
    rows = rows[None] if rows.ndim == 1 else rows
    if rows.ndim != 2 or rows.shape[1] != len(names):
        raise ArgumentError(f"`points` must be {what}; got shape {rows.shape}.")
    types, values = [], []
    for x in rows:
        f = e @ x
        if not np.allclose(x * (f - x @ f), 0, atol=1e-6 * scale) or abs(x.sum() - 1) > 1e-6:
            raise ArgumentError(f"`points` must be shares at rest; got {x.tolist()}.")
        jacobian = np.diag(f - x @ f) + x[:, None] * (e - f - x @ e)
        within = np.linalg.svd(np.ones((1, len(x))))[2][1:]  # of the simplex: sums are zero
        roots = np.linalg.eigvals(within @ jacobian @ within.T).astype(complex)
        roots = roots[np.lexsort((-roots.imag, -roots.real.round(12)))]
        real = np.where(np.abs(roots.real) <= EXACT * scale, 0.0, roots.real)
        if (real > 0).any() and (real < 0).any():
            types.append("saddle")
        else:
            certain = not (real == 0).any()
            types.append(
                "undecided" if not certain else "stable" if real.max(initial=-1) < 0 else "unstable"
            )
        values.append(roots)
    return pd.DataFrame({"type": types, "eigenvalues": values}, index=index)


def _subsets(p: int) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(range(p), n) for n in range(1, p + 1))


def _interior(equal: np.ndarray) -> bool:
    """Return whether equations for shares and a payoff have a solution of positive shares.

    Solutions are sums of some directions, taken forwards or backwards. A mixture of directions that
    gives every player something is one of positive shares.
    """
    _, sizes, directions = np.linalg.svd(equal)
    free = directions[(sizes > EXACT).sum() :, :-1]
    least, _ = best_mixture(np.vstack([free, -free]))
    return least > EXACT
