"""Graphs of friends: what they hold, and how likely each is."""

import itertools
from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import chi2

from tournament.events.pairs import edges_of as checked
from tournament.events.regular_graphs import everyone, random_regular
from tournament.events.season.event import Season
from tournament.results.towns import Friendships

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


# -- random regular graphs ------------------------------------------------------------------------


@given(st.integers(2, 60), st.data(), KEYS)
def test_every_town_has_as_many_friends(towns, data, key):
    degree = data.draw(st.integers(1, towns - 1))
    assume(towns * degree % 2 == 0)
    edges = random_regular(towns, degree, key)
    assert_simple(edges)
    assert np.bincount(edges.ravel(), minlength=towns).tolist() == [degree] * towns
    np.testing.assert_array_equal(edges, random_regular(towns, degree, key))


@pytest.mark.parametrize(("towns", "degree"), [(3000, 3), (3000, 40), (400, 399), (400, 390)])
def test_every_town_has_as_many_friends__large(towns, degree):
    edges = random_regular(towns, degree, 7)
    assert_simple(edges)
    assert (np.bincount(edges.ravel()) == degree).all()
    assert len(edges) == towns * degree // 2


@pytest.mark.parametrize(("degree", "graphs"), [(1, 15), (2, 70), (3, 70), (4, 15), (5, 1)])
def test_each_graph_of_six_towns_is_equally_likely(degree, graphs):
    """There are 15, 70, 70, 15 and 1 simple regular graphs of six towns; by exact count."""
    pairs = list(itertools.combinations(range(6), 2))
    regular = [
        chosen
        for chosen in itertools.combinations(pairs, 3 * degree)
        if set(np.bincount(np.ravel(chosen), minlength=6)) == {degree}
    ]
    assert len(regular) == graphs
    drawn = Counter(
        tuple(map(tuple, random_regular(6, degree, key).tolist())) for key in range(20 * graphs)
    )
    assert set(drawn) <= set(regular)
    if graphs > 1:
        assert_even(np.array([drawn[chosen] for chosen in regular]))


def test_each_pair_is_friends_equally_often():
    """With more friends, where repairs favour some graphs a little, no pair is favoured."""
    towns, degree, n = 16, 6, 1500
    met = np.zeros((towns, towns), int)
    for key in range(n):
        edges = random_regular(towns, degree, key)
        met[edges[:, 0], edges[:, 1]] += 1
    pairs = met[np.triu_indices(towns, 1)]
    assert pairs.sum() == n * towns * degree // 2
    # counts of one graph sum to a constant, so they vary less than independent ones would: each has
    # variance n p (1 - p), and they are as good as independent within that
    p = degree / (towns - 1)
    statistic = ((pairs - n * p) ** 2).sum() / (n * p * (1 - p))
    freedom = towns * (towns - 3) / 2  # pairs less one constraint for each town
    scaled = statistic * freedom / len(pairs)
    assert ALPHA / 2 < chi2.cdf(scaled, freedom) < 1 - ALPHA / 2


def test_keys_differ():
    graphs = {random_regular(40, 4, key).tobytes() for key in range(50)}
    assert len(graphs) == 50


def test_what_cannot_be():
    with pytest.raises(ValueError, match=r"^`friends` must be at most 4 among 5 towns; got 5\.$"):
        random_regular(5, 5, 1)
    with pytest.raises(ValueError, match=r"must be even, as every friendship has two ends; got 5"):
        random_regular(5, 3, 1)


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


def test_everyone():
    assert len(everyone(30)) == 435
    assert_simple(everyone(30))


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
