"""Rules that weigh the opponent's cooperations against its defections."""

from tournament import C, D, strategy


def surplus(opponent, memory_depth):
    """Return the opponent's cooperations minus its defections in the last turns.

    A depth of 0 means in all turns."""
    if memory_depth == 0:
        return opponent.cooperations - opponent.defections
    difference = 0
    for k in range(1, memory_depth + 1):
        if opponent.move(k) == C:
            difference += 1
        elif opponent.move(k) == D:
            difference -= 1
    return difference


@strategy
def soft_majority(me, opponent, memory_depth=0):
    """Do what the opponent did most; cooperate when it is a tie.

    `memory_depth` is how many turns count; 0 for all.

    Source: Axelrod (1984). Also called: GoByMajority, go by majority, soft_majo.
    """
    return C if surplus(opponent, memory_depth) >= 0 else D


@strategy
def hard_majority(me, opponent, memory_depth=0):
    """Do what the opponent did most; defect when it is a tie.

    `memory_depth` is how many turns count; 0 for all.

    Source: Mittal and Deb (2009). Also called: HardGoByMajority, HARD_MAJO.
    """
    return C if surplus(opponent, memory_depth) > 0 else D


soft_majority_10 = soft_majority(memory_depth=10).named(
    "soft_majority_10",
    "Do what the opponent did most in the last ten turns; cooperate when it is a tie.\n\n"
    "Source: Karol Langner, in the Axelrod-Python library. Also called: GoByMajority10.",
)

hard_majority_10 = hard_majority(memory_depth=10).named(
    "hard_majority_10",
    "Do what the opponent did most in the last ten turns; defect when it is a tie.\n\n"
    "Source: Karol Langner, in the Axelrod-Python library. Also called: HardGoByMajority10.",
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
