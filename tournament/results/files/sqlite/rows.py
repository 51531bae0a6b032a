"""Plain books as rows of integers, and back: key columns first, then the numbers."""

from math import prod

import numpy as np

from tournament.results.books.book import LABELS, Books, columns_of
from tournament.results.files.refused import Refused
from tournament.results.files.sqlite.layout import Layout


def numbers_of(
    layout: Layout, table: str, part: int, books: Books, labels: np.ndarray
) -> np.ndarray:
    """Return (rows, columns) of a plain table, for one set of books.

    Parameters
    ----------
    layout
        The tables of the event.
    table
        Which one.
    part
        The number of the set of books.
    books, labels
        The set of books, and who took part.
    """
    axes = layout.event.books.TABLES[table]
    values = [getattr(books, name) for name in layout.plain[table]]
    shape = values[0].shape[: len(axes)]
    cells = [each.reshape(prod(shape), -1) for each in values]
    keys = _places(shape)
    if layout.event.each:
        keys = np.column_stack([np.full(len(keys), part), keys])
    if axes == (layout.event.who,):
        keys = np.column_stack([keys, labels])
    return np.column_stack([keys, *cells]).astype(np.int64)


def books_of(
    layout: Layout, table: str, part: int, rows: np.ndarray, sizes: dict[str, int]
) -> tuple[dict[str, np.ndarray], np.ndarray | None]:
    """Return the books of a plain table for one part, and who took part if the table says so.

    Parameters
    ----------
    layout, table, part
        As of `numbers_of`.
    rows
        (rows, columns) of all parts.
    sizes
        The length of each axis that is known.

    Raises
    ------
    Refused
        When the table has other rows than it must have.
    """
    event, axes = layout.event, layout.event.books.TABLES[table]
    if event.each:
        low, high = np.searchsorted(rows[:, 0], [part, part + 1])
        rows = rows[low:high, 1:]
    labelled = axes == (event.who,)
    shape = (len(rows),) if labelled else tuple(sizes[axis] for axis in axes)
    wanted = _places(shape) if len(rows) == prod(shape) else None
    if wanted is None or (rows[:, : len(axes)] != wanted).any():
        raise Refused(f"{table} has other rows than it must have")
    at, labels = len(axes), None
    if labelled:
        who = rows[:, at : at + len(event.columns)]
        at += len(event.columns)
        labels = who if len(event.columns) > 1 else who[:, 0]
    found: dict[str, np.ndarray] = {}
    for name, book in layout.plain[table].items():
        width = len(columns_of(book, len(axes)))
        cells = rows[:, at : at + width]
        at += width
        if cells.min(initial=0) < book.lowest or (book.of is np.bool_ and cells.max(initial=0) > 1):
            raise Refused(f"{name} has numbers that no count can be")
        last = tuple(sizes[axis] for axis in book.axes[len(axes) :])
        found[name] = np.ascontiguousarray(cells, book.of).reshape(*shape, *last)
    return found, labels


def known_sizes(layout: Layout, names: int, sizes: dict[str, int]) -> dict[str, int]:
    """Return the lengths of all axes that are known before anything is read.

    Parameters
    ----------
    layout
        The tables of the event.
    names
        How many names there are.
    sizes
        The lengths of other axes.
    """
    labels = {axis: len(known) for axis, known in LABELS.items()}
    return labels | layout.event.books.SIZES | dict.fromkeys(layout.event.axes, names) | sizes


def _places(shape: tuple[int, ...]) -> np.ndarray:
    """Return (places, axes) of all places of some axes, the last one fastest."""
    return np.indices(shape).reshape(len(shape), -1).T
