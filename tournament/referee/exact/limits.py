"""Matches without end: shares of outcomes in the long run, and as errors become rare.

Legend: n joint states, k classes. A *class* is a set of joint states that a match never leaves, and
within which it comes everywhere again and again. A match ends in one of them, by chance, and then
has the shares of outcomes of this class (as means over turns, where a class goes round in a cycle).
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from tournament.outcomes import SIZE
from tournament.referee.exact.classes import closed_classes
from tournament.referee.exact.elimination import Rows, absorption, plus, stationary
from tournament.referee.exact.pair import Graph, Pair, explore

MOST_STATES = 2_000
"""The most joint states of a match without end."""
EITHER = (0.5, 0.5)
"""Noise at which every error happens; what counts is how many errors there are, not how often."""


@dataclass(frozen=True, eq=False)
class Limit:
    """Shares of outcomes of a match without end.

    chances
        (k,) the probability to end in each class.
    outcomes
        (k, 4) the shares of outcomes there.
    exact
        Whether both are fractions, and no floats.
    """

    chances: np.ndarray
    outcomes: np.ndarray
    exact: bool

    @property
    def mean(self) -> np.ndarray:
        """(4,) expected shares of outcomes."""
        return np.asarray(self.chances @ self.outcomes)

    def deviation(self, payoffs: np.ndarray) -> float:
        """Return the standard deviation of the mean payoff of a match: that between classes.

        Parameters
        ----------
        payoffs
            (4,) what each outcome pays.
        """
        paid = self.outcomes.astype(float) @ np.asarray(payoffs, float)
        apart = paid - paid[0]
        chances = self.chances.astype(float)
        return float(np.sqrt(chances @ (apart - chances @ apart) ** 2))


def long_run(pair: Pair) -> Limit:
    """Return the shares of outcomes in the long run.

    Parameters
    ----------
    pair
        Who meets. Both automata hold for ever.

    Raises
    ------
    TournamentError
        When there are too many joint states.
    ArgumentError
        When an automaton holds for some turns only.

    Examples
    --------
    >>> from tournament.referee.exact.automaton import Automaton
    >>> here = [[[0, 0], [0, 0]]]
    >>> coin, kind = Automaton.of_table([0.5], here), Automaton.of_table([1.0], here)
    >>> long_run(Pair((coin, kind))).mean.tolist()
    [0.5, 0.0, 0.5, 0.0]
    """
    graph = explore(pair, most=MOST_STATES)
    weight = graph.weight * pair.flips[graph.flips]
    if len(graph.source) == len(graph.states):  # each state has one edge: no chance at all
        return _limit(graph, [Fraction(1)] * len(weight), np.zeros(len(weight), int))
    n = len(graph.states)
    chances = np.zeros((n, n))
    np.add.at(chances, (graph.source, graph.to), weight)
    classes = closed_classes(n, graph.source, graph.to)
    out = np.bincount(SIZE * graph.source + graph.outcome, weight, SIZE * n).reshape(n, SIZE)
    inside = [np.array(each) for each in classes]
    shares = [_shares(chances[np.ix_(each, each)]) @ out[each] for each in inside]
    return Limit(_ends(chances, inside), np.array(shares), exact=False)


def rare_errors(pair: Pair) -> Limit:
    """Return the shares of outcomes in the long run, as the noise of both players goes to 0.

    Both make errors equally often. Pairs without other chance have fractions, which are exact.

    Parameters
    ----------
    pair
        Who meets. Its noise does not count.

    Raises
    ------
    TournamentError
        When there are too many joint states.
    ArgumentError
        When an automaton holds for some turns only.

    Examples
    --------
    >>> from tournament.referee.exact.automaton import Automaton
    >>> tit_for_tat = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    >>> [str(share) for share in rare_errors(Pair((tit_for_tat, tit_for_tat))).mean]
    ['1/4', '1/4', '1/4', '1/4']
    """
    graph = explore(pair._replace(noise=EITHER), most=MOST_STATES)
    exact = all(Fraction(w).denominator <= 1024 for w in set(graph.weight.tolist()))
    weight = [Fraction(w) if exact else w for w in graph.weight.tolist()]
    return _limit(graph, weight, (graph.flips >> 1) + (graph.flips & 1))


def _limit(graph: Graph, weight: list[Any], errors: np.ndarray) -> Limit:
    """Return the limit of a chain whose edges need some errors each.

    Parameters
    ----------
    graph
        The chain.
    weight, errors
        (e,) how likely each edge is, errors left aside; how many errors there are.
    """
    n = len(graph.states)
    rows: Rows = {state: {} for state in range(n)}
    out = np.full((n, SIZE), 0 * weight[0])
    edges = zip(graph.source.tolist(), graph.to.tolist(), graph.outcome.tolist(), strict=True)
    for (source, to, outcome), chance, order in zip(edges, weight, errors.tolist(), strict=True):
        term = (order, chance)
        if source != to:
            row = rows[source]
            row[to] = plus(row[to], term) if to in row else term
        if order == 0:
            out[source, outcome] += chance
    classes = closed_classes(n, graph.source, graph.to)
    chances = [weight[0] * 0] * len(classes)
    class_of = {state: k for k, each in enumerate(classes) for state in each}
    if 0 in class_of:
        ends = {0: weight[0] / weight[0]}
    else:
        transient = [state for state in range(n) if state not in class_of]
        ends = absorption({state: dict(row) for state, row in rows.items()}, 0, transient)
    for state, chance in ends.items():
        chances[class_of[state]] += chance
    shares = []
    for each in classes:
        found = stationary({state: rows[state] for state in each})
        shares.append(sum(share * out[state] for state, share in found.items()))
    return Limit(np.array(chances), np.array(shares), exact=isinstance(weight[0], Fraction))


def _shares(chances: np.ndarray) -> np.ndarray:
    """Return (n,) the share of time in each state; all reach each other.

    Source: Grassmann, Taksar and Heyman (1985): no subtractions, so no digits are lost.
    """
    p, n = chances.copy(), len(chances)
    for k in range(n - 1, 0, -1):
        p[:k, k] /= p[k, :k].sum()
        p[:k, :k] += np.outer(p[:k, k], p[k, :k])
    found = np.ones(n)
    for k in range(1, n):
        found[k] = found[:k] @ p[:k, k]
    return np.asarray(found / found.sum())


def _ends(chances: np.ndarray, classes: list[np.ndarray]) -> np.ndarray:
    """Return (k,) the probability to end in each class, from state 0."""
    inside = np.zeros(len(chances), bool)
    inside[np.concatenate(classes)] = True
    if inside[0]:
        return np.array([float(0 in each) for each in classes])
    among = np.flatnonzero(~inside)
    t = len(among)
    enter = [chances[np.ix_(among, each)].sum(axis=1) for each in classes]
    p = np.column_stack([chances[np.ix_(among, among)], *enter])
    for k in range(t - 1, 0, -1):
        there = np.r_[0:k, t : p.shape[1]]
        p[:k, there] += np.outer(p[:k, k] / p[k, there].sum(), p[k, there])
    return np.asarray(p[0, t:] / p[0, t:].sum())
