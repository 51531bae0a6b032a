"""How many last turns decide a rule's next move: its memory depth.

A turn is the own move that was made and the opponent's as it was seen. That there were fewer turns
is known, too. Mistakes of the own hand count, as everything that can happen: so a clock is memory,
and alternator, which keeps its beat when noise turns a move over, has no depth.

Two histories of at least d turns, whose last d turns are alike, lead to a pair of states. For each
d these pairs are found from those for d - 1. The depth is the first d for which no pair decides
differently.
"""

import math

import numpy as np

from tournament.errors import TournamentError
from tournament.outcomes import SIZE
from tournament.referee.exact.machine import NOWHERE, Machine

MOST_STATES = 2000
"""Pairs of states are a square table."""
PART = 2**18
"""How many pairs move on at once."""


def memory_depth(machine: Machine) -> float:
    """Return the smallest number of last turns that decide the next move; `math.inf` if none does.

    Raises
    ------
    TournamentError
        For an automaton with too many states.
    """
    n = machine.states
    if n > MOST_STATES:
        raise TournamentError(
            f"The memory depth is found for at most {MOST_STATES:,} states; this automaton has"
            f" {n:,}."
        )
    kinds = np.unique(machine.cooperation, return_inverse=True)[1]
    steps = _steps(machine)
    together, depth = np.ones((n, n), bool), 0
    while not depth or depth + 1 != machine.turns:  # then all turns are told
        one, other = np.nonzero(together)
        if (kinds[one] == kinds[other]).all():
            return float(depth)
        after = np.zeros((n + 1, n + 1), bool)
        for start in range(0, len(one), PART):
            part = slice(start, start + PART)
            for ways in steps:
                after[ways[one[part]][:, :, None], ways[other[part]][:, None, :]] = True
        if (after[:n, :n] == together).all():
            return math.inf
        together, depth = after[:n, :n], depth + 1
    return math.inf


def _steps(machine: Machine) -> list[np.ndarray]:
    """Return (n, k) the next states of each state, for each outcome; rows end with n, which is no
    state."""
    n, most = machine.states, int(np.diff(machine.first).max())
    place = np.arange(len(machine.move)) - machine.first[machine.state_of]
    found = np.full((SIZE, n, most), n)
    found[:, machine.state_of, place] = machine.then.reshape(-1, SIZE).T
    found[found == NOWHERE] = n
    return [_without_repeats(ways, n) for ways in found]


def _without_repeats(ways: np.ndarray, nothing: int) -> np.ndarray:
    """Return rows in which each state stands once, and as few columns as that needs."""
    ways = np.sort(ways, axis=1)
    ways[:, 1:][ways[:, 1:] == ways[:, :-1]] = nothing
    ways = np.sort(ways, axis=1)
    used = (ways != nothing).any(axis=0)
    used[0] = True
    return ways[:, used]
