"""What operators and functions mean in a rule, and what stands for them before Numba reads it."""

import math
import operator
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from llvmlite.ir import IRBuilder, Value
from numba import types
from numba.core.base import BaseContext
from numba.core.imputils import lower_builtin
from numba.core.types import Type
from numba.core.typing import Signature
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import overload

from tournament.engine.kernels.arithmetic import both, real, whole
from tournament.engine.kernels.arithmetic import signatures as of
from tournament.engine.kernels.arithmetic.site import REAL, SINGLE, WHOLE, Code, Site, plainly
from tournament.engine.kernels.blame import WrongType
from tournament.referee.arithmetic import law
from tournament.referee.arithmetic.singles import ROW


class Meaning(NamedTuple):
    """What an operator or a function means for numbers.

    takes
        takes(*types) -> the signature for arguments that are numbers; None for none.
    code
        By the type of the first argument in the signature.
    instead
        What other arguments are given to.
    """

    takes: Callable[..., Signature | None]
    code: dict[Type, Code]
    instead: Any


# -- sums ------------------------------------------------------------------------------------------


@overload(law.total)
def _total(values: Any, start: Any = 0) -> Any:
    def total(values: Any, start: Any = 0) -> Any:
        whole = start
        for value in values:
            whole = law.add(whole, value)
        return whole

    return total


@overload(law.array_total)
def _array_total(values: Any) -> Any:
    if not isinstance(values, types.Array):
        return None
    zero = values.dtype(0)

    def total(values: Any) -> Any:
        whole = zero
        for value in values.flat:
            whole = law.add(whole, value)
        return whole

    return total


@overload(law.array_mean)
def _array_mean(values: Any) -> Any:
    if not isinstance(values, types.Array):
        return None

    def mean(values: Any) -> Any:
        whole = 0.0
        for value in values.flat:
            whole = whole + value
        return whole / values.size

    return mean


# -- the table -------------------------------------------------------------------------------------

Takes = Callable[..., Signature | None]
_TYPES: dict[Any, Takes] = {
    **dict.fromkeys((operator.add, operator.sub, operator.mul, operator.floordiv), of.alike),
    **dict.fromkeys((operator.mod, operator.pow, pow, operator.neg, abs), of.alike),
    operator.truediv: of.quotient,
    **dict.fromkeys((operator.lshift, operator.rshift), of.shifted),
    **dict.fromkeys((int, round, math.floor, math.ceil, math.trunc), of.whole_of),
    **dict.fromkeys(both.COMPARISONS, of.compared),
    **dict.fromkeys((max, min), of.one_of),
    divmod: of.pair,
    np.float32: of.single_of,
    float: of.float_of,
    math.gcd: of.wholes,
    math.pow: partial(of.reals, count=2),
    math.log: of.reals,
    **{function: partial(of.reals, count=count) for function, count in real.ARGUMENTS.items()},
}
_LIKE = {pow: operator.pow, math.pow: operator.pow}


def _codes(original: Any) -> dict[Type, Code]:
    """Return the code of a meaning, by the type of the first number."""
    apart = both.COMPARISONS.get(original) or both.CODES.get(original)
    if apart is not None:
        return apart
    like = _LIKE.get(original, original)
    tables = ((WHOLE, whole.CODES), (REAL, real.CODES), (SINGLE, real.OF_SINGLES))
    return {kind: codes[like] for kind, codes in tables if like in codes}


TABLE: dict[Any, Meaning] = {
    **{original: Meaning(takes, _codes(original), original) for original, takes in _TYPES.items()},
    **{each: Meaning(of.nothing, {}, law.FUNCTIONS[each]) for each in (sum, np.sum, np.mean)},
}
"""The meanings of operators and functions of numbers."""


def _key(name: str) -> Any:
    """Return a function that stands for a meaning in the code that Numba reads."""

    def stands_for(*given: Any) -> Any:
        raise NotImplementedError(name)

    stands_for.__name__ = stands_for.__qualname__ = name
    return stands_for


_NUMBER_BY_NUMBER = frozenset(
    getattr(operator, how + name) for name in ("pow", "lshift", "rshift") for how in ("", "i")
)


def is_whole_row(kind: Type) -> bool:
    """Return whether a type is an array of whole numbers."""
    return isinstance(kind, types.Array) and isinstance(kind.dtype, types.Integer)


_OPERATORS = {*law.OPERATORS, *law.IN_PLACE}


def _holds_singles(kinds: Sequence[Type]) -> bool:
    """Return whether a row of singles, or a row and a single, are among the types."""
    rows = [kind.dtype for kind in kinds if isinstance(kind, types.Array)]
    return SINGLE in rows or (bool(rows) and SINGLE in kinds)


def _publish(key: Any, meaning: Meaning, *, noting: bool) -> None:
    """Tell Numba the types and the code of a meaning."""

    def takes(kinds: Sequence[Type]) -> Signature | None:
        plain = [types.unliteral(kind) for kind in kinds]
        if not plain or not all(isinstance(k, types.Number | types.Boolean) for k in plain):
            return None
        if any(isinstance(k, types.Complex) for k in plain):
            return None
        return meaning.takes(*plain)

    class Template(AbstractTemplate):
        def generic(self, args: Sequence[Type], kws: Any) -> Signature | None:
            found = None if kws else takes(args)
            if meaning.instead in _NUMBER_BY_NUMBER and any(map(is_whole_row, args)):
                raise WrongType(law.WHOLE_ROW)
            if meaning.instead in _OPERATORS and _holds_singles(args):
                raise WrongType(ROW)
            return found or self.context.resolve_function_type(meaning.instead, args, kws)

    Template.key = key
    infer_global(key, types.Function(Template))

    @lower_builtin(key, types.VarArg(types.Any))
    def code(
        context: BaseContext, builder: IRBuilder, sig: Signature, args: Sequence[Value]
    ) -> Value:
        site = Site(context, builder, noting=noting)
        own = takes(sig.args)
        if own is not None and (own.return_type, own.args) == (sig.return_type, sig.args):
            return meaning.code[sig.args[0]](site, *args)
        return plainly(site, meaning.instead, sig, *args)


class Keys(NamedTuple):
    """What stands for operators and functions: where a fault is raised, and where it is noted."""

    raising: dict[Any, Any]
    noting: dict[Any, Any]


def _keys() -> Keys:
    keys = Keys({}, {})
    for original, meaning in TABLE.items():
        for table in keys:
            table[original] = _key(original.__name__)
            _publish(table[original], meaning, noting=table is keys.noting)
        changes = getattr(operator, f"i{original.__name__}", None)
        if original in law.OPERATORS and changes is not None:
            for table in keys:
                table[changes] = _key(changes.__name__)
                own = meaning._replace(instead=changes)
                _publish(table[changes], own, noting=table is keys.noting)
    return keys


KEYS = _keys()
"""What stands for the operators and functions of numbers in a rule."""
PLAIN = {key: original for table in KEYS for original, key in table.items()}
"""The operators and functions by what stands for them."""

# what the functions above are made of
_publish(law.add, TABLE[operator.add], noting=False)
