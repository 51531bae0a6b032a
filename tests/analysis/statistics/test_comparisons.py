"""Comparisons of players: against scipy, statsmodels and scikit-posthocs, and laws."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower

import strategies
from analysis import compare, friedman, holm, repetitions_needed
from analysis.statistics.friedman import groups_within
from analysis.statistics.hypothesis_tests import (
    fisher,
    friedman_test,
    rank_correlation,
    studentized_range,
)
from tournament import Game, Tournament
from tournament.errors import TournamentError, UnknownName

FIELD = [
    strategies.get(name)
    for name in ("tit_for_tat", "always_defect", "random_player", "joss", "generous_tit_for_tat")
]


def play(field=FIELD, **words):
    words = {"turns": 20, "repetitions": 12, "noise": 0.05, "seed": 1} | words
    return Tournament(field, **words).play(progress=False)


@pytest.fixture(scope="module")
def noisy():
    return play()


def test_pairs_are_tested_as_by_scipy_and_statsmodels(noisy):
    table, found = noisy.per_repetition, compare(noisy, "all")
    assert len(found) == 10
    tests = [stats.ttest_rel(table[a], table[b]) for a, b in found.index]
    assert found["p"].to_numpy() == pytest.approx([t.pvalue for t in tests])
    assert found["low"].to_numpy() == pytest.approx([t.confidence_interval().low for t in tests])
    assert found["high"].to_numpy() == pytest.approx([t.confidence_interval().high for t in tests])
    assert found["p_holm"].to_numpy() == pytest.approx(
        multipletests(found["p"], method="holm")[1], rel=1e-6
    )
    for (a, b), effect in found["effect"].items():
        difference = table[a] - table[b]
        assert effect == pytest.approx(difference.mean() / difference.std())


def test_neighbours_stand_as_in_the_ranking(noisy):
    found = compare(noisy)
    order = list(noisy.ranking.index)
    assert list(found.index) == list(pairwise(order))
    assert (found["difference"] >= 0).all()


def test_less_is_better_turns_pairs_round():
    game = Game(R=1, S=10, T=0, P=5, less_is_better=True)
    found = compare(play(game=game), "all")
    mean = play(game=game).per_repetition.mean()
    assert all(mean[better] <= mean[worse] for better, worse in found.index)


def test_named_pairs(noisy):
    found = compare(noisy, [("always_defect", "tit_for_tat")])
    assert set(found.index[0]) == {"always_defect", "tit_for_tat"}
    assert found["p"].iloc[0] == found["p_holm"].iloc[0]


def test_certain_differences():
    field = [strategies.always_cooperate, strategies.always_defect, strategies.tit_for_tat]
    found = compare(play(field, noise=0, repetitions=1), "all")
    assert set(found["p"]) <= {0.0, 1.0}
    assert (found["standard_error"] == 0).all()
    assert found["settled"].equals(found["difference"] > 0)
    twins = [strategies.tit_for_tat, strategies.tit_for_tat.named("twin")]
    same = compare(play(twins, noise=0))
    assert same["p"].iloc[0] == 1
    assert np.isnan(same["repetitions"].iloc[0])


@pytest.mark.parametrize("size", [1, 2, 3, 10, 100])
def test_holm_is_statsmodels(size):
    rng = np.random.default_rng(size)
    for p in (rng.uniform(size=size), rng.uniform(size=size).round(1), np.zeros(size)):
        assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


@pytest.mark.parametrize("effect", [0.05, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("power", [0.5, 0.8, 0.99])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_repetitions_needed_is_statsmodels_but_for_one(effect, power, confidence):
    one_side = {"alpha": (1 - confidence) / 2, "alternative": "larger"}  # not the wrong way round
    exact = TTestPower().solve_power(effect, power=power, **one_side)
    assert abs(repetitions_needed(effect, confidence, power) - np.ceil(exact)) <= 1


def test_repetitions_that_it_says_are_needed_do():
    """Played so often, the test finds the difference about as often as promised."""
    pilot = compare(play(repetitions=500, seed=0), "all").query("10 < repetitions < 40").head(1)
    needed = int(pilot["repetitions"].iloc[0])
    found = [
        compare(play(repetitions=needed, seed=seed), list(pilot.index))["p"].iloc[0] < 0.05
        for seed in range(1, 101)
    ]
    assert 0.65 <= np.mean(found) <= 0.95  # 0.8, by a pilot that is itself an estimate


def test_friedman_is_scipys_and_scikit_posthocs(noisy):
    import scikit_posthocs as posthocs

    for blocks, table in (("repetitions", noisy.per_repetition), ("opponents", noisy.payoffs.T)):
        found = friedman(noisy, blocks=blocks)
        expected = stats.friedmanchisquare(*table.to_numpy().T)
        assert found["statistic"] == pytest.approx(expected.statistic)
        assert found["p"] == pytest.approx(expected.pvalue)
        p = posthocs.posthoc_nemenyi_friedman(table.to_numpy())
        ranks = found["mean_ranks"][table.columns].to_numpy()
        apart = np.abs(ranks[:, None] - ranks[None, :]) > found["critical_difference"]
        assert (apart == (p.to_numpy() < 0.05)).all()


@pytest.mark.parametrize("size", [3, 8, 100])
def test_rank_correlation_is_scipys(size):
    rng = np.random.default_rng(size)
    for y in (rng.normal(size=size), rng.integers(0, 3, size=size), np.arange(size)):
        x = pd.Series(np.arange(size) + rng.normal(size=size))
        expected = stats.spearmanr(x, y)
        r, p = rank_correlation(x, pd.Series(y))
        assert r == pytest.approx(expected.statistic)
        assert p == pytest.approx(expected.pvalue, abs=1e-12)


def test_fisher_is_scipys():
    rng = np.random.default_rng(0)
    for table in (*rng.integers(0, 12, size=(200, 2, 2)), [[0, 5], [0, 3]], [[90, 4], [60, 30]]):
        expected = stats.fisher_exact(np.array(table)).pvalue
        assert fisher(*np.array(table).tolist()) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("players", [2, 3, 10, 250])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
def test_studentized_range_is_scipys(players, level):
    expected = stats.studentized_range.ppf(level, players, np.inf)
    assert studentized_range(level, players) == pytest.approx(expected, rel=1e-6)


def test_friedman_groups_hold_who_is_close_and_all_who_are(noisy):
    found = friedman(noisy, blocks="repetitions")
    ranks = found["mean_ranks"]
    for group in found["groups"]:
        assert ranks[group[-1]] - ranks[group[0]] <= found["critical_difference"]
    together = {frozenset((a, b)) for g in found["groups"] for a in g for b in g if a != b}
    close = {
        frozenset((a, b))
        for a in ranks.index
        for b in ranks.index
        if a != b and abs(ranks[a] - ranks[b]) <= found["critical_difference"]
    }
    assert together == close


def test_friedman_of_equals():
    field = [strategies.tit_for_tat.named(f"copy {k}") for k in range(4)]
    found = friedman(play(field, noise=0))
    assert (found["statistic"], found["p"]) == (0.0, 1.0)
    assert list(found["mean_ranks"]) == [2.5] * 4


def test_bad_input(noisy):
    with pytest.raises(ValueError, match=r"^`pairs` must be 'neighbours', 'all' or names"):
        compare(noisy, "some")
    with pytest.raises(UnknownName, match=r"^No player is named 'tit_for_tats'"):
        compare(noisy, [("tit_for_tats", "joss")])
    with pytest.raises(TournamentError, match=r"^Comparisons need at least two players"):
        compare(play(FIELD[:1]))
    with pytest.raises(TournamentError, match=r"^Errors need at least 2 repetitions"):
        compare(play(repetitions=1))
    with pytest.raises(ValueError, match=r"^`power` must be between 0 and 1"):
        compare(noisy, power=1.5)
    with pytest.raises(TournamentError, match=r"^Friedman's test needs at least 3 players"):
        friedman(play(FIELD[:2]))
    with pytest.raises(TournamentError, match=r"^Friedman's test over opponents needs payoffs"):
        friedman(play(self_play=False))
    with pytest.raises(ValueError, match=r"^`blocks` must be 'opponents' or 'repetitions'"):
        friedman(noisy, blocks="turns")


# -- arguments, borders and ties -------------------------------------------------------------------


COSTS = Game(R=1, S=10, T=0, P=5, less_is_better=True)


@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.99])
@pytest.mark.parametrize("power", [0.5, 0.9])
def test_confidence_and_power_have_a_part_in_every_column(noisy, confidence, power):
    table, found = noisy.per_repetition, compare(noisy, "all", confidence=confidence, power=power)
    for (a, b), row in found.iterrows():
        test = stats.ttest_rel(table[a], table[b])
        ends = test.confidence_interval(confidence)
        assert (row["low"], row["high"]) == pytest.approx((ends.low, ends.high))
        assert row["standard_error"] == pytest.approx(stats.sem(table[a] - table[b]))
        assert row["difference"] == pytest.approx(row["standard_error"] * test.statistic)
        assert row["settled"] == (row["p_holm"] < 1 - confidence)
        assert row["repetitions"] == repetitions_needed(row["effect"], confidence, power)
    assert found["settled"].sum() > 0 or confidence == 0.99


def test_usual_confidence_and_power(noisy):
    usual = compare(noisy, "all")
    pd.testing.assert_frame_equal(usual, compare(noisy, "all", confidence=0.95, power=0.8))
    effect = usual["effect"].to_numpy()
    np.testing.assert_array_equal(repetitions_needed(effect), repetitions_needed(effect, 0.95, 0.8))


def test_costs_are_compared_with_scipy_too():
    results = play(game=COSTS)
    table, found = results.per_repetition, compare(results)
    assert list(found.index) == list(pairwise(results.ranking.index))
    for (better, worse), row in found.iterrows():
        test = stats.ttest_rel(table[worse], table[better])  # more years are worse
        assert row["p"] == pytest.approx(test.pvalue)
        assert row["difference"] == pytest.approx((table[worse] - table[better]).mean())
        assert row["difference"] >= 0


def test_named_pairs_are_turned_so_that_the_better_one_is_first(noisy):
    best, *_, last = noisy.ranking.index
    for pair in ((best, last), (last, best)):
        found = compare(noisy, [pair])
        assert found.index[0] == (best, last)
        assert found["difference"].iloc[0] > 0
        assert found.index.names == ["better", "worse"]


def test_equal_players_stand_by_name_and_nothing_would_settle_them():
    field = [strategies.tit_for_tat.named(name) for name in ("c", "a", "b")]
    for game in (Game(R=3, S=0, T=5, P=1), COSTS):
        found = compare(play(field, noise=0, game=game), "all")
        assert list(found.index) == [("a", "b"), ("a", "c"), ("b", "c")]
        assert (found["p"] == 1).all()
        assert (found[["difference", "standard_error", "effect", "low", "high"]] == 0).all(
            axis=None
        )
        assert found["repetitions"].isna().all()
        assert not found["settled"].any()


def test_what_rounding_makes_is_no_difference():
    """Equal payoffs that no float holds, added up in two orders."""
    third = Game(R=1 / 3, S=1 / 3, T=1 / 3, P=1 / 3)
    found = compare(play(game=third), "all")
    assert (found["difference"] == 0).all()
    assert (found["p"] == 1).all()


def test_exact_differences_are_settled_by_the_fewest_repetitions():
    field = [strategies.always_cooperate, strategies.always_defect]
    found = compare(play(field, noise=0))
    assert found["p"].iloc[0] == 0
    assert found["low"].iloc[0] == found["high"].iloc[0] == found["difference"].iloc[0] > 0
    assert found["effect"].iloc[0] == np.inf
    assert found["repetitions"].iloc[0] == 2


@pytest.mark.parametrize("power", [0, 1, -1])
def test_power_is_between_0_and_1(power):
    with pytest.raises(ValueError, match=r"^`power` must be between 0 and 1"):
        repetitions_needed(0.5, 0.95, power)


def test_repetitions_needed_do_not_hang_on_the_sign():
    one = repetitions_needed(np.array([[0.3, -0.3], [5.0, 0.0]]))
    assert one[0, 0] == one[0, 1] == 90
    # exact by statsmodels: 89.15
    assert one[1, 0] == 3  # 2.24: a normal test's 0.31 and half of 1.96 squared, rounded up
    assert np.isnan(one[1, 1])


# -- Friedman, by its borders ----------------------------------------------------------------------


def test_friedman_ranks_costs_the_other_way_round():
    results = play(game=COSTS)
    for blocks, table in (
        ("repetitions", results.per_repetition),
        ("opponents", results.payoffs.T),
    ):
        found = friedman(results, blocks=blocks)
        ranks = stats.rankdata(table, axis=1).mean(axis=0)  # the smallest is first
        assert found["mean_ranks"][table.columns].to_numpy() == pytest.approx(ranks)
        assert found["mean_ranks"].is_monotonic_increasing
    more = friedman(play(), blocks="repetitions")
    ranks = stats.rankdata(-play().per_repetition, axis=1).mean(axis=0)
    assert more["mean_ranks"][results.names].to_numpy() == pytest.approx(ranks)


@pytest.mark.parametrize("confidence", [0.8, 0.99])
def test_the_critical_difference_is_nemenyis(noisy, confidence):
    """Demšar (2006): q sqrt(k (k + 1) / (6 n)), with scipy's quantile."""
    for blocks, size in (("repetitions", 12), ("opponents", 5)):
        found = friedman(noisy, blocks=blocks, confidence=confidence)
        q = stats.studentized_range.ppf(confidence, 5, np.inf) / np.sqrt(2)
        assert found.critical_difference == pytest.approx(q * np.sqrt(5 * 6 / (6 * size)), rel=1e-6)
    usual = friedman(noisy)
    assert usual.critical_difference == friedman(noisy, confidence=0.95).critical_difference
    assert usual.p == friedman(noisy, blocks="opponents").p


def test_friedman_answers_by_name(noisy):
    found = friedman(noisy)
    assert list(found) == ["statistic", "p", "mean_ranks", "critical_difference", "groups"]
    assert len(found) == 5
    assert found["p"] == found.p
    with pytest.raises(KeyError):
        found["q"]


def test_friedman_needs_two_repetitions_and_three_players():
    field = [strategies.tit_for_tat, strategies.always_defect, strategies.always_cooperate]
    certain = play(field, noise=0, repetitions=1)
    with pytest.raises(TournamentError, match="over repetitions needs at least 2; here is 1"):
        friedman(certain, blocks="repetitions")
    assert len(friedman(certain)["mean_ranks"]) == 3


def test_groups_are_largest_sets_within_the_critical_difference():
    ranks = pd.Series([1.0, 2.0, 3.0, 4.5, 6.0], list("abcde"))
    assert groups_within(ranks, 1.0) == [["a", "b"], ["b", "c"]]  # exactly one apart is together
    assert groups_within(ranks, 0.9) == []
    assert groups_within(ranks, 2.0) == [["a", "b", "c"], ["c", "d"], ["d", "e"]]
    assert groups_within(ranks, 5.0) == [list("abcde")]


@pytest.mark.parametrize(("x", "p"), [([1, 2, 3, 4], 0.0), ([4, 3, 2, 1], 0.0)])
def test_perfect_rank_correlations(x, p):
    r, found = rank_correlation(pd.Series(x), pd.Series([10, 20, 30, 40]))
    assert abs(r) == pytest.approx(1)
    assert found == pytest.approx(p, abs=1e-9)


def test_friedmans_test_of_equal_ranks_and_of_opposite_blocks():
    assert friedman_test(np.full((4, 3), 2.0)) == (0.0, 1.0)
    statistic, p = friedman_test(np.array([[1.0, 2, 3], [3, 2, 1]]))
    assert (statistic, p) == (0.0, 1.0)
    same = np.array([[1.0, 2, 3]] * 5)
    want = stats.friedmanchisquare(*same.T)
    assert friedman_test(same) == pytest.approx((want.statistic, want.pvalue))
