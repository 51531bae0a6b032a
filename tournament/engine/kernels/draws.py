"""What rules draw: `chance(p)`, `integer(n)`, `uniform()`, `normal()`, `beta(a, b)`.

A player draws from the two columns of its lane that hold its stream. Its draws are written as
instructions, because the loop over lanes must vectorise. A town draws by plain functions of `me`,
which Numba compiles into the rule.
"""

import math
from collections.abc import Callable
from typing import Any

from llvmlite.ir import Value
from numba import njit, types

from tournament.authors import draws
from tournament.authors.vocabulary import View, words
from tournament.engine.kernels.codegen import F64, I8, I64, SCALARS, Meaning, Sight
from tournament.engine.kernels.lane import Lane
from tournament.engine.layout import GAMMA, NAN, STATE
from tournament.engine.words import uniform as uniform_at

AT_LEAST_ONE = "integer(n) needs n of at least 1"

# -- of a player -----------------------------------------------------------------------------------


def uniform(lane: Lane, when: Value | None = None) -> Value:
    """Return the next draw of the player's stream; the stream moves on only `when` true."""
    b = lane.builder
    step = lane.column("private", GAMMA)
    if when is not None:
        step = b.select(when, step, I64(0))
    z = b.add(lane.column("private", STATE), step)
    lane.set_column("private", STATE, z)
    return lane.inline(lambda at: uniform_at(at), types.float64, [types.uint64], z)


def chance(lane: Lane, p: Value) -> Value:
    """Return True with probability p.

    A probability that is not a number is noted, and found after the block. An error here would be a
    second way out of the loop over lanes, which then does not vectorise.
    """
    b = lane.builder
    nan = b.zext(b.fcmp_unordered("uno", p, p), I8)
    lane.set_column("private", NAN, b.or_(lane.column("private", NAN, I8), nan))
    above, below = b.fcmp_ordered(">", p, F64(0)), b.fcmp_ordered("<", p, F64(1))
    return b.fcmp_ordered("<", uniform(lane, b.and_(above, below)), p)


def integer(lane: Lane, n: Value) -> Value:
    """Return an integer from 0 to n - 1."""
    b = lane.builder
    lane.fail(b.icmp_signed("<", n, I64(1)), ValueError, AT_LEAST_ONE)
    return b.fptosi(b.fmul(uniform(lane), b.sitofp(n, F64)), I64)


# -- of a town -------------------------------------------------------------------------------------


def next_draw(stream: Any) -> Any:
    """Return the next uniform draw of a stream of (state, gamma)."""
    z = stream[0] + stream[1]
    stream[0] = z
    return uniform_at(z)


def _chance(me: Any, p: float) -> bool:
    if p != p:
        raise ValueError("chance(p) needs a probability; got nan")
    return p >= 1.0 or (p > 0.0 and me.uniform() < p)


def _integer(me: Any, n: int) -> int:
    if n < 1:
        raise ValueError(AT_LEAST_ONE)
    return int(me.uniform() * n)


def _compiled_draws() -> tuple[Any, Any]:
    """Return the draws of authors, as Numba functions that call one another."""
    names: dict[str, Any] = {"math": math}
    for name in ("normal", "gamma", "beta"):
        function = getattr(draws, name)
        copy = type(function)(function.__code__, names, name)
        names[name] = njit(error_model="python")(copy)
    return names["normal"], names["beta"]


_normal, _beta = _compiled_draws()

BY_UNIFORM: dict[str, Callable[..., Any]] = {
    "chance": _chance,
    "integer": _integer,
    "normal": lambda me: _normal(me),
    "beta": lambda me, a, b: _beta(me, a, b),
}
"""Draws as functions of a view that has `uniform`."""


def by_uniform(view: View) -> dict[str, Meaning]:
    """Return the meanings of a view's draws, all but `uniform`."""

    def meaning(word: str) -> Meaning:
        returns = SCALARS[words(view)[word].type]
        takes = [SCALARS[kind] for kind in words(view)[word].arguments]

        def draw(seen: Sight, *arguments: Value) -> Value:
            kinds = [seen.view, *takes]
            return seen.inline(BY_UNIFORM[word], returns, kinds, seen.value, *arguments)

        return draw

    return {word: meaning(word) for word in BY_UNIFORM if word in words(view)}
