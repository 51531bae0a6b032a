"""Rows of finished matches: from books to what a database holds, and back.

What comes from a database is not trusted: a row has a checksum over what it is and over all that it
says, and the sizes of its parts must agree before anything is unpacked.

Legend: m rows, r repetitions of a span, k outcomes.
"""

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any, Self

import numpy as np
from sqlalchemy import Connection, Select, and_, select

from tournament import outcomes
from tournament.errors import LedgerError
from tournament.results.books.tournament import Tallies
from tournament.results.files.sqlite.chunk import INTEGERS, RATIO, TYPES, smallest
from tournament.results.ledger.schema import DETAILS, MATCHES, SPAN, SUMS
from tournament.results.ledger.store import Ledger

SHAPES = {
    "starts": (outcomes.SIZE,),
    "transitions": (outcomes.SIZE, outcomes.SIZE),
    "products": (outcomes.SIZE, outcomes.SIZE),
}
"""Books that are in `sums`, in this order."""
NUMBERS = sum(map(prod, SHAPES.values()))
SMALL = 512
"""Bytes of `by_repetition` up to which it is not compressed."""
COLUMNS = [name for names in SUMS.values() for name in names]
UNSIGNED = 2**32
DAMAGED = (
    "a match in the ledger is damaged; `tournament ledger verify --repair` drops what is damaged,"
    " to be played again."
)
BLOBS = [name for name in DETAILS.columns.keys() if name not in SPAN]  # noqa: SIM118
WHOLE: Select[Any] = select(MATCHES, *(DETAILS.c[name] for name in BLOBS)).outerjoin_from(
    MATCHES, DETAILS, and_(*(MATCHES.c[name] == DETAILS.c[name] for name in SPAN))
)
"""Reads matches with all that is kept of them; nothing in place of details that are lost."""
_AT = {name: place for place, name in enumerate([*MATCHES.columns.keys(), *BLOBS])}
_PLAIN = slice(_AT["first"], _AT[COLUMNS[-1]] + 1)
_MANY, _CHECKSUM, _SUMS = _AT["repetitions"], _AT["checksum"], _AT["sums"]
_TYPE, _SEEN = _AT["type"], _AT["by_repetition"]


@dataclass(frozen=True, eq=False)
class Rows:
    """Spans of matches.

    first, repetitions, chance
        (m,) the first repetition, how many, and whether chance has a part in the match. Without
        chance one repetition stands for all.
    sums
        The books of matches but the totals, (m, ...) each.
    seen
        (m, r, k) outcomes of each repetition; r is 1 without chance.
    """

    first: np.ndarray
    repetitions: np.ndarray
    chance: np.ndarray
    sums: dict[str, np.ndarray]
    seen: np.ndarray

    @classmethod
    def of(cls, tallies: Tallies, seen: np.ndarray, first: int, repetitions: int) -> Self:
        """Return the rows of a unit, from its books and (m, r, k) what was seen."""
        chance = tallies.chance
        often = np.where(chance, 1, repetitions)
        names = [name for name in (*SUMS, *SHAPES) if name != "chance"]
        books = {name: getattr(tallies, name) for name in names}
        return cls(
            first=np.where(chance, first, 0),
            repetitions=np.where(chance, repetitions, 1),
            chance=chance,
            sums={n: b // often.reshape(-1, *[1] * (b.ndim - 1)) for n, b in books.items()},
            seen=seen,
        )

    def agree(self, turns: int | None, alone: np.ndarray) -> bool:
        """Return whether the numbers say the same of the same turns.

        Parameters
        ----------
        turns
            Of a match, where that is fixed.
        alone
            (m,) whether what was seen is of both seats together.
        """
        counts = self.sums["counts"]
        twice = counts + np.where(alone[:, None], outcomes.swapped(counts), 0)
        same = (self.seen >= 0).all() and (self.seen.sum(axis=1) == twice).all()
        fixed = turns is None or (counts.sum(axis=1) == turns * self.repetitions).all()
        return bool(same and fixed)

    def turned(self, which: np.ndarray) -> Self:
        """Return the same rows, some of them as the other seat sees them."""
        if not which.any():
            return self
        sums = {}
        for name, values in self.sums.items():
            axes = tuple(range(1, values.ndim))
            other = values[:, ::-1] if name in SUMS and name != "counts" else None
            other = outcomes.swapped(values, *axes) if other is None else other
            sums[name] = np.where(which.reshape(-1, *[1] * len(axes)), other, values)
        seen = np.where(which[:, None, None], outcomes.swapped(self.seen), self.seen)
        return replace(self, sums=sums, seen=seen)

    @classmethod
    def read(
        cls, rows: Sequence[tuple[Any, ...]], identities: Sequence[bytes], place: str
    ) -> Iterator[tuple[np.ndarray, Self]]:
        """Yield rows of the table in groups that can be read together; and which rows these are.

        Raises
        ------
        LedgerError
            When a row is damaged.
        """
        groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            if not is_intact(identities[number], row):
                raise LedgerError(f"{place}: {DAMAGED}")
            groups[row[_TYPE], row[_MANY], len(row[_SUMS])].append(number)
        for (kind, many, width), which in groups.items():
            group = [rows[number] for number in which]
            plain = np.array([row[_PLAIN] for row in group], np.int64)
            of = TYPES["uint32" if width == NUMBERS * 4 else "int64"]
            numbers = np.frombuffer(b"".join(row[_SUMS] for row in group), of)
            sums = _split(plain[:, 2:], {n: (len(c),) for n, c in SUMS.items()})
            sums |= _split(numbers.reshape(len(group), NUMBERS).astype(np.int64), SHAPES)
            chance = sums.pop("chance")[:, 0] == 1
            content = b"".join(_unpacked(row[_SEEN], kind, many) for row in group)
            seen = np.frombuffer(content, TYPES[kind]).reshape(len(group), many, outcomes.SIZE)
            seen = seen.astype(np.int64)
            yield np.array(which), cls(plain[:, 0], plain[:, 1], chance, sums, seen)


def packed(rows: Rows, identities: Sequence[bytes], now: int) -> Iterator[dict[str, Any]]:
    """Yield what a database holds of each row, but for its ids."""
    plain = np.column_stack([rows.sums[name] for name in SUMS if name != "chance"]).tolist()
    numbers = np.column_stack([rows.sums[name].reshape(len(plain), -1) for name in SHAPES])
    of = TYPES["uint32" if numbers.max(initial=0) < UNSIGNED else "int64"]
    sums, kind = np.ascontiguousarray(numbers, of), smallest(rows.seen)
    seen = np.ascontiguousarray(rows.seen, TYPES[kind])
    for number, identity in enumerate(identities):
        many, chance = int(rows.repetitions[number]), int(rows.chance[number])
        content = seen[number, :many].tobytes()
        columns = [int(rows.first[number]), many, *plain[number], chance]
        row = {
            **dict(zip(("first", "repetitions", *COLUMNS), columns, strict=True)),
            "finished": now,
            "sums": sums[number].tobytes(),
            "type": kind,
            "by_repetition": content if len(content) <= SMALL else zlib.compress(content, 1),
        }
        told = _checksum(identity, columns, row["sums"], kind, row["by_repetition"])
        yield row | {"checksum": told}


def add_whole(ledger: Ledger, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert matches with their details, where none with the same key is there."""
    for table in (MATCHES, DETAILS):
        names = table.columns.keys()
        ledger.add(connection, table, [{name: row[name] for name in names} for row in rows])


def is_intact(identity: bytes, row: Sequence[Any]) -> bool:
    """Return whether a row of the table says what was written, of the match of this identity."""
    plain, sums, kind, content = row[_PLAIN], row[_SUMS], row[_TYPE], row[_SEEN]
    blobs = all(isinstance(each, bytes) for each in (sums, content, row[_CHECKSUM]))
    if not blobs or kind not in INTEGERS or {*map(type, plain)} != {int}:
        return False
    wide = len(sums) not in (NUMBERS * 4, NUMBERS * 8)
    if wide or min(plain) < 0 or plain[1] < 1 or plain[-1] > 1:
        return False
    if not plain[-1] and (plain[0], plain[1]) != (0, 1):  # without chance one stands for all
        return False
    told = _checksum(identity, plain, sums, kind, content)
    return bool(told == row[_CHECKSUM]) and bool(_unpacked(content, kind, plain[1]))


def _checksum(
    identity: bytes, plain: Sequence[int], sums: bytes, kind: str, content: bytes
) -> bytes:
    """Return 16 bytes of all that a row says, and of what it says it of."""
    digest = hashlib.blake2b(identity, digest_size=16)
    digest.update(f"{[*plain]} {kind} {len(sums)} ".encode())
    digest.update(sums)
    digest.update(content)
    return digest.digest()


def _unpacked(content: bytes, kind: str, many: int) -> bytes:
    """Return the bytes of `by_repetition`; none if they are not as many as they must be."""
    size = many * outcomes.SIZE * TYPES[kind].itemsize
    if size <= SMALL or size > RATIO * (len(content) + 1):
        return content if len(content) == size else b""
    unpack = zlib.decompressobj()
    try:
        raw = unpack.decompress(content, size + 1)
    except zlib.error:
        return b""
    return raw if len(raw) == size else b""


def _split(table: np.ndarray, shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """Return the columns of a table as books, by name."""
    found, at = {}, 0
    for name, shape in shapes.items():
        found[name] = table[:, at : at + prod(shape)].reshape(-1, *shape)
        at += prod(shape)
    return found
