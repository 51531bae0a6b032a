"""Dynamics: populations in which players become more when they do well.

Every function takes results, or a table of payoffs (`analysis.evolution.table`), and counts payoffs
as known. Legend: p players, x (p,) their shares of a population, e (p, p) payoffs, f = e x what
players are paid in the population. A constant added to all payoffs changes nothing here, except in
`ecological`, which must be told what fitness is.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.arguments import CELLS
from analysis.evolution.integration import orbit
from analysis.evolution.table import table_of_pairs
from tournament.errors import ArgumentError, TournamentError, unknown_player
from tournament.interactive.shown import shown
from tournament.rules.checks import number, one_of, positive, whole
from tournament.rules.checks import table as numbers

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payoffs

    Shares = Mapping[str, float] | pd.Series | np.ndarray | Sequence[float] | None

Fitness = Literal["payoff", "shifted", "exponential"]
FITNESS: tuple[Fitness, ...] = ("payoff", "shifted", "exponential")


def replicator(
    payoffs: "Payoffs",
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

    table = table_of_pairs(payoffs, less_is_better=less_is_better)
    names, e = table.names, table.utilities
    x = _start(start, names)
    points = whole("points", points, 2, CELLS // len(names))
    moments = np.linspace(0.0, positive("time", time), points)
    there = x > 0
    e = e[np.ix_(there, there)]

    def growth(logs: np.ndarray) -> np.ndarray:
        shares = np.exp(logs - logs.max())
        paid = e @ (shares / shares.sum())
        return np.asarray(paid - shares @ paid / shares.sum())

    logs = orbit(growth, np.log(x[there]), moments)
    shares = np.exp(logs - logs.max(axis=1, keepdims=True))
    found = np.zeros((len(moments), len(names)))
    found[:, there] = shares / shares.sum(axis=1, keepdims=True)
    found[0] = x  # to the last digit
    return pd.DataFrame(found, index=pd.Index(moments, name="time"), columns=names)


def ecological(
    payoffs: "Payoffs",
    generations: int = 1000,
    fitness: Fitness = "payoff",
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

    Examples
    --------
    >>> hawks_and_doves = [[-1, 2], [0, 1]]
    >>> orbit = ecological(hawks_and_doves, 50, "shifted", start=[0.9, 0.1], minimum=-1)
    >>> orbit.iloc[-1].round(3).tolist()
    [0.5, 0.5]
    """
    import pandas as pd

    table = table_of_pairs(payoffs, less_is_better=less_is_better)
    names, e, less = table.names, table.utilities, table.less_is_better
    generations = whole("generations", generations, 0, CELLS // len(names))
    fitness = one_of("fitness", fitness, FITNESS)
    minimum = None if minimum is None else number("minimum", minimum)
    strength = None if strength is None else number("strength", strength)
    e, grow = _fitness(e, fitness, minimum, strength, less=less)
    x = _start(start, names)
    shares = np.empty((generations + 1, len(names)))
    shares[0] = x
    for generation in range(generations):
        offspring = shares[generation] * grow(e @ shares[generation])
        born = offspring.sum()
        if not born > 0:
            raise TournamentError(
                f"Nobody had offspring in generation {generation + 1}: all fitness is 0. Choose"
                ' fitness="shifted" with a lower minimum, or "exponential".'
            )
        shares[generation + 1] = offspring / born
    index = pd.RangeIndex(generations + 1, name="generation")
    return pd.DataFrame(shares, index=index, columns=names)


def _start(start: "Shares", names: "pd.Index") -> np.ndarray:
    """Return (p,) shares that sum to one."""
    import pandas as pd

    p = len(names)
    if isinstance(start, (Mapping, pd.Series)):
        for name in dict(start):
            if name not in names:
                raise unknown_player(name, [*map(str, names)])
        given: Any = [start.get(name, 0.0) for name in names]
    else:
        given = np.ones(p) if start is None else start
    x = numbers("start", given, f"{p} shares, none negative")
    if x.shape != (p,) or x.min() < 0 or not 0 < x.sum() < np.inf:
        raise ArgumentError(f"`start` must be {p} shares, none negative; got {shown(start)}.")
    return np.asarray(x / x.sum())


def _fitness(
    e: np.ndarray, fitness: str, minimum: float | None, strength: float | None, *, less: bool
) -> tuple[np.ndarray, Callable[[np.ndarray], np.ndarray]]:
    """Return (p, p) payoffs as fitness takes them, and what it makes of their means."""
    for name, value, of in (("minimum", minimum, "shifted"), ("strength", strength, "exponential")):
        if (value is None) == (fitness == of):
            raise ArgumentError(
                f"`{name}` belongs to fitness={shown(of)}, and it needs one; got"
                f" fitness={shown(fitness)} and"
                f" {name}={shown(value)}."
            )
    if fitness == "exponential":
        assert strength is not None
        return strength * e, lambda f: np.exp(f - f.max())
    if fitness not in ("payoff", "shifted"):
        raise ArgumentError(
            f"`fitness` must be 'payoff', 'shifted' or 'exponential'; got {shown(fitness)}."
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
