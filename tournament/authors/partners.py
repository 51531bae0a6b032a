"""What a partner rule is, and `@partner_rule`, which makes one of a function; kinds of towns.

A partner rule is a function `rate(me, friend, **parameters)` that returns a number. Every morning
each friend is rated from what is known so far. The best rated friends get the day's gifts, equals
in random order. A friend that is rated `REFUSE` gets none. `help()` on this module shows the words
that a rule may read; `tournament.authors.vocabulary` is their table.
"""

import inspect
import math
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, replace
from functools import cached_property
from typing import Any, Self, overload

from tournament.authors.parameters import Rule, defaults, parameters_of
from tournament.authors.plugin import Plugin
from tournament.authors.showing.word_tables import PARTNER_RULES, plain
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentTypeError
from tournament.interactive.shown import shown
from tournament.interactive.words import count
from tournament.rules.checks import flag, whole

REFUSE = -math.inf
"""The rating of a friend who shall get no gifts.

Examples
--------
>>> from tournament import REFUSE, partner_rule
>>> @partner_rule
... def forgets_nothing(me, friend):
...     return REFUSE if friend.naughty > 0 else friend.nice
"""
MOST_PER_FRIEND = 4095


@dataclass(frozen=True, eq=False, repr=False)
class PartnerRule(Plugin):
    """A rule that rates friends: what `@partner_rule` makes.

    per_friend
        How many of a day's gifts one friend may get.
    usual
        The same as the rule declares it.

    Examples
    --------
    >>> import strategies
    >>> strategies.nicest.per_friend, strategies.nicest(per_friend=2)
    (1, nicest(per_friend=2))
    """

    _: KW_ONLY
    per_friend: int = 1
    usual: int = 1

    WHAT = "Partner rule"

    def facts(self) -> list[tuple[str, str]]:
        """Return how many gifts a friend may get, for its card."""
        return [("a friend may get", count(self.per_friend, "gift") + " a day")]

    def told(self) -> list[str]:
        """Return what the name tells: the parameters that were given, and `per_friend`."""
        more = [] if self.per_friend == self.usual else [f"per_friend={self.per_friend}"]
        return [*super().told(), *more]

    @cached_property
    def identity(self) -> tuple[Any, ...]:
        """What makes two partner rules equal: code, parameters, `per_friend`."""
        return (*super().identity, self.per_friend)

    def __call__(self, *values: Any, per_friend: int | None = None, **parameters: Any) -> Self:
        """Return a variant with other parameters, or with another `per_friend`.

        Raises
        ------
        TypeError, ValueError
            For a parameter that the rule does not have, or a value that does not fit.
        """
        most = self.per_friend if per_friend is None else _checked(per_friend)
        return replace(super().__call__(*values, **parameters), per_friend=most)


@overload
def partner_rule(rule: Rule, /) -> PartnerRule: ...
@overload
def partner_rule(
    *, compiled: bool = True, per_friend: int = 1
) -> Callable[[Rule], PartnerRule]: ...
def partner_rule(rule: Rule | None = None, /, *, compiled: bool = True, per_friend: int = 1) -> Any:
    """Make a partner rule of a function `rate(me, friend, **parameters)` that returns a number.

    Parameters
    ----------
    rule
        The function. Its parameters after `me` and `friend` are numbers or arrays of numbers.
    compiled
        False for a rule that Numba cannot compile. A season with such a rule is played, slowly, by
        the referee.
    per_friend
        How many of a day's gifts one friend may get: the best rated gets so many, then the next.

    Raises
    ------
    TypeError, ValueError
        When the function, a parameter or `per_friend` is not of such a form.

    Examples
    --------
    >>> from tournament import REFUSE, partner_rule
    >>> @partner_rule
    ... def only_the_nice(me, friend):
    ...     return REFUSE if friend.naughty > friend.nice else friend.nice
    >>> only_the_nice(per_friend=5)
    only_the_nice(per_friend=5)
    """
    most, compiled = _checked(per_friend), flag("compiled", compiled)

    def decorate(function: Rule) -> PartnerRule:
        if not inspect.isfunction(function):
            raise ArgumentTypeError(
                f"@partner_rule goes on a function `rate(me, friend)`; got {shown(function)}."
            )
        parameters_of(function, "friend")
        values = defaults(function)
        return PartnerRule(function, values, plain=not compiled, per_friend=most, usual=most)

    return decorate if rule is None else decorate(rule)


def _checked(per_friend: Any) -> int:
    return whole("per_friend", per_friend, 1, MOST_PER_FRIEND)


@dataclass(frozen=True)
class Kind:
    """How a town plays: a strategy, and a partner rule that says whom it gives to."""

    strategy: Strategy
    partner: PartnerRule
    name: str


__doc__ = f"{__doc__}\nWhat a rule may read:\n\n{plain(PARTNER_RULES)}\n"
