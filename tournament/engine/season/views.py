"""`me` and `friend` of a partner rule, as Numba types over one row of a season's table.

What an attribute means is written once, as a function of the row and the day's facts; Numba
compiles it into the rule.
"""

import math
from typing import Any

from numba import njit, types
from numba.core import cgutils
from numba.core.imputils import lower_builtin, lower_getattr_generic, lower_setattr_generic
from numba.core.typing.templates import AttributeTemplate, bound_function, infer_getattr, signature
from numba.extending import models, register_model

from tournament.authors import draws
from tournament.authors.vocabulary import NO_MOVE
from tournament.engine.seats import U1, mix
from tournament.engine.views import NotInView, array_at

# Columns of a row (int32): outcomes as giver, as receiver; gifts left; day of the latest exchange
# (-1 before the first) and its two moves (2 * own + other); gifts chosen today, with the day
GAVE, RECEIVED, LEFT, LATEST, LAST, CHOSEN = 0, 4, 8, 9, 10, 11
ROW = 12
# Slots of the facts of a day (float64); a rule's own parameters follow
TODAY, TO_COME, BUDGET, FRIENDS, GIVEN = range(5)
GAME = 6  # R, S, T, P
FACTS = 10

ROWS = types.CPointer(types.int32)
NUMBERS = types.CPointer(types.float64)
STREAM = types.CPointer(types.uint64)
PAYOFFS = types.Array(types.float64, 2, "C", readonly=True)


class FriendView(types.Type):
    """`friend`."""


class TownView(types.Type):
    """`me`."""


class TownGameView(types.Type):
    """`me.game`."""


FRIEND, TOWN, TOWN_GAME = FriendView("friend"), TownView("town"), TownGameView("town.game")


@register_model(FriendView)
class _FriendModel(models.StructModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        members = [("row", ROWS), ("facts", NUMBERS), ("reputation", types.float64)]
        super().__init__(dmm, fe_type, members)


@register_model(TownView)
@register_model(TownGameView)
class _TownModel(models.StructModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, [("facts", NUMBERS), ("stream", STREAM)])


# -- what friends are known by -------------------------------------------------------------------


def _received(row: Any, facts: Any, reputation: Any) -> Any:
    return row[4] + row[5] + row[6] + row[7]


def _exchanges(row: Any, facts: Any, reputation: Any) -> Any:
    return row[0] + row[1] + row[2] + row[3] + row[4] + row[5] + row[6] + row[7]


def _nice(row: Any, facts: Any, reputation: Any) -> Any:
    return row[0] + row[2] + row[4] + row[6]


def _naughty(row: Any, facts: Any, reputation: Any) -> Any:
    return row[1] + row[3] + row[5] + row[7]


def _last(row: Any, facts: Any, reputation: Any) -> Any:
    return row[10] & 1 if row[9] >= 0 else NO_MOVE


def _my_last(row: Any, facts: Any, reputation: Any) -> Any:
    return row[10] >> 1 if row[9] >= 0 else NO_MOVE


def _days_since(row: Any, facts: Any, reputation: Any) -> Any:
    return facts[0] - row[9] if row[9] >= 0 else math.inf


def _payoff(row: Any, facts: Any, reputation: Any) -> Any:
    both, exploited = facts[6] * (row[0] + row[4]), facts[7] * (row[1] + row[5])
    tempted, none = facts[8] * (row[2] + row[6]), facts[9] * (row[3] + row[7])
    return both + exploited + tempted + none


def _mean_payoff(row: Any, facts: Any, reputation: Any) -> Any:
    both, exploited = facts[6] * (row[0] + row[4]), facts[7] * (row[1] + row[5])
    tempted, none = facts[8] * (row[2] + row[6]), facts[9] * (row[3] + row[7])
    n = row[0] + row[1] + row[2] + row[3] + row[4] + row[5] + row[6] + row[7]
    return (both + exploited + tempted + none) / n if n > 0 else 0.0


_FRIEND = {
    "given": (types.int64, lambda row, facts, reputation: row[8]),
    "received": (types.int64, _received),
    "exchanges": (types.int64, _exchanges),
    "nice": (types.int64, _nice),
    "naughty": (types.int64, _naughty),
    "last": (types.int64, _last),
    "my_last": (types.int64, _my_last),
    "days_since": (types.float64, _days_since),
    "payoff": (types.float64, _payoff),
    "mean_payoff": (types.float64, _mean_payoff),
    "reputation": (types.float64, lambda row, facts, reputation: reputation),
}
_TOWN = {
    "day": (types.int64, lambda facts, stream: int(facts[0])),
    "days_left": (types.int64, lambda facts, stream: int(facts[1])),
    "budget": (types.int64, lambda facts, stream: int(facts[2])),
    "friends": (types.int64, lambda facts, stream: int(facts[3])),
    "given": (types.int64, lambda facts, stream: int(facts[4])),
}
_GAME = {
    "R": (types.float64, lambda facts, stream: facts[6]),
    "S": (types.float64, lambda facts, stream: facts[7]),
    "T": (types.float64, lambda facts, stream: facts[8]),
    "P": (types.float64, lambda facts, stream: facts[9]),
}


@infer_getattr
class _FriendAttributes(AttributeTemplate):
    key = FriendView

    def generic_resolve(self, ty: Any, attr: str) -> Any:
        if attr not in _FRIEND:
            raise NotInView("friend", attr)
        return _FRIEND[attr][0]


@infer_getattr
class _GameAttributes(AttributeTemplate):
    key = TownGameView

    def generic_resolve(self, ty: Any, attr: str) -> Any:
        if attr == "payoffs":
            return PAYOFFS
        if attr not in _GAME:
            raise NotInView("me.game", attr)
        return _GAME[attr][0]


def _draw_type(result: Any, *arguments: Any) -> Any:
    def resolve(self: Any, ty: Any, args: Any, kws: Any) -> Any:
        return signature(result, *arguments) if len(args) == len(arguments) and not kws else None

    return resolve


@infer_getattr
class _TownAttributes(AttributeTemplate):
    key = TownView

    resolve_chance = bound_function("town.chance")(_draw_type(types.boolean, types.float64))
    resolve_uniform = bound_function("town.uniform")(_draw_type(types.float64))
    resolve_normal = bound_function("town.normal")(_draw_type(types.float64))
    resolve_integer = bound_function("town.integer")(_draw_type(types.int64, types.int64))
    resolve_beta = bound_function("town.beta")(
        _draw_type(types.float64, types.float64, types.float64)
    )

    def generic_resolve(self, ty: Any, attr: str) -> Any:
        if attr == "game":
            return TOWN_GAME
        if attr not in _TOWN:
            raise NotInView("town", attr)
        return _TOWN[attr][0]


@lower_getattr_generic(FriendView)
def _get_friend(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    view = cgutils.create_struct_proxy(typ)(context, builder, value=value)
    kind, fact = _FRIEND[attr]
    sig = kind(ROWS, NUMBERS, types.float64)
    return context.compile_internal(builder, fact, sig, [view.row, view.facts, view.reputation])


@lower_getattr_generic(TownView)
@lower_getattr_generic(TownGameView)
def _get_town(context: Any, builder: Any, typ: Any, value: Any, attr: str) -> Any:
    if attr == "game":
        return value
    view = cgutils.create_struct_proxy(typ)(context, builder, value=value)
    if attr == "payoffs":
        table = builder.gep(view.facts, [context.get_constant(types.intp, GAME)])
        sides = [context.get_constant(types.intp, 2)] * 2
        return array_at(context, builder, PAYOFFS, table, sides)
    kind, fact = (_TOWN | _GAME)[attr]
    return context.compile_internal(builder, fact, kind(NUMBERS, STREAM), [view.facts, view.stream])


@lower_setattr_generic(FriendView)
def _set_friend(context: Any, builder: Any, sig: Any, args: Any, attr: str) -> None:
    raise NotInView("friend", attr)


@lower_setattr_generic(TownView)
def _set_town(context: Any, builder: Any, sig: Any, args: Any, attr: str) -> None:
    raise NotInView("town", attr)


# -- draws ---------------------------------------------------------------------------------------


def _next(stream: Any) -> Any:
    """Return the next uniform draw of a stream of (state, gamma)."""
    z = stream[0] + stream[1]
    stream[0] = z
    return float(mix(z) >> (U1 * 11)) * 2.0**-53


@lower_builtin("town.uniform", TownView)
def _uniform(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    view = cgutils.create_struct_proxy(sig.args[0])(context, builder, value=args[0])
    return context.compile_internal(builder, _next, types.float64(STREAM), [view.stream])


def _chance(me: Any, p: Any) -> Any:
    if p != p:
        raise ValueError("chance(p) needs a probability; got nan")
    return p >= 1.0 or (p > 0.0 and me.uniform() < p)


def _integer(me: Any, n: Any) -> Any:
    if n < 1:
        raise ValueError("integer(n) needs n of at least 1")
    return int(me.uniform() * n)


def _lower(name: str, function: Any, *arguments: Any) -> None:
    @lower_builtin(f"town.{name}", TownView, *arguments)
    def lowered(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return context.compile_internal(builder, function, sig, args)


_lower("chance", _chance, types.float64)
_lower("integer", _integer, types.int64)


def _compiled_draws() -> tuple[Any, Any]:
    """Return the draws of authors, as Numba functions that call one another."""
    names: dict[str, Any] = {"math": math}
    for name in ("normal", "gamma", "beta"):
        function = getattr(draws, name)
        copy = type(function)(function.__code__, names, name)
        names[name] = njit(error_model="python")(copy)
    return names["normal"], names["beta"]


_normal, _beta = _compiled_draws()
_lower("normal", lambda me: _normal(me))
_lower("beta", lambda me, a, b: _beta(me, a, b), types.float64, types.float64)
