"""Loads and stores of one lane of a block: columns, slots of the frame, memory, bits of a register.

Every column gets its own TBAA tag, which tells LLVM that columns do not overlap. Without the tags
LLVM must assume that a store to one memory changes every other, and the loop over lanes does not
vectorise.
"""

import math
from typing import Literal

from llvmlite.ir import IRBuilder, Value
from numba.core import cgutils, types
from numba.core.base import BaseContext
from numba.core.types import Type

from tournament.engine import layout
from tournament.engine.kernels.codegen import I8, I64, Cell, Sight, View, array_at, tagged

Who = Literal["mine", "theirs"]


class LaneView(View):
    """Base of the views of a lane: five registers, which are four addresses and the lane.

    lanes
        How many lanes a block has.
    """

    def __init__(self, name: str, lanes: int, memory: tuple[tuple[str, Cell], ...] = ()) -> None:
        self.lanes = lanes
        self.memory = dict(memory)
        super().__init__(f"{name}[{lanes}]{memory or ''}")


class Lane(Sight):
    """One lane of a block, while code is made that reads it."""

    def __init__(
        self, context: BaseContext, builder: IRBuilder, view: LaneView, value: Value
    ) -> None:
        super().__init__(context, builder, view, value)
        self.lanes = view.lanes

    # -- columns -----------------------------------------------------------------------------------

    def address(self, base: str, offset: int, width: int) -> Value:
        """Return the address of this lane's cell in the column at a byte offset."""
        lane = self.builder.mul(self.registers.lane, I64(width))
        block = getattr(self.registers, base)
        return self.builder.gep(block, [self.builder.add(lane, I64(offset))])

    def column(self, base: str, column: int, kind: Value = I64) -> Value:
        """Return this lane's value in a column of the block at `base`."""
        pointer = self.address(base, column * 8 * self.lanes, 1 if kind is I8 else 8)
        pointer = self.builder.bitcast(pointer, kind.as_pointer())
        return tagged(self.builder, self.builder.load(pointer), f"{base} {column}")

    def set_column(self, base: str, column: int, value: Value) -> None:
        """Store a value in this lane of a column of the block at `base`."""
        width = 1 if value.type is I8 else 8
        pointer = self.address(base, column * 8 * self.lanes, width)
        pointer = self.builder.bitcast(pointer, value.type.as_pointer())
        tagged(self.builder, self.builder.store(value, pointer), f"{base} {column}")

    # -- the frame: the same for all lanes ---------------------------------------------------------

    def slot_address(self, slot: int, kind: Value) -> Value:
        """Return the address of a slot of the frame."""
        place = self.builder.gep(self.registers.frame, [I64(8 * slot)])
        return self.builder.bitcast(place, kind.as_pointer())

    def slot(self, slot: int, kind: Value = I64) -> Value:
        """Return what the frame holds in a slot."""
        return tagged(self.builder, self.builder.load(self.slot_address(slot, kind)), "frame")

    def at_start(self) -> Value:
        """Return whether no turn was played."""
        return self.builder.icmp_signed("==", self.slot(layout.TURN), I64(0))

    # -- memory ------------------------------------------------------------------------------------

    def recall(self, name: str) -> Value:
        """Return a declared memory."""
        kind, offset, shape = self.view.memory[name]
        if shape:
            item = 4 if kind.dtype == types.float32 else 8  # type: ignore[attr-defined] # an array
            width = -(-item * math.prod(shape) // 8) * 8
            pointer = self.address("private", offset, width)
            return array_at(self.context, self.builder, kind, pointer, [I64(n) for n in shape])
        loaded = self.builder.load(self._cell(kind, offset))
        tagged(self.builder, loaded, f"memory {name}")
        return self.context.data_model_manager[kind].from_data(self.builder, loaded)

    def remember(self, name: str, value: Value) -> None:
        """Store a number in a declared memory."""
        kind, offset, _ = self.view.memory[name]
        data = self.context.data_model_manager[kind].as_data(self.builder, value)
        stored = self.builder.store(data, self._cell(kind, offset))
        tagged(self.builder, stored, f"memory {name}")

    def _cell(self, kind: Type, offset: int) -> Value:
        pointer = self.address("private", offset, 1 if kind == types.boolean else 8)
        return self.builder.bitcast(pointer, self.context.get_data_type(kind).as_pointer())

    # -- registers of moves ------------------------------------------------------------------------

    def popcount(self, word: Value) -> Value:
        """Return how many defections a register has since the counts were taken."""
        return self.builder.ctpop(self.builder.and_(word, self.slot(layout.WINDOW)))

    def bit(self, who: Who, turn: Value) -> Value:
        """Return the move of a turn that has been played: from the register, or from words kept for
        longer ago."""
        b = self.builder
        back = b.sub(b.sub(self.slot(layout.TURN), I64(1)), turn)  # 0 is the last turn
        near = b.icmp_signed("<", back, I64(64))
        found = cgutils.alloca_once(b, I64)
        with b.if_else(near) as (register, words):
            with register:
                b.store(b.lshr(self.column(who, layout.RECENT), back), found)
            with words:
                slot = layout.HISTORY_MINE if who == "mine" else layout.HISTORY_THEIRS
                base = b.inttoptr(self.slot(slot), I64.as_pointer())
                word = b.add(b.mul(b.lshr(turn, I64(6)), I64(self.lanes)), self.registers.lane)
                shift = b.sub(I64(63), b.and_(turn, I64(63)))
                loaded = tagged(b, b.load(b.gep(base, [word])), "history")
                b.store(b.lshr(loaded, shift), found)
        return b.and_(b.load(found), I64(1))
