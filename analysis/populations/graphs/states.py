"""Mutants on a graph as a Markov chain: which nodes they hold, and which node is taken next.

Nodes are *alike* if the graph stays the same when two of them change places. Of nodes that are
alike it only matters how many are mutants, so a star of N nodes has 2 N states in place of 2 ** N.

Legend: n nodes, k classes of nodes that are alike, s states.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.populations.graphs.weights import Weights
from tournament.errors import ArgumentError

MOST_STATES = 2**14
"""Of a chain: 14 nodes that are all different."""


@dataclass(frozen=True, eq=False)
class Classes:
    """The nodes of a graph, by who is alike.

    Attributes
    ----------
    of
        (n,) the class of each node.
    sizes
        (k,) how many nodes each class has.
    weight
        (k, k) the weight of the arc from a node (row) to another node (column), by their classes.
    loops
        (k,) the weight of the loop of each node.
    """

    of: np.ndarray
    sizes: np.ndarray
    weight: np.ndarray
    loops: np.ndarray

    @property
    def states(self) -> int:
        """How many states mutants can be in."""
        return int(np.prod(self.sizes.astype(object) + 1))

    @cached_property
    def outward(self) -> np.ndarray:
        """(k,) the weight of all arcs from a node, its loop included."""
        others = self.weight @ self.sizes - self.weight.diagonal()
        return np.asarray(others + self.loops)


def classes_of(graph: Weights) -> Classes:
    """Return who is alike in a graph.

    Raises
    ------
    ArgumentError
        When mutants can be in too many states.

    Examples
    --------
    >>> from analysis.populations.graphs.weights import weights_of
    >>> star = classes_of(weights_of([[0, 1], [0, 2], [0, 3]], 10))
    >>> star.of.tolist(), star.sizes.tolist(), star.states
    ([0, 1, 1, 1], [1, 3], 8)
    """
    W = graph.matrix
    first: list[int] = []
    of = np.empty(graph.size, np.int64)
    for node in range(graph.size):
        found = (number for number, other in enumerate(first) if _alike(W, node, other))
        of[node] = next(found, len(first))
        if of[node] == len(first):
            first.append(node)
        states = int(np.prod(np.bincount(of[: node + 1]).astype(object) + 1))
        if states > MOST_STATES:
            raise ArgumentError(
                "`graph` must have at most 14 nodes, or more of which many are alike; got"
                f" {graph.size} nodes, and mutants can be in more than {MOST_STATES:,} states."
            )
    sizes = np.bincount(of)
    weight = W[np.ix_(first, first)]
    for number in np.flatnonzero(sizes > 1):
        one, other = np.flatnonzero(of == number)[:2]
        weight[number, number] = W[one, other]
    alone = np.flatnonzero(sizes == 1)
    weight[alone, alone] = 0.0
    return Classes(of, sizes, weight, W[first, first])


def _alike(W: np.ndarray, one: int, other: int) -> bool:
    """Return whether two nodes can change places."""
    order = np.arange(len(W))
    order[[one, other]] = other, one
    return bool(
        np.array_equal(W[one, order], W[other]) and np.array_equal(W[order, one], W[:, other])
    )


@dataclass(frozen=True, eq=False)
class Chain:
    """Which states follow which. The first state has no mutants, the last one only mutants.

    Attributes
    ----------
    mutants
        (s, k) how many nodes of each class are mutants.
    steps
        (k,) how far apart the numbers of two states are, of which one has one more mutant.
    gain, lose
        (s, k) the chance that the next change is one mutant more, or less, in each class. They are
        0 in the first and the last state.
    """

    mutants: np.ndarray
    steps: np.ndarray
    gain: np.ndarray
    lose: np.ndarray

    @cached_property
    def total(self) -> np.ndarray:
        """(s,) how many nodes are mutants."""
        return np.asarray(self.mutants.sum(axis=1))

    @property
    def widest(self) -> int:
        """How many states at most have the same number of mutants."""
        return int(np.bincount(self.total).max())

    @cached_property
    def links(self) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of the states that can follow, (s, 2 k), and their chances; 0 leads back."""
        states = np.arange(len(self.mutants))[:, None]
        after = np.concatenate([states + self.steps, states - self.steps], axis=1)
        chance = np.concatenate([self.gain, self.lose], axis=1)
        return np.where(chance > 0, after, states), chance


def chain_of(classes: Classes, r: float, process: str) -> Chain:
    """Return the chain of mutants of fitness r among residents of fitness 1.

    Steps in which nothing changes are left out: they change no fixation.

    Parameters
    ----------
    classes
        Who is alike.
    r
        Fitness.
    process
        "moran" or "death-birth".

    Examples
    --------
    >>> from analysis.populations.graphs.weights import weights_of
    >>> pair = chain_of(classes_of(weights_of([[0, 1]], 10)), 3.0, "moran")
    >>> pair.mutants.tolist(), pair.gain.tolist()
    ([[0], [1], [2]], [[0.0], [0.75], [0.0]])
    """
    sizes = classes.sizes
    steps = np.concatenate([[1], np.cumprod(sizes[:0:-1] + 1)])[::-1].astype(np.int64)
    mutants = np.arange(classes.states)[:, None] // steps % (sizes + 1)
    residents = sizes - mutants
    if process == "moran":
        arcs = classes.weight / classes.outward[:, None]
        gain = r * (mutants @ arcs)
        lose = residents @ arcs
    else:
        gain = _succeeds(r * (mutants @ classes.weight), residents, classes, 1.0)
        lose = _succeeds(residents @ classes.weight, mutants, classes, r)
    gain, lose = residents * gain, mutants * lose
    total = (gain + lose).sum(axis=1, keepdims=True)
    total[total == 0] = 1.0
    return Chain(mutants, steps, gain / total, lose / total)


def _succeeds(others: np.ndarray, own: np.ndarray, classes: Classes, fitness: float) -> np.ndarray:
    """Return (s, k) the chance that the other type takes the place of one that dies.

    Parameters
    ----------
    others
        (s, k) weight times fitness of the neighbours of the other type.
    own
        (s, k) how many there are of the own type in each class.
    classes, fitness
        Who is alike, and the fitness of the own type.
    """
    within = classes.weight.diagonal()
    apart = classes.weight - np.diag(within)
    same = own @ apart + np.maximum(own - 1, 0) * within + classes.loops
    total = others + fitness * same
    return np.asarray(others / np.where(total > 0, total, 1.0))
