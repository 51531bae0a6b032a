"""The rule that plays an automaton."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tournament.authors.strategy import Strategy, strategy
from tournament.referee.exact.machine import NOWHERE, Machine

BEFORE_THE_FIRST = -1


@strategy(choice=BEFORE_THE_FIRST)
def automaton(  # type: ignore[no-untyped-def]
    me,
    opponent,
    first: NDArray[np.int64],
    chance: NDArray[np.float64],
    move: NDArray[np.int64],
    then: NDArray[np.int64],
):
    """Go from state to state as a table says, and choose as the state says.

    `first`, `move` and `then` are those of a `Machine`. `chance` is the probability of each choice
    of a state if none of those before it was taken.
    """
    state = 0
    if me.choice >= 0:
        state = then[me.choice, me.last, opponent.last]
    me.choice = first[state]
    while me.choice + 1 < first[state + 1] and not me.chance(chance[me.choice]):
        me.choice += 1
    return move[me.choice]


def rule_of(machine: Machine, name: str) -> Strategy:
    """Return a strategy that plays as a machine does.

    After the turns for which the machine holds, it stays in its last state.
    """
    order = np.lexsort((machine.move, machine.state_of))  # C first: its probability is exact
    weight, move, then = machine.weight[order], machine.move[order], machine.then[order]
    own = machine.state_of[:, None, None]
    then = np.where(then == NOWHERE, own, then)
    rule = automaton(machine.first, conditional(machine.first, weight), move.astype(np.int64), then)
    states = "1 state" if machine.states == 1 else f"{machine.states:,} states"
    return rule.named(name, f"Play as an automaton of {states} does.")


def conditional(first: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return (m,) the probability of each choice if none of those before it was taken."""
    found = np.ones(len(weight))
    for start, end in pairwise(first.tolist()):
        left = 1.0
        for choice in range(start, end - 1):
            found[choice] = min(weight[choice] / left, 1.0)
            left -= weight[choice]
    return found
