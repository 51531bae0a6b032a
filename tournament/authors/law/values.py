"""Values that a rule may read from outside: constants, which can be frozen, and functions."""

import sys
from types import FunctionType
from typing import Any

import numpy as np


def is_constant(value: Any) -> bool:
    """Return whether a value is a number, a text, an array of numbers, or a tuple of these.

    >>> is_constant((1, ("C", 0.5))), is_constant([1])
    (True, False)
    """
    if type(value) is tuple:
        return all(map(is_constant, value))
    if isinstance(value, np.ndarray):
        return type(value) is np.ndarray and value.dtype.kind in "biuf"
    if isinstance(value, np.generic):
        return value.dtype.kind in "biuf"
    return value is None or isinstance(value, (bool, int, float, str))


def calculates(value: Any, known: frozenset[int]) -> bool:
    """Return whether a value is one of the functions and types of the table."""
    return callable(value) and id(value) in known


def compiled_by_numba(value: Any) -> bool:
    """Return whether a value is a function that its author compiled with Numba."""
    home = f"{type(value).__module__}.{type(value).__name__}"
    return home == "numba.core.registry.CPUDispatcher"


def under_numba(value: Any) -> Any:
    """Return the function behind one that was compiled with Numba; else the value itself."""
    return value.py_func if compiled_by_numba(value) else value


def is_function(value: Any) -> bool:
    """Return whether a value is a function of an author in Python, compiled with Numba or not.

    Functions of NumPy and of Python's own library are none: the table has those that a rule may
    call.

    >>> is_function(is_constant), is_function(np.linalg.norm)
    (True, False)
    """
    function = under_numba(value)
    home = getattr(function, "__module__", None) or ""
    foreign = sys.stdlib_module_names | {"numpy"}
    return isinstance(function, FunctionType) and home.partition(".")[0] not in foreign
