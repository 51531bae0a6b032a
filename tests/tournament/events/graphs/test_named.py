"""Graphs by name."""

import networkx as nx
import numpy as np
import pytest

from tournament.errors import ArgumentError
from tournament.events.graphs.named import NAMED, read


def drawn(text, size, key=7):
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    edges = read("graph", text, size).edges(size, key).tolist()
    graph.add_edges_from(map(tuple, edges))
    assert len(edges) == graph.number_of_edges()  # none is there twice
    assert not any(a == b for a, b in edges)
    return graph


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("complete", nx.complete_graph),
        ("cycle", nx.cycle_graph),
        ("path", nx.path_graph),
        ("star", lambda n: nx.star_graph(n - 1)),
        ("small world 4 0", lambda n: nx.watts_strogatz_graph(n, 4, 0.0)),
    ],
)
def test_graphs_without_chance(text, made):
    for size in (6, 9):
        assert nx.utils.graphs_equal(drawn(text, size), made(size))


def test_two_places_have_one_edge():
    assert drawn("cycle", 2).number_of_edges() == 1


def test_random_regular():
    assert {d for _, d in drawn("random regular 5", 40).degree} == {5}


def test_small_world_moves_its_share_of_edges():
    size, ring = 2000, nx.watts_strogatz_graph(2000, 6, 0.0)
    graph = drawn("small-world:6:0.2", size)
    assert graph.number_of_edges() == 3 * size
    moved = len(set(map(frozenset, graph.edges)) - set(map(frozenset, ring.edges)))
    expected, deviation = 0.2 * 3 * size, np.sqrt(0.2 * 0.8 * 3 * size)
    assert abs(moved - expected) < 4 * deviation + 12  # a few stay, which would be there twice


def test_scale_free_grows_by_degree():
    size = 3000
    graph = drawn("scale free 3", size)
    assert graph.number_of_edges() == 3 * (size - 3)
    degrees = np.array([d for _, d in graph.degree])
    assert nx.is_connected(graph)
    assert degrees.min() >= 1
    # P(degree >= k) = m (m + 1) / (k (k + 1)) for large graphs (Bollobas et al. 2001)
    for k in (6, 12):
        expected = 12 / (k * (k + 1))
        assert abs((degrees >= k).mean() - expected) < 0.15 * expected + 0.01


def test_a_key_is_a_graph():
    for name in NAMED:
        assert nx.utils.graphs_equal(drawn(name, 20, 3), drawn(name, 20, 3))
    assert not nx.utils.graphs_equal(drawn("scale free", 20, 3), drawn("scale free", 20, 4))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stars", "'complete', 'cycle', 'path', 'star', 'random regular', 'small world'"),
        ("star 5", "'star' takes 0 numbers at most"),
        ("random regular 3", "each of 9 places cannot have 3 neighbours"),
        ("random regular 9", r"takes a number in \[1, 8\] among 9 places; got 9"),
        ("random regular 2.5", "takes a whole number first"),
        ("random regular nan", "takes a whole number first"),
        ("small world 3 0.1", "an even number of neighbours and a probability"),
        ("small world 4 1.5", "an even number of neighbours and a probability"),
    ],
)
def test_what_is_no_graph_is_refused(text, said):
    with pytest.raises(ArgumentError, match=said):
        read("graph", text, 9)
