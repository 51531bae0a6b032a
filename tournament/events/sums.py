"""Whether the sums of an event fit into 64 bits: what might not is refused before it is played.

Books hold sums over repetitions of products of two counts of one match. Such a product is at most
the square of the length of the match. So a sum of squares of lengths bounds all sums of a match.
"""

import math
from collections.abc import Sequence
from itertools import combinations_with_replacement

from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.rules.match import Rules
from tournament.rules.season import SeasonRules
from tournament.streams import lengths, player_id

MOST = 2**62
"""What a sum stays below: half of what 64 bits hold."""
LONGEST = 2**31 - 1
"""Turns of a match without a limit: it is cut there."""
DRAWN = 200_000
"""Lengths that are drawn to see how long matches are really: half a second."""


def longest(rules: Rules) -> int:
    """Return the most turns that a match can have.

    Chance draws numbers of 53 bits, so a match that goes on with a probability below 1 has an end.

    Examples
    --------
    >>> from tournament import TSTO
    >>> from tournament.rules.match import rules
    >>> longest(rules(["one", "two"], game=TSTO, turns=None, continuation=0.5))
    54
    """
    most, c = rules.turns or LONGEST, rules.continuation
    if c is None or c == 1:
        return most
    return 1 if c == 0 else min(most, 1 + math.ceil(53 * math.log(2) / -math.log(c)))


def check_sums(players: Sequence[Strategy], rules: Rules, repetitions: int) -> None:
    """Refuse a tournament whose sums might not fit.

    Parameters
    ----------
    players, rules, repetitions
        The field, what holds for every match, and how often each is played.

    Raises
    ------
    ArgumentError
        One sentence that says what to lower.
    """
    length = longest(rules)
    if length**2 * repetitions < MOST:
        return
    if rules.continuation in (None, 1):
        raise ArgumentError(
            "`turns`**2 x `repetitions` must stay below 2**62, the range of exact sums; "
            f"got {rules.turns} turns and {repetitions} repetitions."
        )
    pairs = combinations_with_replacement([player_id(player.name) for player in players], 2)
    if len(players) ** 2 * repetitions <= DRAWN:
        every = range(repetitions)
        drawn = (lengths(rules.seed, *p, every, rules.continuation, rules.turns) for p in pairs)
        if all(sum(n * n for n in each.tolist()) < MOST for each in drawn):
            return
    raise ArgumentError(
        f"`continuation` of {shown(rules.continuation)} makes matches of up to {length:,}"
        " turns, too"
        f" many for exact sums over {repetitions:,} repetitions; lower `repetitions`, or give"
        " `turns` as a limit."
    )


def check_gifts(rules: SeasonRules, towns: int, repetitions: int) -> None:
    """Refuse a season whose sums of gifts over repetitions might not fit.

    Raises
    ------
    ArgumentError
        One sentence that says what to lower.
    """
    if sum(rules.gifts) * towns * repetitions >= MOST:
        raise ArgumentError(
            "`gifts_per_day` x `days` x `towns` x `repetitions` must stay below 2**62, the range of"
            f" exact sums; got {sum(rules.gifts):,} gifts a town, {towns:,} towns and"
            f" {repetitions:,} repetitions."
        )
