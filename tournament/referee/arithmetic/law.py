"""The arithmetic of rules: what operators and functions of numbers mean in a rule.

It is Python's, with the bounds that compiled code has. A whole number has 64 bits, and what would
need more is an error. A float is a double. Where Python would change the type of a result with its
value, or where its result depends on its version, this module says what holds. The referee plays
rules with these functions in place of the operators; `engine.kernels.arithmetic` is their compiled
twin.

- `a / b` divides the two nearest floats.
- A whole number to a negative power, and a negative number to a fractional power, are errors.
- `max` and `min` of whole numbers and floats are floats.
- `sum`, `np.sum` and `np.mean` add from left to right.
- A number of single precision makes singles of the numbers that it meets; see `singles`.
- Arrays as a whole count as NumPy's do: their whole numbers begin anew beyond 64 bits.
"""

import builtins
import operator
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from tournament.referee.arithmetic.singles import ROW, is_row, of_singles, single

LEAST, MOST = -(2**63), 2**63 - 1
"""The range of whole numbers."""

TOO_LARGE = "a whole number beyond 64 bits; write one of the numbers as a float, such as 2.0"
NO_FLOAT = "a number beyond 1.8e308, the largest float"
NEGATIVE_POWER = "a whole number to a negative power; write the number as a float, such as 2.0"
NO_REAL = "a negative number to a fractional power is no real number"

DIGITS = "rounds to digits; write round(100 * x) / 100, for example."
MODULO = "takes a power modulo a number; write a ** b % c."
AS_INDEX = "indexes an array by a truth value; write int(...) of it."
INTO_WHOLE = "puts a float into an array of whole numbers; write int(...), or begin with floats."
ALONG = "sums an array along an axis; sum its rows one by one."
WHOLE_ROW = "takes powers or shifts of an array of whole numbers; do it number by number."


class NotOffered(TypeError):
    """A rule calculates in a way that no engine offers; the text continues "file:line: rule "."""


def bounded(value: Any) -> Any:
    """Return a value, a number of numpy as one of Python.

    Raises
    ------
    OverflowError
        For a whole number that 64 bits do not hold.

    Examples
    --------
    >>> bounded(np.int64(3)), bounded(0.5)
    (3, 0.5)
    >>> bounded(2**63)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    OverflowError: a whole number beyond 64 bits; write one of the numbers as a float, ...
    """
    if isinstance(value, np.generic) and type(value) is not np.float32:
        value = value.item()
    if isinstance(value, int) and not LEAST <= value <= MOST:
        raise OverflowError(TOO_LARGE)
    return value


_RARE = frozenset((np.float32, np.bool_, np.ndarray))


def _rare(operation: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    """Return what an operation gives where NumPy takes part."""
    a, b = (bool(each) if type(each) is np.bool_ else each for each in (a, b))
    of_single = type(a) is np.float32 or type(b) is np.float32
    if is_row(a) or is_row(b) or (of_single and (_is_array(a) or _is_array(b))):
        raise NotOffered(ROW)
    return of_singles(operation, a, b) if of_single else bounded(operation(a, b))


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray)


def _checked(operation: Callable[[Any, Any], Any], name: str) -> Callable[[Any, Any], Any]:
    """Return an operation on two numbers whose results are bounded."""

    def checked(a: Any, b: Any) -> Any:
        if type(a) in _RARE or type(b) in _RARE:
            return _rare(operation, a, b)
        result = operation(a, b)
        return result if type(result) is float else bounded(result)

    checked.__name__ = checked.__qualname__ = name
    return checked


add = _checked(operator.add, "add")
sub = _checked(operator.sub, "sub")
mul = _checked(operator.mul, "mul")
floordiv = _checked(operator.floordiv, "floordiv")
mod = _checked(operator.mod, "mod")


def truediv(a: Any, b: Any) -> Any:
    """Return `a / b`."""
    if type(a) in _RARE or type(b) in _RARE:
        return _rare(operator.truediv, a, b)
    if isinstance(a, int) and isinstance(b, int):
        return float(a) / float(b)
    return bounded(a / b)


def power(a: Any, b: Any) -> Any:
    """Return `a ** b`."""
    _no_whole_row(a, b)
    if type(a) is np.float32 or type(b) is np.float32:
        return _rare(power, a, b)
    if isinstance(a, int) and isinstance(b, int):
        if b < 0:
            raise ValueError(NEGATIVE_POWER)
        if b > 64 and a not in (-1, 0, 1):
            raise OverflowError(TOO_LARGE)
    try:
        result = a**b
    except OverflowError:
        raise OverflowError(NO_FLOAT) from None
    if isinstance(result, complex):
        raise ValueError(NO_REAL)
    return bounded(result)


def lshift(a: Any, b: Any) -> Any:
    """Return `a << b`."""
    _no_whole_row(a, b)
    if isinstance(b, int) and b > 64:
        if a == 0:
            return 0
        raise OverflowError(TOO_LARGE)
    return bounded(a << b)


def rshift(a: Any, b: Any) -> Any:
    """Return `a >> b`."""
    _no_whole_row(a, b)
    return bounded(a >> b)


def _no_whole_row(*given: Any) -> None:
    if any(isinstance(each, np.ndarray) and each.dtype.kind in "iu" for each in given):
        raise NotOffered(WHOLE_ROW)


def neg(a: Any) -> Any:
    """Return `-a`."""
    return bounded(-a)


def divided(a: Any, b: Any) -> tuple[Any, Any]:
    """Return `divmod(a, b)`."""
    if type(a) is np.float32 or type(b) is np.float32:
        return floordiv(a, b), mod(a, b)
    quotient, rest = divmod(a, b)
    return bounded(quotient), bounded(rest)


def powered(a: Any, b: Any, *modulo: Any) -> Any:
    """Return `pow(a, b)`."""
    if modulo:
        raise NotOffered(MODULO)
    return power(a, b)


def rounded(x: Any, *digits: Any) -> Any:
    """Return `round(x)`: of two whole numbers that are equally near, the even one."""
    if digits:
        raise NotOffered(DIGITS)
    return bounded(round(x))


def largest(*values: Any) -> Any:
    """Return `max(...)`; of whole numbers and floats a float."""
    return _one_type(values, max)


def smallest(*values: Any) -> Any:
    """Return `min(...)`; of whole numbers and floats a float."""
    return _one_type(values, min)


def _one_type(values: tuple[Any, ...], choose: Callable[..., Any]) -> Any:
    if len(values) > 1 and any(type(value) is np.float32 for value in values):
        return choose(map(single, values))
    chosen = choose(*values)
    if len(values) == 1:
        return bounded(chosen)
    return float(chosen) if any(isinstance(value, float) for value in values) else chosen


def total(values: Iterable[Any], start: Any = 0) -> Any:
    """Return `sum(values)`, added from left to right."""
    whole = start
    for value in values:
        whole = add(whole, bounded(value))
    return whole


def array_total(values: Any, *more: Any, **named: Any) -> Any:
    """Return `np.sum(values)`, added from left to right."""
    if more or named:
        raise NotOffered(ALONG)
    row = np.asarray(values)
    if is_row(row):
        return total(row.ravel(), np.float32(0))
    return total(row.ravel().tolist(), 0.0 if row.dtype.kind == "f" else 0)


def array_mean(values: Any, *more: Any, **named: Any) -> Any:
    """Return `np.mean(values)`, added from left to right."""
    if more or named:
        raise NotOffered(ALONG)
    row = np.asarray(values)
    return truediv(total(row.astype(np.float64).ravel().tolist(), 0.0), row.size)


# -- arrays ----------------------------------------------------------------------------------------


def item(row: Any, place: Any) -> Any:
    """Return `row[place]`."""
    found = row[place]
    if isinstance(found, np.generic):
        return found if type(found) is np.float32 else found.item()
    if isinstance(row, np.ndarray) and isinstance(place, (bool, np.bool_)):
        raise NotOffered(AS_INDEX)
    return found


def each(values: Any) -> Any:
    """Return what a loop goes through, or what is taken apart: of a row its numbers."""
    if isinstance(values, np.ndarray) and values.ndim == 1:
        return map(bounded, values)
    return values


def fitting(row: Any, value: Any) -> Any:
    """Return what is stored in an element of an array."""
    if isinstance(row, np.ndarray) and row.dtype.kind in "iu":
        kind = value.dtype.kind if isinstance(value, np.ndarray) else ""
        if isinstance(value, float) or kind == "f":
            raise NotOffered(INTO_WHOLE)
    return value


# -- the table -------------------------------------------------------------------------------------

OPERATORS: dict[Callable[..., Any], Callable[..., Any]] = {
    operator.add: add,
    operator.sub: sub,
    operator.mul: mul,
    operator.truediv: truediv,
    operator.floordiv: floordiv,
    operator.mod: mod,
    operator.pow: power,
    operator.lshift: lshift,
    operator.rshift: rshift,
    operator.neg: neg,
}
"""What stands for an operator in a rule."""


def _in_place(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return what stands for `a += b` and the like: an array changes, a number does not."""
    name = f"i{operation.__name__}"
    changes, plain = getattr(operator, name), OPERATORS[operation]

    def changed(a: Any, b: Any) -> Any:
        if is_row(a) or is_row(b):
            raise NotOffered(ROW)
        return changes(a, b) if isinstance(a, (np.ndarray, list)) else plain(a, b)

    changed.__name__ = changed.__qualname__ = name
    return changed


IN_PLACE: dict[Callable[..., Any], Callable[..., Any]] = {
    getattr(operator, f"i{operation.__name__}"): _in_place(operation)
    for operation in OPERATORS
    if operation is not operator.neg
}
"""What stands for an operator that changes its first operand, or the name of it."""

FUNCTIONS: dict[Any, Callable[..., Any]] = {
    builtins.divmod: divided,
    builtins.pow: powered,
    builtins.round: rounded,
    builtins.max: largest,
    builtins.min: smallest,
    builtins.sum: total,
    np.sum: array_total,
    np.mean: array_mean,
}
"""What stands for a function that a rule calls. Results of all others are bounded only."""
