"""Rules of ranking are one table; intervals, places and tiers are the same for every event."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import analysis
from tournament import Tournament
from tournament.cli import screen
from tournament.cli.commands.run import check_rule
from tournament.errors import ArgumentError
from tournament.results.estimation.estimates import Estimates
from tournament.results.ranking import (
    CONFIDENCE,
    RANKINGS,
    Evidence,
    RankingRule,
    interval,
    places,
    rank,
)

FIELD = ["tit_for_tat", "random_player", "always_defect", "always_cooperate"]


def by_cooperation(evidence: Evidence) -> Estimates:
    """Return rates of cooperation in whole repetitions."""
    moves = evidence.counts.sum(axis=2)
    rates = moves[..., :2].sum(axis=-1) / moves.sum(axis=-1)
    error = rates.std(axis=0, ddof=1) / np.sqrt(len(rates))
    return rates.mean(axis=0), error, evidence.scores[2]


@pytest.fixture
def fifth(monkeypatch) -> RankingRule:
    rule = RankingRule(
        estimate=by_cooperation,
        words="share of cooperative moves",
        unit="share of cooperative moves",
        note="share of cooperative moves",
        shown="share",
    )
    monkeypatch.setitem(RANKINGS, "cooperation", rule)
    return rule


def test_a_fifth_rule_is_one_entry(fifth, tmp_path, capsys):
    event = Tournament(FIELD, turns=10, repetitions=5, noise=0.05, seed=1)
    results = event.play(progress=False).ranked("cooperation")
    frame = results.ranking
    assert frame.index[0] == "always_cooperate"
    assert frame.index[-1] == "always_defect"
    assert frame["cooperation"].is_monotonic_decreasing
    assert list(frame["rank"]) == [1, 2, 3, 4]
    assert (frame["standard_error"] > 0).all()
    assert list(frame.columns).count("cooperation") == 1
    assert "cooperation" in str(results)

    screen.tournament(results)
    assert "Cooperation: share of cooperative moves ± standard error" in capsys.readouterr().out
    page = analysis.report(results, tmp_path / "out").read_text(encoding="utf-8")
    assert "anked by share of cooperative moves" in page


def test_the_command_line_knows_a_fifth_rule(fifth):
    class Args:
        rank_by, settle, exact = "cooperation", None, False

    check_rule(Args)
    Args.rank_by = "luck"
    with pytest.raises(ArgumentError, match="score, median, wins, points, cooperation; got 'luck'"):
        check_rule(Args)


def test_an_interval_covers_its_mean_and_grows_with_its_confidence():
    mean, error = np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.0, np.nan])
    low, high = interval(mean, error, 5)
    assert low[0] < 1 < high[0]
    assert low[1] == high[1] == 2
    assert np.isnan([low[2], high[2]]).all()
    wide = interval(mean, error, 5, 0.99)
    assert wide[0][0] < low[0]
    assert np.isnan(interval(mean, error, 1)[0][0])


@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(0, 3)), min_size=1, max_size=9),
    st.booleans(),
)
def test_places_are_what_overlapping_intervals_allow(ends, less):
    mean, reach = np.array(ends).T
    low, high = mean - reach, mean + reach
    order = np.argsort(mean if less else -mean, kind="stable").tolist()
    found = places(low, high, order, less_is_better=less)
    for i in range(len(mean)):
        above = sum(high[j] < low[i] if less else low[j] > high[i] for j in range(len(mean)))
        below = sum(low[j] > high[i] if less else high[j] < low[i] for j in range(len(mean)))
        assert found["best_rank"][i] == 1 + above
        assert found["worst_rank"][i] == len(mean) - below
    tiers = found["tier"][order]
    assert tiers[0] == 1
    assert set(np.diff(tiers)) <= {0, 1}


# -- intervals and places, by their borders -------------------------------------------------------


@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.99])
def test_intervals_are_scipys_for_every_size(confidence):
    mean, error, size = np.array([1.0, -2.0, 3.0]), np.array([0.5, 2.0, 0.1]), np.array([2, 3, 40])
    low, high = interval(mean, error, size, confidence)
    want = stats.t.interval(confidence, size - 1, loc=mean, scale=error)
    np.testing.assert_allclose([low, high], want)
    if confidence == CONFIDENCE:
        np.testing.assert_array_equal(interval(mean, error, size), (low, high))


def test_an_interval_of_one_observation_is_known_only_without_error():
    low, high = interval(np.array([1.0, 2.0]), np.array([0.0, 0.5]), 1)
    assert low[0] == high[0] == 1
    assert np.isnan([low[1], high[1]]).all()


@pytest.mark.parametrize("less", [False, True])
def test_intervals_that_touch_overlap_and_slack_is_a_gap_that_separates_nothing(less):
    low, high = np.array([2.0, 1.0, -1.0]), np.array([3.0, 2.0, 0.5])
    if less:
        low, high = -high, -low
    found = places(low, high, [0, 1, 2], less_is_better=less)
    assert found["tier"].tolist() == [1, 1, 2]
    assert found["best_rank"].tolist() == [1, 1, 3]
    assert found["worst_rank"].tolist() == [2, 2, 3]
    wide = places(low, high, [0, 1, 2], less_is_better=less, slack=0.5)  # the gap, not more
    assert wide["tier"].tolist() == [1, 1, 1]
    assert wide["best_rank"].tolist() == [1, 1, 2]
    assert wide["worst_rank"].tolist() == [2, 3, 3]


def evidence(scores, errors, *, wins=None, costs=False, certain=None, repetitions=5):
    size = len(scores)
    return Evidence(
        counts=np.ones((repetitions, size, 1, 4)),
        payoffs=np.ones((1, 4)),
        scores=(np.array(scores), np.array(errors), np.linspace(0, 1, size)),
        wins=np.full((size, size), np.nan) if wins is None else np.array(wins),
        meetings=repetitions,
        certain=np.zeros(size, bool) if certain is None else np.array(certain),
        costs=costs,
    )


@pytest.mark.parametrize("costs", [False, True])
def test_a_ranking_sorts_by_value_then_by_name_and_who_met_nobody_is_last(costs):
    scores = [1.0, np.nan, 2.0, 2.0, -5.0]
    frame = rank(list("edcba"), "score", evidence(scores, [0.1] * 5, costs=costs))
    assert list(frame.index) == (list("aebcd") if costs else list("bcead"))
    assert list(frame["rank"]) == [1, 2, 3, 4, 5]
    assert frame["cooperation"].to_dict() == dict(zip("edcba", np.linspace(0, 1, 5), strict=True))
    assert frame.attrs == {"confidence": 0.95, "by": "score"}


def test_what_had_no_luck_has_no_error():
    frame = rank(list("abc"), "score",
                 evidence([3, 2, np.nan], [0.5] * 3, certain=[True, False, True]))  # fmt: skip
    assert frame["standard_error"].tolist()[:2] == [0.0, 0.5]
    assert frame.loc["c", "standard_error"] == 0.5  # nothing is known of it
    assert frame.loc["a", "low"] == frame.loc["a", "high"] == 3
    assert frame.loc["b", "low"] < 2 < frame.loc["b", "high"]


@pytest.mark.parametrize("costs", [False, True])
def test_shares_of_wins_are_means_over_who_was_met_and_more_is_better(costs):
    wins = [[np.nan, 0.5, 1.0], [0.25, np.nan, np.nan], [np.nan] * 3]
    frame = rank(list("abc"), "wins", evidence([1, 2, 3], [0.1] * 3, wins=wins, costs=costs))
    assert frame["wins"].to_dict() == pytest.approx(
        {"a": 0.75, "b": 0.25, "c": np.nan}, nan_ok=True
    )
    assert list(frame.index) == ["a", "b", "c"]
    assert frame["score"].to_dict() == {"a": 1, "b": 2, "c": 3}
    by_score = rank(list("abc"), "score", evidence([1, 2, 3], [0.1] * 3, wins=wins))
    assert by_score["wins"].to_dict() == pytest.approx(frame["wins"].to_dict(), nan_ok=True)


def test_where_payoffs_are_costs_small_numbers_are_good_but_for_shares():
    assert {name: rule.less_is_better(True) for name, rule in RANKINGS.items()} == {
        "score": True, "median": True, "points": True, "wins": False,
    }  # fmt: skip
    assert not any(rule.less_is_better(False) for rule in RANKINGS.values())
    frame = rank(list("ab"), "score", evidence([1.0, 9.0], [0.01, 0.01], costs=True))
    assert frame["best_rank"].tolist() == frame["worst_rank"].tolist() == [1, 2]
    assert frame["tier"].tolist() == [1, 2]
