"""Programs of the second tournament that count defections, and draw no lots."""

import numpy as np

from strategies.axelrod_1980.second_tournament.short_programs import defections_within
from tournament import C, D, strategy


@strategy
def lefevre(me, opponent):
    """Defect while more than a fifth of the opponent's moves are defections.

    A cooperation before the first turn counts.

    Source: Lefevre, in Axelrod (1980b). Also called: K37R.
    """
    return D if 5 * opponent.defections > me.turn + 1 else C


@strategy(gave_up=False)
def weiderman(me, opponent):
    """Cooperate until the opponent defects three times in a row, then defect for ever.

    Source: Weiderman, in Axelrod (1980b). Also called: K38R.
    """
    if defections_within(opponent, 1, 3) == 3:
        me.gave_up = True
    return D if me.gave_up else C


@strategy(hurt=-4, gave_up=False)
def batell(me, opponent):
    """Cooperate until two defections are at most four turns apart, or the tenth, then defect.

    Source: Batell, in Axelrod (1980b). Also called: K65R.
    """
    if opponent.last == D:
        me.gave_up = me.gave_up or me.turn - me.hurt <= 4 or opponent.defections == 10
        me.hurt = me.turn
    return D if me.gave_up else C


@strategy
def ambuehl_and_hickey(me, opponent):
    """Do as the opponent did in most of the five turns before the last.

    It cooperates first and plays tit for tat until turn 5.

    Source: Ambuehl and Hickey, in Axelrod (1980b). Also called: K79R.
    """
    if 0 < me.turn < 5:
        return opponent.last
    return D if defections_within(opponent, 2, 6) >= 3 else C


@strategy(gave_up=False)
def dawes_and_batell(me, opponent):
    """Cooperate until defections look too frequent, then defect for ever.

    At each defection it multiplies 1.6667 for each defection and 0.882 for each cooperation so far,
    one before the first turn among them; 5 is too much. One defection is forgiven, then, two if six
    cooperations came with them, and so on.

    Source: Dawes and Batell, in Axelrod (1980b). Also called: K80R.
    """
    if opponent.last == D:
        cooperations = opponent.cooperations + 1
        odds = np.float32(1.6667) ** opponent.defections * np.float32(0.882) ** cooperations
        me.gave_up = me.gave_up or odds >= 5
    return D if me.gave_up else C
