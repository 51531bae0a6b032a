"""The author's vocabulary for partner rules: whom to give today's gifts to.

A partner rule is a function `rate(me, friend, **parameters)` that returns a number. Every morning
each friend is rated from what is known so far. The best rated friends get the day's gifts, equals
in random order. A friend that is rated `REFUSE` gets none. `help()` on this module shows the words
that a rule may read; `tournament.authors.vocabulary` is their table.
"""

import inspect
import math
from collections.abc import Callable
from typing import Any, Self, overload

from tournament.authors.strategy import Plugin, Rule, Value, _defaults, _signature
from tournament.authors.word_tables import PARTNER_RULES, plain
from tournament.errors import ArgumentTypeError

REFUSE = -math.inf
"""The rating of a friend who shall get no gifts."""


class PartnerRule(Plugin):
    """A rule that rates friends: what `@partner_rule` makes.

    `per_friend` is how many of a day's gifts one friend may get.
    """

    __slots__ = ("per_friend", "usual")

    def __init__(self, rule: Rule, parameters: dict[str, Value], per_friend: int) -> None:
        super().__init__(rule, parameters)
        self.per_friend = self.usual = per_friend

    def _derived_name(self) -> str:
        name = super()._derived_name()
        if self.per_friend == self.usual:
            return name
        more = f"per_friend={self.per_friend}"
        return f"{name[:-1]}, {more})" if name.endswith(")") else f"{name}({more})"

    def _identity(self) -> tuple[Any, ...]:
        return (*super()._identity(), self.per_friend)

    def __call__(self, *values: Any, per_friend: int | None = None, **parameters: Any) -> Self:
        """Return a variant with other parameters, or with another `per_friend`.

        Raises
        ------
        TypeError, ValueError
            For a parameter that the rule does not have, or a value that does not fit.
        """
        most = self.per_friend if per_friend is None else _per_friend(per_friend)
        return super().__call__(*values, **parameters)._with(per_friend=most)

    def __reduce__(self) -> tuple[Any, ...]:
        restore, facts = super().__reduce__()
        return _restore, (restore, facts, self.per_friend)


def _restore(restore: Callable[..., PartnerRule], facts: tuple[Any, ...], most: int) -> PartnerRule:
    return restore(*facts)._with(per_friend=most)


@overload
def partner_rule(rule: Rule, /) -> PartnerRule: ...
@overload
def partner_rule(*, per_friend: int = 1) -> Callable[[Rule], PartnerRule]: ...
def partner_rule(rule: Rule | None = None, /, *, per_friend: int = 1) -> Any:
    """Make a partner rule of a function `rate(me, friend, **parameters)` that returns a number.

    Parameters
    ----------
    rule
        The function. Its parameters after `me` and `friend` are numbers or arrays of numbers.
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
    most = _per_friend(per_friend)

    def decorate(function: Rule) -> PartnerRule:
        if not inspect.isfunction(function):
            raise ArgumentTypeError(
                f"@partner_rule goes on a function `rate(me, friend)`; got {function!r}."
            )
        _signature(function, "friend")
        return PartnerRule(function, _defaults(function), most)

    return decorate if rule is None else decorate(rule)


def _per_friend(value: Any) -> int:
    from tournament.rules import whole

    return whole("per_friend", value, 1, 4095)


# -- draws from other distributions, written for both engines -------------------------------------


def normal(me: Any) -> float:
    """Return a standard normal draw: Box and Muller (1958)."""
    radius = math.sqrt(-2.0 * math.log1p(-me.uniform()))
    return radius * math.cos(2.0 * math.pi * me.uniform())


def gamma(me: Any, shape: float) -> float:
    """Return a gamma draw of this shape (at least 1) and scale 1: Marsaglia and Tsang (2000)."""
    d = shape - 1.0 / 3.0
    while True:
        x = normal(me)
        v = 1.0 + x / math.sqrt(9.0 * d)
        if v > 0.0:
            v = v * v * v
            u = 1.0 - me.uniform()
            if math.log(u) < 0.5 * x * x + d - d * v + d * math.log(v):
                return d * v


def beta(me: Any, a: float, b: float) -> float:
    """Return a beta draw, from two gamma draws; a shape below 1 is raised by one and corrected."""
    if not (a > 0.0 and b > 0.0):
        raise ValueError("beta(a, b) needs two positive numbers")
    x = gamma(me, a) if a >= 1.0 else gamma(me, a + 1.0) * (1.0 - me.uniform()) ** (1.0 / a)
    y = gamma(me, b) if b >= 1.0 else gamma(me, b + 1.0) * (1.0 - me.uniform()) ** (1.0 / b)
    return x / (x + y) if x + y > 0.0 else 0.5


__doc__ = f"{__doc__}\nWhat a rule may read:\n\n{plain(PARTNER_RULES)}\n"
