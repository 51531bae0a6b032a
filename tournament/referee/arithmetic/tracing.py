"""A rule without source, as the referee plays it: its numbers count for themselves.

A rule that was typed into a prompt, or whose file has changed since, cannot be rewritten. Its whole
numbers are replaced instead, by numbers whose operators are the arithmetic of rules, and so are the
functions of Python that it calls. What begins with numbers of views alone is not seen.
"""

import builtins
import operator
from collections.abc import Callable
from types import CodeType, FunctionType
from typing import Any

from tournament.referee.arithmetic.law import FUNCTIONS, OPERATORS


class Whole(int):
    """A whole number of a rule.

    >>> Whole(2) ** 3, 7 // Whole(2), Whole(1) / 4
    (8, 3, 0.25)
    >>> 2 ** -Whole(1)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: a whole number to a negative power; write the number as a float, such as 2.0
    """

    __slots__ = ()


def _again(value: Any) -> Any:
    return Whole(value) if type(value) is int else value


def _plain(value: Any) -> Any:
    return int(value) if type(value) is Whole else value


def _forward(operation: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, *other: _again(operation(int(self), *map(_plain, other)))


def _backward(operation: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, other: _again(operation(_plain(other), int(self)))


for _operator, _operation in OPERATORS.items():
    setattr(Whole, f"__{_operator.__name__}__", _forward(_operation))
    if _operator is not operator.neg:
        setattr(Whole, f"__r{_operator.__name__}__", _backward(_operation))


def traced(function: FunctionType, inner: Callable[[Any], Any]) -> FunctionType:
    """Return a function whose numbers count for themselves; `inner` makes one of what it calls."""
    own = {
        name: inner(value) if type(value) is FunctionType else _again(value)
        for name, value in function.__globals__.items()
    }
    known = function.__globals__.get("__builtins__", vars(builtins))
    known = known if isinstance(known, dict) else vars(known)
    twins = {each.__name__: twin for each, twin in FUNCTIONS.items() if each in known.values()}
    own["__builtins__"] = known | twins
    made = FunctionType(
        _with_wholes(function.__code__),
        own,
        function.__name__,
        tuple(map(_again, function.__defaults__ or ())),
        function.__closure__,
    )
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def _with_wholes(code: CodeType) -> CodeType:
    """Return code with numbers of rules in place of its whole numbers."""
    held = (
        _with_wholes(each) if isinstance(each, CodeType) else _again(each)
        for each in code.co_consts
    )
    return code.replace(co_consts=tuple(held))
