"""Finished repetitions of a season or a population in a ledger, each with all its books.

A book is kept as chunks of bytes, as in saved results (`results/files/sqlite/chunk.py`), with the
same checksums; what a ledger holds is not trusted.
"""

import json
import time
from collections.abc import Mapping, Sequence
from itertools import groupby
from math import inf
from typing import NamedTuple

import numpy as np
from sqlalchemy import Connection, select

from tournament.errors import LedgerError
from tournament.results.books.book import LABELS, Books
from tournament.results.files.refused import Refused
from tournament.results.files.room import free
from tournament.results.files.sqlite.chunk import Chunk, chunks, joined
from tournament.results.ledger.schema import ARRAYS, EVENTS, REPETITIONS
from tournament.results.ledger.spans import covered
from tournament.results.ledger.store import Ledger
from tournament.results.units.cutting import Span
from tournament.results.units.keys import digest
from tournament.results.units.play_version import PLAY_VERSION

Shape = tuple[int | None, ...]


class About(NamedTuple):
    """What a ledger says of an event, for people to read.

    event
        "season" or "population".
    players
        The names of those who play.
    conditions
        The rules in words.
    seed
        Of all chance.
    """

    event: str
    players: Sequence[str]
    conditions: str
    seed: int


class Repeated:
    """The repetitions of an event, as a ledger knows them.

    Parameters
    ----------
    ledger
        An open one.
    key
        Everything that the books of a repetition depend on, besides its number.
    about
        The same in words.
    """

    def __init__(self, ledger: Ledger, key: object, about: About) -> None:
        row = {
            "digest": digest(key),
            "event": about.event,
            "players": json.dumps([*about.players], ensure_ascii=False),
            "conditions": about.conditions,
            "seed": str(about.seed),
            "version": PLAY_VERSION,
        }
        self.ledger = ledger
        (self.id,) = ledger.ids(EVENTS, [row])

    def there(self, last: int) -> tuple[list[Span], list[tuple[int, int]]]:
        """Return which spans to read for repetitions from 0 to `last`, and which gaps there are."""
        c = REPETITIONS.c
        asked = select(c.first, c.repetitions).where(c.event == self.id)
        found = self.ledger.read(lambda connection: connection.execute(asked).all())
        return covered([Span(*self.ledger.numbers(row)) for row in found], 0, last)

    def put(self, span: Span, books: Mapping[str, np.ndarray]) -> None:
        """Write the books of some repetitions, in one transaction."""
        where = {"event": self.id, "first": span.first, "repetitions": span.repetitions}
        rows = [
            where
            | {"book": name, "part": chunk.first, "type": chunk.type, "shape": chunk.shape}
            | {"sha256": chunk.sha256, "content": chunk.content}
            for name, values in books.items()
            for chunk in chunks(values)
        ]

        def do(connection: Connection) -> None:
            told = {"books": len(books), "finished": int(time.time())}
            self.ledger.add(connection, REPETITIONS, [where | told])
            self.ledger.add(connection, ARRAYS, rows)

        self.ledger.write(do)

    def read(self, span: Span, shapes: Mapping[str, tuple[Shape, type]]) -> dict[str, np.ndarray]:
        """Return the books of some repetitions, by name.

        Parameters
        ----------
        span
            One of `there`.
        shapes
            The shape and the type of each book that there may be; None for any length.

        Raises
        ------
        LedgerError
            When they are damaged.
        """
        c, r = ARRAYS.c, REPETITIONS.c
        mine = (r.event == self.id, r.first == span.first, r.repetitions == span.repetitions)
        asked = (
            select(c.book, c.part, c.type, c.shape, c.sha256, c.content)
            .where(c.event == self.id, c.first == span.first, c.repetitions == span.repetitions)
            .order_by(c.book, c.part)
        )
        rows, many = self.ledger.read(
            lambda connection: (
                connection.execute(asked).all(),
                connection.execute(select(r.books).where(*mine)).scalar(),
            )
        )
        try:
            if not rows:
                raise Refused("no books")
            found = {
                name: _joined(name, [Chunk(*row[1:]) for row in group], shapes)
                for name, group in groupby(rows, key=lambda row: row[0])
            }
            if len(found) != many:
                raise Refused("a book is missing")
            return found
        except (Refused, TypeError, ValueError, AttributeError):
            raise LedgerError(
                f"{self.ledger.place}: repetitions from {span.first:,} on in the ledger are"
                " damaged; `tournament ledger verify --repair` drops what is damaged, to be played"
                " again."
            ) from None


def kept(books: Books) -> dict[str, np.ndarray]:
    """Return the arrays of a set of books; numbers that may be below 0 are moved up."""
    declared = books.declared().items()
    values = {name: getattr(books, name) for name, _ in declared}
    return {n: values[n] - book.lowest for n, book in declared if values[n] is not None}


def read_back(books: type[Books], arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the arrays of a set of books as they were before `kept`."""
    lowest = {name: book.lowest for name, book in books.declared().items()}
    return {name: values + lowest[name] for name, values in arrays.items()}


def shapes_of(books: type[Books], **sizes: int) -> dict[str, tuple[Shape, type]]:
    """Return the shape and the type of each book; `sizes` are lengths of axes that are known."""
    known = {axis: len(names) for axis, names in LABELS.items()} | books.SIZES | sizes
    return {n: (tuple(map(known.get, b.axes)), b.of) for n, b in books.declared().items()}


def _joined(
    name: str, found: Sequence[Chunk], shapes: Mapping[str, tuple[Shape, type]]
) -> np.ndarray:
    if name not in shapes or any(not isinstance(each, bytes) for c in found for each in c[3:]):
        raise Refused("a book that no event has")
    shape, of = shapes[name]
    return joined(found, shape, of, free() or inf)
