"""Numbers that a season's report takes from its results, worked out again another way."""

import numpy as np
import pandas as pd
import pytest

from analysis.reports.season.findings import Findings
from analysis.reports.season.numbers import (
    attitude,
    by_attitude,
    by_repetition,
    daily,
    daily_niceness,
    difference,
    grid,
    most_of,
    preference,
    ranking,
)
from strategies import anyone, never, out_for_tat
from tournament import Game, Season

COSTS = Game(R=1, S=3, T=0, P=2, less_is_better=True)


@pytest.fixture(scope="module")
def mixed(season, rules):
    return season(
        (rules.nice, anyone), (rules.nasty, anyone), (rules.echo, out_for_tat), rules.coin,
        repetitions=3, absence=0.2,
    )  # fmt: skip


def test_opened__counts_gifts_of_a_season(mixed):
    assert Findings(mixed).opened == mixed.towns["received"].sum() / 3
    assert Findings(mixed).opened < mixed.towns["sent"].sum() / 3  # some were never opened


def test_rule_names(season, rules):
    results = season((rules.nice, out_for_tat), rules.nasty, partner=never)
    assert Findings(results).rules == {
        "nice + out_for_tat": ("nice", "out_for_tat"),
        "nasty": ("nasty", "never"),
    }


@pytest.mark.parametrize("game", [None, COSTS])
def test_places__follow_from_the_intervals(season, rules, game):
    results = season(
        rules.nice, rules.nasty, rules.coin, rules.echo,
        repetitions=4, **{"game": game} if game else {},
    )  # fmt: skip
    frame, sign = ranking(results), -1 if game else 1
    for kind, row in frame.iterrows():
        worst, best = sorted((sign * row.low, sign * row.high))
        sure_better = sure_worse = 0
        for other, rival in frame.iterrows():
            ends = sorted((sign * rival.low, sign * rival.high))
            sure_better += other != kind and ends[0] > best
            sure_worse += other != kind and ends[1] < worst
        assert row.best_rank == 1 + sure_better
        assert row.worst_rank == len(frame) - sure_worse
        assert row.best_rank <= row["rank"] <= row.worst_rank
    assert frame["tier"].is_monotonic_increasing
    assert set(np.diff(frame["tier"])) <= {0, 1}


def test_places__nothing_is_sure_without_intervals(season, rules):
    frame = ranking(
        season(rules.nice, rules.nasty, rules.coin, towns=3, friends=2, gifts_per_day=2)
    )
    assert frame["low"].isna().all()
    assert frame["best_rank"].tolist() == [1, 1, 1]
    assert frame["worst_rank"].tolist() == [3, 3, 3]
    assert frame["tier"].tolist() == [1, 1, 1]


def test_places__rounding_is_no_error(season, rules):
    """With all towns alike, errors are at most rounding, whatever the payoffs."""
    tenths = Game(R=0.1, S=0.1, T=0.1, P=0.1)
    frame = ranking(season(rules.nice, friends="everyone", gifts_per_day=23, game=tenths))
    assert frame["standard_error"].tolist() == [0.0]
    assert frame["low"].tolist() == frame["high"].tolist() == frame["income"].tolist()


@pytest.mark.parametrize(
    ("share", "word"), [(0, 0), (1 / 3, 0), (0.34, 1), (0.66, 1), (2 / 3, 2), (1, 2), (np.nan, 3)]
)
def test_attitude__at_its_limits(share, word):
    assert attitude(np.array([share])).tolist() == [word]


def test_difference__is_the_paired_t_interval():
    from scipy.stats import ttest_rel

    one, other = np.random.default_rng(0).normal(size=(2, 12))
    gap = difference(one, other)
    low, high = ttest_rel(one, other).confidence_interval(0.95)
    assert gap.mean - gap.reach == pytest.approx(low)
    assert gap.mean + gap.reach == pytest.approx(high)
    assert gap.sure == (low > 0 or high < 0)


def test_difference__of_few():
    nothing = difference(np.array([np.nan]), np.array([1.0]))
    assert np.isnan(nothing.mean)
    one = difference(np.array([3.0, np.nan]), np.array([1.0, 1.0]))
    assert (one.mean, one.sure) == (2.0, False)
    assert np.isnan(one.reach)
    same = difference(np.ones(3), np.ones(3))
    assert (same.mean, same.reach, same.sure) == (0.0, 0.0, False)


def test_by_attitude__means_of_towns(mixed):
    towns = mixed.towns.loc[1]
    naughty = towns[towns["nice"] <= 1 / 3]["income"].mean()
    assert by_attitude(mixed).loc[1, 0] == pytest.approx(naughty)


def test_by_repetition__averages_to_the_ranking(mixed):
    means = by_repetition(mixed).mean(axis=1)
    for kind, row in mixed.ranking.iterrows():
        assert means[kind] == pytest.approx(row["income"])


def test_grid__has_the_incomes_in_their_places(season, rules):
    kinds = [(s, p) for s in (rules.nice, rules.nasty) for p in (anyone, out_for_tat)]
    results = season(*kinds, (rules.echo, out_for_tat))
    table = Findings(results).grid
    for strategy in ("nice", "nasty", "echo"):
        for partner in ("anyone", "out_for_tat"):
            kind = f"{strategy} + {partner}"
            if kind in results.ranking.index:
                assert table.loc[strategy, partner] == results.ranking.loc[kind, "income"]
    assert np.isnan(table.loc["echo", "anyone"])
    both = table.loc[["nice", "nasty"]].mean()
    assert list(table.columns) == list(both.sort_values(ascending=False).index)


RULES = {
    "a": ("wolf", "zealous"),
    "b": ("ant", "zealous"),
    "c": ("wolf", "anyone"),
    "d": ("ant", "anyone"),
    "e": ("bee", "anyone"),
}


@pytest.mark.parametrize(
    ("incomes", "less", "rows", "columns"),
    [
        # equal ones stay in the order of ranks: not by the alphabet
        ([3, 3, 3, 3, 3], False, "wolf ant bee", "zealous anyone"),
        ([3, 3, 3, 3, 3], True, "wolf ant bee", "zealous anyone"),
        ([5, 4, 2, 1, 9], False, "bee wolf ant", "zealous anyone"),
        ([1, 2, 3, 4, 9], True, "wolf ant bee", "zealous anyone"),
        ([1, 2, 3, 4, 0], True, "bee wolf ant", "zealous anyone"),
    ],
)
def test_grid__best_first(incomes, less, rows, columns):
    """Partner rules are compared over the strategies that play with all of them."""
    ranking = pd.DataFrame({"income": incomes}, index=list(RULES), dtype=float)
    table = grid(ranking, RULES, less_is_better=less)
    assert (list(table.index), list(table.columns)) == (rows.split(), columns.split())
    for kind, (strategy, partner) in RULES.items():
        assert table.loc[strategy, partner] == ranking.loc[kind, "income"]
    assert np.isnan(table.loc["bee", "zealous"])


def test_grid__where_nobody_plays_with_all_all_are_compared():
    rules = {"a": ("wolf", "zealous"), "b": ("ant", "anyone")}
    table = grid(pd.DataFrame({"income": [1.0, 2.0]}, index=["a", "b"]), rules)
    assert (list(table.index), list(table.columns)) == (["ant", "wolf"], ["anyone", "zealous"])


@pytest.mark.parametrize("towns", [{}, {"uneven": True}])
def test_preference__weighs_to_one(season, rules, towns):
    """Over receivers, weighted by how many there are, it is 1 for whoever gives."""
    if towns:
        kinds = {rules.nice: 4, rules.nasty: 12, rules.echo: 8}
        results = Season(kinds, days=4, gifts_per_day=3, friends=6, seed=2, engine="python").play(
            progress=False
        )
    else:
        results = season(rules.nice, rules.nasty, (rules.echo, never))
    times, size = preference(results), results.ranking["towns"]
    for giver in times.index:
        others = size - (size.index == giver)
        if results.ranking.loc[giver, "sent"]:
            assert (times.loc[giver] * others / others.sum()).sum() == pytest.approx(1)
        else:
            assert times.loc[giver].isna().all()


def test_preference__everybody_gets_the_same_from_everybody(season, rules):
    """Whoever gives one gift to each of all friends prefers nobody."""
    results = season(rules.nice, rules.nasty, friends="everyone", gifts_per_day=23)
    assert preference(results).to_numpy() == pytest.approx(1)


def test_daily__sums_to_the_season(mixed):
    tables, towns = daily(mixed), mixed.ranking["towns"]
    assert list(tables["received"].columns) == ["all", *mixed.ranking.index]
    for kind, row in mixed.ranking.iterrows():
        assert tables["received"][kind].sum() == pytest.approx(row["received"])
        assert tables["income"][kind].sum() == pytest.approx(row["income"])
    assert tables["received"]["all"].sum() * towns.sum() == pytest.approx(Findings(mixed).opened)


def test_daily_niceness__is_that_of_days(season, rules):
    results = season(rules.nice, rules.nasty, rules.coin)
    np.testing.assert_allclose(
        daily_niceness(results)[0], results.days["nice"].xs("all", level="kind")
    )


@pytest.mark.parametrize(("values", "share"), [([1, 1, 2], 0.5), ([0, 0], np.nan), ([5], 1.0)])
def test_most_of(values, share):
    np.testing.assert_equal(most_of(np.array(values)), share)
