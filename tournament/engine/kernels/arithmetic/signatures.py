"""Of which types a meaning is: signature(*types) -> Numba's signature, or None for none."""

from numba import types
from numba.core.types import Type
from numba.core.typing import Signature, signature

from tournament.engine.kernels.arithmetic.site import REAL, SINGLE, WHOLE


def is_whole(kind: Type) -> bool:
    """Return whether a type is that of whole numbers or truth values."""
    return isinstance(kind, (types.Integer, types.Boolean))


def common(*kinds: Type) -> Type:
    """Return the type of singles if one is a single, of whole numbers if all are whole, else that
    of floats."""
    if SINGLE in kinds:
        return SINGLE
    return WHOLE if all(map(is_whole, kinds)) else REAL


def alike(*kinds: Type) -> Signature:
    """Return whole numbers of whole numbers, else floats."""
    kind = common(*kinds)
    return signature(kind, *[kind] * len(kinds))


def quotient(a: Type, b: Type) -> Signature:
    """Return a float of two floats, a single of two singles."""
    kind = SINGLE if SINGLE in (a, b) else REAL
    return signature(kind, kind, kind)


def pair(a: Type, b: Type) -> Signature:
    """Return two numbers of two numbers."""
    kind = common(a, b)
    return signature(types.UniTuple(kind, 2), kind, kind)


def shifted(a: Type, b: Type) -> Signature | None:
    """Return a whole number of two whole numbers."""
    return alike(a, b) if is_whole(a) and is_whole(b) else None


def compared(a: Type, b: Type) -> Signature | None:
    """Return a truth value of a whole number and a float, or of two singles; None for two that are
    alike otherwise."""
    if SINGLE in (a, b):
        return signature(types.boolean, SINGLE, SINGLE)
    if is_whole(a) == is_whole(b):
        return None  # as Numba does
    return signature(types.boolean, WHOLE if is_whole(a) else REAL, WHOLE if is_whole(b) else REAL)


def whole_of(*kinds: Type) -> Signature | None:
    """Return a whole number of one number."""
    if len(kinds) != 1:
        return None
    return signature(WHOLE, WHOLE if is_whole(kinds[0]) else REAL)


def one_of(*kinds: Type) -> Signature | None:
    """Return one of several numbers."""
    return alike(*kinds) if len(kinds) > 1 else None


def reals(*kinds: Type, count: int = 0) -> Signature | None:
    """Return a float of so many floats; of one or two where `count` is 0."""
    right = len(kinds) == count if count else len(kinds) in (1, 2)
    return signature(REAL, *[REAL] * len(kinds)) if right else None


def single_of(*kinds: Type) -> Signature | None:
    """Return the single that is nearest to a number."""
    return signature(SINGLE, SINGLE) if len(kinds) == 1 else None


def float_of(*kinds: Type) -> Signature | None:
    """Return the float that a single is; None for other numbers, as Numba does."""
    return signature(REAL, REAL) if kinds == (SINGLE,) else None


def wholes(*kinds: Type) -> Signature | None:
    """Return a whole number of two whole numbers."""
    return alike(*kinds) if len(kinds) == 2 and all(map(is_whole, kinds)) else None


def nothing(*kinds: Type) -> None:
    """Return that numbers alone have no such meaning."""
