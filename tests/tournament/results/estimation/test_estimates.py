"""Estimates and their errors against SciPy's, from observations that are written out one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.mstats import mjci

from tournament.results.estimation.estimates import (
    by_median,
    by_opponent,
    by_points,
    by_repetition,
    by_wins,
)

PAYOFFS = np.array([[3.0, 0.0, 5.0, 1.0]])
TWO_SEATS = np.array([[3.0, 0.0, 5.0, 1.0], [7.0, -2.0, 0.5, 4.0]])


def drawn(seed, repetitions, payoffs, turns=40):
    """Return (r, p, s, k) counts in which every player has the same number of turns."""
    rng = np.random.default_rng(seed)
    cells = payoffs.size
    counts = rng.multinomial(turns, rng.dirichlet(np.ones(cells)), (repetitions, 5))
    return counts.reshape(repetitions, 5, *payoffs.shape)


def per_repetition(counts, payoffs):
    """Return (r, p) payoffs of whole repetitions, outcome by outcome."""
    points = np.zeros(counts.shape[:2])
    for seat, row in enumerate(payoffs):
        for outcome, paid in enumerate(row):
            points += paid * counts[:, :, seat, outcome]
    return points


@pytest.mark.parametrize("payoffs", [PAYOFFS, TWO_SEATS], ids=["one seat", "two seats"])
@pytest.mark.parametrize("repetitions", [2, 3, 17])
def test_means_and_points_have_the_errors_of_scipy(payoffs, repetitions):
    counts = drawn(repetitions, repetitions, payoffs)
    points = per_repetition(counts, payoffs)
    turns = counts.sum(axis=(2, 3))
    rate = counts[..., :2].sum(axis=(0, 2, 3)) / turns.sum(axis=0)

    score, error, cooperation = by_repetition(counts, payoffs)
    np.testing.assert_allclose(score, (points / turns).mean(axis=0))
    np.testing.assert_allclose(error, stats.sem(points / turns))
    np.testing.assert_allclose(cooperation, rate)

    total, error, cooperation = by_points(counts, payoffs)
    np.testing.assert_allclose(total, points.mean(axis=0))
    np.testing.assert_allclose(error, stats.sem(points))
    np.testing.assert_allclose(cooperation, rate)

    middle, error, cooperation = by_median(counts, payoffs)
    np.testing.assert_allclose(middle, np.median(points / turns, axis=0))
    np.testing.assert_allclose(cooperation, rate)


def test_one_repetition_has_no_error():
    counts = drawn(1, 1, TWO_SEATS)
    for estimate in (by_repetition, by_points, by_median):
        value, error, cooperation = estimate(counts, TWO_SEATS)
        assert np.isfinite(value).all()
        assert np.isnan(error).all()
        assert np.isfinite(cooperation).all()


def test_equal_counts_make_exactly_equal_scores():
    """However the repetitions are ordered: not even rounding sets two such players apart."""
    one = drawn(5, 9, TWO_SEATS)[:, :1]
    both = np.concatenate([one, one[::-1]], axis=1)
    score, error, _ = by_repetition(both, TWO_SEATS)
    assert score[0] == score[1]
    assert error[0] == pytest.approx(error[1])


@given(st.integers(0, 2**32 - 1), st.integers(2, 9), st.integers(2, 6))
def test_shares_of_wins_have_the_errors_of_scipy(seed, played, players):
    """Every match is written out as won, 1, or not, 0; rivals are independent of each other."""
    won = np.random.default_rng(seed).integers(0, 2, (played, players, players))
    wins = won.mean(axis=0)
    np.fill_diagonal(wins, np.nan)
    rates = np.linspace(0, 1, players)
    share, error, cooperation = by_wins(wins, played, rates)
    for i in range(players):
        rivals = [j for j in range(players) if j != i]
        assert share[i] == pytest.approx(won[:, i, rivals].mean())
        errors = stats.sem(won[:, i, rivals])
        assert error[i] == pytest.approx(np.sqrt((errors**2).sum()) / len(rivals))
    assert cooperation is rates


def test_shares_of_wins_where_pairs_never_met():
    wins = np.array([[np.nan, 0.5, np.nan], [0.25, np.nan, 1.0], [np.nan, 0.0, np.nan]])
    share, error, _ = by_wins(wins, 5, np.ones(3))
    np.testing.assert_allclose(share, [0.5, 0.625, 0.0])
    np.testing.assert_allclose(error, [np.sqrt(0.25 / 4), np.sqrt(0.1875 / 4) / 2, 0.0])
    _, unknown, _ = by_wins(np.round(wins), 1, np.ones(3))
    assert np.isnan(unknown).all()


@pytest.mark.parametrize("self_play", [True, False])
def test_opponents_weigh_alike(self_play):
    rng = np.random.default_rng(3)
    means, errors, rates = rng.normal(size=(4, 4)), rng.uniform(size=(4, 4)), rng.random((4, 4))
    for table in (means, errors, rates):
        table[0, 2] = table[2, 0] = np.nan  # these two never met
    score, error, cooperation = by_opponent(means, errors, rates, self_play=self_play)
    for i in range(4):
        met = [j for j in range(4) if not np.isnan(means[i, j]) and (self_play or j != i)]
        assert score[i] == pytest.approx(means[i, met].mean())
        assert cooperation[i] == pytest.approx(rates[i, met].mean())
        # independent matches: variances of means add up
        assert error[i] == pytest.approx(np.linalg.norm(errors[i, met]) / len(met))


def test_who_met_nobody_has_no_estimate():
    none = np.full((2, 2), np.nan)
    for values in by_opponent(none, none, none, self_play=True):
        assert np.isnan(values).all()


@pytest.mark.parametrize("repetitions", [3, 4, 5, 20, 101])
def test_errors_of_medians_are_those_of_maritz_and_jarrett(repetitions):
    counts = np.random.default_rng(repetitions).multinomial(100, [0.25] * 4, (repetitions, 6, 1))
    scores = (counts @ PAYOFFS[0])[:, :, 0] / 100
    median, error, _ = by_median(counts, PAYOFFS)
    assert median == pytest.approx(np.median(scores, axis=0))
    assert error == pytest.approx(mjci(scores, prob=[0.5], axis=0)[0], rel=1e-11)


def test_the_median_of_equal_scores_is_exact():
    counts = np.broadcast_to([10, 20, 30, 40], (9, 2, 1, 4))
    assert by_median(counts, PAYOFFS)[1].tolist() == [0.0, 0.0]
