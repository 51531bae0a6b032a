"""Whether a season fits into memory; known before anything is made."""

import numpy as np

from tournament.errors import TooLarge
from tournament.events.season.plan import Plan
from tournament.results.files.room import SPARE, free

KEPT = 80  # bytes of a town that the results of a repetition hold
FRIENDSHIP_BYTES, TOWN_BYTES = 8000, 4000  # of those in plain Python, about


def fitting(plan: Plan, repetitions: int = 0) -> int:
    """Return how many such seasons fit into memory at once, beside the results of so many
    repetitions.

    Raises
    ------
    TooLarge
        When that is none.
    """
    there = free()
    if there is None:
        return 2**31
    towns, friendships = plan.towns, plan.friends.count
    left = KEPT * towns * repetitions
    needed = _needed(plan)
    if needed + left > SPARE * there:
        more = " or `repetitions`" if left > needed else ""
        raise TooLarge(
            f"A season of {towns:,} towns with {friendships:,} friendships takes about"
            f" {(needed + left) / 1e9:,.1f} GB, and {there / 1e9:.1f} GB are free; lower"
            f" `towns`{more or ' or `friends`'}."
        )
    return int((SPARE * there - left) // needed)


def _needed(plan: Plan) -> int:
    """Return how many bytes a season takes while it is played, about."""
    towns, friendships = plan.towns, plan.friends.count
    if plan.python:
        met = min(friendships, towns * sum(plan.rules.gifts))
        return FRIENDSHIP_BYTES * met + TOWN_BYTES * towns + 100 * friendships
    from tournament.engine.season.world import bytes_needed

    shares = np.array(plan.counts) / towns
    return bytes_needed(plan.kinds, plan.rules, shares, towns, friendships)
