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

from tournament.referee.exact.following.carried import ENDLESS, MOST_RAISED, MoreNeeded

FIRST_BOUND = 2
LARGE = "large"
"""What stands for a large number in a state."""


class Bounds:
    """How far the whole numbers of a memory are carried, by name; None for those carried whole."""

    def __init__(self, memory: dict[str, Any]) -> None:
        self.most: dict[str, int | None] = {
            name: FIRST_BOUND for name, value in memory.items() if type(value) is int
        }
        self.raised = dict.fromkeys(self.most, 0)

    def packed(self, name: str, value: "int | Large") -> int | str:
        """Return what a state holds of a number."""
        most = self.most[name]
        if isinstance(value, Large):
            if most is None or value.low < most:
                raise MoreNeeded(value.whole)
            return LARGE
        return value if most is None or value < most else LARGE

    def unpacked(self, name: str, held: int | str) -> "int | Large":
        """Return the number that a state holds."""
        most = self.most[name]
        if held != LARGE or most is None:
            assert isinstance(held, int)
            return held
        return Large(self, name, most)

    def up_to(self, name: str, most: int) -> None:
        """Carry a number up to a bound, or whole if that was raised often."""
        self.raised[name] += 1
        self.most[name] = None if self.raised[name] > MOST_RAISED else most


class Large:
    """A whole number that is not less than `low`."""

    __slots__ = ("_bounds", "_name", "low")
    __array_ufunc__ = None

    def __init__(self, bounds: Bounds, name: str, low: int) -> None:
        self._bounds, self._name, self.low = bounds, name, low

    def whole(self) -> None:
        """Carry the number as it is."""
        self._bounds.most[self._name] = None

    def number(self) -> Any:
        """Raise `MoreNeeded`: the number itself is asked for."""
        raise MoreNeeded(self.whole)

    def __add__(self, other: Any) -> Any:
        if type(other) in (int, bool) and abs(other) < ENDLESS // 2**20:
            return Large(self._bounds, self._name, self.low + other)
        return self.number()

    def __sub__(self, other: Any) -> Any:
        return self + -other if type(other) in (int, bool) else self.number()

    __radd__ = __add__

    def _reaches(self, bound: int) -> bool:
        """Return that the number is at least so large, or ask for a higher bound."""
        if bound <= self.low:
            return True
        most = self._bounds.most[self._name]
        if most is None or bound > ENDLESS:
            return bool(self.number())
        raise MoreNeeded(lambda: self._bounds.up_to(self._name, most + bound - self.low))

    def _compared(self, other: Any, how: Callable[[Any, Any], Any]) -> Any:
        if type(other) not in (int, bool, float) or not isfinite(other):
            return self.number()
        if how in (operator.ge, operator.lt):
            return self._reaches(ceil(other)) == (how is operator.ge)
        return self._reaches(floor(other) + 1) == (how in (operator.gt, operator.ne))

    def __eq__(self, other: object) -> Any:
        return self._compared(other, operator.eq)

    def __ne__(self, other: object) -> Any:
        return self._compared(other, operator.ne)

    def __ge__(self, other: Any) -> Any:
        return self._compared(other, operator.ge)

    def __gt__(self, other: Any) -> Any:
        return self._compared(other, operator.gt)

    def __le__(self, other: Any) -> Any:
        return self._compared(other, operator.le)

    def __lt__(self, other: Any) -> Any:
        return self._compared(other, operator.lt)

    def __bool__(self) -> bool:
        return bool(self != 0)


def _asks(self: Large, *_: Any) -> Any:
    return self.number()


for _name in (
    *("neg", "abs", "index", "int", "float", "hash", "round", "trunc", "floor", "ceil", "invert"),
    *("mul", "truediv", "floordiv", "mod", "divmod", "pow", "lshift", "rshift", "and", "or", "xor"),
    *("rsub", "rmul", "rtruediv", "rfloordiv", "rmod", "rdivmod", "rpow", "rlshift", "rrshift"),
    *("rand", "ror", "rxor"),
):
    setattr(Large, f"__{_name}__", _asks)
