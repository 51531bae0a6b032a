"""The shorter programs of the second tournament."""

import math

from tournament import C, D, strategy


def defections_within(opponent, first, last):
    """Return how often the opponent defected from `first` to `last` turns ago."""
    defections = 0
    for k in range(first, last + 1):
        if opponent.move(k) == D:
            defections += 1
    return defections


@strategy
def champion(me, opponent):
    """Cooperate for ten turns, play tit for tat for fifteen; then punish only frequent defectors.

    It then answers a defection with the probability of the opponent's defections so far, and only
    if that is 40% or more. (K61R counts a cooperation before the first turn.)

    Source: Champion, in Axelrod (1980b). Also called: SecondByChampion.
    """
    if me.turn < 10 or opponent.last == C:
        return C
    if me.turn < 25:
        return D
    rate = opponent.defections / me.turn
    return D if rate >= 0.4 and me.chance(rate) else C


@strategy
def cave(me, opponent):
    """Answer a defection by the toss of a coin, after eighteen always; give up on the hostile.

    It gives up, and defects, while the opponent's defections are more than 79% from turn 20, 65%
    from turn 30 or 39% from turn 40. (K49R rounds percentages down: from 80%, 66% and 40%.)

    Source: Cave, in Axelrod (1980b). Also called: SecondByCave.
    """
    turn = me.turn + 1
    rate = opponent.defections / turn
    if (turn >= 40 and rate > 0.39) or (turn >= 30 and rate > 0.65) or (turn >= 20 and rate > 0.79):
        return D
    return D if opponent.last == D and (opponent.defections > 17 or me.chance(0.5)) else C


@strategy
def adams(me, opponent):
    """Defect while the opponent's defections number 4, 7 or 9; afterwards, answer ever more often.

    The opponent's first move does not count. From the tenth defection on each is forgiven half as
    probably as the one before, with 1/2 at first.

    Source: William Adams, in Axelrod (1980b). Also called: SecondByWmAdams.
    """
    if me.turn < 2:
        return C
    count = opponent.defections - (1 if opponent.history[0] == D else 0)
    if count > 9:
        return D if opponent.last == D and not me.chance(0.5 ** (count - 9)) else C
    return D if count == 4 or count == 7 or count == 9 else C


@strategy(gave_up=False)
def graaskamp_and_katzen(me, opponent):
    """Tit for tat that defects for ever when its score is low after 10, 20, 30, 40, 50, 100 turns.

    Low is below 23 points after 10 turns, and 3 points more for each further turn.

    Source: Graaskamp and Katzen, in Axelrod (1980b). Also called: SecondByGraaskampKatzen, K60R.
    """
    if me.turn in (10, 20, 30, 40, 50, 100) and me.total < 3 * me.turn - 7:
        me.gave_up = True
    return D if me.gave_up or opponent.last == D else C


@strategy(odd=False, forgives=False, grudge=0)
def weiner(me, opponent):
    """Tit for tat that may forgive a second provocation, but not five defections in twelve turns.

    After an odd number of defections in a row and a cooperation it forgives the next move, if that
    is a defection, unless it bears a grudge: until turn 20 n after n pardons. With five defections
    among the last twelve moves but the very last it defects. (In K41R the grudge grows even where
    it prevents a pardon.)

    Source: Weiner, in Axelrod (1980b). Also called: SecondByWeiner.
    """
    hurt = opponent.last == D
    pardons = me.forgives and hurt and me.grudge <= me.turn
    me.grudge += 20 if pardons else 0
    counts = not me.forgives
    me.forgives = counts and me.odd and not hurt
    me.odd = counts and hurt and not me.odd
    return D if (hurt and not pardons) or defections_within(opponent, 2, 13) >= 5 else C


@strategy(flack=0.0)
def getzler(me, opponent):
    """Defect with a probability to which each defection adds 1/2, then 1/4, 1/8 and so on.

    Source: Getzler, in Axelrod (1980b). Also called: SecondByGetzler, K35R.
    """
    me.flack = (me.flack + (1 if opponent.last == D else 0)) / 2
    return D if me.chance(me.flack) else C


@strategy
def leyvraz(me, opponent):
    """Defect with a probability that depends on the opponent's last three moves.

    After two defections it defects with probability 3/4. Otherwise it cooperates if the opponent
    defected three turns ago, defects if it did two turns ago, and defects with probability 1/2 if
    it did last.

    Source: Leyvraz, in Axelrod (1980b). Also called: SecondByLeyvraz, K68R.
    """
    one, two, three = opponent.last == D, opponent.move(2) == D, opponent.move(3) == D
    if one and two:
        return D if me.chance(0.75) else C
    if two and not three:
        return D
    return D if one and not three and me.chance(0.5) else C


@strategy
def white(me, opponent):
    """Cooperate for ten turns; then answer a defection if there were many so far.

    Many are at least turn / log(turn), with the natural logarithm rounded down.

    Source: White, in Axelrod (1980b). Also called: SecondByWhite.
    """
    turn = me.turn + 1
    if turn <= 10 or opponent.last == C:
        return C
    return D if math.floor(math.log(turn)) * opponent.defections >= turn else C


@strategy
def eatherley(me, opponent):
    """Answer a defection with the probability of the opponent's defections so far.

    Source: Eatherley, in Axelrod (1980b). Also called: SecondByEatherley, K46R.
    """
    return D if opponent.last == D and me.chance(opponent.defections / me.turn) else C


@strategy
def black(me, opponent):
    """Defect with probability (n n - 1) / 25, n being the defections in the last five turns.

    It cooperates in the first five turns.

    Source: Black, in Axelrod (1980b). Also called: SecondByBlack, K83R.
    """
    if me.turn < 5:
        return C
    n = defections_within(opponent, 1, 5)
    return D if me.chance((n * n - 1) / 25) else C


@strategy
def grofman_2(me, opponent):
    """Defect after three defections in seven turns, or two if it defected last itself.

    The seven turns are those before the last one. It cooperates twice and plays tit for tat until
    turn 7.

    Source: Grofman, in Axelrod (1980b). Also called: SecondByGrofman, K86R.
    """
    if me.turn < 2:
        return C
    if me.turn < 7:
        return opponent.last
    return D if defections_within(opponent, 2, 8) > (2 if me.last == C else 1) else C


@strategy
def gladstein(me, opponent):
    """Defect first; while the opponent never does, defect in half of the turns; else tit for tat.

    It begins D, C, C, D, C, D. The opponent's first defection is answered by a cooperation, as an
    apology. (Axelrod-Python's `SecondByTester` does the opposite of its last move instead, so that
    noise changes its beat.)

    Source: Gladstein, in Axelrod (1980b). Also called: tester, SecondByTester,
    SecondByGladstein.
    """
    if opponent.defections == 0:
        return D if me.turn == 0 or 2 * me.cooperations > me.turn else C
    return D if opponent.last == D and opponent.defections > 1 else C
