"""Rules that weigh the opponent's cooperations against its defections."""

import math

from tournament import C, D, strategy


def surplus(me, opponent, memory_depth):
    """Return the opponent's cooperations minus its defections in the last turns, 0 meaning all.

    `me.recent` counts the defections; call it once a turn.
    """
    recent = me.recent + (1 if opponent.last == D else 0)
    turns = me.turn
    if 0 < memory_depth < turns:
        turns = memory_depth
        recent -= opponent.move(memory_depth + 1)
    me.recent = recent
    return turns - 2 * recent


@strategy(recent=0)
def soft_majority(me, opponent, memory_depth=0):
    """Do what the opponent did most; cooperate when it is a tie.

    `memory_depth` is how many turns count; 0 for all.

    Source: Axelrod (1984). Also called: GoByMajority, go by majority, soft_majo, K31R.
    """
    return C if surplus(me, opponent, memory_depth) >= 0 else D


@strategy(recent=0)
def hard_majority(me, opponent, memory_depth=0):
    """Do what the opponent did most; defect when it is a tie.

    `memory_depth` is how many turns count; 0 for all.

    Source: Mittal and Deb (2009). Also called: HardGoByMajority, HARD_MAJO.
    """
    return C if surplus(me, opponent, memory_depth) > 0 else D


LANGNER = "Source: Karol Langner, in the Axelrod-Python library. Also called:"

soft_majority_5 = soft_majority(5).named(
    "soft_majority_5",
    "Do what the opponent did most in the last 5 turns; cooperate when it is a tie.\n\n"
    f"{LANGNER} GoByMajority5.",
)

soft_majority_10 = soft_majority(10).named(
    "soft_majority_10",
    "Do what the opponent did most in the last 10 turns; cooperate when it is a tie.\n\n"
    f"{LANGNER} GoByMajority10.",
)

soft_majority_20 = soft_majority(20).named(
    "soft_majority_20",
    "Do what the opponent did most in the last 20 turns; cooperate when it is a tie.\n\n"
    f"{LANGNER} GoByMajority20.",
)

soft_majority_40 = soft_majority(40).named(
    "soft_majority_40",
    "Do what the opponent did most in the last 40 turns; cooperate when it is a tie.\n\n"
    f"{LANGNER} GoByMajority40.",
)

hard_majority_5 = hard_majority(5).named(
    "hard_majority_5",
    "Do what the opponent did most in the last 5 turns; defect when it is a tie.\n\n"
    f"{LANGNER} HardGoByMajority5.",
)

hard_majority_10 = hard_majority(10).named(
    "hard_majority_10",
    "Do what the opponent did most in the last 10 turns; defect when it is a tie.\n\n"
    f"{LANGNER} HardGoByMajority10.",
)

hard_majority_20 = hard_majority(20).named(
    "hard_majority_20",
    "Do what the opponent did most in the last 20 turns; defect when it is a tie.\n\n"
    f"{LANGNER} HardGoByMajority20.",
)

hard_majority_40 = hard_majority(40).named(
    "hard_majority_40",
    "Do what the opponent did most in the last 40 turns; defect when it is a tie.\n\n"
    f"{LANGNER} HardGoByMajority40.",
)


@strategy(grumpy=False)
def grumpy(me, opponent, grumpy_threshold=10, nice_threshold=-10):
    """Defect once the opponent's defections lead by over ten, until its cooperations do.

    Source: Jason Young, in the Axelrod-Python library. Also called: Grumpy.
    """
    grumpiness = opponent.defections - opponent.cooperations
    if grumpiness > grumpy_threshold:
        me.grumpy = True
    elif grumpiness < nice_threshold:
        me.grumpy = False
    return D if me.grumpy else C


@strategy
def doubler(me, opponent):
    """Tit for tat that forgives an opponent who cooperated over twice as often as it defected.

    Source: PRISON (1998). Also called: Doubler.
    """
    return D if opponent.last == D and opponent.cooperations <= 2 * opponent.defections else C


@strategy
def ratio_keeper(me, opponent, ratio: float):
    """Defect when both players' cooperations exceed `ratio` times their defections.

    It cooperates first, and defects until the opponent first does.

    Source: Timothy Standen, in the Axelrod-Python library. Also called: CotoDeRatio.

    >>> from strategies import ratio_keeper
    >>> ratio_keeper(ratio=1.5)
    ratio_keeper(ratio=1.5)

    >>> from strategies import ratio_keeper
    >>> ratio_keeper(ratio=1.5)
    ratio_keeper(ratio=1.5)
    """
    if opponent.defections == 0:
        return C if me.turn == 0 else D
    cooperations = me.cooperations + opponent.cooperations
    return D if cooperations / (me.defections + opponent.defections) > ratio else C


STANDEN = "Source: Timothy Standen, in the Axelrod-Python library. Also called:"

golden = ratio_keeper((1 + math.sqrt(5)) / 2).named(
    "golden",
    "Keep cooperations and defections, both players' together, in the golden ratio.\n\n"
    f"{STANDEN} Golden, phi.",
)

pi = ratio_keeper(math.pi).named(
    "pi",
    "Keep cooperations and defections, both players' together, in the ratio pi to 1.\n\n"
    f"{STANDEN} Pi.",
)

e = ratio_keeper(math.e).named(
    "e",
    "Keep cooperations and defections, both players' together, in the ratio e to 1.\n\n"
    f"{STANDEN} Euler's number.",
)
