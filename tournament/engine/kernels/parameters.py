"""Parameters of a rule, as they lie in a frame: 8-byte words, which are written here and read here.

A number is one word. An array is its address, then its shape.
"""

from collections.abc import Sequence
from typing import Any

import llvmlite.ir as ir
import numpy as np
from llvmlite.ir import IRBuilder, Value
from numba.core import types
from numba.core.base import BaseContext
from numba.core.types import Type

from tournament.authors.plugin import Plugin
from tournament.engine.kernels.codegen import F64, I1, I64, array_at, tagged


def type_of(value: Any) -> Type:
    """Return the Numba type of a memory or parameter."""
    if isinstance(value, np.ndarray):
        floats: dict[str, Type] = {"f4": types.float32, "f8": types.float64}
        item = floats.get(value.dtype.str[1:], types.int64)
        return types.Array(item, value.ndim, "C")
    known = {bool: types.boolean, int: types.int64, float: types.float64}
    return (known | {np.float32: types.float32})[type(value)]


def parameter_types(plugin: Plugin) -> list[Type]:
    """Return the Numba types of a rule's parameters; arrays can only be read."""
    kinds = (type_of(value) for value in plugin.parameters.values())
    return [kind.copy(readonly=True) if isinstance(kind, types.Array) else kind for kind in kinds]


def parameter_words(plugin: Plugin) -> list[int]:
    """Return the 8-byte words in which a frame holds a rule's parameters."""
    words: list[int] = []
    for value in plugin.parameters.values():
        if isinstance(value, np.ndarray):
            words += [value.ctypes.data, *value.shape]
        elif isinstance(value, float):
            words.append(int(np.float64(value).view(np.int64)))
        else:
            words.append(int(value))
    return words


def load_parameters(
    context: BaseContext, builder: IRBuilder, frame: Value, kinds: Sequence[Type], slot: int
) -> list[Value]:
    """Return a rule's parameters, loaded from a frame, where they begin at a slot."""
    values = []

    def load() -> Value:
        nonlocal slot
        pointer = builder.bitcast(builder.gep(frame, [I64(8 * slot)]), I64.as_pointer())
        slot += 1
        return tagged(builder, builder.load(pointer), "frame")

    for kind in kinds:
        if isinstance(kind, types.Array):
            pointer = builder.inttoptr(load(), ir.IntType(8).as_pointer())
            shape = [load() for _ in range(kind.ndim)]
            values.append(array_at(context, builder, kind, pointer, shape))
        elif kind == types.float64:
            values.append(builder.bitcast(load(), F64))
        elif kind == types.boolean:
            values.append(builder.trunc(load(), I1))
        else:
            values.append(load())
    return values
