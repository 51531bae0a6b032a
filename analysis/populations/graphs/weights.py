"""The graph of a population as a table of weights, and whether somebody can take over.

Legend: n nodes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.exact.chains import component_of
from tournament.errors import ArgumentError
from tournament.events.graphs.arcs import arcs_of
from tournament.interactive.shown import shown

WHAT = (
    "a NetworkX graph, pairs of nodes, (a, b, weight), or a table of weights of four nodes or more"
)


@dataclass(frozen=True, eq=False)
class Weights:
    """A graph.

    Attributes
    ----------
    names
        (n,) what the caller calls the nodes.
    matrix
        (n, n) the weight of the arc from a node (row) to a node (column), or 0; the largest edge
        has weight 1. An edge without direction is two arcs, a loop is one.
    directed
        Whether an arc need not have one in the other direction.
    """

    names: Sequence[Any]
    matrix: np.ndarray
    directed: bool

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.names)


def weights_of(graph: Any, most: int) -> Weights:
    """Return the weights of a connected graph, or say what is wrong with it.

    Parameters
    ----------
    graph
        As `arcs_of` reads it: NetworkX, edges, or a table of weights. Weights of edges between the
        same nodes add.
    most
        How many nodes there may be.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        When it is no graph, has too many nodes, or no node reaches all others.

    Examples
    --------
    >>> weights_of([[0, 1], [1, 2], [2, 1], [2, 2]], 10).matrix.tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 2.0], [0.0, 2.0, 1.0]]
    """
    arcs = arcs_of("graph", graph, what=WHAT)
    if not 2 <= arcs.size <= most:
        raise ArgumentError(f"`graph` must have 2 to {most:,} nodes; got {arcs.size:,}.")
    matrix = np.zeros((arcs.size, arcs.size))
    np.add.at(matrix, tuple(arcs.ends.T), arcs.weight / arcs.weight.max())
    names = list(graph.nodes) if hasattr(graph, "nodes") else range(arcs.size)
    found = Weights(names, matrix, arcs.directed)
    start = int(np.argmax(component_of([np.flatnonzero(row).tolist() for row in matrix])))
    there = _reached(matrix, start)  # from a part to which nothing leads: such parts come last
    if not there.all():
        raise ArgumentError(
            "`graph` must be connected, or nobody can take over; no path leads from node"
            f" {shown(names[start])} to node {shown(names[int(np.argmin(there))])}."
        )
    return found


def _reached(matrix: np.ndarray, start: int) -> np.ndarray:
    """Return (n,) whether a path leads from a node to each."""
    seen = np.zeros(len(matrix), bool)
    new = np.array([start])
    while len(new):
        seen[new] = True
        new = np.flatnonzero((matrix[new] > 0).any(axis=0) & ~seen)
    return seen
