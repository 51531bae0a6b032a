"""The table of pairs: what each player of a field is paid against each, whoever filled it.

A tournament's payoff table is a symmetric game, in which to choose a player is a move: e[i, j] is
what player i is paid against j, e[i, i] against its own copy. Dynamics, rest points, invasions and
equilibria read this table. Legend: p players.

In games that pay the seats differently, payoffs are means of both seats, as if a coin dealt them.
If less is better, the table holds negated payoffs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from analysis.arguments import frame_of
from tournament.errors import ArgumentError, TournamentError
from tournament.rules.checks import flag
from tournament.rules.checks import table as numbers

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

    Payments: TypeAlias = pd.DataFrame | np.ndarray | Sequence[Sequence[float]]
    Payoffs: TypeAlias = "Results | TableOfPairs | Payments"

TINY = 1e-12
"""Of the range of payoffs: what rounding alone makes."""
EXACT = 1e-9
"""Of the range of payoffs: what solving equations makes."""


@dataclass(frozen=True, eq=False)
class TableOfPairs:
    """A field as a symmetric game.

    names
        (p,) players.
    utilities
        (p, p) payoffs of row against column; more is better.
    errors
        (p, p) their standard errors.
    certain
        (p, p) whether chance had no part in a payoff.
    freedom
        Degrees of freedom of the errors; None if errors count as known.
    less_is_better
        Whether utilities are negated payoffs.
    """

    names: "pd.Index"
    utilities: np.ndarray
    errors: np.ndarray
    certain: np.ndarray
    freedom: int | None
    less_is_better: bool

    @property
    def range(self) -> float:
        """Return the range of payoffs, or 1 if they are all the same."""
        return spread(self.utilities)


def table_of_pairs(
    payoffs: "Payoffs",
    errors: "Payments | None" = None,
    *,
    less_is_better: bool = False,
    name: str = "payoffs",
) -> TableOfPairs:
    """Return the table of pairs of results, of a frame, or of an array.

    Parameters
    ----------
    payoffs
        Results with self-play, or (p, p) payoffs of row against column.
    errors
        (p, p) standard errors of a table of payoffs, in the same unit; None for none. Results have
        their own.
    less_is_better
        Whether payoffs of a table are costs; results know.
    name
        Of the argument that payoffs came by.

    Raises
    ------
    ArgumentError
        When the table is not square, or errors do not fit.
    TournamentError
        When a payoff is missing.

    Examples
    --------
    >>> table_of_pairs([[-1, 2], [0, 1]]).utilities.tolist()
    [[-1.0, 2.0], [0.0, 1.0]]
    """
    from tournament import Results

    less_is_better = flag("less_is_better", less_is_better)
    if isinstance(payoffs, TableOfPairs):
        return payoffs
    frame = payoffs.payoffs if isinstance(payoffs, Results) else payments_of(name, payoffs)
    if frame.shape[0] != frame.shape[1] or not len(frame):
        raise ArgumentError(f"`{name}` must be a square table; got shape {frame.shape}.")
    if list(frame.index) != list(frame.columns):
        raise ArgumentError(
            f"`{name}` must name the same players in rows and columns, in one order."
        )
    e = frame.to_numpy(float)
    if not np.isfinite(e).all():
        raise TournamentError(
            "A field is a game when every player met every other and its own copy; here payoffs"
            " are missing. Play with self_play=True."
        )
    freedom: int | None = None
    if isinstance(payoffs, Results):
        if errors is not None:
            raise ArgumentError("`errors` belong to a table of payoffs; results have their own.")
        less_is_better = payoffs.game.less_is_better
        error, certain = payoffs.payoff_errors.to_numpy(float), _certain(payoffs)
        freedom = payoffs.repetitions - 1
    else:
        given = np.zeros(e.shape) if errors is None else errors
        error = numbers("errors", given, "a table of standard errors", gaps=True)
        if np.nanmin(error, initial=0.0) < 0:
            raise ArgumentError("`errors` must be standard errors, none negative.")
        if error.shape != e.shape:
            raise ArgumentError(f"`errors` must be {e.shape}, as payoffs are; got {error.shape}.")
        certain = error == 0
    utilities = -e if less_is_better else e
    return TableOfPairs(frame.index, utilities, error, certain, freedom, less_is_better)


def payments_of(name: str, payments: Any) -> "pd.DataFrame":
    """Return a table of payoffs or errors as a frame of floats; NaN where something is missing.

    Parameters
    ----------
    name
        Of the argument.
    payments
        Rows of numbers, in any form.

    Raises
    ------
    ArgumentError
        When it is no table of numbers.
    """
    import pandas as pd

    what = "results, or a table of finite numbers"
    if isinstance(payments, pd.DataFrame):
        frame = frame_of(name, payments)
        values = numbers(name, frame.to_numpy(), what, gaps=True)
        return pd.DataFrame(values, frame.index, frame.columns)
    values = numbers(name, payments, what, gaps=True)
    if values.ndim != 2 or not values.size:
        raise ArgumentError(f"`{name}` must be {what}; got shape {values.shape}.")
    return pd.DataFrame(values)


def spread(e: np.ndarray) -> float:
    """Return the range of payoffs, or 1 if they are all the same."""
    return float(np.ptp(e)) or 1.0


def scaled(e: np.ndarray) -> np.ndarray:
    """Return payoffs moved and stretched into [1, 2], which changes no reply and no rest."""
    return np.asarray((e - e.min()) / spread(e) + 1.0)


def _certain(results: "Results") -> np.ndarray:
    """Return (p, p) whether chance had no part in a match."""
    certain = np.ones((len(results.names),) * 2, dtype=bool)
    for i, j in results.matches[results.tallies.chance]:
        certain[i, j] = certain[j, i] = False
    return certain
