"""A number of which a state tells only what was asked.

It stands for a number of a rule, and whatever is done with it gives what the number itself would
give. What kinds of numbers can say without being known is in `counts`, `large` and `chances`. Each
other use asks for the number itself, here: operators, functions of Python and `math`, conversions,
places in rows, keys, texts, arrays of NumPy. So nothing has to be foreseen, and nothing is guessed.
"""

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from tournament.referee.arithmetic import law


class Lazy:
    """A number that is asked for when it is needed.

    To those who ask by `isinstance` it is what the number would be: an integer, or a float.
    """

    __slots__ = ()

    real = False
    """Whether the number is a float."""

    def number(self) -> Any:
        """Return the number itself, or raise `Unanswered`."""
        raise NotImplementedError

    def compared(self, other: Any, how: Callable[[Any, Any], Any]) -> Any:
        """Return what a comparison gives: an operator of Python, such as `operator.lt`."""
        return how(self.number(), plain(other))

    @property  # type: ignore[misc] # which could be set otherwise
    def __class__(self) -> Any:
        return float if self.real else int

    def __lt__(self, other: Any) -> Any:
        return self.compared(other, operator.lt)

    def __le__(self, other: Any) -> Any:
        return self.compared(other, operator.le)

    def __gt__(self, other: Any) -> Any:
        return self.compared(other, operator.gt)

    def __ge__(self, other: Any) -> Any:
        return self.compared(other, operator.ge)

    def __eq__(self, other: object) -> Any:
        return self.compared(other, operator.eq)

    def __ne__(self, other: object) -> Any:
        return self.compared(other, operator.ne)

    def __hash__(self) -> int:
        return hash(self.number())

    def __round__(self, *digits: Any) -> Any:
        return round(self.number(), *digits)

    def __format__(self, how: str) -> str:
        return format(self.number(), how)

    def __array__(self, *how: Any, **named: Any) -> np.ndarray:
        return np.array(self.number(), *how, **named)

    def __array_ufunc__(self, function: Any, method: str, *given: Any, **named: Any) -> Any:
        return getattr(function, method)(*map(plain, given), **named)


def plain(value: Any) -> Any:
    """Return a value; if it is lazy, the number that it stands for."""
    return value.number() if isinstance(value, Lazy) else value


def simple(value: Any) -> Any:
    """Return a value; of moves, truth values and numbers of NumPy the plain number."""
    if type(value) in (int, float):
        return value
    if isinstance(value, Lazy):
        return value.number()
    if isinstance(value, (int, np.integer, np.bool_)):
        return int(value)
    return float(value) if isinstance(value, (float, np.floating)) else value


def _of_one(operation: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda self: operation(self.number())


def _of_two(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda self, other: operation(self.number(), plain(other))


def _turned(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda self, other: operation(plain(other), self.number())


_ONE: dict[str, Callable[[Any], Any]] = {
    "neg": law.neg,
    "pos": operator.pos,
    "invert": operator.invert,
    "abs": abs,
    "bool": bool,
    "index": operator.index,
    "int": int,
    "float": float,
    "str": str,
    "repr": repr,
    "trunc": math.trunc,
    "floor": math.floor,
    "ceil": math.ceil,
}
_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "add": law.add,
    "sub": law.sub,
    "mul": law.mul,
    "mod": law.mod,
    "pow": law.power,
    "truediv": law.truediv,
    "floordiv": law.floordiv,
    "divmod": law.divided,
    "lshift": law.lshift,
    "rshift": law.rshift,
    "and": operator.and_,
    "or": operator.or_,
    "xor": operator.xor,
}
for _name, _one in _ONE.items():
    setattr(Lazy, f"__{_name}__", _of_one(_one))
for _name, _two in _TWO.items():
    setattr(Lazy, f"__{_name}__", _of_two(_two))
    setattr(Lazy, f"__r{_name}__", _turned(_two))
