"""Why a friend gets gifts today, or none: what it did, who it is like, and what may come of it."""

from collections.abc import Sequence

import numpy as np

from tournament.events.season.begun import Begun
from tournament.events.season.naughty import Once
from tournament.events.season.plan import Plan
from tournament.events.season.today import MOVES, Decision, Today
from tournament.interactive.words import count

SURE = 0.5
"""How likely a strategy must be to be named."""


def reasons(
    today: Today, begun: Begun, plan: Plan, once: Sequence[Once] = ()
) -> tuple[dict[str, str], tuple[str, str] | None]:
    """Return a sentence for each friend who gets gifts today, and the best one left out with one.

    Parameters
    ----------
    today
        What is decided.
    begun, plan
        What is known of friends, and the population.
    once
        What was found about one naughty gift to each of them.
    """
    paid = {each.friend: each.a_gift for each in once}
    found = {
        each.friend: _reason(each, likely_rule(each.friend, begun, plan), paid.get(each.friend))
        for each in today.friends
        if each.gifts
    }
    others = [each for each in today.friends if not each.gifts]
    if not others:
        return found, None
    first = others[0]
    refused = first.rating == -np.inf
    rule = today.kind.partner.name
    why = f"{rule} refuses this friend" if refused else f"{rule} rates the others higher"
    return found, (first.friend, f"{_did(first)}; {why}.")


def likely_rule(friend: str, begun: Begun, plan: Plan) -> tuple[str, float]:
    """Return the strategy that a friend most likely plays by, and how likely that is."""
    row = begun.likely[begun.log.friends.index(friend)]
    by_name: dict[str, float] = {}
    for kind, share in zip(plan.kinds, row.tolist(), strict=True):
        by_name[kind.strategy.name] = by_name.get(kind.strategy.name, 0.0) + share
    name = max(by_name, key=lambda each: by_name[each])
    return name, by_name[name]


def gifts_in_words(each: Decision) -> str:
    """Return what a friend gets, in words."""
    return f"{count(each.gifts, 'gift')}, be {MOVES[each.move or 0]}"


def _did(each: Decision) -> str:
    """Return what a friend did so far."""
    of_each = [a + b for a, b in zip(each.known.gave, each.known.received, strict=True)]
    total = sum(of_each)
    if not total:
        return "nothing is known of this friend yet"
    nice = of_each[0] + of_each[2]
    times = f"{nice} of {count(total, 'gift')}" if total > 1 else ("the one gift" if nice else "")
    said = f"nice in {times}" if times else "naughty in the one gift"
    last = MOVES[each.known.last[1]]
    return f"{said}, {last} last time" if 0 < nice < total else said


def _reason(each: Decision, likely: tuple[str, float], a_gift: float | None) -> str:
    """Return why a friend gets gifts."""
    name, chance = likely
    known = bool(sum(each.known.gave) + sum(each.known.received))
    like = f"; most like {name} ({chance:.0%})" if known and chance >= SURE else ""
    pays = f"; a gift between you should pay {a_gift:.0f} from today on" if a_gift else ""
    return f"{_did(each)}{like}{pays}."
