"""Opening a ledger: a file of SQLite, or a database of PostgreSQL by its URL.

Every write is one transaction, and writes what is not there yet; so it can be tried again after a
lost connection, and two processes that fill one ledger never write a thing twice. A file is in
SQLite's WAL mode: who reads does not wait for who writes, and whoever is killed leaves what was
committed.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

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
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from tournament.errors import ArgumentError, ArgumentTypeError, LedgerError, needed
from tournament.interactive.shown import shown
from tournament.results.ledger.schema import ABOUT, METADATA, MIGRATIONS, VERSION

T = TypeVar("T")
APPLICATION = 0x54524E4C
"""Says in the header of a file of SQLite that it is a ledger; "TRNL" in ASCII."""
PATIENCE = 60
"""Seconds that one process waits while another writes."""
PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds before each new try to reach a database whose connection was lost."""
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

    def read(self, do: Callable[[Connection], T]) -> T:
        """Return what is read in one transaction.

        Raises
        ------
        LedgerError
            When it cannot be read.
        """
        with self._told("read"), self.engine.connect() as connection, connection.begin():
            return do(connection)

    def write(self, do: Callable[[Connection], T]) -> T:
        """Write in one transaction; tried again when a connection is lost, so `do` must allow it.

        Raises
        ------
        LedgerError
            When it cannot be written. What was written before stays.
        """
        with self._told("written"):
            for pause in (*PAUSES, None):
                try:
                    with self.engine.execution_options(writes=True).begin() as connection:
                        return do(connection)
                except DBAPIError as error:
                    if pause is None or not _is_lost(error):
                        raise
                    time.sleep(pause)
        raise AssertionError  # the last try returns or raises

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
                found |= {row.digest: row.id for row in rows}
            return found

        return self.read(do)

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        """Say in one sentence why a ledger cannot be read or written."""
        try:
            yield
        except SQLAlchemyError as error:
            why = _reason(error)
            raise LedgerError(f"{self.place}: the ledger cannot be {done}: {why}.") from error


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
        engine = create_engine(url, pool_pre_ping=True)
    else:
        _check_file(Path(url.database or ""), called, make=make)
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _strict)
        event.listen(engine, "begin", _begin)
    ledger = Ledger(engine, called)
    try:
        _made(ledger)
        yield ledger
    finally:
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


def _strict(connection: Any, _record: object) -> None:
    """Prepare a connection to a file, of which nothing is trusted."""
    connection.isolation_level = None  # transactions begin where `_begin` says
    for pragma in (
        *("trusted_schema=OFF", "cell_size_check=ON", "foreign_keys=ON"),
        *("journal_mode=WAL", "synchronous=NORMAL"),
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _made(ledger: Ledger) -> None:
    """Make the tables of a new ledger, bring an older one up to date, and refuse all others."""

    def version(connection: Connection) -> int | None:
        there = {*inspect(connection).get_table_names()}
        if not there & {*METADATA.tables}:
            return None
        _check_tables(connection, ledger)
        said = connection.execute(select(ABOUT.c.value).where(ABOUT.c.fact == SCHEMA)).scalar()
        if not isinstance(said, str) or not said.isdecimal() or len(said) > 9:
            raise LedgerError(f"{ledger.place}: this is no ledger.")
        return int(said)

    def make(connection: Connection) -> None:
        found = version(connection)  # another process may have been quicker
        if found is None:
            if ledger.engine.dialect.name == "sqlite":
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION}")
            METADATA.create_all(connection)
            connection.execute(insert(ABOUT), {"fact": SCHEMA, "value": str(VERSION)})
            return
        for step in range(found, VERSION):
            for sentence in MIGRATIONS[step]:
                connection.exec_driver_sql(sentence)
        connection.execute(ABOUT.update().where(ABOUT.c.fact == SCHEMA), {"value": str(VERSION)})

    found = ledger.read(version)
    if found is not None and found > VERSION:
        raise LedgerError(
            f"{ledger.place}: the ledger was written by a newer version of tournament (schema"
            f" {found}, this one knows {VERSION})."
        )
    if found is None or found < VERSION:
        ledger.write(make)


def _check_tables(connection: Connection, ledger: Ledger) -> None:
    """Refuse a file with more than the tables of a ledger, and tables with other columns."""
    there = inspect(connection)
    known = {table.name: {*table.c.keys()} for table in METADATA.sorted_tables}
    if ledger.engine.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT type, name FROM sqlite_master LIMIT 1000")
        others = [name for kind, name in rows if kind != "index" and name not in known]
        if others:
            raise LedgerError(f"{ledger.place}: the file holds more than the tables of a ledger.")
    for name, columns in known.items():
        found = {each["name"] for each in there.get_columns(name)} if there.has_table(name) else {}
        if found != columns:
            raise LedgerError(f"{ledger.place}: the tables are not those of a ledger.")


# -- what can go wrong -----------------------------------------------------------------------------


def _is_lost(error: DBAPIError) -> bool:
    """Return whether a connection was lost, so that it is worth while to try again."""
    return bool(error.connection_invalidated) or "connect" in str(error.orig).lower()


def _reason(error: SQLAlchemyError) -> str:
    """Return in a few words why a database refused."""
    text = str(getattr(error, "orig", None) or error).partition("\n")[0].strip().rstrip(".")
    for sign, words in (
        ("disk is full", "the disk is full; what is finished stays in it"),
        ("locked", f"another process has been writing for {PATIENCE} seconds"),
        ("malformed", "the file is damaged"),
        ("not a database", "the file is damaged"),
        ("disk I/O error", "the disk does not answer, or is full"),
        ("readonly", "it may only be read"),
    ):
        if sign in text:
            return words
    return text or type(error).__name__
