"""Writing a file of results by SQLite: the manifest, the names, plain books, chunks, the seal."""

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from tournament.errors import ResultsError
from tournament.interactive.shown import shown
from tournament.results.books.book import Books
from tournament.results.files.event import EVENTS
from tournament.results.files.sqlite.chunk import chunks
from tournament.results.files.sqlite.layout import ARRAYS, MANIFEST, WHO, Layout, Table
from tournament.results.files.sqlite.rows import numbers_of
from tournament.results.files.sqlite.seal import APPLICATION, FORMAT, LENGTH, NEWEST, PAGE, seal

_AS_NEW = {"page_size": PAGE, "auto_vacuum": "NONE", "encoding": "'UTF-8'"}
_FAST = {"journal_mode": "OFF", "synchronous": "OFF"}  # a new file moves when it is whole


def write(file: Path, facts: Mapping[str, Any], played: Mapping[str, Any]) -> None:
    """Write results into a new file. The same results are the same bytes.

    Parameters
    ----------
    file
        Where to write; nothing is there yet.
    facts
        What the manifest holds beside the event.
    played
        The fields of a `Played`.

    Raises
    ------
    OSError
        When the file cannot be written.
    ResultsError
        When a fact cannot be written as JSON.
    """
    import sqlite3

    layout = Layout(EVENTS[played["event"]])
    some_exact = any(getattr(books, "exact", None) is not None for books in played["books"])
    version = NEWEST if some_exact else FORMAT
    pragmas = _AS_NEW | _FAST | {"application_id": APPLICATION, "user_version": version}
    words = _json({"event": played["event"], **facts})
    _check_names(played["names"])
    try:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
            for name, value in pragmas.items():
                connection.execute(f"PRAGMA {name}={value}")
            connection.execute("BEGIN")
            for table in layout.tables:
                connection.execute(table.sql)
            for table, rows in _contents(layout, words, played):
                places = ", ".join("?" * len(table.columns))
                connection.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', rows)
            connection.execute("COMMIT")
    except sqlite3.OperationalError as error:  # such as a full disk
        raise OSError(str(error)) from error
    seal(file)


def often(layout: Layout, names: list[str], labels: list[np.ndarray]) -> list[list[int]]:
    """Return the column of how often each name took part, if the table of names has one."""
    if layout.labelled:
        return []
    counts = [np.bincount(each, minlength=len(names)) for each in labels]
    return [np.sum(counts, axis=0).tolist()]


def _json(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for fact, value in facts.items():
        try:
            found.append((fact, json.dumps(value)))
        except (TypeError, ValueError, RecursionError):
            raise ResultsError(
                f"The manifest's `{fact}` must be JSON, so that it can be saved; it holds other"
                " values than texts, numbers, lists and dictionaries."
            ) from None
    return found


def _check_names(names: list[str]) -> None:
    for name in names:
        try:
            name.encode()
        except UnicodeEncodeError:
            raise ResultsError(
                f"The name {shown(name)} cannot be saved: it holds half a character; choose"
                " another one."
            ) from None


def _contents(
    layout: Layout, words: list[tuple[str, str]], played: Mapping[str, Any]
) -> Iterator[tuple[Table, Iterable[Any]]]:
    """Yield the rows of each table."""
    names, labels = played["names"], played["labels"]
    parts = list(enumerate(zip(played["books"], labels, strict=True)))
    yield layout.tables[0], [(bytes(LENGTH),)]
    yield MANIFEST, words
    yield layout.names, zip(range(len(names)), names, *often(layout, names, labels), strict=True)
    for table in layout.plain:
        rows = (numbers_of(layout, table, part, *both).tolist() for part, both in parts)
        yield layout.table(table), chain.from_iterable(rows)
    yield (
        ARRAYS,
        (
            (part, name, *chunk)
            for part, (books, who) in parts
            for name, values in _big(layout, books, who)
            for chunk in chunks(values)
        ),
    )


def _big(layout: Layout, books: Books, labels: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the arrays of a set of books, by name; books that were not kept are left out."""
    if not layout.labelled:
        yield WHO, labels
    for name in layout.big:
        values = getattr(books, name)
        if values is not None:
            yield name, values
