"""Checks of arguments: each returns the value in its own type, or says what is wrong.

One rule for each kind of argument, the same at every place. Every public function calls these
checks, and a test finds all of them by inspection and tries hostile values at each argument.

| given | a number | a whole number | a flag | a text |
|---|---|---|---|---|
| `int`, also of an `IntEnum`; `np.int8` to `np.uint64` | yes | yes | no | no |
| `float`, `np.float16` to `np.longdouble`, `Fraction`, `Decimal` | yes | if whole | no | no |
| `bool`, `np.bool_` | no | no | yes | no |
| an array without axes | as what it holds | as what it holds | as what it holds | no |
| any other array or list, also of one element | no | no | no | no |
| NaN, infinity, `-0.0` | no, no, 0.0 | no, no, 0 | no | no |
| a number that no float can hold, such as `10**400` | no | no | no | no |
| `str`, `np.str_`, a `StrEnum` | no | no | no | yes |
| None, `complex`, `bytes`, dates, `pandas.NA`, an `Enum`, anything else | no | no | no | no |

Objects of other classes are refused also where they have `__float__` or `__index__`: what these
return may be another number next time. Subclasses are read as the class of Python that they
extend, so that none of their own code runs. What comes back is always a plain `int`, `float`,
`bool` or `str`. A number is brought to the nearest float.

One sentence names the argument, what it must be, and what came.
"""

import math
import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from numbers import Number
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from tournament.errors import Aliases, ArgumentError, meant, no_aliases, suggestion
from tournament.interactive.shown import shown

PerPlayer = float | Sequence[float] | np.ndarray | Mapping[str, float]
"""One probability for all, one for each player in order, or a mapping by name (others 0)."""

T = TypeVar("T")
W = TypeVar("W", bound=str)

MOST_SEED = 2**64 - 1
MOST_ITEMS = 1_000_000
"""Of a list that is given as an argument: an iterator without end is refused."""
POWERS = {2**31 - 1: "2**31 - 1", 2**62: "2**62", MOST_SEED: "2**64 - 1"}
"""How the ends of ranges are written."""


# -- kinds -----------------------------------------------------------------------------------------


def seed_of(value: Any) -> int:
    """Return a seed as an integer of 64 bits; one is drawn where none is given."""
    return secrets.randbits(32) if value is None else whole("seed", value, 0, MOST_SEED)


def whole(name: str, value: Any, low: int, high: int) -> int:
    """Return `value` as an integer of [low, high], or say what is wrong with it."""
    number = exact(value)
    if not isinstance(number, int) or not low <= number <= high:
        top = POWERS.get(high, str(high))
        raise ArgumentError(
            f"`{name}` must be a whole number in [{low}, {top}]; got {shown(value)}."
        )
    return number


def number(name: str, value: Any, low: float = -math.inf, high: float = math.inf) -> float:
    """Return `value` as a finite float of [low, high], or say what is wrong with it."""
    given = exact(value)
    if given is None or not low <= given <= high:
        ends = "" if low == -high == -math.inf else f" in [{low:g}, {high:g}]"
        raise ArgumentError(f"`{name}` must be a number{ends}; got {shown(value)}.")
    return float(given)


def positive(name: str, value: Any, high: float = math.inf) -> float:
    """Return `value` as a float above 0, or say what is wrong with it."""
    given = exact(value)
    if given is None or not 0 < given <= high:
        most = "" if high == math.inf else f", at most {high:g}"
        raise ArgumentError(f"`{name}` must be a positive number{most}; got {shown(value)}.")
    return float(given)


def probability(name: str, value: Any) -> float:
    """Return `value` as a probability, or say what is wrong with it."""
    given = exact(value)
    if given is None or not 0 <= given <= 1:
        raise ArgumentError(f"`{name}` must be a probability in [0, 1]; got {shown(value)}.")
    return float(given)


def level_of(name: str, value: Any, usual: float = 0.95) -> float:
    """Return `value` as a confidence or a power, which is neither 0 nor 1, or say what is wrong."""
    given = exact(value)
    if given is None or not 0 < given < 1:
        raise ArgumentError(
            f"`{name}` must be between 0 and 1, such as {usual:g}; got {shown(value)}."
        )
    return float(given)


def flag(name: str, value: Any) -> bool:
    """Return `value` if it is True or False, or say what is wrong with it."""
    held = held_by(value)
    if not isinstance(held, bool):
        raise ArgumentError(f"`{name}` must be True or False; got {shown(value)}.")
    return held


def text(name: str, value: Any, what: str = "a text") -> str:
    """Return `value` as a plain text, or say what is wrong with it."""
    if not isinstance(value, str):
        raise ArgumentError(f"`{name}` must be {what}; got {shown(value)}.")
    return str.__str__(value)


def one_of(name: str, value: Any, known: Sequence[W]) -> W:
    """Return `value` if it is one of some words, or say which they are."""
    word = str.__str__(value) if isinstance(value, str) else None
    if word not in known:
        words = ", ".join(map(repr, known[:-1]))
        either = f"{words} or {known[-1]!r}" if words else repr(known[-1])
        raise ArgumentError(f"`{name}` must be {either}; got {shown(value)}.")
    return known[known.index(word)]


def path(name: str, value: Any) -> Path:
    """Return `value` as a path, or say what is wrong with it."""
    try:
        given = os.fspath(value)
    except KeyboardInterrupt:
        raise
    except BaseException:  # it is no path, or its own code fails
        given = None
    if not isinstance(given, str) or not given or "\0" in given:
        raise ArgumentError(f"`{name}` must be the path of a file or folder; got {shown(value)}.")
    return Path(str.__str__(given))


def of_kind(name: str, value: Any, kind: type[T], what: str) -> T:
    """Return `value` if it is of a class, or say what it must be."""
    if not isinstance(value, kind):
        raise ArgumentError(f"`{name}` must be {what}; got {shown(value)}.")
    return value


def several(name: str, value: Any, what: str) -> list[Any]:
    """Return what a list, or any other iterable that is no text, holds; or say what is wrong."""
    items: list[Any] | None = None
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, bytearray, Mapping)):
        try:
            items = list(islice(value, MOST_ITEMS + 1))
        except Exception:  # an array without axes, or a class of somebody else
            items = None
    if items is None or len(items) > MOST_ITEMS:
        raise ArgumentError(f"`{name}` must be {what}; got {shown(value)}.")
    return items


def table(name: str, value: Any, what: str, *, gaps: bool = False) -> np.ndarray:
    """Return an array of finite numbers as floats, or say what is wrong with it.

    Parameters
    ----------
    name
        Of the argument.
    value
        A number, or numbers in any nesting.
    what
        What it must be, in words.
    gaps
        Whether NaN may stand for what is not known.
    """
    single = exact(value)
    try:
        value = value if single is None else single
        array = np.array("") if np.ma.isMaskedArray(value) else np.asarray(value)
        if array.dtype.kind == "O":
            cells = [math.nan if gaps and _is_nan(cell) else exact(cell) for cell in array.flat]
            bad = any(cell is None for cell in cells)
            array = np.array("") if bad else np.array(cells, float).reshape(array.shape)
    except Exception:  # rows of different lengths, or a class of somebody else
        array = np.array("")
    fits = array.dtype.kind in "iuf" and array.dtype.itemsize <= 16
    with np.errstate(over="ignore"):
        numbers = array.astype(float) if fits else np.array([math.inf])
    if not fits or not (np.isfinite(numbers) | (np.isnan(numbers) & gaps)).all():
        raise ArgumentError(f"`{name}` must be {what}; got {shown(value)}.")
    return numbers + 0.0


def per_player(
    name: str, value: PerPlayer, names: Sequence[str], also: Aliases = no_aliases
) -> tuple[float, ...]:
    """Return one probability per player: from one for all, one each in order, or a mapping by name
    or alias (others 0)."""
    if isinstance(value, Mapping):
        return _by_name(name, value, names, also)
    if isinstance(value, np.ndarray) and value.ndim:
        value = value.tolist() if value.dtype.kind in "iuf" else list(value)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray)):
        if len(value) != len(names):
            raise ArgumentError(
                f"`{name}` must be one probability, or one for each of {len(names)} players; got"
                f" {len(value)}."
            )
        return tuple(probability(name, each) for each in value)
    return (probability(name, value),) * len(names)


def _by_name(
    name: str, value: Mapping[str, float], names: Sequence[str], also: Aliases
) -> tuple[float, ...]:
    given: dict[str, float] = {}
    for key, chance in value.items():
        typed = text(name, key, "a mapping from names of players to probabilities")
        player = meant(typed, names, also)
        if player is None:
            raise ArgumentError(
                f"`{name}` names {shown(typed)}, which does not"
                f" play.{suggestion(typed, list(names))}"
            )
        if player in given:
            raise ArgumentError(
                f"`{name}` names {player} twice, the second time as {shown(typed)}."
            )
        given[player] = chance
    return tuple(probability(name, given.get(player, 0.0)) for player in names)


# -- what a value is -------------------------------------------------------------------------------


def held_by(value: Any) -> Any:
    """Return what a scalar of numpy, or an array without axes, holds; others as they are."""
    if isinstance(value, np.generic) or (type(value) is np.ndarray and not value.ndim):
        return value.item() if value.dtype.kind in "biuf" else None
    return value


def exact(value: Any) -> int | float | None:
    """Return a finite number as a plain integer, or as a float that is not whole; None for what is
    none.

    Examples
    --------
    >>> exact(np.int8(5)), exact(5.0), exact(-0.0), exact(np.float32(0.5)), exact(True)
    (5, 5, 0, 0.5, None)
    """
    held = held_by(value)
    if isinstance(held, (bool, complex)) or not isinstance(held, (Number, np.longdouble)):
        return None
    try:
        if isinstance(held, int):
            found = int.__int__(held)
            return found if abs(found) < 2**1000 else None
        of_another_class: Any = held
        size = float.__float__(held) if isinstance(held, float) else float(of_another_class)
        if not math.isfinite(size):
            return None
        # Of a whole number all digits count: a fraction of 64 bits may be a seed.
        same = size if isinstance(held, float) or abs(size) >= 2**70 else of_another_class
        return int(same) if int(same) == same else size
    except Exception:  # of a class of somebody else
        return None


def _is_nan(cell: Any) -> bool:
    """Return whether a cell of a table is a gap."""
    return isinstance(held_by(cell), float) and math.isnan(cell)
