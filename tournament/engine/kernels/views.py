"""`me` and `opponent` as Numba types: views of one lane's columns, whose words compile to loads and
stores.

Nothing here is an object at run time. A view is five registers (four addresses and a lane), and
LLVM sees plain memory accesses. What a word means is told once, as a function of the lane.
"""

import operator
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from llvmlite.ir import IRBuilder, Value
from numba.core import cgutils, types
from numba.core.base import BaseContext
from numba.core.imputils import lower_builtin
from numba.core.types import Type
from numba.core.typing import Signature, signature
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import models, register_model

from tournament.authors.vocabulary import NO_MOVE
from tournament.engine import layout
from tournament.engine.kernels import draws
from tournament.engine.kernels.blame import WrongType
from tournament.engine.kernels.codegen import (
    F64,
    I1,
    I8,
    I64,
    Cell,
    Meaning,
    array_at,
    offer,
    struct,
    tagged,
)
from tournament.engine.kernels.lane import Lane, LaneView, Who
from tournament.referee.arithmetic.law import AS_INDEX

# -- the types ------------------------------------------------------------------------------------


class MeView(LaneView):
    """`me`; `members` if its rule has any."""

    def __init__(
        self,
        memory: tuple[tuple[str, Cell], ...] = (),
        lanes: int = layout.LANES,
        *,
        members: bool = False,
    ) -> None:
        self.members = members
        super().__init__(f"me{' and members' if members else ''}", lanes, memory)


class OpponentView(LaneView):
    """`opponent`."""

    def __init__(self, lanes: int = layout.LANES) -> None:
        super().__init__("opponent", lanes)


class GameView(LaneView):
    """`me.game`, which reads the frame only, whatever the number of lanes."""

    def __init__(self) -> None:
        super().__init__("me.game", layout.LANES)


class HistoryView(LaneView):
    """`me.history` or `opponent.history`: whose it is, "mine" or "theirs"."""

    def __init__(self, who: Who, lanes: int) -> None:
        self.who = who
        super().__init__(f"history of {who}", lanes)


class MembersView(LaneView):
    """`me.members`."""

    def __init__(self, lanes: int) -> None:
        super().__init__("me.members", lanes)


class MemberView(LaneView):
    """`me.members[j]`, whose `mine` and `private` are the member's."""

    def __init__(self, lanes: int) -> None:
        super().__init__("me.member", lanes)


_ADDRESSES = ("mine", "theirs", "private", "frame")


class _Registers(models.StructModel):
    addresses: tuple[str, ...] = _ADDRESSES

    def __init__(self, manager: BaseContext, view: Type) -> None:
        fields = [(name, types.voidptr) for name in self.addresses]
        super().__init__(manager, view, [*fields, ("lane", types.intp)])


class _MemberRegisters(_Registers):
    addresses = (*_ADDRESSES, "votes")


for _view in (MeView, OpponentView, GameView, HistoryView, MembersView):
    register_model(_view)(_Registers)
register_model(MemberView)(_MemberRegisters)

# -- what a word means ----------------------------------------------------------------------------


def _last(lane: Lane, who: Who) -> Value:
    newest = lane.builder.and_(lane.column(who, layout.RECENT), I64(1))
    return lane.builder.select(lane.at_start(), I64(NO_MOVE), newest)


def _defections(lane: Lane, who: Who) -> Value:
    recent = lane.popcount(lane.column(who, layout.RECENT))
    return lane.builder.add(lane.column(who, layout.DEFECTED), recent)


def _cooperations(lane: Lane, who: Who) -> Value:
    return lane.builder.sub(lane.slot(layout.TURN), _defections(lane, who))


def _outcomes(lane: Lane, who: Who) -> list[Value]:
    """Return how many turns had each outcome, from one player's point of view."""
    b = lane.builder
    other: Who = "theirs" if who == "mine" else "mine"
    both_recent = b.and_(lane.column("mine", layout.RECENT), lane.column("theirs", layout.RECENT))
    both = b.add(lane.column("private", layout.BOTH), lane.popcount(both_recent))
    tempted = b.sub(_defections(lane, who), both)
    exploited = b.sub(_defections(lane, other), both)
    turn = lane.slot(layout.TURN)
    return [b.sub(b.sub(b.sub(turn, tempted), exploited), both), exploited, tempted, both]


def _total(lane: Lane, who: Who) -> Value:
    """Return the sum of payoffs, added up in the order R, S, T, P, as the referee does."""
    b, counts = lane.builder, _outcomes(lane, who)
    first = layout.PAYOFFS_MINE if who == "mine" else layout.PAYOFFS_THEIRS
    total, *others = (
        b.fmul(lane.slot(first + k, F64), b.sitofp(count, F64)) for k, count in enumerate(counts)
    )
    for term in others:
        total = b.fadd(total, term)
    return total


def _score(lane: Lane, who: Who) -> Value:
    b, total = lane.builder, _total(lane, who)
    turns = b.select(lane.at_start(), I64(1), lane.slot(layout.TURN))
    return b.fdiv(total, b.sitofp(turns, F64))


def _move(lane: Lane, k: Value, *, who: Who) -> Value:
    b, turn = lane.builder, lane.slot(layout.TURN)
    lane.fail(b.icmp_signed("<", k, I64(1)), IndexError, "move(k) counts turns back from 1")
    result = cgutils.alloca_once_value(b, I64(NO_MOVE))
    with b.if_then(b.icmp_signed("<=", k, turn)):
        b.store(lane.bit(who, b.sub(turn, k)), result)
    return b.load(result)


def _intended(lane: Lane) -> Value:
    chosen = lane.builder.zext(lane.column("private", layout.INTENDED, I8), I64)
    return lane.builder.select(lane.at_start(), I64(NO_MOVE), chosen)


def _giving(lane: Lane) -> Value:
    return lane.builder.trunc(lane.slot(layout.GIVING), I1)


def _member(lane: Lane, place: Value) -> Value:
    """Return the view of the member at a place, of the addresses in its node."""
    b = lane.builder
    row = b.inttoptr(lane.slot(layout.MEMBERS), I8.as_pointer().as_pointer())
    row = b.gep(row, [b.mul(place, I64(layout.NODE_COLUMNS))])

    def address(column: int) -> Value:
        return tagged(b, b.load(b.gep(row, [I64(column)])), "members")

    return struct(
        *(lane.context, b, MemberView(lane.lanes)),
        mine=address(layout.MINE),
        theirs=address(layout.THEIRS),
        private=address(layout.PRIVATE),
        votes=address(layout.VOTES),
        frame=lane.registers.frame,  # what facts read of a frame is alike
        lane=lane.registers.lane,
    )


def _only_member(lane: Lane) -> Value:
    return _member(lane, I64(0))


def _vote(lane: Lane) -> Value:
    vote = lane.builder.load(lane.address("votes", 0, 1))
    return lane.builder.zext(tagged(lane.builder, vote, "votes"), I64)


_PAYOFFS = types.Array(types.float64, 2, "C", readonly=True)


def _payoffs(lane: Lane) -> Value:
    table = lane.slot_address(layout.PAYOFFS_MINE, I8)
    return array_at(lane.context, lane.builder, _PAYOFFS, table, [I64(2), I64(2)])


def _slot(slot: int, kind: Value = I64) -> Meaning:
    return lambda lane: lane.slot(slot, kind)


def _of(who: Who) -> dict[str, Meaning]:
    """Return the facts that everybody knows of a player."""
    meanings = {
        "last": _last,
        "cooperations": _cooperations,
        "defections": _defections,
        "score": _score,
        "total": _total,
    }
    return {word: partial(meaning, who=who) for word, meaning in meanings.items()}


def _itself(lane: Lane) -> Value:
    """Return the same registers, for a view of another type."""
    return lane.value


offer(
    MeView,
    "me",
    Lane,
    facts=_of("mine")
    | {
        "turn": _slot(layout.TURN),
        "turns": _slot(layout.TOLD),
        "intended": _intended,
        "giving": _giving,
        "day": _slot(layout.DAY),
        "days_left": _slot(layout.DAYS_LEFT),
    },
    parts={
        "game": (lambda me: GameView(), _itself),
        "history": (lambda me: HistoryView("mine", me.lanes), _itself),
        "member": (lambda me: MemberView(me.lanes) if me.members else None, _only_member),
        "members": (lambda me: MembersView(me.lanes) if me.members else None, _itself),
    },
    methods={
        "move": partial(_move, who="mine"),
        "chance": draws.chance,
        "uniform": draws.uniform,
        "integer": draws.integer,
    },
)
offer(
    OpponentView,
    "opponent",
    Lane,
    facts=_of("theirs") | {"offered": _slot(layout.OFFERED)},
    parts={"history": (lambda opponent: HistoryView("theirs", opponent.lanes), _itself)},
    methods={"move": partial(_move, who="theirs")},
)
offer(MemberView, "me.member", Lane, facts=_of("mine") | {"vote": _vote})
offer(
    GameView,
    "me.game",
    Lane,
    facts={name: _slot(layout.PAYOFFS_MINE + k, F64) for k, name in enumerate("RSTP")},
    parts={"payoffs": (lambda game: _PAYOFFS, _payoffs)},
)

# -- rows of views: history[t], members[j] ---------------------------------------------------------


@infer_global(len)
class _Len(AbstractTemplate):
    def generic(self, args: Sequence[Type], kws: Any) -> Signature | None:
        if len(args) == 1 and isinstance(args[0], (HistoryView, MembersView)):
            return signature(types.intp, args[0])
        return None


@infer_global(operator.getitem)
class _Item(AbstractTemplate):
    def generic(self, args: Sequence[Type], kws: Any) -> Signature | None:
        if isinstance(args[0], HistoryView) and isinstance(args[1], types.Integer):
            return signature(types.int64, args[0], types.int64)
        if isinstance(args[0], MembersView) and isinstance(args[1], types.Integer):
            return signature(MemberView(args[0].lanes), args[0], types.int64)
        if isinstance(args[0], types.Array) and isinstance(args[1], types.Boolean):
            raise WrongType(AS_INDEX)
        return None


def _sequence(view: type[LaneView], length: Meaning, item: Callable[[Lane, Value], Value]) -> None:
    """Give a view its `len` and its items, counted from 0, or from the end if negative."""

    @lower_builtin(len, view)
    def size(
        context: BaseContext, builder: IRBuilder, sig: Signature, args: Sequence[Value]
    ) -> Value:
        return length(Lane(context, builder, sig.args[0], args[0]))

    @lower_builtin(operator.getitem, view, types.int64)
    def at(
        context: BaseContext, builder: IRBuilder, sig: Signature, args: Sequence[Value]
    ) -> Value:
        lane, index = Lane(context, builder, sig.args[0], args[0]), args[1]
        many = length(lane)
        negative = builder.icmp_signed("<", index, I64(0))
        index = builder.select(negative, builder.add(index, many), index)
        outside = builder.icmp_unsigned(">=", index, many)  # a negative one is a huge unsigned one
        lane.fail(outside, IndexError, "list index out of range")
        return item(lane, index)


def _past_move(lane: Lane, turn: Value) -> Value:
    assert isinstance(lane.view, HistoryView)
    return lane.bit(lane.view.who, turn)


_sequence(HistoryView, _slot(layout.TURN), _past_move)
_sequence(MembersView, _slot(layout.MEMBER_COUNT), _member)
