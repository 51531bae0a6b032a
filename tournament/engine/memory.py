"""Memory by address: numbers, structs and kernels that lie where an integer says.

A *pointer* is an array of no length: compiled code reads and writes its items, and nothing else is
known of it. To type checkers it is an array. A *struct* is a NamedTuple of numbers and arrays as
compiled code sees it: one 8-byte word for each field, a number or the address of an array.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

import llvmlite.ir as ir
import numpy as np
from numba import types
from numba.core import cgutils
from numba.core.base import BaseContext
from numba.core.typing import Context, Signature
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import intrinsic, lower_getattr_generic, models, register_model
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Slots = NDArray[np.int64]
Int32s = NDArray[np.int32]
Floats = NDArray[np.float64]
Whole = int | np.int64  # compiled code has one kind of whole number

BYTE, WORD = ir.IntType(8), ir.IntType(64)
NUMBERS = {bool: types.int64, int: types.int64, float: types.float64, np.uint64: types.uint64}


def _pointer_to(item: types.Type) -> Callable[[Whole], Any]:
    """Return a function from an address to a pointer."""

    @intrinsic
    def pointer(typing: Context, address: types.Type) -> tuple[Signature, object]:
        def codegen(
            context: BaseContext, builder: ir.IRBuilder, sig: Signature, args: list[ir.Value]
        ) -> ir.Value:
            return builder.inttoptr(args[0], context.get_value_type(sig.return_type))

        return types.CPointer(item)(types.int64), codegen

    return pointer


bytes_at: Callable[[Whole], Bytes] = _pointer_to(types.uint8)
words_at: Callable[[Whole], Words] = _pointer_to(types.uint64)
slots_at: Callable[[Whole], Slots] = _pointer_to(types.int64)


@intrinsic
def address(typing: Context, pointer: types.Type) -> tuple[Signature, object]:
    """Return where a pointer points."""

    def codegen(
        context: BaseContext, builder: ir.IRBuilder, sig: Signature, args: list[ir.Value]
    ) -> ir.Value:
        return builder.ptrtoint(args[0], WORD)

    return types.int64(pointer), codegen


@intrinsic
def after(typing: Context, pointer: types.Type, items: types.Type) -> tuple[Signature, object]:
    """Return the pointer that many items after another."""

    def codegen(
        context: BaseContext, builder: ir.IRBuilder, sig: Signature, args: list[ir.Value]
    ) -> ir.Value:
        return builder.gep(args[0], [args[1]])

    return pointer(pointer, types.int64), codegen


@intrinsic
def prefetch(typing: Context, address: types.Type) -> tuple[Signature, object]:
    """Ask for the memory at an address before it is needed."""

    def codegen(
        context: BaseContext, builder: ir.IRBuilder, sig: Signature, args: list[ir.Value]
    ) -> ir.Value:
        byte, word = BYTE.as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        fetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        # to write, to be kept, as data
        builder.call(fetch, [builder.inttoptr(args[0], byte), word(1), word(3), word(1)])
        return context.get_dummy_value()

    return types.void(types.int64), codegen


@intrinsic
def call(
    typing: Context,
    kernel: types.Type,
    mine: types.Type,
    theirs: types.Type,
    private: types.Type,
    frame: types.Type,
    out: types.Type,
    n: types.Type,
) -> tuple[Signature, object]:
    """Call the lane kernel at an address; the signature is `compiler.SIGNATURE`."""

    def codegen(
        context: BaseContext, builder: ir.IRBuilder, sig: Signature, args: list[ir.Value]
    ) -> ir.Value:
        byte = BYTE.as_pointer()
        kind = ir.FunctionType(WORD, [byte] * 5 + [WORD])
        pointers = [builder.inttoptr(value, byte) for value in args[1:6]]
        return builder.call(builder.inttoptr(args[0], kind.as_pointer()), [*pointers, args[6]])

    return types.int64(*[types.int64] * 7), codegen


# -- structs ---------------------------------------------------------------------------------------


class Struct(types.Type):
    """A NamedTuple in memory; see `struct_of`."""

    def __init__(self, name: str, fields: dict[str, types.Type]) -> None:
        self.fields = fields
        # Short, since it becomes part of the name of every function that takes one.
        told = hashlib.blake2b(repr(fields).encode(), digest_size=4).hexdigest()
        super().__init__(f"{name}_{told}")


@register_model(Struct)
class _StructModel(models.OpaqueModel):
    """The address of its first word."""


@infer_getattr
class _Fields(AttributeTemplate):
    key = Struct

    def generic_resolve(self, struct: Struct, field: str) -> types.Type:
        return struct.fields.get(field)


@lower_getattr_generic(Struct)
def _field(
    context: BaseContext, builder: ir.IRBuilder, struct: Struct, value: ir.Value, field: str
) -> ir.Value:
    """Return a field. A struct does not change while compiled code runs, and LLVM is told so."""
    kind = context.get_value_type(struct.fields[field])
    words = builder.bitcast(value, WORD.as_pointer())
    place = builder.gep(words, [WORD(list(struct.fields).index(field))])
    word = builder.load(builder.bitcast(place, kind.as_pointer()))
    word.set_metadata("invariant.load", builder.module.add_metadata([]))
    return word


def element(hint: Any) -> type[np.generic]:
    """Return the type of the elements of an annotated array.

    Versions of numpy write `NDArray` in different ways; the type is the innermost argument.

    >>> element(Words)
    <class 'numpy.uint64'>
    """
    inside = get_args(hint)
    return element(inside[-1]) if inside else hint


def struct_of(table: type[NamedTuple]) -> Callable[[Whole], Any]:
    """Return a function, for compiled code, from an address to the struct of a NamedTuple there.

    Every field is annotated with the type of a number, or as an array (`Words`, `Slots`, ...).
    """
    fields = {}
    for name, hint in get_type_hints(table).items():
        if hint in NUMBERS:
            fields[name] = NUMBERS[hint]
        else:
            dtype = element(hint)
            fields[name] = types.CPointer(getattr(types, dtype.__name__))
    struct = Struct(table.__name__, fields)

    @intrinsic
    def at(typing: Context, address: types.Type) -> tuple[Signature, object]:
        def codegen(
            context: BaseContext, builder: ir.IRBuilder, sig: Signature, args: list[ir.Value]
        ) -> ir.Value:
            return builder.inttoptr(args[0], BYTE.as_pointer())

        return struct(types.int64), codegen

    return at


@cache
def _kinds(table: type[NamedTuple]) -> dict[str, Any]:
    """Return the annotations of the fields of a struct."""
    return get_type_hints(table)


def packed(table: NamedTuple) -> Words:
    """Return the words of a struct. The arrays of the table must outlive them.

    Raises
    ------
    TypeError
        When an array is not of the declared type, or not in one piece.
    """
    words = np.zeros(len(table), np.uint64)
    kinds = _kinds(type(table))
    for k, (name, value) in enumerate(table._asdict().items()):
        kind = kinds[name]
        if kind not in NUMBERS:
            dtype = element(kind)
            if value.dtype != dtype or not value.flags.c_contiguous:
                raise TypeError(f"{name} must be {dtype.__name__} in one piece; got {value.dtype}.")
            words[k] = value.ctypes.data
        elif kind is float:
            words[k] = np.float64(value).view(np.uint64)
        else:
            words[k : k + 1].view(np.int64 if value < 0 else np.uint64)[0] = value
    return words
