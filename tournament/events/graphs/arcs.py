"""Graphs as populations read them: from NetworkX or lists of edges to arcs of each place.

An edge without a direction is two arcs; a loop is one. Arcs that are given twice add up their
weights.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tournament.errors import ArgumentError, ArgumentTypeError
from tournament.game import LARGEST
from tournament.interactive.shown import shown
from tournament.results.units.population import Graph
from tournament.rules.checks import several, table

MOST_PLACES = 2**31 - 1
WHAT = "a NetworkX graph, the name of a kind of graph, or edges: pairs of places, or (a, b, weight)"
ROUNDED = 1e-12
"""Weights of both directions that differ by less, relatively, are equal."""


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arcs of a graph, as they were given.

    size
        How many places there are.
    ends
        (A, 2) where each arc begins and ends.
    weight
        (A,) its weight.
    directed
        Whether an arc need not have one in the other direction.
    """

    size: int
    ends: np.ndarray
    weight: np.ndarray
    directed: bool


def arcs_of(name: str, given: Any, size: int | None = None, what: str = WHAT) -> Arcs:
    """Return the arcs of a NetworkX graph, or of a list of edges.

    Parameters
    ----------
    name
        Of the argument.
    given
        A graph, (E, 2) pairs of places, or (E, 3) with weights. Four and more columns, and as many
        rows, are weights from the row's place to the column's; 0 is no arc.
    size
        How many places there must be; None if the graph says.
    what
        What it must be, in words.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        When it is no graph, has a weight that is not above 0, or places that cannot be.

    Examples
    --------
    >>> arcs_of("graph", [(0, 1), (1, 2)]).ends.tolist()
    [[0, 1], [1, 2], [1, 0], [2, 1]]
    """
    if hasattr(given, "edges") and hasattr(given, "nodes") and not isinstance(given, type):
        ends, weight, many, directed = _of_networkx(name, given)
    else:
        ends, weight, many, directed = _of_rows(name, given, size, what)
    if not len(ends):
        raise ArgumentError(f"`{name}` must have at least one edge; got none.")
    if size is not None and size != many:
        raise ArgumentError(f"`size` is {size}, but `{name}` has {many} places.")
    if (wrong := weight[~(weight > 0)]).size:
        raise ArgumentError(f"`{name}` must have weights above 0; got {shown(float(wrong[0]))}.")
    if (high := float(weight.max())) > LARGEST:
        raise ArgumentError(f"`{name}` must have weights of at most {LARGEST:g}; got {high:g}.")
    if not directed:
        back = ends[:, 0] != ends[:, 1]  # a loop is one arc
        ends = np.concatenate([ends, ends[back][:, ::-1]])
        weight = np.concatenate([weight, weight[back]])
    return Arcs(many, ends, weight, directed)


def _of_networkx(name: str, graph: Any) -> tuple[np.ndarray, np.ndarray, int, bool]:
    """Return ends and weights of edges, the number of places, and whether edges have a
    direction."""
    number = {node: i for i, node in enumerate(graph.nodes)}
    edges = list(graph.edges(data="weight", default=1.0))
    ends = np.array([(number[a], number[b]) for a, b, _ in edges], np.int64).reshape(-1, 2)
    what = "a graph with numbers as weights"
    weight = table(name, [1.0 if w is None else w for _, _, w in edges], what).reshape(-1)
    return ends, weight, len(number), bool(graph.is_directed())


def _of_rows(
    name: str, given: Any, size: int | None, what: str
) -> tuple[np.ndarray, np.ndarray, int, bool]:
    """Return ends and weights of edges, the number of places, and whether edges have a
    direction."""
    rows: Any = given.to_numpy() if hasattr(given, "to_numpy") else given  # a frame of edges
    if not isinstance(rows, np.ndarray):
        rows = [tuple(edge) if isinstance(edge, (tuple, list)) else edge
                for edge in several(name, given, what)]  # fmt: skip
    array = table(name, rows, what)
    if not array.size:
        raise ArgumentError(f"`{name}` must have at least one edge; got none.")
    square = array.ndim == 2 and len(array) == array.shape[1] > 3
    if not square and (array.ndim != 2 or array.shape[1] not in (2, 3)):
        raise ArgumentTypeError(f"`{name}` must be {what}; got {shown(given)}.")
    return _of_square(array) if square else _of_edges(name, array, size)


def _of_square(array: np.ndarray) -> tuple[np.ndarray, np.ndarray, int, bool]:
    """Return the same of a table of weights."""
    directed = not np.allclose(array, array.T, ROUNDED, 0.0)
    ends = np.argwhere(array if directed else np.triu(array))
    return ends, array[ends[:, 0], ends[:, 1]], len(array), directed


def _of_edges(
    name: str, edges: np.ndarray, size: int | None
) -> tuple[np.ndarray, np.ndarray, int, bool]:
    """Return the same of pairs of places, with weights or without."""
    ends = edges[:, :2].astype(np.int64)
    high = int(ends.max())
    many = high + 1 if size is None else size
    if (ends != edges[:, :2]).any() or ends.min() < 0 or high >= min(many, MOST_PLACES):
        raise ArgumentError(
            f"`{name}` must join places that are whole numbers, from 0 to"
            f" {'the number of places' if size is None else many} - 1; got"
            f" {edges[:, :2].min():g} to {edges[:, :2].max():g}."
        )
    weight = edges[:, 2] if edges.shape[1] == 3 else np.ones(len(edges))
    return ends, weight, many, False


def graph_of(arcs: Arcs, *, backwards: bool = False) -> Graph:
    """Return arcs by place; arcs with the same ends are one, whose weight is their sum.

    Parameters
    ----------
    arcs
        Of the graph.
    backwards
        Whether a place has the arcs that end at it, in place of those that begin there.

    Examples
    --------
    >>> found = graph_of(arcs_of("graph", [(0, 1), (0, 1), (1, 2)]))
    >>> found.start.tolist(), found.neighbour.tolist(), found.weight.tolist()
    ([0, 1, 3, 4], [1, 0, 2, 1], [2.0, 2.0, 1.0, 1.0])
    """
    here, there = arcs.ends[:, ::-1].T if backwards else arcs.ends.T
    key, place = np.unique(here * arcs.size + there, return_inverse=True)
    weight = np.bincount(place.reshape(-1), arcs.weight, minlength=len(key))
    start = np.zeros(arcs.size + 1, np.int64)
    np.cumsum(np.bincount(key // arcs.size, minlength=arcs.size), out=start[1:])
    neighbour = (key % arcs.size).astype(np.int32)
    return Graph(start, neighbour, None if (weight == 1.0).all() else weight)


def check_neighbours(name: str, graph: Graph) -> None:
    """Refuse a graph in which a place has nobody who could follow it, or whom it could follow.

    Raises
    ------
    ArgumentError
        It names a place.
    """
    alone = np.flatnonzero(np.diff(graph.start) == 0)
    if alone.size:
        raise ArgumentError(
            f"`{name}` must give every place a neighbour; {alone.size} have none, such as place"
            f" {alone[0]}. Leave them out."
        )


def components(graph: Graph) -> int:
    """Return into how many parts a graph falls, whatever the direction of its arcs.

    >>> components(graph_of(arcs_of("graph", [(0, 1), (2, 3)])))
    2
    """
    part = np.arange(graph.size)
    here = np.repeat(part, np.diff(graph.start))
    there = graph.neighbour
    while True:  # every place takes the lowest number near it, and of that one in turn
        low = part.copy()
        np.minimum.at(low, here, part[there])
        np.minimum.at(low, there, part[here])
        low = low[low]
        if np.array_equal(low, part):
            return len(np.unique(part))
        part = low
