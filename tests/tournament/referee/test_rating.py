"""What a partner rule sees of its town and of a friend, and what it may return."""

import math

import numpy as np
import pytest

from tournament import Game, partner_rule
from tournament.authors.vocabulary import NO_MOVE
from tournament.errors import PluginError
from tournament.referee.season.rating import rate
from tournament.referee.season.views import NOTHING, Friend, Known, Town
from tournament.referee.views import VocabularyError
from tournament.referee.watchdog import Watchdog
from tournament.rules.season import season_rules
from tournament.streams import PARTNER, Stream, absorb, stream_key

TABLE = Game(R=3, S=0, T=5, P=1).utilities[0].tolist()
KNOWN = Known([1, 2, 3, 4], [10, 20, 30, 40], 12, 4, (0, 1))


def rules(**words):
    usual = {
        "game": Game(R=3, S=0, T=5, P=1), "days": 9, "gifts_per_day": [1, 2, 3] * 3, "inbox": None,
        "visible": False, "nice_list": False, "days_known": True, "absence": 0.0, "noise": 0.0,
        "seed": 4,
    }  # fmt: skip
    return season_rules(["a"], **usual | words)


def town(day=2, **words):
    return Town(rules(**words), 77, 3, day, friends=6, given=8)


def rated(rule, friend=None):
    with Watchdog(10.0) as dog:
        return rate(rule, town(), friend or Friend(NOTHING, 0, TABLE, -1.0), 2, dog)


def test_what_a_town_sees_of_a_friend():
    friend = Friend(KNOWN, 6, TABLE, 0.25)
    assert (friend.given, friend.received, friend.exchanges) == (12, 100, 110)
    assert (friend.nice, friend.naughty) == (11 + 33, 22 + 44)
    assert (friend.last, friend.my_last) == (1, 0)
    assert friend.days_since == 2.0
    assert friend.payoff == 3 * 11 + 0 * 22 + 5 * 33 + 1 * 44
    assert friend.mean_payoff == friend.payoff / 110
    assert friend.reputation == 0.25
    assert repr(friend) == "friend"


def test_what_a_town_sees_of_a_friend_it_never_met():
    friend = Friend(NOTHING, 6, TABLE, -1.0)
    assert (friend.given, friend.received, friend.exchanges, friend.nice) == (0, 0, 0, 0)
    assert friend.last == friend.my_last == NO_MOVE
    assert friend.days_since == math.inf
    assert (friend.payoff, friend.mean_payoff, friend.reputation) == (0, 0.0, -1.0)


@pytest.mark.parametrize(("known", "left"), [(True, 6), (False, -1)])
def test_what_a_town_sees_of_itself(known, left):
    me = town(days_known=known)
    assert (me.day, me.days_left, me.budget, me.friends, me.given) == (2, left, 3, 6, 8)
    assert me.game.T == 5
    assert repr(me) == "me"


def test_a_town_draws_from_a_stream_of_its_day():
    for day in (0, 2):
        stream = Stream(stream_key(4, 77, 0, 0, PARTNER), 3)
        stream.start = absorb(stream.start, day)
        me = town(day)
        assert [me.uniform() for _ in range(5)] == [stream.uniform() for _ in range(5)]
        assert me.chance(0.3) == (stream.uniform() < 0.3)
        assert me.integer(9) == int(9 * stream.uniform())


@pytest.mark.parametrize("view", [town(), Friend(KNOWN, 6, TABLE, 0.5)], ids=repr)
def test_both_answer_only_their_words(view):
    with pytest.raises(VocabularyError):
        view.nothing  # noqa: B018
    with pytest.raises(VocabularyError):
        view.day = 1


@pytest.mark.parametrize(("returned", "rating"), [
    ("0.5", 0.5), ("3", 3.0), ("True", 1.0), ("math.inf", math.inf), ("-math.inf", -math.inf),
    ("np.float64(2.0)", 2.0), ("np.int64(2)", 2.0), ("np.bool_(True)", 1.0),
])  # fmt: skip
def test_a_rating_is_a_number(returned, rating):
    found = rated(made(returned))
    assert found == rating
    assert type(found) is float


@pytest.mark.parametrize("returned", ["None", "math.nan", "(1, 2)", "np.array([1.0])", "'a'"])
def test_nothing_else_is(returned):
    with pytest.raises(PluginError) as error:
        rated(made(returned))
    assert "must return a number; on day 3 it returned" in str(error.value)
    assert error.value.player == "rule"


def made(returned):
    space = {"np": np, "math": math}
    exec(f"def rule(me, friend):\n    return {returned}", space)
    return partner_rule(compiled=False)(space["rule"])


def test_a_rule_that_fails_is_named_with_the_day():
    @partner_rule
    def broken(me, friend):
        return 1 / friend.given

    with pytest.raises(PluginError) as error:
        rated(broken)
    line = broken.rule.__code__.co_firstlineno + 2
    assert str(error.value).startswith(
        f"test_rating.py:{line}: broken raised ZeroDivisionError on day 3"
    )


def test_a_rule_that_thinks_too_long_is_named():
    @partner_rule(compiled=False)
    def slow(me, friend):
        while True:
            pass

    with pytest.raises(PluginError) as error, Watchdog(0.05) as dog:
        rate(slow, town(), Friend(NOTHING, 0, TABLE, -1.0), 0, dog)
    assert "slow took more than 0.05 s over one rating." in str(error.value)


def test_compiled_rules_count_as_the_law_says_and_others_as_python_does():
    @partner_rule
    def large(me, friend):
        return 2**62 * (friend.given + 2)

    @partner_rule(compiled=False)
    def larger(me, friend):
        return 2**62 * (friend.given + 2)

    assert rated(larger) == 2.0**63
    with pytest.raises(PluginError, match="a whole number beyond 64 bits"):
        rated(large)
