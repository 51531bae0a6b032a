"""What is expected of a match that only chance ends: no turns, but linear equations.

Legend: n joint states, e edges. Outcomes are numbered CC, CD, DC, DD from the first seat's point of
view.
"""

import numpy as np

from tournament.outcomes import CC, NAMES, OTHER, OWN, SIZE
from tournament.referee.exact.pair import Graph, Pair, explore
from tournament.results.books.moments import Moments

THERE, COUNTS, PEACE = 0, slice(1, 1 + SIZE), 1 + SIZE
VALUES = 2 + SIZE
"""Numbers of a joint state, summed over turns: its probability, counts of outcomes, its probability
in peace."""
MOST_SOLVED = 2000
"""The most joint states for which linear equations are solved."""


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
    edge, n = Followed(graph, pair), len(graph.states)
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
    counts = (visits[:, [THERE]] * out).sum(axis=0)
    before = (visits[:, COUNTS, None] * out[:, None, :]).sum(axis=0)
    broken = np.stack([out @ OWN, out @ OTHER], axis=1)
    return Moments(
        counts=counts,
        products=before + before.T + np.diag(counts),
        starts=out[0],
        transitions=(arrived[:, :, None] * out[:, None, :]).sum(axis=0),
        first_defections=(visits[:, [PEACE]] * broken).sum(axis=0),
        by_turn=by_turn,
    )


class Followed:
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
