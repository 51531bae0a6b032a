"""The smallest automaton that decides as a given one: states that can never be told apart are one.

States begin in one class. A class is split where its states choose differently, or go to different
classes, until nothing is left to split. Probabilities are compared as fractions, so nothing is
rounded before states are merged.

Source: Moore (1956); for random next states, Larsen and Skou (1991).
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from tournament.referee.exact.machine import NOWHERE, Machine

Choice = tuple[Fraction, int, tuple[int, ...]]
"""How probable it is, the move, the next states by own move made and the other's as seen."""
ABSENT = -2


def minimal(choices: Sequence[Sequence[Choice]], turns: int | None) -> Machine:
    """Return the smallest automaton.

    Parameters
    ----------
    choices
        Of each state; the automaton begins in state 0.
    turns
        How many turns it holds for; None for ever.
    """
    return quotient(choices, classes(choices), turns)


def classes(choices: Sequence[Sequence[Choice]], rounds: int | None = None) -> np.ndarray:
    """Return (n,) the class of each state: states of one class cannot be told apart.

    Parameters
    ----------
    choices
        Of each state.
    rounds
        For how many turns states are followed; None for ever.
    """
    by_move = all(len({move for _, move, _ in each}) == len(each) for each in choices)
    split = _by_arrays(choices) if by_move else _one_by_one(choices)
    found, count, done = np.zeros(len(choices), np.int64), 1, 0
    while done != rounds:
        found, before, done = split(found), count, done + 1
        count = int(found.max()) + 1
        if count == before:
            break
    return found


Split = Callable[[np.ndarray], np.ndarray]


def _by_arrays(choices: Sequence[Sequence[Choice]]) -> Split:
    """Return how classes are split where each state has at most one choice for each move."""
    known: dict[Fraction, int] = {}
    cooperation = np.zeros(len(choices), np.int64)
    then = np.full((len(choices), 8), ABSENT)
    for state, each in enumerate(choices):
        probability = Fraction(0)
        for weight, move, nexts in each:
            then[state, 4 * move : 4 * move + 4] = nexts
            probability += weight * (move == 0)
        cooperation[state] = known.setdefault(probability, len(known))

    def split(found: np.ndarray) -> np.ndarray:
        ids = cooperation
        for column in _of_class(found)[then].T:
            ids = np.unique(ids * (found.max() + 3) + column + 2, return_inverse=True)[1]
        return ids

    return split


def _one_by_one(choices: Sequence[Sequence[Choice]]) -> Split:
    """Return how classes are split where states have several choices for a move."""

    def split(found: np.ndarray) -> np.ndarray:
        class_of, known = _of_class(found).tolist(), dict[frozenset[Any], int]()
        ids = []
        for each in choices:
            ways: dict[tuple[int, ...], Fraction] = {}
            for weight, move, nexts in each:
                way = (move, *(class_of[state] for state in nexts))
                ways[way] = ways.get(way, Fraction(0)) + weight
            ids.append(known.setdefault(frozenset(ways.items()), len(known)))
        return np.array(ids)

    return split


def _of_class(found: np.ndarray) -> np.ndarray:
    """Return the classes, to be looked up by state; `ABSENT` and `NOWHERE` are classes too."""
    return np.concatenate([found, [ABSENT, NOWHERE]])


def quotient(
    choices: Sequence[Sequence[Choice]], class_of: np.ndarray, turns: int | None
) -> Machine:
    """Return the automaton whose states are classes, as far as it can be reached.

    A class decides as its first state does.
    """
    first_of = np.unique(class_of, return_index=True)[1].tolist()
    named = class_of.tolist()
    number = {named[0]: 0}
    todo, first, weights, moves, then = [named[0]], [0], [], [], []
    for each in todo:
        ways: dict[tuple[int, tuple[int, ...]], Fraction] = {}
        for weight, move, nexts in choices[first_of[each]]:
            for new in nexts:
                if new != NOWHERE and named[new] not in number:
                    number[named[new]] = len(number)
                    todo.append(named[new])
            way = tuple(NOWHERE if new == NOWHERE else number[named[new]] for new in nexts)
            ways[move, way] = ways.get((move, way), Fraction(0)) + weight
        for (move, way), weight in sorted(ways.items()):
            weights.append(float(weight))
            moves.append(move)
            then.append(way)
        first.append(len(weights))
    return Machine(
        np.array(first),
        np.array(weights),
        np.array(moves, np.uint8),
        np.array(then, np.int64).reshape(-1, 2, 2),
        turns,
    )
