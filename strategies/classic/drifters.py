"""Rules that cooperate more and more, or less and less, as the match goes on."""

from tournament import C, D, strategy


@strategy
def better_and_better(me, opponent, turns_to_virtue=1000):
    """Cooperate with a probability that grows evenly to 1 over `turns_to_virtue` turns.

    Source: PRISON (1998). Also called: BetterAndBetter.
    """
    return C if me.chance((me.turn + 1) / turns_to_virtue) else D


@strategy
def worse_and_worse(me, opponent, turns_to_ruin=1000):
    """Defect with a probability that grows evenly to 1 over `turns_to_ruin` turns.

    Source: PRISON (1998). Also called: WorseAndWorse.
    """
    return C if me.chance(1 - (me.turn + 1) / turns_to_ruin) else D


@strategy
def knowledgeable_worse_and_worse(me, opponent):
    """Defect with a probability that grows evenly to 1 until the last turn.

    It cooperates if it is not told the length of the match.

    Source: Adam Pohl, in the Axelrod-Python library. Also called: KnowledgeableWorseAndWorse.
    """
    return C if me.turns < 0 or me.chance(1 - (me.turn + 1) / me.turns) else D


@strategy
def worse_and_worse_2(me, opponent, fair_turns=20):
    """Tit for tat for twenty turns; then cooperate with probability 20/n in turn n.

    PRISON's own program also defects, in these turns, whenever the opponent just did.

    Source: PRISON (1998). Also called: WorseAndWorse2.
    """
    if me.turn < fair_turns:
        return D if opponent.last == D else C
    return C if me.chance(fair_turns / (me.turn + 1)) else D
