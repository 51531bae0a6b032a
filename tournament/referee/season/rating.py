"""Asks a partner rule for a rating, and checks what comes."""

import numpy as np

from tournament.authors.law.door import admit
from tournament.authors.partners import PartnerRule
from tournament.errors import PluginError
from tournament.interactive.shown import shown
from tournament.referee.arithmetic.rewriting import rewritten
from tournament.referee.blame import blame
from tournament.referee.season.views import Friend, Town
from tournament.referee.watchdog import Watchdog


def rate(rule: PartnerRule, me: Town, friend: Friend, day: int, watchdog: Watchdog) -> float:
    """Return a rating, checked."""
    read = admit(rule, ("town", "friend"))
    play = read if rule.plain else rewritten(read)
    watchdog.start()
    try:
        rating = play(me, friend, **rule.parameters)
    except TimeoutError:
        raise PluginError(
            f"{rule.location}: {rule.name} took more than {watchdog.seconds:g} s over one rating.",
            rule.name,
        ) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise blame(rule, error, day, "on day") from error
    finally:
        watchdog.stop()
    if not isinstance(rating, (bool, int, float, np.bool_, np.number)) or rating != rating:
        raise PluginError(
            f"{rule.location}: {rule.name} must return a number; on day {day + 1} it returned"
            f" {shown(rating)}.",
            rule.name,
        )
    return float(rating)
