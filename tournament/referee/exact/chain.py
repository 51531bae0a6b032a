"""The slow twin of the chain: what is expected of a match between two automata, in plain NumPy.

Legend: n joint states, e edges. Outcomes are numbered CC, CD, DC, DD from the first seat's point of
view.

The state of a match is a *joint state*: the states of both automata. Of every joint state six
numbers are carried from turn to turn: the probability of being there; the expected turns of each
outcome so far, on the ways that lead there; and the probability of being there before anybody has
defected. One turn adds, for every edge, its weight times the numbers of its source. Whatever books
hold follows from the sums of these numbers over the turns.

`engine/chain` does the same in the same order of additions, so both give the same bits.
"""

import numpy as np

from tournament.outcomes import CC, NAMES, OTHER, OWN, SIZE
from tournament.referee.exact.pair import Graph, Pair, explore
from tournament.results.books.moments import Moments

THERE, COUNTS, PEACE = 0, slice(1, 1 + SIZE), 1 + SIZE
VALUES = 2 + SIZE
"""Numbers of a joint state: its probability, counts of outcomes, its probability in peace."""


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
    graph = explore(pair, turns)
    n, layered = len(graph.states), pair.turns is not None
    edge = _Edges(graph, pair)
    out = np.bincount(graph.source * SIZE + graph.outcome, edge.raw, n * SIZE).reshape(n, SIZE)
    now, visits, arrived = (np.zeros((n, k)) for k in (VALUES, VALUES, SIZE))
    now[0, [THERE, PEACE]] = 1.0
    rows = []
    for turn in range(turns):
        visits += now
        rows.append(_total(now[:, [THERE]] * out))
        if turn == turns - 1:
            break
        if layered or turn == turns - 2:
            arrived += edge.arrivals((now if layered else visits)[:, THERE]) * continuation
        now = continuation * edge.step(now)
    counts = _total(visits[:, [THERE]] * out)
    before = _total(visits[:, COUNTS, None] * out[:, None, :])
    broken = np.stack([out @ OWN, out @ OTHER], axis=1)
    return Moments(
        counts=counts,
        products=before + before.T + np.diag(counts),
        starts=out[0],
        transitions=_total(arrived[:, :, None] * out[:, None, :]),
        first_defections=_total(visits[:, [PEACE]] * broken),
        by_turn=np.array(rows) if by_turn else None,
    )


class _Edges:
    """The edges that are followed, each once, with their weights under noise."""

    def __init__(self, graph: Graph, pair: Pair) -> None:
        self.raw = graph.weight * pair.flips[graph.flips]
        self.n = len(graph.states)
        there = graph.to >= 0
        each = np.stack([graph.to, graph.outcome, graph.source])[:, there]
        (self.to, self.outcome, self.source), which = np.unique(each, axis=1, return_inverse=True)
        self.weight = np.bincount(which.reshape(-1), self.raw[there], len(self.source))

    def arrivals(self, values: np.ndarray) -> np.ndarray:
        """Return (n, 4) what comes to each joint state by each outcome, of (n,) values."""
        port = SIZE * self.to + self.outcome
        found = np.bincount(port, self.weight * values[self.source], SIZE * self.n)
        return found.reshape(self.n, SIZE)

    def step(self, now: np.ndarray) -> np.ndarray:
        """Return (n, VALUES) the numbers of all joint states one turn later."""
        carried = now[self.source]
        carried[np.arange(len(carried)), 1 + self.outcome] += carried[:, THERE]
        carried[self.outcome != NAMES.index(CC), PEACE] = 0.0
        new = [np.bincount(self.to, self.weight * values, self.n) for values in carried.T]
        return np.stack(new, axis=1)


def _total(values: np.ndarray) -> np.ndarray:
    """Return the sum over joint states, added one after the other."""
    return np.asarray(np.add.accumulate(values, axis=0)[-1])
