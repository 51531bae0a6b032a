"""A rule as plain Python plays it: with constants that nobody can change, and nothing else near.

The copy has the rule's code. Its globals are those that the code names: arrays are read-only
copies, and the functions that it calls are copies of the same kind. Of Python's own functions it
has those that the table allows. So what the law's reader overlooked is not there, and what was
read stays what it was when the rule was first played, as in compiled code.
"""

from functools import lru_cache
from types import CellType, FunctionType
from typing import Any

import numpy as np

from tournament.authors.code_hash import closure
from tournament.authors.law.allowed import python
from tournament.authors.law.values import is_function, under_numba
from tournament.authors.parameters import Rule

_ABOUT = ("__name__", "__loader__", "__spec__")  # by which Python finds the source of a module


@lru_cache(maxsize=4096)
def frozen(rule: Rule, *, plain: bool) -> Rule:
    """Return the copy of a rule that plays; `plain` if it is played in plain Python only.

    >>> offers = np.array([1, 2])
    >>> def first(): return offers[0]
    >>> copy = frozen(first, plain=False)
    >>> offers[0] = 7
    >>> int(copy())
    1
    """
    made: Rule = _copy(rule, {**python(plain=plain), "__import__": _within_numpy}, {})
    return made


def _within_numpy(name: str, *about: Any) -> Any:
    """Return a module of NumPy, whose methods import when they are first called."""
    if name.partition(".")[0] != "numpy":
        raise ImportError(f"a rule imports nothing; got {name}")
    return __import__(name, *about)


def _copy(function: Any, known: dict[str, Any], done: dict[int, Any]) -> Any:
    if id(function) in done:
        return done[id(function)]
    cells = tuple(CellType() for _ in function.__code__.co_freevars)
    own = {name: function.__globals__.get(name) for name in _ABOUT}
    own["__builtins__"] = known
    defaults = tuple(_kept(each, known, done) for each in function.__defaults__ or ())
    made = FunctionType(function.__code__, own, function.__name__, defaults, cells)
    made.__kwdefaults__ = function.__kwdefaults__ and {
        name: _kept(each, known, done) for name, each in function.__kwdefaults__.items()
    }
    done[id(function)] = made
    outside = {name: _kept(value, known, done) for name, value in closure(function).items()}
    for name, cell in zip(function.__code__.co_freevars, cells, strict=True):
        cell.cell_contents = outside.pop(name)
    own |= outside
    return made


def _kept(value: Any, known: dict[str, Any], done: dict[int, Any]) -> Any:
    """Return a value that nobody can change."""
    if is_function(value):
        return _copy(under_numba(value), known, done)
    if isinstance(value, np.ndarray):
        value = value.copy()
        value.flags.writeable = False
    return tuple(_kept(each, known, done) for each in value) if type(value) is tuple else value
