"""Rules that remember a defection for some time, or for ever."""

from tournament import C, D, strategy


@strategy
def grudger(me, opponent):
    """Cooperate until the opponent first defects; from then on, defect.

    Source: Friedman (1971). Also called: Grudger, grim, grim trigger, spite, spiteful, vengeful.
    """
    return D if opponent.defections > 0 else C


@strategy(step=0)  # 1 to 4: punishing, 5: at peace once more
def soft_grudger(me, opponent):
    """Answer a defection with four defections and two cooperations, then start afresh.

    Source: Li, Hingston and Kendall (2011). Also called: SoftGrudger, SGRIM.
    """
    if me.step == 0:
        me.step = 1 if opponent.last == D else 0
    else:
        me.step = 0 if me.step == 5 else me.step + 1
    return D if 1 <= me.step <= 4 else C


@strategy(left=0)
def forgetful_grudger(me, opponent, memory_length=10):
    """Answer a defection with ten defections, then forget it.

    Source: Geraint Palmer, in the Axelrod-Python library. Also called: ForgetfulGrudger.
    """
    if me.left == 0 and opponent.last == D:
        me.left = memory_length
    if me.left > 0:
        me.left -= 1
        return D
    return C


@strategy
def aggravater(me, opponent):
    """Grudger that defects in the first three turns.

    Source: Thomas Campbell, in the Axelrod-Python library. Also called: Aggravater.
    """
    return D if me.turn < 3 or opponent.defections > 0 else C


@strategy
def opposite_grudger(me, opponent):
    """Defect until the opponent first cooperates; from then on, cooperate.

    Source: Geraint Palmer, in the Axelrod-Python library. Also called: OppositeGrudger.
    """
    return C if opponent.cooperations > 0 else D


@strategy
def easy_go(me, opponent):
    """Defect until the opponent first defects; from then on, cooperate.

    Source: PRISON (1998). Also called: EasyGo, reverse grudger, RGRIM, fool me forever.
    """
    return C if opponent.defections > 0 else D


@strategy(betrayals=0, punishment=0, calm=0)
def gradual(me, opponent):
    """Answer the n-th defection with n defections and two calming cooperations.

    Defections of the opponent during punishment and calm are not counted.

    Source: Beaufils, Delahaye and Mathieu (1997). Also called: OriginalGradual.
    """
    if me.punishment > 0:
        me.punishment -= 1
        return D
    if me.calm > 0:
        me.calm -= 1
        return C
    if opponent.last == D:
        me.betrayals += 1
        me.punishment = me.betrayals - 1
        me.calm = 2
        return D
    return C


@strategy(punishment=0, calm=0)
def gradual_2018(me, opponent):
    """Gradual that counts every defection of the opponent, also those during punishment and calm.

    Source: CRISTAL-SMAC (2018). Also called: Gradual (Axelrod-Python).
    """
    if me.punishment > 0:
        me.punishment -= 1
        return D
    if me.calm > 0:
        me.calm -= 1
        return C
    if opponent.last == D:
        me.punishment = opponent.defections - 1
        me.calm = 2
        return D
    return C
