"""Tit for tat and its relatives: rules that answer the opponent's last few moves."""

from tournament import C, D, Probability, strategy


@strategy
def tit_for_tat(me, opponent):
    """Cooperate first, then do what the opponent did last.

    Source: Rapoport, in Axelrod (1980). Also called: TFT, TitForTat, copycat, K92R.
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

    Source: Axelrod (1980). Also called: TF2T, TitFor2Tats, copykitten, Maynard Smith's rule,
    K90R.
    """
    return D if opponent.last == D and opponent.move(2) == D else C


@strategy
def two_tits_for_tat(me, opponent):
    """Answer each defection with two.

    Source: Axelrod (1984). Also called: TTFT, TwoTitsForTat.
    """
    return D if opponent.last == D or opponent.move(2) == D else C


@strategy
def dynamic_two_tits_for_tat(me, opponent):
    """Two tits for tat that forgives as often as the opponent cooperated so far.

    Source: Grant Garrett-Grossman, in the Axelrod-Python library. Also called:
    DynamicTwoTitsForTat.
    """
    hurt = opponent.last == D or opponent.move(2) == D
    return D if hurt and not me.chance(opponent.cooperations / me.turn) else C


@strategy(streak=0, left=0)
def n_tits_for_m_tats(me, opponent, tits=3, tats=2):
    """Answer `tats` defections in a row with `tits`; each further defection starts them anew.

    Source: Marc Harper, in the Axelrod-Python library. Also called: NTitsForMTats.
    """
    streak = me.streak + 1 if opponent.last == D else 0
    left = tits if streak >= tats else max(me.left - 1, 0)
    me.streak = streak
    me.left = left
    return D if left > 0 else C


@strategy
def slow_tit_for_two_tats_2(me, opponent):
    """Cooperate twice; then do what the opponent did twice in a row, otherwise keep the own move.

    Source: PRISON (1998). Also called: SlowTitForTwoTats2, slow_tft.
    """
    if me.turn < 2:
        return C
    return opponent.last if opponent.last == opponent.move(2) else me.last


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
    through). Without noise it plays as tit for tat. (Axelrod-Python's is contrite only after a
    defection that it did not choose. It plays tit for tat until it has cooperated, and then
    cooperates once more.)

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

    With the rate 1/2 that is tit for tat, but 53 cooperations in a row round the image to 1, and
    then a defection is forgiven.

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
def sneaky_tit_for_tat(me, opponent):
    """Cooperate twice, defect until the opponent first does, then tit for tat that repents.

    To repent is to accept a defection that follows one of its own.

    Source: Karol Langner, in the Axelrod-Python library. Also called: SneakyTitForTat.
    """
    if opponent.defections == 0:
        return C if me.turn < 2 else D
    return D if opponent.last == D and me.turn >= 2 and me.move(2) != D else C


@strategy
def random_tit_for_tat(me, opponent, p: Probability = 0.5):
    """Cooperate first; then in turns do what the opponent did last, and toss a coin.

    The coin shows cooperation with probability `p`.

    Source: Zachary M. Taylor, in the Axelrod-Python library. Also called: RandomTitForTat.
    """
    if me.turn % 2 == 1:
        return opponent.last
    return C if me.turn == 0 or me.chance(p) else D


def defected(player, turns):
    """Return in how many of the last turns the player defected."""
    defections = 0
    for k in range(1, turns + 1):
        if player.move(k) == D:
            defections += 1
    return defections


@strategy
def resurrection(me, opponent):
    """Tit for tat that cooperates after five own defections in a row.

    This is CoopSim's program. Resurrection of Axelrod-Python defects then, and so for ever.

    Source: Eckhart Arnold (2015), CoopSim. Also called: Resurrection.
    """
    return D if opponent.last == D and defected(me, 5) < 5 else C


@strategy
def double_resurrection(me, opponent):
    """Tit for tat that does the opposite after five own cooperations, or defections, in a row.

    Source: Eckhart Arnold (2015), CoopSim. Also called: DoubleResurrection.
    """
    if me.turn >= 5 and defected(me, 5) == 0:
        return D
    return D if opponent.last == D and defected(me, 5) < 5 else C


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
