"""Everything that a rule may name besides its views, parameters, memory and constants: one table.

A rule is a function of what it sees, of its memory and of its chance. So the table holds what
calculates, and nothing that draws, remembers, waits, reads a file or reaches other code. What is
not in the table is refused. Functions of NumPy whose last digits differ between the two engines are
not in it either; `math` has them for single numbers.
"""

import builtins
import math
from collections.abc import Mapping
from types import ModuleType
from typing import Any, Literal, NamedTuple

import numpy as np

Of = Literal["Python", "math", "numpy", "arrays, lists and dictionaries"]


class Allowed(NamedTuple):
    """One row of the table.

    of
        Where the names come from; the last kind are names that follow a dot.
    names
        What a rule may name.
    plain
        What only a rule with `compiled=False` may name, in addition.
    """

    of: Of
    names: tuple[str, ...]
    plain: tuple[str, ...] = ()


def _row(of: Of, names: str, plain: str = "") -> Allowed:
    return Allowed(of, tuple(names.split()), tuple(plain.split()))


TABLE: tuple[Allowed, ...] = (
    _row(
        "Python",
        "abs bool divmod enumerate float int len list max min pow range round sorted sum zip"
        " Exception RuntimeError ValueError",
        "all any dict filter frozenset isinstance map print reversed set str tuple",
    ),
    _row(
        "math",
        "acos acosh asin asinh atan atan2 atanh ceil copysign cos cosh degrees e erf erfc exp exp2"
        " expm1 fabs floor gcd inf isfinite isinf isnan log log10 log1p log2 nan pi radians sin"
        " sinh sqrt tan tanh tau trunc",
        "comb dist factorial fmod fsum gamma hypot isclose isqrt lcm ldexp lgamma perm pow prod"
        " remainder",
    ),
    _row(
        "numpy",
        "abs all any arange argmax argmin array bool_ ceil clip concatenate copy count_nonzero"
        " cumsum diff e eye flatnonzero flip float32 float64 floor full full_like inf int64"
        " isfinite isinf isnan max maximum mean min minimum nan ones ones_like pi repeat roll round"
        " searchsorted"
        " sign sort sqrt sum transpose unique where zeros zeros_like",
    ),
    _row(
        "arrays, lists and dictionaries",
        "T all any append argmax argmin astype copy count extend fill flatten get index insert"
        " items keys max mean min ndim pop ravel reshape shape size sum transpose values",
        "add clear difference discard endswith intersection join lower remove replace reverse"
        " setdefault sort split startswith strip tolist union update upper",
    ),
)
"""The table."""

VIEWS = frozenset(("T", "ravel", "reshape", "transpose", "flip"))
"""Of these, what may give another view of the same array."""
CHANGING = frozenset(("fill", "sort"))
"""Of these, what changes the array itself."""


def names(of: Of, *, plain: bool) -> frozenset[str]:
    """Return what a rule may name of one kind.

    >>> "print" in names("Python", plain=True), "print" in names("Python", plain=False)
    (True, False)
    """
    row = next(row for row in TABLE if row.of == of)
    return frozenset(row.names + (row.plain if plain else ()))


MODULES: Mapping[ModuleType, Of] = {math: "math", np: "numpy"}
_HOMES: tuple[tuple[Any, Of], ...] = ((builtins, "Python"), (math, "math"), (np, "numpy"))


def objects(*, plain: bool) -> frozenset[int]:
    """Return the addresses of all functions and types that a rule may name, by whatever name."""
    found = {id(getattr(home, name)) for home, of in _HOMES for name in _there(home, of, plain)}
    return frozenset(found)


def python(*, plain: bool) -> dict[str, Any]:
    """Return the names of Python that a rule may use, with what they mean."""
    return {name: getattr(builtins, name) for name in _there(builtins, "Python", plain)}


def _there(home: Any, of: Of, plain: bool) -> list[str]:
    """Return the names of a kind that this version of Python and NumPy has."""
    return [name for name in names(of, plain=plain) if hasattr(home, name)]
