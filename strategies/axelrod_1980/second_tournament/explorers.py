"""Programs of the second tournament that try what pays, and keep to it."""

import numpy as np

from strategies.axelrod_1980.second_tournament.randomness import at_most
from tournament import C, D, strategy

RANKS = (5, 1, 3, 2, 4)
"""Which of the five moves of a block becomes a defection first, second and so on."""


@strategy(harsh=0, step=1, gain=0.0, before=0.0)
def george_hufford(me, opponent):
    """Play blocks of five turns, with more defections each time, or fewer if that paid less.

    In the first block it plays tit for tat. The first pattern has as many defections as it answered
    there. Whenever a block brought less than the one before, it goes the other way.

    Source: George Hufford, in Axelrod (1980b). Also called: K48R.
    """
    if me.turn < 5:
        me.harsh = opponent.defections
        return D if opponent.last == D else C
    if me.turn % 5 == 0:
        gain = me.total - me.before
        me.before = me.total
        me.step = -me.step if gain < me.gain else me.step
        me.gain = gain
        me.harsh = min(max(me.harsh + me.step, 0), 5)
    return D if RANKS[me.turn % 5] <= me.harsh else C


@strategy(gear=2, paid=np.full(5, 100.0), before=0.0)
def feld_2(me, opponent):
    """Shift between five gears, from all C over tit for tat to all D, by what they paid last.

    It begins with tit for tat, in the middle. After each trial of 20 turns it shifts to the next
    harsher gear if that one paid more when last tried, else to the next milder one if that one did.
    Gears count as having paid 100 points before they are tried. The gear between all C and tit for
    tat answers D with D with a probability of 75% only, the one between tit for tat and all D
    answers C with C so. After a shift to a milder gear the opponent's last move counts as C.

    Source: Feld, in Axelrod (1980b). Also called: K77R.
    """
    hurt = opponent.last == D
    if me.turn > 0 and me.turn % 20 == 0:
        me.paid[me.gear] = me.total - me.before
        me.before = me.total
        if me.gear < 4 and me.paid[me.gear + 1] > me.paid[me.gear]:
            me.gear += 1
        elif me.gear > 0 and me.paid[me.gear - 1] > me.paid[me.gear]:
            me.gear -= 1
            hurt = False
    if me.gear == 0 or me.gear == 4:
        return C if me.gear == 0 else D
    if me.gear == 2 or hurt == (me.gear == 3):
        return D if hurt else C
    return D if hurt == me.chance(at_most(0.75)) else C


ALL_C, ALL_D, ALTERNATION, TAT, TWO_TATS = range(5)
"""What `snodgrass` tries, in this order."""


def end_trial(me):
    """Note what a trial of ten turns paid, and go on to the next plan; after the last, judge."""
    me.paid[me.plan] = me.total - me.before
    me.before = me.total
    me.plan += 1
    while me.plan <= TWO_TATS and not me.kept[me.plan]:
        me.plan += 1
    if me.plan > TWO_TATS:
        judge(me)
        me.plan = ALL_C
        while not me.kept[me.plan]:
            me.plan += 1


def judge(me):
    """Drop plans that paid less than 90% of the mean; take back those that paid more, so far."""
    mean = (me.paid * me.kept).sum() // me.kept.sum()
    limit = min(9 * mean // 10, mean)
    for plan in range(5):
        if me.kept[plan]:
            me.trials[plan] += 1
            me.paid_before[plan] += me.paid[plan]
            me.kept[plan] = me.paid[plan] >= limit
        else:
            me.kept[plan] = me.paid_before[plan] // me.trials[plan] > limit


@strategy(
    plan=ALL_C, kept=np.ones(5, dtype=bool), before=0.0, paid=np.zeros(5), paid_before=np.zeros(5),
    trials=np.zeros(5, dtype=int), seen=C,
)  # fmt: skip
def snodgrass(me, opponent):
    """Try five plans for ten turns each, again and again, and drop those that pay less.

    The plans are all C, all D, alternation, tit for tat and tit for two tats. After each round it
    drops a plan that paid less than 90% of the mean of the round, and takes back a plan that paid
    more than this in the mean of its own trials. Means and limits are rounded down. A trial of tit
    for two tats begins where the last one ended: the move seen last there counts as the one before.

    Source: Snodgrass, in Axelrod (1980b). Also called: K89R.
    """
    if me.turn > 0 and me.turn % 10 == 0:
        end_trial(me)
    hurt = opponent.last == D
    if me.plan == ALTERNATION:
        return D if me.turn % 2 == 1 else C
    if me.plan == TAT:
        return D if hurt else C
    if me.plan == TWO_TATS:
        again = hurt and me.seen == D
        me.seen = opponent.last
        return D if again else C
    return C if me.plan == ALL_C else D


POLICIES = (0b0000, 0b0100, 0b0101, 0b0110, 0b1000, 0b1001, 0b1010, 0b1100, 0b1101, 0b1110, 0b1111)
"""The policies of `pinkley`: digits are moves after CC, CD, DC and DD, the own move first."""


def pays(cc, cd, dc, dd):
    """Return the mean payoff of a policy that sees the outcomes in these proportions."""
    return (3 * cc + 5 * dc + dd) / (cc + cd + dc + dd)


def payoffs(x, z, y, w):
    """Return what each policy pays in the long run if the opponent cooperates at these rates.

    The rates are those after CC, CD, DC and DD. Three payoffs have 0.999 for 1 - w in some places.
    """
    px, pz, py, pw = 1 - x, 1 - z, 1 - y, np.float32(0.999)
    kept = 1 - x * y - w * px
    lost = 1 - x * y - z * py
    return (
        pays(z, px, 0 * x, 0 * x),
        pays(y * z + w * pz, px, z * px, px * pz),
        pays(w * y, w * px, w * px, px * pz),
        pays(w * py, px * py, z * px, px * py),
        pays(z, kept, x * z, z * px),
        pays(w * z, w * py, w * z, z * px),
        pays(z * py, pw * py, x * z, z * py),
        pays(y * z + w * pz, kept, z * pw + w * x, lost),
        pays(w * y, w * py, w, lost),
        pays(w * py, py - w * py, z * pw + w * x, py),
        pays(0 * x, 0 * x, w, py),
    )


@strategy(
    outcome=0, rates=np.array([0.999, 0.999, 0.001, 0.001], np.float32),
    kept=np.array([1.999, 1.999, 0.001, 0.001], np.float32), times=np.full(4, 2),
)  # fmt: skip
def pinkley(me, opponent):
    """Learn how often each outcome is followed by C, and play what then pays most in the long run.

    It chooses among eleven of the sixteen policies that answer each outcome with C or D. It begins
    as if its cooperation had nearly always been followed by C, its defection by D. Its own move in
    an outcome is what it chose, not what it played. The payoffs of three policies go on taking the
    rate of D after mutual defection for 99.9%.

    Source: Pinkley, in Axelrod (1980b). Also called: K91R.
    """
    if me.turn > 1:
        me.kept[me.outcome] += 1 if opponent.last == C else 0
        me.times[me.outcome] += 1
        me.rates[me.outcome] = me.kept[me.outcome] / me.times[me.outcome]
    values = payoffs(me.rates[0], me.rates[1], me.rates[2], me.rates[3])
    best = 0
    for policy in range(1, len(POLICIES)):
        if values[policy] > values[best]:
            best = policy
    me.outcome = (2 if me.intended == D else 0) + (1 if opponent.last == D else 0)
    return D if (POLICIES[best] >> (3 - me.outcome)) & 1 == 1 else C
