"""Programs of the second tournament that fight for a while and then make peace, or do not."""

import numpy as np

from tournament import C, D, strategy


@strategy(kind=False)
def hall(me, opponent):
    """Defect after a defection, and every second time after a cooperation.

    It cooperates first and then does the opposite of what the opponent did.

    Source: Hall, in Axelrod (1980b). Also called: K71R.
    """
    if me.turn < 2:
        return D if me.turn == 1 and opponent.last == C else C
    if opponent.last == D:
        return D
    me.kind = not me.kind
    return C if me.kind else D


@strategy(defecting=False, count=0, patience=4)
def zimmerman(me, opponent):
    """Change to defection after some defections, and back to cooperation after some cooperations.

    It cooperates until the opponent has defected four times. Then it defects until the opponent has
    cooperated 5/3 (n + 1) times, rounded down, where n is the number of defections that it bore.
    Each return to cooperation changes n: 3 less, and its points per turn (rounded down) more, but
    not below 1.

    Source: Zimmerman, in Axelrod (1980b). Also called: K73R.
    """
    if opponent.last == (C if me.defecting else D):
        me.count += 1
        if me.count >= (5 * (me.patience + 1) // 3 if me.defecting else me.patience):
            me.count = 0
            me.defecting = not me.defecting
            if not me.defecting:
                me.patience = max(1, me.patience - 3 + int(me.total / (me.turn + 1)))
    return D if me.defecting else C


@strategy(limit=5, grievances=0, calm=0, tries=0)
def robertson(me, opponent):
    """Bear a few defections and now and then try one; go by the opponent's score, not by the turn.

    The program takes the opponent's score for the number of the turn. It cooperates while the score
    is at most 1, and answers defections while it is at most 4. Later defections are counted. It
    bears up to one for each 5 points of the opponent (for each 10, once the score was exactly 20),
    but not a third in a row. While there are more it defects, unless the number of cooperations
    since the last one, times the score, is at least 20 times as large. Otherwise it defects after a
    cooperation if the score can be divided by 12, after six of such tries by 11, and so on to 1.

    Source: Robertson, in Axelrod (1980b). Also called: K54R.
    """
    score, hurt = opponent.total, opponent.last == D
    if score <= 1:
        return C
    me.calm = 0 if hurt else me.calm + 1
    me.limit = 10 if score == 20 else me.limit
    if hurt and score <= 4:
        return D
    me.grievances += 1 if hurt else 0
    thrice = hurt and opponent.move(2) == D and opponent.move(3) == D and me.grievances > 2
    if thrice or me.limit * me.grievances > score:
        return C if 20 * me.grievances <= me.calm * score else D
    if hurt or score % max(1, 12 - me.tries // 6) > 0:
        return C
    me.tries += 1
    return D


TESTING, TRIED, ATONING, DEFECTING, RESIGNED = 0, 1, 2, 3, 4


@strategy(mood=TESTING, streak=0, punished=0)
def joss_2(me, opponent):
    """Tit for tat that defects with probability 10%, gives up on the hostile, and resigns.

    A defection of its own accord is followed by tit for tat and then by a cooperation; the fourth
    that is punished at once makes it resign, as 21 defections in a row do. If the opponent
    cooperated in less than 70% of the turns but the first two it defects, until ten defections came
    in a row; then it resigns, too. Resigned, it plays tit for tat and cooperates after each 21
    defections in a row. (The turn in which it gives up counts twice; turns that begin or end a test
    do not count.)

    Source: Joss, in Axelrod (1980b). Also called: K69R.
    """
    hurt = opponent.last == D
    if me.turn == 0:
        return C
    if me.mood == ATONING:
        me.punished += 1 if hurt else 0
        me.mood = RESIGNED if me.punished > 3 else TESTING
        me.streak = 0 if me.mood == RESIGNED else me.streak
        return C
    if me.mood == TESTING and me.chance(np.float32(0.1)):
        me.mood = TRIED
        return D
    me.streak = me.streak + 1 if hurt else 0
    me.mood = ATONING if me.mood == TRIED else me.mood
    if me.streak > 20:
        me.mood = RESIGNED
        me.streak = 0
        return C
    if me.mood < DEFECTING and 10 * opponent.cooperations < 7 * (me.turn - 2):
        me.mood = DEFECTING
        me.streak += 1 if hurt else 0
    if me.mood == DEFECTING:
        me.mood = RESIGNED if me.streak > 10 else DEFECTING
        return D
    return opponent.last
