"""Programs of the second tournament that play otherwise than the library's rule of the same author.

The rule without a year, such as `champion`, plays as Axelrod-Python's. These play as the programs
that were submitted, to the last digit.
"""

import math

import numpy as np

from strategies.axelrod_1980.second_tournament.medium_programs import (
    out_of_deadlocks_and_echoes,
    reward_agreement,
)
from strategies.axelrod_1980.second_tournament.randomness import at_most
from strategies.axelrod_1980.second_tournament.short_programs import defections_within
from tournament import C, D, strategy


@strategy
def champion_1980(me, opponent):
    """Cooperate for ten turns, play tit for tat for fifteen; then punish only frequent defectors.

    A defection is then answered with the probability of the opponent's defections so far, and only
    if that is above 40%; a cooperation before the first turn counts. In its first ten turns it
    repeats its own move, so a mistake goes on. (`champion` counts no cooperation before the match.)

    Source: Champion, in Axelrod (1980b). Also called: K61R.
    """
    if me.turn < 10:
        return C if me.turn == 0 else me.last
    if me.turn < 25 or opponent.last == C:
        return opponent.last
    kind = np.float32(opponent.cooperations + 1) / (me.turn + 1)
    return C if kind >= 0.6 or me.chance(at_most(kind)) else D


@strategy(count=0, limit=np.float32(4))
def adams_1980(me, opponent):
    """Count defections to a limit, defect there, and halve the limit when it is passed.

    The opponent's first move does not count. The limit is 4 and each time half as large. With the
    probability of the new limit a passed one is forgiven; the count begins again in any case. In
    single precision the limit is 0 after 152 times, and then it defects for ever. The limit of
    `adams` never gets there.

    Source: William Adams, in Axelrod (1980b). Also called: K44R.
    """
    if me.turn < 2:
        return C
    me.count += 1 if opponent.last == D else 0
    if me.count <= me.limit:
        return D if me.count == me.limit else C
    me.limit /= 2
    me.count = 0
    return C if me.chance(me.limit) else D


@strategy(stage=0, grudge=0)
def weiner_1980(me, opponent):
    """Tit for tat that may forgive a second provocation, but not five defections in twelve turns.

    After an odd number of defections in a row and a cooperation it forgives the next move, if that
    is a defection, unless it bears a grudge. A defection there makes the grudge 20 turns longer,
    forgiven or not. (In `weiner` only what it forgives does.) With five defections among the last
    twelve moves but the very last it defects.

    Source: Weiner, in Axelrod (1980b). Also called: K41R.
    """
    hurt = opponent.last == D
    forgives = me.stage == 2 and me.grudge <= me.turn
    if me.stage == 2:
        me.grudge += 20 if hurt else 0
        me.stage = 0
    elif me.stage == 1:
        me.stage = 0 if hurt else 2
    else:
        me.stage = 1 if hurt else 0
    return D if (hurt and not forgives) or defections_within(opponent, 2, 13) >= 5 else C


@strategy
def cave_1980(me, opponent):
    """Answer a defection by the toss of a coin, after eighteen always; give up on the hostile.

    It gives up, and defects, while the opponent's defections are at least 80% from turn 20, 66%
    from turn 30 or 40% from turn 40. (`cave` does so above 79%, 65% and 39%.) The coin shows C for
    numbers that stay below 1 when 1/2 is added in single precision.

    Source: Cave, in Axelrod (1980b). Also called: K49R.
    """
    turn = me.turn + 1
    percent = 100 * opponent.defections // turn
    if (turn > 39 and percent > 39) or (turn > 29 and percent > 65) or (turn > 19 and percent > 79):
        return D
    if opponent.last == D and (opponent.defections > 17 or not me.chance(0.5 - 2.0**-25)):
        return D
    return C


@strategy
def white_1980(me, opponent):
    """Cooperate for ten turns; then answer a defection if there were many so far.

    Many are at least turn / log(turn), with the natural logarithm rounded down. Else it defects if
    its random number is exactly 0. (`white` draws none.)

    Source: White, in Axelrod (1980b). Also called: K72R.
    """
    turn = me.turn + 1
    weight = math.floor(math.log(turn)) if turn > 10 and opponent.last == D else 1
    return D if weight * opponent.defections >= turn or me.chance(at_most(0)) else C


@strategy(kind=0)
def gladstein_1980(me, opponent):
    """Defect first; while the opponent never does, defect in half of the turns; else tit for tat.

    The half is that of the moves it chose. (In `gladstein` it is that of the moves it played.) The
    opponent's first defection is answered by a cooperation, as an apology.

    Source: Gladstein, in Axelrod (1980b). Also called: K76R.
    """
    me.kind += 1 if me.intended == C else 0
    if opponent.defections == 0:
        return D if me.turn == 0 or 2 * me.kind > me.turn else C
    return D if opponent.last == D and opponent.defections > 1 else C


@strategy(earlier=C, times=[0, 1], hurt=[0, 0], forgave=False)
def appold_1980(me, opponent):
    """Defect as often as the opponent did, so far, in answer to its move of two turns ago.

    That is the move it chose. (In `appold` it is the move it played.) It cooperates in the first
    four turns, and after the first defection that it sees then. The opponent's first move counts as
    an answer to a cooperation, and one cooperation in answer to a defection is taken for granted.

    Source: Appold, in Axelrod (1980b). Also called: K88R.
    """
    before = me.earlier
    if me.turn > 0:
        me.times[before] += 1
        me.hurt[before] += 1 if opponent.last == D else 0
        me.earlier = me.intended
    if me.turn < 4:
        return C
    if opponent.last == D and not me.forgave:
        me.forgave = True
        return C
    return D if me.chance(np.float32(me.hurt[before]) / me.times[before]) else C


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
        me.answers[me.earlier, 1 if opponent.last == D else 0] += 1
    me.earlier = D if me.intended == D else C
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
