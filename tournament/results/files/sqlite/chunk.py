"""Big books as chunks of bytes: some rows of an array, integers in the smallest type that holds
them, little-endian, compressed by zlib, with the SHA-256 of the bytes before compression.

A chunk is bounded before anything is allocated: zlib cannot make more of a byte than `RATIO` bytes,
and what a chunk says of its shape must agree with what comes out.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from math import prod
from typing import NamedTuple

import numpy as np

from tournament.results.files.refused import Refused

BYTES = 2**23  # of a chunk before compression, about
LEVEL = 1  # of zlib: 6 takes four times as long and saves a tenth
RATIO = 1040  # zlib makes at most so many bytes of one
INTEGERS = ("uint8", "uint16", "uint32", "int64")
REAL = "float64"
TYPES = {name: np.dtype(name).newbyteorder("<") for name in (*INTEGERS, REAL)}


class Chunk(NamedTuple):
    """Some rows of an array: the number of its first row, type and shape, digest and content."""

    first: int
    type: str
    shape: str
    sha256: bytes
    content: bytes


def chunks(values: np.ndarray) -> Iterator[Chunk]:
    """Yield an array of numbers or truth values as chunks; an empty array is one chunk.

    >>> [(chunk.first, chunk.type, chunk.shape) for chunk in chunks(np.array([[1, 2], [3, 400]]))]
    [(0, 'uint16', '2 2')]
    """
    rows = max(1, BYTES // max(1, 8 * prod(values.shape[1:])))
    for first in range(0, max(1, len(values)), rows):
        part = values[first : first + rows]
        name = smallest(part)
        raw = np.ascontiguousarray(part, TYPES[name]).tobytes()
        shape = " ".join(map(str, part.shape))
        yield Chunk(first, name, shape, hashlib.sha256(raw).digest(), zlib.compress(raw, LEVEL))


def joined(
    found: Iterable[Chunk], shape: tuple[int | None, ...], of: type, room: float
) -> np.ndarray:
    """Return the array that chunks hold.

    Parameters
    ----------
    found
        All chunks of an array, in their order.
    shape
        The shape it must have; None where that is not known before.
    of
        The type of a number.
    room
        How many bytes of memory there are.

    Raises
    ------
    Refused
        When a chunk is damaged, or does not belong to such an array.
    """
    parts: list[np.ndarray] = []
    rows = 0
    for chunk in found:
        if (chunk.type == REAL) != (np.dtype(of).kind == "f"):
            raise Refused("an array has an unknown type or shape")
        part = _values(chunk, shape[1:], room)
        room -= part.nbytes + 8 * part.size
        if chunk.first != rows or (parts and part.shape[1:] != parts[0].shape[1:]):
            raise Refused("chunks of an array do not follow each other")
        parts.append(part)
        rows += len(part)
    if not parts or shape[0] not in (None, rows):
        raise Refused("an array has not as many rows as it must have")
    if of is np.bool_ and any(part.max(initial=0) > 1 for part in parts):
        raise Refused("a truth value is neither 0 nor 1")
    if any(part.min(initial=0) < 0 for part in parts):
        raise Refused("a count is negative")
    if of is np.int16 and any(part.max(initial=0) > np.iinfo(of).max for part in parts):
        raise Refused("a number is larger than it can be")
    return np.concatenate(parts, dtype=of, casting="unsafe")


def _values(chunk: Chunk, tail: tuple[int | None, ...], room: float) -> np.ndarray:
    """Return the numbers of a chunk, in the type in which they are kept."""
    kind = TYPES.get(chunk.type)
    words = chunk.shape.split(" ")
    if kind is None or len(words) != 1 + len(tail) or not all(w.isdecimal() for w in words):
        raise Refused("an array has an unknown type or shape")
    shape = tuple(int(word) if len(word) < 12 else -1 for word in words)
    size = prod(shape) * kind.itemsize
    fits = all(want in (None, came) for want, came in zip(tail, shape[1:], strict=True))
    if min(shape) < 0 or not fits or size > RATIO * (len(chunk.content) + 1):
        raise Refused("an array has not the shape that it must have")
    if size + 8 * prod(shape) > room:
        raise Refused(f"they take more memory than the {room / 1e9:.1f} GB that are free")
    unpack = zlib.decompressobj()
    try:
        raw = unpack.decompress(chunk.content, size + 1)
    except zlib.error:
        raise Refused("an array is damaged") from None
    whole = len(raw) == size and unpack.eof and not unpack.unused_data
    if not whole or hashlib.sha256(raw).digest() != chunk.sha256:
        raise Refused("an array is damaged")
    return np.frombuffer(raw, kind).reshape(shape)


def smallest(values: np.ndarray) -> str:
    """Return the smallest type that holds all numbers; fractions have one type."""
    if values.dtype.kind == "f":
        return REAL
    low, high = values.min(initial=0), values.max(initial=0)
    fits = (name for name in INTEGERS if high <= np.iinfo(TYPES[name]).max and low >= 0)
    return next(fits, "int64")
