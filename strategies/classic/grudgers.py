"""Rules that remember a defection for some time, or for ever."""

from tournament import C, D, Probability, strategy


@strategy
def grudger(me, opponent):
    """Cooperate until the opponent first defects; from then on, defect.

    Source: Friedman (1971). Also called: Grudger, grim, grim trigger, spite, spiteful, vengeful,
    K34R.
    """
    return D if opponent.defections > 0 else C


@strategy(streak=0, left=0)
def soft_grudger(me, opponent, defections=1, punishment=4, penance=2):
    """Answer a defection with four defections and two cooperations, then start afresh.

    `defections` is how many in a row it takes, `punishment` and `penance` are the four and two.

    Source: PRISON (1998); Li, Hingston and Kendall (2011). Also called: SoftGrudger, SGRIM,
    soft_spiteful, GeneralSoftGrudger.
    """
    streak = me.streak + 1 if opponent.last == D else 0
    left = me.left - 1  # turns of punishment and penance, this one included
    if left <= 0:
        left = punishment + penance if streak >= defections else 0
    me.streak = streak
    me.left = left
    return D if left > penance else C


forgetful_grudger = soft_grudger(1, punishment=10, penance=0).named(
    "forgetful_grudger",
    "Answer a defection with ten defections, then forget it.\n\n"
    "Source: Geraint Palmer, in the Axelrod-Python library. Also called: ForgetfulGrudger.",
)

once_bitten = soft_grudger(2, punishment=11, penance=0).named(
    "once_bitten",
    "Answer two defections in a row with eleven defections, then forget them.\n\n"
    "Source: Holly Marissa, in the Axelrod-Python library. Also called: OnceBitten.",
)


@strategy
def fool_me_once(me, opponent):
    """Cooperate until the opponent's second defection; from then on, defect.

    Source: Marc Harper, in the Axelrod-Python library. Also called: FoolMeOnce.
    """
    return D if opponent.defections > 1 else C


@strategy(betrayals=0)
def forgetful_fool_me_once(me, opponent, forgetfulness: Probability = 0.05):
    """Fool me once that forgets all defections with probability `forgetfulness` in each turn.

    Source: Marc Harper, in the Axelrod-Python library. Also called: ForgetfulFoolMeOnce.
    """
    betrayals = me.betrayals + 1 if opponent.last == D else me.betrayals
    if betrayals > 0 and me.chance(forgetfulness):
        betrayals = 0
    me.betrayals = betrayals
    return D if betrayals > 1 else C


@strategy
def spiteful_cc(me, opponent):
    """Grudger that cooperates in the first two turns whatever happens.

    Source: Mathieu and Delahaye (2015). Also called: SpitefulCC, spiteful_cc.
    """
    return D if me.turn >= 2 and opponent.defections > 0 else C


@strategy
def grudger_alternator(me, opponent):
    """Cooperate until the opponent first defects; from then on, defect and cooperate in turns.

    Source: PRISON (1998). Also called: GrudgerAlternator, c_then_per_dc.
    """
    return D if opponent.defections > 0 and me.last == C else C


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
