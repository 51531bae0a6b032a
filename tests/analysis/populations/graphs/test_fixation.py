"""Who takes over on a graph: against published numbers, exact fractions, theorems and laws."""

import csv
from fractions import Fraction
from itertools import product
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import graph_fixation
from analysis.populations.graphs.equations import eliminated, iterated, on_complete_graph
from analysis.populations.graphs.states import Classes, chain_of, classes_of
from analysis.populations.graphs.weights import weights_of
from tournament.errors import ArgumentError, ArgumentTypeError

DATA = Path(__file__).parents[2] / "data"
NAMED = {
    "star": lambda n: nx.star_graph(n - 1),
    "cycle": nx.cycle_graph,
    "path": nx.path_graph,
    "wheel": nx.wheel_graph,
    "complete": nx.complete_graph,
}
PROCESSES = ("moran", "death-birth")


def rows(name):
    with (DATA / name).open() as file:
        return list(csv.DictReader(file))


def drawn_weights(size, seed, *, symmetric=False):
    """Weights of which many are 0, with loops, on which somebody can take over."""
    draw = np.random.default_rng(seed)
    W = draw.integers(1, 9, (size, size)) * (draw.random((size, size)) < 0.5).astype(float)
    around = np.arange(size)
    W[around, (around + 1) % size] += 1.0
    return W + W.T if symmetric else W


def weights(low=3, high=5, *, symmetric=False):
    seeds = st.integers(0, 2**32 - 1)
    drawn = st.tuples(st.integers(low, high), seeds)
    return drawn.map(lambda each: drawn_weights(*each, symmetric=symmetric))


def as_graph(W):
    """Three rows of three are edges, so weights of small graphs are NetworkX's."""
    return nx.from_numpy_array(W, create_using=nx.DiGraph)


fitness = st.floats(0.05, 20)
process = st.sampled_from(PROCESSES)


# -- truth -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row", rows("graph_fixation_exact.csv"), ids=lambda r: "-".join(r.values())[:14]
)
def test_named_graphs_are_the_reference(row):
    graph, r = NAMED[row["graph"]](int(row["N"])), float(row["r"])
    for name, column in zip(PROCESSES, ("birth_death", "death_birth"), strict=True):
        assert abs(graph_fixation(graph, r, name) - float(row[column])) < 1e-12
    complete = graph_fixation(nx.complete_graph(int(row["N"])), r)
    assert abs(complete - float(row["well_mixed_moran"])) < 1e-12


def by_fractions(W, r, name):
    """Return the chance from each node: every step written out, equations solved in fractions."""
    n, r = len(W), Fraction(r)
    W = [[Fraction(x) for x in row] for row in W]
    states = list(product((0, 1), repeat=n))
    number = {state: i for i, state in enumerate(states)}
    P = [[Fraction(0)] * len(states) for _ in states]
    for state in states:
        f = [r if held else Fraction(1) for held in state]
        for parent, dies in product(range(n), repeat=2):
            if name == "moran":
                chance = f[parent] / sum(f) * W[parent][dies] / sum(W[parent])
            else:
                compete = sum(f[k] * W[k][dies] for k in range(n))
                chance = Fraction(1, n) * f[parent] * W[parent][dies] / compete
            after = (*state[:dies], state[parent], *state[dies + 1 :])
            P[number[state]][number[after]] += chance
    A = [[(i == j) - P[i][j] for j in range(1, len(states) - 1)] for i in range(1, len(states) - 1)]
    b = [P[i][-1] for i in range(1, len(states) - 1)]
    h = solved_in_fractions(A, b)
    return [h[number[tuple(int(i == j) for j in range(n))] - 1] for i in range(n)]


def solved_in_fractions(A, b):
    rows = [[*row, right] for row, right in zip(A, b, strict=True)]
    for i in range(len(rows)):
        pivot = next(j for j in range(i, len(rows)) if rows[j][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for j in range(len(rows)):
            if j != i and rows[j][i]:
                rows[j] = [x - rows[j][i] * y for x, y in zip(rows[j], rows[i], strict=True)]
    return [row[-1] for row in rows]


@settings(max_examples=12)
@given(weights(3, 4), st.fractions(Fraction(1, 16), 16, max_denominator=64), process)
def test_any_graph_is_its_chain_written_out(W, r, name):
    """Directions, weights, loops; to the last digits, of small chances too."""
    want = [float(each) for each in by_fractions(W, float(r), name)]
    np.testing.assert_allclose(
        graph_fixation(as_graph(W), float(r), name).by_node, want, rtol=1e-12
    )


# -- theorems --------------------------------------------------------------------------------------


@given(weights(3, 6, symmetric=True), fitness)
def test_graphs_on_which_no_place_is_hotter_are_complete_graphs(W, r):
    """Lieberman, Hauert and Nowak (2005): weights of all nodes sum to the same; loops fill up."""
    outward = W.sum(axis=1)
    W = W + np.diag(outward.max() - outward)
    want = (1 - 1 / r) / (1 - r ** -len(W)) if abs(r - 1) > 1e-6 else 1 / len(W)
    found = graph_fixation(as_graph(W), r)
    np.testing.assert_allclose(found.by_node, want, rtol=1e-9)
    np.testing.assert_allclose(found.births, 1 / len(W), rtol=1e-12)


@given(weights(3, 6, symmetric=True))
def test_neutral_mutants_follow_degrees(W):
    """Without selection, children of busy nodes are many (death-birth) or few (moran)."""
    outward = W.sum(axis=1)
    for name, value in (("moran", 1 / outward), ("death-birth", outward)):
        found = graph_fixation(as_graph(W), 1.0, name)
        np.testing.assert_allclose(found.by_node, value / value.sum(), rtol=1e-11)
        assert found == pytest.approx(1 / len(W), rel=1e-12)


@given(fitness, st.integers(2, 8))
def test_a_stream_from_one_source_ignores_fitness(r, n):
    """Only the source can take over, and the source is never replaced."""
    stream = nx.path_graph(n, create_using=nx.DiGraph)
    stream.add_edge(n - 1, n - 1)
    np.testing.assert_allclose(graph_fixation(stream, r).by_node, [1] + [0] * (n - 1), atol=1e-14)


def test_a_large_star_squares_fitness():
    found = graph_fixation(nx.star_graph(999), 1.1)
    assert found == pytest.approx(1 - 1.1**-2, abs=1e-3)
    assert found.by_temperature < 0.001  # children of leaves are born at the hub, and soon die


def test_two_nodes_by_hand():
    assert graph_fixation([[0, 1]], 3.0) == pytest.approx(3 / 4, rel=1e-15)
    assert graph_fixation([[0, 1]], 3.0, "death-birth") == pytest.approx(1 / 2, rel=1e-15)


@pytest.mark.parametrize("name", PROCESSES)
@pytest.mark.parametrize("r", [0.001, 0.5, 1.0, 1.1, 1000])
def test_complete_graphs_have_a_formula(name, r):
    for n in (2, 3, 10, 14):
        chain = chain_of(classes_of(weights_of(nx.complete_graph(n), 1000)), r, name)
        np.testing.assert_allclose(eliminated(chain), on_complete_graph(n, r, name)[1], rtol=1e-12)
        assert chain.mutants.tolist() == [[m] for m in range(n + 1)]
    large = on_complete_graph(1000, r, name)
    assert np.isfinite(large).all()
    assert large[0] == 0
    assert large[-1] == pytest.approx(1)


# -- laws ------------------------------------------------------------------------------------------


def all_different(W):
    """Every node a class of its own."""
    apart = W - np.diag(W.diagonal())
    return Classes(np.arange(len(W)), np.ones(len(W), np.int64), apart, W.diagonal())


@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=3),
    st.integers(0, 2**32 - 1), fitness, process,
)  # fmt: skip
def test_nodes_that_are_alike_count_together(copies, seed, r, name):
    """Nodes of a graph become some that are alike, with edges among themselves or without."""
    draw = np.random.default_rng(seed)
    W = drawn_weights(len(copies), seed) + draw.integers(0, 2, (len(copies),) * 2)
    of = draw.permutation(np.repeat(np.arange(len(copies)), copies))
    large = W[np.ix_(of, of)]
    np.fill_diagonal(large, (draw.integers(0, 2, len(copies)))[of])
    if len(large) == 1:
        return
    classes = classes_of(weights_of(as_graph(large), 1000))
    assert classes.states <= np.prod(np.array(copies) + 1)
    apart = eliminated(chain_of(all_different(large), r, name))
    together = eliminated(chain_of(classes, r, name))
    np.testing.assert_allclose(together[classes.of], apart, rtol=1e-10)


@settings(max_examples=20)
@given(weights(3, 7), fitness, process)
def test_both_ways_to_solve_agree(W, r, name):
    chain = chain_of(all_different(W), r, name)
    guess = on_complete_graph(len(W), r, name)
    np.testing.assert_allclose(iterated(chain, guess), eliminated(chain), rtol=1e-9, atol=1e-13)


@given(weights(), fitness, process, st.randoms(use_true_random=False), st.floats(1e-6, 1e6))
def test_names_and_units_do_not_matter(W, r, name, random, unit):
    order = random.sample(range(len(W)), len(W))
    one, other = (
        graph_fixation(as_graph(W), r, name),
        graph_fixation(as_graph(unit * W[np.ix_(order, order)]), r, name),
    )
    np.testing.assert_allclose(other.by_node, one.by_node.to_numpy()[order], rtol=1e-9)
    np.testing.assert_allclose(other.births, one.births.to_numpy()[order], rtol=1e-12)


@given(weights(), fitness, st.floats(1.01, 3), process)
def test_the_fitter_take_over_more_often(W, r, more, name):
    less, fitter = graph_fixation(as_graph(W), r, name), graph_fixation(as_graph(W), r * more, name)
    assert (fitter.by_node >= less.by_node - 1e-12).all()


@given(weights(), fitness, process)
def test_what_the_number_tells(W, r, name):
    found = graph_fixation(as_graph(W), r, name)
    assert isinstance(found, float)
    assert found == pytest.approx(found.by_node.mean())
    assert found.by_temperature == pytest.approx((found.by_node * found.births).sum())
    assert found.births.sum() == pytest.approx(1)
    assert found.by_node.between(0, 1).all()
    if name == "death-birth":
        assert found.by_temperature == pytest.approx(found)


def test_nodes_keep_their_names():
    graph = nx.grid_2d_graph(2, 2)
    found = graph_fixation(graph, 2.0)
    assert list(found.by_node.index) == list(graph.nodes)
    assert found.by_node.index.name == "node"


@pytest.mark.slow
@pytest.mark.parametrize("name", PROCESSES)
def test_fourteen_different_nodes(name):
    """No two of the nodes are alike. What is left of each equation is nothing."""
    graph = nx.gnp_random_graph(14, 0.4, seed=3)
    chain = chain_of(classes_of(weights_of(graph, 14)), 1.1, name)
    assert len(chain.mutants) == 2**14
    assert chain.widest == 3432
    found = graph_fixation(graph, 1.1, name).by_node.to_numpy()
    assert np.array_equal(iterated(chain, on_complete_graph(14, 1.1, name)), found)


@pytest.mark.slow
@pytest.mark.parametrize("name", PROCESSES)
def test_both_ways_agree_on_many_nodes(name):
    graph = nx.gnp_random_graph(12, 0.4, seed=3)
    chain = chain_of(classes_of(weights_of(graph, 14)), 1.1, name)
    found = iterated(chain, on_complete_graph(12, 1.1, name))
    np.testing.assert_allclose(found, eliminated(chain), rtol=1e-12)


# -- sentences -------------------------------------------------------------------------------------


def directed(*arcs):
    graph = nx.DiGraph()
    graph.add_edges_from(arcs)
    return graph


@pytest.mark.parametrize(
    ("given", "name", "sentence"),
    [
        ([[0, 1], [2, 3]], "moran", "`graph` must be connected, or nobody can take over; no path"),
        (directed((0, 1), (1, 0), (2, 3), (3, 2), (0, 4), (2, 4), (4, 4)), "moran",
         "must be connected, .* no path leads from node"),
        ([[0, 1], [1, 3]], "death-birth", "must be connected, .* to node 2|from node 2 to"),
        (directed(("a", "b"), ("a", "c")), "moran",
         "`graph` must give every node a neighbour; under moran, node 'b' has no place for its"
         " children"),
        (directed(("a", "b"), ("b", "b")), "death-birth",
         "under death-birth, node 'a' has no neighbour that can take its place"),
        ("star", "moran", "`graph` must be a NetworkX graph, pairs of nodes, .*; got 'star'"),
        ([[0, 0]], "moran", "`graph` must have 2 to 1,000 nodes; got 1"),
        (nx.path_graph(1001), "moran", "`graph` must have 2 to 1,000 nodes; got 1,001"),
        (nx.cycle_graph(15), "moran",
         "`graph` must have at most 14 nodes, or more of which many are alike; got 15 nodes, and"
         " mutants can be in more than 16,384 states"),
        (nx.path_graph(1000), "moran", "got 1000 nodes"),
    ],
)  # fmt: skip
def test_who_cannot_take_over(given, name, sentence):
    with pytest.raises((ArgumentError, ArgumentTypeError), match=sentence):
        graph_fixation(given, 2.0, name)


def test_other_arguments():
    with pytest.raises(
        ArgumentError, match="`process` must be 'moran' or 'death-birth'; got 'ferm"
    ):
        graph_fixation([[0, 1]], 2.0, "fermi")
    for r in (0.0, -1.0, 1e7, None):
        with pytest.raises(ArgumentError, match=r"`r` must be a number in \[1e-06, 1e\+06\]; got"):
            graph_fixation([[0, 1]], r)
