"""What a rule is called with, row by row; and the rows of a strategy: the lanes of a block."""

import dis
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

import llvmlite.ir as ir
import numpy as np
from llvmlite.ir import IRBuilder, Value
from numba import types
from numba.core import ir as numba_ir
from numba.core.base import BaseContext
from numba.core.types import Type

from tournament.authors.moves.returned import Wrong, no_move
from tournament.authors.parameters import Rule
from tournament.authors.strategy import Strategy
from tournament.authors.vocabulary import array_assigned, memory_mismatch
from tournament.engine import layout
from tournament.engine.kernels.blame import WrongType
from tournament.engine.kernels.codegen import I8, Cell, Compiled, View, struct, tagged
from tournament.engine.kernels.parameters import type_of
from tournament.engine.kernels.views import MeView, OpponentView


class Rows(NamedTuple):
    """What a rule is called with, row by row: all that the compiler knows of a view.

    A kernel is called with five addresses and the number of rows. The fifth address is where
    results go.

    views
        Types of the rule's two arguments before its parameters.
    frame, slot
        Which of the addresses is the frame of parameters, and the first parameter's word in it.
    look
        look(context, builder, addresses, row) -> the two views of a row.
    keep
        keep(context, builder, returned, type, out, row): puts away what the rule returned.
    check
        Refuses a rule for what its bytecode says, by `WrongType`.
    check_types
        Refuses a compiled rule for what it returns or remembers, by `WrongType`.
    memory, private_bytes
        (name, byte offset in the private block, starting value) of each declared memory; the size
        of that block.
    """

    views: tuple[View, View]
    frame: int
    slot: int
    look: Callable[..., Sequence[Value]]
    keep: Callable[..., None]
    check: Callable[[Callable[..., Any]], None]
    check_types: Callable[[Compiled], None]
    memory: tuple[tuple[str, int, Any], ...] = ()
    private_bytes: int = 0


def lanes_of(strategy: Strategy, lanes: int) -> Rows:
    """Return the lanes of a block as rows of a strategy's rule; the frame is the fourth address."""
    memory, offset = [], layout.PRIVATE_COLUMNS * 8 * lanes
    for name, start in strategy.memory.items():
        memory.append((name, offset, start))
        offset += 8 * lanes * int(np.prod(np.shape(start), dtype=np.int64))
    cells = tuple((name, Cell(type_of(start), at, np.shape(start))) for name, at, start in memory)
    me = MeView(cells, lanes, members=strategy.history is not None)
    opponent = OpponentView(lanes)

    def look(
        context: BaseContext, builder: IRBuilder, addresses: Sequence[Value], lane: Value
    ) -> list[Value]:
        mine, theirs, private, frame = addresses
        both = {"mine": mine, "theirs": theirs, "private": private, "frame": frame, "lane": lane}
        return [struct(context, builder, view, **both) for view in (me, opponent)]

    return Rows(
        views=(me, opponent),
        frame=3,
        slot=layout.FRAME_SLOTS,
        look=look,
        keep=_keep_move,
        check=partial(_check_arrays, {name for name, cell in cells if cell.shape}),
        check_types=partial(_check_types, dict(cells)),
        memory=tuple(memory),
        private_bytes=offset,
    )


def _keep_move(
    context: BaseContext, builder: IRBuilder, move: Value, kind: Type, out: Value, lane: Value
) -> None:
    """Store a lane's move; what is none becomes some number above 1, for the turn loop to find."""
    move = context.cast(builder, move, kind, types.uint64)
    most = ir.Constant(move.type, 255)
    clipped = builder.select(builder.icmp_unsigned("<", move, most), move, most)
    cell = builder.gep(out, [lane])
    tagged(builder, builder.store(builder.trunc(clipped, I8), cell), "out")


def _check_arrays(arrays: set[str], rule: Rule) -> None:
    """Refuse a rule that replaces an array memory instead of filling it."""
    for step in dis.get_instructions(rule):
        if step.opname == "STORE_ATTR" and step.argval in arrays and step.positions:
            raise WrongType(array_assigned(step.argval), step.positions.lineno)


_NO_MOVES: tuple[tuple[type[Type], Wrong], ...] = (
    (types.UnicodeType, "text"),
    (types.Float, "a float"),
    (types.BaseTuple, "a tuple"),
    (types.Array, "an array"),
    (types.Optional, "nothing on some path"),
    (types.NoneType, "nothing on some path"),
)


def _check_types(cells: dict[str, Cell], result: Compiled) -> None:
    """Refuse a compiled rule that returns no move, or remembers what does not fit."""
    returned = result.signature.return_type
    if isinstance(returned, types.Literal):
        returned = returned.literal_type
    if not isinstance(returned, (types.Integer, types.Boolean)):
        known = (what for kind, what in _NO_MOVES if isinstance(returned, kind))
        raise WrongType(no_move(next(known, f"a {returned}")))
    notes = result.type_annotation
    for block in notes.blocks.values():
        for statement in block.body:
            if isinstance(statement, numba_ir.SetAttr) and isinstance(
                notes.typemap[statement.target.name], MeView
            ):
                came = types.unliteral(notes.typemap[statement.value.name])
                cell = cells.get(statement.attr)
                if cell is not None and not cell.shape and not _fits(came, cell.type):
                    words = {types.float64: "float", types.int64: "int", types.boolean: "bool"}
                    words[types.float32] = "float32"
                    declared, other = words[cell.type], words.get(came, str(came))
                    text = memory_mismatch(statement.attr, declared, other)
                    raise WrongType(text, statement.loc.line)


def _fits(came: Type, wanted: Type) -> bool:
    if wanted == types.boolean:
        return isinstance(came, types.Boolean)
    if wanted == types.int64:
        return isinstance(came, (types.Boolean, types.Integer))
    return isinstance(came, (types.Boolean, types.Integer, types.Float))
