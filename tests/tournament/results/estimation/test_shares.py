"""Errors of shares: over repetitions, of draws, and over time."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament.results.estimation.shares import error_of_mean, of_times, over_time, wilson


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=30))
def test_errors_of_means_are_those_of_pandas(numbers):
    values = np.array(numbers, float)
    error = error_of_mean(np.array([values.sum()]), np.array([(values**2).sum()]), len(values))
    sure = 1e-5 * values.max()  # what is left of a difference of large squares
    np.testing.assert_allclose(error, [pd.Series(values).sem()], rtol=1e-6, atol=sure)


def test_equal_numbers_have_no_error():
    sums, squares = np.array([3 * 1e9 / 7]), np.array([3 * (1e9 / 7) ** 2])
    assert error_of_mean(sums, squares, 3).tolist() == [0.0]
    assert np.isnan(error_of_mean(sums, squares, 1)).all()


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_wilson_holds_the_share(size, part):
    share = np.array([round(part * size) / size])
    low, high = wilson(share, size, 0.95)
    assert 0 <= low[0] <= share[0] <= high[0] <= 1
    assert low[0] < high[0]
    assert [end.tolist() for end in wilson(share, size, 0.0)] == [
        pytest.approx(share.tolist()), pytest.approx(share.tolist())
    ]  # fmt: skip


def test_looks_stand_for_the_time_around_them():
    assert of_times(np.array([7])).tolist() == [1.0]
    assert of_times(np.arange(5)).tolist() == pytest.approx([0.2] * 5)
    assert of_times(np.array([0, 1, 3])).tolist() == pytest.approx([2 / 9, 3 / 9, 4 / 9])


def series(draw, repetitions, looks, memory, apart):
    """Return mean shares and their errors of processes with a memory, each about a mean of its
    own."""
    own = 0.5 + apart * draw.standard_normal(repetitions)
    now, rows = draw.standard_normal(repetitions), []
    for _ in range(looks):
        now = memory * now + np.sqrt(1 - memory**2) * draw.standard_normal(repetitions)
        rows.append(own + 0.1 * now)
    rows = np.array(rows)
    errors = rows.std(axis=1, ddof=1) / np.sqrt(repetitions) if repetitions > 1 else rows[:, 0] * 0
    return rows.mean(axis=1)[:, None], errors[:, None]


@pytest.mark.parametrize(("repetitions", "apart", "least"), [
    (1, 0.0, 0.7), (20, 0.0, 0.15), (20, 0.1, 0.7), (100, 0.02, 0.5),
])  # fmt: skip
def test_errors_over_time_are_as_large_as_they_say(repetitions, apart, least):
    """Of 400 means with a memory of about five looks, the mean square of the error is not more than
    that which is told, and not much less where repetitions differ, or there is one. The standard
    error of such a ratio is about 0.07, so a chance of one in ten thousand fails this."""
    draw, off, told = np.random.default_rng(5), [], []
    for _ in range(400):
        shares, errors = series(draw, repetitions, 400, 0.8, apart)
        weights = np.full(len(shares), 1 / len(shares))
        mean, error, size = over_time(shares, errors, weights, repetitions)
        off.append(mean[0] - 0.5)
        told.append(error[0])
        assert 1 < size[0] < 200
    ratio = np.mean(np.square(off)) / np.mean(np.square(told))
    assert least < ratio < 1.3, ratio


def test_nothing_is_known_of_one_look_at_one_repetition():
    mean, error, size = over_time(np.array([[0.25]]), np.array([[np.nan]]), np.ones(1), 1)
    assert (mean.tolist(), size.tolist()) == ([0.25], [1.0])
    assert np.isnan(error).all()
    mean, error, size = over_time(np.array([[0.25]]), np.array([[0.1]]), np.ones(1), 4)
    assert (error.tolist(), size.tolist()) == (pytest.approx([0.1]), pytest.approx([4.0]))
