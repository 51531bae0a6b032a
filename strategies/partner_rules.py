"""Partner rules: which friends get today's gifts."""

import math

from tournament import REFUSE, C, Probability, partner_rule


@partner_rule
def anyone(me, friend):
    """Give to friends picked at random.

    Source: the random matching of Kandori (1992), by choice.
    """
    return 0.0


@partner_rule
def everyone_in_turn(me, friend):
    """Give to those who got least so far, so that everybody has a turn.

    Source: round robin, folklore.
    """
    return -friend.given


@partner_rule
def out_for_tat(me, friend):
    """Stay with friends who were nice last; leave whoever was naughty for someone new.

    A friend never met comes before one who was naughty.

    Source: Hayashi (1993); Yamagishi, Hayashi and Jin (1994); exit before retaliation: Schuessler
    (1989). Also called: OFT, exit.
    """
    if friend.exchanges == 0:
        return 0.0
    return 1.0 if friend.last == C else -1.0


@partner_rule
def reciprocate(me, friend):
    """Give back to those who gave: first to whom most gifts are owed.

    Source: Gouldner (1960), the norm of reciprocity.
    """
    return friend.received - friend.given


@partner_rule
def choice_and_refusal(me, friend, tolerance: Probability = 0.3):
    """Give where the mean payoff is highest, and never where it fell below what is tolerable.

    A friend is expected to pay the reward R at first. `tolerance` is the least that is acceptable,
    as a share of the way from P to R: in the source 1.6 between 1 and 3.

    Source: Stanley, Ashlock and Tesfatsion (1994). Also called: IPD/CR, preferential partner
    selection.
    """
    expected = (me.game.R + friend.payoff) / (1 + friend.exchanges)
    least = me.game.P + tolerance * (me.game.R - me.game.P)
    return expected if expected >= least else REFUSE


@partner_rule
def nicest(me, friend):
    """Give to those who were nice more often than naughty, by count.

    Source: image scoring from own experience, after Nowak and Sigmund (1998).
    """
    return friend.nice - friend.naughty


@partner_rule
def thompson_sampling(me, friend):
    """Give where a draw from what is believed of a friend's niceness is highest.

    The belief is a Beta distribution, uniform before the first gift.

    Source: Thompson (1933).
    """
    return me.beta(1.0 + friend.nice, 1.0 + friend.naughty)


@partner_rule
def ucb1(me, friend):
    """Give where the mean payoff could still be highest: try everybody, then trust the counts.

    Payoffs are scaled to [0, 1] between the lowest and the highest of the game.

    Source: Auer, Cesa-Bianchi and Fischer (2002). Also called: upper confidence bound.
    """
    if friend.given == 0:
        return math.inf
    low, high = min(me.game.S, me.game.P), max(me.game.T, me.game.R)
    mean = (friend.mean_payoff - low) / (high - low) if high > low else 0.0
    return mean + math.sqrt(2.0 * math.log(me.given) / friend.given)


@partner_rule
def nice_list(me, friend):
    """Give to those with the best reputation; where nothing is known, count on them as half nice.

    Source: Nowak and Sigmund (1998), indirect reciprocity by public image.
    """
    return friend.reputation if friend.reputation >= 0.0 else 0.5


@partner_rule
def never(me, friend):
    """Give nothing to anybody, as the computer's town in The Simpsons: Tapped Out.

    Source: The Simpsons: Tapped Out, Winter 2015 event.
    """
    return REFUSE
