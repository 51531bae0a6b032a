"""The slow twin of `tournament.engine.season.play`: a season in plain Python.

It defines what the compiled days must do, plays rules that cannot be compiled, and says where and
why a rule failed.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tournament import outcomes
from tournament.authors.partners import REFUSE, PartnerRule
from tournament.authors.strategy import NO_MOVE
from tournament.errors import PluginError
from tournament.referee.blame import blame
from tournament.referee.season_views import NOTHING, Friend, Town
from tournament.referee.seats import Seat, Votes, advance, decide, votes
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog
from tournament.results.season_counts import SeasonTallies
from tournament.results.towns import Towns
from tournament.season_rules import Kind, SeasonRules
from tournament.streams import (
    COIN,
    MASK,
    NOISE,
    ORDER,
    PRESENCE,
    RULE,
    TIE,
    Stream,
    absorb,
    mix,
    stream_key,
)


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

    def move(self, side: int, day: int, giving: bool, offered: int = NO_MOVE) -> int:
        """Return what a side does now, as giver or as receiver."""
        seat = self.seats[side]
        left = self.rules.days - 1 - day if self.rules.days_known else -1
        tell(seat, day, left, giving, offered)
        move = decide(seat, self.watchdog)
        if giving:
            self.given[side].append(votes(seat))
        decision = len(self.moves[0]) + len(self.waiting[1 - side]) + 1
        return move ^ (self.flips[side].at(decision) < self.noise[side])

    def settle(self, giver: int, gave: int, reply: int, day: int) -> None:
        """Enter an opened gift."""
        made = (gave, reply) if giver == 0 else (reply, gave)
        for side in (0, 1):
            own, other = made[side], made[1 - side]
            seat = self.seats[side]
            seat.seen.append(other)
            voted = self.given[side].pop(0) if side == giver else votes(seat)
            advance(seat, voted, own, other)
            book = self.gave if side == giver else self.received
            book[side][outcomes.number(own, other)] += 1
        self.latest = day

    def as_seen(self, side: int) -> tuple[Any, ...]:
        """Return what a side knows, as `Friend` takes it."""
        last = (self.moves[side][-1], self.moves[1 - side][-1]) if self.moves[0] else NOTHING[-1]
        return self.gave[side], self.received[side], self.left[side], self.latest, last

    def first_giver(self, day: int) -> int:
        """Toss the day's coin; heads: the town with the higher identity gives first."""
        return self.order[int(self.coin.at(day + 1) < 0.5)]


def tell(seat: Seat, day: int, days_left: int, giving: bool, offered: int) -> None:
    """Tell a player and its members about the day and the gift."""
    for name, value in {"_day": day, "_days_left": days_left, "giving": giving}.items():
        object.__setattr__(seat.me, name, value)
    object.__setattr__(seat.opponent, "offered", offered)
    for member in seat.members:
        tell(member, day, days_left, giving, offered)


def rate(rule: PartnerRule, me: Town, friend: Friend, day: int, watchdog: Watchdog) -> float:
    """Return a rating, checked."""
    watchdog.start()
    try:
        rating = rule.rule(me, friend, **rule.parameters)
    except TimeoutError:
        raise PluginError(
            f"{rule.location}: {rule.name} took more than {watchdog.seconds:g} s over one rating.",
            rule.name,
        ) from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        raise blame(rule, error, day, "on day") from error
    finally:
        watchdog.stop()
    if not isinstance(rating, (bool, int, float, np.bool_, np.number)) or rating != rating:
        raise PluginError(
            f"{rule.location}: {rule.name} must return a number; day {day} returned {rating!r}.",
            rule.name,
        )
    return float(rating)


def play(
    kinds: Sequence[Kind],
    rules: SeasonRules,
    towns: Towns,
    repetition: int,
    *,
    keep_rows: bool = False,
    watched: int = -1,
    progress: Callable[[int], None] | None = None,
) -> SeasonTallies:
    """Play one repetition of a season; as `engine.gifts.play`, without threads."""
    n, graph = len(towns.kind), towns.graph
    ids = [int(i) for i in towns.ids]
    table = rules.game.utilities[0].tolist()
    rows = [range(graph.start[t], graph.start[t + 1]) for t in range(n)]
    known: dict[int, Friendship] = {}
    given = [0] * n
    daily = np.zeros((rules.days, len(kinds), 2, outcomes.SIZE), np.int64)
    fresh = np.zeros((rules.days, len(kinds)), np.int64)
    between = np.zeros((len(kinds), len(kinds), outcomes.SIZE), np.int64)
    diary: list[tuple[int, ...]] = []
    personal = {
        purpose: [Stream(stream_key(rules.seed, i, 0, 0, purpose), repetition) for i in ids]
        for purpose in (TIE, PRESENCE, ORDER)
    }

    def of(row: int) -> Friendship:
        edge = int(graph.edge[row])
        if edge not in known:
            known[edge] = friendship(kinds, rules, towns, repetition, edge, watchdog)
        return known[edge]

    def side(town: int, row: int) -> int:
        return int(town > graph.friend[row])

    def public(town: int) -> float:
        nice = total = 0
        for row in rows[town]:
            if int(graph.edge[row]) in known:
                moves = of(row).moves[side(town, row)]
                nice, total = nice + moves.count(0), total + len(moves)
        return nice / total if total else -1.0

    def ratings(town: int, day: int) -> dict[int, float]:
        """Return today's rating of each row of a town, without those refused."""
        partner = kinds[towns.kind[town]].partner
        me, found = Town(rules, ids[town], repetition, day, len(rows[town]), given[town]), {}
        for row in rows[town]:
            reputation = reputations[int(graph.friend[row])]
            pair = known.get(int(graph.edge[row]))
            seen = pair.as_seen(side(town, row)) if pair else NOTHING
            friend = Friend(seen, day, table, reputation)
            found[row] = rate(partner, me, friend, day, watchdog)
        return {row: rating for row, rating in found.items() if rating != REFUSE}

    def preference(town: int, day: int, row: int, rating: float) -> tuple[float, int]:
        tie = absorb(absorb(personal[TIE][town].start, day), int(graph.friend[row]))
        return rating, tie

    def give(town: int, row: int, gifts: int) -> None:
        chosen[row] = chosen.get(row, 0) + gifts
        of(row).left[side(town, row)] += gifts
        given[town] += gifts

    def settle(edge: int, giver: int, gave: int, reply: int, day: int) -> None:
        pair = known[edge]
        a, b = (int(towns.kind[t]) for t in graph.edges[edge])
        kind, other = (a, b) if giver == 0 else (b, a)
        daily[day, kind, 0, outcomes.number(gave, reply)] += 1
        daily[day, other, 1, outcomes.number(reply, gave)] += 1
        fresh[day, kind] += not pair.moves[0]
        between[kind, other, outcomes.number(gave, reply)] += 1
        pair.settle(giver, gave, reply, day)
        if edge == watched:
            diary.append((day, giver, 2, gave, reply))

    def move(edge: int, side: int, day: int, giving: bool, offered: int = NO_MOVE) -> int:
        made = known[edge].move(side, day, giving, offered)
        if edge == watched:
            diary.append(
                (day, side, 0 if giving else 1, offered, known[edge].seats[side].public.vote)
            )
        return made

    def opened(edge: int, giver: int, gave: int, day: int) -> None:
        reply = move(edge, 1 - giver, day, False, gave if rules.visible else NO_MOVE)
        settle(edge, giver, gave, reply, day)

    def alternating(left: list[int], first: int) -> "list[int]":
        order, giver = [], first
        while any(left):
            if left[giver]:
                left[giver] -= 1
                order.append(giver)
            giver = 1 - giver
        return order

    with Watchdog(DECISION_SECONDS) as watchdog:
        for day in range(rules.days):
            here = [
                personal[PRESENCE][t].at(day + 1) >= rules.absence if rules.absence else True
                for t in range(n)
            ]
            reputations = [public(t) if rules.nice_list else -1.0 for t in range(n)]
            chosen: dict[int, int] = {}
            rated = {t: ratings(t, day) if here[t] and rules.gifts[day] else {} for t in range(n)}
            if rules.inbox is None:
                for town, found in rated.items():
                    best = sorted(found, key=lambda r: preference(town, day, r, found[r]))
                    budget = rules.gifts[day]
                    while best and budget:
                        gifts = min(budget, kinds[towns.kind[town]].partner.per_friend)
                        give(town, best.pop(), gifts)
                        budget -= gifts
            else:
                unopened = [0] * n
                for edge, pair in known.items():
                    for s in (0, 1):
                        unopened[graph.edges[edge][s]] += len(pair.waiting[s])
                queue = sorted(
                    range(n),
                    key=lambda t: mix(
                        (personal[ORDER][t].start + (day + 1) * personal[ORDER][t].gamma) & MASK
                    ),
                )
                for _ in range(rules.gifts[day]):
                    for town in queue:
                        most = kinds[towns.kind[town]].partner.per_friend
                        free = [
                            row
                            for row in rated[town]
                            if unopened[graph.friend[row]] < rules.inbox
                            and chosen.get(row, 0) < most
                        ]
                        if free:
                            found = rated[town]
                            best_row = max(free, key=lambda r: preference(town, day, r, found[r]))
                            give(town, best_row, 1)
                            unopened[graph.friend[best_row]] += 1
            for edge in sorted(known):
                pair, both = known[edge], [int(t) for t in graph.edges[edge]]
                lying = [len(pair.waiting[1 - s]) if here[both[1 - s]] else 0 for s in (0, 1)]
                first = pair.first_giver(day) if all(lying) else 0
                for giver in alternating(lying, first):
                    opened(edge, giver, pair.waiting[1 - giver].pop(0), day)
                row = int(graph.start[both[0]]) + int(
                    np.searchsorted(graph.friend[list(rows[both[0]])], both[1])
                )
                left = [chosen.get(row, 0), chosen.get(int(graph.back[row]), 0)]
                first = pair.first_giver(day) if all(left) else 0
                for giver in alternating(left, first):
                    gave = move(edge, giver, day, True)
                    if here[both[1 - giver]]:
                        opened(edge, giver, gave, day)
                    else:
                        pair.waiting[1 - giver].append(gave)
            if progress is not None:
                progress(day)
    table9 = np.zeros((len(graph.friend), 9), np.int64)
    for town in range(n):
        for row in rows[town]:
            if int(graph.edge[row]) in known:
                pair, s = of(row), side(town, row)
                table9[row] = [*pair.gave[s], *pair.received[s], pair.left[s]]
    return SeasonTallies(
        towns=np.add.reduceat(table9, graph.start[:-1], axis=0),
        daily=daily,
        fresh=fresh,
        between=between,
        rows=table9 if keep_rows else None,
        diary=np.array(diary, np.int64).reshape(-1, 5),
    )


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
        if what == 2:
            pair.settle(side, seen, other, day)
        else:
            pair.move(side, day, what == 0, seen)
