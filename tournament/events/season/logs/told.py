"""What was understood of a log, said back in a few sentences."""

from collections.abc import Mapping, Sequence
from datetime import date

from tournament.events.season.logs.columns import COLUMNS, Columns
from tournament.events.season.logs.sheet import Sheet
from tournament.events.season.logs.words import told
from tournament.interactive.words import count, listing

HOLDS = {
    "friend": "the friend",
    "day": "the day",
    "giver": "who gave",
    "to": "who got it",
    "mine": "your move",
    "theirs": "the friend's move",
    "move": "the move",
}
Counted = tuple[int, Sequence[tuple[str, int, bool, int, int]], int, int]
"""Friends, gifts, moves without an answer, and today, from 0."""


def sentences(
    sheet: Sheet,
    columns: Columns,
    moves: Mapping[str, Mapping[str, int]],
    owner: str,
    first: date | None,
    counted: Counted,
) -> tuple[str, ...]:
    """Return how a log was read, a sentence each.

    Parameters
    ----------
    sheet, columns
        Its cells, and what its columns hold.
    moves
        What words mean in each column of moves.
    owner
        What the log calls me; empty where it uses no name.
    first
        The first day, where days are dates.
    counted
        What the log holds.
    """
    name = sheet.path.name
    said = [f"{name} has {sheet.separator} between its columns: {_columns(columns)}."]
    more = []
    words = {word: move for each in moves.values() for word, move in each.items()}
    more += [told(words)] if told(words) else []
    more += [f"{owner} is you"] if owner else []
    more += [f"day 1 is {first.isoformat()}"] if first else []
    if more:
        text = "; ".join(more)
        said.append(f"{text[0].upper()}{text[1:]}.")
    if "giver" not in columns.numbers and {"mine", "theirs"} <= {*columns.numbers}:
        said.append("Nothing says who gave, so all gifts count as yours.")
    if "move" in columns.numbers and "mine" not in columns.numbers:
        said.append(
            "A line is one move: your move and your friend's on a day are one gift, and whoever"
            " stands first gave it."
        )
    said.append(_holds(counted))
    return tuple(said)


def _columns(columns: Columns) -> str:
    """Return which column is what, in words."""
    unused = f"; {listing(columns.unused)} not used" if columns.unused else ""
    if not columns.headings:
        places = sorted((number, what) for what, number in columns.numbers.items())
        return f"no headings, so {listing([f'column {n + 1} is {HOLDS[w]}' for n, w in places])}"
    if all(columns.heading(what) == what for what in columns.numbers):
        return (
            listing([what for what in COLUMNS if what in columns.numbers] or [*columns.numbers])
            + unused
        )
    named = [f"{columns.heading(what)} is {HOLDS[what]}" for what in columns.numbers]
    return listing(named) + unused


def _holds(counted: Counted) -> str:
    """Return how much a log holds."""
    friends, gifts, alone, today = counted
    gave = sum(giving for _, _, giving, _, _ in gifts)
    days = len({day for _, day, _, _, _ in gifts})
    lone = f"; {count(alone, 'move')} without an answer left out" if alone else ""
    if not gifts:
        return f"It names {count(friends, 'friend')} and no gifts{lone}: today is day 1."
    return (
        f"It holds {count(len(gifts), 'gift')} on {count(days, 'day')} with"
        f" {count(friends, 'friend')}: {gave} you gave, {len(gifts) - gave} you got{lone}. Today is"
        f" day {today + 1}."
    )
