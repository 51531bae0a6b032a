"""Members are followed within the seat of their player, whatever they take for their own moves."""

import itertools

import pytest

from tournament import C, D, strategy
from tournament.game import PRISONERS_DILEMMA
from tournament.referee.exact.following import automaton_of

TURNS = [
    [*zip(made, seen, strict=True)]
    for made, seen in itertools.product(itertools.product((0, 1), repeat=3), repeat=2)
]


@strategy(hits=0)
def counting(me, opponent):
    """Defect after more own cooperations than there were defections of either."""
    me.hits += opponent.last == D
    return D if me.cooperations > me.hits or (me.intended == D and me.last == C) else C


@strategy(kept=0)
def drawing(me, opponent):
    """Repeat a move that chance chose, unless the opponent cooperated."""
    if opponent.last != C:
        me.kept = me.integer(2)
    return D if me.kept == 1 else C


def asking(history):
    """Return a rule of two members that asks all that members tell."""

    @strategy(history=history)
    def team(me, opponent):
        one, other = me.members[0], me.members[1]
        if one.vote == other.vote:
            return one.vote
        if one.defections > other.cooperations or one.score > 2:
            return other.vote
        return D if one.last == C or other.total > me.total else C

    return team


def turning(history):
    """Return a rule that turns its member round."""

    @strategy(history=history)
    def turned(me, opponent):
        return D if me.member.vote == C else C

    return turned


HISTORIES = ("own", "shared", "opposite")


@pytest.mark.parametrize("outer", HISTORIES)
@pytest.mark.parametrize("inner", HISTORIES)
def test_members_within_members(alike, outer, inner):
    team = asking(outer)([turning(inner)(counting), drawing])
    payoffs = PRISONERS_DILEMMA.utilities
    automaton = automaton_of(team, turns=3, told=-1, payoffs=payoffs)
    assert all(alike(automaton, team, turns) for turns in TURNS[::3])


@pytest.mark.parametrize("inner", HISTORIES)
def test_members_of_members_that_are_teams(alike, inner):
    team = turning("opposite")(asking(inner)([counting, turning("own")(counting)]))
    payoffs = PRISONERS_DILEMMA.utilities
    automaton = automaton_of(team, turns=3, told=-1, payoffs=payoffs)
    assert all(alike(automaton, team, turns) for turns in TURNS[::2])
