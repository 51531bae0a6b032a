"""Rules that never look at the opponent."""

from tournament import C, D, Probability, strategy


@strategy
def always_cooperate(me, opponent):
    """Cooperate in every turn.

    Source: Axelrod (1984). Also called: ALLC, Cooperator, unconditional cooperator.
    """
    return C


@strategy
def always_defect(me, opponent):
    """Defect in every turn.

    Source: Axelrod (1984). Also called: ALLD, Defector, unconditional defector, cheater.
    """
    return D


@strategy
def random_player(me, opponent, p: Probability = 0.5):
    """Cooperate with probability `p`, whatever happened.

    Source: Axelrod (1980). Also called: Random, lunatic, K93R.
    """
    return C if me.chance(p) else D
