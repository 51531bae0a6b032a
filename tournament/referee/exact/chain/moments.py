"""The slow twin of the chain: what is expected of a match between two automata, in plain NumPy.

Legend: n joint states, e edges. Outcomes are numbered CC, CD, DC, DD from the first seat's point of
view.

The state of a match is a *joint state*: the states of both automata. Of every joint state nine
numbers are carried from turn to turn: how likely one comes there by each outcome; the expected
turns of each outcome before, on the ways that lead there; and the probability of being there before
anybody has defected. One turn adds, for every edge, its weight times the numbers of its source.
Whatever books hold follows from sums over joint states and turns.

A joint state that is less likely than `NEGLIGIBLE` in a turn is left out, with all that would
follow. So counts of outcomes lack at most the probability that was left out, times the turns.

`engine/chain` does the same in the same order of additions, so both give the same bits.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from tournament.outcomes import CC, NAMES, OTHER, OWN, SIZE
from tournament.referee.exact.chain.joint import Edges, Joint
from tournament.referee.exact.pair import MOST_STEPS, NEGLIGIBLE, Pair, too_long
from tournament.results.books.moments import Moments


def moments(pair: Pair, turns: int, continuation: float = 1.0, *, by_turn: bool = False) -> Moments:
    """Return what is expected of a match.

    Parameters
    ----------
    pair
        Who meets, and what chance does to their moves.
    turns
        The length of the match; with a continuation, the most turns there can be.
    continuation
        The probability that another turn follows.
    by_turn
        Whether to keep the probabilities of outcomes in each turn.

    Raises
    ------
    TournamentError
        When there are too many joint states.
    ArgumentError
        When an automaton does not hold for so many turns.
    """
    pair.check(turns)
    joint, now, rows = Joint(pair, continuation), Turn.first(), list[np.ndarray]()
    starts, broken = np.zeros(SIZE), np.zeros(2)
    transitions, products = np.zeros((SIZE, SIZE)), np.zeros((SIZE, SIZE))
    for turn in range(turns):
        if len(joint.states) > MOST_STEPS // (turns - turn):
            raise too_long(turns)
        there = np.ones(1) if turn == 0 else now.there
        live = np.flatnonzero(there >= NEGLIGIBLE)
        out = np.array([joint.outcomes(state) for state in live.tolist()]).reshape(-1, SIZE)
        followed = _total(now.came[live][:, :, None] * out[:, None, :])
        transitions += followed
        products += _total(now.counts[live][:, :, None] * out[:, None, :])
        broken += _total(now.peace[live][:, None] * np.stack([out @ OWN, out @ OTHER], axis=1))
        if turn == 0:
            starts = out[0]
        rows.append(starts if turn == 0 else _total(followed))
        if turn < turns - 1:
            now = now.onward(joint.edges(live.tolist()), there, len(joint.states))
    counts = starts + transitions.sum(axis=0)
    return Moments(
        counts=counts,
        products=products + products.T + np.diag(counts),
        starts=starts,
        transitions=transitions,
        first_defections=broken,
        by_turn=np.array(rows) if by_turn else None,
    )


@dataclass(frozen=True)
class Turn:
    """What joint states hold in one turn.

    came
        (n, 4) how likely one comes there by each outcome.
    before
        (n, 4) expected turns of each outcome up to the turn before the last.
    peace
        (n,) the probability of being there before anybody has defected.
    """

    came: np.ndarray
    before: np.ndarray
    peace: np.ndarray

    @classmethod
    def first(cls) -> Self:
        """Return the first turn, in which nobody has come from anywhere."""
        return cls(np.zeros((1, SIZE)), np.zeros((1, SIZE)), np.ones(1))

    @property
    def there(self) -> np.ndarray:
        """(n,) the probability of each joint state."""
        cc, cd, dc, dd = self.came.T
        there: np.ndarray = (cc + cd) + (dc + dd)
        return there

    @property
    def counts(self) -> np.ndarray:
        """(n, 4) expected turns of each outcome so far."""
        counts: np.ndarray = self.before + self.came
        return counts

    def onward(self, edges: Edges, there: np.ndarray, states: int) -> "Turn":
        """Return the next turn, in which there are so many joint states."""
        came, before = np.zeros((states, SIZE)), np.zeros((states, SIZE))
        peace = np.zeros(states)
        np.add.at(came, (edges.to, edges.outcome), edges.weight * there[edges.source])
        np.add.at(before, edges.to, edges.weight[:, None] * self.counts[edges.source])
        calm = edges.outcome == NAMES.index(CC)
        np.add.at(peace, edges.to[calm], (edges.weight * self.peace[edges.source])[calm])
        return Turn(came, before, peace)


def _total(values: np.ndarray) -> np.ndarray:
    """Return the sum over joint states, added one after the other."""
    return np.add.accumulate(values, axis=0)[-1] if len(values) else np.zeros(values.shape[1:])
