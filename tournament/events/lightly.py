"""Results of units on their way: the same arrays in less room.

The sums of a unit are whole numbers of 64 bits, most of them small, and most players of a field
have no part in a unit. So numbers travel in as few bits as they need, and without players that only
have zeros.
"""

import io
import pickle
from typing import Any

import numpy as np

FEW = 4096
"""Bytes of an array that is not worth the work."""


class Light:
    """A result that a worker sends: whoever reads its pickle has the result itself."""

    def __init__(self, result: Any) -> None:
        out = io.BytesIO()
        _Narrowing(out, protocol=5).dump(result)
        self.packed = out.getvalue()

    def __reduce__(self) -> tuple[Any, ...]:
        return pickle.loads, (self.packed,)


class _Narrowing(pickle.Pickler):
    def reducer_override(self, thing: Any) -> Any:
        if type(thing) is np.ndarray and thing.dtype == np.int64 and thing.nbytes > FEW:
            return widened, narrowed(thing)
        return NotImplemented


def narrowed(array: np.ndarray) -> tuple[np.ndarray, tuple[int, ...], np.ndarray | None]:
    """Return what `widened` makes the same array of.

    Parameters
    ----------
    array
        Of whole numbers of 64 bits.
    """
    shape: tuple[int, ...] = array.shape
    some: np.ndarray | None = None
    if array.ndim > 1:  # in the sums of players the second axis
        found = np.asarray(array.any(axis=(0, *range(2, array.ndim))))
        if not found.all():
            some, array = found, array[:, found]
    low, high = int(array.min(initial=0)), int(array.max(initial=0))
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
            return array.astype(kind), shape, some
    return array, shape, some


def widened(array: np.ndarray, shape: tuple[int, ...], some: np.ndarray | None) -> np.ndarray:
    """Return an array as it was.

    Examples
    --------
    >>> sums = np.array([[0, 300], [0, 5]])
    >>> bool((widened(*narrowed(sums)) == sums).all()), narrowed(sums)[0].nbytes
    (True, 4)
    """
    if some is None:
        return array.astype(np.int64)
    whole = np.zeros(shape, np.int64)
    whole[:, some] = array
    return whole
