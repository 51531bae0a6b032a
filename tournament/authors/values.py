"""Values of parameters and memory: each is brought into one type, and shown as a short text."""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tournament import outcomes
from tournament.authors.moves.named import C, D, NamedMove, plain
from tournament.rules.checks import exact

Value = bool | int | float | np.float32 | np.ndarray
Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]


class Form(NamedTuple):
    """What a parameter takes.

    need
        In words, for an error.
    convert
        A function that returns a value in its type, and None for a value that does not fit.
    moves
        Whether a text of C and D may stand for a row of moves.
    """

    need: str
    convert: Callable[[Any], Value | None]
    moves: bool = False


MOST = 2**63 - 1
"""The largest integer that the engine has room for; the smallest is -MOST - 1."""


def beyond_64_bits(value: Any) -> bool:
    """Return whether an integer, or one within a tuple, a list or an array, does not fit.

    >>> beyond_64_bits((1, 2**63)), beyond_64_bits(2**63 - 1), beyond_64_bits(1e300)
    (True, False, False)
    """
    if isinstance(value, (tuple, list, frozenset)):
        return any(map(beyond_64_bits, value))
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "uO" and any(map(beyond_64_bits, value.ravel().tolist()))
    return isinstance(value, (int, np.integer)) and not -MOST - 1 <= int(value) <= MOST


def scalar(value: Any) -> bool | int | float | None:
    """Return a number of Python or numpy as one of Python; None for anything else."""
    if isinstance(value, (np.bool_, np.integer, np.floating)):
        return value.item()
    if isinstance(value, (bool, int, float)):
        given: bool | int | float = plain(value)
        return given
    return exact(value)  # a Fraction, a Decimal, or an array without axes


def boolean(value: Any) -> bool | None:
    """Return a boolean."""
    plain = scalar(value)
    return plain if isinstance(plain, bool) else None


def whole(value: Any) -> int | None:
    """Return an integer; the letters C and D are moves."""
    if isinstance(value, str):
        return {"C": int(C), "D": int(D)}.get(value)
    plain = scalar(value)
    if plain is None or isinstance(plain, bool):
        return None
    integer = int(plain) if isinstance(plain, int) or plain.is_integer() else None
    return None if beyond_64_bits(integer) else integer


def number(value: Any) -> float | None:
    """Return a number."""
    plain = scalar(value)
    try:
        return None if plain is None else float(plain)
    except OverflowError:
        return None


def row(value: Any, types: str = "biuf", dtype: Any = None) -> np.ndarray | None:
    """Return an array that cannot be changed: a copy, since plugins are immutable.

    Parameters
    ----------
    value
        Numbers in any nesting, or a text of C and D.
    types
        The types of numbers that fit, as numpy's letters.
    dtype
        Of the array; integers stay integers when it is not given.
    """
    if isinstance(value, str):
        if not value or not set(value) <= {"C", "D"}:
            return None
        value = [C if letter == "C" else D for letter in value]
    if scalar(value) is not None:
        return None
    try:
        array = np.array(value)
    except Exception:  # rows of different lengths, or a class of somebody else
        return None
    if not array.ndim or not array.size or array.dtype.kind not in types:
        return None
    if dtype is None and (beyond_64_bits(value) or beyond_64_bits(array)):
        return None  # NumPy would make floats of them, or other integers
    own = np.float64 if array.dtype.kind == "f" else np.int64
    array = np.ascontiguousarray(array, dtype=dtype or own)
    array.flags.writeable = False
    return array


def integers(value: Any) -> np.ndarray | None:
    """Return an array of integers."""
    return row(value, "biu")


def numbers(value: Any) -> np.ndarray | None:
    """Return an array of numbers, which no text is."""
    return None if isinstance(value, str) else row(value, dtype=np.float64)


def floats(value: Any) -> np.ndarray | None:
    """Return an array of numbers, of a text of moves as well."""
    return row(value, dtype=np.float64)


def anything(value: Any) -> Value | None:
    """Return a number or an array as it comes."""
    plain = scalar(value)
    if beyond_64_bits(plain):
        return None
    return row(value) if plain is None else plain


_BOOLEAN, _WHOLE = Form("True or False", boolean), Form("an integer", whole)
_NUMBER = Form("a number", number)
_ANNOTATED: tuple[tuple[Any, Form], ...] = (
    (bool, _BOOLEAN),
    (int, _WHOLE),
    (float, _NUMBER),
    (Integers, Form("an array of integers", integers, moves=True)),
    (Numbers, Form("an array of numbers", numbers)),
)
_PLAIN = {bool: _BOOLEAN, int: _WHOLE, float: _NUMBER}
_ROW = Form("an array of numbers", row, moves=True)
_FLOATS = Form("an array of numbers", floats, moves=True)
_ANYTHING = Form("a number or an array of numbers", anything, moves=True)
MISSING: Any = object()
"""In place of a default: there is none."""


def form_of(annotation: Any, default: Any) -> Form:
    """Return what a parameter takes: by its annotation, else by its default, else anything."""
    for annotated, form in _ANNOTATED:
        if annotation == annotated:
            return form
    if default is MISSING:
        return _ANYTHING
    plain, usual = scalar(default), row(default)
    if plain is not None:
        return _PLAIN[type(plain)]
    return _FLOATS if usual is not None and usual.dtype.kind == "f" else _ROW


def starting_value(value: Any) -> Value | None:
    """Return what a memory starts with; None for what cannot be remembered."""
    if isinstance(value, (bool, int, float)):
        if beyond_64_bits(value):
            return None
        return int(value) if isinstance(value, NamedMove) else value
    if isinstance(value, np.float32):
        return value
    single = isinstance(value, np.ndarray) and value.dtype == np.float32
    return None if isinstance(value, str) else row(value, dtype=np.float32 if single else None)


# -- as short texts --------------------------------------------------------------------------------


def readable(value: Value) -> str:
    """Return a value as a short text that differs whenever the value does.

    >>> readable(np.array([C, C, D])), readable(0.5)
    ('CCD', '0.5')
    """
    if not isinstance(value, np.ndarray):
        return repr(value)
    moves = value.ndim == 1 and value.dtype.kind == "i" and set(value.tolist()) <= {C, D}
    if moves and len(value) <= 24:
        return outcomes.text(value)
    text = repr(value.tolist()).replace(" ", "")
    return text if len(text) <= 40 else f"{'x'.join(map(str, value.shape))}:{_digest(value)}"


def readable_team(names: list[str]) -> str:
    """Return names of members as a short text that differs whenever they do."""
    text = ", ".join(names)
    if len(names) == 1 or len(text) <= 60:
        return text
    return f"{len(names)} members:{_digest(repr(names).encode())}"


def _digest(data: Any) -> str:
    return hashlib.blake2b(data, digest_size=4).hexdigest()
