"""The rules that the experiments add to the library: four partner rules and two strategies.

They are plugins, as anybody can write them.
"""

from tournament import REFUSE, C, D, Probability, partner_rule, strategy


@partner_rule
def leave_for_good(me, friend):
    """Give to nice friends, most to the best known; never again to a friend who was naughty."""
    return REFUSE if friend.naughty > 0 else friend.nice


@partner_rule
def nice_in_turn(me, friend):
    """Give in turn to all friends who were never naughty; never again to the others."""
    return REFUSE if friend.naughty > 0 else -friend.given


@partner_rule
def contented(me, friend, tolerance: Probability = 0.2):
    """Stay with friends whose share of naughty moves is tolerable; forgive one slip."""
    if friend.naughty > tolerance * (friend.exchanges + 4):
        return REFUSE
    return 1.0 if friend.exchanges else 0.0


@partner_rule
def forgetful(me, friend, days=1):
    """Stay with friends who were nice in the last `days`; else use the nice list, if any."""
    if friend.days_since <= days:
        return 1.0 if friend.last == C else -1.0
    return friend.reputation if friend.reputation >= 0.0 else 0.5


@strategy
def now_and_then(me, opponent, share: Probability = 0.1):
    """Be naughty with a probability, whatever the friend does."""
    return D if me.chance(share) else C


@strategy
def nice_until(me, opponent, last=1):
    """Play tit for tat, but be naughty on the `last` days, if the end is known."""
    return D if opponent.last == D or 0 <= me.days_left < last else C
