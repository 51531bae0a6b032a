"""Books: sums along named axes, nearly all of integers. A unit of work fills books, and books add
up.

An event declares its books once, as fields of a class:

>>> from dataclasses import field
>>> @dataclass(eq=False)
... class Meetings(Books):
...     counts: np.ndarray = field(metadata=book("match", "outcome"))
>>> one, more = Meetings.empty(match=2), Meetings.empty(match=1)
>>> more.counts[0] += (5, 0, 0, 1)
>>> one.add(more, match=slice(1, 2))
>>> one.counts.tolist()
[[0, 0, 0, 0], [5, 0, 0, 1]]
>>> one.is_empty, one == Meetings.empty(match=2)
(False, False)

Everything else follows from the axes: how books add up, grow and compare, and how saved results
name their rows and columns.
"""

from dataclasses import dataclass, fields, replace
from itertools import product
from typing import Any, ClassVar, Self

import numpy as np

from tournament import outcomes

LABELS: dict[str, tuple[Any, ...]] = {
    "outcome": outcomes.NAMES,
    "before": outcomes.NAMES,  # the outcome of the turn before
    "seat": (0, 1),
    "self_play": (False, True),
}
"""Names along axes that are the same in every event."""


@dataclass(frozen=True)
class Book:
    """One book: an array of integers. The class that declares it says what a number is.

    axes
        The name of each axis.
    columns
        How saved results name the numbers of a row: names, or one pattern, into which the
        labels of the last axes are put.
    of
        The type of a number.
    plain
        Whether saved results hold it as columns of integers, so that SQL can read it. Other books
        are saved as chunks of bytes, which take less room and time.
    lowest
        The lowest number that there can be.
    """

    axes: tuple[str, ...]
    columns: str | tuple[str, ...]
    of: type = np.int64
    plain: bool = False
    lowest: int = 0


def book(
    *axes: str,
    columns: str | tuple[str, ...] = "{}",
    of: type = np.int64,
    plain: bool = False,
    lowest: int = 0,
) -> dict[str, Book]:
    """Return the metadata of the field of a book, in the class of an event's books."""
    return {"book": Book(axes, columns, of, plain, lowest)}


@dataclass(eq=False)
class Books:
    """All books of an event.

    A subclass declares its books as fields, and by `TABLES` which axes are rows of which table of
    saved results. Axes that are in no table are columns.
    """

    TABLES: ClassVar[dict[str, tuple[str, ...]]] = {}
    SIZES: ClassVar[dict[str, int]] = {}  # of axes whose length is the same in every event

    @classmethod
    def declared(cls) -> dict[str, Book]:
        """Return the books of this class, by name."""
        return {f.name: f.metadata["book"] for f in fields(cls) if "book" in f.metadata}

    @classmethod
    def empty(cls, **sizes: int) -> Self:
        """Return books in which nothing is written.

        Parameters
        ----------
        sizes
            The length of each axis; the length of an axis with labels is known.
        """
        known = {axis: len(names) for axis, names in LABELS.items()} | cls.SIZES | sizes
        return cls(
            **{
                name: np.zeros([known[axis] for axis in each.axes], each.of)
                for name, each in cls.declared().items()
                if set(each.axes) <= set(known)
            }
        )

    def longer(self, **sizes: int) -> Self:
        """Return the same sums with room for more: `sizes` are the new lengths of some axes."""
        grown = {}
        for name, each in self.declared().items():
            values = getattr(self, name)
            if values is None:
                continue
            shape = tuple(
                sizes.get(axis, size) for axis, size in zip(each.axes, values.shape, strict=True)
            )
            if shape != values.shape:
                grown[name] = np.zeros(shape, each.of)
                grown[name][tuple(map(slice, values.shape))] = values
        return replace(self, **grown)

    def add(self, other: Self, **where: "slice | np.ndarray") -> None:
        """Add the sums of a unit of work; `where` says which part of an axis the unit is."""
        for name, each in self.declared().items():
            mine, more = getattr(self, name), getattr(other, name)
            if more is not None:
                mine[tuple(where.get(axis, slice(None)) for axis in each.axes)] += more

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in any book."""
        return not any(np.any(getattr(self, name)) for name in self.declared())

    def __eq__(self, other: object) -> bool:
        """Return whether all sums are equal."""
        if type(self) is not type(other):
            return NotImplemented
        return all(_equal(getattr(self, name), getattr(other, name)) for name in self.declared())

    __hash__ = None  # type: ignore[assignment]


def _equal(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    """Return whether two books hold the same numbers; what is unknown in both is the same."""
    if one is None or other is None:
        return one is other
    return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def columns_of(each: Book, rows: int) -> list[str]:
    """Return the names of the numbers in a row, where a book's first axes, `rows`, are rows.

    >>> columns_of(Book(("match", "outcome"), "count_{}"), 1)
    ['count_CC', 'count_CD', 'count_DC', 'count_DD']
    """
    if not isinstance(each.columns, str):
        return list(each.columns)
    labels = [LABELS[axis] for axis in each.axes[rows:]]
    return [each.columns.format(*names) for names in product(*labels)]


def in_table(books: type[Books], table: str) -> dict[str, Book]:
    """Return the books of a table, by name: those whose first axes are the rows of the table."""
    rows = books.TABLES[table]
    return {n: b for n, b in books.declared().items() if b.axes[: len(rows)] == rows}
