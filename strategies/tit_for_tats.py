"""Tit for tat and its relatives: rules that answer the opponent's last few moves."""

from tournament import C, D, Probability, strategy


@strategy
def tit_for_tat(me, opponent):
    """Cooperate first, then do what the opponent did last.

    Source: Rapoport, in Axelrod (1980). Also called: TFT, TitForTat, copycat.
    """
    return D if opponent.last == D else C


@strategy
def suspicious_tit_for_tat(me, opponent):
    """Defect first, then do what the opponent did last.

    Source: Boyd and Lorberbaum (1987). Also called: STFT, SuspiciousTitForTat, mistrust.
    """
    return C if opponent.last == C else D


@strategy
def generous_tit_for_tat(me, opponent, generosity: Probability = 1 / 3):
    """Tit for tat that forgives a defection with probability `generosity`.

    The default is the most generous value that resists always_defect at payoffs 5, 3, 1, 0:
    min(1 - (T - R) / (R - S), (R - P) / (T - P)).

    Source: Nowak and Sigmund (1992). Also called: GTFT, naive peacemaker.
    """
    return D if opponent.last == D and not me.chance(generosity) else C


@strategy
def forgiving_tit_for_tat(me, opponent, tolerance=0.1):
    """Tit for tat that answers only opponents who defected in more than a tenth of the turns.

    Source: Thomas Campbell, in the Axelrod-Python library. Also called: ForgivingTitForTat.
    """
    return D if opponent.last == D and opponent.defections > me.turn * tolerance else C


@strategy
def tit_for_two_tats(me, opponent):
    """Defect only after two defections in a row.

    Source: Axelrod (1980). Also called: TF2T, TitFor2Tats, copykitten, Maynard Smith's rule.
    """
    return D if opponent.last == D and opponent.move(2) == D else C


@strategy
def two_tits_for_tat(me, opponent):
    """Answer each defection with two.

    Source: Axelrod (1984). Also called: TTFT, TwoTitsForTat.
    """
    return D if opponent.last == D or opponent.move(2) == D else C


@strategy
def hard_tit_for_tat(me, opponent):
    """Defect if the opponent defected in any of the last three turns.

    Source: prisoners-dilemma.com (2017). Also called: HardTitForTat.
    """
    return D if opponent.last == D or opponent.move(2) == D or opponent.move(3) == D else C


@strategy
def hard_tit_for_two_tats(me, opponent):
    """Defect if the opponent defected twice in a row within the last three turns.

    Source: Stewart and Plotkin (2012). Also called: HardTitFor2Tats, HARD_TF2T.
    """
    twice = opponent.move(2) == D and (opponent.last == D or opponent.move(3) == D)
    return D if twice else C


CONTENT, CONTRITE, PROVOKED = 0, 1, 2


@strategy(mood=CONTENT)
def contrite_tit_for_tat(me, opponent):
    """Tit for tat that accepts punishment for its own mistaken defections.

    Content, it cooperates. A one-sided defection makes its victim provoked (it defects until the
    opponent cooperates) and its author contrite (it cooperates until its cooperation gets
    through). Without noise it plays as tit for tat.

    Source: Wu and Axelrod (1995), after Sugden (1986). Also called: CTFT, ContriteTitForTat.
    """
    mood = me.mood
    if mood == PROVOKED:
        mood = CONTENT if opponent.last == C else PROVOKED
    elif mood == CONTRITE:
        mood = CONTENT if me.last == C else CONTRITE
    elif me.last == C and opponent.last == D:
        mood = PROVOKED
    elif me.last == D and opponent.last == C:
        mood = CONTRITE
    me.mood = mood
    return D if mood == PROVOKED else C


@strategy(deadlock=0, randomness=0)
def omega_tit_for_tat(me, opponent, deadlock_threshold=3, randomness_threshold=8):
    """Tit for tat that breaks out of alternating defections, and gives up on random opponents.

    It counts changes of the opponent's move: `deadlock_threshold` in a row make it cooperate
    twice. Changes, and answers that differ from its own move, also count as signs of randomness
    (two cooperations take one back); with `randomness_threshold` signs it defects.

    Source: Slany and Kienreich (2007). Also called: OmegaTFT.
    """
    if me.turn < 2:
        return D if opponent.last == D else C
    if (
        me.deadlock >= deadlock_threshold
    ):  # the first and the second cooperation that break the loop
        me.deadlock = 0 if me.deadlock > deadlock_threshold else deadlock_threshold + 1
        return C
    changed = opponent.last != opponent.move(2)
    if changed:
        me.randomness += 1
    elif opponent.last == C:
        me.randomness -= 1
    if opponent.last != me.last:
        me.randomness += 1
    if me.randomness >= randomness_threshold:
        return D
    me.deadlock = me.deadlock + 1 if changed else 0
    return D if opponent.last == D else C


@strategy(world=0.5)
def adaptive_tit_for_tat(me, opponent, rate=0.5):
    """Keep an image of how kind the opponent is; cooperate while it is at least one half.

    Source: Tzafestas (2000). Also called: ATFT, AdaptiveTitForTat.
    """
    if opponent.last == C:
        me.world += rate * (1 - me.world)
    elif opponent.last == D:
        me.world -= rate * me.world
    return C if me.world >= 0.5 else D


@strategy(betrayed=False)
def spiteful_tit_for_tat(me, opponent):
    """Tit for tat until the opponent defects twice in a row; from then on, defect.

    Source: PRISON (1998). Also called: SpitefulTitForTat.
    """
    if opponent.last == D and opponent.move(2) == D:
        me.betrayed = True
    return D if me.betrayed or opponent.last == D else C


@strategy
def anti_tit_for_tat(me, opponent):
    """Cooperate first, then do the opposite of what the opponent did last.

    Source: Ashlock, Kim and Ashlock (2009). Also called: AntiTitForTat, psycho.
    """
    return D if opponent.last == C else C


@strategy
def bully(me, opponent):
    """Defect first, then do the opposite of what the opponent did last.

    Source: Nachbar (1992). Also called: Bully, reverse tit for tat.
    """
    return C if opponent.last == D else D
