"""Match tables folded onto players are what a loop over matches and repetitions says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tournament.results.books.tournament import Tallies
from tournament.results.by_seat import (
    by_pair,
    by_player,
    certain,
    mean_by_pair,
    per_turn,
    state_counts,
)

SWAP = [0, 2, 1, 3]
FIRST, SECOND = np.array([3.0, 0.0, 5.0, 1.0]), np.array([2.0, 7.0, -1.0, 4.0])


@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(0, 12))
def test_folds_are_sums_over_matches(seed, size, count):
    rng = np.random.default_rng(seed)
    matches = rng.integers(0, size, (count, 2))
    views = rng.integers(0, 9, (2, count, 3))
    single, pairs, met = (
        np.zeros((size, 3), int), np.zeros((size, size, 3), int), np.zeros((size, size))
    )  # fmt: skip
    for (p, q), first, second in zip(matches, *views, strict=True):
        for me, other, seen in ((p, q, first), (q, p, second)):
            single[me] += seen
            pairs[me, other] += seen
            met[me, other] += 1
    np.testing.assert_array_equal(by_player(matches, views, size), single)
    np.testing.assert_array_equal(by_pair(matches, views, size), pairs)
    mean = mean_by_pair(matches, views, size)
    assert (np.isnan(mean[..., 0]) == (met == 0)).all()
    known = met > 0
    np.testing.assert_allclose(mean[known], pairs[known] / met[known][:, None])


# -- means per turn and their errors --------------------------------------------------------------


def tallied(repetitions: np.ndarray, chance=None) -> Tallies:
    """Return the sums of (r, m, 4) counts of single repetitions."""
    tallies = Tallies.empty(match=repetitions.shape[1], player=9, repetition=len(repetitions))
    tallies.counts[:] = repetitions.sum(axis=0)
    tallies.products[:] = np.einsum("rmi,rmj->mij", repetitions, repetitions)
    tallies.chance[:] = True if chance is None else chance
    return tallies


def lengths(seed, repetitions, matches, varying):
    rng = np.random.default_rng(seed)
    turns = rng.integers(5, 40, (repetitions, matches)) if varying else np.full(matches, 20)
    turns = np.broadcast_to(turns, (repetitions, matches))
    return rng.multinomial(turns, rng.dirichlet(np.ones(4)))


def ratio(paid: np.ndarray, turns: np.ndarray) -> tuple[float, float]:
    """Return a ratio of sums and its error by the delta method, from single repetitions.

    Source: Cochran (1977), "Sampling Techniques", 2.11: the variance of the residuals.
    """
    mean = paid.sum() / turns.sum()
    return mean, stats.sem(paid - mean * turns) / turns.mean()


@pytest.mark.parametrize("varying", [False, True], ids=["one length", "lengths vary"])
@pytest.mark.parametrize("repetitions", [2, 11])
def test_means_per_turn_are_ratios_with_the_errors_of_residuals(varying, repetitions):
    matches = np.array([[0, 1], [0, 2], [1, 1]])
    seen = lengths(repetitions, repetitions, 3, varying)
    own = (FIRST + SECOND[SWAP]) / 2
    mean, error = per_turn(
        tallied(seen), matches, repetitions, 4, np.stack([FIRST, SECOND[SWAP]]), own
    )
    for m, (p, q) in enumerate(matches):
        turns = seen[:, m].sum(axis=1)
        for me, other, paid in ((p, q, FIRST), (q, p, SECOND[SWAP])):
            want = ratio(seen[:, m] @ (own if p == q else paid), turns)
            assert (mean[me, other], error[me, other]) == pytest.approx(want)
            if not varying:
                assert want[1] == pytest.approx(stats.sem(seen[:, m] @ (
                    own if p == q else paid) / 20))  # fmt: skip
    met = {(0, 1), (1, 0), (0, 2), (2, 0), (1, 1)}
    for p in range(4):
        for q in range(4):
            assert np.isnan(mean[p, q]) == np.isnan(error[p, q]) == ((p, q) not in met)


def test_a_pair_that_plays_both_ways_round_has_the_mean_of_both():
    matches = np.array([[0, 1], [1, 0]])
    seen = lengths(7, 12, 2, varying=True)
    mean, error = per_turn(
        tallied(seen), matches, 12, 2, np.stack([FIRST, SECOND[SWAP]]), np.zeros(4)
    )
    turns = seen.sum(axis=2)
    for me, seats in ((0, (FIRST, SECOND[SWAP])), (1, (SECOND[SWAP], FIRST))):
        parts = [ratio(seen[:, m] @ seats[m], turns[:, m]) for m in (0, 1)]
        assert mean[me, 1 - me] == pytest.approx((parts[0][0] + parts[1][0]) / 2)
        assert error[me, 1 - me] == pytest.approx(np.hypot(parts[0][1], parts[1][1]) / 2)


def test_errors_are_zero_without_chance_and_unknown_after_one_repetition():
    matches = np.array([[0, 1], [0, 2]])
    seen, weights = lengths(1, 1, 2, varying=False), np.stack([FIRST, SECOND])
    _, error = per_turn(tallied(seen, [False, True]), matches, 1, 3, weights, FIRST)
    assert error[0, 1] == error[1, 0] == 0
    assert np.isnan([error[0, 2], error[2, 0]]).all()
    certainly = np.repeat(seen, 5, axis=0)
    _, error = per_turn(tallied(certainly, [False, False]), matches, 5, 3, weights, FIRST)
    assert error[0, 1] == error[2, 0] == 0


# -- states, and who had no luck ------------------------------------------------------------------


@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(0, 6))
def test_states_are_counted_from_both_seats(seed, size, count):
    """Every transition is taken apart: the seat that looks sees its own move first."""
    rng = np.random.default_rng(seed)
    matches = rng.integers(0, size, (count, 2))
    tallies = Tallies.empty(match=count, player=size, repetition=1, seat=1)
    tallies.starts[:] = rng.integers(0, 5, (count, 4))
    tallies.transitions[:] = rng.integers(0, 5, (count, 4, 4))
    cooperated, seen = np.zeros((size, 5), int), np.zeros((size, 5), int)
    for m, (p, q) in enumerate(matches):
        for me, turn in ((p, [0, 1, 2, 3]), (q, SWAP)):
            for now in range(4):
                own_move = turn[now] // 2
                for state, many in [(0, tallies.starts[m, now])] + [
                    (1 + turn[before], tallies.transitions[m, before, now]) for before in range(4)
                ]:
                    seen[me, state] += many
                    cooperated[me, state] += many * (own_move == 0)
    found = state_counts(tallies, matches, size)
    np.testing.assert_array_equal(found[0], cooperated)
    np.testing.assert_array_equal(found[1], seen)


@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(0, 8), st.booleans())
def test_certain_is_who_had_no_luck_in_any_match(seed, size, count, self_play):
    rng = np.random.default_rng(seed)
    matches = rng.integers(0, size, (count, 2))
    tallies = Tallies.empty(match=count, player=size, repetition=1, seat=1)
    tallies.chance[:] = rng.random(count) < 0.4
    lucky = {
        int(player)
        for (p, q), luck in zip(matches, tallies.chance, strict=True)
        for player in (p, q)
        if luck and (self_play or p != q)
    }
    found = certain(tallies, matches, size, self_play=self_play)
    assert found.tolist() == [player not in lucky for player in range(size)]
