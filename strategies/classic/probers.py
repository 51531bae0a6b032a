"""Rules that test how the opponent takes a defection, or whether it is one of their own."""

from tournament import C, D, Probability, strategy


@strategy(exploits=False)
def prober(me, opponent):
    """Play D, C, C; then defect if the opponent played C, C since, otherwise tit for tat.

    Source: Li, Hingston and Kendall (2011). Also called: Prober, PROBE.
    """
    if me.turn < 3:
        return D if me.turn == 0 else C
    if me.turn == 3:
        me.exploits = opponent.move(2) == C and opponent.last == C
    return D if me.exploits or opponent.last == D else C


@strategy(trusts=False)
def prober_2(me, opponent):
    """Play D, C, C; then cooperate if the opponent hit back just once, otherwise tit for tat.

    Source: PRISON (1998). Also called: Prober2.
    """
    if me.turn < 3:
        return D if me.turn == 0 else C
    if me.turn == 3:
        me.trusts = opponent.move(2) == D and opponent.last == C
    return D if opponent.last == D and not me.trusts else C


@strategy(exploits=False)
def prober_3(me, opponent):
    """Play D, C; then defect if the opponent did not hit back, otherwise tit for tat.

    Source: PRISON (1998). Also called: Prober3.
    """
    if me.turn < 2:
        return D if me.turn == 0 else C
    if me.turn == 2:
        me.exploits = opponent.last == C
    return D if me.exploits or opponent.last == D else C


# The script in which prober_4 probes, twenty turns from the lowest bit on; 1 is a defection.
PROBES = sum((move == "D") << turn for turn, move in enumerate("CCDCDDDCCDCDCCDCDDCD"))


@strategy(just=0, unjust=0, exploits=False)
def prober_4(me, opponent):
    """Play twenty moves of a script; then defect if the opponent defected whatever it did.

    The opponent's defections in turns 1 to 19 count as just against an own defection, as unjust
    against an own cooperation; a difference of at most two means whatever. Other opponents get five
    cooperations and then tit for tat. (PRISON's own program compares with its move the turn before,
    so that a just defection is an answer.)

    Source: PRISON (1998). Also called: Prober4.
    """
    if me.turn < 20:
        if opponent.last == D and me.last == D:
            me.just += 1
        elif opponent.last == D:
            me.unjust += 1
        return D if (PROBES >> me.turn) & 1 == 1 else C
    if me.turn == 20:
        me.exploits = abs(me.just - me.unjust) <= 2
    if me.exploits:
        return D
    return D if me.turn >= 25 and opponent.last == D else C


@strategy(exploits=False)
def hard_prober(me, opponent):
    """Play D, D, C, C; then defect if the opponent's turns 2 and 3 were C, else tit for tat.

    Source: PRISON (1998). Also called: HardProber.
    """
    if me.turn < 4:
        return D if me.turn < 2 else C
    if me.turn == 4:
        me.exploits = opponent.move(3) == C and opponent.move(2) == C
    return D if me.exploits or opponent.last == D else C


@strategy(exploits=False)
def gradual_killer(me, opponent):
    """Play D five times, C twice; then defect if the opponent's turns 6 and 7 were D, else C.

    Source: PRISON (1998). Also called: GradualKiller.
    """
    if me.turn < 7:
        return D if me.turn < 5 else C
    if me.turn == 7:
        me.exploits = opponent.move(2) == D and opponent.last == D
    return D if me.exploits else C


@strategy(wait=3)
def tricky_cooperator(me, opponent, calm=10):
    """Cooperate, but defect while the opponent has not defected in the last ten turns.

    At the start three turns are enough.

    Source: Karol Langner, in the Axelrod-Python library. Also called: TrickyCooperator.
    """
    wait = me.wait - 1 if opponent.last == C else me.wait
    me.wait = calm if opponent.last == D else wait
    return D if me.wait <= 0 else C


@strategy
def tricky_defector(me, opponent):
    """Defect, but cooperate after three defections in a row of an opponent who cooperated before.

    Source: Karol Langner, in the Axelrod-Python library. Also called: TrickyDefector.
    """
    thrice = opponent.last == D and opponent.move(2) == D and opponent.move(3) == D
    return C if thrice and opponent.cooperations > 0 else D


@strategy
def naive_prober(me, opponent, p: Probability = 0.1):
    """Tit for tat that defects unprovoked with probability `p`.

    Source: Dawkins (1989). Also called: NaiveProber.
    """
    if me.turn == 0:
        return C
    return D if opponent.last == D or me.chance(p) else C


@strategy(probing=False)
def remorseful_prober(me, opponent, p: Probability = 0.1):
    """Naive prober that accepts one defection in return for each of its own.

    Source: Dawkins (1989). Also called: RemorsefulProber.
    """
    if me.turn == 0:
        return C
    forgives = me.probing
    hurt = opponent.last == D
    me.probing = not hurt and me.chance(p)
    return D if me.probing or (hurt and not forgives) else C


@strategy(friend=False)
def handshake(me, opponent):
    """Play C, D; cooperate for ever with an opponent who did too, defect against others.

    Source: Robson (1990). Also called: Handshake, secret handshake.
    """
    if me.turn < 2:
        return D if me.turn == 1 else C
    if me.turn == 2:
        me.friend = opponent.move(2) == C and opponent.last == D
    return C if me.friend else D


@strategy(friend=False)
def collective_strategy(me, opponent):
    """Play C, D; cooperate with an opponent who did too until it defects again, defect else.

    Source: Li and Kendall (2009). Also called: CollectiveStrategy, CS.
    """
    if me.turn < 2:
        return D if me.turn == 1 else C
    if me.turn == 2:
        me.friend = opponent.move(2) == C and opponent.last == D
    return C if me.friend and opponent.defections == 1 else D


@strategy(exploits=False)
def detective(me, opponent):
    """Play C, D, C, C; always defect if the opponent never did, otherwise play tit for tat.

    Source: Case (2017). Also called: Detective.
    """
    if me.turn < 4:
        return D if me.turn == 1 else C
    if me.turn == 4:
        me.exploits = opponent.defections == 0
    return D if me.exploits or opponent.last == D else C


def is_periodic(opponent, turns):
    """Return whether the opponent's last moves repeat, with a period of at most half of them."""
    for period in range(1, turns // 2 + 1):
        repeats = True
        for k in range(1, turns - period + 1):
            if opponent.move(k) != opponent.move(k + period):
                repeats = False
        if repeats:
            return True
    return False


@strategy(periodic=False)
def calculator(me, opponent):
    """Play as joss for 20 turns; then defect if the opponent is periodic, otherwise tit for tat.

    Source: PRISON (1998). Also called: Calculator.
    """
    if me.turn < 20:
        return C if me.turn == 0 or (opponent.last == C and me.chance(0.9)) else D
    if me.turn == 20:
        me.periodic = is_periodic(opponent, 20)
    return D if me.periodic or opponent.last == D else C
