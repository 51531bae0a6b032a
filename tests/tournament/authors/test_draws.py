"""Draws made of uniform ones: by hand for given uniform numbers, and by their distributions.

Each test of a distribution rejects with probability 1e-6 if draws are perfect; seeds are fixed.
"""

import math

import numpy as np
import pytest
from scipy import stats

from tournament.authors.draws import beta, gamma, normal


class Given:
    """A view that draws given numbers, one after the other."""

    def __init__(self, numbers):
        self.numbers = iter(numbers)

    def uniform(self):
        return float(next(self.numbers))


class Drawing:
    """A view that draws at random."""

    def __init__(self, seed):
        self.uniform = np.random.default_rng(seed).random


def test_a_normal_draw_is_a_radius_and_an_angle():
    assert normal(Given([1 - math.exp(-2.0), 0.0])) == pytest.approx(2.0)
    assert normal(Given([1 - math.exp(-2.0), 0.5])) == pytest.approx(-2.0)
    assert normal(Given([1 - math.exp(-0.5), 1 / 3])) == pytest.approx(-0.5)
    assert normal(Given([0.0, 0.3])) == 0.0


def test_a_gamma_draw_that_is_taken_at_once():
    """Of shape 4 / 3 the method's d is 1: for x = 0 the draw is 1 whatever u is."""
    assert gamma(Given([0.0, 0.0, 0.5]), 4 / 3) == pytest.approx(1.0)


def test_a_gamma_draw_that_is_refused_is_drawn_anew():
    """For x = -4 no cube is positive; for x = 2 with u near 1 the draw is refused."""
    far = [1 - math.exp(-8.0), 0.5]
    assert gamma(Given([*far, 0.0, 0.0, 0.5]), 4 / 3) == pytest.approx(1.0)
    high = [1 - math.exp(-2.0), 0.0, 0.0]
    v = (1 + 2 / 3) ** 3
    assert 0.5 * 4 + 1 - v + math.log(v) <= 0.0
    assert gamma(Given([*high, 0.0, 0.0, 0.5]), 4 / 3) == pytest.approx(1.0)
    assert gamma(Given([*high[:2], 0.9]), 4 / 3) == pytest.approx(v)


@pytest.mark.parametrize(("draw", "law"), [
    (normal, stats.norm()),
    *[(lambda me, k=k: gamma(me, k), stats.gamma(k)) for k in (1.0, 2.5, 30.0)],
    *[(lambda me, a=a, b=b: beta(me, a, b), stats.beta(a, b))
      for a, b in [(1, 1), (3, 2), (0.5, 0.5), (0.2, 4), (7, 0.6)]],
])  # fmt: skip
def test_draws_have_their_distribution(draw, law):
    me = Drawing(5)
    found = [draw(me) for _ in range(20_000)]
    assert stats.kstest(found, law.cdf).pvalue > 1e-6


@pytest.mark.parametrize(
    "shapes", [(0, 1), (1, 0), (-1, 1), (1, -0.5), (math.nan, 1), (1, math.nan)]
)
def test_shapes_are_positive(shapes):
    with pytest.raises(ValueError, match=r"beta\(a, b\) needs two positive numbers"):
        beta(Drawing(1), *shapes)


def test_where_both_draws_vanish_it_is_a_half():
    me = Drawing(1)
    found = {beta(me, 1e-4, 1e-4) for _ in range(300)}
    assert all(0.0 <= each <= 1.0 for each in found)
    assert 0.5 in {beta(me, 1e-6, 1e-6) for _ in range(300)}
