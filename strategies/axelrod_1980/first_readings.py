"""Rules of Axelrod's first tournament as its published matrix suggests that they were.

The programs are lost. `first_tournament.py` reads the sentences on them as Axelrod-Python does. Of
all readings that the sentences allow these are nearest to the matrix of points that was printed in
1980; `docs/studies/first_tournament.md` says how near, and what else was tried. (Nydegger's and
Graaskamp's programs survive in the second tournament: `nydegger_1980`, `mauk`.)
"""

import math

from tournament import C, D, strategy


@strategy(runs=0, due=0, betrayals=0, start=0, greeting=0)
def tideman_and_chieruzzi_reread(me, opponent, from_second=1, distance=3.0):
    """Answer each run of defections with one more defection than the last, or start afresh.

    The first run is met with tit for tat if `from_second` is 1. A fresh start is given as in
    `tideman_and_chieruzzi`; `distance` is in standard deviations of a fair coin.

    Source: Tideman and Chieruzzi, in Axelrod (1980). Also called: FirstByTidemanAndChieruzziReread.
    """
    if me.greeting > 0:
        me.greeting -= 1
        if me.greeting == 1:
            return C
        me.runs, me.due, me.betrayals, me.start = 0, 0, 0, me.turn
    begins = opponent.last == D and (me.turn - me.start < 2 or opponent.move(2) == C)
    if me.turn > me.start and opponent.last == D:
        me.betrayals += 1
    if 0 < me.turns - me.turn <= 2:
        return D
    seen = me.turn - me.start
    if begins:
        me.runs += 1
        me.due = max(me.due, me.runs - (1 if from_second > 0 else 0))
    fresh = (
        me.total - opponent.total >= 10
        and not begins
        and opponent.last == C
        and seen >= 20
        and me.turns - me.turn >= 10
        and abs(2 * me.betrayals - seen) >= distance * math.sqrt(seen)
    )
    if fresh:
        me.greeting = 2
        return C
    if opponent.last == D:
        return D
    if me.due > 0:
        me.due -= 1
        return D
    return C


@strategy
def grofman_reread(me, opponent):
    """Repeat what both did last; if they did different things, cooperate with probability 2/7.

    Source: Grofman, in Axelrod (1980). Also called: FirstByGrofmanReread.
    """
    if me.turn == 0:
        return C
    if me.last == opponent.last:
        return C if me.last == C else D
    return C if me.chance(2 / 7) else D


@strategy(random=False)
def stein_and_rapoport_reread(me, opponent, limit=3.84, once=1):
    """Tit for tat that defects for ever once the opponent has seemed random.

    It looks every fifteen turns whether both moves were equally likely: a chi-squared statistic
    (one degree of freedom) below `limit`. With `once=0` it may think better of it. It cooperates
    in the first four turns and defects in the last two.

    Source: Stein and Rapoport, in Axelrod (1980). Also called: FirstBySteinAndRapoportReread.
    """
    if 0 < me.turns - me.turn <= 2:
        return D
    if me.turn < 4:
        return C
    if me.turn % 15 == 0 and not (once > 0 and me.random):
        surplus = opponent.cooperations - opponent.defections
        me.random = surplus * surplus / me.turn < limit
    return D if me.random or opponent.last == D else C


@strategy(kind_after_c=0, kind_after_d=0, after_c=0, after_d=0)
def downing_reread(me, opponent, prior=0.5, weight=0.0, first=0, alternate=1):
    """Learn how often C and D are answered with C; cooperate, defect or alternate as it pays.

    It defects twice. Until there is an answer it believes `prior`, which counts as `weight`
    answers. The opponent's first move counts as an answer to a cooperation if `first` is 1. With
    `alternate=0` it never alternates. It compares payoffs of 5, 3, 1 and 0.

    Source: Downing, in Axelrod (1980). Also called: FirstByDowningReread.
    """
    if me.turn == 1 and first > 0:
        me.after_c += 1
        me.kind_after_c += 1 if opponent.last == C else 0
    if me.turn > 1:
        if me.move(2) == C:
            me.after_c += 1
            me.kind_after_c += 1 if opponent.last == C else 0
        else:
            me.after_d += 1
            me.kind_after_d += 1 if opponent.last == C else 0
    if me.turn < 2:
        return D
    a, b = prior, prior
    if me.after_c + weight > 0:
        a = (me.kind_after_c + weight * prior) / (me.after_c + weight)
    if me.after_d + weight > 0:
        b = (me.kind_after_d + weight * prior) / (me.after_d + weight)
    of_c, of_d = 3 * a, 5 * b + (1 - b)
    if alternate > 0 and (5 * a + (1 - a) + 3 * b) / 2 > max(of_c, of_d):
        return C if me.last == D else D
    return C if of_c >= of_d else D


@strategy
def anonymous_reread(me, opponent, p=0.3):
    """Cooperate with probability p.

    The original began at 30 % and adjusted its probability in ways that are not recorded. The
    matrix of 1980 fits 30 % throughout.

    Source: name withheld, in Axelrod (1980). Also called: FirstByAnonymousReread.
    """
    return C if me.chance(p) else D
