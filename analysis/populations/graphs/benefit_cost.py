"""How much cooperation must be worth on a graph: the critical ratio of benefit to cost.

Two walkers on the graph meet after some time. Players whose ancestors met lately are alike, so the
times say who gives to whom.

Legend: n nodes, W (n, n) weights, P (n, n) the chances of a walker's step, pi (n,) how often a
walker is at a node, tau (n, n) the time until two walkers meet.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.populations.graphs.weights import weights_of
from tournament.errors import ArgumentError, TournamentError
from tournament.rules.checks import flag

MOST_NODES = 5000
SAME = 1e-9
"""Of the sizes of numbers whose difference counts as 0."""
GRAIN, MOST_STEPS = 1e-13, 1000


def critical_benefit_cost(graph: Any, *, average: bool = True) -> float:
    """Return (b/c)*: from which benefit-to-cost ratio on weak selection helps cooperators.

    A cooperator pays the cost c and gives the benefit b to its neighbours. The process is
    death-birth: one dies, and its neighbours compete for the place. One mutant, placed evenly,
    takes over more often than a neutral one if b/c is above the ratio.

    Parameters
    ----------
    graph
        As for `graph_fixation`, of up to 5,000 nodes, connected, without directions.
    average
        Whether a payoff is the mean over the neighbours, by the weights of edges. With False
        payoffs add up over the neighbours: a cooperator pays c, and gives b, along each edge.

    Returns
    -------
    float
        Negative if no benefit is large enough: then cooperation means harm to others, and one that
        costs c takes over if it harms by more than the ratio. Infinite if benefits change nothing.
        NaN if neither benefits nor costs change anything, as for two nodes.

    Raises
    ------
    ArgumentError
        When the graph is not connected, has directions, or is too large.

    Notes
    -----
    Source: Allen, Lippner, Chen, Fotouhi, Momeni, Yau and Nowak (2017), "Evolutionary dynamics on
    any population structure": (b/c)* = t2 / (t3 - t1), where t_i is the mean time until two walkers
    meet who stand at both ends of a walk of i steps. Their linear system has n (n - 1) / 2
    unknowns. Here the eigenvectors of one (n, n) matrix solve it but for n unknowns. Where payoffs
    add up, the node at the end of the second step counts by the weight of its edges.

    Examples
    --------
    Regular graphs of degree k have (n - 2) / (n / k - 2); here n = 10 and k = 2:

    >>> import numpy as np
    >>> cycle = [[i, (i + 1) % 10] for i in range(10)]
    >>> round(critical_benefit_cost(cycle), 9)
    2.666666667
    >>> round(critical_benefit_cost(np.ones((10, 10)) - np.eye(10)), 9)
    -9.0
    """
    average = flag("average", average)
    W = _weights(graph)
    walk = Walk.of(W)
    P, tau = walk.P, meeting_times(walk)
    paid = np.ones(len(W)) if average else W.sum(axis=1)
    two = P @ P
    t1 = float((walk.pi * paid) @ (P * tau).sum(axis=1))
    t2 = float(walk.pi @ (two * tau) @ paid)
    t3 = float(walk.pi @ (((two * paid) @ P) * tau).sum(axis=1))
    grain = SAME * max(t2, abs(t3), abs(t1))
    if abs(t3 - t1) <= grain:
        return float("nan") if t2 <= grain else float("inf")
    return t2 / (t3 - t1)


def _weights(graph: Any) -> np.ndarray:
    """Return (n, n) symmetric weights, checked, the largest 1."""
    found = weights_of(graph, MOST_NODES)
    if found.directed:
        raise ArgumentError("`graph` must have no directions; weights of both ways must be equal.")
    return np.asarray((found.matrix + found.matrix.T) / 2)


@dataclass(frozen=True, eq=False)
class Walk:
    """A walk along the edges of a graph.

    Attributes
    ----------
    P
        (n, n) the chances of a step.
    pi
        (n,) how often a walker is at each node in the long run.
    values
        (n,) the eigenvalues of P, rising; the last is 1.
    vectors
        (n, n) the eigenvectors, in columns, of P made symmetric by the square roots of pi.
    """

    P: np.ndarray
    pi: np.ndarray
    values: np.ndarray
    vectors: np.ndarray

    @classmethod
    def of(cls, W: np.ndarray) -> "Walk":
        """Return the walk by the weights of edges.

        Examples
        --------
        >>> Walk.of(np.array([[0.0, 1.0], [1.0, 0.0]])).values.round(9).tolist()
        [-1.0, 1.0]
        """
        outward = W.sum(axis=1)
        root = np.sqrt(outward)
        values, vectors = np.linalg.eigh(W / root[:, None] / root)
        pi = outward / outward.sum()
        values[-1], vectors[:, -1] = 1.0, np.sqrt(pi)
        return cls(W / outward[:, None], pi, values, vectors)


def meeting_times(walk: Walk) -> np.ndarray:
    """Return (n, n) the mean time until two walkers meet, of which a step moves one.

    tau[i, j] = 1 + sum_k (P[i, k] tau[k, j] + P[j, k] tau[i, k]) / 2 for i other than j, and
    tau[i, i] = 0. With a number d[i] that is missing on the diagonal, this is one equation of
    matrices, which eigenvectors of P solve. The numbers d, times until walkers from one node meet
    again, follow from the zeros of the diagonal.

    Raises
    ------
    TournamentError
        When weights are so different that the equations cannot be solved.

    Examples
    --------
    >>> meeting_times(Walk.of(np.ones((3, 3)) - np.eye(3))).round(9)[0].tolist()
    [0.0, 2.0, 2.0]
    """
    root, V = np.sqrt(walk.pi), walk.vectors
    with np.errstate(divide="ignore"):
        kernel = 1 / (1 - (walk.values[:, None] + walk.values) / 2)
    kernel[-1, -1] = 0.0

    def spread(z: np.ndarray) -> np.ndarray:
        """Return (n, n) V (V' diag(z) V * kernel), of which V' is still to come."""
        return np.asarray(V @ ((V.T * z) @ V * kernel))

    def met(z: np.ndarray) -> np.ndarray:
        return np.asarray((spread(z) * V).sum(axis=1))

    squares = V * V
    scale = ((squares @ kernel) * squares).sum(axis=1)
    z = _conjugate_gradients(met, walk.pi, scale)
    z = z / (walk.pi @ z)  # the times to meet again, by pi, squared, sum to 1
    apart = spread(z) @ V.T / root[:, None] / root
    found = apart.diagonal().mean() - apart
    np.fill_diagonal(found, 0.0)
    return np.asarray(found)


def _conjugate_gradients(product: Any, right: np.ndarray, diagonal: np.ndarray) -> np.ndarray:
    """Return (n,) x where product(x) = right, of a symmetric positive matrix.

    Source: Hestenes and Stiefel (1952), with the diagonal as preconditioner.
    """
    x = right / diagonal
    left = right - product(x)
    z = left / diagonal
    way, size = z, float(left @ z)
    for _ in range(MOST_STEPS):
        if np.abs(left).max() <= GRAIN * np.abs(right).max():
            return np.asarray(x)
        image = product(way)
        far = size / float(way @ image)
        x, left = x + far * way, left - far * image
        z = left / diagonal
        before, size = size, float(left @ z)
        way = z + size / before * way
    raise TournamentError(
        "`graph` has weights that are too different: the times until walkers meet are not found."
    )
