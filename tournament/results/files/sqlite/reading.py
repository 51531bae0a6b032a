"""Reading a file of results, of which nothing is trusted.

The seal is checked before SQLite reads a byte. The schema must be the one that this version writes,
to the letter: no trigger, no view, no index. What is read is bounded by the size of the file and by
the memory that is free, and so are the steps of SQLite. No part of a file is ever run or unpickled.
"""

import contextlib
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, groupby
from math import inf
from os import fsencode
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_from_bytes

import numpy as np

from tournament.results.files.event import Event
from tournament.results.files.manifest.parsed import parsed
from tournament.results.files.refused import Refused
from tournament.results.files.room import free, take
from tournament.results.files.sqlite.chunk import Chunk, joined
from tournament.results.files.sqlite.layout import ARRAYS, MANIFEST, WHO, Layout, Table
from tournament.results.files.sqlite.rows import books_of, known_sizes
from tournament.results.files.sqlite.seal import DAMAGED, identity, intact
from tournament.results.files.sqlite.writing import often

if TYPE_CHECKING:
    import sqlite3

_STEPS = 100_000  # of SQLite, between two looks at whether a file keeps it busy for ever
_STEPS_A_BYTE = 20  # a value takes a byte at least, and few steps
_TABLES = 100  # more than any event has
_ROWS = 100_000  # that are read at once
_VALUE, _ROW = 16, 64  # bytes that a number and a row take in Python, about
_LIMITS = {"ATTACHED": 0, "TRIGGER_DEPTH": 0, "SQL_LENGTH": 10_000, "COLUMN": 100, "VDBE_OP": 1000}
"""What no file of results needs more of; `sqlite3.SQLITE_LIMIT_...` are the keys."""


class Replaced(Exception):
    """Another file came to this place while the file was opened."""


@contextlib.contextmanager
def opened(file: Path) -> "Iterator[Source]":
    """Give the contents of a file of results.

    Raises
    ------
    Refused
        When the file is no file of results, of a newer format, or damaged.
    Replaced
        When it was replaced meanwhile; try again.
    OSError
        When it cannot be read.
    """
    import sqlite3

    found = intact(file)
    try:
        with contextlib.closing(sqlite3.connect(address(file), uri=True)) as connection:
            for limit, most in (_LIMITS | {"LENGTH": found[0]}).items():
                connection.setlimit(getattr(sqlite3, f"SQLITE_LIMIT_{limit}"), most)
            source = Source(connection, found[0])
            if identity(file.stat()) != found:
                raise Replaced
            yield source
    except (sqlite3.Error, OverflowError, UnicodeError):
        raise Refused(DAMAGED) from None
    except MemoryError:
        raise Refused("they take more memory than there is") from None


def address(file: Path) -> str:
    """Return a file's address for SQLite: to be read only, and looking at no other file."""
    path = file.absolute().as_posix()
    path = path if path.startswith("/") else f"/{path}"  # a drive of Windows
    return f"file://{quote_from_bytes(fsencode(path))}?mode=ro&immutable=1"


class Source:
    """The contents of an open file of results.

    Parameters
    ----------
    connection
        Of a sealed file.
    size
        Bytes of the file.
    """

    def __init__(self, connection: "sqlite3.Connection", size: int) -> None:
        self._connection, self._size = connection, size
        self._looks = 20 + _STEPS_A_BYTE * size // _STEPS
        connection.set_progress_handler(self._enough, _STEPS)
        for strictness in ("trusted_schema=OFF", "cell_size_check=ON"):
            connection.execute(f"PRAGMA {strictness}")
        found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")
        rows = found.fetchmany(_TABLES)
        self._schema = {name: sql for _, name, _, sql in rows}
        plain = all(kind == "table" and name == table for kind, name, table, _ in rows)
        if not plain or len(self._schema) != len(rows):
            raise Refused("the file holds more than the tables of results")

    def _enough(self) -> bool:
        self._looks -= 1
        return self._looks < 0

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What the manifest holds."""
        if self._schema.get(MANIFEST.name) != MANIFEST.sql:
            raise Refused("the file has no manifest")
        facts: dict[str, Any] = {}
        for fact, value in self._rows(MANIFEST, (str, str)):
            if fact in facts:
                raise Refused("the manifest says something twice")
            facts[fact] = parsed(value, "the manifest")
        return facts

    def names(self, event: Event) -> list[str]:
        """Return who played."""
        return [row[1] for row in self._names(self._layout(event))]

    def parts(
        self, event: Event, names: list[str], sizes: dict[str, int], parts: int
    ) -> tuple[list[Any], list[np.ndarray]]:
        """Return the books, and for each set of books who took part.

        Parameters
        ----------
        event
            How the event is filed.
        names
            Who played.
        sizes
            The length of each axis that is known before, and how many repetitions there are.
        parts
            How many sets of books there must be.
        """
        layout = self._layout(event)
        known = known_sizes(layout, len(names), sizes)
        found, labels = self._arrays(layout, known, parts)
        for table in layout.plain:
            rows = self._numbers(layout.table(table))
            if event.each and len(rows) and not 0 <= rows[:, 0].min() <= rows[:, 0].max() < parts:
                raise Refused(f"{table} has rows of other repetitions")
            for part in range(parts):
                books, who = books_of(layout, table, part, rows, known)
                found[part] |= books
                if who is not None:
                    labels[part] = who
        if layout.everybody:
            labels = [np.arange(len(names)) for _ in labels]
        self._check_often(layout, names, labels)
        try:
            return [event.books(**each) for each in found], labels
        except TypeError:
            raise Refused("a book is missing") from None

    def _layout(self, event: Event) -> Layout:
        """Return the tables of an event, which must be those of the file."""
        layout = Layout(event)
        if self._schema != {table.name: table.sql for table in layout.tables}:
            raise Refused("the file has other tables than those of its event")
        return layout

    def _names(self, layout: Layout) -> list[tuple[Any, ...]]:
        table = layout.names
        rows = list(self._rows(table, (int, str, int)[: len(table.columns)]))
        if [row[0] for row in rows] != list(range(len(rows))):
            raise Refused(f"{table.name} are not numbered from 0")
        return rows

    def _check_often(self, layout: Layout, names: list[str], labels: list[np.ndarray]) -> None:
        if any(each.max(initial=0) >= len(names) for each in labels):
            raise Refused("somebody without a name took part")
        for column in often(layout, names, labels):
            if [row[2] for row in self._names(layout)] != column:
                raise Refused(f"{layout.names.name} are not as often there as they should be")

    def _numbers(self, table: Table) -> np.ndarray:
        """Return (rows, columns) of a table of integers."""
        width = len(table.columns)
        rows = self._connection.execute(f'SELECT * FROM "{table.name}"')
        most, found = self._size // width, list[tuple[Any, ...]]()
        while more := rows.fetchmany(_ROWS):
            found += more
            take(len(found) * (_ROW + _VALUE * width))
            if len(found) > most or set(map(type, chain.from_iterable(more))) - {int}:
                raise Refused(f"{table.name} has other values than its integers")
        return np.array(found, np.int64).reshape(len(found), width)

    def _arrays(
        self, layout: Layout, sizes: dict[str, int], parts: int
    ) -> tuple[list[dict[str, np.ndarray]], list[Any]]:
        """Return the arrays of each part, by name, and who took part where an array says so."""
        event, room = layout.event, free() or inf
        who = () if len(event.columns) == 1 else (len(event.columns),)
        shapes: dict[str, Any] = {} if layout.labelled else {WHO: ((None, *who), np.int64)}
        for name, book in layout.big.items():
            shapes[name] = tuple(sizes.get(axis) for axis in book.axes), book.of
        found: dict[int, dict[str, np.ndarray]] = {}
        rows = self._rows(ARRAYS, (int, str, int, str, str, bytes, bytes))
        for (part, name), group in groupby(rows, key=lambda row: row[:2]):
            arrays = found.setdefault(part, {})
            if not 0 <= part < parts or name not in shapes or name in arrays:
                raise Refused("arrays are there that no event has")
            shape, of = shapes[name]
            values = joined((Chunk(*row[2:]) for row in group), shape, of, room)
            arrays[name] = values
            room -= values.nbytes
        if len(found) < parts:
            raise Refused("a book is missing")
        if not layout.labelled and not all(WHO in each for each in found.values()):
            raise Refused("nobody took part")
        return [found[part] for part in range(parts)], [
            found[part].pop(WHO, None) for part in range(parts)
        ]

    def _rows(self, table: Table, kinds: tuple[type, ...]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table; together they have at most as many bytes as the file."""
        left = self._size
        rows = self._connection.execute(f'SELECT * FROM "{table.name}"')
        for number, row in enumerate(rows):
            take(number * (_ROW + _VALUE * len(kinds)) if number % _ROWS == 0 else 0)
            if any(type(value) is not kind for value, kind in zip(row, kinds, strict=True)):
                raise Refused(f"{table.name} has values of other types")
            left -= len(row) + sum(len(v) for v in row if isinstance(v, (str, bytes)))
            if left < 0:
                raise Refused(f"{table.name} is larger than the file")
            yield row
