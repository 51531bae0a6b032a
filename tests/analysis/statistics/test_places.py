"""Places and bootstrap intervals against slow twins: loops over resamples, pairs and players."""

from itertools import permutations

import numpy as np
import pytest
from scipy import stats

import strategies
from analysis import intervals, rank_intervals
from analysis.statistics.scores import draws, level_of, resampled, scores
from tournament import PRESETS, Game, Tournament
from tournament.errors import ArgumentError, TournamentError

FIELD = [
    "tit_for_tat", "always_defect", "random_player", "joss", "generous_tit_for_tat", "grudger",
    "win_stay_lose_shift", "always_cooperate",
]  # fmt: skip
RESAMPLES = 300


def play(field=FIELD, **words):
    words = {"turns": 20, "repetitions": 4, "noise": 0.05, "seed": 1} | words
    return Tournament(field, **words).play(progress=False)


@pytest.fixture(scope="module", params=["payoffs", "costs"])
def results(request):
    return play(game=PRESETS["tsto" if request.param == "payoffs" else "prison_years"])


def signed(results):
    """Return (r, p) scores of which more is better."""
    return results.per_repetition.to_numpy() * (-1 if results.game.less_is_better else 1)


# -- resamples ------------------------------------------------------------------------------------


def test_a_resample_draws_as_many_as_there_are():
    found = draws(7, 2000, 3)
    assert found.shape == (2000, 7)
    assert (found.sum(axis=1) == 7).all()
    assert found.mean(axis=0) == pytest.approx(np.ones(7), abs=0.1)
    # each is Binomial(7, 1/7): variance 6/7
    assert found.var(axis=0) == pytest.approx(np.full(7, 6 / 7), abs=0.12)
    assert (draws(7, 5, 3) == draws(7, 5, 3)).all()
    assert (draws(7, 50, 3) != draws(7, 50, 4)).any()


def test_resampled_means_are_those_of_the_drawn_rows(monkeypatch):
    x = np.random.default_rng(1).normal(size=(6, 3))
    whole = resampled(x, 40, 9)
    weights = draws(6, 40, (9, 0)).astype(int)
    for found, drawn in zip(whole, weights, strict=True):
        rows = np.repeat(np.arange(6), drawn)
        assert found == pytest.approx(x[rows].mean(axis=0))
    monkeypatch.setattr("analysis.statistics.scores.CELLS", 6 * 16)  # 16, 16 and 8 at a time
    parts = resampled(x, 40, 9)
    want = [draws(6, n, (9, first)) @ x / 6 for first, n in ((0, 16), (16, 16), (32, 8))]
    np.testing.assert_allclose(parts, np.concatenate(want))


def test_certain_results_count_as_played_twice():
    certain = play(["tit_for_tat", "always_defect"], noise=0, repetitions=1)
    table = scores(certain)
    assert len(table) == 2
    assert (table.iloc[0] == table.iloc[1]).all()
    assert table.iloc[0].to_dict() == certain.per_repetition.iloc[0].to_dict()
    assert len(scores(play(repetitions=2))) == 2


@pytest.mark.parametrize("confidence", [0, 1, -0.1, 1.1])
def test_levels_are_between_0_and_1(confidence):
    with pytest.raises(ArgumentError, match=r"`confidence` must be between 0 and 1"):
        level_of(confidence)
    assert level_of(0.5) == 0.5


# -- places over repetitions ----------------------------------------------------------------------


def surely(x, level, seed, *, stretched=True):
    """Return best and worst places: who is surely better or worse, rival by rival.

    The critical value is the quantile of the largest studentised difference of the bootstrap,
    stretched as Student's is against the normal one.
    """
    size, players = x.shape
    mean = x.mean(axis=0)
    noise = (resampled(x, RESAMPLES, seed) - mean) * np.sqrt(size / (size - 1))
    best, worst = [], []
    for me in range(players):
        rivals = [other for other in range(players) if other != me]
        errors = {other: stats.sem(x[:, other] - x[:, me]) for other in rivals}
        largest = [
            max(abs(row[other] - row[me]) / errors[other] for other in rivals) for row in noise
        ]
        critical = np.quantile(largest, level)
        if stretched:
            critical = stats.t.isf(stats.norm.sf(critical), size - 1)
        above = [other for other in rivals if mean[other] - mean[me] > critical * errors[other]]
        below = [other for other in rivals if mean[me] - mean[other] > critical * errors[other]]
        best.append(1 + len(above))
        worst.append(players - len(below))
    return best, worst


@pytest.mark.parametrize("confidence", [0.6, 0.95])
def test_places_are_those_that_no_sure_rival_takes(results, confidence):
    found = rank_intervals(results, confidence=confidence, resamples=RESAMPLES, seed=5)
    best, worst = surely(signed(results), confidence, 5)
    found = found.loc[results.names]
    assert found["best_rank"].tolist() == best
    assert found["worst_rank"].tolist() == worst
    bare = surely(signed(results), confidence, 5, stretched=False)
    assert bare != (best, worst)  # of four repetitions: Student's law is far from the normal one


def test_first_is_the_share_of_resamples_with_ties_divided(results):
    found = rank_intervals(results, resamples=RESAMPLES, seed=5)
    drawn, first = resampled(signed(results), RESAMPLES, 5), np.zeros(len(FIELD))
    for row in drawn:
        winners = np.flatnonzero(row >= row.max() - 1e-12)
        first[winners] += 1 / len(winners) / RESAMPLES
    assert found.loc[results.names, "first"].to_numpy() == pytest.approx(first)
    assert found["rank"].tolist() == list(range(1, len(FIELD) + 1))
    assert list(found.index) == list(results.ranking.index)


def test_usual_resamples_and_confidence():
    results = play(repetitions=5)
    usual = rank_intervals(results)
    assert usual.equals(rank_intervals(results, confidence=0.95, resamples=2000, seed=0))
    assert not usual["first"].equals(rank_intervals(results, seed=1)["first"])


# -- places over opponents ------------------------------------------------------------------------


@pytest.mark.parametrize("self_play", [True, False])
@pytest.mark.parametrize("game", ["tsto", "prison_years"])
def test_places_over_opponents_are_those_among_drawn_opponents(self_play, game):
    results = play(game=PRESETS[game], self_play=self_play)
    sign = -1 if results.game.less_is_better else 1
    x = sign * results.payoffs.to_numpy()
    places, first = [], np.zeros(len(x))
    for weights in draws(len(x), RESAMPLES, 2).astype(int):
        drawn = np.repeat(np.arange(len(x)), weights)
        met = [[o for o in drawn if self_play or o != me] for me in range(len(x))]
        score = [x[me, they].mean() if they else 0.0 for me, they in enumerate(met)]
        places.append([1 + sum(b > a + 1e-12 for b in score) for a in score])
        winners = np.flatnonzero(np.array(score) >= max(score) - 1e-12)
        first[winners] += 1 / len(winners) / RESAMPLES
    found = rank_intervals(
        results, over="opponents", confidence=0.8, resamples=RESAMPLES, seed=2
    ).loc[results.names]
    low, high = np.quantile(places, [0.1, 0.9], axis=0, method="closest_observation")
    assert found["best_rank"].tolist() == low.tolist()
    assert found["worst_rank"].tolist() == high.tolist()
    assert found["first"].to_numpy() == pytest.approx(first)
    order = np.argsort(-np.nanmean(x, axis=1), kind="stable")
    assert found["rank"].to_numpy()[order].tolist() == list(range(1, len(x) + 1))


def test_places_over_opponents_need_that_all_have_met():
    field = [strategies.get(name) for name in FIELD[:3]]
    results = play(field)
    torn = results.payoffs.copy()
    torn.iloc[0, 1] = np.nan
    results.__dict__["payoffs"] = torn
    with pytest.raises(TournamentError, match="Places over opponents need all players to have met"):
        rank_intervals(results, over="opponents")


# -- bootstrap intervals --------------------------------------------------------------------------


@pytest.mark.parametrize("confidence", [0.5, 0.9])
def test_bootstrap_intervals_are_those_of_efron_and_tibshirani(results, confidence):
    """Chapter 12: t* of each resample has the error of that resample; its quantiles change ends."""
    x = results.per_repetition.to_numpy()
    mean, error = x.mean(axis=0), stats.sem(x)
    t = []
    for weights in draws(len(x), RESAMPLES, 4).astype(int):
        rows = x[np.repeat(np.arange(len(x)), weights)]
        off, spread = rows.mean(axis=0) - mean, rows.std(axis=0, ddof=0) / np.sqrt(len(x) - 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            t.append(np.where(np.abs(off) < 1e-12, 0.0, off / np.where(spread < 1e-7, 0, spread)))
    low, high = (np.quantile(t, q, axis=0) for q in ((1 - confidence) / 2, (1 + confidence) / 2))
    found = intervals(
        results, method="bootstrap", confidence=confidence, resamples=RESAMPLES, seed=4
    ).loc[results.names]
    known = np.isfinite(low) & np.isfinite(high)
    assert known.sum() >= 3
    assert found["low"].to_numpy()[known] == pytest.approx((mean - high * error)[known])
    assert found["high"].to_numpy()[known] == pytest.approx((mean - low * error)[known])
    assert found["standard_error"].to_numpy() == pytest.approx(error)


@pytest.mark.parametrize("method", ["t", "bootstrap"])
def test_intervals_stand_in_the_order_of_the_ranking(results, method):
    found = intervals(results, method=method, resamples=RESAMPLES)
    assert list(found.index) == list(results.ranking.index)
    usual = intervals(results, method=method, resamples=RESAMPLES, confidence=0.95, seed=0)
    assert found.equals(usual)


def test_equal_scores_stand_by_name():
    names = ["b", "c", "a"]
    results = play([strategies.tit_for_tat.named(name) for name in names], noise=0)
    for frame in (intervals(results), rank_intervals(results),
                  rank_intervals(results, over="opponents", resamples=10)):  # fmt: skip
        assert list(frame.index) == ["a", "b", "c"]
    for order in permutations(names):
        field = [strategies.tit_for_tat.named(name) for name in order]
        assert list(intervals(play(field, noise=0)).index) == ["a", "b", "c"]


def test_the_bootstrap_of_two_repetitions_has_no_ends():
    """Half of the resamples draw one of them twice and have no error: any score is possible."""
    found = intervals(play(repetitions=2), method="bootstrap", resamples=RESAMPLES)
    assert (found["low"] == -np.inf).all()
    assert (found["high"] == np.inf).all()


@pytest.mark.parametrize("repetitions", [3, 7, 10])
def test_the_bootstrap_of_equal_repetitions_is_exact(repetitions):
    """Their mean is rounded, and what rounding makes is no error."""
    field = ["tit_for_tat", "always_defect", "always_cooperate"]
    for game in (None, {"R": 0.1, "S": 0.3, "T": 0.7, "P": 1 / 3}):
        words = {"noise": 0, "repetitions": repetitions, "turns": 7}
        results = play(field, **words, **({"game": Game(**game)} if game else {}))
        found = intervals(results, method="bootstrap", resamples=RESAMPLES)
        for end in ("low", "high"):
            assert found[end].to_numpy() == pytest.approx(found["score"].to_numpy(), abs=1e-12)
