"""Jones's program of the second tournament, with its look at three turns to come."""

import numpy as np

from tournament import C, D, strategy


def hoped(me, situation, move):
    """Return what a move pays if the opponent answers it as kindly as it did in a situation."""
    kind = me.kind[situation % 8] / max(me.times[situation % 8], 1)
    return 3 * kind + kind + 1 if move == D else 3 * kind


def first_of_best_plan(me, situation):
    """Return the first move of the three that promise most; of equals, the earliest in C, D.

    The situation that the third move meets is that of the second as if the first had been C.
    """
    most, best = np.float32(0), C
    for plan in range(8):
        one, two, three = plan // 4, plan // 2 % 2, plan % 2
        now, then = hoped(me, situation, one), hoped(me, 2 * situation + one, two)
        promise = now + then + hoped(me, 4 * situation + two, three)
        if promise > most:
            most, best = promise, (D if one == 1 else C)
    return best


@strategy(kind=np.zeros(8, np.float32), times=np.zeros(8, dtype=int), situation=0, partner=False)
def jones(me, opponent):
    """Begin with tit for tat; then plan three turns ahead by the opponent's answers so far.

    A situation is its last three choices. For each of the eight situations it counts how often it
    was there, and how often the opponent then cooperated. Every ten turns the counts of
    cooperations are multiplied by 9, in single precision. The ratio of the two counts is taken for
    the chance of cooperation: C then promises 3 times the ratio, and D 1 more than 4 times. A turn
    with a plan is counted as situation C C C, or D C C if its last choice was D, and makes it
    forget all earlier choices.

    It plans from turn 5, or from turn 9 if the opponent began with D. While the opponent leads by
    more than 25 points and one for each ten turns, it plays tit for tat. If the opponent began with
    D, and both have 237 points after 80 turns, the opponent is a partner until it defects: it gets
    59 D, 41 C and so on.

    Source: Jones, in Axelrod (1980b). Also called: K81R.
    """
    if me.turn == 0:
        return C
    turn, situation = me.turn + 1, (2 * me.situation + me.intended) % 8
    if me.turn % 10 == 0:
        for k in range(8):
            me.kind[k] *= 9
    watches = turn >= (9 if opponent.history[0] == D else 5)
    if watches and opponent.last == C:
        me.kind[me.situation] += 1
    rich = turn == 81 and me.total == 237 and opponent.total == 237
    me.partner = (me.partner or (rich and opponent.history[0] == D)) and opponent.last == C
    move = opponent.last
    if me.partner:
        move = D if (turn - 81) % 100 < 59 else C
    elif watches and opponent.total <= me.total + 25 + me.turn // 10:
        move = first_of_best_plan(me, situation)
        situation = 4 * situation % 8
    me.situation = situation
    me.times[situation] += 1 if turn > 3 else 0
    return move
