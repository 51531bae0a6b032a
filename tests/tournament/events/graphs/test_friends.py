"""Who can meet: the friends of a season."""

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from tournament.errors import ArgumentError
from tournament.events.graphs.friends import Friends
from tournament.events.graphs.friends import edges_of as checked
from tournament.events.season.event import Season
from tournament.results.books.towns import Friendships

ALPHA = 1e-7  # of each statistical test below, in either direction; seeds are fixed
KEYS = st.integers(0, 2**64 - 1)


def assert_even(counts: np.ndarray) -> None:
    """Chi-squared: cells that are equally likely."""
    expected = counts.sum() / counts.size
    below = chi2.cdf(((counts - expected) ** 2 / expected).sum(), counts.size - 1)
    assert ALPHA / 2 < below < 1 - ALPHA / 2


def assert_simple(edges: np.ndarray) -> None:
    assert edges.dtype == np.int32
    assert (edges[:, 0] < edges[:, 1]).all()
    assert sorted(map(tuple, edges.tolist())) == list(map(tuple, edges.tolist()))
    assert len(np.unique(edges, axis=0)) == len(edges)


# -- rows -----------------------------------------------------------------------------------------


@st.composite
def edge_lists(draw) -> tuple[np.ndarray, int]:
    """Generate pairs of towns in any order and direction, so that nobody is alone."""
    towns = draw(st.integers(2, 12))
    pairs = {(draw(st.integers(0, t - 1)), t) for t in range(1, towns)}
    everybody = list(itertools.combinations(range(towns), 2))
    pairs |= set(draw(st.lists(st.sampled_from(everybody), max_size=12)))
    turned = [
        pair if draw(st.booleans()) else pair[::-1] for pair in draw(st.permutations(sorted(pairs)))
    ]
    return np.array(turned), towns


@given(edge_lists())
def test_rows_tell_what_edges_do(drawn):
    pairs, towns = drawn
    edges, size = checked(pairs, None)
    assert size == towns
    assert_simple(edges)
    assert set(map(frozenset, edges.tolist())) == set(map(frozenset, pairs.tolist()))
    graph = Friendships.of(edges, towns)
    mine = np.repeat(np.arange(towns), np.diff(graph.start))
    assert graph.start[-1] == 2 * len(edges)
    for row, (me, friend, edge, back) in enumerate(
        zip(mine, graph.friend, graph.edge, graph.back, strict=True)
    ):
        assert sorted((me, friend)) == edges[edge].tolist()
        assert (mine[back], graph.friend[back], graph.back[back]) == (friend, me, row)
    for town in range(towns):
        friends = graph.friend[graph.start[town] : graph.start[town + 1]].tolist()
        assert friends == sorted(set(friends))


@given(edge_lists())
def test_a_networkx_graph_is_its_edges(drawn):
    """Towns are numbered in the order of the nodes; directions and order of edges are forgotten."""
    pairs, towns = drawn
    graph = nx.Graph()
    graph.add_nodes_from(range(towns))
    graph.add_edges_from(pairs.tolist())
    np.testing.assert_array_equal(checked(graph, towns)[0], checked(pairs, towns)[0])
    named = nx.relabel_nodes(graph, {town: f"town {town}" for town in range(towns)})
    assert len(checked(named, None)[0]) == len(pairs)
    degrees = [degree for _, degree in named.degree]
    assert np.bincount(checked(named, None)[0].ravel()).tolist() == degrees


def test_pairs_are_left_as_they_were():
    pairs = np.array([[3, 0], [1, 2], [2, 0]])
    before = pairs.copy()
    checked(pairs, None)
    np.testing.assert_array_equal(pairs, before)


# -- in a season ----------------------------------------------------------------------------------


def population(**words):
    return Season(["tit_for_tat", "joss"], gifts_per_day=1, seed=5, **words).population()


def test_a_season_has_the_friends_it_was_told():
    assert set(np.diff(population(towns=50, friends=7).graph.start)) == {7}
    assert set(np.diff(population(towns=50, friends="everyone").graph.start)) == {49}
    assert set(np.diff(population(towns=50, friends=80).graph.start)) == {49}
    ring = nx.cycle_graph(9)
    assert set(np.diff(population(friends=ring).graph.start)) == {2}


def test_each_repetition_has_a_graph_and_places_of_its_own():
    season = Season(["tit_for_tat", "joss"], 60, friends=4, gifts_per_day=1, seed=5, repetitions=3)
    found = [season.population(r) for r in range(3)]
    assert len({towns.graph.edges.tobytes() for towns in found}) == 3
    assert len({towns.kind.tobytes() for towns in found}) == 3
    again = season.population(1)
    np.testing.assert_array_equal(again.graph.edges, found[1].graph.edges)
    np.testing.assert_array_equal(again.kind, found[1].kind)
    for towns in found:
        assert np.bincount(towns.kind).tolist() == [30, 30]
        assert len(set(towns.ids.tolist())) == 60


def test_every_place_is_equally_likely_for_a_kind():
    """One of ten towns defects: over the repetitions it lives everywhere about equally often."""
    players = {"always_defect": 1, "tit_for_tat": 9}
    season = Season(players, friends=6, gifts_per_day=1, seed=11)
    where = [int(np.flatnonzero(season.population(r).kind == 0)[0]) for r in range(500)]
    assert_even(np.bincount(where, minlength=10))


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ([[2, 1], [0, 1], [1, 0], [1, 2]], "each friendship once; 0 and 1 are there twice"),
        ([[0, 1], [2, 2], [1, 1]], "join different towns; town 2 is its own friend"),
        ([[0, 1], [3, 4]], "every town a friend; 1 have none, such as town 2"),
        ([[0, 1], [-1, 4]], "name towns 0 to 4; got -1"),
    ],
)
def test_the_first_fault_of_a_graph_is_told(edges, said):
    with pytest.raises(ArgumentError, match=said):
        checked(np.array(edges), None)


def test_friends_are_counted():
    star = np.array([[0, 1], [0, 2], [0, 3]])
    assert (Friends(4, "given", star).count, Friends(4, "given", star).most) == (3, 3)
    assert (Friends(5, "everyone").count, Friends(5, "everyone").most) == (10, 4)
    assert (Friends(6, 3).count, Friends(6, 3).most) == (9, 3)
    assert Friends(6, 3).edges(1).shape == (9, 2)
    assert Friends(5, "everyone").edges(1).shape == (10, 2)
    assert Friends(4, "given", star).edges(7) is star


@pytest.mark.parametrize(("towns", "friends"), [(5, 3), (7, 1), (9, 5)])
def test_an_odd_number_of_friends_needs_an_even_number_of_towns(towns, friends):
    """It is said when an event is made, and not when it is played."""
    with pytest.raises(ArgumentError) as error:
        Season(["tit_for_tat"], towns, friends=friends, gifts_per_day=1, seed=1)
    assert str(error.value).startswith("`towns` times `friends` must be even, ")
    assert f"; got {towns} towns with {friends} friend" in str(error.value)
