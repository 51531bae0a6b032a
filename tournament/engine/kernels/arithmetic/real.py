"""Floats: where they have no value, Python has an error, and there is a fault."""

import math
import operator
from typing import Any

import llvmlite.ir as ir
import numpy as np
from llvmlite.ir import IRBuilder, Value
from numba.core import cgutils
from numba.core.typing import signature

from tournament.engine.kernels.arithmetic.site import EDGE, REAL, Code, Site, plainly
from tournament.engine.kernels.codegen import F32, F64, I1, I64

_OF_ONE = (
    *("acos", "acosh", "asin", "asinh", "atan", "atanh", "cos", "cosh", "erf", "erfc", "exp"),
    *("exp2", "expm1", "log10", "log1p", "log2", "sin", "sinh", "sqrt", "tan", "tanh"),
)
ARGUMENTS = {
    getattr(math, name): count
    for name, count in {**dict.fromkeys(_OF_ONE, 1), "atan2": 2}.items()
    if hasattr(math, name)
}
"""Functions of `math` that are errors where they have no value, and how many numbers they take."""


def libm_pow(site: Site, x: Value, y: Value) -> Value:
    """Return what the C library gives, as Python does; LLVM must not know the function, since it
    would write `pow(x, 2.0)` as a product, which may differ in the last bit."""
    b = site.builder
    kind = ir.FunctionType(F64, [F64, F64])
    function = cgutils.get_or_insert_function(b.module, kind, "pow")
    call = b.call(function, [x, y])
    set.add(call.attributes, "nobuiltin")
    return call


def _finite(b: IRBuilder, x: Value) -> Value:
    nothing = b.fsub(x, x)
    return b.fcmp_ordered("ord", nothing, nothing)


def _lawful(site: Site, result: Value, *given: Value) -> Value:
    """Return a result; it is a fault when finite numbers give none, or numbers give no number."""
    b = site.builder
    finite = numbers = I1(1)
    for x in given:
        finite = b.and_(finite, _finite(b, x))
        numbers = b.and_(numbers, b.fcmp_ordered("ord", x, x))
    nan = b.fcmp_unordered("uno", result, result)
    lost = b.and_(finite, b.not_(_finite(b, result)))
    site.fault(b.or_(lost, b.and_(numbers, nan)))
    return result


def _real_power(site: Site, x: Value, y: Value) -> Value:
    return _lawful(site, libm_pow(site, x, y), x, y)


def _plain_real(name: str) -> Code:
    """Return the code of an operation on two floats that is the processor's."""
    return lambda site, x, y: getattr(site.builder, name)(x, y)


def _by(operation: Any) -> Code:
    """Return the code of a division of floats: by zero it is a fault."""

    def code(site: Site, x: Value, y: Value) -> Value:
        b = site.builder
        nothing = b.fcmp_ordered("==", y, F64(0.0))
        site.fault(nothing)
        y = b.select(nothing, F64(1.0), y)
        if operation is operator.truediv:
            return b.fdiv(x, y)
        return plainly(site, operation, signature(REAL, REAL, REAL), x, y)

    return code


def _to_whole(rounding: str) -> Code:
    """Return the code that makes a whole number of a float."""

    def code(site: Site, x: Value) -> Value:
        b = site.builder
        if rounding:
            kind = ir.FunctionType(F64, [F64])
            x = b.call(cgutils.get_or_insert_function(b.module, kind, f"llvm.{rounding}.f64"), [x])
        inside = b.and_(b.fcmp_ordered(">=", x, F64(-EDGE)), b.fcmp_ordered("<", x, F64(EDGE)))
        site.fault(b.not_(inside))
        return b.fptosi(b.select(inside, x, F64(0.0)), I64)

    return code


def _real_abs(site: Site, x: Value) -> Value:
    return plainly(site, abs, signature(REAL, REAL), x)


def _real_neg(site: Site, x: Value) -> Value:
    return site.builder.fneg(x)


def _of_math(function: Any, count: int) -> Code:
    sig = signature(REAL, *[REAL] * count)
    return lambda site, *given: _lawful(site, plainly(site, function, sig, *given), *given)


def _log(site: Site, x: Value, *base: Value) -> Value:
    found, *others = (_of_math(math.log, 1)(site, each) for each in (x, *base))
    return _QUOTIENT(site, found, *others) if others else found


_QUOTIENT = _by(operator.truediv)

CODES: dict[Any, Code] = {
    operator.add: _plain_real("fadd"),
    operator.sub: _plain_real("fsub"),
    operator.mul: _plain_real("fmul"),
    operator.truediv: _QUOTIENT,
    operator.floordiv: _by(operator.floordiv),
    operator.mod: _by(operator.mod),
    operator.pow: _real_power,
    operator.neg: _real_neg,
    abs: _real_abs,
    int: _to_whole(""),
    round: _to_whole("rint"),
    math.floor: _to_whole("floor"),
    math.ceil: _to_whole("ceil"),
    math.trunc: _to_whole(""),
    math.log: _log,
    **{function: _of_math(function, count) for function, count in ARGUMENTS.items()},
}
"""The code of each operator and function."""


def _of_singles(code: Code) -> Code:
    """Return the code of an operation on singles: computed in doubles, and rounded; see
    `referee.arithmetic.singles`."""

    def rounded(site: Site, *given: Value) -> Value:
        b = site.builder
        return b.fptrunc(code(site, *(b.fpext(each, F64) for each in given)), F32)

    return rounded


def _itself(site: Site, x: Value) -> Value:
    return x


_ROUNDED = (
    *(operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod),
    *(operator.pow, operator.neg, abs),
)
OF_SINGLES: dict[Any, Code] = {
    **{operation: _of_singles(CODES[operation]) for operation in _ROUNDED},
    np.float32: _itself,
}
"""The code of operators and functions of singles."""
CODES[float] = _itself
