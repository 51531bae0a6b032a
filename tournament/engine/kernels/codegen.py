"""What views are made with: marked memory, registers by name, and words with their meanings."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import llvmlite.ir as ir
from llvmlite.ir import IRBuilder, Value
from numba.core import cgutils, types
from numba.core.base import BaseContext
from numba.core.imputils import lower_builtin, lower_getattr_generic, lower_setattr_generic
from numba.core.types import Type
from numba.core.typing import Signature, signature
from numba.core.typing.templates import AttributeTemplate, bound_function, infer_getattr

from tournament.authors import vocabulary
from tournament.authors.vocabulary import Word, words
from tournament.engine.kernels.blame import NotInView

Compiled = Any  # a function that Numba has compiled, or what it says of one

I1, I8, I64 = ir.IntType(1), ir.IntType(8), ir.IntType(64)
F32, F64 = ir.FloatType(), ir.DoubleType()
SCALARS: dict[str, Type] = {
    "bool": types.boolean,
    "int": types.int64,
    "move": types.int64,
    "number": types.float64,
}
"""Numba's types of the vocabulary's."""


class Cell(NamedTuple):
    """One declared memory: its type, where it begins in the private block (in bytes), its shape."""

    type: Type
    offset: int
    shape: tuple[int, ...]


class View(Type):
    """Base of the views."""

    memory: Mapping[str, Cell] = {}  # what the rule declared


class Sight:
    """A view, while code is made that looks through it."""

    def __init__(self, context: BaseContext, builder: IRBuilder, view: View, value: Value) -> None:
        self.context, self.builder, self.view, self.value = context, builder, view, value
        self.registers = cgutils.create_struct_proxy(view)(context, builder, value=value)

    def inline(
        self, function: Callable[..., Any], returns: Type, takes: Sequence[Type], *values: Value
    ) -> Value:
        """Return what a plain function gives for values of these types, compiled here."""
        return self.context.compile_internal(self.builder, function, returns(*takes), values)

    def fail(self, when: Value, error: type[Exception], text: str) -> None:
        """Raise an error in the rule where `when` is true."""
        with self.builder.if_then(when, likely=False):
            self.context.call_conv.return_user_exc(self.builder, error, (text,))


def struct(context: BaseContext, builder: IRBuilder, view: View, **registers: Value) -> Value:
    """Return a view with these registers."""
    made = cgutils.create_struct_proxy(view)(context, builder)
    for name, value in registers.items():
        setattr(made, name, value)
    return made._getvalue()  # noqa: SLF001 (Numba has no other name)


# -- memory ----------------------------------------------------------------------------------------


def tagged(builder: IRBuilder, instruction: Value, tag: str) -> Value:
    """Return the load or store, marked as touching only memory of this tag."""
    module = builder.module
    root = module.add_metadata([ir.MetaDataString(module, "tournament")])
    node = module.add_metadata([ir.MetaDataString(module, tag), root, I64(0)])
    instruction.set_metadata("tbaa", module.add_metadata([node, node, I64(0)]))
    return instruction


def array_at(
    context: BaseContext, builder: IRBuilder, array: Any, pointer: Value, shape: Sequence[Value]
) -> Value:
    """Return a C-contiguous array over memory that somebody else owns."""
    made = context.make_array(array)(context, builder)
    item = context.get_abi_sizeof(context.get_data_type(array.dtype))
    strides: list[Value] = []
    step = I64(item)
    for length in reversed(shape):
        strides.insert(0, step)
        step = builder.mul(step, length)
    context.populate_array(
        made,
        data=builder.bitcast(pointer, made.data.type),
        shape=cgutils.pack_array(builder, shape),
        strides=cgutils.pack_array(builder, strides),
        itemsize=I64(item),
        meminfo=None,
    )
    return made._getvalue()  # noqa: SLF001


# -- words -----------------------------------------------------------------------------------------

Meaning = Callable[..., Value]
"""Of a word: meaning(sight, *arguments) -> value. A word that is no method has no arguments."""
Part = tuple[Callable[[Any], Type | None], Meaning]
"""Of a word that is no scalar: its type, given the view's (None if this view lacks it), and its
meaning."""


def offer(
    view: type[View],
    name: vocabulary.View,
    sight: type[Sight],
    *,
    facts: Mapping[str, Meaning],
    parts: Mapping[str, Part] | None = None,
    methods: Mapping[str, Meaning] | None = None,
) -> None:
    """Let rules read the words of a view, and its memory if it has any.

    Parameters
    ----------
    view
        The Numba type.
    name
        The view in the vocabulary, which knows the types of facts and methods.
    sight
        How code looks through the view. Of a view with memory, `sight` can `recall` and `remember`.
    facts, parts, methods
        Meanings of the words that are scalars, of other values, and of words that are called.

    Raises
    ------
    LookupError
        When these are not just the words of the vocabulary.
    """
    table, parts, methods = words(name), parts or {}, methods or {}
    differ = set(table) ^ {*facts, *parts, *methods}
    if differ:
        raise LookupError(f"{name}: the vocabulary and its view differ in {sorted(differ)}.")

    def type_of(self: AttributeTemplate, typ: View, word: str) -> Type:
        if word in typ.memory:
            return typ.memory[word].type
        if word in facts:
            return SCALARS[table[word].type]
        found = parts[word][0](typ) if word in parts else None
        if found is None:
            raise NotInView(name, word, typ.memory)
        return found

    resolved = {"key": view, "generic_resolve": type_of}
    for word, meaning in methods.items():
        resolved[f"resolve_{word}"] = _method(view, f"{name}.{word}", table[word], sight, meaning)
    infer_getattr(type(f"{view.__name__}Words", (AttributeTemplate,), resolved))

    @lower_getattr_generic(view)
    def load(context: BaseContext, builder: IRBuilder, typ: View, value: Value, word: str) -> Value:
        seen: Any = sight(context, builder, typ, value)
        if word in typ.memory:
            return seen.recall(word)
        return (facts[word] if word in facts else parts[word][1])(seen)

    @lower_setattr_generic(view)
    def store(
        context: BaseContext, builder: IRBuilder, sig: Signature, args: Sequence[Value], word: str
    ) -> None:
        typ = sig.args[0]
        if word not in typ.memory or typ.memory[word].shape:
            raise NotInView(name, word, typ.memory)
        seen: Any = sight(context, builder, typ, args[0])
        seen.remember(word, args[1])


def _method(
    view: type[View], key: str, word: Word, sight: type[Sight], meaning: Meaning
) -> Compiled:
    """Give a method its meaning, and return how Numba finds the method's type."""
    takes = [SCALARS[kind] for kind in word.arguments]

    @bound_function(key)
    def resolve(
        self: AttributeTemplate, typ: View, args: Sequence[Type], kws: Mapping[str, Type]
    ) -> Signature | None:
        fits = len(args) == len(takes) and not kws
        return signature(SCALARS[word.type], *takes) if fits else None

    @lower_builtin(key, view, *takes)
    def call(
        context: BaseContext, builder: IRBuilder, sig: Signature, args: Sequence[Value]
    ) -> Value:
        return meaning(sight(context, builder, sig.args[0], args[0]), *args[1:])

    return resolve
