"""What is seen in the long run: published figures, whole chains with rare mutations, and laws."""

import csv
from itertools import product
from math import comb
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import alpha_rank, fixation_probabilities, small_mutation
from analysis.populations.fixation.probabilities import from_ratios
from analysis.populations.long_run.alpha_rank import log_takeover
from analysis.populations.long_run.shares import long_run
from analysis.populations.transitions import exchanges
from analysis.populations.well_mixed import WellMixed
from tournament.errors import ArgumentError

DATA = Path(__file__).parents[2] / "data"
SEVERAL = [(name, fitness) for name in ("moran", "death-birth", "fermi", "wright-fisher")
           for fitness in ("linear", "exponential")]  # fmt: skip


def rows(name):
    with (DATA / name).open() as file:
        return list(csv.DictReader(file))


PAPERS = rows("small_mutation_stationary.csv")


# -- figures of others -----------------------------------------------------------------------------


@pytest.mark.parametrize("row", PAPERS[:5], ids=lambda row: row["selection"] + row["map"])
def test_cooperators_defectors_and_tit_for_tat(row):
    """Imhof, Fudenberg and Nowak (2005)."""
    R, S, T, P, m, cost = 3, 0.1, 5, 1, 10, 0.8
    table = [
        [R * m, S * m, R * m],
        [T * m, P * m, T + P * (m - 1)],
        [R * m - cost, S + P * (m - 1) - cost, R * m - cost],
    ]
    fitness = {"lin": "linear", "exp": "exponential"}[row["map"]]
    found = small_mutation(table, int(row["N"]), "moran", float(row["selection"]), fitness)
    np.testing.assert_allclose(found, np.array(row["stationary"].split(), float), atol=1e-10)


def public_goods(mine, other, m, N):
    """What one of m of a type gets among N - m of another, on average over groups of 5.

    Hauert, Traulsen, Brandt, Nowak and Sigmund (2007): who takes part gets 3 times what is given,
    evenly; punishers fine each defector by 1, at 0.3; loners get 1, as does who is left alone.
    """
    n, factor, fine, cost = 5, 3.0, 1.0, 0.3
    gives = {"C": 1, "P": 1, "D": 0}
    if mine == "L":
        return 1.0
    if other == "L":
        alone = comb(N - m, n - 1) / comb(N - 1, n - 1)
        return alone + (1 - alone) * (factor - 1) * gives[mine]
    strangers = (n - 1) * (N - m) / (N - 1)
    pot = (n - strangers) * gives[mine] + strangers * gives[other]
    fined = fine * strangers * (mine == "D" and other == "P")
    fining = cost * strangers * (mine == "P" and other == "D")
    return factor * pot / n - gives[mine] - fined - fining


@pytest.mark.parametrize("row", PAPERS[5:], ids=lambda row: row["order"] + row["selection"])
def test_public_goods_with_loners_and_punishers(row):
    """Payoffs of groups are no table of pairs; chances of pairs make the same chain."""
    types, N, s = row["order"].split(), int(row["N"]), float(row["selection"])
    rates = np.full((len(types), len(types)), -np.inf)
    for i, j in np.ndindex(rates.shape):
        if i != j:
            lead = [
                public_goods(types[j], types[i], N - m, N)
                - public_goods(types[i], types[j], m, N) for m in range(1, N)
            ]  # fmt: skip
            rates[j, i] = from_ratios(s * np.array([lead]))[1][0]
    want = np.array(row["stationary"].split(), float)
    np.testing.assert_allclose(long_run(rates), want, atol=1e-10)


def memory_one_payoffs(b, error):
    """16 x 16 payoffs of a long donation game, and how often each cooperates with itself."""
    rules = np.array(list(product([0, 1], repeat=4)), float) * (1 - 2 * error) + error
    paid, cooperation = np.empty((16, 16)), np.empty(16)
    for i, p in enumerate(rules):
        for j, q in enumerate(rules):
            q = q[[0, 2, 1, 3]]
            P = np.stack([p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)], axis=1)
            left = np.vstack([(P.T - np.eye(4))[:3], np.ones(4)])
            v = np.linalg.solve(left, [0, 0, 0, 1])
            paid[i, j] = v @ [b - 1, -1, b, 0]
            if i == j:
                cooperation[i] = v @ [1, 1, 0, 0]
    return paid, cooperation


@pytest.mark.parametrize("row", rows("memory_one_16_small_mutation.csv"))
def test_sixteen_memory_one_rules(row):
    values = list(row.values())
    b, error, N, beta = (float(value) for value in values[:4])
    table, cooperation = memory_one_payoffs(b, error)
    found = small_mutation(table, int(N), "fermi", beta)
    np.testing.assert_allclose(found, np.array(values[5:], float), atol=2e-10)
    assert found @ cooperation == pytest.approx(float(row["cooperation"]), abs=2e-10)


def test_win_stay_lose_shift_wins():
    """With much to gain, 100 players and strong selection: 99.3 % of time."""
    table, _ = memory_one_payoffs(3.0, 0.001)
    assert small_mutation(table, 100, "fermi", 1.0)[0b1001] == pytest.approx(0.993, abs=5e-4)


def test_alpha_rank_of_commitments():
    """Han, Pereira, Santos and Lenaerts (2013): who proposes a deal, cooperates, defects, ..."""
    R, T, P, S, fine, cost = 1.0, 2.0, 0.0, -1.0, 4.0, 0.25
    table = [
        [R - cost / 2, R - cost, 0, S + fine - cost, R - cost],
        [R, R, S, S, S], [0, T, P, P, P], [T - fine, T, P, P, P], [R, T, P, P, P],
    ]  # fmt: skip
    found = alpha_rank(table, 20, 0.1)
    want = [0.40966787, 0.07959841, 0.20506998, 0.08505983, 0.2206039]
    np.testing.assert_allclose(found, want, atol=1e-8)
    assert found.equals(small_mutation(table, 20, "fermi", 0.1))


# -- the chain itself ------------------------------------------------------------------------------


@pytest.mark.parametrize(("process", "fitness"), SEVERAL[:6])
def test_rare_mutations_make_the_same_shares(process, fitness):
    """All 55 states of 9 players of 3 types, with mutations one in a million, solved at once."""
    a = np.array([[3.0, 1.0, 2.0], [4.0, 1.5, 1.0], [2.0, 2.5, 2.0]])
    N, rate = 9, 1e-6
    states = [n for n in product(range(N + 1), repeat=3) if sum(n) == N]
    mutation = np.full((3, 3), rate / 2) + np.eye(3) * (1 - 1.5 * rate)
    moves = exchanges(a, np.array(states), WellMixed(process, N, 0.5, fitness), mutation)
    P = np.zeros((len(states),) * 2)
    for number, n in enumerate(states):
        for i, j in np.argwhere(moves[number] > 0):
            then = np.array(n) - np.eye(3, dtype=int)[i] + np.eye(3, dtype=int)[j]
            P[number, states.index(tuple(then))] = moves[number, i, j]
    P -= np.diag(P.sum(axis=1))
    left = np.vstack([P.T[:-1], np.ones(len(P))])
    shares = np.linalg.solve(left, np.eye(len(P))[-1])
    want = [shares[states.index(tuple(N * (np.arange(3) == t)))] for t in range(3)]
    found = small_mutation(a, N, process, 0.5, fitness)
    np.testing.assert_allclose(found, want / np.sum(want), rtol=1e-4)


@pytest.mark.parametrize(("process", "fitness"), SEVERAL)
@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.randoms(use_true_random=False))
def test_shares_balance_and_names_have_no_order(process, fitness, seed, random):
    a = pd.DataFrame(np.random.default_rng(seed).random((4, 4)), [*"abcd"], [*"abcd"])
    found = small_mutation(a, 20, process, 1.0, fitness)
    chances = fixation_probabilities(a, 20, process, 1.0, fitness).to_numpy(copy=True)
    np.fill_diagonal(chances, 0)
    flow = chances.T * found.to_numpy()[:, None]
    np.testing.assert_allclose(flow.sum(axis=0), flow.sum(axis=1), rtol=1e-9)
    assert found.sum() == pytest.approx(1)
    order = random.sample("abcd", 4)
    shuffled = small_mutation(a.loc[order, order], 20, process, 1.0, fitness)
    pd.testing.assert_series_equal(shuffled, found[order], rtol=1e-9)
    assert (found.index.name, found.name) == ("type", "share")


def test_no_selection_no_favourite():
    assert small_mutation(np.arange(9).reshape(3, 3), selection=0.0).tolist() == [1 / 3] * 3


@pytest.mark.parametrize("process", ["moran", "fermi", "wright-fisher"])
def test_chances_that_no_float_holds_still_count(process):
    """Two types so well coordinated that none ever leaves: the better one is left more rarely."""
    size, more = (1000, 0.002) if process != "wright-fisher" else (20, 0.0)
    table = np.diag([1e4, 1e4 + more])
    chances = fixation_probabilities(table, size, process, fitness="exponential")
    assert chances.loc[0, 1] == chances.loc[1, 0] == 0
    odds = np.exp(more * (size - 2) / 2)  # the sum of all leads, from one mutant to N - 1
    found = small_mutation(table, size, process, fitness="exponential")
    np.testing.assert_allclose(found, [1 / (1 + odds), odds / (1 + odds)], rtol=1e-7)


def test_where_nothing_is_left_every_start_counts():
    """Imitation of the best in a game of coordination leaves everybody where they are."""
    assert small_mutation([[2, 0], [0, 1]], 10, "imitate best").tolist() == [0.5, 0.5]
    beaten = [[3, 0, 3], [0, 3, 3], [0, 0, 0]]  # the last loses to both
    assert small_mutation(beaten, 10, "imitate best").tolist() == [0.5, 0.5, 0]
    assert small_mutation([[1]]).tolist() == [1]
    never = -np.inf
    rates = [[0, never, never, never], [never] * 4, [0, 0, 0, -1e4], [0, 0, -1e4, 0]]
    assert long_run(np.array(rates, float)).tolist() == [0.5, 0.5, 0, 0]
    rates = [[0, never, never], [never] * 3, [0, np.log(3), 0]]
    np.testing.assert_allclose(long_run(np.array(rates, float)), [5 / 12, 7 / 12, 0])


# -- several populations ---------------------------------------------------------------------------


def fixed_lead(lead, N):
    return 1 / np.exp(-lead * np.arange(N)).sum()


def test_takeovers_with_a_fixed_lead():
    for lead in (0.0, 1e-13, -1e-3, 0.3, -0.3, 5.0):
        assert np.exp(log_takeover(np.array(lead), 30)) == pytest.approx(fixed_lead(lead, 30))
    assert log_takeover(np.array([-1e6, 1e6]), 1000).tolist() == [-999e6, 0]


@pytest.mark.parametrize("shape", [(2, 3), (3, 2, 2)])
def test_profiles_are_a_chain_of_single_changes(shape):
    rng = np.random.default_rng(3)
    tables = [rng.random(shape) for _ in shape]
    found = alpha_rank(tables, 15, 2.0)
    profiles = list(np.ndindex(shape))
    assert found.index.to_list() == profiles
    assert found.index.names == [f"population {k}" for k in range(len(shape))]
    P = np.zeros((len(profiles),) * 2)
    for (r, old), (c, new) in product(enumerate(profiles), repeat=2):
        changed = [k for k in range(len(shape)) if old[k] != new[k]]
        if len(changed) == 1:
            lead = 2.0 * (tables[changed[0]][new] - tables[changed[0]][old])
            P[r, c] = fixed_lead(lead, 15)
    flow = P * found.to_numpy()[:, None]
    np.testing.assert_allclose(flow.sum(axis=0), flow.sum(axis=1), rtol=1e-9)
    assert found.sum() == pytest.approx(1)


def test_names_of_rows_and_columns_are_kept():
    row = pd.DataFrame([[3, 0], [5, 1]], ["c", "d"], ["left", "right"])
    found = alpha_rank([row, row.T.to_numpy()], 20, 5.0)
    assert found.idxmax() == ("d", "right")
    costs = alpha_rank([-row, -row.T.to_numpy()], 20, 5.0, less_is_better=True)
    assert found.equals(costs)
    assert alpha_rank(row.to_numpy(), 20, 5.0).idxmax() == 1


def test_tables_must_fit():
    with pytest.raises(
        ArgumentError, match="`tables` must be tables of finite numbers of one shap"
    ):
        alpha_rank([np.ones((2, 2)), np.ones((2, 3))])
    with pytest.raises(ArgumentError, match="with an axis for each population; got 1 of shape"):
        alpha_rank([np.ones((2, 2))])
    with pytest.raises(
        ArgumentError, match="`tables` must make at most 2000 profiles; these make 2"
    ):
        alpha_rank([np.ones((50, 50))] * 2)
    with pytest.raises(ArgumentError, match="`tables` must hold payoffs from"):
        alpha_rank([np.full((2, 2), 1e300)] * 2)
