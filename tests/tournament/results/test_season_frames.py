"""Frames of a season whose moves are known: who gave to whom says what everybody earned.

Towns of one kind are always nice, those of another never. So every frame follows from how many
gifts went between kinds, by the payoff table and nothing else.
"""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy import stats

import strategies
from tournament import PRESETS, Game, Season
from tournament.results.season import SeasonResults

KINDS = {("always_cooperate", "anyone"): 14, ("always_defect", "anyone"): 10}
NICE, NASTY = "always_cooperate + anyone", "always_defect + anyone"
CASES = {
    "payoffs": {"game": Game(R=3, S=-1, T=5, P=1)},
    "costs": {"game": PRESETS["prison_years"]},
    "repetitions": {"game": Game(R=3, S=-1, T=5, P=1), "repetitions": 4},
    "absence": {"game": Game(R=3, S=-1, T=5, P=1), "repetitions": 3, "absence": 0.4, "inbox": 2},
}


def play(kinds=KINDS, **words) -> SeasonResults:
    words = {"friends": 6, "days": 7, "gifts_per_day": [2, 1, 3, 0, 2, 2, 1], "seed": 4} | words
    return Season(kinds, **words).play(progress=False)


@pytest.fixture(scope="module", params=CASES)
def results(request):
    return play(**CASES[request.param])


@pytest.fixture(scope="module")
def paid(results):
    """Return what a kind is paid for a gift between it and another, by (kind, other)."""
    game = results.game
    R, S, T, P = (getattr(game, name) for name in "RSTP")
    return {(NICE, NICE): R, (NICE, NASTY): S, (NASTY, NICE): T, (NASTY, NASTY): P}


def test_nice_towns_give_nicely_to_whoever_it_is(results):
    found = results.nice_between
    assert (found.loc[NICE] == 1).all()
    assert (found.loc[NASTY] == 0).all()


def test_between_is_who_gave_to_whom(results):
    """Counted anew from single gifts, where all of them were opened."""
    towns, gifts, kind_of = results.towns, results.gifts, results.kind_of[0]
    if towns["unopened"].any():
        assert (results.between.sum(axis=1) * results.repetitions).to_dict() == pytest.approx(
            (towns["sent"] - towns["unopened"])
            .groupby(towns["kind"], observed=True)
            .sum()
            .to_dict()
        )
        return
    only = Season(KINDS, 24, friends=6, days=7, gifts_per_day=[2, 1, 3, 0, 2, 2, 1], seed=4,
                  game=results.game).play(progress=False)  # fmt: skip
    counts = np.zeros((2, 2))
    for giver, receiver, left, nice in gifts.to_numpy():
        counts[kind_of[giver], kind_of[receiver]] += left
        assert nice == (left if kind_of[giver] == 0 else 0)
    np.testing.assert_array_equal(only.between, counts)


def test_incomes_are_gifts_times_the_table(results, paid):
    ranking, between, towns = results.ranking, results.between, results.towns
    for kind in (NICE, NASTY):
        many = (towns["kind"] == kind).sum() / results.repetitions
        gave = sum(between.loc[kind, other] * paid[kind, other] for other in (NICE, NASTY))
        received = sum(between.loc[other, kind] * paid[kind, other] for other in (NICE, NASTY))
        row = ranking.loc[kind]
        assert row["towns"] == many
        assert row["as_giver"] == pytest.approx(gave / many)
        assert row["as_receiver"] == pytest.approx(received / many)
        assert row["income"] == pytest.approx((gave + received) / many)
        assert row["received"] == pytest.approx(between[kind].sum() / many)
        assert row["nice"] == (kind == NICE)
        assert row["sent"] - row["unopened"] == pytest.approx(between.loc[kind].sum() / many)
    by_kind = results.days.drop("all", level="kind")
    for kind, days in by_kind.groupby("kind"):
        many = (towns["kind"] == kind).sum()
        total = towns["income"][towns["kind"] == kind].sum()
        assert days["income"].sum() * many == pytest.approx(total)
        assert set(days["nice"].dropna()) == {float(kind == NICE)}


def test_days_of_all_are_means_over_kinds(results):
    towns, days = results.towns, results.days
    sizes = towns.groupby("kind", observed=True).size()
    for day in range(results.rules.days):
        of_kinds, of_all = days.loc[day].drop("all"), days.loc[(day, "all")]
        assert of_all["opened"] == pytest.approx(of_kinds["opened"].sum())
        assert of_all["income"] == pytest.approx(
            (of_kinds["income"] * sizes[of_kinds.index]).sum() / sizes.sum()
        )
        fresh = (of_kinds["new"] * of_kinds["opened"]).sum()
        if of_all["opened"]:
            assert of_all["new"] == pytest.approx(fresh / of_all["opened"])
            assert 0 <= of_all["nice"] <= 1
        else:
            assert np.isnan([of_all["new"], of_all["nice"]]).all()


def test_ranks_and_places_are_those_of_the_incomes(results):
    ranking, costs = results.ranking, results.game.less_is_better
    assert list(ranking["rank"]) == [1, 2]
    assert ranking["income"].is_monotonic_increasing == costs
    if results.repetitions > 1:
        margin = stats.t.ppf(0.975, results.repetitions - 1) * ranking["error_over_repetitions"]
        assert (ranking["high"] - ranking["income"]).to_numpy() == pytest.approx(margin.to_numpy())
    (_, first), (_, second) = ranking.iterrows()
    apart = first["high"] < second["low"] if costs else first["low"] > second["high"]
    assert second["tier"] == 1 + apart
    assert (first["worst_rank"], second["best_rank"]) == ((1, 2) if apart else (2, 1))


@pytest.mark.parametrize("costs", [False, True])
def test_equal_kinds_share_a_place(costs):
    """All are nice and friends in a ring: everybody leaves one gift a day and gets some."""
    rule = strategies.always_cooperate
    kinds = [(rule.named(name), strategies.anyone(per_friend=1)) for name in "ba"]
    game = Game(R=3, S=0, T=5, P=1, less_is_better=costs)
    ring = nx.cycle_graph(10)
    frame = play(
        kinds, towns=10, friends=ring, gifts_per_day=2, game=game
    ).ranking  # one to either side
    assert frame["income"].tolist() == [2 * 2 * 3 * 7] * 2
    assert frame["rank"].tolist() == frame["tier"].tolist() == [1, 1]
    assert frame["best_rank"].tolist() == [1, 1]
    assert frame["worst_rank"].tolist() == [2, 2]
    assert [name.split(" ")[0] for name in frame.index] == ["b", "a"]  # as they entered


def test_errors_over_towns_and_repetitions_are_scipys(results):
    towns = results.towns.reset_index()
    for over, rows in (
        ("towns", towns),
        ("repetitions", towns.groupby(["repetition", "kind"], observed=True).mean().reset_index()),
    ):
        found = results.errors(over)
        assert list(found.index) == list(results.ranking.index)
        for kind in (NICE, NASTY):
            own = rows[rows["kind"] == kind]
            for column in ("income", "as_giver", "as_receiver", "sent", "received", "unopened"):
                error = stats.sem(own[column]) if len(own) > 1 else np.nan
                assert found.loc[kind, column] == pytest.approx(error, nan_ok=True)
    assert results.errors().equals(results.errors("towns"))
    pd.testing.assert_series_equal(
        results.errors("towns")["income"], results.ranking["error_over_towns"], check_names=False,
        check_index_type=False,
    )  # fmt: skip
