"""Equations solved by products: against NumPy's own solutions."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.populations.krylov import MOST_STEPS, gmres


@given(st.integers(1, 30), st.integers(0, 2**32 - 1), st.floats(1e-12, 1e-3))
def test_solutions_are_numpys(size, seed, allowed):
    draw = np.random.default_rng(seed)
    A = np.eye(size) + draw.normal(size=(size, size)) / (3 * np.sqrt(size))
    right = draw.normal(size=size)
    found = gmres(lambda x: A @ x, right, allowed)
    assert np.linalg.norm(A @ found - right) <= 2 * allowed * np.linalg.norm(right)


def test_nothing_is_nothing():
    assert gmres(lambda x: 2 * x, np.zeros(3), 1e-9).tolist() == [0, 0, 0]


def test_a_number_of_steps_is_enough():
    """A shift has no shorter way than one step for each place; the best of fewer is given."""
    right = np.zeros(MOST_STEPS + 5)
    right[0] = 1
    assert np.abs(gmres(lambda x: np.roll(x, 1), right, 1e-9)).max() < 1e-9
    short = np.zeros(50)
    short[0] = 1
    assert gmres(lambda x: np.roll(x, 1), short, 1e-9)[-1] == 1
