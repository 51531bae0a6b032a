"""Whole numbers in memory of which only as much is known as the rule has asked for.

A rule that counts betrayals, and asks whether there were more than three, needs no number beyond
four. So a remembered whole number is carried up to a bound; from there on it is `Large`: not less
than the bound. It can grow, and be compared with smaller numbers. Where the bound is too low it is
raised; where the rule does anything else, the number is carried as it is.
"""

import operator
from collections.abc import Callable
from math import ceil, floor, isfinite
from typing import Any

from tournament.referee.exact.following.carried import (
    MOST_COUNTED,
    MOST_PART,
    MOST_RAISED,
    MoreNeeded,
)
from tournament.referee.exact.following.lazy import Lazy, simple

FIRST_BOUND = 0
"""So what is never read is not told apart."""
LARGE = "large"
"""What stands for a large number in a state."""


class Bounds:
    """How far the whole numbers of a memory are carried, by name; None for those carried whole.

    A number grows by at most `MOST_PART` in a turn while it is large. So where it was not larger
    than `MOST_COUNTED` when it became large, it stays within 64 bits in any match.
    """

    def __init__(self, memory: dict[str, Any], *, whole: bool) -> None:
        self.most: dict[str, int | None] = {
            name: None if whole else FIRST_BOUND
            for name, value in memory.items()
            if type(value) is int
        }
        self.raised = dict.fromkeys(self.most, 0)

    def packed(self, name: str, value: "int | Large") -> int | str:
        """Return what a state holds of a number."""
        most = self.most[name]
        if isinstance(value, Large):
            if most is None or value.low < most:
                raise MoreNeeded(value.whole)
            return LARGE
        if most is None or value < most:
            return value
        if value > MOST_COUNTED:
            raise MoreNeeded(lambda: self.whole(name))
        return LARGE

    def unpacked(self, name: str, held: int | str) -> "int | Large":
        """Return the number that a state holds."""
        most = self.most[name]
        if held != LARGE or most is None:
            assert isinstance(held, int)
            return held
        return Large(self, name, most, most)

    def up_to(self, name: str, most: int) -> None:
        """Carry a number up to a bound, or whole if that was raised often."""
        self.raised[name] += 1
        self.most[name] = None if self.raised[name] > MOST_RAISED else most

    def whole(self, name: str) -> None:
        """Carry a number as it is."""
        self.most[name] = None


class Large(Lazy):
    """A whole number that is not less than `low`; it was `first` when the decision began."""

    __slots__ = ("_bounds", "_name", "first", "low")

    def __init__(self, bounds: Bounds, name: str, low: int, first: int) -> None:
        self._bounds, self._name, self.low, self.first = bounds, name, low, first

    def whole(self) -> None:
        """Carry the number as it is."""
        self._bounds.whole(self._name)

    def number(self) -> Any:
        """Raise `MoreNeeded`: the number itself is asked for."""
        raise MoreNeeded(self.whole)

    def _plus(self, more: Any) -> Any:
        low = self.low + more
        if abs(low - self.first) > MOST_PART:
            return self.number()
        return Large(self._bounds, self._name, low, self.first)

    def __add__(self, other: Any) -> Any:
        other = _simple(other)
        return self._plus(other) if type(other) is int else self.number()

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        other = _simple(other)
        return self._plus(-other) if type(other) is int else self.number()

    def _reaches(self, bound: int) -> bool:
        """Return that the number is at least so large, or ask for a higher bound."""
        if bound <= self.low:
            return True
        most = self._bounds.most[self._name]
        if most is None or bound - self.low > MOST_PART:
            return bool(self.number())
        raise MoreNeeded(lambda: self._bounds.up_to(self._name, most + bound - self.low))

    def compared(self, other: Any, how: Callable[[Any, Any], Any]) -> Any:
        """Return what a comparison gives."""
        other = _simple(other)
        if type(other) not in (int, float):
            return self.number()
        if not isfinite(other) or abs(other) > 4 * MOST_COUNTED:
            return how(self.low, other)
        if how in (operator.ge, operator.lt):
            return self._reaches(ceil(other)) == (how is operator.ge)
        return self._reaches(floor(other) + 1) == (how in (operator.gt, operator.ne))

    def __bool__(self) -> bool:
        return bool(self != 0)


def _simple(value: Any) -> Any:
    """Return a plain number; nothing for one that is not known."""
    return None if isinstance(value, Lazy) else simple(value)
