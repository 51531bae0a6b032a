"""Harrington's program of the second tournament, as Axelrod-Python reads it and as it was."""

import numpy as np

from strategies.axelrod_1980.second_tournament.randomness import at_most
from tournament import C, D, strategy


def answers_look_random(answers, n):
    """Return whether n answers, a row for each situation, seem not to depend on the situation.

    They do not if between a quarter and three quarters are defections, less than 80% are
    cooperation after mutual cooperation (the first cell), and a chi-squared statistic of the cells
    in which more than one answer is expected is at most 3.
    """
    defections = answers[:, 1].sum()
    if answers[0, 0] / n >= 0.8 or not 0.25 <= defections / n <= 0.75:
        return False
    statistic = 0 * defections / n  # in the precision of the answers
    for row in range(4):
        for move in range(2):
            column = defections if move == D else n - defections
            expected = (answers[row, 0] + answers[row, 1]) * column / n
            if expected > 1:
                statistic += (expected - answers[row, move]) ** 2 / expected
    return statistic <= 3


def cooperate(me):
    """Cooperate, which counts as one of the cooperations that `harrington` planned."""
    me.planned -= 1
    me.watched -= 1
    return C


def in_echo(me, hurt):
    """Return whether the count whose turn it is reached its limit; it then starts again."""
    me.parity = 1 - me.parity
    me.echoes[me.parity] = me.echoes[me.parity] + 1 if hurt else 0
    if me.echoes[me.parity] < (5 if me.echoes_broken < 8 else 3):
        return False
    me.echoes[me.parity] = 0
    me.echoes_broken += 1
    return True


SUSPICIOUS, PUNISHING, APPEASED = 0, 1, 2


def tests_and_tit_for_tat(me, opponent, before, odds, original):  # noqa: C901 (like the program)
    """Return the next move of `harrington`, or of the original, who chose `before` two turns ago
    and defects of its own accord with probability `odds`.
    """
    turn = me.turn + 1
    hurt = opponent.last == D
    if turn == 1:
        return C

    if me.mood == PUNISHING:
        me.meter += 1 if hurt else -3
        if me.meter < 11:
            return D
        me.mood = APPEASED
        me.planned = 2
        return C
    if me.mood == SUSPICIOUS and turn > 2:
        me.answers[2 * before + opponent.move(2), opponent.last] += 1
        if turn % 15 == 0 and turn > 15 and answers_look_random(me.answers, turn - 2):
            me.mood = PUNISHING
            return D

    if me.watched == 1 and hurt:
        me.burned = True
    if turn == 38 and hurt and opponent.cooperations == 36:
        me.fair_weather = True
        return cooperate(me) if original else C
    me.fair_weather = me.fair_weather and not hurt
    if me.fair_weather:
        return cooperate(me)

    me.streak = me.streak + 1 if hurt else 0
    if me.streak >= 20:
        me.echoes[me.parity] += 1
        return D
    if in_echo(me, hurt) or me.planned > 0:
        return cooperate(me)
    if turn == 37 or (turn > 37 and not me.burned and me.chance(odds)):
        me.odds += 0.05 if original or turn > 37 else 0
        me.planned = 2
        me.watched = 2
        return D
    if not hurt:
        return cooperate(me)
    me.echoes[me.parity] += 1
    return D


@strategy(
    mood=SUSPICIOUS, answers=np.zeros((4, 2), dtype=int), meter=0, fair_weather=False,
    planned=0, watched=0, burned=False, odds=0.25,
    streak=0, parity=0, echoes=[0, 0], echoes_broken=0,
)  # fmt: skip
def harrington(me, opponent):
    """Tit for tat that tries what it gets away with, breaks echoes, and punishes random play.

    Defections of its own accord, each followed by two cooperations, come in turn 37 and later with
    a probability of 25%, which each of them raises by 5%, until the opponent answers one at once.
    Who first defects in turn 37 is met with cooperation until it defects again.

    Every 15 turns, from turn 30, it tests whether the opponent's answers depend on the outcome
    before. If not it defects, until the opponent's defections exceed three times its cooperations
    by 11; then it plays on, and tests no more.

    Twenty defections in a row make it defect. Otherwise it keeps two counts that take turns, of
    the opponent's defections and its own answers; a count of 5 (of 3 after eight times) makes it
    cooperate. (In K75R the probability is 20% if it did not defect in turn 37, and the cooperation
    that answers a defection in turn 37 is one of the two.)

    Source: Harrington, in Axelrod (1980b). Also called: SecondByHarrington.
    """
    return tests_and_tit_for_tat(me, opponent, me.move(2), me.odds, False)


@strategy(
    mood=SUSPICIOUS, answers=np.zeros((4, 2), np.float32), meter=0, fair_weather=False,
    planned=0, watched=0, burned=False, odds=np.float32(0.2),
    streak=0, parity=0, echoes=[0, 0], echoes_broken=0, earlier=C,
)  # fmt: skip
def harrington_1980(me, opponent):
    """Tit for tat that tries what it gets away with, breaks echoes, and punishes random play.

    It plays as `harrington` does, but goes by what it chose, not by what it played. Its probability
    to defect of its own accord starts at 20%, and the defection in turn 37 raises it, too. The
    cooperation that answers a defection in turn 37 is one of the two that follow each defection
    of its own accord.

    Source: Harrington, in Axelrod (1980b). Also called: K75R.
    """
    before = me.earlier
    me.earlier = me.intended
    return tests_and_tit_for_tat(me, opponent, before, at_most(me.odds), True)
