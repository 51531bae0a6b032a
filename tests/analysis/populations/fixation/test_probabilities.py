"""Fixation: against figures of others, whole chains solved at once, and laws."""

import csv
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import fixation_errors, fixation_probabilities
from analysis.populations.fixation.at_once import (
    careful_visits,
    chains,
    expected,
    log_chains,
    log_wins,
    solved,
    visits,
)
from analysis.populations.fixation.probabilities import takeovers
from analysis.populations.well_mixed import WellMixed
from tournament import Tournament
from tournament.errors import ArgumentError
from tournament.rules.population import PROCESSES

DATA = Path(__file__).parents[2] / "data"
BY_CHANCE = [name for name, process in PROCESSES.items() if process.chance]
ONE_BY_ONE = [*BY_CHANCE[:3], "imitate best", "best response"]


def rows(name):
    with (DATA / name).open() as file:
        return list(csv.DictReader(file))


def tables(low=2, high=4, *, least=0.0):
    """Payoffs of some types; of few different values, so that ties come."""
    return st.integers(low, high).flatmap(
        lambda k: st.lists(st.integers(0, 4), min_size=k * k, max_size=k * k).map(
            lambda cells: np.array(cells, float).reshape(k, k) + least
        )
    )


def taken_over(P):
    """The chance of the last state, from state 1: what many steps make."""
    for _ in range(60):
        P = P @ P
    return P[1, -1]


HOW = [(name, None) for name in PROCESSES]
HOW += [("fermi", True), ("imitate best", False), ("best response", False)]


@pytest.mark.parametrize("fitness", ["linear", "exponential"])
@pytest.mark.parametrize(("process", "synchronous"), HOW)
@settings(max_examples=30)
@given(tables(), st.integers(2, 9), st.sampled_from([0.0, 0.3, 1.0]))
def test_chances_are_those_of_the_whole_chain(by_hand, process, synchronous, fitness, a, N, s):
    usual = PROCESSES[process].synchronous if synchronous is None else synchronous
    found = fixation_probabilities(a, N, process, s, fitness, synchronous=synchronous)
    for i, j in np.ndindex(a.shape):
        pair = a[np.ix_([i, j], [i, j])]
        want = taken_over(by_hand(pair, N, process, s, fitness, usual))
        assert found.loc[i, j] == pytest.approx(1 / N if i == j else want, rel=1e-9, abs=1e-13)


# -- figures of others -----------------------------------------------------------------------------


def named(text):
    """The numbers of a setup in words: a, b, c, d."""
    return {name: float(value) for name, value in re.findall(r"\b([abcd])=([-\d.]+)", text)}


def setups():
    for row in rows("exact_moran_fixation.csv"):
        if row["i_start"] != "1":
            continue
        text, N = row["setup"], int(row["N"])
        if "relative fitness" in text:
            r = float(text.rpartition("=")[2])
            yield text, [[r, r], [1, 1]], N, "moran", 1.0, row
        elif "constant payoff gap" in text:
            gap = float(text.rpartition("=")[2])
            yield text, [[gap, gap], [0, 0]], N, "fermi", 1.0, row
        else:
            cells = named(text.rpartition(";")[2])
            beta = re.search(r"beta=([\d.]+)", text)
            table = [[cells["a"], cells["b"]], [cells["c"], cells["d"]]]
            yield text, table, N, "fermi" if beta else "moran", float(beta[1]) if beta else 1, row


def test_fixation_is_the_reference():
    known = list(setups())
    assert len(known) == 110
    for text, table, N, process, selection, row in known:
        found = fixation_probabilities(table, N, process, selection).loc[0, 1]
        assert found == pytest.approx(float(row["fixation_probability"]), abs=6e-11), (text, N)


@pytest.mark.parametrize("row", rows("wright_fisher_fixation.csv"), ids=lambda r: r["N"] + r["r"])
def test_wright_fisher_is_the_reference(row):
    N, r = int(row["N"]), float(row["r"])
    table = [[r, r], [1, 1]]
    found = fixation_probabilities(table, N, "wright-fisher").loc[0, 1]
    assert found == pytest.approx(float(row["fixation_one_mutant"]), abs=1e-12)
    found = fixation_probabilities(table, N, "moran").loc[0, 1]
    assert found == pytest.approx(float(row["moran_fixation"]), abs=1e-12)


def test_published_numbers():
    cooperate_or_defect = [[3, 0], [5, 1]]
    for N, want in ((4, 55 / 83), (20, 0.442365)):
        found = fixation_probabilities(cooperate_or_defect, N).loc[1, 0]
        assert found == pytest.approx(want, abs=5e-7)
    assert fixation_probabilities([[2, 2], [1, 1]], 10).loc[0, 1] == 512 / 1023
    hawks_and_doves = [[-0.5, 2], [0, 0]]  # who display at a cost of 1
    found = fixation_probabilities(hawks_and_doves, 100, "fermi").loc[0, 1]
    assert found == pytest.approx(0.8641155742462664, abs=1e-15)


# -- borders ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("process", BY_CHANCE)
@pytest.mark.parametrize("fitness", ["linear", "exponential"])
def test_without_selection_all_are_alike(process, fitness):
    """To the last digit where a sum has the answer."""
    table = np.random.default_rng(1).random((3, 3))
    for size in (2, 3, 10, 49, 100):
        found = fixation_probabilities(table, size, process, 0.0, fitness)
        if process == "wright-fisher":
            np.testing.assert_allclose(found, 1 / size, rtol=1e-12)
        else:
            assert (found == 1 / size).all(axis=None)


@pytest.mark.parametrize("process", ["moran", "death-birth", "fermi"])
def test_strong_selection_overflows_nothing(process):
    """The worse are paid 10,000 less each time; 1,000 of them win with chance exp(-large)."""
    table = [[1e4, 1e4, 5e3], [0, 0, 1e4], [5e3, 1e4, 0]]
    found = fixation_probabilities(table, 1000, process, fitness="exponential")
    assert np.isfinite(found).all(axis=None)
    first = {"moran": 1.0, "death-birth": 0.999, "fermi": 1.0}[process]
    assert found.loc[0, 1] == pytest.approx(first)  # the only better one may die first
    assert found.loc[1, 0] == 0


def test_logarithms_are_known_where_chances_are_none():
    table = np.array([[0.0, 0.0], [1e4, 1e4]])
    for process in ("moran", "fermi"):
        chances, logs = takeovers(table, WellMixed(process, 1000, 1.0, "exponential"))
        assert chances[0, 1] == 0
        assert logs[0, 1] == pytest.approx(-1e4 * 999)
    children = WellMixed("wright-fisher", 20, 1.0, "exponential", synchronous=True)
    chances, logs = takeovers(table, children)
    assert chances[0, 1] == 0
    jump = 20 * (-1e4 - np.log(19))  # all children are the mutant's; any other way is longer
    assert logs[0, 1] == pytest.approx(jump)


def test_rare_logarithms_are_those_of_the_chain():
    a = np.array([[[0.0, 0.0], [1.0, 2.0]], [[2.0, 0.0], [1.0, 1.0]]])
    population = WellMixed("wright-fisher", 30, 1.0, "exponential", synchronous=True)
    chain = chains(a, population)
    want = expected(solved(chain), chain[:, :, -1])[:, 0]
    np.testing.assert_allclose(log_wins(log_chains(a, population)), np.log(want), rtol=1e-10)


def test_zero_fitness():
    """Who has no fitness has no children, unless nobody has any: then all are alike."""
    barren, alike = [[0, 0], [1, 1]], [[0, 0], [0, 0]]
    for process in ("moran", "wright-fisher"):
        assert fixation_probabilities(barren, 10, process).to_numpy().tolist() == [
            [0.1, 0], [pytest.approx(1), 0.1],
        ]  # fmt: skip
        np.testing.assert_allclose(fixation_probabilities(alike, 10, process), 0.1, rtol=1e-12)
    # the only one with fitness may die, and one without may be the only one left to have children
    found = fixation_probabilities(barren, 3, "death-birth")
    assert found.loc[1, 0] == pytest.approx(2 / 3)
    assert found.loc[0, 1] == 0
    assert fixation_probabilities(barren, 2, "death-birth").loc[0, 1] == 0.5


def test_what_never_ends_is_no_take_over():
    """Hawks and doves who imitate the best, one by one, end up as a mixture, and so do ties."""
    hawks_and_doves = [[-1, 2], [0, 1]]
    for process in ("imitate best", "best response"):
        found = fixation_probabilities(hawks_and_doves, 10, process, synchronous=False)
        assert found.to_numpy().tolist() == [[0.1, 0], [0, 0.1]]
        alike = fixation_probabilities([[1, 1], [1, 1]], 10, process)
        assert alike.to_numpy().tolist() == [[0.1, 0], [0, 0.1]]
    at_once = fixation_probabilities(hawks_and_doves, 10, "imitate best")
    assert at_once.to_numpy().tolist() == [[0.1, 1], [1, 0.1]]


@pytest.mark.parametrize("process", ["moran", "death-birth", "wright-fisher"])
def test_negative_fitness_is_refused(process):
    with pytest.raises(ArgumentError, match=r"`fitness` is linear and can be -0\.5, below 0"):
        fixation_probabilities([[0, 1], [-2, 1]], 10, process, 0.5)
    assert fixation_probabilities([[0, 1], [-2, 1]], 10, process, 0.25).notna().all(axis=None)
    assert fixation_probabilities([[0, 1], [-2, 1]], 10, "fermi").notna().all(axis=None)


def test_payoffs_and_sizes_have_ends():
    with pytest.raises(ArgumentError, match=r"`table` must hold payoffs from .*; got -1e\+300"):
        fixation_probabilities([[0, 1], [-1e300, 1]], 10, "fermi")
    with pytest.raises(ArgumentError, match=r"`size` must be a whole number in \[2, 2000\]; got"):
        fixation_probabilities([[0, 1], [1, 1]], 2001, "wright-fisher")
    assert fixation_probabilities([[0, 1], [1, 1]], 2001, "moran").notna().all(axis=None)
    with pytest.raises(ArgumentError, match=r"`table` must be a square table; got shape \(1, 2\)"):
        fixation_probabilities([[0, 1]], 10)


# -- laws ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("process", BY_CHANCE)
@settings(max_examples=25)
@given(tables(), st.integers(2, 30), st.floats(-100, 100))
def test_a_constant_added_changes_nothing(process, a, N, constant):
    one = fixation_probabilities(a, N, process, 0.5, "exponential")
    other = fixation_probabilities(a + constant, N, process, 0.5, "exponential")
    np.testing.assert_allclose(one, other, rtol=1e-8)


@pytest.mark.parametrize("process", PROCESSES)
@settings(max_examples=25)
@given(tables(), st.integers(2, 30), st.randoms(use_true_random=False))
def test_the_order_of_names_changes_nothing(process, a, N, random):
    order = random.sample(range(len(a)), len(a))
    frame = pd.DataFrame(a, [*"abcd"][: len(a)], [*"abcd"][: len(a)])
    one = fixation_probabilities(frame, N, process)
    other = fixation_probabilities(frame.iloc[order, order], N, process)
    pd.testing.assert_frame_equal(one.iloc[order, order], other, rtol=1e-12)


@settings(max_examples=25)
@given(tables(2, 3), st.integers(2, 9), st.sampled_from(["linear", "exponential"]))
def test_who_meets_itself_is_a_table_of_its_own(a, N, fitness):
    """Two types that meet themselves as well: payoffs m a + (N - m) b over N, by hand."""
    found = fixation_probabilities(a, N, fitness=fitness, self_interaction=True)
    m = np.arange(1, N)
    f, g = (a[t, 0] * m + a[t, 1] * (N - m) for t in (0, 1))
    f, g = ((np.exp(v / N) if fitness == "exponential" else v / N) for v in (f, g))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where((f == 0) & (g == 0), 1.0, g / f)
    want = 0.0 if np.isinf(ratio).any() else 1 / (1 + np.cumprod(ratio).sum())
    assert found.loc[0, 1] == pytest.approx(want)


def test_costs_are_turned_round():
    costs, payoffs = [[1, 3], [2, 2]], [[-1, -3], [-2, -2]]
    one = fixation_probabilities(costs, 10, "fermi", less_is_better=True)
    assert one.equals(fixation_probabilities(payoffs, 10, "fermi"))


def test_results_are_tables_with_names():
    results = Tournament(["tit_for_tat", "always_defect"], turns=10, repetitions=1, seed=1).play(
        progress=False
    )
    found = fixation_probabilities(results, 20)
    assert found.equals(fixation_probabilities(results.payoffs, 20))
    assert (found.index.name, found.columns.name) == ("mutant", "resident")
    assert found.loc["tit_for_tat", "always_defect"] > 1 / 20


def test_chains_that_hardly_end_are_solved_with_care():
    """Two that stay together for 1e30 generations; SciPy-free: the chance of a ratio of two."""
    chain = np.zeros((1, 3, 5))
    chain[0, 0, [0, 2]] = 1e-30, 1 - 1e-30
    chain[0, 1, [1, 3]] = 0.5, 0.5
    chain[0, 2, [4, 2]] = 3e-30, 1 - 3e-30
    factors = solved(chain)
    assert expected(factors, chain[:, :, -1])[0] == pytest.approx([0.75] * 3)
    assert expected(factors, np.ones((1, 3)))[0, 0] == pytest.approx(1e30, rel=1e-6)
    for seen in (visits(chain), careful_visits(factors)):
        assert (seen * chain[:, :, -1]).sum() == pytest.approx(0.75)
        assert seen.sum() == pytest.approx(1e30, rel=1e-6)


@pytest.mark.parametrize(("process", "size", "selection"), [
    ("wright-fisher", 60, 3.0), ("wright-fisher", 100, 1.0), ("fermi", 60, 10.0),
])  # fmt: skip
def test_who_stays_together_for_ever_still_has_a_chance(process, size, selection):
    """Mixtures of 1e15 generations and more, where equations solved as they are have no digits."""
    mixed = [[0, 1], [1, 0]]
    chance = fixation_probabilities(
        mixed, size, process, selection, "exponential", synchronous=True
    ).loc[0, 1]
    population = WellMixed(process, size, selection, "exponential", synchronous=True)
    factors = solved(chain := chains(np.array([mixed], float), population))
    wins = expected(factors, chain[:, :, -1])[0]
    losses = expected(factors, chain[:, :, 0])[0]
    np.testing.assert_allclose(wins + losses, 1, rtol=1e-9)
    np.testing.assert_allclose(wins, losses[::-1], rtol=1e-9)  # both types are alike
    assert chance == pytest.approx(wins[0], rel=1e-9)


# -- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fitness", ["linear", "exponential"])
@pytest.mark.parametrize("process", BY_CHANCE)
def test_errors_are_slopes_times_errors(process, fitness):
    """Central differences of chances, payoff by payoff."""
    table = np.array([[3.0, 1.0, 2.0], [4.0, 2.0, 1.5], [2.5, 2.5, 2.5]])
    errors = np.array([[0.1, 0.2, 0.0], [0.3, 0.05, 0.4], [0.1, 0.2, 0.3]])
    how = {"size": 8, "process": process, "selection": 0.7, "fitness": fitness}
    found = fixation_errors(table, errors=errors, **how)

    def slope(i, j, row, column):
        step = np.zeros((3, 3))
        step[row, column] = 1e-5
        high, low = (fixation_probabilities(table + sign * step, **how) for sign in (1, -1))
        return abs(high.loc[i, j] - low.loc[i, j]) / 2e-5 * errors[row, column]

    for i, j in np.ndindex(3, 3):
        both = slope(i, j, i, j) + slope(i, j, j, i)  # of the same matches
        want = 0.0 if i == j else np.sqrt(slope(i, j, i, i) ** 2 + slope(i, j, j, j) ** 2 + both**2)
        assert found.loc[i, j] == pytest.approx(want, rel=1e-6, abs=1e-12)


def test_errors_of_results_are_their_own():
    field = ["tit_for_tat", "always_defect", "random_player"]
    results = Tournament(field, turns=10, repetitions=5, seed=1).play(progress=False)
    found = fixation_errors(results, 10)
    assert found.equals(fixation_errors(results.payoffs, 10, errors=results.payoff_errors))
    assert (
        found.loc["tit_for_tat", "always_defect"] == 0 < found.loc["random_player", "always_defect"]
    )


def test_errors_that_nobody_knows():
    found = fixation_errors([[2, 2], [1, 1]], 10, errors=[[np.nan, 0], [0, 0]])
    assert np.isnan(found.loc[0, 1])
    assert found.loc[0, 0] == 0
    assert (fixation_errors([[2, 2], [1, 1]], 10) == 0).all(axis=None)
    assert np.isnan(fixation_errors([[0, 0], [1, 1]], 10, errors=np.ones((2, 2))).loc[0, 1])
    assert (fixation_errors([[0, 0], [1, 1]], 10) == 0).all(axis=None)
    with pytest.raises(ArgumentError, match="`process` must be one that chance decides; 'imitate"):
        fixation_errors([[2, 2], [1, 1]], 10, "imitate best")
