"""Rules that defect at the end of the match, when no answer can follow, if they know its length."""

from tournament import C, D, Probability, strategy


@strategy
def backstabber(me, opponent, tolerance=3):
    """Cooperate until the opponent's fourth defection; defect in the last two turns.

    Source: Thomas Campbell, in the Axelrod-Python library. Also called: BackStabber.
    """
    at_end = 0 < me.turns - me.turn <= 2
    return D if at_end or opponent.defections > tolerance else C


@strategy(trusts=False)
def double_crosser(me, opponent, tolerance=3):
    """Backstabber, but tit for two tats in turns 8 to 180 if the opponent began with seven C.

    Source: Thomas Campbell, in the Axelrod-Python library. Also called: DoubleCrosser.
    """
    if me.turn == 7:
        me.trusts = opponent.defections == 0
    if 0 < me.turns - me.turn <= 2:
        return D
    if me.trusts and me.turn < 180:
        return D if opponent.last == D and opponent.move(2) == D else C
    return D if opponent.defections > tolerance else C


@strategy
def alexei(me, opponent):
    """Tit for tat that defects in the last turn.

    Source: LessWrong (2011). Also called: Alexei.
    """
    return D if opponent.last == D or me.turn == me.turns - 1 else C


@strategy
def eugine_nier(me, opponent, tolerance=4):
    """Tit for tat until the opponent's fifth defection, then defect; also in the last turn.

    Source: LessWrong (2011). Also called: EugineNier.
    """
    too_many = opponent.defections > tolerance
    return D if opponent.last == D or too_many or me.turn == me.turns - 1 else C


@strategy(broken=False)
def michaelos(me, opponent, p: Probability = 0.5):
    """Tit for tat, but when it exploited it may never cooperate again; defect in the last turn.

    Having defected against a cooperation, it cooperates with probability `p`, or else defects from
    then on.

    Source: LessWrong (2011). Also called: Michaelos.
    """
    if me.last == D and opponent.last == C and not me.broken:
        me.broken = not me.chance(p)
    return D if me.broken or opponent.last == D or me.turn == me.turns - 1 else C
