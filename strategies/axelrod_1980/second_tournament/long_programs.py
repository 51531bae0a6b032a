"""The longer programs of the second tournament, each still one function."""

import math

import numpy as np

from tournament import C, D, strategy


def as_often_as_a_coin(count, n):
    """Return whether a coin would seldom (1.5 standard deviations) show heads less often in n."""
    return count >= n / 2 - 0.75 * math.sqrt(n)


@strategy(rewards=0, betrayals=0)
def kluepfel(me, opponent):
    """Answer in kind, surely after three equal moves, else probably; punish random opponents.

    The probability to do as the opponent did is 90% after two equal moves, else 70% after a
    cooperation and 60% after a defection. From turn 28 (K32R: 27) it defects while both its
    defections are answered with cooperation, and its cooperations with defection, as often as by a
    coin, or less by at most 1.5 standard deviations.

    Source: Kluepfel, in Axelrod (1980b). Also called: SecondByKluepfel.
    """
    one, two, three = opponent.last == D, opponent.move(2) == D, opponent.move(3) == D
    me.rewards += 1 if me.move(2) == D and not one else 0
    me.betrayals += 1 if me.move(2) == C and one else 0
    if me.turn > 26:
        after_c = me.cooperations - (1 if me.last == C else 0)
        after_d = me.turn - 1 - after_c
        if as_often_as_a_coin(me.rewards, after_d) and as_often_as_a_coin(me.betrayals, after_c):
            return D
    p = 0.6 if one else 0.7
    if one == two:
        p = 1.0 if two == three else 0.9
    in_kind = me.chance(p)
    return D if one == in_kind else C


@strategy(trust=np.zeros((2, 2), dtype=int), plan=C)
def yamachi(me, opponent):
    """Cooperate if the opponent mostly did in turns like the last one; defect if it seems random.

    Turns are alike in the rule's choice and in the opponent's move before. The last turn itself is
    not counted yet; a tie is in favour of cooperation. From turn 41 it defects while the opponent's
    cooperations and defections differ by less than a tenth of the turns; what counts as its choice
    is what it would have done otherwise.

    Source: Yamachi, in Axelrod (1980b). Also called: SecondByYamachi, K64R.
    """
    before = D if opponent.move(2) == D else C
    plan = C if me.trust[before, me.plan] >= 0 else D
    if me.turn > 0:
        me.trust[before, me.plan] += 1 if opponent.last == C else -1
    me.plan = plan
    turn = me.turn + 1
    if turn > 40 and 10 * abs(opponent.cooperations - opponent.defections) < turn:
        return D
    return plan


@strategy(step=0)
def colbert(me, opponent):
    """Answer a defection with two defections and two cooperations, whatever comes meanwhile.

    It begins with eight turns of cooperation, but for the sixth.

    Source: Colbert, in Axelrod (1980b). Also called: SecondByColbert, K51R.
    """
    if me.turn < 8:
        return D if me.turn == 5 else C
    if me.step % 4 == 0:
        me.step = 1 if opponent.last == D else 0
    else:
        me.step += 1
    return D if me.step == 1 or me.step == 2 else C


@strategy(credit=7)
def mikkelson(me, opponent):
    """Give credit: a cooperation adds one, a defection takes two; cooperate while some is left.

    The credit starts at 7 and stays between -7 and 8. Used up in the first ten turns, it makes the
    rule defect once and is set to 4; later the rule defects if defections, per turn, are
    15% or more.

    Source: Mikkelson, in Axelrod (1980b). Also called: SecondByMikkelson, K66R.
    """
    turn = me.turn + 1
    if opponent.last == C:
        me.credit = min(me.credit + 1, 8)
    elif opponent.last == D:
        me.credit = max(me.credit - 2, -7)
    if me.credit > 0:
        return C
    if turn <= 10:
        me.credit = 4
        return D
    return D if opponent.defections / turn >= 0.15 else C


@strategy(distrust=0, left=0)
def rowsam(me, opponent):
    """Cooperate, but look at its own score every six turns: a low one breeds distrust.

    A mean score below 2.5 adds 1 to its distrust, below 2 it adds 2, below 1.5 it adds 3, below 1
    it adds 5, and the next three moves are D, C, D. Above 6 the distrust is final: it defects.
    Every 18 turns a distrust of 3 or more falls by 1. The mean takes the turn to come as played for
    nothing.

    Source: Rowsam, in Axelrod (1980b). Also called: SecondByRowsam, K58R.
    """
    turn = me.turn + 1
    if me.distrust > 6:
        return D
    if me.left > 0:
        me.left -= 1
        return C if me.left == 1 else D
    if turn % 18 == 0 and me.distrust > 2:
        me.distrust -= 1
    if turn % 6 != 0 or me.total >= 2.5 * turn:
        return C
    if me.total < turn:
        me.distrust += 5
    elif me.total < 1.5 * turn:
        me.distrust += 3
    else:
        me.distrust += 2 if me.total < 2 * turn else 1
    me.left = 2
    return D


@strategy(after_c=0, after_d=1, forgave=False)
def appold(me, opponent):
    """Cooperate as often as the opponent did, so far, in answer to the rule's move before last.

    It cooperates in the first four turns, and after the first defection that it sees then. The
    opponent's first move counts as an answer to a cooperation, and one cooperation in answer to a
    defection is taken for granted.

    Source: Appold, in Axelrod (1980b). Also called: SecondByAppold.
    """
    before = D if me.move(2) == D else C
    if opponent.last == C and before == C:
        me.after_c += 1
    elif opponent.last == C:
        me.after_d += 1
    if me.turn < 4:
        return C
    if opponent.last == D and not me.forgave:
        me.forgave = True
        return C
    if before == C:
        p = me.after_c / (me.cooperations + (1 if me.last == D else 0))
    else:
        p = me.after_d / (me.defections + (1 if me.last == C else 0))
    return C if me.chance(p) else D


@strategy(phase=0, first=5.0, second=0.0, tests=1, streak=0)
def tranquilizer(me, opponent):
    """Lull the opponent while the score is good, with now and then a defection; else be wary.

    With a mean score of 2.25 or more it defects seldom, but more often the more the first and the
    second turn after such a defection paid, and never in those turns. From 1.75 it cooperates with
    a probability that the opponent's cooperations and its own lead raise, and a streak of
    defections lowers. Below it plays tit for tat.

    Source: Feathers, in Axelrod (1980b). Also called: SecondByTranquilizer, K67R.
    """
    turn = me.turn + 1
    hurt = 1 if opponent.last == D else 0
    me.streak = me.streak + 1 if hurt else 0
    if me.phase == 1:
        me.first += (me.game.payoffs[me.last, opponent.last] - me.first) / (me.tests + 1)
        me.phase = 2
        return C
    if me.phase == 2:
        me.second += (me.game.payoffs[me.last, opponent.last] - me.second) / (me.tests + 1)
        me.tests += 1
        me.phase = 0
    if me.total >= 2.25 * turn:
        p = 0.95 - (me.first + me.second - 5) / 15 + 1 / turn**2 - hurt / 4
        me.phase = 0 if me.chance(p) else 1
        return D if me.phase == 1 else C
    if me.total >= 1.75 * turn:
        lead = me.total - opponent.total
        p = 0.25 + (opponent.cooperations + 5) / turn - me.streak / 4 + lead / 100
        return C if me.chance(p) else D
    return D if hurt else C
