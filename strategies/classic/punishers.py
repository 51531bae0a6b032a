"""Rules that punish the more, or the longer, the more often the opponent defected."""

from tournament import C, D, strategy


@strategy(left=0)
def punisher(me, opponent, longest=20):
    """Answer a defection with one, and as many more as the opponent's rate of defection tells.

    They are `longest` times that rate, rounded down.

    Source: Geraint Palmer, in the Axelrod-Python library. Also called: Punisher.
    """
    if me.left > 0:
        me.left -= 1
        return D
    if opponent.last == D:
        me.left = longest * opponent.defections // me.turn
        return D
    return C


@strategy(left=0)
def inverse_punisher(me, opponent, longest=20):
    """Answer a defection with one, and as many more as the opponent's rate of cooperation tells.

    They are `longest` times that rate, rounded down, and at least one.

    Source: Geraint Palmer, in the Axelrod-Python library. Also called: InversePunisher.
    """
    if me.left > 0:
        me.left -= 1
        return D
    if opponent.last == D:
        me.left = max(longest * opponent.cooperations // me.turn, 1)
        return D
    return C


@strategy
def level_punisher(me, opponent, level=0.2, patience=10):
    """Cooperate for ten turns; then defect if the opponent did in more than a fifth of all turns.

    `level` is that fifth, `patience` the ten turns. CoopSim's own program waits one turn more.

    Source: Eckhart Arnold (2015), CoopSim. Also called: LevelPunisher.
    """
    return D if me.turn >= patience and opponent.defections > level * me.turn else C


forgiver = level_punisher(0.1, patience=0).named(
    "forgiver",
    "Defect if the opponent did in more than a tenth of all turns.\n\n"
    "Source: Thomas Campbell, in the Axelrod-Python library. Also called: Forgiver.",
)


@strategy
def tricky_level_punisher(me, opponent):
    """Level punisher that tolerates ever less: after 10, 50 and 100 turns a rate of 20, 10, 5 %.

    This is CoopSim's program. TrickyLevelPunisher of Axelrod-Python differs, also from its own
    description: it punishes at 5 % in the first 100 turns and then cooperates for ever.

    Source: Eckhart Arnold (2015), CoopSim. Also called: TrickyLevelPunisher.
    """
    if me.turn <= 10:
        return C
    level = 0.2 if me.turn <= 50 else 0.1 if me.turn <= 100 else 0.05
    return D if opponent.defections > level * me.turn else C
