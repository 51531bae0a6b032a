"""What cooperation must be worth on a graph: published numbers, whole chains, and laws."""

import csv
from itertools import product
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import critical_benefit_cost
from analysis.populations.graphs.benefit_cost import Walk, meeting_times
from tournament.errors import ArgumentError

DATA = Path(__file__).parents[2] / "data"


def two_stars(leaves):
    graph = nx.disjoint_union(nx.star_graph(leaves), nx.star_graph(leaves))
    graph.add_edge(0, leaves + 1)
    return graph


NAMED = {
    "cycle 10": nx.cycle_graph(10),
    "complete 10": nx.complete_graph(10),
    "path 10": nx.path_graph(10),
    "lattice 10x10 torus k4": nx.grid_2d_graph(10, 10, periodic=True),
    "dodecahedral": nx.dodecahedral_graph(),
    "florentine": nx.florentine_families_graph(),
    "two stars of 10 joined at hubs": two_stars(10),
}


def rows():
    with (DATA / "graph_critical_benefit_cost_death_birth.csv").open() as file:
        return list(csv.DictReader(file))


def drawn_weights(size, seed):
    """Weights of a connected graph without directions, with loops."""
    draw = np.random.default_rng(seed)
    W = draw.integers(1, 9, (size, size)) * (draw.random((size, size)) < 0.4).astype(float)
    around = np.arange(size - 1)
    W[around, around + 1] += 1.0
    return W + W.T


def weights(low=3, high=8):
    drawn = st.tuples(st.integers(low, high), st.integers(0, 2**32 - 1))
    return drawn.map(lambda each: drawn_weights(*each))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["graph"])
def test_named_graphs_are_the_reference(row):
    graph = NAMED[row["graph"]]
    assert len(graph) == int(row["N"])
    want = float(row["critical_b_over_c"])
    assert critical_benefit_cost(graph) == pytest.approx(want, rel=1e-11)


@settings(max_examples=20)
@given(st.integers(5, 20), st.integers(2, 6), st.integers(0, 999))
def test_regular_graphs_have_a_formula(n, k, seed):
    """Ohtsuki, Hauert, Lieberman and Nowak (2006); Taylor, Day and Wild (2007). All degrees are
    alike, so it does not matter whether payoffs add up."""
    if n * k % 2 or k >= n or 2 * k == n:
        return
    graph = nx.random_regular_graph(k, n, seed)
    if nx.is_connected(graph):
        for average in (True, False):
            found = critical_benefit_cost(graph, average=average)
            assert found == pytest.approx((n - 2) / (n / k - 2), rel=1e-9)


@given(weights())
def test_times_to_meet_are_their_equations(W):
    walk = Walk.of(W)
    tau, n = meeting_times(walk), len(W)
    apart = ~np.eye(n, dtype=bool)
    want = 1 + (walk.P @ tau + tau @ walk.P.T) / 2
    np.testing.assert_allclose(tau[apart], want[apart], rtol=1e-9)
    np.testing.assert_array_equal(tau.diagonal(), 0)
    again = want.diagonal()
    assert walk.pi**2 @ again == pytest.approx(1, rel=1e-9)  # Allen et al. (2017)


def chances(W, b, c, strength, *, average):
    """Return the chance that one cooperator takes over, by the whole chain of death-birth."""
    n = len(W)
    states = np.array(list(product((0, 1), repeat=n)))
    P = np.zeros((len(states),) * 2)
    for number, state in enumerate(states):
        given = np.ones(n) if average else W.sum(axis=1)
        met = W / W.sum(axis=1, keepdims=True) if average else W
        f = np.exp(strength * (b * met @ state - c * given * state))
        for dies in range(n):
            compete = W[dies] * f
            for parent in np.flatnonzero(compete):
                after = state.copy()
                after[dies] = state[parent]
                place = int("".join(map(str, after)), 2)
                P[number, place] += compete[parent] / compete.sum() / n
    inner = np.eye(len(states))[1:-1, 1:-1] - P[1:-1, 1:-1]
    h = np.linalg.solve(inner, P[1:-1, -1])
    return np.mean([h[2**node - 1] for node in range(n)])


@settings(max_examples=5)
@given(weights(3, 5), st.booleans())
def test_at_the_ratio_selection_changes_nothing(W, average):
    """The slope of the chance in the strength of selection is 0; above the ratio, it rises."""
    ratio = critical_benefit_cost(nx.from_numpy_array(W), average=average)
    if not 0.1 < abs(ratio) < 100:
        return

    def slope(b):
        step = 1e-4 / (1 + abs(b)) / (1 if average else W.sum(axis=1).max())
        up, down = (chances(W, b, 1.0, s, average=average) for s in (step, -step))
        return (up - down) / (2 * step)

    assert abs(slope(ratio)) < 1e-5 * abs(slope(0.0))
    assert slope(0.0) < 0 < slope(2 * ratio)


@given(weights(), st.floats(1e-6, 1e6), st.randoms(use_true_random=False), st.booleans())
def test_names_and_units_do_not_matter(W, unit, random, average):
    order = random.sample(range(len(W)), len(W))
    one = critical_benefit_cost(nx.from_numpy_array(W), average=average)
    other = critical_benefit_cost(
        nx.from_numpy_array(unit * W[np.ix_(order, order)]), average=average
    )
    if abs(one) < 1000:
        assert other == pytest.approx(one, rel=1e-8)


@pytest.mark.parametrize(
    "graph", [nx.star_graph(6), nx.complete_bipartite_graph(3, 3), nx.cycle_graph(4)]
)
def test_benefits_that_change_nothing(graph):
    """Two steps lead back to one's own side, and the other side gives to all alike."""
    assert critical_benefit_cost(graph) == np.inf


def test_two_nodes_never_compete():
    """Whoever dies, the other takes its place."""
    assert np.isnan(critical_benefit_cost([[0, 1]]))
    assert np.isnan(critical_benefit_cost([[0, 1]], average=False))
    loops = [[0, 1], [0, 0], [1, 1]]
    assert critical_benefit_cost(loops) == np.inf  # both get the same benefits


def test_hundreds_of_nodes():
    graph = nx.random_regular_graph(4, 300, seed=1)
    assert critical_benefit_cost(graph) == pytest.approx(298 / 73, rel=1e-9)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([[0, 1], [2, 3]], "`graph` must be connected, or nobody can take over; no path"),
        ([[0, 1], [1, 3]], "no path leads from node 2 to node 0|from node 0 to node 2"),
        (nx.path_graph(3, create_using=nx.DiGraph), "`graph` must have no directions; weights of"),
        ([[0, 0]], "`graph` must have 2 to 5,000 nodes; got 1"),
        (nx.path_graph(5001), "`graph` must have 2 to 5,000 nodes; got 5,001"),
    ],
)  # fmt: skip
def test_graphs_are_checked(given, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        critical_benefit_cost(given)


def test_average_is_a_flag():
    with pytest.raises(ArgumentError, match="`average` must be True or False; got 1"):
        critical_benefit_cost([[0, 1]], average=1)
