"""The slow twin of ways: what an automaton does where moves may be turned over and misread.

A *way* is one way in which a state may take a turn: how likely it is, the move that is made, and
the next state by the move that the opponent makes. Ways that differ in nothing are one.
"""

from itertools import product
from typing import NamedTuple

from tournament.referee.exact.machine import Machine
from tournament.referee.exact.pair import Pair


class Way(NamedTuple):
    """One way in which a state may take a turn."""

    weight: float
    move: int
    then: tuple[int, int]


def ways(pair: Pair, seat: int, state: int) -> list[Way]:
    """Return the ways of a state, by move and next states.

    Parameters
    ----------
    pair, seat
        Who meets, and whose state it is.
    state
        In which the automaton is.
    """
    automaton, found = pair.automata[seat], dict[tuple[int, tuple[int, int]], float]()
    turned, misread = (_both(chances[seat]) for chances in (pair.noise, pair.misperception))
    for i in range(int(automaton.first[state]), int(automaton.first[state + 1])):
        for flip, blind in product((0, 1), repeat=2):
            weight = float(automaton.weight[i]) * turned[flip] * misread[blind]
            move = int(automaton.move[i]) ^ flip
            seen = automaton.then[i, move].tolist()
            way = move, (seen[blind], seen[1 - blind])
            if weight > 0:
                found[way] = found.get(way, 0.0) + weight
    return [Way(weight, *way) for way, weight in sorted(found.items(), key=lambda item: item[0])]


def ways_in_all(pair: Pair, seat: int) -> int:
    """Return how many ways all states of an automaton have."""
    automaton: Machine = pair.automata[seat]
    return sum(len(ways(pair, seat, state)) for state in range(automaton.states))


def _both(chance: float) -> tuple[float, float]:
    return 1.0 - chance, chance
