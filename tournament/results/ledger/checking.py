"""Is all in a ledger as it was written? What is damaged is told by names, and can be dropped."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import inf
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, and_, delete, select, tuple_

from tournament.results.files.refused import Refused
from tournament.results.files.room import free
from tournament.results.files.sqlite.chunk import REAL, Chunk, joined
from tournament.results.ledger.listing import names_of, streamed
from tournament.results.ledger.rows import WHOLE, is_intact
from tournament.results.ledger.schema import (
    ARRAYS,
    CONDITIONS,
    DETAILS,
    EVENTS,
    MATCHES,
    PLAYERS,
    REPETITIONS,
    SPAN,
)
from tournament.results.ledger.store import Ledger
from tournament.results.ledger.words import are_sound

FILE = "file"
WHOLE_SPAN = ["event", "first", "repetitions"]
FIRST, SECOND = PLAYERS.alias("first_of"), PLAYERS.alias("second_of")
NAMED: Select[Any] = (
    WHOLE.outerjoin(CONDITIONS, CONDITIONS.c.id == MATCHES.c.conditions)
    .outerjoin(FIRST, FIRST.c.id == MATCHES.c.first_player)
    .outerjoin(SECOND, SECOND.c.id == MATCHES.c.second_player)
    .add_columns(
        *(CONDITIONS.c.digest.label("under"), FIRST.c.digest.label("one")),
        *(SECOND.c.digest.label("other"), FIRST.c.name.label("name")),
        SECOND.c.name.label("opponent"),
    )
)
"""Matches with details, and behind these the digests and names that their checksums need."""
BESIDE = 5  # columns of these


class Damage(NamedTuple):
    """Something that is not as it was written.

    what
        "file", "match" or "repetition".
    where
        In words: names of players, which repetitions, or what SQLite says.
    key
        What tells it from all others: a primary key.
    """

    what: str
    where: str
    key: tuple[Any, ...]


class Verified(NamedTuple):
    """How many rows of matches and of repetitions were looked at, and what is damaged."""

    matches: int
    repetitions: int
    damages: list[Damage]


def verified(ledger: Ledger) -> Verified:
    """Return what is damaged in a ledger: every checksum, and the file of SQLite itself.

    Raises
    ------
    LedgerError
        When it cannot be read at all.
    """
    return ledger.read(lambda connection: _verified(ledger, connection))


def repaired(ledger: Ledger, damages: Sequence[Damage]) -> int:
    """Drop what is damaged, so that it is played again; return how many rows this were.

    A file that is damaged itself stays so: merge it into a new ledger.
    """
    matches = [each.key for each in damages if each.what == "match"]
    spans = [each.key for each in damages if each.what == "repetition"]

    def do(connection: Connection) -> None:
        for tables, names, keys in (
            ((MATCHES, DETAILS), SPAN, matches),
            ((REPETITIONS, ARRAYS), WHOLE_SPAN, spans),
        ):
            for table in tables:
                drop(connection, table, names, keys)

    ledger.write(do)
    return len(matches) + len(spans)


def drop(
    connection: Connection, table: Table, names: Sequence[str], keys: Sequence[tuple[Any, ...]]
) -> None:
    """Delete the rows of a table that have these keys."""
    of = tuple_(*(table.c[name] for name in names))
    for at in range(0, len(keys), 100):
        connection.execute(delete(table).where(of.in_(keys[at : at + 100])))


def identity_of(row: Any) -> bytes:
    """Return what a row of `NAMED` is of, as bytes: digests of conditions and players."""
    return "".join(map(str, row[-BESIDE : 3 - BESIDE])).encode()


def _verified(ledger: Ledger, connection: Connection) -> Verified:
    damages = [*_file(ledger, connection)]
    bad = {
        table.name: {row.id for row in connection.execute(select(table)) if not are_sound(row)}
        for table in (CONDITIONS, PLAYERS)
    }
    matches = 0
    for rows in streamed(connection, NAMED):
        matches += len(rows)
        for row in rows:
            wrong = row[0] in bad["conditions"] or {row[1], row[2]} & bad["players"]
            if wrong or not is_intact(identity_of(row), row[:-BESIDE]):
                damages.append(Damage("match", _place(row), tuple(row[: len(SPAN)])))
    lost = select(*(DETAILS.c[name] for name in SPAN)).outerjoin_from(
        DETAILS, MATCHES, and_(*(MATCHES.c[name] == DETAILS.c[name] for name in SPAN))
    )
    for row in connection.execute(lost.where(MATCHES.c.first.is_(None))):
        damages.append(Damage("match", "details of a match that is not there", tuple(row)))
    spans, broken = 0, []
    for span in connection.execute(select(REPETITIONS).order_by(*REPETITIONS.primary_key)).all():
        spans += 1
        key = tuple(span[:3])
        if not is_sound(connection, span):
            broken.append(key)
    there = [ARRAYS.c[name] == REPETITIONS.c[name] for name in WHOLE_SPAN]
    alone = select(*(ARRAYS.c[name] for name in WHOLE_SPAN)).outerjoin_from(
        ARRAYS, REPETITIONS, and_(*there)
    )
    asked = alone.where(REPETITIONS.c.event.is_(None)).distinct()
    broken += [tuple(row) for row in connection.execute(asked)]
    events = {row.id: row for row in connection.execute(select(EVENTS))}
    damages += [Damage("repetition", _span(events.get(key[0]), key), key) for key in broken]
    return Verified(matches, spans, damages)


def _file(ledger: Ledger, connection: Connection) -> Iterator[Damage]:
    if ledger.engine.dialect.name == "sqlite":
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(20)").all():
            if said != "ok":
                yield Damage(FILE, " ".join(str(said).split()), ())


def is_sound(connection: Connection, span: Any) -> bool:
    """Return whether all arrays of some repetitions, a row of their table, are as they were."""
    c, key = ARRAYS.c, span[: len(WHOLE_SPAN)]
    asked = (
        select(c.book, c.part, c.type, c.shape, c.sha256, c.content)
        .where(*(c[name] == value for name, value in zip(WHOLE_SPAN, key, strict=True)))
        .order_by(c.book, c.part)
    )
    rows, found = connection.execute(asked).all(), 0
    try:
        for _, group in groupby(rows, key=lambda row: row[0]):
            chunks = [Chunk(*row[1:]) for row in group]
            axes = len(chunks[0].shape.split(" "))
            of = float if chunks[0].type == REAL else int
            joined(chunks, (None,) * axes, of, free() or inf)
            found += 1
    except (Refused, TypeError, ValueError, AttributeError):
        return False
    return bool(found == span.books)


def _place(row: Any) -> str:
    name, opponent = (str(each or "somebody unknown") for each in row[-2:])
    return f"{name} against {opponent}, {_repetitions(row[3], row[4])}"


def _span(event: Any, key: tuple[Any, ...]) -> str:
    if event is None:
        return f"an event that is not there, {_repetitions(*key[1:])}"
    return f"{event.event} of {', '.join(names_of(event.players))}, {_repetitions(*key[1:])}"


def _repetitions(first: Any, many: Any) -> str:
    if type(first) is not int or type(many) is not int:
        return "unknown repetitions"
    return f"repetitions {first:,} to {first + many - 1:,}"
