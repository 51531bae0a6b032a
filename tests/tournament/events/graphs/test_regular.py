"""Regular graphs: every town has as many friends, and every graph is equally likely."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import chi2

from tournament.events.graphs.regular import everyone, random_regular

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


def test_everyone():
    assert len(everyone(30)) == 435
    assert_simple(everyone(30))
