"""Ways along the edges of polytopes, against SciPy's linear programming and qhull."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.spatial import HalfspaceIntersection

from analysis.evolution.tableau import best_mixture, corners, leaving, lemke_howson

sizes = st.tuples(st.integers(2, 6), st.integers(2, 6))
seeds = st.integers(0, 2**32 - 1)


def numbers(seed: int, size: tuple[int, ...], *, ties: bool) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.integers(0, 3, size).astype(float) if ties else random.random(size)


@settings(max_examples=60)
@given(seeds, sizes, st.booleans())
def test_corners_are_qhulls(seed, size, ties):
    u = numbers(seed, size, ties=ties) + 1
    k, n = size
    bounds = np.block([[u, -np.ones((k, 1))], [-np.eye(n), np.zeros((n, 1))]])
    its = HalfspaceIntersection(bounds, np.full(n, 0.1 / n)).intersections
    its = {tuple(np.abs(z).round(6)) for z in its} - {(0.0,) * n}
    mine = [tuple(z.round(6)) for z in corners(u)]
    assert len(mine) == len(set(mine))
    assert set(mine) == its


@settings(max_examples=60)
@given(seeds, sizes, st.booleans(), st.floats(-5, 5))
def test_best_mixture_is_that_of_linear_programming(seed, size, ties, shift):
    u = numbers(seed, size, ties=ties) + shift
    value, mixture = best_mixture(u)
    k, n = size
    its = linprog(
        np.r_[np.zeros(k), -1.0], A_ub=np.c_[-u.T, np.ones(n)], b_ub=np.zeros(n),
        A_eq=np.r_[np.ones(k), 0.0][None], b_eq=[1.0], bounds=[(0, None)] * k + [(None, None)],
    )  # fmt: skip
    assert value == pytest.approx(its.x[-1], abs=1e-8)
    assert (mixture @ u).min() == pytest.approx(value, abs=1e-8)
    assert mixture.sum() == pytest.approx(1)
    assert mixture.min() >= 0


@settings(max_examples=60)
@given(seeds, sizes, st.booleans(), st.data())
def test_every_path_ends_in_an_equilibrium(seed, size, ties, data):
    """Also where moves are paid alike, which makes other rules go in circles."""
    a, b = numbers(seed, (2, *size), ties=ties) + 1
    first = data.draw(st.integers(0, sum(size) - 1))
    found = lemke_howson(a, b.T, first, 1000)
    assert found is not None
    x, y = found
    assert (a @ y).max() == pytest.approx(x @ a @ y)
    assert (b.T @ x).max() == pytest.approx(x @ b @ y)


def test_ties_are_broken_by_the_slacks():
    """Both bounds are reached at once; the first one counts as moved out more."""
    assert leaving(np.array([[1.0, 1.0, 0.0, 1.0], [2.0, 0.0, 1.0, 2.0]]), 0) == 1
    assert leaving(np.array([[2.0, 0.0, 1.0, 2.0], [1.0, 1.0, 0.0, 1.0]]), 0) == 0
    assert leaving(np.array([[1.0, 1.0, 0.0, 1.0], [4.0, 0.0, 1.0, 2.0]]), 0) == 1


def test_long_paths_are_given_up():
    a, b = np.random.default_rng(0).random((2, 9, 9)) + 1
    lengths = [lemke_howson(a, b.T, first, 2) is None for first in range(18)]
    assert any(lengths)
