"""`me` and `opponent` as Numba types: views of one lane's columns, whose attributes compile to
loads and stores.

Nothing here is an object at run time: a view is five registers (four addresses and a lane), and
LLVM sees plain memory accesses. Every column gets its own TBAA tag, which tells LLVM that columns
do not overlap; without the tags it must assume that a store to one memory changes every other, and
the loop over lanes does not vectorise.
"""

import math
import operator
from collections.abc import Sequence
from typing import Any

import llvmlite.ir as ir
from numba.core import cgutils, types
from numba.core.imputils import lower_builtin, lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import (
    AbstractTemplate,
    AttributeTemplate,
    bound_function,
    infer_getattr,
    infer_global,
    signature,
)
from numba.extending import models, register_model

from tournament.authors import vocabulary
from tournament.authors.vocabulary import NO_MOVE
from tournament.engine import layout

I1, I8, I64, F64 = ir.IntType(1), ir.IntType(8), ir.IntType(64), ir.DoubleType()
Memory = tuple[tuple[str, Any, int, tuple[int, ...]], ...]
"""Declared memory: (name, Numba type, byte offset in the private block, shape: () for a scalar)."""


class NotInView(Exception):
    """A rule uses an attribute in a way that its view does not offer; the text ends a sentence."""

    def __init__(self, view: vocabulary.View, attribute: str, memory: Sequence[str] = ()) -> None:
        super().__init__(view, attribute)
        self.view, self.attribute, self.memory = view, attribute, memory


class View(types.Type):
    """Base of the views: all hold the same five registers, and know how many lanes a block has."""

    def __init__(self, name: str, lanes: int, memory: Memory = ()) -> None:
        self.lanes = lanes
        self.memory = {key: facts for key, *facts in memory}
        super().__init__(f"{name}[{lanes}]{memory or ''}")


class MeView(View):
    """`me`; `members` if its rule has any."""

    def __init__(self, memory: Memory, lanes: int = layout.LANES, *, members: bool = False) -> None:
        self.members = members
        super().__init__(f"me{' and members' if members else ''}", lanes, memory)


class OpponentView(View):
    """`opponent`."""

    def __init__(self, lanes: int = layout.LANES) -> None:
        super().__init__("opponent", lanes)


class GameView(View):
    """`me.game`."""


class HistoryView(View):
    """`me.history` or `opponent.history`: whose it is, "mine" or "theirs"."""

    def __init__(self, who: str, lanes: int) -> None:
        self.who = who
        super().__init__(f"history of {who}", lanes)


class MembersView(View):
    """`me.members`."""

    def __init__(self, lanes: int) -> None:
        super().__init__("me.members", lanes)


class MemberView(View):
    """`me.members[j]`, whose `mine` and `private` are the member's."""

    def __init__(self, lanes: int) -> None:
        super().__init__("me.member", lanes)


GAME = GameView("me.game", layout.LANES)  # reads the frame only, whatever the number of lanes


@register_model(MeView)
@register_model(OpponentView)
@register_model(GameView)
@register_model(HistoryView)
@register_model(MembersView)
class _ViewModel(models.StructModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        members = [(name, types.voidptr) for name in ("mine", "theirs", "private", "frame")]
        super().__init__(dmm, fe_type, [*members, ("lane", types.intp)])


@register_model(MemberView)
class _MemberModel(models.StructModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        names = ("mine", "theirs", "private", "frame", "votes")
        fields = [(name, types.voidptr) for name in names]
        super().__init__(dmm, fe_type, [*fields, ("lane", types.intp)])


# -- what an attribute is ------------------------------------------------------------------------

_FACTS = {
    "last": types.int64,
    "cooperations": types.int64,
    "defections": types.int64,
    "score": types.float64,
    "total": types.float64,
}
_PRIVATE_FACTS = {
    "turn": types.int64,
    "turns": types.int64,
    "intended": types.int64,
    "game": GAME,
    "day": types.int64,
    "days_left": types.int64,
    "giving": types.boolean,
}
_SLOTS = {
    "turn": layout.TURN,
    "turns": layout.TOLD,
    "day": layout.DAY,
    "days_left": layout.DAYS_LEFT,
}


class _Methods:
    """`move`, and the draws of `me`; shared by the attribute templates below."""

    @bound_function("view.move")
    def resolve_move(self, ty: Any, args: Any, kws: Any) -> Any:
        return signature(types.int64, types.int64) if len(args) == 1 and not kws else None


@infer_getattr
class _MeAttributes(_Methods, AttributeTemplate):
    key = MeView

    @bound_function("view.chance")
    def resolve_chance(self, ty: Any, args: Any, kws: Any) -> Any:
        return signature(types.boolean, types.float64) if len(args) == 1 and not kws else None

    @bound_function("view.uniform")
    def resolve_uniform(self, ty: Any, args: Any, kws: Any) -> Any:
        return signature(types.float64) if not args and not kws else None

    @bound_function("view.integer")
    def resolve_integer(self, ty: Any, args: Any, kws: Any) -> Any:
        return signature(types.int64, types.int64) if len(args) == 1 and not kws else None

    def generic_resolve(self, ty: Any, attr: str) -> Any:
        if attr in ty.memory:
            return ty.memory[attr][0]
        if attr == "history":
            return HistoryView("mine", ty.lanes)
        if ty.members and attr in ("member", "members"):
            return MemberView(ty.lanes) if attr == "member" else MembersView(ty.lanes)
        found = _FACTS.get(attr) or _PRIVATE_FACTS.get(attr)
        if found is None:
            raise NotInView("me", attr, list(ty.memory))
        return found


@infer_getattr
class _OpponentAttributes(_Methods, AttributeTemplate):
    key = OpponentView

    def generic_resolve(self, ty: Any, attr: str) -> Any:
        if attr == "history":
            return HistoryView("theirs", ty.lanes)
        if attr == "offered":
            return types.int64
        if attr not in _FACTS:
            raise NotInView("opponent", attr)
        return _FACTS[attr]


@infer_getattr
class _MemberAttributes(AttributeTemplate):
    key = MemberView

    def generic_resolve(self, ty: Any, attr: str) -> Any:
        if attr != "vote" and attr not in _FACTS:
            raise NotInView("me.member", attr)
        return _FACTS.get(attr, types.int64)


@infer_getattr
class _GameAttributes(AttributeTemplate):
    key = GameView

    def generic_resolve(self, ty: Any, attr: str) -> Any:
        if attr == "payoffs":
            return types.Array(types.float64, 2, "C", readonly=True)
        if attr not in ("R", "S", "T", "P"):
            raise NotInView("me.game", attr)
        return types.float64


# -- loads and stores ----------------------------------------------------------------------------


def tagged(builder: Any, instruction: Any, tag: str) -> Any:
    """Return the load or store, marked as touching only memory of this tag."""
    module = builder.module
    root = module.add_metadata([ir.MetaDataString(module, "tournament")])
    node = module.add_metadata([ir.MetaDataString(module, tag), root, I64(0)])
    instruction.set_metadata("tbaa", module.add_metadata([node, node, I64(0)]))
    return instruction


class Lane:
    """Emits the memory accesses of one view."""

    def __init__(self, context: Any, builder: Any, typ: View, value: Any) -> None:
        self.context, self.builder, self.lanes = context, builder, typ.lanes
        self.view = cgutils.create_struct_proxy(typ)(context, builder, value=value)

    def address(self, base: str, offset: int, width: int) -> Any:
        """Return the address of this lane's cell in the column at a byte offset."""
        lane = self.builder.mul(self.view.lane, I64(width))
        return self.builder.gep(getattr(self.view, base), [self.builder.add(lane, I64(offset))])

    def column(self, base: str, column: int, kind: Any = I64) -> Any:
        pointer = self.address(base, column * 8 * self.lanes, 1 if kind is I8 else 8)
        pointer = self.builder.bitcast(pointer, kind.as_pointer())
        return tagged(self.builder, self.builder.load(pointer), f"{base} {column}")

    def set_column(self, base: str, column: int, value: Any) -> None:
        width = 1 if value.type is I8 else 8
        pointer = self.builder.bitcast(
            self.address(base, column * 8 * self.lanes, width), value.type.as_pointer()
        )
        tagged(self.builder, self.builder.store(value, pointer), f"{base} {column}")

    def slot_address(self, slot: int, kind: Any) -> Any:
        return self.builder.bitcast(
            self.builder.gep(self.view.frame, [I64(8 * slot)]), kind.as_pointer()
        )

    def slot(self, slot: int, kind: Any = I64) -> Any:
        return tagged(self.builder, self.builder.load(self.slot_address(slot, kind)), "frame")

    def popcount(self, word: Any) -> Any:
        return self.builder.ctpop(self.builder.and_(word, self.slot(layout.WINDOW)))

    def defections(self, who: str) -> Any:
        return self.builder.add(
            self.column(who, layout.DEFECTED), self.popcount(self.column(who, layout.RECENT))
        )

    def total(self, who: str) -> Any:
        """Return R*cc + S*cd + T*dc + P*dd of one player, in this order, as the referee does."""
        b = self.builder
        other = "theirs" if who == "mine" else "mine"
        both_recent = b.and_(
            self.column("mine", layout.RECENT), self.column("theirs", layout.RECENT)
        )
        dd = b.add(self.column("private", layout.BOTH), self.popcount(both_recent))
        dc = b.sub(self.defections(who), dd)
        cd = b.sub(self.defections(other), dd)
        cc = b.sub(b.sub(b.sub(self.slot(layout.TURN), dc), cd), dd)
        first = layout.PAYOFFS_MINE if who == "mine" else layout.PAYOFFS_THEIRS
        terms = [
            b.fmul(self.slot(first + k, F64), b.sitofp(count, F64))
            for k, count in enumerate((cc, cd, dc, dd))
        ]
        return b.fadd(b.fadd(b.fadd(terms[0], terms[1]), terms[2]), terms[3])

    def fact(self, who: str, attr: str) -> Any:
        """Return a public fact of one player."""
        b = self.builder
        if attr == "last":
            newest = b.and_(self.column(who, layout.RECENT), I64(1))
            return b.select(self.at_start(), I64(NO_MOVE), newest)
        if attr == "defections":
            return self.defections(who)
        if attr == "cooperations":
            return b.sub(self.slot(layout.TURN), self.defections(who))
        total = self.total(who)
        if attr == "total":
            return total
        turns = b.select(self.at_start(), I64(1), self.slot(layout.TURN))
        return b.fdiv(total, b.sitofp(turns, F64))

    def at_start(self) -> Any:
        return self.builder.icmp_signed("==", self.slot(layout.TURN), I64(0))

    def bit(self, who: str, turn: Any) -> Any:
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
                word = b.add(b.mul(b.lshr(turn, I64(6)), I64(self.lanes)), self.view.lane)
                shift = b.sub(I64(63), b.and_(turn, I64(63)))
                loaded = tagged(b, b.load(b.gep(base, [word])), "history")
                b.store(b.lshr(loaded, shift), found)
        return b.and_(b.load(found), I64(1))


def array_at(context: Any, builder: Any, typ: Any, pointer: Any, shape: list[Any]) -> Any:
    """Return a C-contiguous array over memory that somebody else owns."""
    array = context.make_array(typ)(context, builder)
    item = context.get_abi_sizeof(context.get_data_type(typ.dtype))
    strides: list[Any] = []
    step = I64(item)
    for length in reversed(shape):
        strides.insert(0, step)
        step = builder.mul(step, length)
    context.populate_array(
        array,
        data=builder.bitcast(pointer, array.data.type),
        shape=cgutils.pack_array(builder, shape),
        strides=cgutils.pack_array(builder, strides),
        itemsize=I64(item),
        meminfo=None,
    )
    return array._getvalue()


@lower_getattr_generic(MeView)
def _get_me(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    lane = Lane(context, builder, typ, value)
    if attr in typ.memory:
        kind, offset, shape = typ.memory[attr]
        if shape:
            pointer = lane.address("private", offset, 8 * math.prod(shape))
            return array_at(context, builder, kind, pointer, [I64(n) for n in shape])
        loaded = tagged(
            builder, builder.load(_memory_cell(context, lane, kind, offset)), f"memory {attr}"
        )
        return context.data_model_manager[kind].from_data(builder, loaded)
    if attr in ("game", "history", "members"):
        return value
    if attr == "member":
        return _member(context, lane, I64(0))
    if attr in _SLOTS:
        return lane.slot(_SLOTS[attr])
    if attr == "giving":
        return builder.trunc(lane.slot(layout.GIVING), I1)
    if attr == "intended":
        chosen = builder.zext(lane.column("private", layout.INTENDED, I8), I64)
        return builder.select(lane.at_start(), I64(NO_MOVE), chosen)
    return lane.fact("mine", attr)


@lower_getattr_generic(OpponentView)
def _get_opponent(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    if attr == "history":
        return value
    lane = Lane(context, builder, typ, value)
    return lane.slot(layout.OFFERED) if attr == "offered" else lane.fact("theirs", attr)


def _member(context: Any, lane: Lane, place: Any) -> Any:
    """Return the view of the member at a place, of the addresses in its node."""
    b = lane.builder
    row = b.inttoptr(lane.slot(layout.MEMBERS), I8.as_pointer().as_pointer())
    row = b.gep(row, [b.mul(place, I64(layout.NODE_COLUMNS))])
    made = cgutils.create_struct_proxy(MemberView(lane.lanes))(context, b)
    for field in ("mine", "theirs", "private", "votes"):
        cell = b.gep(row, [I64(getattr(layout, field.upper()))])
        setattr(made, field, tagged(b, b.load(cell), "members"))
    made.frame, made.lane = lane.view.frame, lane.view.lane  # what facts read of a frame is alike
    return made._getvalue()


@lower_getattr_generic(MemberView)
def _get_member(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    lane = Lane(context, builder, typ, value)
    if attr != "vote":
        return lane.fact("mine", attr)
    vote = tagged(builder, builder.load(lane.address("votes", 0, 1)), "votes")
    return builder.zext(vote, I64)


@lower_getattr_generic(GameView)
def _get_game(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    lane = Lane(context, builder, typ, value)
    if attr == "payoffs":
        kind = types.Array(types.float64, 2, "C", readonly=True)
        return array_at(
            context, builder, kind, lane.slot_address(layout.PAYOFFS_MINE, I8), [I64(2), I64(2)]
        )
    return lane.slot(layout.PAYOFFS_MINE + "RSTP".index(attr), F64)


@lower_setattr_generic(MeView)
def _set_me(context: Any, builder: Any, sig: Any, args: Any, attr: str) -> None:
    typ = sig.args[0]
    if attr not in typ.memory:
        raise NotInView("me", attr, list(typ.memory))
    kind, offset, shape = typ.memory[attr]
    if shape:
        raise NotInView("me", attr, list(typ.memory))
    lane = Lane(context, builder, typ, args[0])
    cell = context.data_model_manager[kind].as_data(builder, args[1])
    tagged(
        builder, builder.store(cell, _memory_cell(context, lane, kind, offset)), f"memory {attr}"
    )


@lower_setattr_generic(OpponentView)
def _set_opponent(context: Any, builder: Any, sig: Any, args: Any, attr: str) -> None:
    raise NotInView("opponent", attr)


@lower_setattr_generic(MemberView)
def _set_member(context: Any, builder: Any, sig: Any, args: Any, attr: str) -> None:
    raise NotInView("me.member", attr)


def _memory_cell(context: Any, lane: Lane, kind: Any, offset: int) -> Any:
    width = 1 if kind == types.boolean else 8
    return lane.builder.bitcast(
        lane.address("private", offset, width), context.get_data_type(kind).as_pointer()
    )


# -- methods -------------------------------------------------------------------------------------


def _raise(context: Any, builder: Any, when: Any, error: type[Exception], text: str) -> None:
    with builder.if_then(when, likely=False):
        context.call_conv.return_user_exc(builder, error, (text,))


@lower_builtin("view.move", MeView, types.int64)
@lower_builtin("view.move", OpponentView, types.int64)
def _move(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    lane = Lane(context, builder, sig.args[0], args[0])
    k, turn = args[1], lane.slot(layout.TURN)
    _raise(
        context,
        builder,
        builder.icmp_signed("<", k, I64(1)),
        IndexError,
        "move(k) counts turns back from 1",
    )
    result = cgutils.alloca_once_value(builder, I64(NO_MOVE))
    with builder.if_then(builder.icmp_signed("<=", k, turn)):
        who = "mine" if isinstance(sig.args[0], MeView) else "theirs"
        builder.store(lane.bit(who, builder.sub(turn, k)), result)
    return builder.load(result)


@infer_global(len)
class _LenTemplate(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        if len(args) == 1 and isinstance(args[0], (HistoryView, MembersView)):
            return signature(types.intp, args[0])
        return None


@lower_builtin(len, HistoryView)
def _len(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return Lane(context, builder, sig.args[0], args[0]).slot(layout.TURN)


@lower_builtin(len, MembersView)
def _len_members(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return Lane(context, builder, sig.args[0], args[0]).slot(layout.MEMBER_COUNT)


@infer_global(operator.getitem)
class _GetItemTemplate(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        if isinstance(args[0], HistoryView) and isinstance(args[1], types.Integer):
            return signature(types.int64, args[0], types.int64)
        if isinstance(args[0], MembersView) and isinstance(args[1], types.Integer):
            return signature(MemberView(args[0].lanes), args[0], types.int64)
        return None


@lower_builtin(operator.getitem, HistoryView, types.int64)
def _item(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    lane = Lane(context, builder, sig.args[0], args[0])
    turn = _index(context, lane, args[1], lane.slot(layout.TURN))
    return lane.bit(sig.args[0].who, turn)


@lower_builtin(operator.getitem, MembersView, types.int64)
def _item_of_members(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    lane = Lane(context, builder, sig.args[0], args[0])
    return _member(context, lane, _index(context, lane, args[1], lane.slot(layout.MEMBER_COUNT)))


def _index(context: Any, lane: Lane, index: Any, length: Any) -> Any:
    """Return an index from 0, checked; a negative one counts from the end."""
    b = lane.builder
    negative = b.icmp_signed("<", index, I64(0))
    index = b.select(negative, b.add(index, length), index)
    outside = b.icmp_unsigned(">=", index, length)  # a negative index is a huge unsigned one
    _raise(context, b, outside, IndexError, "list index out of range")
    return index


def _draw(lane: Lane, when: Any = None) -> Any:
    """Return the next uniform draw of the player's stream; the stream moves on only `when` true."""
    b = lane.builder
    step = lane.column("private", layout.GAMMA)
    if when is not None:
        step = b.select(when, step, I64(0))
    z = b.add(lane.column("private", layout.STATE), step)
    lane.set_column("private", layout.STATE, z)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        z = b.mul(b.xor(z, b.lshr(z, I64(shift))), I64(factor))
    z = b.xor(z, b.lshr(z, I64(31)))
    return b.fmul(b.uitofp(b.lshr(z, I64(11)), F64), F64(2.0**-53))


@lower_builtin("view.uniform", MeView)
def _uniform(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return _draw(Lane(context, builder, sig.args[0], args[0]))


@lower_builtin("view.chance", MeView, types.float64)
def _chance(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    p = args[1]
    lane = Lane(context, builder, sig.args[0], args[0])
    # A probability that is none is noted and found after the block: an error here would be a second
    # way out of the loop over lanes, which then does not vectorise.
    nan = builder.zext(builder.fcmp_unordered("uno", p, p), I8)
    noted = builder.or_(lane.column("private", layout.NAN, I8), nan)
    lane.set_column("private", layout.NAN, noted)
    above, below = builder.fcmp_ordered(">", p, F64(0)), builder.fcmp_ordered("<", p, F64(1))
    return builder.fcmp_ordered("<", _draw(lane, builder.and_(above, below)), p)


@lower_builtin("view.integer", MeView, types.int64)
def _integer(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    n = args[1]
    _raise(
        context,
        builder,
        builder.icmp_signed("<", n, I64(1)),
        ValueError,
        "integer(n) needs n of at least 1",
    )
    u = _draw(Lane(context, builder, sig.args[0], args[0]))
    return builder.fptosi(builder.fmul(u, builder.sitofp(n, F64)), I64)
