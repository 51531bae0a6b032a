"""Two automata at one table: their joint states, and what one turn makes of each.

Legend: n joint states, e edges. Outcomes are numbered CC, CD, DC, DD from the first seat's point of
view. An *edge* leads from a joint state, by an outcome, to the joint state of the next turn.

Noise turns a move over before anybody sees it. Misperception changes only what one seat sees. So an
automaton moves on by its own move as it was made, and by the opponent's move as it was seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from tournament import outcomes
from tournament.errors import ArgumentError, TournamentError
from tournament.referee.exact.machine import NOWHERE, Machine

MOST_STATES = 1_000_000
"""The most joint states of a turn: about a fifth of a gigabyte."""
MOST_STEPS = 5_000_000_000
"""The most joint states times turns: about two minutes."""
MOST_KEPT = 262_144
"""The most ways of one automaton times those of the other, where joint states keep their numbers
and edges from turn to turn."""
NEGLIGIBLE = 1e-20
"""Joint states that are less likely than this in a turn are not followed."""
NEVER = (0.0, 0.0)


class Pair(NamedTuple):
    """Two automata that meet, and what chance does to their moves.

    automata
        Of the first and of the second seat.
    noise, misperception
        Of both seats: how often a move is turned over; how often the other's move is misread.
    """

    automata: tuple[Machine, Machine]
    noise: tuple[float, float] = NEVER
    misperception: tuple[float, float] = NEVER

    @property
    def turns(self) -> int | None:
        """For how many turns both automata hold; None for ever."""
        return min((a.turns for a in self.automata if a.turns is not None), default=None)

    def check(self, turns: int | None) -> None:
        """Say that the automata do not hold for so many turns (None: for ever), if so.

        Raises
        ------
        ArgumentError
            When one of them ends before.
        """
        known = self.turns
        if known is not None and (turns is None or turns > known):
            wanted = "for ever" if turns is None else f"for {turns:,} turns"
            raise ArgumentError(
                f"`turns` must be at most {known:,}, for which both automata are known; got a match"
                f" {wanted}."
            )

    @property
    def flips(self) -> np.ndarray:
        """(4,) how likely it is that noise turns over no move, the second's, the first's, both."""
        first, second = ((1.0 - noise, noise) for noise in self.noise)
        return np.outer(first, second).reshape(-1)


def stays(automaton: Machine) -> bool:
    """Return whether an automaton can be in most of its states at once, not in a few each turn."""
    return automaton.turns is None or 2 * int(automaton.by_turn.max()) >= automaton.states


@dataclass(frozen=True, eq=False)
class Graph:
    """The joint states that can be reached, and the edges between them.

    states
        (n, 2) of both automata, in the order in which they are found; the match begins in the
        first.
    levels
        (k + 1,) the states first reached in turn t are levels[t] to levels[t + 1].
    source, to, outcome
        (e,) each. `to` is -1 where a match ends.
    weight, flips
        (e,) how likely an edge is, errors of moves left aside; which moves noise turns over: 0
        none, 1 the second's, 2 the first's, 3 both.
    """

    states: np.ndarray
    levels: np.ndarray
    source: np.ndarray
    to: np.ndarray
    outcome: np.ndarray
    weight: np.ndarray
    flips: np.ndarray


def branches(pair: Pair, states: tuple[int, int]) -> Iterator[tuple[float, int, int, int, int]]:
    """Yield the ways in which a turn may go: weight, flips, outcome, next states of both.

    Noise counts only in whether it is 0 or 1: then some flips never happen.

    Parameters
    ----------
    pair
        Who meets.
    states
        In which states both are.
    """
    a, b = pair.automata
    own, other = ((1.0 - chance, chance) for chance in pair.misperception)
    likely = [flips for flips, chance in enumerate(pair.flips) if chance > 0]
    for i, j in product(*(_choices(x, state) for x, state in zip((a, b), states, strict=True))):
        for misread, misread_too in product((0, 1), repeat=2):
            weight = float(a.weight[i] * b.weight[j] * own[misread] * other[misread_too])
            for flips in likely if weight > 0 else ():
                x, y = int(a.move[i]) ^ flips >> 1, int(b.move[j]) ^ flips & 1
                then = int(a.then[i, x, y ^ misread]), int(b.then[j, y, x ^ misread_too])
                yield weight, flips, outcomes.number(x, y), *then


def _choices(automaton: Machine, state: int) -> range:
    return range(int(automaton.first[state]), int(automaton.first[state + 1]))


def explore(pair: Pair, turns: int | None = None, most: int = MOST_STATES) -> Graph:
    """Return the joint states that a match can reach, and the edges between them.

    Parameters
    ----------
    pair
        Who meets.
    turns
        The length of the match; None for a match without end.
    most
        The most joint states.

    Raises
    ------
    TournamentError
        When there are more.
    ArgumentError
        When an automaton does not hold for so many turns.
    """
    pair.check(turns)
    states, levels = [(0, 0)], [0, 1]
    number = {(0, 0): 0}
    edges: list[tuple[int, int, int, float, int]] = []
    while levels[-2] < levels[-1]:
        follow = turns is None or len(levels) - 1 < turns
        for source in range(levels[-2], levels[-1]):
            for weight, flips, outcome, *then in branches(pair, states[source]):
                key, to = (then[0], then[1]), NOWHERE
                if follow and NOWHERE in key:
                    raise no_way_on()
                if follow:
                    to = number.setdefault(key, len(states))
                if to == len(states):
                    states.append(key)
                edges.append((source, to, outcome, weight, flips))
            if len(states) > most:
                raise too_many_states(most)
        levels.append(len(states))
    columns = (np.array(column) for column in zip(*edges, strict=True))
    return Graph(np.array(states), np.array(levels[:-1]), *columns)


def too_many_states(most: int) -> TournamentError:
    """Return the error for a pair whose chain would be too large."""
    return TournamentError(
        f"The chain of this pair has more than {most:,} joint states, the most that are counted;"
        " ask for fewer turns, or play the match."
    )


def too_long(turns: int) -> TournamentError:
    """Return the error for a match that would take too long."""
    return TournamentError(
        f"The chain of this pair has too many edges to be followed over {turns:,} turns; ask for"
        " fewer turns, or for the long run (`limit=True`)."
    )


def no_way_on() -> ArgumentError:
    """Return the error for an automaton that leads nowhere before it should."""
    return ArgumentError(
        "`then` of an automaton must lead to a state in every turn for which it holds; got -1, no"
        " state, in a turn that another turn follows."
    )
