"""A friendship in memory: teams whose members look far back meet the referee in every book."""

import numpy as np
import pytest

from tournament import C, D, Season, partner_rule, strategy
from tournament.engine.season import play as gifts
from tournament.referee.season import play as referee


@strategy
def archivist(me, opponent, step=11):
    """Read moves of long ago, own and the opponent's."""
    t = (me.turn * step) % (me.turn + 1)
    if t < me.turn:
        return (opponent.history[t] + me.history[t - me.turn] + me.defections) % 2
    return D if me.chance(0.4) else C


@strategy(history="own")
def split(me, opponent):
    """Follow one member as a giver and the other one as a receiver."""
    if me.turn > 0 and me.members[0].last == me.members[1].last and me.last == D:
        return C
    return me.members[0].vote if me.giving else me.members[1].vote


@partner_rule(per_friend=9)
def anyone(me, friend):
    return friend.exchanges % 3


@pytest.mark.parametrize("absence", [0.0, 0.5])
def test_members_of_both_sides_remember_long_friendships(absence):
    """More than two words of 64 moves, and of gifts that lie unopened."""
    team = split([archivist, archivist(step=67)])
    kinds = [(team, anyone), (team.named("other"), anyone), (archivist, anyone)]
    season = Season(
        kinds, 3, days=22, friends="everyone", gifts_per_day=18, absence=absence, noise=0.05,
        visible=True, seed=3,
    )  # fmt: skip
    for watched in range(3):
        where = season.kinds, season.rules, season.population(), 0
        words = {"keep_rows": True, "watched": watched}
        fast, slow = gifts.play(*where, threads=1, **words), referee.play(*where, **words)
        assert slow.rows[0, :8].sum() > 128
        for name in ("towns", "daily", "fresh", "between", "rows", "diary"):
            np.testing.assert_array_equal(getattr(fast, name), getattr(slow, name), err_msg=name)
