"""A player's own diary of a season, as a CSV file."""

import csv
from dataclasses import dataclass
from pathlib import Path

from tournament.errors import ArgumentError, name_of
from tournament.events.spelling import delimiter
from tournament.interactive.shown import shown
from tournament.results.files.spreadsheet import from_text
from tournament.rules.reading import MIB, NotText, Unreadable, lines


@dataclass(frozen=True)
class FriendLog:
    """What a player wrote down of a season: all friends, opened gifts in order, and today.

    Each gift is (friend, day, whether I gave it, my move, the friend's).
    """

    friends: tuple[str, ...]
    gifts: tuple[tuple[str, int, bool, int, int], ...]
    today: int


MOST = 16 * MIB
"""A year of a thousand gifts a day."""
MOVES = {"nice": 0, "c": 0, "naughty": 1, "d": 1}
COLUMNS = ("friend", "day", "giver", "mine", "theirs")


def read_friend_log(path: Path, days: int) -> FriendLog:
    """Return the log in a CSV file with columns friend, day, giver, mine, theirs.

    Days count from 1 there; giver is "me" or "friend"; moves are nice (C) or naughty (D). A line
    with a friend alone tells that there is such a friend. Today is the day after the last.

    Raises
    ------
    ValueError
        One sentence with file and line.
    """
    friends: dict[str, None] = {}
    gifts = []
    for number, line in _rows(path):
        friend, day, giver, mine, theirs = ((line[name] or "").strip() for name in COLUMNS)
        if not friend:
            raise ArgumentError(f"{path}:{number}: `friend` must be a name.")
        friend = name_of(f"{path}:{number}: `friend`", from_text(friend))
        friends[friend] = None
        if not (day or giver or mine or theirs):
            continue
        number_of_day = day.lstrip("0")  # Python refuses to read thousands of letters
        short = day.isdecimal() and 0 < len(number_of_day) <= len(str(days))
        if not short or not 1 <= int(number_of_day) <= days:
            raise ArgumentError(f"{path}:{number}: `day` must be in [1, {days}]; got {shown(day)}.")
        if giver not in ("me", "friend"):
            raise ArgumentError(
                f"{path}:{number}: `giver` must be me or friend; got {shown(giver)}."
            )
        for name, move in (("mine", mine), ("theirs", theirs)):
            if move.lower() not in MOVES:
                raise ArgumentError(
                    f"{path}:{number}: `{name}` must be nice or naughty; got {shown(move)}."
                )
        moves = (MOVES[mine.lower()], MOVES[theirs.lower()])
        gifts.append((friend, int(number_of_day) - 1, giver == "me", *moves))
    if not friends:
        raise ArgumentError(f"{path}: the log must name at least one friend.")
    gifts.sort(key=lambda gift: gift[1])
    today = gifts[-1][1] + 1 if gifts else 0
    if today >= days:
        raise ArgumentError(f"{path}: the season is over after day {days}; no gifts are left.")
    return FriendLog(tuple(friends), tuple(gifts), today)


def _rows(path: Path) -> list[tuple[int, dict[str, str | None]]]:
    """Return the rows of a CSV file, each with the number of its line."""
    try:
        told = lines(path, MOST)
        reader = csv.DictReader(told, delimiter=delimiter(told[0] if told else ""))
        rows = [(reader.line_num, line) for line in reader]
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    except (NotText, csv.Error):
        raise ArgumentError(
            f"{path}: the log cannot be read: it is no CSV file in UTF-8."
        ) from None
    except Unreadable as error:
        raise ArgumentError(f"{path}: the log cannot be read: {error}.") from None
    if missing:
        raise ArgumentError(f"{path}: the log needs a column `{missing[0]}`.")
    return rows
