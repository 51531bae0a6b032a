"""Programs of the second tournament that draw lots."""

import numpy as np

from strategies.axelrod_1980.second_tournament.randomness import at_most
from strategies.axelrod_1980.second_tournament.short_programs import defections_within
from tournament import C, D, strategy


@strategy
def hotz(me, opponent):
    """Cooperate with a small probability, whatever the opponent does.

    It is 10% before turn 100, 5% before turn 200, 15% before turn 300, and then 0.

    Source: Hotz, in Axelrod (1980b). Also called: K36R.
    """
    p = np.float32(0)
    if me.turn < 99:
        p = np.float32(0.1)
    elif me.turn < 199:
        p = np.float32(0.05)
    elif me.turn < 299:
        p = np.float32(0.15)
    return C if me.chance(p) else D


@strategy
def smoody(me, opponent):
    """Forgive every defection, but answer a cooperation with defection in one of ten turns.

    Source: Smoody, in Axelrod (1980b). Also called: K50R.
    """
    return C if opponent.last == D or me.chance(np.float32(0.9)) else D


@strategy(hurt=0, pardons=0)
def smith(me, opponent):
    """Answer the second defection in a row and all that follow, until there are too many.

    After five in a row it begins to count anew, the next time after eight, and so on. One move in
    twenty is the opposite of what it would be.

    Source: Smith, in Axelrod (1980b). Also called: K52R.
    """
    me.hurt = me.hurt + 1 if opponent.last == D else 0
    angry = me.hurt >= 2
    if me.hurt >= 5 + 3 * me.pardons:
        me.hurt = 0
        me.pardons += 1
    return D if angry != me.chance(at_most(0.05)) else C


ODDS = np.array(
    [0, 0.23, 0.87, 0.915, 0.915, 0.87, 0.87, 0.87, 0.915, 0.94, 0.94], dtype=np.float32
)


@strategy
def nussbacher(me, opponent):
    """Cooperate for ten turns; then defect with a probability that the last ten turns tell.

    It is 0 after no defection, 23% after one, 87% after two, 91.5% after three or four, 87% after
    five to seven, 91.5% after eight, and 94% after nine or ten.

    Source: Nussbacher, in Axelrod (1980b). Also called: K53R.
    """
    if me.turn < 10:
        return C
    return D if me.chance(ODDS[defections_within(opponent, 1, 10)]) else C


@strategy
def pebly(me, opponent):
    """Repeat its move if both chose alike; otherwise defect with a probability of 80%.

    It goes by what it chose, not by what it played.

    Source: Pebly, in Axelrod (1980b). Also called: K70R.
    """
    if me.turn == 0:
        return C
    if me.intended == opponent.last:
        return me.intended
    return C if me.chance(at_most(0.2)) else D


@strategy(kindness=np.float32(0.5))
def schurmann(me, opponent):
    """Cooperate until the opponent defects; then with a probability that each turn moves.

    It begins at 50%. Mutual cooperation moves it towards 100%, mutual defection towards 40%; after
    any other outcome it is halved. What counts as its own move is what it chose.

    Source: Schurmann, in Axelrod (1980b). Also called: K87R.
    """
    if opponent.defections == 0:
        return C
    if opponent.last == me.intended == D:
        me.kindness = me.kindness * 0.74 + 0.104
    elif opponent.last == me.intended == C:
        me.kindness = me.kindness * 0.57 + 0.43
    else:
        me.kindness /= 2
    return C if me.chance(at_most(me.kindness)) else D


@strategy(count=0, since=3, mercy=np.float32(0.8))
def robert_adams(me, opponent):
    """Count defections, and defect while the count is 3, 4, 6, 7, 9, 10 and so on.

    From turn 3 a defection counts twice. At any other count it forgives a defection with a
    probability that is 80% at first. The probability is halved by each defection, once more where
    one may be forgiven, and by every second turn in which the count makes it defect.

    Source: Robert Adams, in Axelrod (1980b). Also called: K40R.
    """
    hurt = opponent.last == D
    me.since += 1
    if hurt:
        me.count += 1 if me.turn < 2 else 2
        me.mercy /= 2
    if me.turn < 2:
        return C
    if me.since == 2 and not hurt:
        return D
    if me.count > 2 and me.count % 3 < 2:
        me.since = 1
        me.mercy /= 2
        return D
    forgives = not hurt or me.chance(me.mercy)
    me.mercy /= 2 if hurt else 1
    return C if forgives else D


@strategy(test=0)
def hollander(me, opponent):
    """Tit for two tats that defects once in a while, for the next time within 23 turns.

    Source: Hollander, in Axelrod (1980b). Also called: K62R.
    """
    turn = me.turn + 1
    if turn == 1 or turn == me.test:
        later = 23 * np.float32(me.uniform())
        tests = turn > 1 or later < 1
        me.test = int(later + turn + 1) if tests else int(later + 1)
        return D if tests else C
    return D if opponent.last == D and opponent.move(2) == D else C
