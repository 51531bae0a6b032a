"""Chances of a step, against a population of single members that is looked at one by one."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.populations.transitions import exchanges, newcomers, payoffs_in
from analysis.populations.well_mixed import WellMixed
from tournament.rules.population import PROCESSES

ONE_BY_ONE = [name for name in PROCESSES if name != "wright-fisher"]
populations = st.lists(st.integers(0, 2), min_size=2, max_size=6)
payoffs = st.lists(st.integers(-3, 3), min_size=9, max_size=9).map(
    lambda cells: np.array(cells, float).reshape(3, 3)
)


def paid(a, members, site, as_type, process):
    """What the member of a site would be paid if it were of a type."""
    met = [m for s, m in enumerate(members) if s != site or process.self_interaction]
    return sum(a[as_type, m] for m in met) / len(met)


def fitness(value, process):
    s = process.selection
    return math.exp(s * value) if process.fitness == "exponential" else 1 - s + s * value


def drawn_among(sites, members, worth):
    """Chances of the types of a parent."""
    total = sum(worth[s] for s in sites)
    found = np.zeros(3)
    for s in sites:
        found[members[s]] += worth[s] / total if total else 1 / len(sites)
    return found


def best(own, options):
    """The type taken: the own one unless another is paid more, then the first of the best."""
    top = max(options.values())
    return own if options[own] == top else min(t for t, v in options.items() if v == top)


def step_by_hand(a, members, process, M):
    """Chances (3, 3) that one of the row's type becomes one of the column's, member by member."""
    N, found = len(members), np.zeros((3, 3))
    own = [paid(a, members, s, m, process) for s, m in enumerate(members)]
    worth = [fitness(v, process) for v in own]
    for site, mine in enumerate(members):
        others = [s for s in range(N) if s != site]
        if process.process == "moran":
            found[mine] += drawn_among(range(N), members, worth) @ M / N
        elif process.process == "death-birth":
            found[mine] += drawn_among(others, members, worth) @ M / N
        else:
            for tried in {0, 1, 2} - {mine}:
                found[mine, tried] += M[mine, tried] / N
            looks = M[mine, mine] / N
            if process.process == "fermi":
                for s in others:
                    gap = process.selection * (own[s] - own[site])
                    found[mine, members[s]] += looks / len(others) / (1 + math.exp(-gap))
            elif process.process == "imitate best":
                found[mine, best(mine, dict(zip(members, own, strict=True)))] += looks
            else:
                options = {t: paid(a, members, site, t, process) for t in range(3)}
                found[mine, best(mine, options)] += looks
    return found * (1 - np.eye(3))


def some_mutation(rate):
    return np.array([[1 - rate, rate, 0], [rate / 4, 1 - rate, rate * 3 / 4], [0, rate, 1 - rate]])


@pytest.mark.parametrize("fitness", ["linear", "exponential"])
@pytest.mark.parametrize("name", ONE_BY_ONE)
@settings(max_examples=40)
@given(payoffs, populations, st.booleans(), st.sampled_from([0.0, 0.25, 1.0]))
def test_steps_are_those_of_single_members(name, fitness, a, members, alone, rate):
    a = a + 3 if fitness == "linear" else a  # also zero fitness, never negative
    a = a * 720  # of means among up to 6, all are whole: ties are ties
    process = WellMixed(name, len(members), 1 / 720, fitness, self_interaction=alone)
    if fitness == "linear":
        process = WellMixed(name, len(members), 1.0, fitness, self_interaction=alone)
        a = a / 720 if name == "fermi" else a
    n = [Counter(members)[t] for t in range(3)]
    M = some_mutation(rate)
    want = step_by_hand(a, members, process, M)
    np.testing.assert_allclose(exchanges(a, np.array(n), process, M), want, atol=1e-12)
    if rate == 0:
        np.testing.assert_array_equal(
            exchanges(a, np.array(n), process), exchanges(a, np.array(n), process, M)
        )


@given(payoffs, populations, st.sampled_from([0.0, 0.25]))
def test_wright_fisher_children_have_parents_by_fitness(a, members, rate):
    a, process, M = a + 3, WellMixed("wright-fisher", len(members)), some_mutation(rate)
    worth = [paid(a, members, s, m, process) for s, m in enumerate(members)]
    want = drawn_among(range(len(members)), members, worth) @ M
    n = np.array([Counter(members)[t] for t in range(3)])
    np.testing.assert_allclose(newcomers(a, n, process, M), want, atol=1e-12)


@pytest.mark.parametrize("name", ONE_BY_ONE)
def test_many_pairs_and_states_at_once_are_each_by_itself(name):
    rng = np.random.default_rng(1)
    a, n = rng.random((5, 1, 2, 2)), np.array([[1, 3], [2, 2], [3, 1]])
    process = WellMixed(name, 4)
    together = exchanges(a, n, process)
    assert together.shape == (5, 3, 2, 2)
    for pair in range(5):
        for state in range(3):
            alone = exchanges(a[pair, 0], n[state], process)
            np.testing.assert_allclose(together[pair, state], alone, rtol=1e-14)


@pytest.mark.parametrize("name", PROCESSES)
@pytest.mark.parametrize("fitness", ["linear", "exponential"])
def test_large_payoffs_overflow_nothing(name, fitness):
    """Whoever is paid more by a million takes every place that it can."""
    a = np.array([[1e6, 1e6], [0.0, 0.0]])
    process = WellMixed(name, 10, 1.0, fitness)
    if name == "wright-fisher":
        assert newcomers(a, np.array([1, 9]), process).tolist() == [1, 0]
        return
    found = exchanges(a, np.array([1, 9]), process)
    assert found[0, 1] == 0 or name == "death-birth"  # where the only better one may die
    assert found[1, 0] == pytest.approx(0.1 if name == "fermi" else 0.9)


def test_rounding_makes_no_winner():
    a = np.array([[0.1 + 0.2, 0.1 + 0.2], [0.3, 0.3]])
    for name in ("imitate best", "best response"):
        assert not exchanges(a, np.array([2, 2]), WellMixed(name, 4)).any()


def test_who_meets_itself_is_paid_by_all():
    a, n = np.array([[5.0, 0.0], [0.0, 0.0]]), np.array([1, 4])
    assert payoffs_in(a, n, WellMixed("moran", 5))[0] == 0
    assert payoffs_in(a, n, WellMixed("moran", 5, self_interaction=True))[0] == 1
