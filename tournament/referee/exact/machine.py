"""The arrays of an automaton: states, in each of them choices, and where each choice leads.

Legend: n states, m choices. A *choice* is one way in which a state may decide: its probability, the
move that is chosen, and the next state. Most states have one choice, or one for each move; rules
that remember what chance said have more. The next state depends on the choice, on the own move that
was made (noise may turn the chosen one over), and on the opponent's move as it was seen.

An automaton that is found for a match of some turns may hold for these turns only. Then states that
can be reached in the last of them may lead nowhere.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tournament.errors import NotExact as NotExact
from tournament.outcomes import SIZE

NOWHERE = -1
"""The next state after the last turn that an automaton knows."""


@dataclass(frozen=True, eq=False, repr=False)
class Machine:
    """The arrays of a finite automaton. It begins in state 0.

    Attributes
    ----------
    first
        (n + 1,) the choices of state s are first[s] to first[s + 1].
    weight
        (m,) the probability of each choice in its state.
    move
        (m,) the move that is chosen, C = 0, D = 1.
    then
        (m, 2, 2) the next state, by own move made and the opponent's move seen.
    turns
        How many turns it holds for; None for ever.
    """

    first: np.ndarray
    weight: np.ndarray
    move: np.ndarray
    then: np.ndarray
    turns: int | None = None

    @property
    def states(self) -> int:
        """How many states it has."""
        return len(self.first) - 1

    @property
    def state_of(self) -> np.ndarray:
        """(m,) the state of each choice."""
        return np.repeat(np.arange(self.states), np.diff(self.first))

    @property
    def states_are_seen(self) -> bool:
        """Whether chosen moves tell the state: no state has two choices of one move."""
        return len(np.unique(2 * self.state_of + self.move)) == len(self.move)

    @cached_property
    def by_move(self) -> list[list[int]]:
        """(n, 8) the next states, by chosen move, move made and move seen; `NOWHERE` where a move
        is not chosen. Only where states are seen."""
        found = np.full((self.states, 2, SIZE), NOWHERE)
        found[self.state_of, self.move] = self.then.reshape(-1, SIZE)
        nexts: list[list[int]] = found.reshape(-1, 8).tolist()
        return nexts

    @property
    def cooperation(self) -> np.ndarray:
        """(n,) the probability of choosing C in each state."""
        return np.bincount(self.state_of, self.weight * (self.move == 0), self.states)

    @cached_property
    def by_turn(self) -> np.ndarray:
        """(turns,) in how many states it can be in each turn; of one that holds for ever (1,) how
        many states it has."""
        if self.turns is None:
            return np.array([self.states])
        found, now = np.zeros(self.turns, np.int64), np.zeros(self.states, bool)
        now[0] = True
        for turn in range(self.turns):
            found[turn] = now.sum()
            nexts = self.then[now[self.state_of]]
            now = np.zeros(self.states, bool)
            now[nexts[nexts != NOWHERE]] = True
        return found
