"""What a season returns: frames, and folders that hold the same."""

import json
import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from tournament import PRESETS, C, D, Results, Tournament, partner_rule, strategy
from tournament.errors import ResultsError, TournamentError
from tournament.events.season.event import Season
from tournament.results.season import SeasonResults, gini

KINDS = {
    ("tit_for_tat", "out_for_tat"): 20,
    ("random_player", "anyone"): 12,
    ("always_defect", "never"): 8,
}
NAMES = ["tit_for_tat + out_for_tat", "random_player + anyone", "always_defect + never"]
TALLIES = ("towns", "daily", "fresh", "between")


def play(players=KINDS, **words) -> SeasonResults:
    words = {"friends": 6, "days": 12, "gifts_per_day": 3, "seed": 4} | words
    return Season(players, **words).play(progress=False)


@pytest.fixture(scope="module", params=["plain", "options", "one kind", "costs"])
def results(request):
    return {
        "plain": lambda: play(),
        "options": lambda: play(
            gifts_per_day=[1, 2, 3] * 4, absence=0.3, inbox=3, noise=[0.0, 0.1, 0.2], visible=True,
            nice_list=True, days_known=False, repetitions=3,
        ),
        "one kind": lambda: play(["joss"], towns=2, friends="everyone", gifts_per_day=1),
        "costs": lambda: play(game=PRESETS["prison_years"], friends=nx.circulant_graph(40, [1, 5])),
    }[request.param]()  # fmt: skip


# -- frames ---------------------------------------------------------------------------------------


def test_frames_have_their_columns(results):
    assert list(results.towns.columns) == [
        "kind", "income", "as_giver", "as_receiver", "sent", "received", "unopened", "nice"
    ]  # fmt: skip
    assert results.towns.index.names == ["repetition", "town"]
    assert list(results.ranking.columns) == [
        "rank", "towns", "income", "standard_error", "low", "high", "best_rank", "worst_rank",
        "tier", "error_over_towns", "error_over_repetitions", "as_giver", "as_receiver", "sent",
        "received", "unopened", "nice",
    ]  # fmt: skip
    assert sorted(results.ranking.index) == sorted(results.kinds)
    assert list(results.days.columns) == ["opened", "nice", "income", "new"]
    assert len(results.days) == results.rules.days * (len(results.kinds) + 1)
    for frame in (results.between, results.nice_between):
        assert list(frame.index) == list(frame.columns) == results.kinds
        assert (frame.index.name, frame.columns.name) == ("giver", "receiver")
    assert list(results.gifts.columns) == ["giver", "receiver", "gifts", "nice"]


def test_the_ranking_is_that_of_the_towns(results):
    ranking, towns = results.ranking, results.towns
    for name, row in ranking.iterrows():
        own = towns[towns.kind == name]
        means = own.groupby("repetition").income.mean()
        assert row.income == pytest.approx(own.income.mean())
        assert row.towns * results.repetitions == len(own)
        several = results.repetitions > 1
        assert row.error_over_towns == pytest.approx(own.income.sem(), nan_ok=True)
        if several:
            assert row.error_over_repetitions == pytest.approx(means.sem())
        else:
            assert np.isnan(row.error_over_repetitions)
        error = means.sem() if several else own.income.sem()
        freedom = (results.repetitions if several else len(own)) - 1
        margin = student.ppf(0.975, freedom) * error
        np.testing.assert_allclose([row.low, row.high], [row.income - margin, row.income + margin])
        weights = own.sent - own.unopened + own.received
        nice = (own.nice.fillna(0) * weights).sum() / weights.sum() if weights.sum() else np.nan
        assert row.nice == pytest.approx(nice, nan_ok=True)
    best = ranking.income * (-1 if results.rules.game.less_is_better else 1)
    assert best.is_monotonic_decreasing
    assert list(ranking["rank"]) == list(range(1, len(ranking) + 1))


def test_errors_of_all_means(results):
    ranking, over_towns = results.ranking, results.errors("towns")
    assert list(over_towns.index) == list(ranking.index)
    known = ranking["error_over_towns"].notna()
    assert over_towns["income"][known].to_dict() == pytest.approx(
        ranking["error_over_towns"][known].to_dict()
    )
    over_repetitions = results.errors("repetitions")
    for column in ("income", "as_giver", "received", "nice"):
        by_hand = {
            kind: np.std(values.groupby("repetition")[column].mean(), ddof=1)
            / np.sqrt(results.repetitions)
            for kind, values in results.towns.groupby("kind", observed=True)
            if results.repetitions > 1
        }
        found = over_repetitions[column].to_dict()
        expected = by_hand or dict.fromkeys(found, np.nan)
        assert found == pytest.approx(expected, nan_ok=True)
    with pytest.raises(ValueError, match=r"^`over` must be 'towns' or 'repetitions'; got 'days'"):
        results.errors("days")


def test_shares_are_shares(results):
    for values in (
        results.towns.nice, results.days.nice, results.days.new, results.nice_between.to_numpy(),
        results.ranking.nice,
    ):  # fmt: skip
        known = np.ravel(values)[~np.isnan(np.ravel(values))]
        assert ((known >= 0) & (known <= 1)).all()
    assert results.days.xs(0, level="day").new.dropna().gt(0).all()


def test_days_and_pairs_add_up_to_towns(results):
    n, towns, days = results.repetitions, results.towns, results.days
    opened = towns.received.sum() / n
    assert days.xs("all", level="kind").opened.sum() == pytest.approx(opened)
    assert results.between.to_numpy().sum() == pytest.approx(opened)
    for name in results.kinds:
        own = towns[towns.kind == name]
        income = days.xs(name, level="kind").income.sum() * len(own)
        assert income == pytest.approx(own.income.sum())
        assert results.between.loc[name].sum() == pytest.approx((own.sent - own.unopened).sum() / n)
        assert results.between[name].sum() == pytest.approx(own.received.sum() / n)


def test_gifts_are_edges_for_networkx(results):
    graph = nx.from_pandas_edgelist(
        results.gifts, "giver", "receiver", True, create_using=nx.DiGraph
    )
    first = results.towns.loc[0]
    assert graph.size(weight="gifts") == first.sent.sum()
    for town in graph.nodes:
        assert graph.out_degree(town, weight="gifts") == first.sent[town]
        assert graph.in_degree(town, weight="gifts") >= first.received[town]
    assert (results.gifts.giver != results.gifts.receiver).all()


# -- Gini -----------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_gini_is_half_the_relative_mean_difference(values):
    x = np.array(values, float)
    if x.sum() == 0:
        assert np.isnan(gini(x))
    else:
        naive = np.abs(x[:, None] - x).mean() / (2 * x.mean())
        assert gini(x) == pytest.approx(naive, abs=1e-12)
        assert gini(3 * x) == pytest.approx(gini(x), abs=1e-12)
        assert 0 <= gini(x) + 1e-12 < 1 + 1e-12


def test_gini_of_negative_incomes_is_missing():
    assert np.isnan(gini(np.array([-1.0, 5.0])))


def test_inequality_is_that_of_the_towns(results):
    assert list(results.inequality.columns) == ["income", "received"]
    for repetition, row in results.inequality.iterrows():
        own = results.towns.loc[repetition]
        assert row.income == pytest.approx(gini(own.income.to_numpy()), nan_ok=True)
        assert row.received == pytest.approx(gini(own.received.to_numpy()), nan_ok=True)


# -- folders --------------------------------------------------------------------------------------


def test_a_folder_holds_the_same(results, tmp_path):
    folder = results.save(tmp_path / "deep" / "out")
    again = SeasonResults.load(folder)
    assert again.rules == results.rules
    assert again.kinds == results.kinds
    assert again.friends == results.friends
    assert again.plugins == json.loads(json.dumps(results.plugins))
    assert again.manifest == results.manifest
    for one, two in zip(again.kind_of, results.kind_of, strict=True):
        np.testing.assert_array_equal(one, two)
    for one, two in zip(again.tallies, results.tallies, strict=True):
        for name in TALLIES:
            np.testing.assert_array_equal(getattr(one, name), getattr(two, name), err_msg=name)
    for name in ("towns", "ranking", "days", "between", "nice_between", "inequality", "gifts"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(results, name))
    assert {f.name for f in folder.iterdir()} == {"results.sqlite"}
    assert {f.name for f in folder.parent.iterdir()} == {"out"}


@pytest.fixture
def saved(tmp_path):
    return play(repetitions=2).save(tmp_path / "out")


def refused(folder) -> str:
    with pytest.raises(ResultsError) as error:
        SeasonResults.load(folder)
    assert str(error.value).startswith(str(folder))
    return str(error.value)


def test_results_of_tournaments_and_seasons_are_told_apart(saved, tmp_path):
    other = Tournament(["tit_for_tat", "joss"], repetitions=2, seed=1).play(progress=False)
    folder = other.save(tmp_path / "tournament")
    assert refused(folder).endswith("these are results of a tournament, not of a season.")
    with pytest.raises(ResultsError, match="these are results of a season, not of a tournament"):
        Results.load(saved)


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ResultsError, match="already something else here"):
        play().save(tmp_path)
    assert [f.name for f in tmp_path.iterdir()] == ["mine.txt"]


def test_the_manifest_says_how_to_repeat(saved):
    with closing(sqlite3.connect(saved / "results.sqlite")) as file:
        facts = {fact: json.loads(value) for fact, value in file.execute("SELECT * FROM manifest")}
        kinds = [name for _, name, _ in file.execute("SELECT * FROM kinds")]
    assert facts["seed"] == facts["rules"]["seed"] == 4
    assert {"tournament", "python", "numba", "numpy"} <= set(facts["versions"])
    assert list(facts["plugins"]) == kinds == NAMES
    rule = facts["plugins"][NAMES[0]]["partner"]
    assert (rule["per_friend"], rule["parameters"]) == (1, {})
    assert rule["code"]


# -- what tournaments have too --------------------------------------------------------------------


def test_places_and_tiers_are_what_intervals_leave_open(results):
    frame = results.ranking
    assert (frame["best_rank"] <= frame["rank"]).all()
    assert (frame["rank"] <= frame["worst_rank"]).all()
    tiers = frame["tier"].tolist()
    assert tiers[0] == 1
    assert all(0 <= below - above <= 1 for above, below in pairwise(tiers))


def test_equal_seasons_are_equal(tmp_path):
    one = play()
    assert one == play()
    assert one == SeasonResults.load(one.save(tmp_path / "out"))
    assert one != play(seed=5)
    assert one != play(days=11)
    assert one != play({**KINDS, ("joss", "anyone"): 1})
    assert one != "results"


def test_under_another_game_incomes_are_those_of_a_season_played_anew():
    one, game = play(repetitions=2), PRESETS["prisoners_dilemma"]
    again = play(repetitions=2, game=game)
    assert one.under(game) == again
    pd.testing.assert_frame_equal(one.under(game).ranking, again.ranking)
    assert one.under(game).manifest["game"] == str(game)
    assert one == play(repetitions=2)


@partner_rule
def richest(town, friend):
    """Give to the friend from whom most came."""
    return friend.payoff


@strategy
def scorer(me, opponent):
    """Cooperate while that pays."""
    return C if me.score >= 2 else D


@pytest.mark.parametrize(
    ("kind", "name"),
    [(("tit_for_tat", richest), "richest"), ((scorer, "anyone"), "scorer")],
)
def test_under_another_game__rules_that_look_at_payoffs_are_named(kind, name):
    found = Season(
        {kind: 10, ("joss", "anyone"): 10}, days=3, gifts_per_day=3, friends=4, seed=1
    ).play(progress=False)
    with pytest.raises(TournamentError, match=rf"payoffs; {name} does. Play the season again"):
        found.under(PRESETS["prisoners_dilemma"])


def test_under_another_game__the_game_must_pay_alike():
    with pytest.raises(TournamentError, match="pay both seats alike"):
        play().under(PRESETS["battle_of_the_sexes"])
    with pytest.raises(TypeError, match="`game` must be a Game"):
        play().under(3)


def test_a_season_saved_before_partner_rules_were_known_must_be_played_again():
    earlier = SeasonResults.load(Path(__file__).parent / "data" / "season")
    with pytest.raises(TournamentError, match="out_for_tat, anyone, never do"):
        earlier.under(PRESETS["prisoners_dilemma"])
