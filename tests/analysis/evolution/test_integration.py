"""Orbits against closed forms and against SciPy's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from analysis import replicator
from analysis.evolution.integration import orbit
from tournament.errors import TournamentError


def test_a_circle_comes_back():
    moments = np.linspace(0, 20 * np.pi, 41)
    places = orbit(lambda x: np.array([-x[1], x[0]]), np.array([1.0, 0.0]), moments)
    np.testing.assert_allclose(places, np.c_[np.cos(moments), np.sin(moments)], atol=1e-7)


def test_moments_may_be_near_or_far():
    moments = np.array([0.0, 1e-9, 1e-3, 1.0, 50.0])
    places = orbit(lambda x: 1 - x, np.array([0.0]), moments)
    np.testing.assert_allclose(places[:, 0], -np.expm1(-moments), rtol=1e-7)


def test_rest_is_rest():
    places = orbit(lambda x: 0 * x, np.array([3.0, 4.0]), np.linspace(0, 1e6, 5))
    assert (places == [3.0, 4.0]).all()


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.integers(2, 6))
def test_replicator_is_scipys(seed, players):
    e = np.random.default_rng(seed).random((players, players)) * 10 - 5

    def shares(logs):
        return np.exp(logs - logs.max(axis=0)) / np.exp(logs - logs.max(axis=0)).sum(axis=0)

    def change(_, logs):
        x = shares(logs)
        return e @ x - x @ e @ x

    found = replicator(e, time=8, points=9)
    its = solve_ivp(
        change, (0, 8), np.zeros(players), "DOP853", found.index, rtol=1e-12, atol=1e-12
    )
    np.testing.assert_allclose(found, shares(its.y).T, atol=1e-7)


def test_payoffs_without_measure_are_an_error():
    with pytest.raises(TournamentError, match="could not be followed: payoffs are too large"):
        replicator([[1e308, -1e308], [0, 1e308]])
