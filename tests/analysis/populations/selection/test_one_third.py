"""The one-third rule: figures of others, and the slope of fixation at weak selection."""

import csv
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import fixation_errors, fixation_probabilities, one_third_rule
from tournament.errors import ArgumentError

DATA = Path(__file__).parents[2] / "data"


def rows():
    with (DATA / "exact_one_third_rule.csv").open() as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['turns']}-{row['N']}")
def test_tit_for_tat_among_defectors_is_the_reference(row):
    left, right, favoured, slope = list(row.values())[8:]
    N, (a, b, c, d) = int(row["N"]), (float(row[letter]) for letter in "abcd")
    found = one_third_rule([[a, b], [c, d]], N).loc[(0, 1)]
    assert found["barrier"] == pytest.approx(float(Fraction(row["unstable_point_x_star"])))
    assert found["advantage"] * N == pytest.approx(float(left) - float(right))
    assert str(found["favoured"]) == favoured
    # the file has differences of a small step
    assert N * found["advantage"] / 6 == pytest.approx(float(slope), rel=2e-3)
    weak = 1e-7
    chance = fixation_probabilities([[a, b], [c, d]], N, "moran", weak).loc[0, 1]
    assert (N * chance - 1) / weak == pytest.approx(float(slope), rel=2e-3, abs=1e-3)


@settings(max_examples=50)
@given(st.lists(st.integers(-5, 5), min_size=4, max_size=4), st.integers(2, 30))
def test_who_is_favoured_takes_over_more_often_than_neutral_ones(cells, N):
    table = np.array(cells, float).reshape(2, 2)
    found = one_third_rule(table, N).loc[(0, 1)]
    for process in ("moran", "fermi"):
        chance = fixation_probabilities(table, N, process, 1e-6).loc[0, 1]
        assert (N * chance - 1) / 1e-6 == pytest.approx(N * found["advantage"] / 6, abs=0.02)
    assert found["favoured"] == (found["advantage"] > 1e-9)


@given(st.lists(st.integers(-5, 5), min_size=4, max_size=4))
def test_in_large_populations_one_third_is_the_border(cells):
    a, b, c, d = (float(each) for each in cells)
    found = one_third_rule([[a, b], [c, d]])
    one = found.loc[(0, 1)]
    assert one["advantage"] == a + 2 * b - c - 2 * d
    if np.isnan(one["barrier"]):
        assert b > d or a < c or (a, b) == (c, d)
    else:
        x = one["barrier"]
        assert a * x + b * (1 - x) == pytest.approx(c * x + d * (1 - x))
        assert one["favoured"] == (x < 1 / 3 - 1e-12)
        assert found.loc[(1, 0), "barrier"] == pytest.approx(1 - x)
    large = one_third_rule([[a, b], [c, d]], 1_000_000).loc[(0, 1), "advantage"]
    assert large == pytest.approx(one["advantage"], abs=1e-4)


def test_costs_and_sizes():
    costs = one_third_rule([[-12, -3], [-8, -4]], less_is_better=True)
    assert costs.equals(one_third_rule([[12, 3], [8, 4]]))
    assert one_third_rule([[1.0]]).empty
    with pytest.raises(ArgumentError, match="`size` must be a whole number in"):
        one_third_rule([[12, 3], [8, 4]], 1)


def test_errors_follow_the_rule_where_selection_is_weak():
    """The chance of a weakly selected mutant changes by (N - 2) / (6 N) of its payoff a."""
    N, s = 10, 1e-6
    table, errors = np.ones((2, 2)), np.array([[1.0, 0.0], [0.0, 0.0]])
    found = fixation_errors(table, N, "moran", s, errors=errors).loc[0, 1]
    assert found == pytest.approx(s * (N - 2) / 6 / N, rel=1e-5)
