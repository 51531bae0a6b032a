"""Extreme payoffs: every number is finite, and equal to exact rational arithmetic."""

import math
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import analysis
from tournament import Game, Season, Tournament
from tournament.game import LARGEST
from tournament.outcomes import paid

FIELD = ["tit_for_tat", "always_defect", "random_player"]
SIZES = st.sampled_from([1e15, 1e14 + 0.5, 1e-320, 1e-200, 1e-9, 1.0, 2.0**53 / 10, 0.1, 3.0])
PAYOFF = st.builds(lambda size, sign: sign * size, SIZES, st.sampled_from([-1, 1, 0.0, -0.0]))
PAIR = st.one_of(PAYOFF, st.tuples(PAYOFF, PAYOFF))
GAMES = st.builds(Game, R=PAIR, S=PAIR, T=PAIR, P=PAIR, less_is_better=st.booleans())
CLOSE = Game(R=1e15, S=1e15 - 3, T=1e15 - 1, P=1e15 - 2)


def near(got, exact, scale):
    """Return whether a float is a rational number, in twelve digits or in the payoffs' last."""
    return abs(Fraction(float(got)) - exact) <= abs(exact) / 10**12 + scale / 10**28 + Fraction(
        2.0**-1060
    )


def exactly(results):
    """Return (n, n) lists of the mean payoffs per turn of each repetition, as rational numbers."""
    names, pay = results.names, results.game.payoffs
    found = {(a, b): [] for a in names for b in names}
    for (i, j), r in product(results.matches.tolist(), range(results.repetitions)):
        moves = results.sample(names[i], names[j], r).moves.tolist()
        both = [
            sum(Fraction(float(pay[seat][turn[seat], turn[1 - seat]])) for turn in moves)
            / len(moves)
            for seat in (0, 1)
        ]
        if i == j:
            found[names[i], names[i]].append([sum(both) / 2])
        else:
            found[names[i], names[j]].append([both[0]])
            found[names[j], names[i]].append([both[1]])
    return found


def spread_of(values):
    """Return the standard error of the mean of some rational numbers."""
    mean = sum(values) / len(values)
    squares = sum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values)
    scale = max((abs(value - mean) for value in values), default=Fraction(0)) or Fraction(1)
    return Fraction(math.sqrt(squares / scale**2)) * scale


@settings(max_examples=40)
@given(GAMES, st.integers(0, 2**20))
@example(CLOSE, 1)
@example(Game(R=0.0, S=0.0, T=3.0, P=(-1e-9, -1.0)), 233962)
@example(Game(R=-1e-9, S=(1e15, 0), T=-1e-320, P=(0, -1e15)), 0)
@example(Game(R=1e15, S=-1e15, T=1e-3, P=0.0), 2)
@example(Game(R=(1e15, 1.0), S=(-1e15, 0.5), T=0.25, P=-0.0), 3)
def test_scores_and_errors_are_exact(game, seed):
    event = Tournament(FIELD, game, turns=4, repetitions=5, noise=0.2, seed=seed)
    results = event.play(progress=False, threads=1)
    exact, scale = exactly(results), Fraction(float(np.abs(game.payoffs).max()))
    spread = Fraction(float(np.ptp(game.payoffs)))
    for (a, b), values in exact.items():
        means = [each[0] for each in values]
        # where seats are paid differently, payoffs are means over both, and each is rounded
        rounded = scale if game.is_symmetric else scale * 10**13
        assert near(results.payoffs.loc[a, b], sum(means) / len(means), rounded)
        # of a pair that met both ways round, the errors of both add up
        ways = len(means) // results.repetitions
        parts = [spread_of(means[way::ways] if ways > 1 else means) for way in range(ways)]
        if ways == 1 and results.payoff_errors.loc[a, b] > 0:
            # the variance is what rounding leaves exact: near 0 its root has half the digits
            got = Fraction(float(results.payoff_errors.loc[a, b]))
            apart = abs(got**2 - parts[0] ** 2)
            small = abs(got - parts[0]) <= Fraction(2.0**-1060)  # floats there have few digits
            assert small or apart <= parts[0] ** 2 / 10**12 + spread**2 / 10**14
    for a in FIELD:
        each = [sum(v[0] for v in exact[a, b]) / len(exact[a, b]) for b in FIELD]
        assert near(results.ranking.loc[a, "score"], sum(each) / len(each), scale)
    numbers = results.ranking.select_dtypes("number").to_numpy(float)
    assert np.isfinite(numbers).all()
    assert np.isfinite(results.per_repetition.to_numpy()).all()
    for by in ("median", "points", "wins"):
        assert np.isfinite(results.rank(by=by).select_dtypes("number").to_numpy(float)).all()
    assert np.isfinite(analysis.intervals(results).to_numpy()).all()


def test_what_all_payoffs_share_takes_no_digits_away():
    words = {"turns": 20, "repetitions": 50, "noise": 0.1, "seed": 7}
    small = Tournament(FIELD, Game(R=3, S=0, T=2, P=1), **words).play(progress=False)
    large = Tournament(FIELD, CLOSE, **words).play(progress=False)
    for frame in ("payoff_errors", "wins", "cooperation"):
        one, other = (getattr(each, frame).to_numpy() for each in (small, large))
        np.testing.assert_allclose(one, other, rtol=1e-13)
    errors = [each.ranking["standard_error"].sort_index().to_numpy() for each in (small, large)]
    np.testing.assert_allclose(*errors, rtol=1e-13)


@pytest.mark.parametrize("size", [1e-300, 1e-150, 1e15])
def test_the_size_of_payoffs_changes_no_rank_and_no_relative_error(size):
    words = {"turns": 20, "repetitions": 50, "noise": 0.1, "seed": 7}
    usual = Tournament(FIELD, Game(R=3 / 8, S=0, T=5 / 8, P=1 / 8), **words).play(progress=False)
    power = 2.0 ** math.floor(math.log2(size))
    game = Game(R=3 / 8 * power, S=0, T=5 / 8 * power, P=1 / 8 * power)
    scaled = Tournament(FIELD, game, **words).play(progress=False)
    for column in ("score", "standard_error", "low", "high"):
        np.testing.assert_array_equal(
            scaled.ranking[column].to_numpy(), usual.ranking[column].to_numpy() * power
        )
    assert scaled.ranking["rank"].to_dict() == usual.ranking["rank"].to_dict()


@given(PAYOFF, PAYOFF, PAYOFF)
def test_incomes_of_a_season_are_finite_and_exact(one, other, third):
    event = Season(
        FIELD[:2], game=Game(R=one, S=other, T=third, P=-one), towns=4, friends=3, days=3,
        gifts_per_day=2, seed=1, engine="python",
    )  # fmt: skip
    results = event.play(progress=False)
    scale = Fraction(float(np.abs(event.rules.game.payoffs).max()))
    pay = [Fraction(float(p)) for p in event.rules.game.payoffs[0].ravel()]
    moves = results.tallies[0].towns[:, :4] + results.tallies[0].towns[:, 4:8]
    for income, counts in zip(results.towns["income"], moves.tolist(), strict=True):
        exact = sum(p * n for p, n in zip(pay, counts, strict=True))
        assert near(income, exact, scale * 100)
    assert np.isfinite(results.ranking["income"]).all()


@given(
    st.lists(st.tuples(st.integers(0, 2**50), PAYOFF), min_size=1, max_size=8),
)
def test_sums_of_payoffs_keep_what_cancels(terms):
    counts, payoffs = (np.array(each, float) for each in zip(*terms, strict=True))
    exact = sum(Fraction(int(n)) * Fraction(p) for n, p in terms)
    size = sum(abs(Fraction(int(n)) * Fraction(p)) for n, p in terms)
    assert near(paid(counts, payoffs), exact, size)


@pytest.mark.parametrize("payoff", [1e300, -1e300, LARGEST * 1.01, 10**400, math.inf])
def test_larger_payoffs_are_refused_in_every_form(payoff):
    with pytest.raises(ValueError, match=r"`T` must be a finite number, or a pair .* from -1e\+15"):
        Game(R=3, S=0, T=payoff, P=1)
    with pytest.raises(ValueError, match="`T` must be a finite number, or a pair"):
        Game(R=3, S=0, T=(1, payoff), P=1)


def test_results_are_paid_by_no_larger_game():
    results = Tournament(FIELD[:2], turns=2, repetitions=1, seed=1).play(progress=False)
    with pytest.raises(ValueError, match="`T` must be a finite number, or a pair"):
        results.under("R=3,S=0,T=1e300,P=1")
