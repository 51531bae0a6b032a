"""Counts of which only as much is known as the rule has asked for.

A `Count` is a sum of counts of outcomes, and a number besides. It can be added to, multiplied by
whole numbers, compared and divided with a rest. It answers where its state tells the answer, else
it raises `MoreNeeded`. Any other use asks for the number itself. So a rule that compares the turn
with 10 has eleven states, not two hundred; and whatever it does, no answer is guessed.
"""

import operator
from collections.abc import Callable
from functools import lru_cache
from math import ceil, floor, gcd, isfinite
from typing import Any, Protocol

from tournament.referee.arithmetic import law
from tournament.referee.exact.following.carried import (
    MOST_COUNTED,
    MOST_PART,
    Carried,
    Form,
    MoreNeeded,
    Past,
)
from tournament.referee.exact.following.lazy import Lazy, simple


class Knowing(Protocol):
    """A node in a state: what is carried, and what that is now."""

    carried: Carried
    past: Past
    asks_whole: bool


def counted(node: Knowing, form: Form, more: int = 0, *, real: bool = False) -> Any:
    """Return a sum of counts and a number; a plain number where nothing is counted.

    `real` if it is a float, as totals are.
    """
    if not any(form):
        return float(more) if real else more
    found = Count(node, form, more, real)
    return found.number() if node.asks_whole else found


class Count(Lazy):
    """form . outcomes + more."""

    __slots__ = ("form", "more", "node", "real")

    def __init__(self, node: Knowing, form: Form, more: int, real: bool) -> None:
        self.node, self.form, self.more, self.real = node, form, more, real

    # -- what it knows ---------------------------------------------------------------------------

    def number(self) -> Any:
        """Return the number itself."""
        sign, size, form = _standard(self.form)
        value = sign * size * _whole(self.node, form) + self.more
        return float(value) if self.real else value

    def at_least(self, bound: int) -> bool:
        """Return whether the number is at least so large."""
        sign, size, form = _standard(self.form)
        if sign > 0:
            return _reaches(self.node, form, -((self.more - bound) // size))
        return not _reaches(self.node, form, (self.more - bound) // size + 1)

    def __bool__(self) -> bool:
        return bool(self != 0)

    def compared(self, other: Any, how: Callable[[Any, Any], Any]) -> Any:
        """Return what a comparison gives."""
        if self._alike(other):
            return how(self - other, 0)
        if isinstance(other, Lazy) and type(other) is not Count:
            return NotImplemented  # it may know better
        other = simple(other)
        if type(other) not in (int, float):
            return how(self.number(), other)
        if not isfinite(other):
            return how(0, other)
        least, above = ceil(other), floor(other) + 1  # the first number that is not less; greater
        if how is operator.ge:
            return self.at_least(least)
        if how is operator.gt:
            return self.at_least(above)
        if how is operator.le:
            return not self.at_least(above)
        if how is operator.lt:
            return not self.at_least(least)
        equal = least < above and self.at_least(least) and not self.at_least(above)
        return equal == (how is operator.eq)

    # -- sums ------------------------------------------------------------------------------------

    def _alike(self, other: Any) -> bool:
        """Return whether another value counts turns of the same node."""
        return type(other) is Count and other.node is self.node

    def _times(self, factor: int, other: Any) -> Any:
        """Return the number times 1 or -1, plus another; None if that asks for the number."""
        if self._alike(other):
            form = tuple(factor * a + b for a, b in zip(self.form, other.form, strict=True))
            return self._sum(form, factor * self.more + other.more, self.real or other.real)
        if _is_whole(other):
            form = self.form if factor > 0 else tuple(-each for each in self.form)
            return self._sum(form, factor * self.more + int(other), self.real)
        return None

    def _sum(self, form: Form, more: int, real: bool) -> Any:
        """Return another sum of the same counts; None if its parts are too large to be added up
        without a look at the bounds of whole numbers and the digits of floats."""
        fits = max(map(abs, (*form, more))) <= MOST_PART
        return counted(self.node, form, more, real=real) if fits else None

    def __add__(self, other: Any) -> Any:
        found = self._times(1, other)
        return law.add(self.number(), other) if found is None else found

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        found = None
        if self._alike(other):
            found = other._times(-1, self)
        elif _is_whole(other):
            found = self._times(1, -int(other))
        return law.sub(self.number(), other) if found is None else found

    def __rsub__(self, other: Any) -> Any:
        found = self._times(-1, other)
        return law.sub(other, self.number()) if found is None else found

    def __neg__(self) -> Any:
        found = None if self.real else self._times(-1, 0)  # of floats, 0 and -0 differ
        return law.neg(self.number()) if found is None else found

    def __mul__(self, other: Any) -> Any:
        found = None
        if _is_whole(other) and (other > 0 or not self.real):
            by = int(other)
            found = self._sum(tuple(by * each for each in self.form), self.more * by, self.real)
        return law.mul(self.number(), other) if found is None else found

    __rmul__ = __mul__

    # -- division with a rest --------------------------------------------------------------------

    def __mod__(self, other: Any) -> Any:
        if type(other) is int and other > 0 and not self.real:
            sign, size, form = _standard(self.form)
            return (sign * size * _rest(self.node, form, other) + self.more) % other
        return law.mod(self.number(), simple(other))

    def __and__(self, other: Any) -> Any:
        if type(other) is int and other > 0 and not other & (other + 1) and not self.real:
            return self % (other + 1)
        return self.number() & simple(other)

    def __rand__(self, other: Any) -> Any:
        return simple(other) & self.number() if self.real else self & other


def _is_whole(value: Any) -> bool:
    """Return whether a value is a whole number of Python that is known."""
    return isinstance(value, int) and not isinstance(value, Lazy)


# -- what a state tells ----------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _standard(form: Form) -> tuple[int, int, Form]:
    """Return a form as sign, size and a form without common factor that begins positive."""
    size = gcd(*form)
    sign = 1 if next(each for each in form if each) > 0 else -1
    return sign, size, tuple(sign * each // size for each in form)


def _grows(form: Form) -> bool:
    return min(form) >= 0


def _known(node: Knowing, form: Form) -> tuple[int | None, int, int, int]:
    """Return the number of a form, None if it is not told; what is told: the number up to a bound,
    the bound, and what is left by division."""
    kept = node.carried.forms.get(form)
    if kept is None:
        return None, 0, 0, 0
    told, rest = node.past.forms[[*node.carried.forms].index(form)]
    if kept.whole or (_grows(form) and told < kept.most):
        return told, told, kept.most, rest
    return None, told, kept.most, rest


def _whole(node: Knowing, form: Form) -> int:
    number = _known(node, form)[0]
    if number is None:
        raise MoreNeeded(lambda: node.carried.whole(form))
    return number


def _reaches(node: Knowing, form: Form, bound: int) -> bool:
    if abs(bound) > MOST_COUNTED:
        return bound < 0
    number, _, most, _ = _known(node, form)
    if number is not None:
        return number >= bound
    if not _grows(form):
        raise MoreNeeded(lambda: node.carried.whole(form))
    if bound <= most:  # it has reached the bound that is carried
        return True
    raise MoreNeeded(lambda: node.carried.up_to(form, bound))


def _rest(node: Knowing, form: Form, by: int) -> int:
    number, _, _, rest = _known(node, form)
    if number is not None:
        return number % by
    kept = node.carried.forms.get(form)
    if kept is None or kept.modulo % by:
        raise MoreNeeded(lambda: node.carried.divided(form, by))
    return rest % by
