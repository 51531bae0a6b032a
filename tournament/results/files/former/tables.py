"""Books of former tables: one row for each place along some axes, one column for each number.

Key columns say which place a row is: `{"match": {"player": [...], "opponent": [...]}}` has two for
one axis. An axis for which there are none gets one of its own name, with its labels or with
numbers. The columns of numbers follow from the declarations of the books.
"""

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

from tournament.results.books.book import LABELS, Books, columns_of, in_table
from tournament.results.files.event import Event

Keys = Mapping[str, Mapping[str, Any]]
Rows = Mapping[str, np.ndarray]
"""The columns of a table, by name."""
_TYPES = {"O": str, "b": bool, "i": int}


def types_of(event: Event, table: str) -> dict[str, type]:
    """Return the columns that a former table of an event has, with their types."""
    axes = event.books.TABLES[table]
    keys = event.keys([], np.zeros((0, len(event.columns)), np.int64))
    each = ["repetition"] if event.each and table not in event.once else []
    found: dict[str, type] = dict.fromkeys(each, int)
    for axis in axes:
        for column, values in keys.get(axis, {axis: LABELS.get(axis, (0,))}).items():
            found[column] = _TYPES[np.asarray(values).dtype.kind]
    for book in in_table(event.books, table).values():
        kind = bool if book.of is np.bool_ else int
        found |= dict.fromkeys(columns_of(book, len(axes)), kind)
    return found


def books_of(
    kind: type[Books],
    tables: Mapping[str, Rows],
    sizes: Mapping[str, int],
    keys: Keys,
) -> Books:
    """Return the books that tables hold.

    Parameters
    ----------
    kind
        The class of the books.
    tables
        By name.
    sizes
        The length of each axis of rows; at most one axis of each table may be missing.
    keys
        By axis of rows the key columns, each with a value for every place: which rows there must
        be.

    Raises
    ------
    ValueError
        When a table has other rows than these.
    """
    found: dict[str, np.ndarray] = {}
    for table, rows in tables.items():
        axes, many = kind.TABLES[table], len(next(iter(rows.values())))
        known = prod(sizes.get(axis, 1) for axis in axes)
        if many % known or (many > known and all(axis in sizes for axis in axes)):
            raise ValueError(f"{table} has other rows")
        shape = tuple(sizes.get(axis, many // known) for axis in axes)
        for column, wanted in _keys(axes, shape, keys).items():
            if not np.array_equal(rows[column], wanted):
                raise ValueError(f"{table} has other rows: {column}")
        for name, each in in_table(kind, table).items():
            cells = [rows[column] for column in columns_of(each, len(axes))]
            last = [len(LABELS[a]) if a in LABELS else -1 for a in each.axes[len(axes) :]]
            last = [kind.SIZES.get(a, n) for a, n in zip(each.axes[len(axes) :], last, strict=True)]
            found[name] = np.stack(cells, axis=1).reshape(*shape, *last)
    return kind(**found)


def _keys(rows: tuple[str, ...], shape: tuple[int, ...], keys: Keys) -> dict[str, np.ndarray]:
    """Return the key columns of a table: every combination of places, the last axis fastest."""
    places = np.indices(shape).reshape(len(shape), -1)
    return {
        column: np.asarray(values)[place]
        for axis, place, size in zip(rows, places, shape, strict=True)
        for column, values in keys.get(axis, {axis: LABELS.get(axis, np.arange(size))}).items()
    }
