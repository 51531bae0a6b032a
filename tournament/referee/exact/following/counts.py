"""Counts of which only as much is known as the rule has asked for.

A `Count` is a sum of counts of outcomes, and a number besides. It can be added to, multiplied by
whole numbers, compared and divided with a rest. It answers where its state tells the answer, else
it raises `MoreNeeded`. Any other use asks for the number itself. So a rule that compares the turn
with 10 has eleven states, not two hundred; and whatever it does, no answer is guessed.
"""

import operator
from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor, gcd, isfinite
from typing import Any, Protocol

from tournament.referee.arithmetic import law
from tournament.referee.exact.following.carried import ENDLESS, Carried, Form, MoreNeeded, Past
from tournament.referee.exact.following.large import Large


class Knowing(Protocol):
    """A node in a state: what is carried, and what that is now."""

    carried: Carried
    past: Past


def counted(node: Knowing, form: Form, more: int = 0, *, real: bool = False) -> Any:
    """Return a sum of counts and a number; a plain number where nothing is counted.

    `real` if it is a float, as totals are.
    """
    if not any(form):
        return float(more) if real else more
    return Count(node, form, more, real)


class Count:
    """form . outcomes + more."""

    __slots__ = ("form", "more", "node", "real")
    __array_ufunc__ = None  # numbers of NumPy leave the operation to this class

    def __init__(self, node: Knowing, form: Form, more: int, real: bool) -> None:
        self.node, self.form, self.more, self.real = node, form, more, real

    # -- what it knows ---------------------------------------------------------------------------

    def number(self) -> Any:
        """Return the number itself."""
        sign, size, form = _standard(self.form)
        value = sign * size * _whole(self.node, form) + self.more
        return float(value) if self.real else value

    def at_least(self, bound: int | float) -> bool:
        """Return whether the number is at least so large."""
        sign, size, form = _standard(self.form)
        if sign > 0:
            return _reaches(self.node, form, ceil(Fraction(bound - self.more) / size))
        return not _reaches(self.node, form, floor(Fraction(self.more - bound) / size) + 1)

    def __bool__(self) -> bool:
        return bool(self != 0)

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

    def _compared(self, other: Any, how: Callable[[Any, Any], Any]) -> Any:
        if isinstance(other, Count) and other.node is self.node:
            return how(self - other, 0)
        other = plain(other)
        if type(other) not in (int, bool, float) or not isfinite(other):
            return how(self.number(), other)
        exact = Fraction(other)
        least, above = ceil(exact), floor(exact) + 1  # the first number that is not less; greater
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

    def __neg__(self) -> Any:
        return self * -1

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Count) and other.node is self.node:
            form = tuple(map(operator.add, self.form, other.form))
            return counted(self.node, form, self.more + other.more, real=self.real or other.real)
        other = plain(other)
        if type(other) in (int, bool):
            return Count(self.node, self.form, self.more + other, self.real)
        return law.add(self.number(), other)

    def __sub__(self, other: Any) -> Any:
        return self + -other if isinstance(other, (Count, int)) else law.sub(self.number(), other)

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if type(other) in (int, bool):
            form = tuple(other * each for each in self.form)
            return counted(self.node, form, self.more * other, real=self.real)
        return law.mul(self.number(), plain(other))

    __radd__, __rmul__ = __add__, __mul__

    # -- division with a rest --------------------------------------------------------------------

    def __mod__(self, other: Any) -> Any:
        if type(other) is int and other > 0 and not self.real:
            sign, size, form = _standard(self.form)
            return (sign * size * _rest(self.node, form, other) + self.more) % other
        return law.mod(self.number(), plain(other))

    def __and__(self, other: Any) -> Any:
        if type(other) is int and other > 0 and not other & (other + 1):
            return self % (other + 1)
        return self.number() & plain(other)

    __rand__ = __and__

    # -- the number itself -----------------------------------------------------------------------

    def __index__(self) -> int:
        return operator.index(self.number())

    def __hash__(self) -> int:
        return hash(self.number())

    def __int__(self) -> int:
        return int(self.number())

    def __float__(self) -> float:
        return float(self.number())

    def __round__(self, *digits: Any) -> Any:
        return round(self.number(), *digits)

    def __abs__(self) -> Any:
        return abs(self.number())

    def __divmod__(self, other: Any) -> Any:
        return law.divided(self.number(), plain(other))

    def __rdivmod__(self, other: Any) -> Any:
        return law.divided(other, self.number())


def plain(value: Any) -> Any:
    """Return a value, a count as the number that it is."""
    return value.number() if isinstance(value, (Count, Large)) else value


def _by_number(operation: Callable[[Any, Any], Any], name: str) -> None:
    setattr(Count, f"__{name}__", lambda self, other: operation(self.number(), plain(other)))
    setattr(Count, f"__r{name}__", lambda self, other: operation(other, self.number()))


for _name, _operation in {
    "truediv": law.truediv,
    "floordiv": law.floordiv,
    "pow": law.power,
    "lshift": law.lshift,
    "rshift": law.rshift,
    "or": operator.or_,
    "xor": operator.xor,
}.items():
    _by_number(_operation, _name)
Count.__rmod__ = lambda self, other: law.mod(other, self.number())  # type: ignore[attr-defined]


# -- what a state tells ----------------------------------------------------------------------------


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
    number, _, most, _ = _known(node, form)
    if number is not None:
        return number >= bound
    if abs(bound) > ENDLESS:
        return bound < 0
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
