"""Taking out of a ledger what nobody needs any more, and putting two ledgers together."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select, true

from tournament.results.ledger.checking import (
    BESIDE,
    NAMED,
    WHOLE_SPAN,
    drop,
    identity_of,
    is_sound,
)
from tournament.results.ledger.listing import names_of, streamed
from tournament.results.ledger.rows import add_whole, is_intact
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
from tournament.results.units.play_version import PLAY_VERSION

DAY = 86_400
AT_ONCE = 1_000


class Wanted(NamedTuple):
    """Which rows of a ledger are meant: those for which all that is given holds.

    players
        Names; one of them plays. Empty: whoever plays.
    noise, turns, seed
        Of matches; a seed also of seasons and populations.
    older
        Finished so many days ago, or earlier.
    current
        The hash of the code of each rule by name, as they are now. Rows of rules with another hash
        are meant, and rows of another version of play. A name that is not known is that of a
        variant, and has the code of any of them. None: whatever the code.
    """

    players: Collection[str] = ()
    noise: float | None = None
    turns: int | None = None
    seed: int | None = None
    older: float | None = None
    current: Mapping[str, str] | None = None

    @property
    def is_all(self) -> bool:
        """Whether nothing is given, so that all would be meant."""
        return not self.players and all(value is None for value in self[1:])


class Merged(NamedTuple):
    """How many rows of matches and of repetitions were new, were there, or were left as damaged."""

    matches: int
    repetitions: int
    known: int
    damaged: int


def pruned(ledger: Ledger, wanted: Wanted, *, dry_run: bool = False) -> tuple[int, int]:
    """Take out what is wanted; return how many rows of matches and of repetitions this were.

    What a ledger says of players and conditions stays, for others who have it open.

    Parameters
    ----------
    dry_run
        Whether it is only counted.
    """
    now = int(time.time())

    def do(connection: Connection) -> tuple[int, int]:
        chosen = _matches(connection, wanted, now)
        spans = [*_spans(connection, wanted, now)]
        many = connection.execute(select(func.count()).select_from(MATCHES).where(chosen)).scalar()
        if not dry_run:
            here = and_(*(DETAILS.c[name] == MATCHES.c[name] for name in SPAN))
            gone = select(1).where(here, chosen).exists()
            connection.execute(DETAILS.delete().where(gone))
            connection.execute(MATCHES.delete().where(chosen))
            for table in (REPETITIONS, ARRAYS):
                drop(connection, table, WHOLE_SPAN, spans)
        return int(many or 0), len(spans)

    return ledger.read(do) if dry_run else ledger.write(do)


def compact(ledger: Ledger) -> None:
    """Give the room of what was taken out back to the disk; a server does that itself."""
    if ledger.engine.dialect.name == "sqlite":
        ledger.outside("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")


def merge(source: Ledger, target: Ledger) -> Merged:
    """Write everything of one ledger into another one; what is there stays as it is.

    Ids differ between ledgers, and digests decide. What is damaged in the first is left out.

    Raises
    ------
    LedgerError
        When one cannot be read, or the other one cannot be written.
    """

    def do(connection: Connection) -> Merged:
        ids = {table.name: _ids(connection, table, target) for table in (CONDITIONS, PLAYERS)}
        found, damaged, before = 0, 0, _size(target)
        for rows in streamed(connection, NAMED, AT_ONCE):
            made = []
            for row in rows:
                places = [ids["conditions"].get(row[0]), *map(ids["players"].get, row[1:3])]
                if None in places or not is_intact(identity_of(row), row[:-BESIDE]):
                    damaged += 1
                    continue
                values = row._asdict()
                made.append(values | dict(zip(SPAN, places, strict=False)))
            found += len(made)
            target.write(partial(_add, target, made))
        new = _size(target) - before
        spans, known, bad = _events(connection, target)
        return Merged(new, spans, found - new + known, damaged + bad)

    return source.read(do)


def _add(target: Ledger, rows: Sequence[dict[str, Any]], connection: Connection) -> None:
    add_whole(target, connection, rows)


def _size(ledger: Ledger) -> int:
    """Return how many rows of matches there are."""
    asked = select(func.count()).select_from(MATCHES)
    return ledger.read(lambda connection: connection.execute(asked).scalar() or 0)


def _ids(connection: Connection, table: Table, target: Ledger) -> dict[int, int]:
    """Return the id in another ledger of each row of a table that is sound."""
    rows = [row for row in connection.execute(select(table)) if are_sound(row)]
    known = target.ids(table, [{n: v for n, v in r._asdict().items() if n != "id"} for r in rows])
    return dict(zip((row.id for row in rows), known, strict=True))


def _events(connection: Connection, target: Ledger) -> tuple[int, int, int]:
    """Write repetitions of seasons and populations; return how many were new, known, damaged."""
    new = known = damaged = 0
    for event in connection.execute(select(EVENTS)).all():
        (to,) = target.ids(EVENTS, [{n: v for n, v in event._asdict().items() if n != "id"}])
        spans = select(REPETITIONS).where(REPETITIONS.c.event == event.id)
        for span in connection.execute(spans).all():
            if not is_sound(connection, span):
                damaged += 1
                continue
            where = [ARRAYS.c[n] == v for n, v in zip(WHOLE_SPAN, span[:3], strict=True)]
            arrays = connection.execute(select(ARRAYS).where(*where)).all()

            def do(there: Connection, span: Any = span, arrays: Any = arrays, to: int = to) -> bool:
                mine = [REPETITIONS.c.event == to, REPETITIONS.c.first == span.first]
                mine.append(REPETITIONS.c.repetitions == span.repetitions)
                if there.execute(select(REPETITIONS.c.event).where(*mine)).first():
                    return False
                target.add(there, REPETITIONS, [span._asdict() | {"event": to}])
                target.add(there, ARRAYS, [row._asdict() | {"event": to} for row in arrays])
                return True

            if target.write(do):
                new += 1
            else:
                known += 1
    return new, known, damaged


def _matches(connection: Connection, wanted: Wanted, now: int) -> ColumnElement[bool]:
    """Return which matches are wanted."""
    c, parts = MATCHES.c, list[ColumnElement[bool]]()
    if wanted.players:
        who = select(PLAYERS.c.id).where(PLAYERS.c.name.in_([*wanted.players]))
        parts.append(or_(c.first_player.in_(who), c.second_player.in_(who)))
    if wanted.older is not None:
        parts.append(c.finished <= now - int(wanted.older * DAY))
    told = list[ColumnElement[bool]]()
    if wanted.noise is not None:
        sides = CONDITIONS.c.noise, CONDITIONS.c.opponent_noise
        told.append(or_(*(side == wanted.noise for side in sides)))
    if wanted.turns is not None:
        told.append(CONDITIONS.c.turns == wanted.turns)
    if wanted.seed is not None:
        told.append(CONDITIONS.c.seed == str(wanted.seed))
    if told:
        parts.append(c.conditions.in_(select(CONDITIONS.c.id).where(*told)))
    if wanted.current is not None:
        rows = connection.execute(select(PLAYERS.c.id, PLAYERS.c.name, PLAYERS.c.code))
        stale = [row.id for row in rows if not _is_current(row.name, row.code, wanted.current)]
        old = select(CONDITIONS.c.id).where(CONDITIONS.c.version != PLAY_VERSION)
        gone = or_(c.first_player.in_(stale), c.second_player.in_(stale))
        parts.append(or_(gone, c.conditions.in_(old)))
    return and_(true(), *parts)


def _is_current(name: str, code: str, current: Mapping[str, str]) -> bool:
    known = current.get(name) or current.get(name.split("(")[0])
    return code == known if known else code in {*current.values()}


def _who(players: object) -> set[str]:
    """Return the names in an event; of kinds of town also the strategies."""
    names = names_of(players)
    return {*names, *(name.split(" + ")[0] for name in names)}


def _spans(connection: Connection, wanted: Wanted, now: int) -> Iterator[tuple[Any, ...]]:
    """Yield the keys of the repetitions of seasons and populations that are wanted."""
    if wanted.noise is not None or wanted.turns is not None:
        return  # what is asked for is said of matches
    events = {row.id: row for row in connection.execute(select(EVENTS))}
    for row in connection.execute(select(REPETITIONS)):
        event = events.get(row.event)
        if event is None:
            continue
        apart = wanted.players and not {*wanted.players} & _who(event.players)
        young = wanted.older is not None and row.finished > now - int(wanted.older * DAY)
        other = wanted.seed is not None and event.seed != str(wanted.seed)
        fresh = wanted.current is not None and event.version == PLAY_VERSION
        if not (apart or young or other or fresh):
            yield tuple(row[:3])
