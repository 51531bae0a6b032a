"""Whole numbers of 64 bits: what does not fit is a fault."""

import math
import operator
from typing import Any

from llvmlite.ir import IRBuilder, Value
from numba.core.typing import signature

from tournament.engine.kernels.arithmetic.real import libm_pow
from tournament.engine.kernels.arithmetic.site import EDGE, WHOLE, Code, Site, plainly
from tournament.engine.kernels.codegen import F64, I64
from tournament.referee.arithmetic.law import LEAST


def _negative(b: IRBuilder, value: Value) -> Value:
    return b.icmp_signed("<", value, I64(0))


def _add(site: Site, x: Value, y: Value) -> Value:
    b = site.builder
    z = b.add(x, y)
    site.fault(_negative(b, b.and_(b.xor(x, z), b.xor(y, z))))
    return z


def _sub(site: Site, x: Value, y: Value) -> Value:
    b = site.builder
    z = b.sub(x, y)
    site.fault(_negative(b, b.and_(b.xor(x, y), b.xor(x, z))))
    return z


def _mul(site: Site, x: Value, y: Value) -> Value:
    b = site.builder
    both = b.smul_with_overflow(x, y)
    site.fault(b.extract_value(both, 1))
    return b.extract_value(both, 0)


def division(site: Site, x: Value, y: Value) -> tuple[Value, Value]:
    """Return quotient and rest, rounded down as Python does."""
    b = site.builder
    nothing, minus = (b.icmp_signed("==", y, I64(k)) for k in (0, -1))
    least = b.icmp_signed("==", x, I64(LEAST))
    wrong = b.or_(nothing, b.and_(minus, least))
    site.fault(wrong)
    y = b.select(wrong, I64(1), y)
    quotient, rest = b.sdiv(x, y), b.srem(x, y)
    apart = b.and_(b.icmp_signed("!=", rest, I64(0)), _negative(b, b.xor(rest, y)))
    return (
        b.select(apart, b.sub(quotient, I64(1)), quotient),
        b.select(apart, b.add(rest, y), rest),
    )


def _mod(site: Site, x: Value, y: Value) -> Value:
    b = site.builder
    nothing = b.icmp_signed("==", y, I64(0))
    site.fault(nothing)
    one = b.or_(nothing, b.icmp_signed("==", y, I64(-1)))  # the rest is 0; -1 may trap
    y = b.select(one, I64(1), y)
    rest = b.srem(x, y)
    apart = b.and_(b.icmp_signed("!=", rest, I64(0)), _negative(b, b.xor(rest, y)))
    return b.select(apart, b.add(rest, y), rest)


def _neg(site: Site, x: Value) -> Value:
    b = site.builder
    site.fault(b.icmp_signed("==", x, I64(LEAST)))
    return b.sub(I64(0), x)


def _abs(site: Site, x: Value) -> Value:
    b = site.builder
    return b.select(_negative(b, x), _neg(site, x), x)


def _lshift(site: Site, x: Value, y: Value) -> Value:
    b = site.builder
    far = b.icmp_unsigned(">", y, I64(63))
    short = b.select(far, I64(0), y)
    z = b.shl(x, short)
    lost = b.icmp_signed("!=", b.ashr(z, short), x)
    some = b.icmp_signed("!=", x, I64(0))
    site.fault(b.or_(_negative(b, y), b.and_(some, b.or_(far, lost))))
    return b.select(far, I64(0), z)


def _rshift(site: Site, x: Value, y: Value) -> Value:
    b = site.builder
    site.fault(_negative(b, y))
    far = b.icmp_unsigned(">", y, I64(63))
    return b.ashr(x, b.select(far, I64(63), y))


def _squares(base: int, exponent: int) -> int:
    """Return a power; what passes 64 bits is lost."""
    result = 1
    while exponent > 0:
        if exponent & 1:
            result *= base
        base *= base
        exponent >>= 1
    return result


def _whole_power(site: Site, x: Value, y: Value) -> Value:
    b = site.builder
    size = libm_pow(site, b.sitofp(x, F64), b.sitofp(y, F64))
    inside = b.and_(b.fcmp_ordered(">=", size, F64(-EDGE)), b.fcmp_ordered("<", size, F64(EDGE)))
    site.fault(b.or_(_negative(b, y), b.not_(inside)))
    sig = signature(WHOLE, WHOLE, WHOLE)
    return site.context.compile_internal(b, _squares, sig, [x, y])


def _gcd(site: Site, x: Value, y: Value) -> Value:
    found = plainly(site, math.gcd, signature(WHOLE, WHOLE, WHOLE), x, y)
    site.fault(_negative(site.builder, found))
    return found


def _itself(site: Site, x: Value) -> Value:
    return x


CODES: dict[Any, Code] = {
    operator.add: _add,
    operator.sub: _sub,
    operator.mul: _mul,
    operator.floordiv: lambda site, x, y: division(site, x, y)[0],
    operator.mod: _mod,
    operator.pow: _whole_power,
    operator.lshift: _lshift,
    operator.rshift: _rshift,
    operator.neg: _neg,
    abs: _abs,
    math.gcd: _gcd,
    **dict.fromkeys((int, round, math.floor, math.ceil, math.trunc), _itself),
}
"""The code of each operator and function."""
