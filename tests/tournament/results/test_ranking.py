"""Rules of ranking are one table; intervals, places and tiers are the same for every event."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from tournament import Tournament
from tournament.cli import screen
from tournament.cli.commands.run import check_rule
from tournament.errors import ArgumentError
from tournament.results.estimation.estimates import Estimates
from tournament.results.ranking import RANKINGS, Evidence, RankingRule, interval, places

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
        rank_by, settle = "cooperation", None

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
