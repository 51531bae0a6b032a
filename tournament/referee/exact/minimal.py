"""The smallest automaton that decides as a given one: states that can never be told apart are one.

States begin in one class. A class is split where its states choose differently, or go to different
classes, until nothing is left to split. Probabilities are compared as fractions, so nothing is
rounded before states are merged.

An automaton that must hold for some turns only can be smaller still. A state that is reached late
need decide as another one only for the turns that are left: a cover automaton.

Source: Moore (1956); for random next states, Larsen and Skou (1991); for cover automata, Campeanu,
Paun and Yu (2002).
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np

from tournament.referee.exact.machine import NOWHERE, Machine

Choice = tuple[Fraction, int, tuple[int, ...]]
"""How probable it is, the move, the next states by own move made and the other's as seen."""
ABSENT = -2
MOST_CODES = 2**62
"""So many numbers tell different rows apart."""


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


def covering(choices: Sequence[Sequence[Choice]], turn: np.ndarray, turns: int) -> Machine:
    """Return the smallest automaton that decides alike for some turns.

    A state that can be reached after t turns at the earliest is left out if an earlier one decides
    alike for the other turns. Where the automaton then stands in place of the state in which the
    rule is, both decide alike for the turns that are left: that holds at the start, and it holds
    after a turn, because the states next to states that decide alike for k turns do so for k - 1,
    and the one that was left out had as many turns before it as its place has at least.

    Parameters
    ----------
    choices
        Of each state; the automaton begins in state 0. No two states are of one turn and alike.
    turn
        (n,) after how many turns each state can be reached at the earliest; never decreasing.
    turns
        For how many turns it holds. States of the last turn lead nowhere.
    """
    alike = [*islice(_alike(choices), turns + 1)]
    stands = np.arange(len(turn))
    kept = np.zeros(0, np.int64)
    for now, states in enumerate(np.split(stands, np.searchsorted(turn, range(1, turns)))):
        ids = alike[min(turns - now, len(alike) - 1)]
        place = np.full(ids.max() + 1, NOWHERE)
        for found in (states, kept):  # the first of the earlier ones, else the first of these
            place[ids[found][::-1]] = found[::-1]
        stands[states] = place[ids[states]]
        kept = np.concatenate([kept, states[stands[states] == states]])
    return quotient(choices, np.unique(stands, return_inverse=True)[1], turns)


def classes(choices: Sequence[Sequence[Choice]]) -> np.ndarray:
    """Return (n,) the class of each state: states of one class cannot be told apart."""
    *_, found = _alike(choices)
    return found


def _alike(choices: Sequence[Sequence[Choice]]) -> Iterator[np.ndarray]:
    """Yield (n,) the classes of states that cannot be told apart in 0 turns, in 1, in 2 and so on,
    until no class is split any more."""
    by_move = all(len({move for _, move, _ in each}) == len(each) for each in choices)
    split = _by_arrays(choices) if by_move else _one_by_one(choices)
    found, before = np.zeros(len(choices), np.int64), 0
    while before < (count := int(found.max()) + 1):
        yield found
        found, before = split(found), count


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

    columns = [*then[:, (then != ABSENT).any(axis=0)].T]

    def split(found: np.ndarray) -> np.ndarray:
        class_of, ids = _of_class(found), cooperation
        size, many = int(found.max()) + 3, int(ids.max()) + 1
        for column in columns:
            if many * size > MOST_CODES:
                ids = np.unique(ids, return_inverse=True)[1]
                many = int(ids.max()) + 1
            ids, many = ids * size + class_of[column] + 2, many * size
        return np.unique(ids, return_inverse=True)[1]

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
    """Return the classes, to be looked up by state; `ABSENT` and `NOWHERE` are classes too.

    As long as all states are in one class, nothing is known of what comes next.
    """
    return np.concatenate([found, [ABSENT, NOWHERE if found.any() else 0]])


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
