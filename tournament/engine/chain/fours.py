"""Four numbers at once, in compiled code: the counts and the chances of the four outcomes.

Legend: a *four* is four numbers that follow each other in memory, from an index of a pointer on.
The machine adds and multiplies them in one step. Each of the four is what it would be alone, to the
bit. Numba makes no such steps out of four single ones.
"""

from typing import Any

import llvmlite.ir as ir
from numba import types
from numba.core.base import BaseContext
from numba.core.typing import Context, Signature
from numba.extending import intrinsic

from tournament.outcomes import SIZE

_FOUR = ir.VectorType(ir.DoubleType(), SIZE)
_ITEM = 8  # bytes of a number, of which fours are aligned to one


def _place(builder: ir.IRBuilder, pointer: ir.Value, index: ir.Value) -> ir.Value:
    return builder.bitcast(builder.gep(pointer, [index]), _FOUR.as_pointer())


def _load(builder: ir.IRBuilder, pointer: ir.Value, index: ir.Value) -> ir.Value:
    four = builder.load(_place(builder, pointer, index))
    four.align = _ITEM
    return four


def _store(builder: ir.IRBuilder, four: ir.Value, pointer: ir.Value, index: ir.Value) -> None:
    builder.store(four, _place(builder, pointer, index)).align = _ITEM


def _times(builder: ir.IRBuilder, weight: ir.Value, four: ir.Value) -> ir.Value:
    nothing = ir.Constant(_FOUR, ir.Undefined)
    first, all_first = ir.Constant(ir.IntType(32), 0), ir.VectorType(ir.IntType(32), SIZE)
    one = builder.insert_element(nothing, weight, first)
    four_times = builder.shuffle_vector(one, nothing, ir.Constant(all_first, [0] * SIZE))
    return builder.fmul(four_times, four)


@intrinsic
def add_four(
    typing: Context, into: types.Type, i: types.Type, of: types.Type, k: types.Type, w: types.Type
) -> tuple[Signature, object]:
    """Add to the four at `into[i]` the four at `of[k]`, times a weight."""

    def codegen(
        context: BaseContext, builder: ir.IRBuilder, sig: Signature, args: list[ir.Value]
    ) -> Any:
        into, i, of, k, weight = args
        more = _times(builder, weight, _load(builder, of, k))
        _store(builder, builder.fadd(_load(builder, into, i), more), into, i)
        return context.get_dummy_value()

    return types.void(into, types.int64, of, types.int64, types.float64), codegen


@intrinsic
def multiply_fours(
    typing: Context, into: types.Type, i: types.Type, one: types.Type, j: types.Type,
    two: types.Type, k: types.Type,
) -> tuple[Signature, object]:  # fmt: skip
    """Fill in the four at `into[i]`: the one at `one[j]` times the one at `two[k]`."""

    def codegen(
        context: BaseContext, builder: ir.IRBuilder, sig: Signature, args: list[ir.Value]
    ) -> Any:
        into, i, one, j, two, k = args
        product = builder.fmul(_load(builder, one, j), _load(builder, two, k))
        _store(builder, product, into, i)
        return context.get_dummy_value()

    whole = types.int64
    return types.void(into, whole, one, whole, two, whole), codegen


@intrinsic
def empty_four(typing: Context, into: types.Type, i: types.Type) -> tuple[Signature, object]:
    """Make the four at `into[i]` zeros."""

    def codegen(
        context: BaseContext, builder: ir.IRBuilder, sig: Signature, args: list[ir.Value]
    ) -> Any:
        _store(builder, ir.Constant(_FOUR, [0.0] * SIZE), *args)
        return context.get_dummy_value()

    return types.void(into, types.int64), codegen
