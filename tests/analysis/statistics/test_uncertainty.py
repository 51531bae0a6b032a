"""Intervals and places: against scipy, against laws, and against the truth."""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import strategies
from analysis import (
    intervals,
    rank_intervals,
    standard_errors,
    standard_scores,
)
from tournament import Game, Tournament
from tournament.errors import TournamentError

FIELD = [
    strategies.get(name)
    for name in ("tit_for_tat", "always_defect", "random_player", "joss", "generous_tit_for_tat")
]
PRISON = Game(R=1, S=10, T=0, P=5, less_is_better=True)


def play(field=FIELD, **words):
    words = {"turns": 20, "repetitions": 12, "noise": 0.05, "seed": 1} | words
    return Tournament(field, **words).play(progress=False)


@pytest.fixture(scope="module")
def noisy():
    return play()


def test_standard_errors_are_scipys(noisy):
    table = noisy.per_repetition
    for ddof in (0, 1):
        found = standard_errors(noisy, ddof=ddof)
        assert found.to_numpy() == pytest.approx(stats.sem(table.to_numpy(), ddof=ddof))
    assert standard_errors(noisy).to_numpy() == pytest.approx(
        noisy.ranking.loc[noisy.names, "standard_error"].to_numpy()
    )


def test_the_divisor_of_variances_is_unbiased():
    """Over all samples of size 3 from a die, drawn with replacement."""
    samples = np.array(np.meshgrid(*[np.arange(1, 7)] * 3)).reshape(3, -1)
    assert samples.var(axis=0, ddof=1).mean() == pytest.approx(35 / 12)
    assert samples.var(axis=0, ddof=0).mean() == pytest.approx(35 / 12 * 2 / 3)


@pytest.mark.parametrize("confidence", [0.5, 0.95])
def test_t_intervals_are_scipys_and_the_rankings(noisy, confidence):
    table = noisy.per_repetition
    found = intervals(noisy, confidence=confidence).loc[noisy.names]
    low, high = stats.t.interval(
        confidence, len(table) - 1, loc=table.mean(), scale=stats.sem(table.to_numpy())
    )
    assert found["low"].to_numpy() == pytest.approx(low)
    assert found["high"].to_numpy() == pytest.approx(high)
    ranking = noisy.rank(confidence=confidence)
    pd.testing.assert_frame_equal(intervals(noisy, confidence=confidence), ranking[found.columns])


def test_bootstrap_intervals_lean_to_the_longer_tail():
    """Scores of a rare event are skewed; the interval reaches further where the tail is."""
    found = intervals(play(noise=0.002, repetitions=60), method="bootstrap")
    assert (found["low"] <= found["score"]).all()
    assert (found["score"] <= found["high"]).all()
    again = intervals(play(noise=0.002, repetitions=60), method="bootstrap")
    pd.testing.assert_frame_equal(found, again)


def test_places_of_players_far_apart_are_certain():
    field = [strategies.always_cooperate, strategies.always_defect, strategies.random_player]
    found = rank_intervals(play(field, repetitions=50, turns=200))
    assert list(found.index) == ["always_defect", "random_player", "always_cooperate"]
    for column in ("best_rank", "worst_rank"):
        assert list(found[column]) == [1, 2, 3]
    assert list(found["first"]) == [1.0, 0.0, 0.0]


def test_places_of_equals_are_shared():
    field = [strategies.tit_for_tat.named(f"copy {k}") for k in range(4)]
    found = rank_intervals(play(field, noise=0))  # always CC: all differences are exactly 0
    assert set(found["best_rank"]) == {1}
    assert set(found["worst_rank"]) == {4}
    assert found["first"].to_numpy() == pytest.approx(0.25)


def test_places_are_turned_round_where_less_is_better():
    more, less = (rank_intervals(play(game=game)) for game in (negated(), PRISON))
    pd.testing.assert_frame_equal(more, less)


def negated():
    return Game(R=-1, S=-10, T=0, P=-5)


def test_places_over_opponents():
    results = play(strategies.classics(), noise=0, repetitions=2)
    found = rank_intervals(results, over="opponents", resamples=400)
    assert found["first"].sum() == pytest.approx(1)
    assert (found["best_rank"] <= found["worst_rank"]).all()
    assert list(found.index) == list(results.ranking.index)
    narrow = rank_intervals(results, over="opponents", resamples=400, confidence=0.5)
    assert (narrow["best_rank"] >= found["best_rank"]).all()


def test_permuted_entrants_have_the_same_places(noisy):
    other = play(FIELD[::-1])
    for over in ("repetitions", "opponents"):
        a, b = (rank_intervals(r, over=over)[["rank", "best_rank"]] for r in (noisy, other))
        if over == "repetitions":  # there the resamples are the same
            pd.testing.assert_frame_equal(a, b)
        else:
            assert list(a.index) == list(b.index)


def test_standard_scores(noisy):
    z = standard_scores(noisy)
    score = noisy.ranking["score"]
    assert z.to_numpy() == pytest.approx(stats.zscore(score))
    assert standard_scores(play(game=PRISON)).is_monotonic_decreasing


def test_one_repetition_is_enough_only_without_chance(noisy):
    certain = play(FIELD[:2], noise=0, repetitions=1)
    assert (intervals(certain)["standard_error"] == 0).all()
    assert list(rank_intervals(certain)["worst_rank"]) == [1, 2]
    chancy = play(repetitions=1)
    for function in (standard_errors, intervals, rank_intervals):
        with pytest.raises(TournamentError, match=r"^Errors need at least 2 repetitions; these"):
            function(chancy)


def test_bad_input(noisy):
    with pytest.raises(ValueError, match=r"^`confidence` must be between 0 and 1, such as 0\.95"):
        intervals(noisy, confidence=95)
    with pytest.raises(ValueError, match=r"^`method` must be 't' or 'bootstrap'; got 'jackknife'"):
        intervals(noisy, method="jackknife")
    with pytest.raises(ValueError, match=r"^`over` must be 'repetitions' or 'opponents'"):
        rank_intervals(noisy, over="turns")
    with pytest.raises(TournamentError, match=r"^Standard scores need scores that differ"):
        standard_scores(play([strategies.tit_for_tat], noise=0))
    with pytest.raises(TournamentError, match=r"^`ddof` must be below 12, the repetitions"):
        standard_errors(noisy, ddof=12)


# -- against the truth ---------------------------------------------------------------------------


def truth():
    file = Path(__file__).parents[3] / "benchmarks" / "truth.py"
    spec = importlib.util.spec_from_file_location("truth", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_coverage():
    """400 tournaments whose expected scores are known."""
    found = {name: share for name, (share, _) in truth().measure(400, seed=1).items()}
    for name in (
        "t interval covers the expected score",
        "bootstrap interval covers the expected score",
        "interval of a difference covers it",
    ):
        assert 0.93 <= found[name] <= 0.97, name
    assert found["interval of places covers all places that a player truly has"] >= 0.93
    for name in (
        "Holm: any pair called different that is equal, or the wrong way round",
        "until settled: any of three places called settled that is not",
        "Friedman over repetitions: equal players called different",
    ):
        assert found[name] <= 0.05, name
