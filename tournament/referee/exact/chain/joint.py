"""The slow twin of joint states: their numbers, and the edges that lead from them.

Legend: e edges. Outcomes are numbered CC, CD, DC, DD from the first seat's point of view.
"""

from dataclasses import dataclass, field

import numpy as np

from tournament.outcomes import number
from tournament.referee.exact.chain.ways import Way, ways, ways_in_all
from tournament.referee.exact.pair import (
    MOST_KEPT,
    MOST_STATES,
    Pair,
    no_way_on,
    stays,
    too_many_states,
)

COLUMNS = 4
"""Of an edge: from where, to where, the outcome, and the weight."""


@dataclass(frozen=True)
class Edges:
    """Edges, in the order in which their sources were met.

    source, to
        (e,) the joint states of this turn and of the next.
    outcome, weight
        (e,) each.
    """

    source: np.ndarray
    to: np.ndarray
    outcome: np.ndarray
    weight: np.ndarray


@dataclass
class Joint:
    """The joint states of a turn by number, and the edges that lead from them.

    Small pairs of automata that hold for ever keep the numbers for the whole match. All others find
    new ones in each turn.
    """

    pair: Pair
    continuation: float
    states: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0)])

    def __post_init__(self) -> None:
        self.keeps = all(map(stays, self.pair.automata)) and self._is_small()
        self.number = {(0, 0): 0}
        self.known: tuple[list[int], int, Edges] | None = None
        self._ways: tuple[dict[int, list[Way]], ...] = ({}, {})

    def _is_small(self) -> bool:
        one, two = self.pair.automata
        if one.states * two.states > MOST_KEPT:
            return False
        return ways_in_all(self.pair, 0) * ways_in_all(self.pair, 1) <= MOST_KEPT

    def ways(self, seat: int, state: int) -> list[Way]:
        """Return the ways of a state."""
        known = self._ways[seat]
        if state not in known:
            known[state] = ways(self.pair, seat, state)
        return known[state]

    def outcomes(self, place: int) -> list[float]:
        """Return how likely each outcome is in a joint state."""
        made = [[0.0, 0.0], [0.0, 0.0]]
        for seat, state in enumerate(self.states[place]):
            for way in self.ways(seat, state):
                made[seat][way.move] += way.weight
        return [x * y for x in made[0] for y in made[1]]

    def edges(self, live: list[int]) -> Edges:
        """Return the edges of those joint states that are followed; number the next ones.

        Parameters
        ----------
        live
            Their numbers.
        """
        if self.known is not None and self.known[:2] == (live, len(self.states)):
            return self.known[2]
        here = self.states
        if not self.keeps:
            self.states, self.number = [], {}
        found = []
        for place in live:
            for to, outcome, weight in self._edges(*here[place]):
                new = self.number.setdefault(to, len(self.states))
                if new == len(self.states):
                    self.states.append(to)
                found.append((place, new, outcome, weight))
            if len(self.states) > MOST_STATES:
                raise too_many_states(MOST_STATES)
        columns = np.array(found).reshape(-1, COLUMNS).T
        source, to, outcome = columns[:3].astype(np.int64)
        edges = Edges(source, to, outcome, columns[3])
        self.known = (live, len(self.states), edges) if self.keeps else None
        return edges

    def _edges(self, a: int, b: int) -> list[tuple[tuple[int, int], int, float]]:
        found = []
        for one in self.ways(0, a):
            for two in self.ways(1, b):
                to = one.then[two.move], two.then[one.move]
                if min(to) < 0:
                    raise no_way_on()
                weight = one.weight * self.continuation * two.weight
                found.append((to, number(one.move, two.move), weight))
        return found
