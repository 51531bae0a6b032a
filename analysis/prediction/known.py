"""What is known of the pairs of a field: payoffs where two players met, NaN where they did not.

Everything that predicts reads a `Known`. Results make one, and so does any table of mean payoffs
with gaps, such as a query of a store of finished matches gives. Legend: p players, m matches.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.arguments import CELLS, LARGEST
from analysis.evolution.table import payments_of
from tournament import outcomes
from tournament.errors import ArgumentError, TooLarge, TournamentError
from tournament.rules.checks import flag

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

FEWEST = 4
"""Players from which pairs can be predicted."""
MEMORY = 64
"""Numbers that are kept for each pair while it is predicted, about."""


@dataclass(frozen=True, eq=False)
class Moves:
    """What happened in the matches that were played, and what it pays.

    matches
        (m, 2) who met.
    starts, transitions
        (m, outcomes) outcomes of first turns; (m, before, outcome) by the outcome of the turn
        before; both as the first seat sees them.
    paid
        (outcomes,) what an outcome pays a player, own move first: the mean of both seats.
    turns
        Of a match, the mean.
    """

    matches: np.ndarray
    starts: np.ndarray
    transitions: np.ndarray
    paid: np.ndarray
    turns: float


@dataclass(frozen=True, eq=False)
class Known:
    """A field of which some pairs were played.

    names
        (p,) players.
    payoffs
        (p, p) mean payoff of row against column; NaN where they never met.
    errors
        (p, p) standard errors of the payoffs; 0 where nothing is known of them.
    self_play
        Whether matches against copies count in a score.
    less_is_better
        Whether payoffs are costs.
    moves
        What happened in the matches; None where only payoffs are known.
    """

    names: "pd.Index"
    payoffs: np.ndarray
    errors: np.ndarray
    self_play: bool
    less_is_better: bool = False
    moves: Moves | None = None

    @property
    def met(self) -> np.ndarray:
        """(p, p) who met whom, symmetric."""
        return np.asarray(np.isfinite(self.payoffs))

    @property
    def counted(self) -> np.ndarray:
        """(p, p) the pairs that count in the scores of a full tournament."""
        return np.asarray(~np.eye(len(self.names), dtype=bool) | self.self_play)


def known_of(
    payoffs: "Results | pd.DataFrame | np.ndarray | Any",
    errors: Any = None,
    *,
    self_play: bool | None = None,
    name: str = "payoffs",
) -> Known:
    """Return what results, or a table of mean payoffs with gaps, say of the pairs of a field.

    Parameters
    ----------
    payoffs
        Results of a tournament, or (p, p) mean payoffs per turn of row against column, NaN where
        two players never met.
    errors
        (p, p) standard errors of a table's payoffs, in the same unit; results have their own.
    self_play
        Whether matches against copies count in scores; None if some were played.
    name
        Of the argument that payoffs came by.

    Raises
    ------
    ArgumentError
        When the table is not square, or nobody or hardly anybody met.

    Examples
    --------
    >>> table = np.ones((4, 4))
    >>> table[0, 1] = np.nan
    >>> int(known_of(table).met.sum())
    14
    """
    from tournament import Results

    if isinstance(payoffs, Results):
        if errors is not None:
            raise ArgumentError("`errors` belong to a table of payoffs; results have their own.")
        frame, error = payoffs.payoffs, payoffs.payoff_errors.to_numpy(float)
        less, moves = payoffs.game.less_is_better, _moves(payoffs)
    else:
        frame, less, moves = payments_of(name, payoffs), False, None
        error = np.zeros(frame.shape)
        if errors is not None:
            error = payments_of("errors", errors).to_numpy(float)
    e = frame.to_numpy(float).copy()
    if e.shape[0] != e.shape[1] or error.shape != e.shape:
        raise ArgumentError(
            f"`{name}` must be a square table, and `errors` as large; got shapes {e.shape} and"
            f" {error.shape}."
        )
    if np.nanmin(error, initial=0.0) < 0:
        raise ArgumentError("`errors` must be standard errors, none negative.")
    if np.nanmax(np.abs(e), initial=0.0) > LARGEST:
        raise ArgumentError(f"`{name}` must be numbers from {-LARGEST:g} to {LARGEST:g}.")
    if e.size * MEMORY > CELLS * 16:
        raise TooLarge(f"Pairs of {len(e):,} players are too many to be predicted at once.")
    e[np.isnan(e) | np.isnan(e.T)] = np.nan  # a pair is known from both sides, or not at all
    met = np.isfinite(e)
    if len(e) < FEWEST or not (met & ~np.eye(len(e), dtype=bool)).any():
        raise TournamentError(
            f"To predict pairs takes at least {FEWEST} players, of whom some met; here are"
            f" {len(e)} players, and {int(np.triu(met, 1).sum())} pairs met."
        )
    with_copies = bool(met.diagonal().any()) if self_play is None else flag("self_play", self_play)
    return Known(frame.index, e, np.where(met, np.nan_to_num(error), 0.0), with_copies, less, moves)


def shown(known: Known, met: np.ndarray) -> Known:
    """Return what would be known if fewer pairs had met.

    Parameters
    ----------
    known
        What is known.
    met
        (p, p) the pairs that may be seen, symmetric.
    """
    moves = known.moves
    if moves is not None:
        seen = met[moves.matches[:, 0], moves.matches[:, 1]]
        moves = replace(
            moves,
            matches=moves.matches[seen],
            starts=moves.starts[seen],
            transitions=moves.transitions[seen],
        )
    return replace(
        known,
        payoffs=np.where(met, known.payoffs, np.nan),
        errors=np.where(met, known.errors, 0.0),
        moves=moves,
    )


def _moves(results: "Results") -> Moves:
    """Return the moves behind results; exact pairs have none, for they were not played."""
    tallies = results.tallies
    turns = tallies.counts.sum() / max(len(results.matches) * results.repetitions, 1)
    return Moves(
        results.matches,
        tallies.starts.astype(float),
        tallies.transitions.astype(float),
        outcomes.flat(results.game.payoffs).mean(axis=0),
        float(turns),
    )
