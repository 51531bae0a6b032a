"""What a function returns in compiled code: to the turn loop a move, to a rule a value and a note.

A fault that is noted must not be lost. A rule that noted one returns `NO_MOVE`. A function that a
rule calls returns its value together with its note, and whoever called it opens that and notes the
fault in turn. All of it is arithmetic without branches, which LLVM makes part of the loop.

What is handed on here has two owners, which matters where it is an array. Numba calls such results
borrowed.
"""

from collections.abc import Sequence
from typing import Any

from llvmlite.ir import IRBuilder, Value
from numba import types
from numba.core import cgutils
from numba.core.base import BaseContext
from numba.core.imputils import impl_ret_borrowed, lower_builtin, lower_cast
from numba.core.types import Type
from numba.core.typing import Context as TypingContext
from numba.core.typing import Signature, signature
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import models, register_model

from tournament.engine.kernels.arithmetic.site import Site, note_of
from tournament.engine.kernels.codegen import I64

NO_MOVE = 254
"""What a rule returns after a fault."""


class Noted(Type):
    """A value with a note."""

    def __init__(self, value: Type) -> None:
        self.value = value
        super().__init__(f"noted {value}")

    def unify(self, context: TypingContext, other: Type) -> Type | None:
        """Return what both are on different paths of a function."""
        if not isinstance(other, Noted):
            return None
        value = context.unify_pairs(self.value, other.value)
        return None if value is None else Noted(value)

    def can_convert_to(self, context: TypingContext, other: Type) -> Any:
        """Return how well a value with a note becomes another one; None if it does not."""
        return context.can_convert(self.value, other.value) if isinstance(other, Noted) else None


@register_model(Noted)
class _Registers(models.StructModel):
    def __init__(self, manager: BaseContext, kind: Noted) -> None:
        super().__init__(manager, kind, [("value", kind.value), ("note", types.boolean)])


@lower_cast(Noted, Noted)
def _cast(
    context: BaseContext, builder: IRBuilder, came: Noted, wanted: Noted, value: Value
) -> Value:
    old = cgutils.create_struct_proxy(came)(context, builder, value=value)
    return _made(
        context, builder, wanted,
        context.cast(builder, old.value, came.value, wanted.value), old.note,
    )  # fmt: skip


def _made(
    context: BaseContext, builder: IRBuilder, kind: Noted, value: Value, note: Value
) -> Value:
    made = cgutils.create_struct_proxy(kind)(context, builder)
    made.value, made.note = value, note
    return made._getvalue()  # noqa: SLF001 (Numba has no other name)


def answered(move: Any) -> Any:
    """Stand for what a rule returns: the move, or `NO_MOVE` after a fault."""
    raise NotImplementedError


@infer_global(answered)
class _Answered(AbstractTemplate):
    def generic(self, args: Sequence[Type], kws: Any) -> Signature:
        kind = types.unliteral(args[0])
        whole = isinstance(kind, (types.Integer, types.Boolean))
        return signature(types.int64, types.int64) if whole else signature(args[0], args[0])


@lower_builtin(answered, types.Any)
def _answer(
    context: BaseContext, builder: IRBuilder, sig: Signature, args: Sequence[Value]
) -> Value:
    if sig.return_type != types.int64:
        return impl_ret_borrowed(context, builder, sig.return_type, args[0])
    return builder.select(builder.load(note_of(builder)), I64(NO_MOVE), args[0])


def returned(value: Any) -> Any:
    """Stand for what a function returns that a rule calls: the value with its note."""
    raise NotImplementedError


@infer_global(returned)
class _Returned(AbstractTemplate):
    def generic(self, args: Sequence[Type], kws: Any) -> Signature:
        kind = types.unliteral(args[0])
        return signature(Noted(kind), kind)


@lower_builtin(returned, types.Any)
def _return(
    context: BaseContext, builder: IRBuilder, sig: Signature, args: Sequence[Value]
) -> Value:
    made = _made(context, builder, sig.return_type, args[0], builder.load(note_of(builder)))
    return impl_ret_borrowed(context, builder, sig.return_type, made)


def opened(value: Any) -> Any:
    """Stand for what a call gave: the value, whose note is raised."""
    raise NotImplementedError


def opened_noting(value: Any) -> Any:
    """Stand for what a call gave: the value, whose note is noted in turn."""
    raise NotImplementedError


@infer_global(opened)
@infer_global(opened_noting)
class _Opened(AbstractTemplate):
    def generic(self, args: Sequence[Type], kws: Any) -> Signature:
        (kind,) = args
        return signature(kind.value if isinstance(kind, Noted) else kind, kind)


def _open(*, noting: bool) -> Any:
    def code(
        context: BaseContext, builder: IRBuilder, sig: Signature, args: Sequence[Value]
    ) -> Value:
        if not isinstance(sig.args[0], Noted):
            return impl_ret_borrowed(context, builder, sig.return_type, args[0])
        found = cgutils.create_struct_proxy(sig.args[0])(context, builder, value=args[0])
        Site(context, builder, noting=noting).fault(found.note)
        return impl_ret_borrowed(context, builder, sig.return_type, found.value)

    return code


lower_builtin(opened, types.Any)(_open(noting=False))
lower_builtin(opened_noting, types.Any)(_open(noting=True))
