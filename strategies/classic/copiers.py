"""Rules that copy what the opponent did on average, or lately, or sometimes, or turn it round."""

from strategies.tables.memory_one_rules import memory_one
from tournament import C, D, Probability, strategy


@strategy
def average_copier(me, opponent, first: Probability = 0.5):
    """Cooperate as often as the opponent has so far; the first move is a coin toss.

    Source: Geraint Palmer, in the Axelrod-Python library. Also called: AverageCopier.
    """
    return C if me.chance(opponent.cooperations / me.turn if me.turn > 0 else first) else D


nice_average_copier = average_copier(first=1).named(
    "nice_average_copier",
    "Cooperate first, then as often as the opponent has so far.\n\n"
    "Source: PRISON (1998); Owen Campbell, in the Axelrod-Python library. "
    "Also called: NiceAverageCopier, WorseAndWorse3, worse_and_worse3.",
)


@strategy(since=0)
def inverse(me, opponent):
    """Defect with probability 1/n if the opponent's latest defection was n turns ago.

    Source: Karol Langner, in the Axelrod-Python library. Also called: Inverse.
    """
    me.since = 1 if opponent.last == D else me.since + 1
    return D if opponent.defections > 0 and me.chance(1 / me.since) else C


@strategy
def very_bad(me, opponent):
    """Cooperate three times, then do what the opponent did most; its last move when it is a tie.

    Source: Andre, Honovan, Felipe and Frederico (2013). Also called: VeryBad.
    """
    if me.turn < 3 or opponent.cooperations > opponent.defections:
        return C
    return D if opponent.cooperations < opponent.defections else opponent.last


@strategy
def short_memory(me, opponent):
    """Do what the opponent did at least seven times in the last ten turns, else what it did last.

    The first eleven moves are cooperations.

    Source: Andre, Honovan, Felipe and Frederico (2013). Also called: ShortMem.
    """
    if me.turn <= 10:
        return C
    defections = 0
    for k in range(1, 11):
        defections += opponent.move(k)
    return C if defections <= 3 else D if defections >= 7 else opponent.last


@strategy
def self_esteem(me, opponent):
    """Follow a sine curve of ten turns: defect high, cooperate low, toss a coin at its zeros.

    Between (at sin(2 pi turn / 10) of 0.3 to 0.95 either way) it does what the opponent did last.

    Source: Andre, Honovan, Felipe and Frederico (2013). Also called: SelfSteem.
    """
    phase = me.turn % 10
    if phase % 5 == 0:
        return C if me.chance(0.5) else D
    if phase in (2, 3):
        return D
    return C if phase in (7, 8) else opponent.last


negation = memory_one(0, 1, 0, 1, first=0.5).named(
    "negation",
    "Do the opposite of what the opponent did last; the first move is a coin toss.\n\n"
    "Source: prisoners-dilemma.com (2017). Also called: Negation.",
)
