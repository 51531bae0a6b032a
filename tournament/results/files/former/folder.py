"""Former results: a folder of `manifest.json` and a Parquet file for each table. Only read.

Version 0.1 wrote such folders. To read them needs the library `pyarrow`. The manifest has a digest
of each table.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from tournament.errors import needed
from tournament.results.books.book import LABELS
from tournament.results.files.event import EVENTS, Event
from tournament.results.files.former import parquet
from tournament.results.files.former.tables import Rows, books_of, types_of
from tournament.results.files.manifest.parsed import parsed
from tournament.results.files.refused import Refused
from tournament.results.files.room import take
from tournament.results.files.sqlite.seal import NEWER
from tournament.rules.reading import GIB, Unreadable, data, is_file, text

FORMAT = 1
MOST = 2 * GIB  # of a file
MANIFEST = "manifest.json"
KNOWN = ("tournament", "season")  # the events of version 0.1
DEFAULT = "tournament"  # the event of a manifest that names none
MIXED = "manifest and tables do not belong together"


def is_former(folder: Path) -> bool:
    """Return whether a folder holds former results."""
    return is_file(folder / MANIFEST)


def clear(folder: Path) -> None:
    """Remove former results from a folder that has newer ones; other files stay."""
    tables = (table for event in KNOWN for table in EVENTS[event].books.TABLES)
    for name in (MANIFEST, *(f"{table}.parquet" for table in tables)):
        (folder / name).unlink(missing_ok=True)


@contextlib.contextmanager
def opened(folder: Path) -> "Iterator[Source]":
    """Give the contents of a folder of results.

    Raises
    ------
    Refused
        When a file is missing, damaged, or of a newer version.
    OSError
        When a file cannot be read.
    """
    try:
        yield Source(folder)
    except Unreadable as error:
        raise Refused(f"a file of the folder cannot be read: {error}") from None
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError):
        raise Refused(MIXED) from None


class Source:
    """The contents of a folder of results."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What the manifest holds, without its format and its digests."""
        try:
            facts: dict[str, Any] = parsed(text(self._folder / MANIFEST, MOST), MANIFEST)
            version, self._digests = facts.pop("format"), facts.pop("tables", {})
        except (KeyError, AttributeError, TypeError):
            raise Refused(f"{MANIFEST} is damaged") from None
        if type(version) is not int or version < 1:
            raise Refused(f"{MANIFEST} is damaged")
        if version > FORMAT:
            raise Refused(NEWER.format(version, FORMAT))
        return {"event": DEFAULT, **facts}

    def names(self, event: Event) -> list[str]:
        """Return who played."""
        if event not in [EVENTS[name] for name in KNOWN]:
            raise Refused(MIXED)
        names: list[str] = self.facts.pop(event.names)
        return names

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
        tables = self._tables(event)
        known = {axis: len(labels) for axis, labels in LABELS.items()}
        known |= dict.fromkeys(event.axes, len(names)) | sizes
        position = {player: place for place, player in enumerate(names)}
        books, labels = [], []
        for part in _parts(event, tables, parts):
            home = part[next(t for t, rows in event.books.TABLES.items() if rows == (event.who,))]
            who = [[position[name] for name in home[column].tolist()] for column in event.columns]
            places = np.array(who, np.int64)
            labels.append(np.ascontiguousarray(places.T) if len(who) > 1 else places[0])
            keys = event.keys(names, labels[-1])
            books.append(books_of(event.books, part, known, keys))
        return books, labels

    def _tables(self, event: Event) -> dict[str, Rows]:
        """Return the tables of an event, by name."""
        needed("pyarrow", "parquet", "to read results that version 0.1 saved")
        found: dict[str, Rows] = {}
        for table in event.books.TABLES:
            file = self._folder / f"{table}.parquet"
            if not is_file(file):
                raise Refused(f"this is no folder of results; it has no {file.name}")
            content = data(file, MOST)
            take(parquet.MEMORY * len(content))
            if self._digests[file.name] != hashlib.blake2b(content, digest_size=16).hexdigest():
                raise Refused(f"{file.name} is damaged, or does not belong to the manifest")
            found[table] = parquet.columns(content, types_of(event, table), file.name)
        return found


def _parts(event: Event, tables: dict[str, Rows], parts: int) -> list[dict[str, Rows]]:
    """Return the tables of each set of books."""
    if not event.each:
        return [tables]
    each: dict[str, list[Rows]] = {}
    for table, rows in tables.items():
        if table in event.once:
            continue
        numbers, starts = np.unique(rows["repetition"], return_index=True)
        unsorted = (np.diff(rows["repetition"]) < 0).any()
        if len(numbers) != parts or unsorted or (numbers != np.arange(parts)).any():
            raise Refused(f"{table} has rows of other repetitions")
        cuts = {column: np.split(values, starts[1:]) for column, values in rows.items()}
        each[table] = [{column: cuts[column][n] for column in cuts} for n in range(parts)]
    found = [{table: each[table][number] for table in each} for number in range(parts)]
    found[0] |= {table: tables[table] for table in event.once}
    return found
