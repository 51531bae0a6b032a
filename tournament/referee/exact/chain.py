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
from tournament.referee.exact.pair import MOST_STEPS, Graph, Pair, explore, too_long
from tournament.results.books.moments import Moments

THERE, COUNTS, PEACE = 0, slice(1, 1 + SIZE), 1 + SIZE
VALUES = 2 + SIZE
"""Numbers of a joint state: its probability, counts of outcomes, its probability in peace."""
MOST_SOLVED = 2000
"""The most joint states for which linear equations are solved."""


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
    n = len(graph.states)
    edge = Edges(graph, pair)
    if len(edge.source) * turns > MOST_STEPS:
        raise too_long(turns)
    out = edge.outcomes()
    now, visits, arrived = (np.zeros((n, k)) for k in (VALUES, VALUES, SIZE))
    now[0, [THERE, PEACE]] = 1.0
    rows = []
    for turn in range(turns):
        visits += now
        rows.append(_total(now[:, [THERE]] * out))
        if turn == turns - 1:
            break
        if turn == turns - 2:
            arrived = continuation * edge.arrivals(visits[:, THERE])
        now = continuation * edge.step(now)
    return _books(visits, arrived, out, np.array(rows) if by_turn else None)


def endless(pair: Pair, continuation: float) -> Moments:
    """Return what is expected of a match that only chance ends: by linear equations.

    Parameters
    ----------
    pair
        Who meets. Both automata hold for ever.
    continuation
        The probability that another turn follows, below 1.

    Raises
    ------
    TournamentError
        When there are too many joint states.
    """
    graph = explore(pair, most=MOST_SOLVED)
    edge, n = Edges(graph, pair), len(graph.states)
    out = edge.outcomes()
    move = np.zeros((n, n))
    np.add.at(move, (edge.to, edge.source), continuation * edge.weight)
    rest = np.eye(n) - move
    visits = np.zeros((n, VALUES))
    visits[:, THERE] = np.linalg.solve(rest, np.eye(n)[0])
    arrived = continuation * edge.arrivals(visits[:, THERE])
    visits[:, COUNTS] = np.linalg.solve(rest, arrived)
    calm = edge.outcome == NAMES.index(CC)
    move = np.zeros((n, n))
    np.add.at(move, (edge.to[calm], edge.source[calm]), continuation * edge.weight[calm])
    visits[:, PEACE] = np.linalg.solve(np.eye(n) - move, np.eye(n)[0])
    return _books(visits, arrived, out, None)


def _books(
    visits: np.ndarray, arrived: np.ndarray, out: np.ndarray, by_turn: np.ndarray | None
) -> Moments:
    """Return the books of a match.

    Parameters
    ----------
    visits
        (n, VALUES) numbers of joint states, summed over turns.
    arrived, out
        (n, 4) how often one comes to a joint state by each outcome, and how likely each outcome is
        there.
    by_turn
        As of `Moments`.
    """
    counts = _total(visits[:, [THERE]] * out)
    before = _total(visits[:, COUNTS, None] * out[:, None, :])
    broken = np.stack([out @ OWN, out @ OTHER], axis=1)
    return Moments(
        counts=counts,
        products=before + before.T + np.diag(counts),
        starts=out[0],
        transitions=_total(arrived[:, :, None] * out[:, None, :]),
        first_defections=_total(visits[:, [PEACE]] * broken),
        by_turn=by_turn,
    )


class Edges:
    """The edges that are followed, each once, with their weights under noise."""

    def __init__(self, graph: Graph, pair: Pair) -> None:
        self.graph, self.raw = graph, graph.weight * pair.flips[graph.flips]
        self.n = len(graph.states)
        there = graph.to >= 0
        each = np.stack([graph.to, graph.outcome, graph.source])[:, there]
        (self.to, self.outcome, self.source), which = np.unique(each, axis=1, return_inverse=True)
        self.weight = np.bincount(which.reshape(-1), self.raw[there], len(self.source))

    def outcomes(self) -> np.ndarray:
        """Return (n, 4) how likely each outcome is in each joint state."""
        place = SIZE * self.graph.source + self.graph.outcome
        return np.bincount(place, self.raw, SIZE * self.n).reshape(self.n, SIZE)

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
