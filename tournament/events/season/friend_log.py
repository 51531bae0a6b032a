"""A player's own diary of a season, as a CSV file; and what to do today, knowing it."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tournament.authors.partners import Kind
from tournament.authors.vocabulary import NO_MOVE
from tournament.errors import ArgumentError
from tournament.events.season.plan import NEWCOMER
from tournament.events.spelling import delimiter
from tournament.referee.friendship import Friendship
from tournament.referee.rating import rate
from tournament.referee.season_views import Friend, Town
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog
from tournament.results.files.spreadsheet import from_text
from tournament.rules.season import SeasonRules
from tournament.streams import player_id


@dataclass(frozen=True)
class FriendLog:
    """What a player wrote down of a season: all friends, opened gifts in order, and today.

    Each gift is (friend, day, whether I gave it, my move, the friend's).
    """

    friends: tuple[str, ...]
    gifts: tuple[tuple[str, int, bool, int, int], ...]
    today: int


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
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            text = file.readlines()
        reader = csv.DictReader(text, delimiter=delimiter(text[0] if text else ""))
        lines = [(reader.line_num, line) for line in reader]
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is no CSV file in UTF-8"
        raise ArgumentError(f"{path}: the log cannot be read: {reason}.") from None
    if missing:
        raise ArgumentError(f"{path}: the log needs a column `{missing[0]}`.")
    friends: dict[str, None] = {}
    gifts = []
    for number, line in lines:
        friend, day, giver, mine, theirs = ((line[name] or "").strip() for name in COLUMNS)
        if not friend:
            raise ArgumentError(f"{path}:{number}: `friend` must be a name.")
        friend = str(from_text(friend))
        friends[friend] = None
        if not (day or giver or mine or theirs):
            continue
        if not day.isdecimal() or not 1 <= int(day) <= days:
            raise ArgumentError(f"{path}:{number}: `day` must be in [1, {days}]; got {day!r}.")
        if giver not in ("me", "friend"):
            raise ArgumentError(f"{path}:{number}: `giver` must be me or friend; got {giver!r}.")
        for name, move in (("mine", mine), ("theirs", theirs)):
            if move.lower() not in MOVES:
                raise ArgumentError(
                    f"{path}:{number}: `{name}` must be nice or naughty; got {move!r}."
                )
        moves = (MOVES[mine.lower()], MOVES[theirs.lower()])
        gifts.append((friend, int(day) - 1, giver == "me", *moves))
    if not friends:
        raise ArgumentError(f"{path}: the log must name at least one friend.")
    gifts.sort(key=lambda gift: gift[1])
    today = gifts[-1][1] + 1 if gifts else 0
    if today >= days:
        raise ArgumentError(f"{path}: the season is over after day {days}; no gifts are left.")
    return FriendLog(tuple(friends), tuple(gifts), today)


def todays_gifts(kind: Kind, rules: SeasonRules, log: FriendLog) -> list[tuple[str, int, int]]:
    """Return (friend, gifts, move) for today: what a kind does, knowing what a log tells."""
    rules = replace(rules, noise=(0.0,))
    table = rules.game.utilities[0].tolist()
    with Watchdog(DECISION_SECONDS) as watchdog:
        pairs = {
            name: Friendship(
                (kind, kind), (NEWCOMER, player_id(name)), rules, 0, (0.0, 0.0), watchdog
            )
            for name in log.friends
        }
        for name, day, giving, mine, theirs in log.gifts:
            pair = pairs[name]
            giver = int(not giving)
            gave, reply = (mine, theirs) if giving else (theirs, mine)
            pair.move(giver, day, True)  # so that memories are as they would be
            pair.move(1 - giver, day, False, gave if rules.visible else NO_MOVE)
            pair.settle(giver, gave, reply, day)
            pair.left[0] += giving
        day = log.today
        given = sum(pair.left[0] for pair in pairs.values())
        me = Town(rules, NEWCOMER, 0, day, len(pairs), given)
        seen = {name: Friend(pair.known(0), day, table, -1.0) for name, pair in pairs.items()}
        ratings = {
            name: rate(kind.partner, me, friend, day, watchdog) for name, friend in seen.items()
        }
        budget, gifts = rules.gifts[day], []
        for name in sorted(ratings, key=lambda n: (-ratings[n], player_id(n))):
            share = min(budget, kind.partner.per_friend)
            if share and ratings[name] != -np.inf:
                gifts.append((name, share, pairs[name].move(0, day, True)))
                budget -= share
    return gifts
