"""What is in a ledger, in words and numbers: what `tournament ledger list` tells."""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select, union

from tournament.results.ledger.schema import ARRAYS, CONDITIONS, EVENTS, MATCHES, REPETITIONS
from tournament.results.ledger.store import Ledger

MANY = 2_000  # rows that are read at once, with all that belongs to them


class Contents(NamedTuple):
    """What is in a ledger.

    matches
        For each set of conditions: `conditions` in words, `seed`, and how many `players`, `matches`
        and `rows` there are; `repetitions` is where the last span ends; `first_finished` and
        `last_finished` are seconds since 1970.
    events
        For each season or population: `event`, `players`, `conditions`, `seed`, `repetitions`,
        `bytes` and when the first and the last one was finished.
    bytes
        The size of the file; None for a database of a server.
    """

    matches: list[dict[str, Any]]
    events: list[dict[str, Any]]
    bytes: int | None


def contents(ledger: Ledger) -> Contents:
    """Return what is in a ledger.

    Raises
    ------
    LedgerError
        When it cannot be read, or is damaged.
    """
    return ledger.read(lambda connection: _contents(ledger, connection))


def file_of(ledger: Ledger) -> Path | None:
    """Return the file of a ledger; None where it is on a server."""
    return Path(ledger.place) if ledger.engine.dialect.name == "sqlite" else None


def streamed(connection: Connection, asked: Select[Any], many: int = MANY) -> Iterator[Any]:
    """Yield rows in lists of so many: never are all of them in memory."""
    yield from connection.execution_options(stream_results=True).execute(asked).partitions(many)


def in_words(row: Any) -> str:
    """Return conditions as a sentence says them; `row` is one of the table of conditions."""
    length = f"{row.turns:,} turns" if row.turns is not None else "turns until chance ends it"
    known = ", known" if row.turns is not None and row.told == row.turns else ", not known"
    parts = [length + (known if row.turns is not None else "")]
    if row.continuation is not None:
        parts.append(f"continuation {row.continuation}")
    for name in ("noise", "misperception"):
        mine, other = getattr(row, name), getattr(row, f"opponent_{name}")
        if mine or other:
            parts.append(f"{name} {mine}" if mine == other else f"{name} {mine} and {other}")
    if row.by_seat:
        parts.append("seats paid differently")
    if row.payoffs is not None:
        parts.append("rules that read payoffs")
    return "; ".join(parts)


def _contents(ledger: Ledger, connection: Connection) -> Contents:
    file = file_of(ledger)
    return Contents(
        [*_matches(ledger, connection)],
        [*_events(ledger, connection)],
        file.stat().st_size if file is not None and file.exists() else None,
    )


def _matches(ledger: Ledger, connection: Connection) -> Iterator[dict[str, Any]]:
    c = MATCHES.c
    pair = (c.conditions, c.first_player, c.second_player)
    each = (
        select(
            *pair,
            func.count().label("rows"),
            func.max(c.first + c.repetitions).label("last"),
            func.min(c.finished).label("begun"),
            func.max(c.finished).label("ended"),
        )
        .group_by(*pair)
        .subquery()
    )
    asked = select(
        each.c.conditions,
        func.count(),
        func.sum(each.c.rows),
        func.max(each.c.last),
        func.min(each.c.begun),
        func.max(each.c.ended),
    ).group_by(each.c.conditions)
    sums = {row[0]: ledger.numbers([int(n) for n in row[1:]]) for row in connection.execute(asked)}
    who = defaultdict[int, set[int]](set)
    sides = union(select(c.conditions, c.first_player), select(c.conditions, c.second_player))
    for condition, player in connection.execute(sides):
        who[condition].add(player)
    told: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in connection.execute(select(CONDITIONS)):
        if row.id in sums:
            told[in_words(row), row.seed].append(row.id)
    for (words, seed), ids in sorted(told.items()):
        rows = [sums[i] for i in ids]
        yield {
            "conditions": words,
            "seed": seed,
            "players": len(set[int]().union(*(who[i] for i in ids))),
            "matches": sum(row[0] for row in rows),
            "rows": sum(row[1] for row in rows),
            "repetitions": max(row[2] for row in rows),
            "first_finished": min(row[3] for row in rows),
            "last_finished": max(row[4] for row in rows),
        }


def _events(ledger: Ledger, connection: Connection) -> Iterator[dict[str, Any]]:
    c = REPETITIONS.c
    asked = select(
        c.event, func.sum(c.repetitions), func.min(c.finished), func.max(c.finished)
    ).group_by(c.event)
    sums = {row[0]: ledger.numbers([int(n) for n in row[1:]]) for row in connection.execute(asked)}
    size = select(ARRAYS.c.event, func.sum(func.length(ARRAYS.c.content))).group_by(ARRAYS.c.event)
    sizes = {row[0]: int(row[1]) for row in connection.execute(size)}
    for row in connection.execute(select(EVENTS).order_by(EVENTS.c.id)):
        if row.id in sums:
            many, begun, ended = sums[row.id]
            yield {
                "event": row.event,
                "players": names_of(row.players),
                "conditions": row.conditions,
                "seed": row.seed,
                "repetitions": many,
                "bytes": sizes.get(row.id, 0),
                "first_finished": begun,
                "last_finished": ended,
            }


def names_of(text: object) -> list[str]:
    """Return the names in the text of an event; none where it is damaged."""
    try:
        found = json.loads(text) if isinstance(text, str) else []
    except (ValueError, RecursionError):
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
