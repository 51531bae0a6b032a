"""The rules that the experiments add to the library: four partner rules and two strategies.

They are plugins, as anybody can write them.
"""

from tournament import REFUSE, C, D, Probability, partner_rule, strategy


@partner_rule
def leave_for_good(me, friend):
    """Give to the nice, most to whom it knows best; never again to whoever was naughty once."""
    return REFUSE if friend.naughty > 0 else friend.nice


@partner_rule
def nice_in_turn(me, friend):
    """Give to all who were never naughty, in turn; never again to the others."""
    return REFUSE if friend.naughty > 0 else -friend.given


@partner_rule
def contented(me, friend, tolerance: Probability = 0.2):
    """Stay with friends whose share of naughtiness is tolerable; one slip is forgiven."""
    if friend.naughty > tolerance * (friend.exchanges + 4):
        return REFUSE
    return 1.0 if friend.exchanges else 0.0


@partner_rule
def forgetful(me, friend, days=1):
    """Stay with who was nice in the last `days`; else go by the nice list, if there is one."""
    if friend.days_since <= days:
        return 1.0 if friend.last == C else -1.0
    return friend.reputation if friend.reputation >= 0.0 else 0.5


@strategy
def now_and_then(me, opponent, share: Probability = 0.1):
    """Be naughty with a probability, whatever the friend does."""
    return D if me.chance(share) else C


@strategy
def nice_until(me, opponent, last=1):
    """Play tit for tat, but be naughty on the `last` days, where it is known which they are."""
    return D if opponent.last == D or 0 <= me.days_left < last else C
