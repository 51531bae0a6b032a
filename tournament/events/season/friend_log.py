"""A player's own diary of a season, as a spreadsheet that was saved as CSV.

The usual columns are friend, day, giver, mine, theirs. People write logs in other ways, too: what a
log says is found out, and said back, so that nobody has to guess what was understood.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tournament.errors import ArgumentError, name_of
from tournament.events.season.logs.columns import COLUMNS, HEADINGS, Columns, columns_of
from tournament.events.season.logs.days import dates_of, number_of, readings
from tournament.events.season.logs.sheet import MOST as MOST
from tournament.events.season.logs.sheet import Line, Sheet, cell, read_sheet
from tournament.events.season.logs.told import sentences
from tournament.events.season.logs.words import (
    giver_of,
    is_answer,
    move_words,
    owner_of,
    sign,
    traveller,
)
from tournament.interactive.shown import shown
from tournament.results.files.spreadsheet import from_text

Gift = tuple[str, int, bool, int, int]
"""Friend, day from 0, whether I gave, my move, the friend's."""


@dataclass(frozen=True)
class FriendLog:
    """What a player wrote down of a season: all friends, opened gifts in order, and today.

    friends
        In the order in which the log names them.
    gifts
        Each is (friend, day, whether I gave it, my move, the friend's).
    today
        Which day it is, from 0.
    understood
        How the file was read, a sentence each.
    """

    friends: tuple[str, ...]
    gifts: tuple[Gift, ...]
    today: int
    understood: tuple[str, ...] = field(default=(), compare=False)


@dataclass
class _Reading:
    """A log while it is read: its cells, what its columns hold, and what its words mean."""

    sheet: Sheet
    columns: Columns
    days: int
    first: date | None
    moves: dict[str, dict[str, int]] = field(default_factory=dict)
    owner: str = ""
    dates: dict[str, date] = field(default_factory=dict)

    def text(self, line: Line, what: str) -> str:
        """Return the cell of a line in a column; an empty one where there is no such column."""
        number = self.columns.numbers.get(what)
        return "" if number is None else cell(line, number)

    def column(self, what: str) -> list[str]:
        """Return the cells of a column that hold something."""
        return [text for line in self.lines if (text := self.text(line, what))]

    @property
    def lines(self) -> Sequence[Line]:
        """The lines below the headings."""
        return self.sheet.lines[self.columns.first :]

    def refuse(self, line: Line, said: str) -> ArgumentError:
        """Return what is wrong with a line."""
        return ArgumentError(f"{self.sheet.path}:{line.number}: {said}.")


def read_friend_log(path: Path, days: int, first: date | None = None) -> FriendLog:
    """Return the log in a file: a spreadsheet that was saved as CSV.

    Columns are known by their headings: friend, day, giver (me or friend), mine, theirs (nice or
    naughty), and other words for them. Days count from 1, or are dates. Without a column for the
    giver all gifts were mine. With a column `move` in place of `mine` and `theirs` a line is one
    move. A line with a friend alone tells that there is such a friend. Today is the day after the
    last.

    Parameters
    ----------
    path
        The file.
    days
        Of the season.
    first
        Where days are dates, the first day of the season; by default the earliest date.

    Raises
    ------
    ValueError
        One sentence with file and line.
    """
    sheet = read_sheet(path)
    columns = columns_of(sheet)
    log = _Reading(sheet, columns, days, first)
    both = [what for what in COLUMNS[-2:] if what in columns.numbers]
    names = both or [what for what in HEADINGS if what == "move" and what in columns.numbers]
    together = [text for what in names for text in log.column(what)]
    for what in names:
        log.moves[what] = move_words(together, columns.heading(what) if columns.headings else "")
    log.owner = _owner(log)
    _read_dates(log)
    friends: dict[str, None] = {}
    gifts: list[Gift] = []
    halves: list[tuple[str, int, bool, int]] = []
    for line in log.lines:
        friend = _friend(log, line)
        friends[friend] = None
        if not any(log.text(line, what) for what in ("day", "giver", *names)):
            continue
        day, giving = _day(log, line), _giving(log, line, friend)
        moves = [_move(log, line, what) for what in names]
        if len(moves) == 1:
            halves.append((friend, day, giving, moves[0]))
        else:
            gifts.append((friend, day, giving, moves[0], moves[1]))
    if not friends:
        raise ArgumentError(f"{path}: the log must name at least one friend.")
    paired, alone = _paired(halves)
    gifts = sorted([*gifts, *paired], key=lambda gift: gift[1])
    today = gifts[-1][1] + 1 if gifts else 0
    if today >= days:
        raise ArgumentError(f"{path}: the season is over after day {days}; no gifts are left.")
    counted = (len(friends), gifts, alone, today)
    said = sentences(sheet, columns, log.moves, log.owner, log.first, counted)
    return FriendLog(tuple(friends), tuple(gifts), today, said)


# -- one cell --------------------------------------------------------------------------------------


def _owner(log: _Reading) -> str:
    """Return what a log calls me; empty where it uses no name."""
    other = "friend" if "friend" in log.columns.numbers else "to"
    ends = [(log.text(line, "giver"), log.text(line, other)) for line in log.lines]
    return (owner_of if other == "friend" else traveller)([pair for pair in ends if pair[0]])


def _friend(log: _Reading, line: Line) -> str:
    """Return the friend of a line, as everybody may read it."""
    friend = log.text(line, "friend")
    if "friend" not in log.columns.numbers:  # from somebody, to somebody
        giver, to = log.text(line, "giver"), log.text(line, "to")
        friend = to if giver_of(giver, "", log.owner) else giver
    if not friend:
        raise log.refuse(line, f"`{log.columns.name('friend')}` must be a name")
    return name_of(f"{log.sheet.path}:{line.number}: `friend`", from_text(friend))


def _giving(log: _Reading, line: Line, friend: str) -> bool:
    """Return whether I gave."""
    if "giver" not in log.columns.numbers:
        return True
    text = log.text(line, "giver")
    found = giver_of(text, friend, log.owner)
    if found is None:
        name = log.columns.name("giver")
        raise log.refuse(line, f"`{name}` must be me or friend; got {shown(text)}")
    return found


def _move(log: _Reading, line: Line, what: str) -> int:
    """Return a move."""
    text, name = log.text(line, what), log.columns.name(what)
    found = log.moves[what].get(sign(text))
    if found is None:
        more = "; head the column `nice?`, or write the words" if is_answer(text) else ""
        raise log.refuse(line, f"`{name}` must be nice or naughty; got {shown(text)}{more}")
    return found


def _day(log: _Reading, line: Line) -> int:
    """Return a day, from 0."""
    text, name = log.text(line, "day"), log.columns.name("day")
    if log.first is None:
        number = number_of(text)
        # Python refuses to read thousands of letters
        if number is None or len(number) > len(str(log.days)) or not 1 <= int(number) <= log.days:
            raise log.refuse(line, f"`{name}` must be in [1, {log.days}]; got {shown(text)}")
        return int(number) - 1
    if text not in log.dates:
        raise log.refuse(line, f"`{name}` must be a date, as elsewhere; got {shown(text)}")
    day = (log.dates[text] - log.first).days
    if not 0 <= day < log.days:
        raise log.refuse(
            line,
            f"`{name}` must be in the {log.days} days from {log.first.isoformat()} on; got"
            f" {shown(text)}",
        )
    return day


def _read_dates(log: _Reading) -> None:
    """Find out what the dates of a log are, if its days are dates, and which one is the first."""
    texts = log.column("day")
    if not texts or number_of(texts[0]) is not None or not readings(texts[0]):
        log.first = None
        return
    dates = [*dict.fromkeys(text for text in texts if readings(text))]
    found = dates_of(dates, log.days, log.first)
    if found is None:
        raise ArgumentError(
            f"{log.sheet.path}: days such as {shown(dates[0])} can be read in two ways; write dates"
            " as 2015-12-31, or days as 1, 2, 3."
        )
    log.dates = dict(zip(dates, found, strict=True))
    log.first = log.first or min(found)


def _paired(
    halves: Sequence[tuple[str, int, bool, int]],
) -> tuple[list[Gift], int]:
    """Return gifts made of single moves, and how many moves have no answer.

    My first move towards a friend on a day and the friend's first move are one gift, whose giver
    stands first; and so on.
    """
    waiting: dict[tuple[str, int], list[tuple[bool, int]]] = defaultdict(list)
    gifts: list[Gift] = []
    for friend, day, mine, move in halves:
        there = waiting[friend, day]
        if there and there[0][0] != mine:
            giving, gave = there.pop(0)
            own, other = (gave, move) if giving else (move, gave)
            gifts.append((friend, day, giving, own, other))
        else:
            there.append((mine, move))
    return gifts, sum(map(len, waiting.values()))
