"""What must hold of every season, whoever plays and whatever the rules."""

import itertools
import sqlite3
from contextlib import closing
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import strategies
from tournament import PRESETS, REFUSE, partner_rule
from tournament.authors.partners import PartnerRule
from tournament.authors.registry import library
from tournament.engine.season import play as gifts
from tournament.events.season.event import Season
from tournament.results.books.season import SeasonTallies
from tournament.results.books.towns import Towns
from tournament.results.season import SeasonResults

PLAYERS = [
    strategies.tit_for_tat, strategies.always_defect, strategies.random_player, strategies.grudger,
    strategies.joss, strategies.win_stay_lose_shift,
]  # fmt: skip
RULES = [*library(PartnerRule).values()]
WILLING = [rule for rule in RULES if rule.name not in ("never", "choice_and_refusal")]
GAMES = [game for game in PRESETS.values() if game.is_symmetric]
SEEDS = st.integers(0, 2**64 - 1)
TABLES = ("kinds", "between", "arrays")
OTHER_SIDE = [0, 2, 1, 3]  # CC, CD, DC, DD as the other town tells it


@st.composite
def words(draw: Any, rules: list[PartnerRule] = RULES, **fixed: Any) -> dict[str, Any]:
    """Generate what a season may be told, with towns enough for all players and all gifts."""
    days = draw(st.integers(1, 8))
    degree = 2 * draw(st.integers(1, 4))
    budget = st.integers(0, degree)
    drawn = {
        "players": draw(
            st.lists(
                st.tuples(st.sampled_from(PLAYERS), st.sampled_from(rules)),
                min_size=1, max_size=5, unique_by=lambda pair: (pair[0].name, pair[1].name),
            )
        ),
        "towns": draw(st.integers(10, 24)),
        "friends": degree,
        "days": days,
        "gifts_per_day": draw(st.one_of(budget, st.lists(budget, min_size=days, max_size=days))),
        "game": draw(st.sampled_from(GAMES)),
        "inbox": draw(st.one_of(st.none(), st.integers(1, 6))),
        "absence": draw(st.sampled_from([0.0, 0.0, 0.3, 0.8, 1.0])),
        "noise": draw(st.sampled_from([0.0, 0.1])),
        "visible": draw(st.booleans()),
        "nice_list": draw(st.booleans()),
        "days_known": draw(st.booleans()),
        "seed": draw(SEEDS),
    }  # fmt: skip
    return drawn | fixed


def play(told: dict[str, Any], **more: Any) -> SeasonResults:
    return Season(**(told | more)).play(progress=False, threads=1)


def tallies(season: Season, **options: Any) -> SeasonTallies:
    options = {"threads": 1, "keep_rows": True} | options
    return gifts.play(season.kinds, season.rules, season.population(), 0, **options)


# -- nothing is lost, nothing is made -------------------------------------------------------------


@settings(max_examples=50)
@given(words(repetitions=2))
def test_gifts_are_opened_or_lie_there(told):
    towns = play(told).towns
    for _, own in towns.groupby("repetition"):
        assert own.sent.sum() == own.received.sum() + own.unopened.sum()
    assert (towns.unopened >= 0).all()
    if told["absence"] == 0:
        assert (towns.unopened == 0).all()
    if told["absence"] == 1:
        assert (towns.sent == 0).all()
    opened_by_me = (towns.sent - towns.unopened).to_numpy()
    assert (towns.nice.isna() == (opened_by_me + towns.received == 0)).all()


@settings(max_examples=50)
@given(words(repetitions=2))
def test_sums_over_towns_days_and_pairs_of_kinds_agree(told):
    season = Season(**told)
    results = season.play(progress=False)
    for kind, t in zip(results.kind_of, results.tallies, strict=True):
        for number in range(len(season.kinds)):
            own = t.towns[kind == number].sum(0)
            np.testing.assert_array_equal(own[:4], t.daily[:, number, 0].sum(0))
            np.testing.assert_array_equal(own[4:8], t.daily[:, number, 1].sum(0))
            np.testing.assert_array_equal(own[:4], t.between[number].sum(0))
            np.testing.assert_array_equal(own[4:8], t.between[:, number].sum(0)[OTHER_SIDE])
        np.testing.assert_array_equal(
            t.daily[:, :, 0].sum(1), t.daily[:, :, 1].sum(1)[:, OTHER_SIDE]
        )
        assert (t.fresh <= t.daily[:, :, 0].sum(-1)).all()
        assert t.fresh.sum() <= season.friendships
    left = results.exchanged
    assert left[:, 2].sum() == results.tallies[0].towns[:, 8].sum()
    assert (left[:, 3] <= left[:, 2]).all()
    assert left[:, 3].sum() == results.tallies[0].towns[:, :2].sum()


@settings(max_examples=50)
@given(words(repetitions=2))
def test_income_is_counts_times_the_table(told):
    results = play(told)
    game = results.rules.game
    table = {"CC": game.R, "CD": game.S, "DC": game.T, "DD": game.P}
    table = {outcome: float(np.ravel(pay)[0]) for outcome, pay in table.items()}
    both = np.array([2 * table["CC"], table["CD"] + table["DC"], table["CD"] + table["DC"],
                     2 * table["DD"]])  # fmt: skip
    for number, t in enumerate(results.tallies):
        towns = results.towns.loc[number]
        np.testing.assert_allclose(towns.income, towns.as_giver + towns.as_receiver)
        np.testing.assert_allclose(towns.as_giver, t.towns[:, :4] @ list(table.values()))
        np.testing.assert_allclose(towns.as_receiver, t.towns[:, 4:8] @ list(table.values()))
        assert towns.income.sum() == pytest.approx(t.between.sum((0, 1)) @ both)
    alone = results.days.xs("all", level="kind")
    everybody = alone.income.sum() * len(results.towns)
    assert everybody == pytest.approx(results.towns.income.sum())


# -- nobody gives more than may be ----------------------------------------------------------------


def day_by_day(told: dict[str, Any]) -> tuple[Season, Towns, list[np.ndarray]]:
    """Return a season, who lives where, and (2E, 9) counts of each row after 0, 1, ... days.

    A season that does not tell how long it is begins with each shorter one.
    """
    told = told | {"days_known": False}
    season, found = Season(**told), []
    for days in range(1, season.rules.days + 1):
        budget = list(season.rules.gifts[:days])
        found.append(tallies(Season(**told | {"days": days, "gifts_per_day": budget})).rows)
    return season, season.population(), [np.zeros_like(found[0]), *found]


@settings(max_examples=50)
@given(words(), st.integers(1, 4))
def test_a_longer_season_begins_with_the_shorter(told, days):
    assume(days < told["days"])
    told = told | {"days_known": False}
    long = Season(**told)
    short = Season(**told | {"days": days, "gifts_per_day": list(long.rules.gifts[:days])})
    np.testing.assert_array_equal(tallies(short).daily, tallies(long).daily[:days])
    np.testing.assert_array_equal(tallies(short).fresh, tallies(long).fresh[:days])


@settings(max_examples=50)
@given(words(), st.integers(1, 3))
def test_no_budget_share_or_inbox_is_exceeded(told, per_friend):
    told["players"] = [(s, rule(per_friend=per_friend)) for s, rule in told["players"]]
    season, towns, found = day_by_day(told)
    graph = towns.graph
    mine = np.repeat(np.arange(season.towns), np.diff(graph.start))
    for day, (before, after) in enumerate(itertools.pairwise(found)):
        left = (after - before)[:, 8]
        assert left.max() <= per_friend
        sent = np.bincount(mine, left)
        assert sent.max() <= season.rules.gifts[day]
        if season.rules.inbox is not None:
            lying = before[:, 8] - before[:, :4].sum(1)  # of what went along a row
            there = np.bincount(graph.friend, lying + left, minlength=season.towns)
            assert there.max() <= season.rules.inbox


@settings(max_examples=30)
@given(words(rules=WILLING, inbox=None, absence=0.0), st.integers(1, 3))
def test_whoever_refuses_nobody_gives_all_it_may(told, per_friend):
    told["players"] = [(s, rule(per_friend=per_friend)) for s, rule in told["players"]]
    results = play(told)
    assert (results.towns.sent == sum(results.rules.gifts)).all()


def test_where_inboxes_are_full_gifts_go_elsewhere_or_lapse():
    """A favourite with room for one: all others of a day go to second choices, or nowhere."""

    @partner_rule
    def favourites(me, friend):
        return 1.0 if friend.received > 0 else 0.0

    star = np.array([[0, town] for town in range(1, 7)])
    kinds = {("tit_for_tat", "anyone"): 6, ("joss", favourites): 1}
    results = Season(kinds, friends=star, days=5, gifts_per_day=1, inbox=2, seed=1).play(
        progress=False
    )
    towns = results.towns.loc[0]
    assert towns.received[0] == 10  # the hub: five days, two each, of six who would give
    assert towns.sent[1:].sum() == 10
    assert towns.sent[0] == 5


# -- who refuses, and who is refused --------------------------------------------------------------


def test_where_all_refuse_nothing_happens():
    results = play({"players": ["tit_for_tat", "always_defect"], "partner": "never", "towns": 40,
                    "friends": 4, "gifts_per_day": 3, "seed": 1, "repetitions": 2})  # fmt: skip
    assert not results.towns[["income", "sent", "received", "unopened"]].to_numpy().any()
    assert results.towns.nice.isna().all()
    assert (results.ranking["rank"] == 1).all()
    assert results.ranking.nice.isna().all()
    assert not results.between.to_numpy().any()
    assert results.nice_between.isna().all(axis=None)
    assert results.inequality.isna().all(axis=None)
    assert results.gifts.empty
    assert results.days.opened.sum() == 0
    assert results.days[["nice", "new"]].isna().all(axis=None)


def test_nobody_gives_to_whom_it_refuses():
    """Towns that never forgive a naughty gift leave one each with naughty ones, and no more."""

    @partner_rule
    def never_again(me, friend):
        return REFUSE if friend.naughty else 0.0

    kinds = {("always_cooperate", never_again): 20, ("always_defect", "never"): 10}
    season = Season(kinds, friends=8, days=30, gifts_per_day=8, seed=2)
    towns, rows = season.population(), tallies(season).rows
    giver = np.repeat(towns.kind, np.diff(towns.graph.start))
    receiver = towns.kind[towns.graph.friend]
    assert set(rows[(giver == 0) & (receiver == 1), 8]) == {1}
    assert set(rows[(giver == 0) & (receiver == 0), 8]) == {30}
    assert set(rows[giver == 1, 8]) == {0}


# -- nothing but rules and seed matters -----------------------------------------------------------


@settings(max_examples=25)
@given(words(towns=150, repetitions=2))
def test_threads_do_not_matter(told):
    season = Season(**told)
    for repetition in range(season.repetitions):
        where = (season.kinds, season.rules, season.population(repetition), repetition)
        one, *others = (gifts.play(*where, threads=n, keep_rows=True) for n in (1, 2, 7))
        for other in others:
            for name in ("towns", "daily", "fresh", "between", "rows"):
                assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


def test_threads_do_not_matter__files(tmp_path):
    """The same seed writes the same bytes: all but the manifest, which has the time of the run."""
    told = {"players": PLAYERS, "partner": "thompson_sampling", "towns": 600, "friends": 12,
            "inbox": 4, "absence": 0.2, "noise": 0.05, "nice_list": True, "seed": 8,
            "repetitions": 2}  # fmt: skip
    for threads in (1, 2):
        Season(**told).play(progress=False, threads=threads).save(tmp_path / str(threads))
    assert tables(tmp_path / "1") == tables(tmp_path / "2")


def tables(folder):
    """Return all rows of a file of results but those of the manifest and the seal."""
    with closing(sqlite3.connect(folder / "results.sqlite")) as file:
        return [file.execute(f'SELECT * FROM "{name}"').fetchall() for name in TABLES]


@settings(max_examples=40)
@given(words(), st.randoms(use_true_random=False))
def test_the_order_of_players_does_not_matter(told, random):
    """Where there are more towns than kinds: who lives where depends on names and seed."""
    noise = {f"{s.name} + {rule.name}": 0.02 * k for k, (s, rule) in enumerate(told["players"])}
    assume(len(told["players"]) < told["towns"])
    other = random.sample(told["players"], len(told["players"]))
    one, two = play(told, noise=noise), play(told, noise=noise, players=other)
    pd.testing.assert_frame_equal(
        one.towns.astype({"kind": str}), two.towns.astype({"kind": str}), check_exact=True
    )
    assert list(one.kinds) == [f"{s.name} + {rule.name}" for s, rule in told["players"]]
    pd.testing.assert_frame_equal(
        one.between, two.between.loc[one.kinds, one.kinds], check_exact=True
    )
    pd.testing.assert_frame_equal(
        one.ranking.sort_index(), two.ranking.sort_index(), check_exact=True
    )
    np.testing.assert_array_equal(one.exchanged, two.exchanged)


@settings(max_examples=30)
@given(st.permutations(range(6)), SEEDS, st.booleans())
def test_the_numbers_of_towns_do_not_matter(order, seed, visible):
    """Towns that give to all their friends every day play the same, whatever their numbers."""
    told = {"towns": 6, "friends": "everyone", "gifts_per_day": 5, "days": 12, "noise": 0.1,
            "seed": seed, "visible": visible}  # fmt: skip
    one, two = play(told, players=PLAYERS), play(told, players=[PLAYERS[k] for k in order])
    columns = ["income", "as_giver", "as_receiver", "sent", "received", "nice"]
    there, here = (
        r.towns.astype({"kind": str}).set_index("kind")[columns].sort_index() for r in (one, two)
    )
    pd.testing.assert_frame_equal(here, there, check_exact=True)


# -- nothing leaks between friends ----------------------------------------------------------------

FIELD = [
    rule
    for rule in library().values()
    if rule.compiled and not rule.missing and len(rule.tree()) < 20
][::7]


@pytest.mark.parametrize(("absence", "noise"), [(0.0, 0.0), (0.3, 0.1)])
def test_two_friends_play_as_if_there_were_no_others(absence, noise):
    """Some thirty strategies at once, all friends of all, one gift to each every day: what
    happens between two of them is what happens where only these two live."""
    told = {"days": 8, "friends": "everyone", "absence": absence, "noise": noise, "seed": 5}
    season = Season(FIELD, len(FIELD), gifts_per_day=len(FIELD) - 1, **told)
    towns, among_all = season.population(), tallies(season).rows
    pairs = np.random.default_rng(1).choice(towns.graph.edges, 15, replace=False)
    for a, b in pairs.tolist():
        alone = tallies(Season([FIELD[a], FIELD[b]], 2, gifts_per_day=1, **told)).rows
        for row, me, other in ((0, a, b), (1, b, a)):
            start = towns.graph.start[me]
            at = start + np.searchsorted(towns.graph.friend[start : start + len(FIELD) - 1], other)
            np.testing.assert_array_equal(among_all[at], alone[row], FIELD[me].name)


@given(SEEDS, st.integers(2, 6))
def test_a_friend_elsewhere_does_not_matter(seed, towns):
    """A grudge against one friend is none against another: in a chain of tit-for-tats with one
    naughty town at its end, only its friend is ever naughty, and only to it."""
    chain = np.array([[t, t + 1] for t in range(towns)])
    players = {(strategies.grudger, "everyone_in_turn"): towns, "always_defect": 1}
    season = Season(players, friends=chain, days=6, gifts_per_day=2,
                    partner=strategies.everyone_in_turn(per_friend=2), seed=seed)  # fmt: skip
    population = season.population()
    rows, graph = tallies(season).rows, population.graph
    naughty = rows[:, [2, 3, 6, 7]].sum(1) > 0
    mine = np.repeat(population.kind, np.diff(graph.start))
    theirs = population.kind[graph.friend]
    assert not naughty[(mine == 0) & (theirs == 0)].any()


# -- streams --------------------------------------------------------------------------------------


def test_the_first_giver_of_a_day_is_a_fair_coin():
    """Of 2,000 days with a gift each way, either gives first on about half: 5 standard deviations,
    a false alarm once in 1.7 million seeds."""
    season = Season([("tit_for_tat", "anyone"), ("joss", "anyone")], 2, friends=1, days=2000,
                    gifts_per_day=1, seed=4)  # fmt: skip
    diary = tallies(season, watched=0).diary
    opened = diary[diary[:, 2] == 2]
    assert opened[:, 0].tolist() == np.repeat(np.arange(2000), 2).tolist()
    first = opened[::2, 1].sum()
    assert abs(first - 1000) < 5 * np.sqrt(500)
    assert (opened[::2, 1] + opened[1::2, 1] == 1).all()


def test_several_gifts_of_a_day_take_turns():
    rule = strategies.anyone(per_friend=3)
    season = Season([("tit_for_tat", rule), ("joss", rule)], 2, friends=1, days=50,
                    gifts_per_day=3, seed=4)  # fmt: skip
    diary = tallies(season, watched=0).diary
    givers = diary[diary[:, 2] == 2][:, 1].reshape(50, 6)
    assert (givers[:, 1:] != givers[:, :-1]).all()


def test_repetitions_and_seeds_differ():
    told = {"players": PLAYERS, "towns": 60, "friends": 6, "days": 5, "repetitions": 2}
    one, two = play(told, seed=1), play(told, seed=2)
    first, second = (one.towns.loc[r] for r in (0, 1))
    assert list(first.kind) != list(second.kind)
    assert list(first.kind) != list(two.towns.loc[0].kind)
    alone = play(told, seed=1, repetitions=1)
    pd.testing.assert_frame_equal(alone.towns.loc[0], first)
