"""The long run with mutation: closed forms, whole chains, limits and laws; all ways to solve."""

from itertools import pairwise, product
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln, loggamma
from scipy.stats import binom, multinomial

from analysis import plot_simplex, small_mutation, stationary
from analysis.populations.balance import at_once, eliminated, iterated
from analysis.populations.compositions import chain_at_once, compositions, links_of, number_of
from analysis.populations.transitions import exchanges, newcomers
from analysis.populations.well_mixed import WellMixed, well_mixed
from tournament.errors import ArgumentError, TournamentError
from tournament.rules.population import PROCESSES, mutation_of

ONE_BY_ONE = ("moran", "death-birth", "fermi")
TEN_ROUNDS = [[30, 1, 30], [50, 10, 14], [29.2, 8.3, 29.2]]
payoffs = st.tuples(st.integers(2, 4), st.integers(0, 2**32 - 1)).map(
    lambda drawn: np.random.default_rng(drawn[1]).random((drawn[0],) * 2) * 3
)


def tables(types):
    return st.integers(0, 2**32 - 1).map(
        lambda seed: np.random.default_rng(seed).random((types, types)) * 3
    )


rates = st.floats(1e-6, 1)


# -- states ----------------------------------------------------------------------------------------


@given(st.integers(1, 8), st.integers(1, 5))
def test_states_are_all_ways_to_be_so_many(size, types):
    found = compositions(size, types)
    want = [n for n in product(range(size + 1), repeat=types) if sum(n) == size]
    assert list(map(tuple, found.tolist())) == want
    assert number_of(found, size).tolist() == list(range(comb(size + types - 1, types - 1)))


# -- closed forms ----------------------------------------------------------------------------------


@settings(max_examples=30)
@given(
    tables(2), st.integers(2, 40), rates, st.sampled_from(ONE_BY_ONE),
    st.floats(0, 20), st.booleans(),
)  # fmt: skip
def test_two_types_are_a_product(a, size, u, process, selection, meets_itself):
    """Steps up and down balance between any two neighbouring states, whatever the strength of
    selection: the shares of time are products, here sums of logarithms."""
    found = stationary(a, size, u, process, selection, "exponential", self_interaction=meets_itself)
    population = WellMixed(process, size, selection, "exponential", meets_itself)
    n = np.column_stack([np.arange(size + 1), size - np.arange(size + 1)])
    steps = exchanges(a, n, population, mutation_of(u, 2))
    logs = np.log(steps[:-1, 1, 0]) - np.log(steps[1:, 0, 1])
    logs = np.concatenate([[0], np.cumsum(logs)])
    want = np.exp(logs - logs.max())
    assert found.states.tolist() == n.tolist()
    np.testing.assert_allclose(found.probabilities, want / want.sum(), rtol=1e-9, atol=1e-140)


def test_shares_that_no_float_holds_are_none():
    """Beside the others, defectors are e ** 4000 times as likely as cooperators."""
    found = stationary([[2.0, 0.0], [3.0, 1.0]], 100, 1e-6, "fermi", 40.0)
    assert found.probabilities[0] == pytest.approx(1, abs=1e-3)
    assert found.probabilities[-1] == 0
    other = stationary([[1.0, 3.0], [0.0, 2.0]], 100, 1e-6, "fermi", 40.0)
    np.testing.assert_allclose(other.probabilities, found.probabilities[::-1], 1e-9, 1e-300)


@settings(max_examples=15)
@given(st.integers(2, 4), st.integers(2, 12), st.floats(0.01, 0.9), st.integers(0, 999))
def test_without_selection_states_have_a_closed_form(types, size, u, seed):
    """Where a mutant's type does not hang on its parent's: Wright (1931); a composition has the
    chance of Polya's urn."""
    v = np.random.default_rng(seed).dirichlet(np.ones(types))
    mutation = (1 - u) * np.eye(types) + u * v
    found = stationary(np.ones((types, types)), size, mutation)
    alpha = size * u * v / (1 - u)
    logs = (loggamma(alpha + found.states) - loggamma(alpha) - gammaln(found.states + 1)).sum(1)
    want = np.exp(logs - logs.max())
    np.testing.assert_allclose(found.probabilities, want / want.sum(), rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(found.shares, v, rtol=1e-8)


@given(tables(3), st.integers(2, 8), st.sampled_from(ONE_BY_ONE), st.floats(0, 1))
def test_where_all_newcomers_are_random_selection_does_nothing(a, size, process, s):
    """Moran and death-birth; learners of "fermi" then never learn."""
    even = np.full((3, 3), 1 / 3)
    if process == "fermi":
        even = (1 - np.eye(3)) / 2  # each explores, always
    found = stationary(a, size, even, process, s)
    want = [multinomial.pmf(n, size, [1 / 3] * 3) for n in found.states]
    np.testing.assert_allclose(found.probabilities, want, rtol=1e-9)


# -- whole chains ----------------------------------------------------------------------------------


@settings(max_examples=15)
@given(payoffs, st.integers(2, 6), st.floats(0.001, 1), st.sampled_from([*PROCESSES]))
def test_a_step_changes_nothing(a, size, u, process):
    """The shares of time after one step are those before it."""
    k = len(a)
    mutation = mutation_of(u, k)
    found = stationary(a, size, u, process)
    population = well_mixed(process, size)
    states = [tuple(n) for n in found.states.tolist()]
    after = dict.fromkeys(states, 0.0)
    for n, share in zip(states, found.probabilities, strict=True):
        if process == "wright-fisher":
            chances = newcomers(a, np.array(n), population, mutation)
            for to in states:
                after[to] += share * multinomial.pmf(to, size, chances / chances.sum())
            continue
        steps = exchanges(a, np.array(n), population, mutation)
        if population.synchronous:
            for to, chance in together(n, steps * size).items():
                after[to] += share * chance
            continue
        after[n] += share * (1 - steps.sum())
        for i, j in zip(*np.nonzero(steps), strict=True):
            to = list(n)
            to[i] -= 1
            to[j] += 1
            after[tuple(to)] += share * steps[i, j]
    np.testing.assert_allclose(list(after.values()), found.probabilities, rtol=1e-7, atol=1e-12)


def together(n, leaving):
    """Return the chances of next states where each player changes apart from the others."""
    found = {(0,) * len(n): 1.0}
    for i, many in enumerate(n):
        row = leaving[i] / max(many, 1)
        row[i] = 1 - row.sum()
        for _ in range(many):
            new = {}
            for state, chance in found.items():
                for j in np.flatnonzero(row):
                    to = (*state[:j], state[j] + 1, *state[j + 1 :])
                    new[to] = new.get(to, 0.0) + chance * row[j]
            found = new
    return found


def test_learners_at_once_are_two_binomials():
    a, population = np.array([[1.0, 3.0], [2.0, 0.5]]), WellMixed("fermi", 6, synchronous=True)
    mutation, states = mutation_of(0.1, 2), compositions(6, 2)
    P = chain_at_once(states, a, population, mutation)
    for (first, second), row in zip(states, P, strict=True):
        steps = exchanges(a, np.array([first, second]), population, mutation) * 6
        stay = binom.pmf(range(first + 1), first, 1 - steps[0, 1] / max(first, 1))
        join = binom.pmf(range(second + 1), second, steps[1, 0] / max(second, 1))
        np.testing.assert_allclose(row, np.convolve(stay, join), atol=1e-14)


@settings(max_examples=20)
@given(payoffs, st.integers(3, 9), st.floats(0.001, 1), st.sampled_from(ONE_BY_ONE))
def test_all_ways_to_solve_agree(a, size, u, process):
    states = compositions(size, len(a))
    links = links_of(states, a, WellMixed(process, size), mutation_of(u, len(a)))
    many, width = len(states), int(np.abs(links.source - links.target).max())
    P = np.zeros((many, many))
    P[links.source, links.target] = links.chance
    np.fill_diagonal(P, 1 - P.sum(axis=1))
    want = eliminated(links, many, width)
    np.testing.assert_allclose(at_once(P), want, atol=1e-10)
    for wide in (0, many):  # a whole elimination leads, or an incomplete one
        np.testing.assert_allclose(iterated(links, many, wide), want, atol=1e-9)


def test_many_states():
    """Four types; two pairs of equal ones are two types, of which products tell the shares."""
    a = np.array([[1.0, 3.0], [2.0, 0.5]]).repeat(2, axis=0).repeat(2, axis=1)
    found = stationary(a, 40, 0.03)
    assert len(found.states) == 12_341
    two = stationary(a[::2, ::2], 40, 0.02)  # a third of all mutants are of the equal type
    assert found.shares[:2].sum() == pytest.approx(two.shares[0], abs=1e-9)
    joined = np.bincount(found.states[:, :2].sum(axis=1), found.probabilities)
    np.testing.assert_allclose(joined, two.probabilities, atol=1e-9)


def test_many_types():
    """Each of 60 equal types is seen as often as the others."""
    found = stationary(np.ones((60, 60)), 2, 0.5)
    assert len(found.states) == 1830
    np.testing.assert_allclose(found.shares, 1 / 60, rtol=1e-9)


# -- limits and laws -------------------------------------------------------------------------------


@pytest.mark.parametrize("process", [*ONE_BY_ONE, "wright-fisher"])
def test_rare_mutations_are_the_limit(process):
    want = small_mutation(TEN_ROUNDS, 12, process, 0.1)
    off = [
        np.abs(stationary(TEN_ROUNDS, 12, u, process, 0.1).shares - want).max()
        for u in (1e-2, 1e-3, 1e-4, 1e-5)
    ]
    assert off[-1] < 2e-4
    assert all(0.05 < small / large < 0.15 for large, small in pairwise(off[1:]))


@settings(max_examples=20)
@given(payoffs, st.integers(2, 6), rates, st.randoms(use_true_random=False))
def test_order_of_types_does_not_matter(a, size, u, random):
    order = random.sample(range(len(a)), len(a))
    names = [f"type {i}" for i in range(len(a))]
    frame = pd.DataFrame(a, names, names)
    one, other = stationary(frame, size, u), stationary(frame.iloc[order, order], size, u)
    np.testing.assert_allclose(other.shares[names], one.shares, atol=1e-9)
    for name in names:
        counts = [each.by_state.groupby(level=name).sum() for each in (one, other)]
        np.testing.assert_allclose(*counts, atol=1e-9)


def test_costs_are_turned_round():
    costs = [[1.0, 4.0], [2.0, 3.0]]
    one = stationary(costs, 9, 0.1, fitness="exponential", less_is_better=True)
    other = stationary(-np.array(costs), 9, 0.1, fitness="exponential")
    assert (one.probabilities == other.probabilities).all()


def test_what_is_told():
    frame = pd.DataFrame(TEN_ROUNDS, ["ALLC", "ALLD", "TFT"], ["ALLC", "ALLD", "TFT"])
    found = stationary(frame, 10, 0.05, selection=0.1)
    assert found.size == 10
    assert found.states.shape == (66, 3)
    assert found.by_state.index.names == ["ALLC", "ALLD", "TFT"]
    assert found.by_state.sum() == pytest.approx(1)
    assert found.by_state.loc[3, 5, 2] == found.probabilities[number_of(np.array([3, 5, 2]), 10)]
    assert found.shares.index.name == "type"
    np.testing.assert_allclose(found.shares, found.probabilities @ found.states / 10)
    assert found.shares.sum() == pytest.approx(1)
    assert "states: 66" in repr(found)
    assert "ALLD" in found._repr_html_()


def test_a_simplex_draws_it():
    found = stationary(TEN_ROUNDS, 10, 0.05, selection=0.1)
    for seen in (found, found.by_state):
        (axes, *_) = plot_simplex(TEN_ROUNDS, seen).axes
        assert max(len(dots.get_offsets()) for dots in axes.collections) == 66


def test_types_that_never_come_back_are_not_seen():
    """Mutants of the first two types are of the third, whose own are of none."""
    one_way = [[0.9, 0, 0.1], [0, 0.9, 0.1], [0, 0, 1]]
    for process in ("moran", "wright-fisher", "fermi"):
        found = stationary(TEN_ROUNDS, 6, one_way, process)
        assert found.shares.round(12).tolist() == [0, 0, 1]
    back = [[0.9, 0, 0.1], [0, 0.9, 0.1], [0.2, 0, 0.8]]
    found = stationary(TEN_ROUNDS, 6, back)
    assert found.shares[1] == 0
    two = stationary(np.array(TEN_ROUNDS)[::2, ::2], 6, [[0.9, 0.1], [0.2, 0.8]])
    np.testing.assert_allclose(found.shares[::2], two.shares, rtol=1e-9)


def test_mutants_without_children():
    """The second type has no fitness, and comes back by mutation alone; by hand for two players."""
    found = stationary([[1.0, 1.0], [0.0, 0.0]], 2, [[0.5, 0.5], [0.0, 1.0]])
    # nobody of the second type has children as long as one of the first lives: 2-0, 1-1 and 0-2
    assert found.shares.tolist() == [0.0, 1.0]


# -- sentences -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"mutation": 0.0}, "`mutation` must let newcomers be .*; got 0.0. `small_mutation`"),
        ({"mutation": np.eye(3)}, "`mutation` must let newcomers be of other types"),
        ({"mutation": 1.5}, r"`mutation` must be a probability in \[0, 1\]; got 1.5"),
        ({"mutation": [[1.0]]}, "`mutation` must be a probability, or a table of 3 rows"),
        ({"size": 1000}, r"`size` is too large for 3 types: 501,501 states, of at most 200,000"),
        ({"size": 200, "process": "wright-fisher"}, "20,301 states, of at most 5,000. Choose a"),
        ({"table": np.ones((20, 20)), "size": 2, "process": "wright-fisher"},
         "`size` is too large for 20 types that all change at once; choose a smaller size"),
        ({"process": "best"}, "`process` must be 'moran'"),
        ({"table": [[1, -3], [0, 1]]}, "`fitness` is linear and can be -3"),
    ],
)  # fmt: skip
def test_arguments_are_checked(arguments, sentence):
    with pytest.raises(ArgumentError, match=sentence):
        stationary(**{"table": TEN_ROUNDS, "size": 10, "mutation": 0.1} | arguments)


@pytest.mark.parametrize("process", ["moran", "wright-fisher"])
def test_a_long_run_that_hangs_on_the_start(process):
    apart = [[0.5, 0.25, 0.25], [0, 1, 0], [0, 0, 1]]
    with pytest.raises(
        TournamentError, match="hangs on its start: `mutation` lets some types never"
    ):
        stationary(TEN_ROUNDS, 5, apart, process)


def test_one_type_has_no_mutants():
    with pytest.raises(ArgumentError, match="`mutation` must let newcomers be of other types"):
        stationary([[1.0]], 5, 0.1)


def test_flows_that_do_not_balance(monkeypatch):
    states = compositions(4, 2)
    links = links_of(states, np.ones((2, 2)), WellMixed("moran", 4), mutation_of(0.1, 2))
    monkeypatch.setattr("analysis.populations.balance.ROUNDS", 0)
    with pytest.raises(TournamentError, match="flows between its states do not come into balance"):
        iterated(links, 5, 1)
