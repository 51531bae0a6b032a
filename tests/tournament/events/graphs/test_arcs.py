"""Graphs as populations read them."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from tournament.errors import ArgumentError, ArgumentTypeError
from tournament.events.graphs.arcs import arcs_of, check_neighbours, components, graph_of


def matrix(graph):
    """Return (N, N) the weights of the arcs of a graph."""
    found = np.zeros((graph.size, graph.size))
    here = np.repeat(np.arange(graph.size), np.diff(graph.start))
    found[here, graph.neighbour] = 1.0 if graph.weight is None else graph.weight
    return found


def test_networkx_graphs_are_their_adjacency():
    graph = nx.gnm_random_graph(12, 30, seed=1)
    assert (matrix(graph_of(arcs_of("graph", graph))) == nx.to_numpy_array(graph)).all()


def test_weights_and_loops():
    graph = nx.Graph()
    graph.add_edge("a", "b", weight=2.5)
    graph.add_edge("b", "b", weight=0.5)
    graph.add_edge("b", "c")
    assert matrix(graph_of(arcs_of("graph", graph))).tolist() == [
        [0, 2.5, 0],
        [2.5, 0.5, 1],
        [0, 1, 0],
    ]


def test_edges_that_are_given_twice_add_up():
    several = nx.MultiGraph([(0, 1), (0, 1), (1, 2)])
    pairs = [(0, 1), (1, 0), (1, 2)]
    assert (matrix(graph_of(arcs_of("graph", several)))[0] == [0, 2, 0]).all()
    assert (matrix(graph_of(arcs_of("graph", pairs)))[0] == [0, 2, 0]).all()


def test_arcs_have_a_direction():
    arcs = arcs_of("graph", nx.DiGraph([(0, 1), (1, 2), (2, 0)]))
    forwards, backwards = matrix(graph_of(arcs)), matrix(graph_of(arcs, backwards=True))
    assert forwards.tolist() == [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    assert (forwards == backwards.T).all()


def test_weights_of_lists():
    assert matrix(graph_of(arcs_of("graph", [(0, 1, 0.25)]))).tolist() == [[0, 0.25], [0.25, 0]]
    assert arcs_of("graph", np.array([[0, 1]]), size=4).size == 4


def test_squares_are_weights():
    """Four columns and more; with two or three, rows are edges."""
    W = np.random.default_rng(1).integers(0, 3, (5, 5)).astype(float)
    for square in (W, W + W.T, (W + W.T).tolist()):
        arcs = arcs_of("graph", square)
        assert (matrix(graph_of(arcs)) == square).all()
        assert arcs.directed == (np.asarray(square) == W).all()
    rounded = W + W.T
    rounded[0] *= 1 + 1e-15
    assert not arcs_of("graph", rounded).directed
    assert (
        matrix(graph_of(arcs_of("graph", [(0, 1), (1, 2)]))) == np.eye(3, k=1) + np.eye(3, k=-1)
    ).all()


def test_components_are_those_of_networkx():
    for seed in range(20):
        graph = nx.gnm_random_graph(30, 25, seed=seed)
        found = components(graph_of(arcs_of("graph", graph)))
        assert found == nx.number_connected_components(graph)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "`graph` must have at least one edge; got none."),
        (np.zeros((4, 4)), "`graph` must have at least one edge; got none."),
        (-np.ones((4, 4)), "`graph` must have weights above 0; got -1.0."),
        ([(0, 1, -2.0)], "`graph` must have weights above 0; got -2.0."),
        ([(0, 1, 1e16)], r"`graph` must have weights of at most 1e\+15; got 1e\+16."),
        (nx.Graph(), "`graph` must have at least one edge; got none."),
        ([(0, 1.5)], "whole numbers"),
        ([(-1, 0)], "whole numbers, from 0"),
        ([(0, 1, 2, 3)], "`graph` must be a NetworkX graph, the name of a kind of graph"),
        (5, "`graph` must be a NetworkX graph"),
    ],
)
def test_what_is_no_graph_is_refused(given, said):
    with pytest.raises((ArgumentError, ArgumentTypeError), match=said):
        arcs_of("graph", given)


def test_sizes_must_match():
    with pytest.raises(ArgumentError, match="`size` is 5, but `graph` has 3 places"):
        arcs_of("graph", nx.path_graph(3), size=5)


def test_a_place_without_neighbours_is_named():
    graph = nx.path_graph(3)
    graph.add_node(3)
    with pytest.raises(ArgumentError, match="1 have none, such as place 3"):
        check_neighbours("graph", graph_of(arcs_of("graph", graph)))


def test_a_frame_may_hold_edges():
    frame = pd.DataFrame({"from": [0, 1], "to": [1, 2], "weight": [0.5, 2.0]})
    assert arcs_of("graph", frame).weight.tolist() == [0.5, 2.0, 0.5, 2.0]
