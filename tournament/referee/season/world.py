"""The state of a season in plain Python: towns, whom they met, and what was counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from tournament import outcomes
from tournament.authors.partners import REFUSE, Kind, PartnerRule
from tournament.authors.vocabulary import NO_MOVE
from tournament.referee.season.friendship import Friendship, Line, friendship
from tournament.referee.season.rating import rate
from tournament.referee.season.views import NOTHING, Friend, Town
from tournament.referee.watchdog import Watchdog
from tournament.results.books.season import SeasonTallies
from tournament.results.books.towns import Towns
from tournament.rules.season import SeasonRules
from tournament.streams import MASK, ORDER, PRESENCE, TIE, Stream, absorb, mix, stream_key


@dataclass
class Day:
    """What is known of a day, phase by phase.

    here
        Which towns log in.
    reputation
        Each town's public share of nice moves made; -1 where there is none.
    ratings
        By town, its friends' ratings by row; those that are refused are left out.
    gifts
        How many gifts are left today, by row.
    """

    number: int
    here: list[bool]
    reputation: list[float]
    ratings: dict[int, dict[int, float]] = field(default_factory=dict)
    gifts: dict[int, int] = field(default_factory=dict)


class World:
    """The towns of a season: who met whom, and what was counted.

    A row is one friendship from one side, and belongs to the town of that side. An edge is a
    friendship; side 0 is its town with the lower number.
    """

    def __init__(
        self,
        kinds: Sequence[Kind],
        rules: SeasonRules,
        towns: Towns,
        repetition: int,
        watched: int,
        watchdog: Watchdog,
    ) -> None:
        self.kinds, self.rules, self.towns = kinds, rules, towns
        self.repetition, self.watched, self.watchdog = repetition, watched, watchdog
        graph, self.size = towns.graph, len(towns.kind)
        self.rows = [range(*ends) for ends in pairwise(graph.start.tolist())]
        self.town = np.repeat(np.arange(self.size), np.diff(graph.start)).tolist()
        self.friend, self.edge = graph.friend.tolist(), graph.edge.tolist()
        self.first_row = {e: row for row, e in reversed([*enumerate(self.edge)])}
        self.met: dict[int, Friendship] = {}  # by edge, from the first gift on
        self.given = [0] * self.size
        self.streams = {
            purpose: [
                Stream(stream_key(rules.seed, int(i), 0, 0, purpose), repetition) for i in towns.ids
            ]
            for purpose in (TIE, PRESENCE, ORDER)
        }
        self.diary: list[Line] = []
        self.daily = np.zeros((rules.days, len(kinds), 2, outcomes.SIZE), np.int64)
        self.fresh = np.zeros((rules.days, len(kinds)), np.int64)
        self.between = np.zeros((len(kinds), len(kinds), outcomes.SIZE), np.int64)

    # what is known

    def partner(self, town: int) -> PartnerRule:
        """Return the partner rule of a town."""
        kind: Kind = self.kinds[self.towns.kind[town]]
        return kind.partner

    def side(self, row: int) -> int:
        """Return which side of its friendship a row is."""
        return int(self.town[row] > self.friend[row])

    def ends(self, edge: int) -> list[int]:
        """Return the two towns of a friendship, side 0 first."""
        towns: list[int] = self.towns.graph.edges[edge].tolist()
        return towns

    def sides(self, edge: int) -> tuple[int, int]:
        """Return the rows of both sides of a friendship, side 0 first."""
        row = self.first_row[edge]
        return row, int(self.towns.graph.back[row])

    def unopened(self) -> list[int]:
        """Return how many gifts lie unopened in each town."""
        lying = [0] * self.size
        for edge, pair in self.met.items():
            for town, waiting in zip(self.ends(edge), pair.waiting, strict=True):
                lying[town] += len(waiting)
        return lying

    def reputation(self, town: int) -> float:
        """Return a town's share of nice moves so far; -1 if it made none."""
        met = ((self.met[self.edge[r]], self.side(r)) for r in self.rows[town] if self.knows(r))
        moves: list[int] = [move for pair, side in met for move in pair.moves[side]]
        return moves.count(0) / len(moves) if moves else -1.0

    def knows(self, row: int) -> bool:
        """Return whether a gift was ever left between the two towns of a row."""
        return self.edge[row] in self.met

    # what chance says

    def word(self, purpose: int, town: int, day: int) -> int:
        """Return a town's 64 random bits of the day."""
        stream = self.streams[purpose][town]
        return int(mix((stream.start + (day + 1) * stream.gamma) & MASK))

    def at(self, purpose: int, town: int, day: int) -> float:
        """Return a town's random number of the day, uniform on [0, 1)."""
        return self.streams[purpose][town].at(day + 1)

    # what towns do

    def ratings(self, town: int, day: Day) -> dict[int, float]:
        """Return today's rating of each friend by row, without those refused."""
        rules, rule = self.rules, self.partner(town)
        identity, friends = int(self.towns.ids[town]), len(self.rows[town])
        me = Town(rules, identity, self.repetition, day.number, friends, self.given[town])
        table, found = rules.game.utilities[0].tolist(), {}
        for row in self.rows[town]:
            known = self.met[self.edge[row]].known(self.side(row)) if self.knows(row) else NOTHING
            friend = Friend(known, day.number, table, day.reputation[self.friend[row]])
            rating = rate(rule, me, friend, day.number, self.watchdog)
            if rating != REFUSE:
                found[row] = rating
        return found

    def preference(self, row: int, day: Day) -> tuple[float, int]:
        """Return by what a town orders its friends: ratings, and chance among equals."""
        town = self.town[row]
        tie = absorb(absorb(self.streams[TIE][town].start, day.number), self.friend[row])
        return day.ratings[town][row], tie

    def leave(self, row: int, gifts: int, day: Day) -> None:
        """Leave gifts with a friend; they are given at the exchange."""
        self._count(row, gifts)
        day.gifts[row] = day.gifts.get(row, 0) + gifts

    def know(self, row: int, gave: int, reply: int, day: Day) -> None:
        """Play a gift along a row that is known; a reply of -1 is still to be chosen."""
        pair, giver = self._count(row, 1), self.side(row)
        pair.move(giver, day.number, True)
        self.open(self.edge[row], giver, gave, day, reply)

    def _count(self, row: int, gifts: int) -> Friendship:
        """Count gifts that a town leaves with a friend, and return their friendship."""
        edge = self.edge[row]
        if edge not in self.met:
            self.met[edge] = pair = friendship(
                self.kinds, self.rules, self.towns, self.repetition, edge, self.watchdog
            )
            pair.diary = self.diary if edge == self.watched else None
        self.met[edge].left[self.side(row)] += gifts
        self.given[self.town[row]] += gifts
        return self.met[edge]

    def open(self, edge: int, giver: int, gave: int, day: Day, known: int = -1) -> None:
        """Let the receiver answer a gift, and count what came of it; a known reply comes instead of
        its own."""
        pair, number = self.met[edge], day.number
        offered = gave if self.rules.visible else NO_MOVE
        chosen = pair.move(1 - giver, number, False, offered)
        reply = chosen if known < 0 else known
        ends = self.ends(edge)
        mine, other = (int(self.towns.kind[ends[side]]) for side in (giver, 1 - giver))
        outcome, turned = outcomes.number(gave, reply), outcomes.number(reply, gave)
        self.daily[number, mine, 0, outcome] += 1
        self.daily[number, other, 1, turned] += 1
        self.fresh[number, mine] += not pair.moves[0]
        self.between[mine, other, outcome] += 1
        pair.settle(giver, gave, reply, number)

    def tallies(self, *, keep_rows: bool) -> SeasonTallies:
        """Return what was counted."""
        rows = np.zeros((len(self.friend), 9), np.int64)
        for edge, pair in self.met.items():
            for side, row in enumerate(self.sides(edge)):
                rows[row] = [*pair.gave[side], *pair.received[side], pair.left[side]]
        return SeasonTallies(
            towns=np.add.reduceat(rows, self.towns.graph.start[:-1], axis=0),
            daily=self.daily,
            fresh=self.fresh,
            between=self.between,
            rows=rows if keep_rows else None,
            diary=np.array(self.diary, np.int64).reshape(-1, 5),
        )
