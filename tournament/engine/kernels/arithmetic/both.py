"""Whole numbers and floats together: comparisons, `max` and `min`, `divmod`."""

import operator
from collections.abc import Callable
from typing import Any

from llvmlite.ir import Value
from numba import types
from numba.core.types import Type

from tournament.engine.kernels.arithmetic import real
from tournament.engine.kernels.arithmetic.site import EDGE, REAL, SINGLE, WHOLE, Code, Site
from tournament.engine.kernels.arithmetic.whole import division
from tournament.engine.kernels.codegen import F32, F64, I64


def _comparison(sign: str) -> dict[Type, Code]:
    """Return the code that compares a whole number with a float as if both were exact.

    A whole number may lie between two floats. Where its nearest float equals the other number, the
    whole numbers decide.
    """
    mirrored = sign.translate(str.maketrans("<>", "><"))

    def code(sign: str, site: Site, x: Value, y: Value) -> Value:
        b = site.builder
        near = b.sitofp(x, F64)
        same, edge = b.fcmp_ordered("==", near, y), b.fcmp_ordered("==", y, F64(EDGE))
        exact = b.fptosi(b.select(b.and_(same, b.not_(edge)), y, F64(0.0)), I64)
        equal = b.and_(same, b.and_(b.not_(edge), b.icmp_signed("==", x, exact)))
        if sign == "==":
            return equal
        if sign == "!=":
            return b.not_(equal)
        decided = b.icmp_signed(sign, x, exact)
        decided = b.or_(edge, decided) if "<" in sign else b.and_(b.not_(edge), decided)
        return b.or_(b.fcmp_ordered(sign[0], near, y), b.and_(same, decided))

    return {
        WHOLE: lambda site, x, y: code(sign, site, x, y),
        REAL: lambda site, x, y: code(mirrored, site, y, x),
        SINGLE: _compared_singles(sign),
    }


def _compared_singles(sign: str) -> Code:
    """Return the code that compares two singles."""
    if sign == "!=":
        return lambda site, x, y: site.builder.fcmp_unordered(sign, x, y)
    return lambda site, x, y: site.builder.fcmp_ordered(sign, x, y)


def _chosen(sign: str) -> dict[Type, Code]:
    """Return the code of `max` or `min`: a later number is taken where it is beyond the best."""

    def fold(beyond: Callable[..., Value], site: Site, *given: Value) -> Value:
        best, *others = given
        for other in others:
            best = site.builder.select(beyond(site.builder)(sign, other, best), other, best)
        return best

    return {
        WHOLE: lambda site, *given: fold(lambda b: b.icmp_signed, site, *given),
        REAL: lambda site, *given: fold(lambda b: b.fcmp_ordered, site, *given),
        SINGLE: lambda site, *given: fold(lambda b: b.fcmp_ordered, site, *given),
    }


def _paired(site: Site, *both: Value) -> Value:
    pair = types.UniTuple({I64: WHOLE, F64: REAL, F32: SINGLE}[both[0].type], 2)
    return site.context.make_tuple(site.builder, pair, both)


def _float_division(codes: dict[Any, Code]) -> Code:
    quotient, rest = codes[operator.floordiv], codes[operator.mod]
    return lambda site, x, y: _paired(site, quotient(site, x, y), rest(site, x, y))


SIGNS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}
COMPARISONS = {getattr(operator, name): _comparison(sign) for name, sign in SIGNS.items()}
"""The code of comparisons, by the type of the first number."""

CODES: dict[Any, dict[Type, Code]] = {
    max: _chosen(">"),
    min: _chosen("<"),
    divmod: {
        WHOLE: lambda site, x, y: _paired(site, *division(site, x, y)),
        REAL: _float_division(real.CODES),
        SINGLE: _float_division(real.OF_SINGLES),
    },
}
"""The code of other functions, by the type of the numbers."""
