"""Books of former tables: one row for each place along some axes, one column for each number.

Key columns say which place a row is: `{"match": {"player": [...], "opponent": [...]}}` has two for
one axis. An axis for which there are none gets one of its own name, with its labels or with
numbers. The columns of numbers follow from the declarations of the books.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.results.books.book import LABELS, Books, columns_of, in_table

if TYPE_CHECKING:
    import pandas as pd

Keys = Mapping[str, Mapping[str, Any]]


def books_of(
    kind: type[Books],
    frames: "Mapping[str, pd.DataFrame]",
    sizes: Mapping[str, int],
    keys: Keys,
    **more: Any,
) -> Books:
    """Return the books that tables hold.

    Parameters
    ----------
    kind
        The class of the books.
    frames
        The tables, by name.
    sizes
        The length of each axis of rows; at most one axis of each table may be missing.
    keys
        By axis of rows the key columns, each with a value for every place: which rows there must
        be.
    more
        Fields of the books that no table has.

    Raises
    ------
    ValueError
        When a table has other rows than these, or other numbers than integers.
    """
    found = dict(more)
    for table, frame in frames.items():
        rows = kind.TABLES[table]
        shape = tuple(sizes.get(axis, -1) for axis in rows)
        shape = np.empty(len(frame), np.bool_).reshape(shape).shape
        for column, wanted in _keys(rows, shape, keys).items():
            if not np.array_equal(frame[column].to_numpy(), wanted):
                raise ValueError(f"{table} has other rows: {column}")
        for name, each in in_table(kind, table).items():
            names = columns_of(each, len(rows))
            cells = np.ascontiguousarray(frame[names].to_numpy(each.of))
            last = [len(LABELS[a]) if a in LABELS else -1 for a in each.axes[len(rows) :]]
            last = [kind.SIZES.get(a, n) for a, n in zip(each.axes[len(rows) :], last, strict=True)]
            found[name] = cells.reshape(*shape, *last)
    return kind(**found)


def _keys(rows: tuple[str, ...], shape: tuple[int, ...], keys: Keys) -> dict[str, np.ndarray]:
    """Return the key columns of a table: every combination of places, the last axis fastest."""
    places = np.indices(shape).reshape(len(shape), -1)
    return {
        column: np.asarray(values)[place]
        for axis, place, size in zip(rows, places, shape, strict=True)
        for column, values in keys.get(axis, {axis: LABELS.get(axis, np.arange(size))}).items()
    }
