"""Tideman and Chieruzzi's program of the second tournament."""

import math

from tournament import C, D, strategy


@strategy(betrayals=0, origin=0.0, last_start=0, greeting=False)
def tideman_and_chieruzzi_2(me, opponent):
    """Cooperate while it leads, the further the more runs of defections came, or start afresh.

    After n runs a lead of 5 n (n - 1) / 2 points is enough. Where it would defect it gives a fresh
    start (two cooperations, lead and runs forgotten) if no run has just begun, the last fresh start
    is ten turns ago, and the defections are far (three standard deviations) from those of a fair
    coin. (K84R also forgets that a run was going on.)

    Source: Tideman and Chieruzzi, in Axelrod (1980b). Also called: SecondByTidemanAndChieruzzi,
    K84R.
    """
    turn = me.turn + 1
    if me.greeting:
        me.greeting = False
        me.betrayals = 0
        me.origin = me.total - opponent.total
        me.last_start = turn
        return C
    betrayed = opponent.last == D and opponent.move(2) != D
    me.betrayals += 1 if betrayed else 0
    if me.total - opponent.total - me.origin >= 5 * me.betrayals * (me.betrayals - 1) / 2:
        return C
    me.greeting = (
        not betrayed
        and turn - me.last_start >= 10
        and abs(opponent.defections - me.turn / 2) >= 1.5 * math.sqrt(me.turn)
    )
    return C if me.greeting else D
