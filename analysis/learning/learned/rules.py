"""The rules that learned strategies play.

A vector of behaviour is a rule already: a chance to cooperate in each state that memory tells
apart. `plugin.py.jinja` has the same rules for the files that are written, which need nothing but
`tournament`. A test shows that both are the same.
"""

from typing import Any

from tournament import C, D, Probabilities, strategy

AVERAGE: Any = (0.5,)
EVERYBODY: Any = ((0.5,),)


def state(me, opponent, states):
    """Return the place, among so many states, of the last turns: first, CC, CD, ..., CCCC, ..."""
    place, back, step = 0, 1, 1
    while back <= me.turn and 4 * step < states:
        place += step * (1 + 2 * (me.move(back) == D) + (opponent.move(back) == D))
        back, step = back + 1, 4 * step
    return place


@strategy
def kind(me, opponent, rates: Probabilities = AVERAGE):
    """Cooperate with the mean probability of all players, in each state."""
    return C if me.chance(rates[state(me, opponent, len(rates))]) else D


@strategy(drawn=0)
def any_kind(me, opponent, players: Probabilities = EVERYBODY):
    """Draw one of the players at the start of a match, and play as it did."""
    if me.turn == 0:
        me.drawn = me.integer(len(players))
    return C if me.chance(players[me.drawn, state(me, opponent, players.shape[1])]) else D
