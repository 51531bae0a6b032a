"""Numbers and names as readers see them: decimals that fit the payoffs, percentages, lists in
words."""

import math

from tournament.interactive.words import UNKNOWN as UNKNOWN
from tournament.interactive.words import count as count
from tournament.interactive.words import decimals as decimals
from tournament.interactive.words import listing as listing
from tournament.interactive.words import number as number
from tournament.interactive.words import percent as percent
from tournament.interactive.words import significant as significant
from tournament.results.ranking import CONFIDENCE

SURE = f"{100 * CONFIDENCE:.0f} %"
"""The confidence of all intervals, in words."""


def in_hundred(share: float) -> str:
    """Return a share as whole per cent; it is 0 or 100 only when the share is.

    >>> in_hundred(0.914), in_hundred(0.9996), in_hundred(0.002), in_hundred(1.0)
    ('91 %', 'over 99 %', 'under 1 %', '100 %')
    """
    if not math.isfinite(share):
        return UNKNOWN
    text = f"{100 * share:.0f} %"
    if text == "100 %" and share < 1:
        return "over 99 %"
    return "under 1 %" if text == "0 %" and share > 0 else text


def probability(p: float) -> str:
    """Return a p value as a referee wants to see it.

    >>> probability(0.0123), probability(0.2), probability(1e-9)
    ('p = 0.012', 'p = 0.20', 'p < 0.001')
    """
    if not math.isfinite(p):
        return f"p = {UNKNOWN}"
    return "p < 0.001" if p < 0.001 else f"p = {p:.{2 if p >= 0.1 else 3}f}"


def some_others(some: int, others: int, thing: str, one: str, many: str) -> str:
    """Return the beginning of a sentence on some of the other players, or on others of a thing.

    Parameters
    ----------
    some, others
        How many of how many.
    thing
        What they are.
    one, many
        The verb for one of them, and for several.

    Examples
    --------
    >>> some_others(0, 5, "player", "is nice", "are nice")
    'None of the 5 other players is nice'
    >>> some_others(1, 1, "player", "is nice", "are nice")
    'The only other player is nice'
    """
    if others == 1:
        return f"{'The only' if some else 'No'} other {thing} {one}"
    if some == others:
        return f"All {others:,} other {thing}s {many}"
    return f"{f'{some:,}' if some else 'None'} of the {others:,} other {thing}s" + (
        f" {many if some > 1 else one}"
    )


def ordinal(place: int) -> str:
    """Return a place in words of one figure.

    >>> ordinal(1), ordinal(12), ordinal(23)
    ('1st', '12th', '23rd')
    """
    ending = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def span(low: str, high: str) -> str:
    """Return an interval in words.

    >>> span("1.5", "2.0")
    '1.5 to 2.0'
    """
    return f"{low} to {high}"
