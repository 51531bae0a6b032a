"""Compiled days are the referee's, for a few rules that use every word: a quick look.

`laws/test_season_twin.py` draws rules, graphs and days; here each path of the engine is taken once.
"""

import math

import numpy as np
import pytest

from tournament import REFUSE, C, D, Season, partner_rule, strategy
from tournament.engine.season import play as gifts
from tournament.errors import PluginError
from tournament.referee.season import play as referee

TALLIES = ("towns", "daily", "fresh", "between", "rows", "diary")


@strategy
def host(me, opponent):
    """Answer in kind what is seen, and open naughtily else; give as the last moves say."""
    if me.giving:
        return D if opponent.offered in (C, D) else (me.last + opponent.last + me.day) % 2
    return opponent.offered if opponent.offered in (C, D) else D


@strategy(seen=[0, 0, 0], gave=False, mood=0.5)
def elephant(me, opponent):
    me.seen[me.day % 3] += 1 + opponent.last % 2
    me.gave = me.gave or me.giving
    me.mood = 0.9 * me.mood + me.seen.sum() / 7 + me.intended % 2
    return D if me.seen.max() % 3 == 2 or me.mood > 9 or (me.gave and me.days_left == 1) else C


@strategy
def coin(me, opponent, k=66):
    old = opponent.move(k) if me.turn >= k else C
    return D if me.chance(0.3) or (old == D and me.score > opponent.score) else C


@partner_rule(per_friend=3)
def gambler(me, friend, p=0.2):
    if me.chance(p):
        return REFUSE
    return friend.nice - 1.5 * friend.naughty + me.normal() / 3 + me.integer(3) * me.uniform()


@partner_rule(per_friend=2)
def bookkeeper(me, friend):
    """Use all the words of a friend; many are rated alike."""
    if friend.nice + friend.naughty != friend.exchanges or me.budget < 0:
        return REFUSE
    if friend.exchanges > 0 and friend.mean_payoff * friend.exchanges < friend.payoff - 1e-9:
        return math.inf
    days = friend.days_since if friend.exchanges > 0 else 3.0
    known = friend.given + friend.received + days + friend.last + 2 * friend.my_last
    return (known + me.day + me.days_left + me.friends + me.given) % 4 + friend.reputation


@partner_rule
def believer(me, friend):
    if friend.reputation >= 0 and friend.reputation < 0.2:
        return REFUSE
    return me.beta(1.0 + friend.nice, 1.0 + friend.naughty) + me.game.T / 50


KINDS = {(host, gambler): 4, (elephant, bookkeeper): 4, (coin, believer): 4}


def assert_twins(season, threads=1):
    for repetition in range(season.repetitions):
        for watched in (0, season.friendships - 1):
            words = {"keep_rows": True, "watched": watched}
            where = season.kinds, season.rules, season.population(repetition), repetition
            fast, slow = gifts.play(*where, threads=threads, **words), referee.play(*where, **words)
            for name in TALLIES:
                ours, theirs = getattr(fast, name), getattr(slow, name)
                np.testing.assert_array_equal(ours, theirs, err_msg=name)
    return slow


@pytest.mark.parametrize("words", [
    {},
    {"friends": "everyone"},
    {"friends": 1, "gifts_per_day": 1},
    {"visible": True, "noise": [0.1, 0.0, 0.3]},
    {"inbox": 2},
    {"inbox": 1, "absence": 0.4, "visible": True},
    {"absence": 0.3, "noise": 0.1},
    {"absence": 0.9, "nice_list": True},
    {"nice_list": True, "days_known": False},
    {"gifts_per_day": [0, 1, 5, 2, 0, 3, 4, 1, 2]},
    {"days": 1},
    {"repetitions": 2, "noise": 1.0},
    {"game": "hawk_dove", "nice_list": True, "absence": 0.2, "inbox": 3, "visible": True},
], ids=str)  # fmt: skip
@pytest.mark.parametrize("seed", [1, 2**64 - 1])
def test_the_days_are_the_referees(words, seed):
    usual = {"days": 9, "friends": 5, "gifts_per_day": 4, "seed": seed}
    assert_twins(Season(KINDS, **usual | words), threads=1 + seed % 2)


@pytest.mark.parametrize("absence", [0.0, 0.6])
def test_long_friendships(absence):
    season = Season(
        [(coin, gambler(per_friend=9)), (coin(k=130), bookkeeper(per_friend=9))], 2, friends=1,
        days=40, gifts_per_day=9, absence=absence, noise=0.05, seed=4,
    )  # fmt: skip
    assert assert_twins(season).rows[:, :8].sum() > 300


def test_gifts_lie_unopened_for_long():
    """More gifts of one friend than a word has bits."""
    season = Season([(coin, gambler(p=0.0, per_friend=70)), (host, bookkeeper(per_friend=70))], 2,
                    days=20, friends=1, gifts_per_day=70, absence=0.7, seed=1)  # fmt: skip
    assert_twins(season)


@pytest.mark.parametrize("giving", [True, False])
def test_a_strategy_that_fails_is_told(giving):
    @strategy
    def fails(me, opponent, giving=True):
        return 7 if me.day == 2 and me.giving == giving else C

    season = Season([(fails(giving=giving), gambler(p=0.0))], 3, days=4, friends="everyone",
                    gifts_per_day=1, seed=1)  # fmt: skip
    with pytest.raises(PluginError, match=r"^test_days\.py:\d+: fails.* must return C or D"):
        season.play(progress=False)


def test_a_partner_rule_that_fails_is_told():
    @partner_rule
    def fails(me, friend):
        return math.inf - math.inf if me.day == 2 else 1.0

    season = Season([(host, fails)], 3, days=4, friends="everyone", gifts_per_day=1, seed=1)
    with pytest.raises(PluginError, match=r"fails must return a number; on day 3 it returned nan"):
        season.play(progress=False)
