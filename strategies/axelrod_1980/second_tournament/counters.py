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


@strategy(since=5, gave_up=False)
def batell(me, opponent):
    """Cooperate until two defections are at most four turns apart, or the tenth, then defect.

    Source: Batell, in Axelrod (1980b). Also called: K65R.
    """
    me.since = min(me.since + 1, 5)
    if opponent.last == D:
        me.gave_up = me.gave_up or me.since <= 4 or opponent.defections == 10
        me.since = 0
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


@strategy(earlier=C, answers=np.zeros((2, 2), dtype=int), fights=0, twin=False)
def anderson(me, opponent):
    """Answer three defections in fifteen turns; then defect against the hostile, and test others.

    From turn 16 it defects if a third of the answers to its cooperations were defections. Otherwise
    it defects every fourth turn, if no defection of its own was ever answered with defection, or
    one for each twelve turns went unanswered. It does not test who first defects with it in
    turn 16, as it would itself. What is answered is what it chose.

    Source: Anderson, in Axelrod (1980b). Also called: K43R.
    """
    turn = me.turn + 1
    if turn > 2:
        me.answers[me.earlier, opponent.last] += 1
    me.earlier = me.intended
    if turn < 16:
        fights = opponent.last == D and me.fights < 3
        me.fights += 1 if fights else 0
        return D if fights else C
    betrayals, punishments = me.answers[C, D], me.answers[D, D]
    if turn == 17 and opponent.last == D and betrayals == 1 and punishments == 0:
        me.twin = True
    if 3 * betrayals >= me.answers[C, C] + betrayals:
        return D
    if turn % 4 != 0 or me.twin:
        return C
    return D if me.answers[D, C] >= turn // 12 or punishments == 0 else C


KIND = (0, 27, 28, 32, 40, 41, 42, 43, 44, 46, 47, 48, 56, 57, 59, 60, 62, 63)


def outcome(me, opponent, k):
    """Return the outcome of k turns ago as a number: 0 to 3 for CC, CD, DC, DD."""
    return (2 if me.move(k) == D else 0) + (1 if opponent.move(k) == D else 0)


@strategy
def nydegger_1980(me, opponent):
    """Look up the last three outcomes in a table; it plays tit for tat for three turns.

    It defects in turn 3 if only the opponent defected first, and then only it. Outcomes count 0
    (CC), 1 (CD), 2 (DC) and 3 (DD), 16 times three turns ago, 4 times two turns ago and once last;
    for some sums it cooperates. (`nydegger` weighs its own moves otherwise, and the oldest turn
    least.)

    Source: Nydegger, in Axelrod (1980) and (1980b). Also called: K57R.
    """
    recent = 4 * outcome(me, opponent, 2) + outcome(me, opponent, 1)
    if me.turn < 3:
        return D if opponent.last == D or (me.turn == 2 and recent == 6) else C
    return C if 16 * outcome(me, opponent, 3) + recent in KIND else D
