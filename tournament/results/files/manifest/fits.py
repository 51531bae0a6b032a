"""Whether facts from JSON are of a declared type: the types are annotations.

JSON knows texts, numbers, truth values, lists and objects. So annotations are made of `str`, `int`,
`float`, `bool`, None, unions, `list[...]`, `tuple[...]`, `dict[str, ...]`, `Literal`, `Any` and
`TypedDict`.
"""

import math
import types
import typing
from functools import cache
from typing import Any

EXACT = 2**53  # whole numbers up to here are floats, too


def misfit(value: Any, kind: Any, name: str = "") -> str:
    """Return the name of the first part of a value that is of another type; empty where none is.

    Parameters
    ----------
    value
        What came.
    kind
        The type that it must have. A `TypedDict` says which entries are asked for; more may come.
    name
        What the value is called.

    Examples
    --------
    >>> misfit({"a": [1, "2"]}, dict[str, list[int]], "facts")
    'facts.a[1]'
    """
    origin, of = typing.get_origin(kind), typing.get_args(kind)
    if typing.is_typeddict(kind):
        return _entries(value, kind, name)
    if origin in (typing.Union, types.UnionType):
        return "" if any(not misfit(value, each, name) for each in of) else name
    if origin is typing.Literal:
        return "" if any(type(value) is type(word) and value == word for word in of) else name
    if origin is list or origin is tuple:
        return _items(value, of, name)
    if origin is dict:
        if not isinstance(value, dict):
            return name
        parts = (misfit(each, of[1], f"{name}.{key}") for key, each in value.items())
        return next(filter(None, parts), "")
    return "" if _is(value, kind) else name


def _is(value: Any, kind: Any) -> bool:
    """Return whether a value without parts is of a type; a truth value is no number."""
    if kind is Any:
        return True
    if kind is None or kind is type(None):
        return value is None
    if kind is float:
        exact = _is(value, int) and abs(value) <= EXACT
        return exact or (isinstance(value, float) and math.isfinite(value))
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _items(value: Any, of: tuple[Any, ...], name: str) -> str:
    """Return the first item of a list that is of another type; `tuple[int, int]` has a length."""
    if not isinstance(value, list):
        return name
    repeated = len(of) == 1 or of[-1] is Ellipsis
    if not repeated and len(of) != len(value):
        return name
    kinds = [of[0]] * len(value) if repeated else of
    parts = (misfit(each, kinds[at], f"{name}[{at}]") for at, each in enumerate(value))
    return next(filter(None, parts), "")


def _entries(value: Any, kind: Any, name: str) -> str:
    if not isinstance(value, dict):
        return name
    missing = sorted(kind.__required_keys__ - value.keys())
    if missing:
        return f"{name}.{missing[0]}".lstrip(".")
    for key, each in _hints(kind).items():
        if key in value:
            wrong = misfit(value[key], each, f"{name}.{key}".lstrip("."))
            if wrong:
                return wrong
    return ""


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """Return the types of the entries of a `TypedDict`, without what says which are required."""
    return typing.get_type_hints(kind)
