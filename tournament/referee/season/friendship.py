"""Two towns that know each other, in plain Python: two seats of a match whose turns are gifts."""

from collections.abc import Sequence

import numpy as np

from tournament import outcomes
from tournament.authors.moves.named import MOVES, named
from tournament.authors.partners import Kind
from tournament.authors.vocabulary import NO_MOVE
from tournament.referee.season.views import NOTHING, Known
from tournament.referee.seats import Seat, Votes, advance, decide, votes
from tournament.referee.watchdog import Watchdog
from tournament.results.books.towns import Towns
from tournament.rules.season import SeasonRules
from tournament.streams import COIN, NOISE, RULE, Stream, stream_key

Line = tuple[int, int, int, int, int]
"""A line of a diary: day, side, what it does, then the move it saw and the one it chose."""

GIVES, OPENS, SETTLES = range(3)  # what a line tells; of a gift that is settled both moves


class Friendship:
    """Two towns that know each other: side 0 is the one with the lower number."""

    def __init__(
        self, kinds: tuple[Kind, Kind], ids: tuple[int, int], rules: SeasonRules, repetition: int,
        noise: tuple[float, float], watchdog: Watchdog,
    ) -> None:  # fmt: skip
        self.kinds, self.rules, self.noise, self.watchdog = kinds, rules, noise, watchdog
        keys = [
            [stream_key(rules.seed, ids[s], ids[1 - s], 0, purpose) for s in (0, 1)]
            for purpose in (RULE, NOISE)
        ]
        draws, self.flips = ([Stream(key, repetition) for key in both] for both in keys)
        self.coin = Stream(stream_key(rules.seed, min(ids), max(ids), 0, COIN), repetition)
        self.order = (0, 1) if ids[0] < ids[1] else (1, 0)
        payoffs = rules.game.utilities[[0, 0]]
        self.seats = [Seat(kinds[s].strategy, payoffs, -1, draws[s]) for s in (0, 1)]
        self.moves = [seat.moves for seat in self.seats]
        self.given: tuple[list[Votes], list[Votes]] = ([], [])  # votes on gifts not yet opened
        self.waiting: tuple[list[int], list[int]] = ([], [])  # moves of gifts lying with a side
        self.gave = ([0] * outcomes.SIZE, [0] * outcomes.SIZE)
        self.received = ([0] * outcomes.SIZE, [0] * outcomes.SIZE)
        self.left = [0, 0]
        self.latest = -1
        self.diary: list[Line] | None = None  # where somebody watches

    def move(self, side: int, day: int, giving: bool, offered: int = NO_MOVE) -> int:
        """Return what a side does now, as giver or as receiver."""
        seat = self.seats[side]
        left = self.rules.days - 1 - day if self.rules.days_known else -1
        tell(seat, day, left, giving, offered)
        move = decide(seat, self.watchdog)
        self.note(day, side, GIVES if giving else OPENS, offered, move)
        if giving:
            self.given[side].append(votes(seat))
        decision = len(self.moves[0]) + len(self.waiting[1 - side]) + 1
        return move ^ (self.flips[side].at(decision) < self.noise[side])

    def settle(self, giver: int, gave: int, reply: int, day: int) -> None:
        """Enter an opened gift in the books of both sides."""
        self.note(day, giver, SETTLES, gave, reply)
        made = (gave, reply) if giver == 0 else (reply, gave)
        for side in (0, 1):
            own, other = made[side], made[1 - side]
            seat = self.seats[side]
            seat.seen.append(MOVES[other])
            voted = self.given[side].pop(0) if side == giver else votes(seat)
            advance(seat, voted, own, other)
            book = self.gave if side == giver else self.received
            book[side][outcomes.number(own, other)] += 1
        self.latest = day

    def note(self, day: int, side: int, what: int, seen: int, move: int) -> None:
        """Write a line into the diary, if somebody watches."""
        if self.diary is not None:
            self.diary.append((day, side, what, seen, move))

    def known(self, side: int) -> Known:
        """Return what a side knows of the other."""
        last = (self.moves[side][-1], self.moves[1 - side][-1]) if self.moves[0] else NOTHING.last
        return Known(self.gave[side], self.received[side], self.left[side], self.latest, last)

    def first_giver(self, day: int) -> int:
        """Toss the day's coin; heads: the town with the higher identity gives first."""
        return self.order[int(self.coin.at(day + 1) < 0.5)]


def tell(seat: Seat, day: int, days_left: int, giving: bool, offered: int) -> None:
    """Tell a player and its members about the day and the gift."""
    for name, value in {"_day": day, "_days_left": days_left, "giving": giving}.items():
        object.__setattr__(seat.me, name, value)
    object.__setattr__(seat.opponent, "offered", named(offered))
    for member in seat.members:
        tell(member, day, days_left, giving, offered)


def friendship(
    kinds: Sequence[Kind], rules: SeasonRules, towns: Towns, repetition: int, edge: int,
    watchdog: Watchdog,
) -> Friendship:  # fmt: skip
    """Return a friendship of a season before its first gift."""
    a, b = (int(town) for town in towns.graph.edges[edge])
    one, two = (int(towns.kind[town]) for town in (a, b))
    return Friendship(
        (kinds[one], kinds[two]), (int(towns.ids[a]), int(towns.ids[b])), rules, repetition,
        (rules.noise[one], rules.noise[two]), watchdog,
    )  # fmt: skip


def replay(pair: Friendship, diary: np.ndarray) -> None:
    """Play one friendship again, as its diary tells; a rule that failed says why.

    Raises
    ------
    PluginError
        When a rule fails; the text begins with file and line.
    """
    for day, side, what, seen, other in diary.tolist():
        if what == SETTLES:
            pair.settle(side, seen, other, day)
        else:
            pair.move(side, day, what == GIVES, seen)
