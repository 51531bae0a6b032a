"""A pair of automata as a Markov chain: the states that both are in.

Legend: n pairs of states, e edges. Outcomes are those of the first automaton, its own move first.
"""

from dataclasses import dataclass

import numpy as np

from analysis.exact.arguments import turned
from analysis.exact.chains import MOST_STATES, continued, gain
from tournament import Automaton, outcomes
from tournament.errors import TournamentError


class TooManyStates(TournamentError):
    """Two automata have too many states together."""

    def __init__(self, who: str) -> None:
        super().__init__(
            f"{who} have more than {MOST_STATES:,} states together, too many for exact answers;"
            " take rules that remember less."
        )


@dataclass(frozen=True)
class Pair:
    """The states that a pair may come to, and what leads where; the pair begins in 0.

    Attributes
    ----------
    first, second
        The automata.
    size
        How many pairs of states there are.
    source, target
        (e,) from where and to where.
    choices
        (2, e) the choice of each automaton.
    made
        (2, e) the move of each that is made.
    """

    first: Automaton
    second: Automaton
    size: int
    source: np.ndarray
    target: np.ndarray
    choices: np.ndarray
    made: np.ndarray

    def chain(self, first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (n, n) chances of the next pair of states, and (n, 4) chances of outcomes.

        Parameters
        ----------
        first, second
            (2, 2) the chances of the move that is made (column), by the move chosen (row).
        """
        weight = np.ones(len(self.source))
        for one, turns, choice, made in zip(
            (self.first, self.second), (first, second), self.choices, self.made, strict=True
        ):
            weight *= one.weight[choice] * turns[one.move[choice], made]
        P, chances = np.zeros((self.size, self.size)), np.zeros((self.size, outcomes.SIZE))
        np.add.at(P, (self.source, self.target), weight)
        np.add.at(chances, (self.source, outcomes.number(*self.made)), weight)
        return P, chances


def pair_of(first: Automaton, second: Automaton, turned_over: tuple[bool, bool]) -> Pair:
    """Return the states that two automata may come to together.

    Parameters
    ----------
    first, second
        The automata.
    turned_over
        Whether the move that one makes may be another than the one that it chose.

    Raises
    ------
    TooManyStates
        When there are too many states.

    Examples
    --------
    >>> tit_for_tat = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    >>> [pair_of(tit_for_tat, tit_for_tat, (errs, errs)).size for errs in (False, True)]
    [1, 4]
    """
    size = second.states
    found, listed = {0: 0}, [0]
    edges: list[tuple[int, int, int, int, int, int]] = []
    for place, code in enumerate(listed):
        a, b = divmod(code, size)
        mine, theirs = _ways(first, a, turned_over[0]), _ways(second, b, turned_over[1])
        for i, own in mine:
            for j, other in theirs:
                after = int(first.then[i, own, other]) * size + int(second.then[j, other, own])
                to = found.setdefault(after, len(found))
                if to == len(listed):
                    listed.append(after)
                edges.append((place, to, i, j, own, other))
        if len(listed) > MOST_STATES:
            raise TooManyStates(f"Rules of {first.states:,} and {second.states:,} states")
    source, target, *rest = np.array(edges).T
    choices, made = np.array(rest).reshape(2, 2, -1)
    return Pair(first, second, len(listed), source, target, choices, made)


def _ways(automaton: Automaton, state: int, turned_over: bool) -> list[tuple[int, int]]:
    """Return the choices of a state, each with the moves that may be made."""
    choices = range(int(automaton.first[state]), int(automaton.first[state + 1]))
    return [
        (choice, move)
        for choice in choices
        for move in ((0, 1) if turned_over else (int(automaton.move[choice]),))
    ]


def mean_pay(
    first: Automaton,
    second: Automaton,
    pay: np.ndarray,
    *,
    noise: tuple[float, float] = (0.0, 0.0),
    continuation: float | None = None,
) -> np.ndarray:
    """Return (k,) what a pair of automata is paid per turn.

    Parameters
    ----------
    first, second
        The automata.
    pay
        (4, k) what each outcome pays, in k ways.
    noise
        The chance that a move is turned over, of each.
    continuation
        The chance that another turn follows; None for the long run.

    Raises
    ------
    TooManyStates
        When the pair has too many states.

    Examples
    --------
    >>> tit_for_tat = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    >>> shares = mean_pay(tit_for_tat, tit_for_tat, np.eye(4), noise=(0.01, 0.01))
    >>> shares.round(6).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    pair = pair_of(first, second, (noise[0] > 0, noise[1] > 0))
    P, chances = pair.chain(turned(noise[0]), turned(noise[1]))
    now = chances @ pay
    if continuation is None:
        return np.asarray(gain(P, now)[0])
    return continued(P, now, continuation)[0]
