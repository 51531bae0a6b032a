"""Who takes over on a graph, exactly: from each node, and on average.

Legend: n nodes, s states of the chain of mutants (`states.py`).
"""

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.populations.graphs.equations import eliminated, iterated, on_complete_graph
from analysis.populations.graphs.states import Classes, chain_of, classes_of
from analysis.populations.graphs.weights import Weights, weights_of
from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.rules.checks import number, one_of

if TYPE_CHECKING:
    import pandas as pd

OnGraph = Literal["moran", "death-birth"]
ON_GRAPHS: tuple[OnGraph, ...] = ("moran", "death-birth")
MOST_NODES = 1000
LOW, HIGH = 1e-6, 1e6
"""Of fitness."""
MOST_AT_ONCE = 1000
"""States with the same number of mutants, up to which equations are solved by elimination."""


class GraphFixation(float):
    """The chance that one mutant takes over, if every node is equally likely to be the first.

    A number, with more to tell.

    Attributes
    ----------
    by_node
        (n,) the chance from each node, by its name.
    births
        (n,) where a child is born while all are alike: the shares of nodes.
    by_temperature
        The chance of a mutant that is born as a child, so more often where children are born.
    """

    by_node: "pd.Series"
    births: "pd.Series"
    by_temperature: float


def graph_fixation(graph: Any, r: float, process: OnGraph = "moran") -> GraphFixation:
    """Return the exact chance that one mutant of fitness r takes over a graph of residents.

    Residents have fitness 1. The mutant is at each node with the same chance. `by_node` has the
    chance from each node. `by_temperature` weighs nodes by how often a child is born there.

    Parameters
    ----------
    graph
        A NetworkX graph, (e, 2) pairs of node numbers, (e, 3) pairs with weights, or, from four
        nodes on, (n, n) weights from row to column. NetworkX graphs and tables of weights can have
        directions. Weights of edges between the same nodes add. A loop lets a child take its
        parent's place (moran), or the one that dies compete for its own place (death-birth).
    r
        Fitness of the mutant, relative to the residents.
    process
        - "moran": a parent is drawn by fitness; its child takes the place of a neighbour, drawn by
          the weight of the edge.
        - "death-birth": one drawn evenly dies; its neighbours compete for the place, by weight
          times fitness.

    Returns
    -------
    GraphFixation
        A number, with `by_node`, `births` and `by_temperature`.

    Raises
    ------
    ArgumentError
        When nobody can take over: the graph is not connected. When a node has no neighbour. When
        the graph has more than 14 nodes, unless so many of them are alike that the states are as
        few: a star of 1,000 nodes is small.

    Notes
    -----
    One linear equation for each set of nodes that mutants can hold. Errors are below 1e-12.
    Source: Lieberman, Hauert and Nowak (2005), "Evolutionary dynamics on graphs"; Hindersin and
    Traulsen (2015), "Most undirected random graphs are amplifiers of selection for birth-death
    dynamics, but suppressors of selection for death-birth dynamics". For nodes weighed by births:
    Adlam, Chatterjee and Nowak (2015), "Amplifiers of selection".

    Examples
    --------
    >>> star = [[0, 1], [0, 2], [0, 3]]
    >>> found = graph_fixation(star, r=1.1)
    >>> round(found, 12), round(found.by_temperature, 4)
    (0.294252824566, 0.18)
    >>> found.by_node.round(4).tolist()
    [0.1228, 0.3514, 0.3514, 0.3514]
    >>> round(graph_fixation(star, r=1.1, process="death-birth"), 12)
    0.262046485261
    """
    import pandas as pd

    process = one_of("process", process, ON_GRAPHS)
    r = number("r", r, LOW, HIGH)
    checked = checked_graph(graph, process)
    classes = classes_of(checked)
    node = takes_over(classes, r, process)[classes.of]
    births = _births(checked, process)
    found = GraphFixation(node.mean())
    index = pd.Index(checked.names, name="node", tupleize_cols=False)
    found.by_node = pd.Series(node, index, name="fixation")
    found.births = pd.Series(births, index, name="births")
    found.by_temperature = float(births @ node)
    return found


def checked_graph(graph: Any, process: OnGraph) -> Weights:
    """Return a graph on which somebody can take over, or say why nobody can.

    Raises
    ------
    ArgumentError
        When a node has no neighbour that matters, or no node reaches all others.
    """
    found = weights_of(graph, MOST_NODES)
    there = found.matrix.any(axis=1 if process == "moran" else 0)
    if not there.all():
        alone = shown(found.names[int(np.argmin(there))])
        missing = (
            "place for its children" if process == "moran" else "neighbour that can take its place"
        )
        raise ArgumentError(
            f"`graph` must give every node a neighbour; under {process}, node {alone} has no"
            f" {missing}."
        )
    return found


def takes_over(classes: Classes, r: float, process: OnGraph) -> np.ndarray:
    """Return (k,) the chance of one mutant that is first in a node of each class.

    Parameters
    ----------
    classes
        Who is alike, k classes.
    r, process
        As for `graph_fixation`.
    """
    chain = chain_of(classes, r, process)
    if chain.widest <= MOST_AT_ONCE:
        return eliminated(chain)
    guess = on_complete_graph(int(classes.sizes.sum()), r, process)
    return iterated(chain, guess)


def _births(graph: Weights, process: OnGraph) -> np.ndarray:
    """Return (n,) the share of children that are born at each node while all are alike."""
    if process == "death-birth":
        return np.full(graph.size, 1 / graph.size)
    return np.asarray((graph.matrix / graph.matrix.sum(axis=1, keepdims=True)).mean(axis=0))
