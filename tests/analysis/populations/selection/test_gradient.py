"""The gradient of selection is the mean change of the whole chain."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import gradient_of_selection
from tournament.errors import ArgumentError
from tournament.rules.population import PROCESSES

HOW = [(name, None) for name in PROCESSES]
HOW += [("fermi", True), ("imitate best", False), ("best response", False)]


@pytest.mark.parametrize("fitness", ["linear", "exponential"])
@pytest.mark.parametrize(("process", "synchronous"), HOW)
@settings(max_examples=15)
@given(
    st.lists(st.integers(0, 4), min_size=4, max_size=4),
    st.integers(2, 9),
    st.sampled_from([0.0, 0.3, 1.0]),
)
def test_gradients_are_mean_changes(by_hand, process, synchronous, fitness, cells, N, s):
    a = np.array(cells, float).reshape(2, 2)
    found = gradient_of_selection(a, N, process, s, fitness, synchronous=synchronous)
    usual = PROCESSES[process].synchronous if synchronous is None else synchronous
    P = by_hand(a, N, process, s, fitness, usual)
    counts = np.arange(N + 1)
    np.testing.assert_allclose(found, P @ counts - counts, atol=1e-10)
    assert found.index.tolist() == counts.tolist()
    assert (found.index.name, found.name) == ("count", "gradient")


def test_fermi_is_a_tangent():
    """Traulsen, Nowak and Pacheco (2006): i (N - i) / (N (N - 1)) tanh(s (pi_i - pi_j) / 2)."""
    a, N, s = np.array([[3.0, 0.5], [4.0, 1.0]]), 20, 0.7
    i = np.arange(N + 1)
    lead = (a[0, 0] * (i - 1) + a[0, 1] * (N - i) - a[1, 0] * i - a[1, 1] * (N - i - 1)) / (N - 1)
    want = i * (N - i) / N / (N - 1) * np.tanh(s * lead / 2)
    np.testing.assert_allclose(gradient_of_selection(a, N, "fermi", s), want, atol=1e-15)


def test_a_gradient_is_of_two_types():
    with pytest.raises(ArgumentError, match="`table` must be of two types; got 1"):
        gradient_of_selection([[1.0]])
