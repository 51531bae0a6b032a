"""Longer programs of the second tournament that play otherwise than the library's rule of the same
author; see `originals`.
"""

import math

import numpy as np

from strategies.axelrod_1980.second_tournament.medium_programs import (
    out_of_deadlocks_and_echoes,
    reward_agreement,
)
from tournament import C, D, strategy


def like_a_coin(count, n):
    """Return whether a coin would seldom (1.5 standard deviations) show heads less often in n."""
    return count >= (n - 1.5 * np.float32(math.sqrt(n))) / 2


@strategy(earlier=C, answers=np.zeros((2, 2), dtype=int))
def kluepfel_1980(me, opponent):
    """Answer in kind, surely after three equal moves, else probably; punish random opponents.

    The probability to do as the opponent did is 90% after two equal moves, else 70% after a
    cooperation and 60% after a defection. From turn 27 (`kluepfel`: 28) it defects while both its
    defections are answered with cooperation, and its cooperations with defection, as often as by a
    coin, or less by at most 1.5 standard deviations. What is answered is what it chose.

    Source: Kluepfel, in Axelrod (1980b). Also called: K32R.
    """
    if me.turn > 1:
        me.answers[me.earlier, opponent.last] += 1
    me.earlier = me.intended
    after_c = me.answers[C, C] + me.answers[C, D]
    after_d = me.answers[D, C] + me.answers[D, D]
    seems_random = like_a_coin(me.answers[D, C], after_d) and like_a_coin(me.answers[C, D], after_c)
    if me.turn > 25 and seems_random:
        return D
    one, two, three = opponent.last == D, opponent.move(2) == D, opponent.move(3) == D
    p = np.float32(0.6) if one else np.float32(0.7)
    if one == two:
        p = np.float32(1) if two == three else np.float32(0.9)
    in_kind = me.chance(p)
    return D if one == in_kind else C


@strategy(
    earlier=C, answers=0, rewards=0, deadlocks=0, echoes=0, forgives=False, punishes=False,
)  # fmt: skip
def borufsen_1980(me, opponent):
    """Tit for tat that gets out of deadlocks and echoes, and punishes for 25 turns at a time.

    It plays as `borufsen` does, but goes by what it chose, not by what it played.

    Source: Borufsen, in Axelrod (1980b). Also called: K42R.
    """
    before = me.earlier
    me.earlier = me.intended
    return out_of_deadlocks_and_echoes(me, opponent, me.intended, before)


@strategy(earlier=C, recent=[1, 1, 1, 1], agreements=1, probe=20, bad_probes=2, good_probes=2)
def hufford_1980(me, opponent):
    """Reward opponents who do as it did the turn before, and test long cooperation by a defection.

    It plays as `hufford` does, but goes by what it chose, not by what it played.

    Source: Richard Hufford, in Axelrod (1980b). Also called: K47R.
    """
    agrees = (opponent.last == D) == (me.earlier == D)
    me.earlier = me.intended
    me.recent[me.turn % 4] = 1 if agrees else 0
    return reward_agreement(me, opponent, agrees, me.recent.sum())


@strategy(runs=0, hurt=False, origin=0.0, last_start=0, greeting=False)
def tideman_and_chieruzzi_1980(me, opponent):
    """Cooperate while it leads, the further the more runs of defections came, or start afresh.

    It plays as `tideman_and_chieruzzi_2` does, but a fresh start forgets that a run of defections
    is going on, too.

    Source: Tideman and Chieruzzi, in Axelrod (1980b). Also called: K84R.
    """
    turn = me.turn + 1
    lead = me.total - opponent.total
    if me.greeting:
        me.greeting = me.hurt = False
        me.runs = 0
        me.origin = lead
        me.last_start = turn
        return C
    begins = opponent.last == D and not me.hurt
    me.hurt = opponent.last == D
    me.runs += 1 if begins else 0
    if lead - me.origin >= 5 * me.runs * (me.runs - 1) / 2:
        return C
    away = abs(opponent.defections - me.turn / 2)
    usual = np.float32(math.sqrt(me.turn)) * 1.5
    me.greeting = not begins and turn - me.last_start >= 10 and away >= usual
    return C if me.greeting else D
