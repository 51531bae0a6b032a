"""Where the code of a meaning is made, and what happens to faults there."""

from collections.abc import Callable
from typing import Any

from llvmlite.ir import IRBuilder, Value
from numba import types
from numba.core import cgutils
from numba.core.base import BaseContext
from numba.core.types import Type
from numba.core.typing import Signature

from tournament.engine.kernels.blame import WrongType
from tournament.engine.kernels.codegen import I1

WHOLE: Type = types.int64
REAL: Type = types.float64
SINGLE: Type = types.float32
EDGE = 2.0**63
"""The first float beyond whole numbers."""


def note_of(builder: IRBuilder) -> Value:
    """Return the place where a function notes its faults, false at its start."""
    function = builder.function
    if not hasattr(function, "tournament_note"):
        function.tournament_note = cgutils.alloca_once(builder, I1)
    return function.tournament_note


class Site:
    """Where code is made: its builder, and what happens to faults there."""

    def __init__(self, context: BaseContext, builder: IRBuilder, *, noting: bool) -> None:
        self.context, self.builder, self.noting = context, builder, noting

    def fault(self, when: Value) -> None:
        """Note or raise a fault where `when` is true."""
        b = self.builder
        if self.noting:
            slot = note_of(b)
            b.store(b.or_(b.load(slot), when), slot)
            return
        with b.if_then(when, likely=False):
            self.context.call_conv.return_user_exc(b, ArithmeticError, ("a number",))


def plainly(site: Site, function: Any, sig: Signature, *args: Value) -> Value:
    """Return what Numba's own meaning of a function gives."""
    context, builder = site.context, site.builder
    known = context.typing_context.resolve_value_type(function)
    found = known.get_call_type(context.typing_context, sig.args, {})
    if found is None:
        raise WrongType(f"cannot be compiled: {function.__name__} has no meaning there.")
    made = context.get_function(known, found)
    context.add_linking_libs(getattr(made, "libs", ()))
    cast = zip(args, sig.args, found.args, strict=True)
    result = made(builder, [context.cast(builder, *each) for each in cast])
    return context.cast(builder, result, found.return_type, sig.return_type)


Code = Callable[..., Value]
"""code(site, *values) -> value."""
