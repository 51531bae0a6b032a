"""Every distribution against SciPy, from the middle far into the tails, and at its edges."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from tournament.results.estimation.distributions import (
    beta_below,
    chi_squared_above,
    log_factorial,
    normal_below,
    normal_quantile,
    poisson_above,
    student_below,
    student_quantile,
)

DIGITS = 3e-12  # of either side; SciPy's own are no more, where parameters are large
LEAST = 1e-290  # below it, SciPy gives 0 at places


def powers(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers of all sizes."""
    return st.floats(low, high).map(lambda power: 10.0**power)


chances = st.one_of(st.floats(1e-12, 1), powers(-280, 0))
freedoms = st.one_of(st.integers(1, 10**6).map(float), powers(-0.5, 6))


def agree(mine: np.ndarray, its: np.ndarray, digits: float = DIGITS) -> bool:
    return bool(np.allclose(mine, its, rtol=digits, atol=LEAST, equal_nan=True))


@given(st.floats(-36, 40))
def test_normal(z):
    assert agree(normal_below(z), special.ndtr(z))


@given(chances)
def test_normal_quantile(p):
    assert agree(normal_quantile(p), special.ndtri(p))
    assert agree(normal_quantile(1 - p), special.ndtri(1 - p))


def student_by_beta(freedom: float, t: float) -> float:
    """SciPy's `stdtr` keeps nine digits; its beta function keeps more, for the smaller part."""
    inside = special.betainc(0.5, freedom / 2, t * t / (freedom + t * t))
    if inside < 0.5:
        outside = 1 - inside
    elif t * t < freedom:
        outside = special.betaincc(0.5, freedom / 2, t * t / (freedom + t * t))
    else:
        outside = special.betainc(freedom / 2, 0.5, freedom / (freedom + t * t))
    return float(outside / 2 if t < 0 else 1 - outside / 2)


@given(
    freedoms, st.one_of(st.floats(-50, 50), powers(-150, 150), powers(-8, 20).map(float.__neg__))
)
def test_student(freedom, t):
    assert agree(student_below(freedom, t), student_by_beta(freedom, t))
    assert agree(student_below(freedom, t), special.stdtr(freedom, t), 1e-7)


@given(freedoms, chances)
def test_student_quantile__turns_the_chance_round(freedom, p):
    t = student_quantile(freedom, p)
    if np.isfinite(t):  # so far out that numbers end
        assert agree(student_below(freedom, t), p)


@given(freedoms, st.floats(1e-10, 1 - 1e-10))
def test_student_quantile(freedom, p):
    assert agree(student_quantile(freedom, p), special.stdtrit(freedom, p), 1e-7)


@given(freedoms, powers(-3, 6), st.floats(0.5, 2))
def test_chi_squared(freedom, x, near):
    for at in (x, freedom * near):
        assert agree(chi_squared_above(freedom, at), special.chdtrc(freedom, at), 1e-10)


@given(st.integers(0, 10**5), powers(-3, 5), st.floats(0.5, 2))
def test_poisson(count, mean, near):
    for at in (mean, (count + 1) * near):
        assert agree(poisson_above(count, at), special.gammainc(count + 1, at), 1e-10)


@given(powers(-1, 5), powers(-1, 5), st.floats(0, 1), st.floats(0.5, 1.5))
def test_beta(a, b, x, near):
    for at in (x, min(near * a / (a + b), 1.0)):
        assert agree(beta_below(a, b, at), special.betainc(a, b, at), 1e-10)


@given(st.integers(0, 10**9))
def test_log_factorial(n):
    assert agree(log_factorial(n), special.gammaln(n + 1.0))


EXACT = {  # by mpmath, with 40 digits
    (student_below, 69.0, -40153.86730466348): 2.9041287115945691e-256,
    (student_below, 955859.0, -1.9387067415540793): 0.026268675638256943,
    (student_below, 1.0, 1e-9): 0.50000000031830989,
    (poisson_above, 739037, 734724.2019351175): 2.4863926891192869e-7,
}


@pytest.mark.parametrize(("call", "value"), EXACT.items())
def test_far_out(call, value):
    function, *arguments = call
    assert agree(function(*arguments), value, 1e-11)


@pytest.mark.parametrize(
    ("function", "its", "cases"),
    [
        (normal_below, special.ndtr, [(-np.inf,), (0.0,), (np.inf,), (np.nan,)]),
        (normal_quantile, special.ndtri, [(0.0,), (0.5,), (1.0,), (-0.1,), (1.1,), (np.nan,)]),
        (
            student_below,
            special.stdtr,
            [(1, -np.inf), (1, np.inf), (3, 0.0), (np.nan, 1.0), (3, np.nan), (-1, 0.5), (2, -1.0)],
        ),
        (
            chi_squared_above,
            special.chdtrc,
            [(3, 0.0), (3, np.inf), (np.nan, 1.0), (3, np.nan), (1, 1e-300), (2, 2.0)],
        ),
        (
            poisson_above,
            special.pdtrc,
            [(0, 0.0), (3, 0.0), (5, np.nan), (0, 1e-300), (10, 1e5)],
        ),
        (
            beta_below,
            special.betainc,
            [(2, 3, 0.0), (2, 3, 1.0), (2, 3, np.nan), (2, 3, 1.5), (1, 1, 0.3), (1e6, 1, 0.5)],
        ),
    ],
)
def test_edges(function: Callable[..., np.ndarray], its: Callable[..., float], cases):
    for case in cases:
        assert agree(function(*case), its(*case)), case


@pytest.mark.parametrize(
    ("freedom", "p", "value"),
    [
        (1, 0.0, -np.inf),
        (1, 1.0, np.inf),
        (5, 0.5, 0.0),
        (1, 0.75, 1.0),
        (2, 0.1, -1.8856180831641267),
        (np.nan, 0.3, np.nan),
        (3, np.nan, np.nan),
        (3, 1.5, np.nan),
        (0, 0.1, np.nan),
        (1, 1e-300, -1e300 / np.pi),
    ],
)
def test_edges_of_students_quantile(freedom, p, value):
    assert agree(student_quantile(freedom, p), value)


def test_infinite_freedom_is_the_normal_law():
    assert student_below(np.inf, -1.5) == pytest.approx(special.ndtr(-1.5), rel=1e-14)
    assert student_quantile(np.inf, 0.1) == pytest.approx(special.ndtri(0.1), rel=1e-14)


def test_arrays_broadcast_and_come_back_in_their_shape():
    freedom, p = np.array([[1.0], [4.0]]), np.array([0.0, 0.1, 0.5])
    found = student_quantile(freedom, p)
    assert found.shape == (2, 3)
    assert found[1, 1] == student_quantile(4.0, 0.1)
    assert student_below(freedom, found).round(12).tolist() == [[0.0, 0.1, 0.5]] * 2
    assert chi_squared_above([], 1.0).shape == beta_below(1.0, [], 0.5).shape == (0,)
    assert student_quantile(2, []).shape == (0,)
