"""Who wins: how likely each seat is paid more than the other in a match, in plain NumPy.

Legend: n joint states. A *lead* is how far the first seat is ahead, in steps: whole multiples of
the largest unit that all margins of outcomes share. Of each joint state the probability of every
lead is carried from turn to turn.
"""

from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from typing import NamedTuple

import numpy as np

from tournament.errors import TournamentError
from tournament.outcomes import SIZE
from tournament.referee.exact.chain.endless import Followed
from tournament.referee.exact.pair import Pair, explore

FINEST = 10_000
"""Margins are fractions of the smallest one with denominators up to this."""
NEAR = 1e-12


class Steps(NamedTuple):
    """The leads that there can be in a match.

    ahead
        (4,) how many steps each outcome adds.
    low, high
        The fewest steps of a turn, at most 0; the most, at least 0.
    """

    ahead: np.ndarray
    low: int
    high: int

    def width(self, turns: int) -> int:
        """Return how many leads there are in some turns."""
        return turns * (self.high - self.low) + 1

    def origin(self, turns: int) -> int:
        """Return the place of a lead of 0 among the leads of some turns."""
        return -turns * self.low


def steps_of(margin: np.ndarray) -> Steps:
    """Return the leads of a game.

    Parameters
    ----------
    margin
        (4,) the first seat's minus the second's payoff after each outcome.

    Raises
    ------
    TournamentError
        When margins have no common unit.

    Examples
    --------
    >>> steps_of(np.array([0.0, -5.0, 5.0, 0.0])).ahead.tolist()
    [0, -1, 1, 0]
    >>> steps_of(np.array([0.6, -1.0, 1.5, 0.0])).ahead.tolist()
    [6, -10, 15, 0]
    """
    return _steps(tuple(margin.tolist()))


@lru_cache
def _steps(margin: tuple[float, ...]) -> Steps:
    smallest = min((abs(m) for m in margin if m), default=1.0)
    parts = [Fraction(m / smallest).limit_denominator(FINEST) for m in margin]
    fine = lcm(*(part.denominator for part in parts))
    whole = [int(part * fine) for part in parts]
    shared = gcd(*whole) or 1
    ahead = np.array([steps // shared for steps in whole])
    near = np.abs(ahead * (smallest * shared / fine) - np.array(margin)) <= NEAR * np.abs(margin)
    if not near.all():
        raise TournamentError(
            "`wins` are counted where the payoffs of both seats differ by multiples of one unit;"
            " these do not. Play the match, or round its payoffs."
        )
    return Steps(ahead, min(0, int(ahead.min())), max(0, int(ahead.max())))


def wins(pair: Pair, turns: int, margin: np.ndarray, continuation: float = 1.0) -> np.ndarray:
    """Return (2,) the probability that each seat is paid more than the other.

    Parameters
    ----------
    pair
        Who meets, and what chance does to their moves.
    turns
        The length of the match; with a continuation, the most turns there can be.
    margin
        (4,) the first seat's minus the second's payoff after each outcome.
    continuation
        The probability that another turn follows.

    Raises
    ------
    TournamentError
        When margins have no common unit, or there are too many leads or joint states.
    ArgumentError
        When an automaton does not hold for so many turns.
    """
    steps, graph = steps_of(margin), explore(pair, turns)
    edge = Followed(graph, pair)
    out, width, origin = edge.outcomes(), steps.width(turns), steps.origin(turns)
    lead, won = np.arange(width) - origin, np.zeros(2)
    now = np.zeros((len(graph.states), width))
    now[0, origin] = 1.0
    for turn in range(turns):
        ends = 1.0 if turn == turns - 1 else 1.0 - continuation
        then = np.zeros_like(now)
        for outcome in range(SIZE):
            shift = int(steps.ahead[outcome])
            for seat, ahead in enumerate((lead > -shift, lead < -shift)):
                won[seat] += ends * (out[:, outcome] @ now[:, ahead].sum(axis=1))
            which = edge.outcome == outcome
            came = continuation * edge.weight[which, None] * now[edge.source[which]]
            np.add.at(then, edge.to[which], np.roll(came, shift, axis=1))
        now = then
    return won
