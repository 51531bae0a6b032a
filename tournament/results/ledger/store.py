"""Opening a ledger: a file of SQLite, or a database of PostgreSQL by its URL.

Every write is one transaction, and writes what is not there yet; so it can be tried again after a
lost connection, and two processes that fill one ledger never write a thing twice. A file is in
SQLite's WAL mode: who reads does not wait for who writes, and whoever is killed leaves what was
committed. What can go wrong is in `trouble.py`.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path
from sqlite3 import Error as SqliteError
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Table,
    create_engine,
    event,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError as WrongUrl
from sqlalchemy.exc import SQLAlchemyError

from tournament.errors import ArgumentError, ArgumentTypeError, LedgerError, needed
from tournament.interactive.shown import shown
from tournament.results.ledger.schema import ABOUT, METADATA, MIGRATIONS, VERSION
from tournament.results.ledger.trouble import PATIENCE, PAUSES, is_busy, is_lost, reason

T = TypeVar("T")
Identity: TypeAlias = tuple[int, int]
"""The device and the number of a file."""
APPLICATION = 0x54524E4C
"""Says in the header of a file of SQLite that it is a ledger; "TRNL" in ASCII."""
WAIT = 1.0
"""Seconds that SQLite waits for others; then Ctrl-C is heard, and SQLite waits again."""
AT_ONCE = 500  # digests that are asked for in one sentence
SCHEMA = "schema"  # the fact that says which tables these are
WHAT = "a file such as 'ledger.sqlite', or a URL such as 'postgresql+psycopg://host/database'"


class Ledger:
    """An open ledger. Made by `opened`.

    Parameters
    ----------
    engine
        Of SQLAlchemy.
    place
        How sentences call it: a file, or a URL without its password.
    """

    def __init__(self, engine: Engine, place: str) -> None:
        self.engine, self.place = engine, place
        self.process = os.getpid()
        self.reached = False  # it was there once, so it is worth while to wait for it
        event.listen(engine, "connect", self._connected)
        self.identity: Identity | None = None

    def read(self, do: Callable[[Connection], T]) -> T:
        """Return what is read in one transaction.

        Raises
        ------
        LedgerError
            When it cannot be read.
        """
        return self._done(do, "read")

    def write(self, do: Callable[[Connection], T]) -> T:
        """Write in one transaction; it may be tried several times, so `do` must allow it.

        Raises
        ------
        LedgerError
            When it cannot be written. What was written before stays.
        """
        return self._done(do, "written")

    def outside(self, *sentences: str) -> None:
        """Do what SQLite does outside of transactions only.

        Raises
        ------
        LedgerError
            When it cannot be done.
        """
        try:
            with self.engine.connect() as connection:
                plain = connection.connection.cursor()
                for sentence in sentences:
                    plain.execute(sentence)
        except (SQLAlchemyError, SqliteError) as error:
            why = reason(error)
            raise LedgerError(f"{self.place}: the ledger cannot be written: {why}.") from error

    def add(self, connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows of which none with the same key is there; leave out the others."""
        if rows:
            dialect = postgresql if self.engine.dialect.name == "postgresql" else sqlite
            connection.execute(dialect.insert(table).on_conflict_do_nothing(), rows)

    def ids(self, table: Table, rows: Sequence[dict[str, Any]]) -> list[int]:
        """Return the id of each row by its `digest`; rows that are not there yet are written."""
        found = self.known(table, [row["digest"] for row in rows])
        new = {row["digest"]: row for row in rows if row["digest"] not in found}
        if new:
            self.write(lambda connection: self.add(connection, table, [*new.values()]))
            found |= self.known(table, [*new])
        return [found[row["digest"]] for row in rows]

    def known(self, table: Table, digests: Sequence[str]) -> dict[str, int]:
        """Return the ids of digests that are there."""

        def do(connection: Connection) -> dict[str, int]:
            found: dict[str, int] = {}
            for at in range(0, len(digests), AT_ONCE):
                some = table.c.digest.in_(digests[at : at + AT_ONCE])
                rows = connection.execute(select(table.c.digest, table.c.id).where(some))
                found |= {row.digest: self.numbers([row.id])[0] for row in rows}
            return found

        return self.read(do)

    def numbers(self, row: Sequence[Any]) -> Sequence[int]:
        """Return a row of integers as it is.

        Raises
        ------
        LedgerError
            When something else is in it.
        """
        if {*map(type, row)} != {int} or min(row) < 0:
            raise LedgerError(f"{self.place}: the ledger is damaged; a column has what it cannot.")
        return row

    def _done(self, do: Callable[[Connection], T], what: str) -> T:
        """Do it in one transaction; again while others are in the way, or a server is away."""
        engine, began = self.engine.execution_options(writes=what == "written"), time.monotonic()
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            self.check_place()
            try:
                with engine.begin() as connection:
                    return do(connection)
            except SQLAlchemyError as error:
                late = time.monotonic() > began + PATIENCE
                busy, lost = is_busy(error), self.reached and is_lost(error)
                if late or not (busy or lost):
                    why = reason(error)
                    raise LedgerError(
                        f"{self.place}: the ledger cannot be {what}: {why}."
                    ) from error
            time.sleep(PAUSES[0] if busy else pause)
        raise AssertionError  # there is always another try

    def _connected(self, *_: object) -> None:
        self.reached = True

    def check_place(self) -> None:
        """Refuse what SQLite cannot see: another file in the place of this one, another process."""
        if self.process != os.getpid():
            raise LedgerError(
                f"{self.place}: the ledger was opened by the process from which this one was"
                " forked; fork before it is opened, or start processes by 'spawn'."
            )
        if self.identity is not None and self.identity != _identity(self.engine.url):
            raise LedgerError(
                f"{self.place}: the file of the ledger was deleted, moved or replaced while it was"
                " used. What was finished before is in that file."
            )


OPEN: set[Ledger] = set()
"""All that are open; a process that is forked has those of its parent."""


@contextmanager
def opened(place: "str | Path | Ledger", *, make: bool = True) -> Iterator[Ledger]:
    """Give a ledger, and close it in the end; an open one stays open.

    Parameters
    ----------
    place
        A file, a URL, or a ledger that is open.
    make
        Whether a ledger that is not there is made.

    Raises
    ------
    ArgumentError, ArgumentTypeError
        When it is no place for a ledger.
    LedgerError
        When it is no ledger, of a newer version, or cannot be opened.
    MissingExtra
        When the driver of PostgreSQL is not installed.
    """
    if isinstance(place, Ledger):
        yield place
        return
    url, called = _url(place)
    if url.get_backend_name() == "postgresql":
        needed("psycopg", "postgres", "to reach a ledger in PostgreSQL")
        logging.getLogger("psycopg").addHandler(logging.NullHandler())  # sentences are ours
        engine = create_engine(url, pool_pre_ping=True)
    else:
        _check_file(Path(url.database or ""), called, make=make)
        for each in tuple(OPEN):  # one that a parent left open has its locks, and loses the WAL
            if each.identity == _identity(url) and each.process != os.getpid():
                each.check_place()
        engine = create_engine(url, connect_args={"timeout": WAIT})
        event.listen(engine, "connect", _strict)
        event.listen(engine, "begin", _begin)
    ledger = Ledger(engine, called)
    try:
        _made(ledger)
        ledger.identity = _identity(url)
        OPEN.add(ledger)
        yield ledger
    finally:
        OPEN.discard(ledger)
        engine.dispose()


def _url(place: object) -> tuple[URL, str]:
    """Return where a ledger is, and how it is called."""
    if not isinstance(place, (str, Path)) or not str(place) or "\0" in str(place):
        kind = ArgumentError if isinstance(place, (str, Path)) else ArgumentTypeError
        raise kind(f"`ledger` must be {WHAT}; got {shown(place)}.")
    if "://" not in str(place):
        return URL.create("sqlite", database=str(place)), str(place)
    try:
        url = make_url(str(place))
        known = url.get_backend_name() in ("sqlite", "postgresql")
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
    except (WrongUrl, SQLAlchemyError, ValueError):
        raise ArgumentError(f"`ledger` must be {WHAT}; this is no URL.") from None
    if not known or (url.get_backend_name() == "sqlite" and not url.database):
        raise ArgumentError(
            f"`ledger` must be {WHAT}; got {shown(url.render_as_string(hide_password=True))}."
        )
    return url, str(url) if url.get_backend_name() == "postgresql" else str(url.database)


def _check_file(file: Path, called: str, *, make: bool) -> None:
    """Refuse what is there and is no ledger, before SQLite touches it."""
    try:
        if file.is_dir():
            raise LedgerError(f"{called}: this is a folder; a ledger is a file.")
        if not file.exists():
            if not make:
                raise LedgerError(f"{called}: there is no ledger.")
            if not file.absolute().parent.is_dir():
                raise LedgerError(f"{called}: the folder of the ledger does not exist.")
            return
        if not file.is_file():
            raise LedgerError(f"{called}: this is no ledger.")
        with file.open("rb") as opened:
            start = opened.read(100)
    except OSError as error:
        raise LedgerError(f"{called}: the ledger cannot be opened: {error.strerror}.") from None
    except ValueError:
        raise ArgumentError(f"`ledger` must be {WHAT}; got {shown(called)}.") from None
    ours = start.startswith(b"SQLite format 3\x00") and start[68:72] == APPLICATION.to_bytes(4)
    if start and not ours:
        raise LedgerError(f"{called}: this is no ledger.")


def _identity(url: URL) -> Identity | None:
    """Return which file it is, whatever its name; None if there is none."""
    if url.get_backend_name() != "sqlite":
        return None
    try:
        found = Path(url.database or "").stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _strict(connection: Any, _record: object) -> None:
    """Prepare a connection to a file, of which nothing is trusted."""
    connection.isolation_level = None  # transactions begin where `_begin` says
    for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    if connection.execute("PRAGMA application_id").fetchone() == (0,):
        # A new file. Until it says what it is, it has no WAL: so whoever is killed here leaves
        # nothing, or the beginning of a ledger.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA application_id={APPLICATION}")
        connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _made(ledger: Ledger) -> None:
    """Make the tables of a new ledger, bring an older one up to date, and refuse all others."""

    def make(connection: Connection) -> None:
        if ledger.engine.dialect.name == "postgresql":  # SQLite lets one process write at a time
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION})")
        found = _version(connection, ledger)  # another process may have been quicker
        if found is None:
            METADATA.create_all(connection)
            connection.execute(insert(ABOUT), {"fact": SCHEMA, "value": str(VERSION)})
            return
        if found >= VERSION:
            return
        for step in range(found, VERSION):
            for sentence in MIGRATIONS[step]:
                connection.exec_driver_sql(sentence)
        connection.execute(ABOUT.update().where(ABOUT.c.fact == SCHEMA), {"value": str(VERSION)})
        _check_tables(connection, ledger)

    found = ledger.read(lambda connection: _version(connection, ledger))
    if found is not None and found > VERSION:
        raise LedgerError(
            f"{ledger.place}: the ledger was written by a newer version of tournament (schema"
            f" {found}, this one knows {VERSION})."
        )
    if found is not None and found < min(MIGRATIONS, default=VERSION):
        raise LedgerError(f"{ledger.place}: this is no ledger.")
    if found is None or found < VERSION:
        ledger.write(make)


def _version(connection: Connection, ledger: Ledger) -> int | None:
    """Return the version of the tables; None where there are none."""
    there = {*inspect(connection).get_table_names()}
    if not there & {*METADATA.tables}:
        return None
    _check_names(connection, ledger)
    asked = select(ABOUT.c.value).where(ABOUT.c.fact == SCHEMA)
    said = connection.execute(asked).scalar() if ABOUT.name in there else None
    if not isinstance(said, str) or not said.isdecimal() or len(said) > 9:
        raise LedgerError(f"{ledger.place}: this is no ledger.")
    if int(said) == VERSION:
        _check_tables(connection, ledger)
    return int(said)


def _check_names(connection: Connection, ledger: Ledger) -> None:
    """Refuse a file with more than tables and indexes: a trigger or a view could do anything."""
    if ledger.engine.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT type, name FROM sqlite_master LIMIT 1000")
        if any(kind not in ("index", "table") for kind, _ in rows):
            raise LedgerError(f"{ledger.place}: the file holds more than the tables of a ledger.")


def _check_tables(connection: Connection, ledger: Ledger) -> None:
    """Refuse a file with more than the tables of a ledger, and tables with other columns."""
    there, file = inspect(connection), ledger.engine.dialect.name == "sqlite"
    if file and {*there.get_table_names()} != {*METADATA.tables}:
        raise LedgerError(f"{ledger.place}: the file holds more than the tables of a ledger.")
    for table in METADATA.sorted_tables:
        keys, columns = {*table.primary_key.columns.keys()}, {*table.c.keys()}
        found, unique = set[str](), set[str]()
        if there.has_table(table.name):
            found = {each["name"] for each in there.get_columns(table.name)}
            unique = {*there.get_pk_constraint(table.name)["constrained_columns"]}
        if found != columns or unique != keys:
            raise LedgerError(f"{ledger.place}: the tables are not those of a ledger.")
        if file:
            odd = connection.exec_driver_sql(f"PRAGMA table_xinfo({table.name})").all()
            if any(row[-1] for row in odd):  # a column that is computed
                raise LedgerError(f"{ledger.place}: the tables are not those of a ledger.")
