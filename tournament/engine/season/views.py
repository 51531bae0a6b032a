"""`me` and `friend` of a partner rule, as Numba types over one row of a season's table.

What a word means is told once, as a function of named numbers: the columns of a row, and the facts
of a day. Numba compiles the function into the rule.
"""

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from llvmlite.ir import IRBuilder, Value
from numba import types
from numba.core.base import BaseContext
from numba.core.types import Type
from numba.extending import models, register_model

from tournament import outcomes
from tournament.authors import vocabulary
from tournament.authors.vocabulary import NO_MOVE, words
from tournament.engine.kernels.blame import WrongType
from tournament.engine.kernels.codegen import (
    F64,
    I64,
    SCALARS,
    Compiled,
    Meaning,
    Sight,
    View,
    array_at,
    offer,
    struct,
)
from tournament.engine.kernels.draws import by_uniform, next_draw
from tournament.engine.kernels.rows import Rows

# Columns of a row (int32): outcomes as giver, as receiver; gifts left; day of the latest exchange
# (-1 before the first) and its two moves (2 * own + other); gifts chosen today, with the day
GAVE, RECEIVED, LEFT = 0, outcomes.SIZE, 2 * outcomes.SIZE
LATEST, LAST, CHOSEN = LEFT + 1, LEFT + 2, LEFT + 3
ROW = 12
# Slots of the facts of a day (float64); a rule's own parameters follow
TODAY, TO_COME, BUDGET, FRIENDS, GIVEN = range(5)
GAME = 6  # R, S, T, P
FACTS = 10

COLUMNS = types.CPointer(types.int32)
NUMBERS = types.CPointer(types.float64)
STREAM = types.CPointer(types.uint64)
PAYOFFS = types.Array(types.float64, 2, "C", readonly=True)

# -- the types -------------------------------------------------------------------------------------


class FriendView(View):
    """`friend`."""


class TownView(View):
    """`me`."""


class TownGameView(View):
    """`me.game`."""


FRIEND, TOWN, TOWN_GAME = FriendView("friend"), TownView("town"), TownGameView("town.game")


@register_model(FriendView)
class _FriendRegisters(models.StructModel):
    def __init__(self, manager: BaseContext, view: Type) -> None:
        fields = [("row", COLUMNS), ("facts", NUMBERS), ("reputation", types.float64)]
        super().__init__(manager, view, fields)


@register_model(TownView)
@register_model(TownGameView)
class _TownRegisters(models.StructModel):
    def __init__(self, manager: BaseContext, view: Type) -> None:
        super().__init__(manager, view, [("facts", NUMBERS), ("stream", STREAM)])


# -- named numbers ---------------------------------------------------------------------------------


def _column(seen: Sight, place: int) -> Value:
    """Return what a row holds in a column."""
    b = seen.builder
    return b.sext(b.load(b.gep(seen.registers.row, [I64(place)])), I64)


def _fact(seen: Sight, place: int) -> Value:
    """Return a fact of the day."""
    return seen.builder.load(seen.builder.gep(seen.registers.facts, [I64(place)]))


def _outcome(seen: Sight, place: int) -> Value:
    """Return how many exchanges with a friend had an outcome, whoever gave."""
    gave, received = (_column(seen, first + place) for first in (GAVE, RECEIVED))
    return seen.builder.add(gave, received)


def _received(seen: Sight) -> Value:
    """Return how many gifts from a friend were opened."""
    total, *others = (_column(seen, RECEIVED + outcome) for outcome in range(outcomes.SIZE))
    for count in others:
        total = seen.builder.add(total, count)
    return total


Source = tuple[Type, Callable[[Sight], Value]]


def _named(load: Callable[..., Value], kind: Type, places: Mapping[str, int]) -> dict[str, Source]:
    return {name: (kind, partial(load, place=place)) for name, place in places.items()}


_DAY = {"today": TODAY, "to_come": TO_COME, "budget": BUDGET, "friends": FRIENDS, "given": GIVEN}
_PAYOFFS = {name: GAME + outcome for outcome, name in enumerate("RSTP")}
_LATEST = {"left": LEFT, "latest": LATEST, "moves": LAST}
_OUTCOMES = {name.lower(): outcome for outcome, name in enumerate(outcomes.NAMES)}

OF_A_DAY = _named(_fact, types.float64, _DAY | _PAYOFFS)
"""Numbers that are the same for all friends of a town."""

OF_A_ROW: dict[str, Source] = {
    **_named(_column, types.int64, _LATEST),
    **_named(_outcome, types.int64, _OUTCOMES),
    "received": (types.int64, _received),
    "reputation": (types.float64, lambda seen: seen.registers.reputation),
}
"""Numbers of one friend; outcomes have one's own move first."""


def _meanings(
    view: vocabulary.View, numbers: Mapping[str, Source], **functions: Callable[..., Any]
) -> dict[str, Meaning]:
    """Return the meanings of words that are functions of numbers, which they take by name."""

    def meaning(word: str, function: Callable[..., Any]) -> Meaning:
        takes = [numbers[name] for name in inspect.signature(function).parameters]
        returns = SCALARS[words(view)[word].type]

        def load(seen: Sight) -> Value:
            values = [source(seen) for _, source in takes]
            return seen.inline(function, returns, [kind for kind, _ in takes], *values)

        return load

    return {word: meaning(word, function) for word, function in functions.items()}


# -- what a word means -----------------------------------------------------------------------------

offer(
    FriendView,
    "friend",
    Sight,
    facts=_meanings(
        "friend",
        OF_A_DAY | OF_A_ROW,
        given=lambda left: left,
        received=lambda received: received,
        exchanges=lambda cc, cd, dc, dd: cc + cd + dc + dd,
        nice=lambda cc, dc: cc + dc,
        naughty=lambda cd, dd: cd + dd,
        last=lambda latest, moves: moves & 1 if latest >= 0 else NO_MOVE,
        my_last=lambda latest, moves: moves >> 1 if latest >= 0 else NO_MOVE,
        days_since=lambda today, latest: today - latest if latest >= 0 else math.inf,
        payoff=lambda R, S, T, P, cc, cd, dc, dd: R * cc + S * cd + T * dc + P * dd,
        mean_payoff=lambda R, S, T, P, cc, cd, dc, dd: (
            (R * cc + S * cd + T * dc + P * dd) / (cc + cd + dc + dd)
            if cc + cd + dc + dd > 0
            else 0.0
        ),
        reputation=lambda reputation: reputation,
    ),
)


def _uniform(seen: Sight) -> Value:
    return seen.inline(next_draw, types.float64, [STREAM], seen.registers.stream)


offer(
    TownView,
    "town",
    Sight,
    facts=_meanings(
        "town",
        OF_A_DAY,
        day=lambda today: int(today),
        days_left=lambda to_come: int(to_come),
        budget=lambda budget: int(budget),
        friends=lambda friends: int(friends),
        given=lambda given: int(given),
    ),
    parts={"game": (lambda town: TOWN_GAME, lambda seen: seen.value)},
    methods=by_uniform("town") | {"uniform": _uniform},
)


def _payoffs(seen: Sight) -> Value:
    table = seen.builder.gep(seen.registers.facts, [I64(GAME)])
    return array_at(seen.context, seen.builder, PAYOFFS, table, [I64(2), I64(2)])


offer(
    TownGameView,
    "me.game",
    Sight,
    facts={payoff: OF_A_DAY[payoff][1] for payoff in "RSTP"},
    parts={"payoffs": (lambda game: PAYOFFS, _payoffs)},
)

# -- the rows of a partner rule --------------------------------------------------------------------


def _look(
    context: BaseContext, builder: IRBuilder, addresses: Sequence[Value], row: Value
) -> list[Value]:
    rows, reputations, facts, stream = addresses
    pointers = {kind: context.get_value_type(kind) for kind in (COLUMNS, NUMBERS, STREAM)}
    facts = builder.bitcast(facts, pointers[NUMBERS])
    stream = builder.bitcast(stream, pointers[STREAM])
    first = builder.bitcast(rows, pointers[COLUMNS])
    at = builder.gep(first, [builder.mul(row, I64(ROW))])
    known = builder.gep(builder.bitcast(reputations, pointers[NUMBERS]), [row])
    return [
        struct(context, builder, TOWN, facts=facts, stream=stream),
        struct(context, builder, FRIEND, row=at, facts=facts, reputation=builder.load(known)),
    ]


def _keep_rating(
    context: BaseContext, builder: IRBuilder, rating: Value, kind: Type, out: Value, row: Value
) -> None:
    ratings = builder.bitcast(out, F64.as_pointer())
    rating = context.cast(builder, rating, kind, types.float64)
    builder.store(rating, builder.gep(ratings, [row]))


def _check_rating(result: Compiled) -> None:
    kind = types.unliteral(result.signature.return_type)
    if not isinstance(kind, (types.Integer, types.Boolean, types.Float)):
        raise WrongType("must return a number on every path.")


ROWS = Rows(
    views=(TOWN, FRIEND),
    frame=2,
    slot=FACTS,
    look=_look,
    keep=_keep_rating,
    check=lambda rule: None,
    check_types=_check_rating,
)
"""The friends of a town as rows of a partner rule; the facts of the day are the frame."""
