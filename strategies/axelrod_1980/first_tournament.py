"""Rules of Axelrod's first tournament that are in no other family.

Their programs are lost. These follow the descriptions in Axelrod (1980), "Effective choice in the
prisoner's dilemma", with the readings of the Axelrod-Python library where the descriptions leave
something open.
"""

import math

from tournament import C, D, strategy


def in_last_turns(me, n):
    """Return whether this is one of the last n turns, as far as players are told."""
    return 0 < me.turns - me.turn <= n


def looks_random(cooperations, defections, alpha):
    """Return whether a chi-squared test at level alpha accepts that both moves are equally likely.

    With one degree of freedom the tail probability of the statistic x is erfc(sqrt(x / 2)).
    """
    surplus = abs(cooperations - defections)
    return math.erfc(surplus / math.sqrt(2 * (cooperations + defections))) >= alpha


@strategy(punishments=0, due=0, betrayals=0, last_start=0, greeting=False)
def tideman_and_chieruzzi(me, opponent):
    """Punish each run of defections by one more than the last, but sometimes start afresh.

    A fresh start (two cooperations, all forgotten) is given when the opponent is ten points behind
    and has just cooperated, the last fresh start is 20 turns ago, ten turns remain, and the
    defections are far (three standard deviations) from those of a fair coin. The last two moves
    are defections.

    Source: Tideman and Chieruzzi, in Axelrod (1980). Also called: FirstByTidemanAndChieruzzi.
    """
    if in_last_turns(me, 2):
        return D
    turn = me.turn + 1
    hurt = opponent.last == D
    me.betrayals += 1 if hurt else 0
    fresh = (
        not me.greeting
        and opponent.last == C
        and (me.last_start == 0 or turn - me.last_start >= 20)
        and (me.turns < 0 or me.turns - turn >= 10)
        and me.total - opponent.total >= 10
        and abs(me.betrayals - me.turn / 2) >= 1.5 * math.sqrt(me.turn)
    )
    punishes = not me.greeting and not fresh and (me.due > 0 or hurt)
    if fresh:
        me.last_start = turn
        me.punishments = 0
        me.due = 0
        me.betrayals = 0
    elif punishes and me.due > 0:
        me.due -= 1
    elif punishes:
        me.due = me.punishments
        me.punishments += 1
    me.greeting = fresh
    return D if punishes else C


# Bit A of this number is set when the rule defects after the three outcomes that A stands for.
NYDEGGER_DEFECTS = sum(
    1 << a for a in (1, 6, 7, 17, 22, 23, 26, 29, 30, 31, 33, 38, 39, 45, 49, 54, 55, 58, 61)
)


@strategy
def nydegger(me, opponent):
    """Tit for tat for three turns, then look the last three outcomes up in a table.

    Each outcome counts 1 for an own defection and 2 for the opponent's; the latest weighs 16, then
    4, then 1. If it was alone in cooperating first and alone in defecting second, the third move
    is a defection.

    Source: Nydegger, in Axelrod (1980). Also called: FirstByNydegger.
    """
    if me.turn == 2 and opponent.move(2) == D and opponent.last == C:
        return D
    if me.turn < 3:
        return D if opponent.last == D else C
    a = 0
    for k in range(1, 4):
        a = 4 * a + me.move(k) + 2 * opponent.move(k)
    return D if (NYDEGGER_DEFECTS >> a) & 1 == 1 else C


@strategy
def grofman(me, opponent):
    """Cooperate if both did the same last; otherwise with probability 2/7.

    Source: Grofman, in Axelrod (1980). Also called: FirstByGrofman.
    """
    return C if me.last == opponent.last or me.chance(2 / 7) else D


@strategy(length=0, left=0)
def shubik(me, opponent):
    """Answer a defection against its cooperation with defections, one more than the last time.

    Source: Shubik, in Axelrod (1980); Shubik (1970). Also called: FirstByShubik.
    """
    if me.left > 0:
        me.left -= 1
        return D
    if opponent.last == D and me.last == C:
        me.length += 1
        me.left = me.length - 1
        return D
    return C


@strategy(random=False)
def stein_and_rapoport(me, opponent, alpha=0.05):
    """Tit for tat that defects while the opponent seems random; tested every fifteen turns.

    The test is a chi-squared test of equal chances at level `alpha`. It cooperates in the first
    four turns and defects in the last two.

    Source: Stein and Rapoport, in Axelrod (1980). Also called: FirstBySteinAndRapoport.
    """
    if in_last_turns(me, 2):
        return D
    if me.turn < 4:
        return C
    if me.turn % 15 == 14:
        me.random = looks_random(opponent.cooperations, opponent.defections, alpha)
    return D if me.random or opponent.last == D else C


@strategy
def davis(me, opponent, trusting_turns=10):
    """Cooperate for ten turns; then defect if the opponent has ever defected.

    Source: Davis, in Axelrod (1980). Also called: FirstByDavis.
    """
    return D if me.turn >= trusting_turns and opponent.defections > 0 else C


@strategy(random=False, copies=True, twin=True, next=0)
def graaskamp(me, opponent, alpha=0.05):
    """Tit for tat for 56 turns with one defection in turn 51; then judge the opponent.

    An opponent who seems random is punished for ever, tit for tat and a twin are met with tit for
    tat, and others with cooperation and a defection every 5 to 14 turns.

    Source: Graaskamp, in Axelrod (1980). Also called: FirstByGraaskamp.
    """
    if me.turn > 1 and opponent.last != me.move(2):
        me.copies = False
    if opponent.last != me.last:
        me.twin = False
    if me.turn < 56:
        return D if opponent.last == D or me.turn == 50 else C
    if looks_random(opponent.cooperations, opponent.defections, alpha):
        me.random = True
    if me.random:
        return D
    if me.copies or me.twin:
        return D if opponent.last == D else C
    defects = me.turn == me.next
    if defects or me.next == 0:
        me.next = me.turn + 5 + me.integer(10)
    return D if defects else C


@strategy(after_c=0, after_d=0)
def downing(me, opponent):
    """Learn how often the opponent answers C and D with C, and play what then pays more.

    It defects in the first two turns; the opponent's first move counts as an answer to a
    cooperation. When both moves are worth the same it alternates.

    Source: Downing, in Axelrod (1980); Downing (1975). Also called: FirstByDowning.
    """
    if opponent.last == C:
        if me.turn == 1 or me.move(2) == C:
            me.after_c += 1
        else:
            me.after_d += 1
    if me.turn < 2:
        return D
    alpha = me.after_c / (me.cooperations + 1)
    beta = me.after_d / max(me.defections, 2)
    worth_of_c = alpha * me.game.R + (1 - alpha) * me.game.S
    worth_of_d = beta * me.game.T + (1 - beta) * me.game.P
    if worth_of_c == worth_of_d:
        return C if me.last == D else D
    return C if worth_of_c > worth_of_d else D


@strategy(after_c=0, after_d=0)
def revised_downing(me, opponent):
    """Downing that trusts at first: all of its moves count, and cooperation is believed to pay.

    It believes that C is answered with C, and D with D, until it has seen an answer. It compares
    constant cooperation, constant defection and alternation, at payoffs 5, 3, 1, 0.

    Source: Downing, in Axelrod (1980) and (1980b). Also called: RevisedDowning, K59R, K56R.
    """
    if me.turn > 1 and opponent.last == C:
        if me.move(2) == C:
            me.after_c += 1
        else:
            me.after_d += 1
    answered_c = me.cooperations - (1 if me.last == C else 0)
    answered_d = me.defections - (1 if me.last == D else 0)
    alpha = me.after_c / answered_c if answered_c > 0 else 1.0
    beta = me.after_d / answered_d if answered_d > 0 else 0.0
    cooperating = 6 * alpha - 8 * beta - 2  # twice what it gains over constant defection
    alternating = 4 * alpha - 5 * beta - 1
    if cooperating >= 0 and cooperating >= alternating:
        return C
    return C if alternating >= 0 and me.last == D else D


@strategy
def feld(me, opponent, start=1.0, end=0.5, turns_of_decay=200):
    """Tit for tat whose probability to answer C with C falls evenly from `start` to `end`.

    Source: Feld, in Axelrod (1980). Also called: FirstByFeld.
    """
    if me.turn == 0:
        return C
    p = max(start + (end - start) / turns_of_decay * me.turn, end)
    return C if opponent.last == C and me.chance(p) else D


@strategy
def tullock(me, opponent, trusting_turns=11):
    """Cooperate for eleven turns, then by a tenth less often than the opponent in the last ten.

    Source: Tullock, in Axelrod (1980); Overcast and Tullock (1971). Also called: FirstByTullock.
    """
    if me.turn < trusting_turns:
        return C
    cooperations = 0
    for k in range(1, trusting_turns):
        if opponent.move(k) == C:
            cooperations += 1
    return C if me.chance(cooperations / (trusting_turns - 1) - 0.1) else D


@strategy
def anonymous(me, opponent):
    """Cooperate with a probability drawn anew in each turn, evenly between 0.3 and 0.7.

    The original adjusted its probability in ways that are not recorded.

    Source: name withheld, in Axelrod (1980). Also called: FirstByAnonymous.
    """
    return C if me.chance(0.3 + 0.4 * me.uniform()) else D
