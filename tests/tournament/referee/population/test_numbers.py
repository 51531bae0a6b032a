"""Payoffs in grains, and chances as whole numbers."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament import TSTO
from tournament.referee.population.numbers import ONE, certain, cumulated, numbers_of, picked
from tournament.rules.population import population_rules


def numbers(payoffs, size, roles=None, **words):
    k = len(payoffs)
    usual = {"process": "fermi", "mutation": 0.0, "self_interaction": False}
    rules = population_rules(
        [f"type {i}" for i in range(k)],
        game=TSTO,
        selection=1.0,
        fitness="linear",
        synchronous=None,
        average=True,
        roles=roles or [0] * k,
        payoffs=payoffs,
        payoff_errors=np.zeros((k, k)),
        live=False,
        matches="",
        seed=1,
        **usual | words,
    )
    return numbers_of(rules, size)


# -- payoffs ---------------------------------------------------------------------------------------


@given(
    st.lists(st.floats(-1e15, 1e15), min_size=9, max_size=9).map(lambda x: np.reshape(x, (3, 3))),
    st.integers(2, 1_000_000),
)
def test_payoffs_are_rounded_to_grains_and_sums_have_room(payoffs, size):
    found = numbers(payoffs, size)
    largest = Fraction(float(np.abs(payoffs).max()))
    grain = Fraction(found.grain)
    assert grain.numerator == 1 or grain.denominator == 1
    if largest > 2**-900:
        assert grain <= largest / 2**39
    for row, given_row in zip(found.table, payoffs.tolist(), strict=True):
        for a, paid in zip(row, given_row, strict=True):
            assert abs(a * grain - Fraction(paid)) <= grain / 2
            assert 2 * abs(a) * size < 2**63


@pytest.mark.parametrize("size", [2, 100, 1_000_000])
def test_payoffs_of_games_are_exact(size):
    found = numbers([[15.0, 1.0], [25.0, 5.0]], size)
    assert [[a * found.grain for a in row] for row in found.table] == [[15, 1], [25, 5]]


def test_who_meets_whom():
    payoffs = [[1.0, 2.0], [3.0, 4.0]]
    alone, all_, two = (
        numbers(payoffs, 10),
        numbers(payoffs, 10, self_interaction=True),
        numbers(payoffs, 10, [1, 0]),
    )
    assert (alone.met, all_.met, two.met) == (9, 10, 10)
    assert [a * alone.grain for a in alone.own] == [1, 4]
    assert all_.own == two.own == (0, 0)
    assert [[a > 0 for a in row] for row in two.table] == [[False, True], [True, False]]
    assert (two.places, two.peers(0)) == (20, [0])


def test_nothing_is_paid():
    found = numbers(np.zeros((2, 2)), 10)
    assert found.table == ((0, 0), (0, 0))
    assert found.grain > 0


# -- chances ---------------------------------------------------------------------------------------

WEIGHTS = st.lists(st.one_of(st.just(0.0), st.floats(1e-12, 1e12)), min_size=1, max_size=9).filter(
    any
)


@given(WEIGHTS, st.integers(0, 2**64 - 1))
def test_what_has_no_weight_is_never_picked(weights, word):
    chances = cumulated(weights)
    assert weights[picked(chances, word)] > 0
    assert weights[picked(chances, 2**64 - 1)] > 0
    assert list(chances) == sorted(chances)
    assert chances[-1] == ONE


@given(WEIGHTS)
def test_chances_are_shares(weights):
    shares = np.diff([0, *cumulated(weights)]) / ONE
    assert shares == pytest.approx(np.array(weights) / sum(weights), abs=1e-14)


@given(WEIGHTS)
def test_only_one_item_can_be_certain(weights):
    only = certain(cumulated(weights))
    if sum(weight > 0 for weight in weights) == 1:
        assert only is not None
        assert weights[only] > 0
    elif max(weights) < 1e3 * min(weight for weight in weights if weight > 0):
        assert only is None
