"""Teams and transformed rules in seasons: compiled days leave what plain Python does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies.composed.teams import ensemble_team, majority_team, mixed_team, winner_team
from strategies.composed.transformers import delayed, dual, nice, noisy, retaliating
from tournament import C, D, Season, partner_rule, strategy
from tournament.authors.resolve import find
from tournament.engine.season import play as gifts
from tournament.referee.season import play as referee

TALLIES = ("towns", "daily", "fresh", "between", "rows", "diary")


@partner_rule(per_friend=9)
def anyone(me, friend):
    return friend.exchanges % 3


@strategy
def archivist(me, opponent, step=11):
    """Read moves of long ago, own and the opponent's."""
    t = (me.turn * step) % (me.turn + 1)
    if t < me.turn:
        return (opponent.history[t] + me.history[t - me.turn] + me.defections) % 2
    return D if me.chance(0.4) else C


@strategy
def host(me, opponent):
    """Give as the last moves say, answer in kind what is seen."""
    if me.giving:
        return (me.last + opponent.last + me.day) % 2
    return opponent.offered if opponent.offered in (C, D) else D


@strategy(history="own")
def accountant_team(me, opponent):
    """Read all there is of members."""
    sign = 0.0
    for j in range(len(me.members)):
        m = me.members[j]
        sign += (m.vote - 0.5) * (m.total + m.cooperations - m.defections + m.last % 2)
    return D if sign > me.score else C


MEMBERS = [
    archivist,
    host,
    archivist(step=67),
    find("joss"),
    find("grudger"),
    find("worse_and_worse"),
]
PLAYERS = [
    accountant_team(MEMBERS),
    majority_team([archivist, dual(archivist), host]),
    dual(accountant_team([host, archivist(step=3)])),
    nice(winner_team([find("tit_for_tat"), retaliating(archivist), noisy(host, 0.2)])),
    mixed_team([delayed(archivist, 2), majority_team([host, archivist, find("joss")])]),
    ensemble_team(MEMBERS, share=0.5),
]
ABSENCE = st.sampled_from([0.0, 0.0, 0.3, 0.9])


def assert_twins(season, watched=0):
    for repetition in range(season.repetitions):
        towns = season.population(repetition)
        where = season.kinds, season.rules, towns, repetition
        words = {"keep_rows": True, "watched": watched % season.friendships}
        fast, slow = gifts.play(*where, threads=2, **words), referee.play(*where, **words)
        for name in TALLIES:
            np.testing.assert_array_equal(getattr(fast, name), getattr(slow, name), err_msg=name)


@settings(max_examples=60)
@given(st.data())
def test_compiled_days_are_the_referees(data):
    draw = data.draw
    chosen = draw(st.lists(st.sampled_from(PLAYERS), min_size=1, max_size=2, unique=True))
    kinds = [(player, anyone) for player in [*chosen, *draw(st.sampled_from([[], [host]]))]]
    towns = draw(st.integers(max(2, len(kinds)), 5))
    season = Season(
        kinds, towns, friends="everyone", days=draw(st.integers(1, 12)),
        gifts_per_day=draw(st.integers(1, 6)), absence=draw(ABSENCE),
        inbox=draw(st.sampled_from([None, 5])), visible=draw(st.booleans()),
        noise=draw(st.sampled_from([0.0, 0.1])), days_known=draw(st.booleans()),
        nice_list=draw(st.booleans()), seed=draw(st.integers(0, 2**64 - 1)),
    )  # fmt: skip
    assert_twins(season, draw(st.integers(0, 9)))


@pytest.mark.parametrize("player", PLAYERS, ids=range(len(PLAYERS)))
@pytest.mark.parametrize("absence", [0.0, 0.5])
def test_long_friendships_keep_the_histories_and_votes_of_members(player, absence):
    """More than two words of 64 moves, and of gifts that lie unopened."""
    season = Season(
        [(player, anyone), (archivist, anyone)], 2, days=22, gifts_per_day=9, absence=absence,
        noise=0.05, seed=3,
    )  # fmt: skip
    assert_twins(season)
    rows = referee.play(season.kinds, season.rules, season.population(), 0, keep_rows=True).rows
    assert rows[0, :8].sum() > 128


def test_a_member_that_fails_is_named():
    @strategy
    def broken(me, opponent):
        return opponent.history[9] if me.turn == 4 else C

    team = majority_team([find("tit_for_tat"), broken, broken])
    with pytest.raises(
        Exception, match=r"test_season_teams.py:\d+: broken, a member of .* raised IndexError"
    ):
        Season([(team, anyone)], 2, days=5, gifts_per_day=3, seed=1).play()
