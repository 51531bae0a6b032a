"""Times until fixation: against figures of others, whole chains solved at once, and simulation."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import fixation_by_count, fixation_probabilities, fixation_times
from analysis.populations.fixation.passages import log_wins_by_count
from tournament.errors import ArgumentError
from tournament.rules.population import PROCESSES

DATA = Path(__file__).parents[2] / "data"
ALIKE = [[1.0, 1.0], [1.0, 1.0]]
HOW = [(name, None) for name in PROCESSES]
HOW += [("fermi", True), ("imitate best", False), ("best response", False)]


def rows(name):
    with (DATA / name).open() as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows("exact_moran_times.csv"), ids=lambda r: r["N"] + r["i_start"])
def test_neutral_times_are_the_reference(row):
    found = fixation_by_count(ALIKE, int(row["N"])).loc[int(row["i_start"])]
    column = "steps_if_fixed" if "given" in row["quantity"] else "steps"
    assert found[column] == pytest.approx(float(row["value"]), abs=6e-9)


@pytest.mark.parametrize(
    "row", rows("wright_fisher_fixation.csv"), ids=lambda r: r["N"] + "-" + r["r"]
)
def test_generations_of_wright_fisher_are_the_reference(row):
    r = float(row["r"])
    found = fixation_times([[r, r], [1, 1]], int(row["N"]), "wright-fisher").loc[(0, 1), "steps"]
    assert found == pytest.approx(float(row["mean_generations_to_absorption"]), abs=6e-10)


def test_chances_from_every_count_are_the_reference():
    """(1 - r^-i) / (1 - r^-N), and what else the file has of the process of Moran."""
    seen = 0
    for row in rows("exact_moran_fixation.csv"):
        if "relative fitness" in row["setup"]:
            r = float(row["setup"].rpartition("=")[2])
            found = fixation_by_count([[r, r], [1, 1]], int(row["N"])).loc[int(row["i_start"])]
            assert found["fixation"] == pytest.approx(float(row["fixation_probability"]), abs=6e-11)
            seen += 1
    assert seen == 48


def expected_by_hand(P):
    """Chances to win, steps, and steps of those who win, by equations of the whole chain.

    NaN where they have no answer: where the chain may stay away from both ends for ever.
    """
    N = len(P) - 1
    reaches = np.linalg.matrix_power((P + np.eye(N + 1)) > 0, N) > 0
    ends = reaches[:, 0] | reaches[:, N]
    caught = (reaches & ~ends).any(axis=1)[1:-1]
    leaving = np.eye(N - 1) - P[1:-1, 1:-1]
    leaving[~ends[1:-1]] = np.eye(N - 1)[~ends[1:-1]]
    wins = np.linalg.solve(leaving, P[1:-1, N])
    steps = np.linalg.solve(leaving, np.ones(N - 1))
    won = np.linalg.solve(leaving, wins)
    with np.errstate(divide="ignore", invalid="ignore"):
        return wins, np.where(caught, np.inf, steps), np.where(reaches[1:-1, N], won / wins, np.nan)


@pytest.mark.parametrize("fitness", ["linear", "exponential"])
@pytest.mark.parametrize(("process", "synchronous"), HOW)
@settings(max_examples=30)
@given(
    st.lists(st.integers(0, 4), min_size=4, max_size=4),
    st.integers(2, 8),
    st.sampled_from([0.0, 0.3, 1.0]),
)
def test_times_are_those_of_the_whole_chain(by_hand, process, synchronous, fitness, cells, N, s):
    a = np.array(cells, float).reshape(2, 2)
    usual = PROCESSES[process].synchronous if synchronous is None else synchronous
    found = fixation_by_count(a, N, process, s, fitness, synchronous=synchronous)
    want = expected_by_hand(by_hand(a, N, process, s, fitness, usual))
    for column, values in zip(found, want, strict=True):
        np.testing.assert_allclose(found[column][1:-1], values, rtol=1e-6, atol=1e-12)
    pairs = fixation_times(a, N, process, s, fitness, synchronous=synchronous)
    np.testing.assert_allclose(pairs.loc[(0, 1)], found.loc[1], rtol=1e-12)
    ends = found.iloc[[0, -1]].to_numpy().tolist()
    assert ends == [[0, 0, pytest.approx(np.nan, nan_ok=True)], [1, 0, 0]]


@pytest.mark.parametrize("process", ["moran", "death-birth", "fermi"])
def test_strong_selection_overflows_nothing(process):
    """Time of 1,000 is finite where one of two types wins; hawks and doves stay for ever."""
    strong = [[1e4, 1e4], [0.0, 0.0]]
    found = fixation_times(strong, 1000, process, fitness="exponential")
    assert found["steps"].between(1, 1e5).all()
    assert found.loc[(0, 1), "steps_if_fixed"] >= 999
    assert found.loc[(1, 0), "steps_if_fixed"] >= 999  # though it never happens
    mixed = [[0.0, 1e4], [1e4, 0.0]]
    found = fixation_times(mixed, 1000, process, fitness="exponential")
    assert (found["steps"] == np.inf).all()


def test_who_wins_and_who_loses_take_as_long():
    """A single mutant of whatever fitness r, or 1 / r, takes over as fast as the other (Moran)."""
    found = fixation_times([[3, 3], [1, 1]], 20)
    one, other = found["steps_if_fixed"]
    assert one == pytest.approx(other)
    assert found.loc[(0, 1), "fixation"] > 0.6 > found.loc[(1, 0), "fixation"]


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.randoms(use_true_random=False))
def test_all_pairs_are_each_by_itself(seed, random):
    a = pd.DataFrame(np.random.default_rng(seed).random((4, 4)), [*"abcd"], [*"abcd"])
    found = fixation_times(a, 12, "fermi", 2.0)
    assert len(found) == 12
    wins = fixation_probabilities(a, 12, "fermi", 2.0)
    pair = random.sample("abcd", 2)
    assert found.loc[tuple(pair), "fixation"] == pytest.approx(wins.loc[pair[0], pair[1]])
    alone = fixation_times(a.loc[pair, pair], 12, "fermi", 2.0)
    np.testing.assert_allclose(found.loc[tuple(pair)], alone.iloc[0], rtol=1e-9)


def test_one_type_has_no_pairs():
    found = fixation_times([[1.0]], 10)
    assert found.shape == (0, 3)
    assert found.index.names == ["mutant", "resident"]


def test_counts_beyond_a_shut_one():
    """Where a count cannot be left upwards, only those above it take over."""
    ratios = np.array([[0.0, np.inf, np.log(2.0), 0.0], [-np.inf, 0.0, 0.0, np.inf]])
    found = np.exp(log_wins_by_count(ratios))
    np.testing.assert_allclose(found, [[0, 0, 0.2, 0.6], [0, 0, 0, 0]])
    assert np.exp(log_wins_by_count(np.array([[-np.inf, 0.0]]))).tolist() == [[1, 1]]


def test_a_course_is_of_two_types():
    with pytest.raises(ArgumentError, match="`table` must be of two types; got 3"):
        fixation_by_count(np.ones((3, 3)))
