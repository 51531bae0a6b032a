"""The field as a game: populations in which players become more when they do well.

A tournament's payoff table is a symmetric game, in which to choose a player is a move: e[i, j] is
what player i is paid against j, e[i, i] against its own copy. Every function takes `Results`, or
such a table as a (p, p) frame or array, and counts payoffs as known, except `invasions`, which asks
how surely. Legend: p players, x (p,) their shares of a population, f = e x what they are paid in
it.

In games that pay the seats differently, payoffs are means of both seats, as if a coin dealt them.
Where less is better, payoffs are negated first. A constant added to all payoffs changes nothing
here, except in `ecological`, which therefore must be told what fitness is.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any, Literal, TypeGuard

import numpy as np

from tournament.errors import ArgumentError, TournamentError
from tournament.rules import whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

    Table = Results | pd.DataFrame | np.ndarray | Sequence
    Shares = Mapping[str, float] | pd.Series | np.ndarray | Sequence[float] | None

TINY = 1e-12  # of the range of payoffs: what rounding alone makes
EXACT = 1e-9  # of the range of payoffs: what solving equations makes
MOST = 10  # players up to which all rest points are listed


# -- dynamics -------------------------------------------------------------------------------------


def replicator(
    payoffs: "Table",
    start: "Shares" = None,
    time: float = 100.0,
    *,
    points: int = 201,
    less_is_better: bool = False,
) -> "pd.DataFrame":
    """Return how shares move in continuous time: dx_i/dt = x_i (f_i - sum_j x_j f_j).

    Parameters
    ----------
    payoffs
        Results with self-play, or (p, p) payoffs of row against column.
    start
        (p,) shares, or shares by name (others 0), in any unit; equal ones by default.
    time
        How long. In one unit of time a share that is paid one unit of payoff above the mean grows
        2.718-fold; to multiply payoffs by a number is to multiply time by it.
    points
        How many moments are returned, equally far apart, the start included.
    less_is_better
        Whether payoffs of a table are costs; results know.

    Returns
    -------
    DataFrame
        (points, p) shares, indexed by `time`. Who starts with nothing stays at nothing.

    Raises
    ------
    TournamentError
        When a payoff is missing.

    Notes
    -----
    Taylor and Jonker (1978). Logarithms of shares are integrated, so that shares stay positive
    however small they get.

    Examples
    --------
    >>> hawks_and_doves = [[-1, 2], [0, 1]]
    >>> replicator(hawks_and_doves, [0.9, 0.1]).iloc[-1].round(6).tolist()
    [0.5, 0.5]
    """
    import pandas as pd
    from scipy.integrate import solve_ivp

    names, e = _utilities(payoffs, less_is_better=less_is_better)
    x = _start(start, names)
    if not (np.isfinite(time) and time > 0):
        raise ArgumentError(f"`time` must be a positive number; got {time!r}.")
    moments = np.linspace(0.0, time, whole("points", points, 2, 2**31 - 1))
    there = x > 0
    e = e[np.ix_(there, there)]

    def growth(_: float, logs: np.ndarray) -> np.ndarray:
        shares = np.exp(logs - logs.max())
        paid = e @ (shares / shares.sum())
        return np.asarray(paid - shares @ paid / shares.sum())

    solved = solve_ivp(
        growth, (0.0, time), np.log(x[there]), "LSODA", moments, rtol=1e-9, atol=1e-11
    )
    if not solved.success:
        raise TournamentError(f"The dynamics could not be followed: {solved.message}.")
    shares = np.exp(solved.y - solved.y.max(axis=0))
    orbit = np.zeros((len(moments), len(names)))
    orbit[:, there] = (shares / shares.sum(axis=0)).T
    orbit[0] = x  # to the last digit
    return pd.DataFrame(orbit, index=pd.Index(moments, name="time"), columns=names)


def ecological(
    payoffs: "Table",
    generations: int = 1000,
    fitness: Literal["payoff", "shifted", "exponential"] = "payoff",
    *,
    start: "Shares" = None,
    minimum: float | None = None,
    strength: float | None = None,
    less_is_better: bool = False,
) -> "pd.DataFrame":
    """Return how shares move in generations: x_i' = x_i w_i / sum_j x_j w_j, w being fitness.

    Parameters
    ----------
    payoffs
        Results with self-play, or (p, p) payoffs of row against column.
    generations
        How many.
    fitness
        What a player that is paid f has as fitness. Where less is better, f is minus the payoff.

        - "payoff": f, as in Axelrod's ecological tournament. Zero must mean no offspring, so no
          payoff may be negative; 100 added to all payoffs makes for a slower change.
        - "shifted": f - `minimum`, or `minimum` - payoff where less is better: `minimum` is the
          payoff that leaves no offspring.
        - "exponential": exp(`strength` f). A constant added to all payoffs changes nothing.
    start
        (p,) shares, or shares by name (others 0), in any unit; equal ones by default.
    minimum
        In the unit of payoffs, for "shifted".
    strength
        Of selection, per unit of payoff, for "exponential".
    less_is_better
        Whether payoffs of a table are costs; results know.

    Returns
    -------
    DataFrame
        (generations + 1, p) shares, indexed by `generation`, from 0.

    Raises
    ------
    TournamentError
        When a payoff is missing, or fitness would be negative.

    Notes
    -----
    Source: Axelrod (1984), chapter 2 and appendix A.
    """
    import pandas as pd

    names, e = _utilities(payoffs, less_is_better=less_is_better)
    less = _is_less(payoffs, less_is_better)
    generations = whole("generations", generations, 0, 2**31 - 1)
    e, grow = _fitness(e, fitness, minimum, strength, less=less)
    x = _start(start, names)
    orbit = np.empty((generations + 1, len(names)))
    orbit[0] = x
    for generation in range(generations):
        offspring = orbit[generation] * grow(e @ orbit[generation])
        born = offspring.sum()
        if not born > 0:
            raise TournamentError(
                f"Nobody had offspring in generation {generation + 1}: all fitness is 0. Choose"
                ' fitness="shifted" with a lower minimum, or "exponential".'
            )
        orbit[generation + 1] = offspring / born
    index = pd.RangeIndex(generations + 1, name="generation")
    return pd.DataFrame(orbit, index=index, columns=names)


def rest_points(payoffs: "Table", *, less_is_better: bool = False) -> "pd.DataFrame":
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
    """
    import pandas as pd

    names, e = _utilities(payoffs, less_is_better=less_is_better)
    p = len(names)
    if p > MOST:
        raise TournamentError(
            f"Rest points are listed for up to {MOST} players, as there may be 2**p - 1 of them;"
            f" here are {p}. Choose some, such as results.payoffs.loc[names, names]."
        )
    found, continua = [], []
    e = _scaled(e)
    for support in _subsets(p):
        n = len(support)
        # All in the support are paid the same, v: e x - v = 0, and shares sum to one.
        equations = np.block([[e[np.ix_(support, support)], -np.ones((n, 1))], [np.ones(n), 0.0]])
        right = np.r_[np.zeros(n), 1.0]
        if np.linalg.matrix_rank(equations, tol=EXACT) == n + 1:
            shares = np.linalg.solve(equations, right)[:n]
            if shares.min() > EXACT:
                found.append(np.bincount(support, shares, minlength=p))
        elif _interior(equations, right):
            continua.append(tuple(names[list(support)]))
    frame = pd.DataFrame(np.reshape(found, (-1, p)), columns=names)
    frame.attrs["continua"] = continua
    return frame


def stability(
    payoffs: "Table",
    points: "pd.DataFrame | np.ndarray | Sequence",
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
    """
    import pandas as pd

    names, e = _utilities(payoffs, less_is_better=less_is_better)
    index = points.index if isinstance(points, pd.DataFrame) else None
    rows, scale = np.asarray(points, float).reshape(-1, len(names)), _range(e)
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


# -- invasion -------------------------------------------------------------------------------------


def invasions(
    payoffs: "Table",
    errors: "pd.DataFrame | np.ndarray | None" = None,
    *,
    confidence: float = 0.95,
    less_is_better: bool = False,
) -> "pd.DataFrame":
    """Return who can invade whom: whether a few of the row's player grow among the column's.

    A mutant i invades residents j if it is paid more against them than they are among themselves,
    e[i, j] > e[j, j], or as much, and more against itself than they against it, e[i, i] > e[j, i].
    It fails where either is the other way round, and drifts where both are equal.

    Parameters
    ----------
    payoffs
        Results with self-play, or (p, p) payoffs of row against column.
    errors
        (p, p) standard errors of a table of payoffs, in the same unit; None for none. Results have
        their own.
    confidence
        Of all statements on one resident together: t quantiles, or normal ones for tables, after
        Bonferroni over its p - 1 mutants.
    less_is_better
        Whether payoffs of a table are costs; results know.

    Returns
    -------
    DataFrame
        (p, p), a row a mutant, a column a resident: "invades", "fails", "drifts", or "cannot tell"
        where chance could have made the difference; on the diagonal "". Payoffs under chance are
        never taken to be equal.

    Raises
    ------
    TournamentError
        When a payoff is missing.

    Notes
    -----
    Source: Maynard Smith (1982), page 14.
    """
    import pandas as pd
    from scipy.special import ndtri, stdtrit

    if not 0 < confidence < 1:
        raise ArgumentError(
            f"`confidence` must be between 0 and 1, such as 0.95; got {confidence!r}."
        )
    names, e = _utilities(payoffs, less_is_better=less_is_better)
    p = len(names)
    level = 1 - (1 - confidence) / max(p - 1, 1) / 2
    if _are_results(payoffs):
        if errors is not None:
            raise ArgumentError("`errors` belong to a table of payoffs; results have their own.")
        error, certain = payoffs.payoff_errors.to_numpy(float), _certain(payoffs)
        freedom = payoffs.repetitions - 1
        critical = float(stdtrit(freedom, level)) if freedom else np.nan
    else:
        error = np.zeros((p, p)) if errors is None else np.asarray(errors, float)
        if error.shape != (p, p):
            raise ArgumentError(f"`errors` must be ({p}, {p}), as payoffs are; got {error.shape}.")
        certain, critical = error == 0, float(ndtri(level))
    grain = TINY * _size(e)

    def compared(one: tuple, other: tuple) -> np.ndarray:
        """Return the sign of e[one] - e[other], NaN where unsure."""
        difference = e[one] - e[other]
        margin = critical * np.hypot(error[one], error[other])
        sure = certain[one] & certain[other]
        margin = np.where(sure, grain, np.fmax(margin, grain))
        margin = np.where(sure | ~np.isnan(error[one] + error[other]), margin, np.inf)
        tied = np.where(sure, 0.0, np.nan)
        return np.where(np.abs(difference) > margin, np.sign(difference), tied)

    i, j = np.indices((p, p))
    rare, common = compared((i, j), (j, j)), compared((i, i), (j, i))
    sign = np.where(rare == 0, common, rare)
    words = np.select(
        [sign > 0, sign < 0, sign == 0], ["invades", "fails", "drifts"], "cannot tell"
    )
    words = np.where(i == j, "", words)
    return pd.DataFrame(words, index=names.rename("mutant"), columns=names.rename("resident"))


def stable(invasions: "pd.DataFrame") -> "pd.Series":
    """Return which players are evolutionarily stable as residents, against the rest of the field.

    Parameters
    ----------
    invasions
        (p, p) what `invasions` returned.

    Returns
    -------
    Series
        (p,): "stable" where all others fail; "neutral" where some drift and none invades; "invaded"
        where some invade; "cannot tell" where that hangs on a comparison that is open. Mixed
        mutants, and rules that are not in the field, are not considered.
    """
    import pandas as pd

    has = {
        word: (invasions == word).any().to_numpy() for word in ("invades", "cannot tell", "drifts")
    }
    words = np.select(list(has.values()), ["invaded", "cannot tell", "neutral"], "stable")
    return pd.Series(words, index=invasions.columns.rename("player"), name="stability")


# -- tables ---------------------------------------------------------------------------------------


def _are_results(payoffs: Any) -> "TypeGuard[Results]":
    return hasattr(payoffs, "payoff_errors")


def _is_less(payoffs: Any, less_is_better: bool) -> bool:
    return bool(payoffs.game.less_is_better) if _are_results(payoffs) else less_is_better


def _utilities(payoffs: Any, *, less_is_better: bool) -> tuple["pd.Index", np.ndarray]:
    """Return names and (p, p) payoffs of which more is better."""
    import pandas as pd

    table = payoffs.payoffs if _are_results(payoffs) else pd.DataFrame(payoffs)
    if table.shape[0] != table.shape[1] or not len(table):
        raise ArgumentError(f"`payoffs` must be a square table; got shape {table.shape}.")
    if list(table.index) != list(table.columns):
        raise ArgumentError(
            "`payoffs` must name the same players in rows and columns, in one order."
        )
    e = table.to_numpy(float)
    if not np.isfinite(e).all():
        raise TournamentError(
            "A field is a game when every player met every other and its own copy; here payoffs"
            " are missing. Play with self_play=True."
        )
    return table.index, -e if _is_less(payoffs, less_is_better) else e


def _certain(results: "Results") -> np.ndarray:
    """Return (p, p) whether chance had no part in a match."""
    certain = np.ones((len(results.names),) * 2, dtype=bool)
    for i, j in results.matches[results.tallies.chance]:
        certain[i, j] = certain[j, i] = False
    return certain


def _start(start: Any, names: "pd.Index") -> np.ndarray:
    """Return (p,) shares that sum to one."""
    import pandas as pd

    from tournament.errors import UnknownName, suggestion

    p = len(names)
    if isinstance(start, (Mapping, pd.Series)):
        for name in dict(start):
            if name not in names:
                raise UnknownName(
                    f"No player is named {name!r}.{suggestion(str(name), [*map(str, names)])}"
                )
        x = np.array([start.get(name, 0.0) for name in names], float)
    else:
        x = np.ones(p) if start is None else np.asarray(start, float)
    if x.shape != (p,) or not np.isfinite(x).all() or x.min() < 0 or x.sum() == 0:
        raise ArgumentError(f"`start` must be {p} shares, none negative; got {start!r}.")
    return np.asarray(x / x.sum())


def _fitness(
    e: np.ndarray, fitness: str, minimum: float | None, strength: float | None, *, less: bool
) -> tuple[np.ndarray, Any]:
    """Return (p, p) payoffs as fitness takes them, and what it makes of their means."""
    for name, value, of in (("minimum", minimum, "shifted"), ("strength", strength, "exponential")):
        if (value is None) == (fitness == of):
            raise ArgumentError(
                f"`{name}` belongs to fitness={of!r}, and it needs one; got fitness={fitness!r} and"
                f" {name}={value!r}."
            )
    if fitness == "exponential":
        assert strength is not None
        return strength * e, lambda f: np.exp(f - f.max())
    if fitness not in ("payoff", "shifted"):
        raise ArgumentError(
            f"`fitness` must be 'payoff', 'shifted' or 'exponential'; got {fitness!r}."
        )
    zero = 0.0 if minimum is None else -minimum if less else minimum
    if e.min() < zero:
        worst = -e.min() if less else e.min()
        what = "costs" if less else "payoffs"
        raise TournamentError(
            f'With fitness="{fitness}" these {what}, up to {worst:g}, would make negative fitness.'
            f' Use fitness="shifted" with the payoff that leaves no offspring as `minimum`'
            f' ({worst:g} or {"more" if less else "less"}), or fitness="exponential".'
        )
    return e - zero, lambda f: f


def _range(e: np.ndarray) -> float:
    return float(np.ptp(e)) or 1.0


def _size(e: np.ndarray) -> float:
    return float(np.abs(e).max())


def _scaled(e: np.ndarray) -> np.ndarray:
    """Return payoffs moved and stretched into [1, 2], which changes no reply and no rest."""
    return np.asarray((e - e.min()) / _range(e) + 1.0)


def _subsets(p: int) -> Iterator[tuple[int, ...]]:
    return chain.from_iterable(combinations(range(p), n) for n in range(1, p + 1))


def _interior(equations: np.ndarray, right: np.ndarray) -> bool:
    """Return whether equations for shares and a payoff have a solution of positive shares."""
    from scipy.optimize import linprog

    n = len(right) - 1
    least = linprog(
        np.r_[np.zeros(n + 1), -1.0],
        A_eq=np.c_[equations, np.zeros(n + 1)],
        b_eq=right,
        A_ub=np.c_[-np.eye(n), np.zeros(n), np.ones(n)],
        b_ub=np.zeros(n),
        bounds=[(0, None)] * n + [(None, None)] * 2,
    )
    return bool(least.x is not None and least.x[-1] > EXACT)
