"""What a season is, in plain Python: the slow twin of `tournament.engine.season`.

A day has four phases or five, and none of them favours anybody:

`morning`
    Who is there, and what is public.
`choice`
    Every town rates its friends from what it knew last night. Where inboxes have no limit, the best
    rated get the gifts of the day.
`placement`
    Where inboxes are limited, gifts lie down one by one, in rounds, in an order drawn every day.
`relive`
    Where a town has lived some days already, its gifts of the day are those that are known.
`exchange`
    Each friendship plays its gifts, those that were lying there first. The two sides take turns as
    givers, from a coin toss on.

The compiled days must do the same. This module also plays rules that cannot be compiled.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from tournament.authors.partners import Kind
from tournament.referee.season.friendship import Friendship
from tournament.referee.season.world import Day, World
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog
from tournament.results.books.season import SeasonTallies
from tournament.results.books.towns import Towns
from tournament.rules.season import SeasonRules
from tournament.streams import ORDER, PRESENCE


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
    """Play one repetition of a season; as the engine's `play`, without threads."""
    with Watchdog(DECISION_SECONDS) as watchdog, np.errstate(all="ignore"):
        world = World(kinds, rules, towns, repetition, watched, watchdog)
        for number in range(rules.days):
            day = morning(world, number)
            choice(world, day)
            placement(world, day)
            relive(world, day)
            exchange(world, day)
            if progress is not None:
                progress(number)
    return world.tallies(keep_rows=keep_rows)


# -- the four phases -----------------------------------------------------------------------------


def morning(world: World, number: int) -> Day:
    """Return who is there today, and everybody's reputation as of yesterday."""
    rules, towns = world.rules, range(world.size)
    here = [not rules.absence or world.at(PRESENCE, t, number) >= rules.absence for t in towns]
    public = [world.reputation(t) if rules.nice_list else -1.0 for t in towns]
    return Day(number, here, public)


def choice(world: World, day: Day) -> None:
    """Let towns rate their friends; where inboxes have no limit, gifts go to the best rated."""
    budget = world.rules.gifts[day.number]
    if not budget:
        return
    lived = world.towns.lived
    first = int(lived is not None and day.number < lived.scripted)  # what town 0 gives is known
    day.ratings = {t: world.ratings(t, day) for t in range(first, world.size) if day.here[t]}
    if lived is not None and day.number < lived.closed:
        for town, ratings in day.ratings.items():
            day.ratings[town] = {row: r for row, r in ratings.items() if world.friend[row] != 0}
    if world.rules.inbox is not None:
        return
    for town, ratings in day.ratings.items():
        best_first = sorted(ratings, key=lambda row: world.preference(row, day), reverse=True)
        left = budget
        for row in best_first:
            gifts = min(left, world.partner(town).per_friend)
            if gifts:
                world.leave(row, gifts, day)
            left -= gifts


def placement(world: World, day: Day) -> None:
    """Where inboxes are limited, let every town leave one gift in each round, in today's order."""
    inbox = world.rules.inbox
    if inbox is None or not day.ratings:
        return
    unopened = world.unopened()
    order = sorted(day.ratings, key=lambda town: world.word(ORDER, town, day.number))
    for _ in range(world.rules.gifts[day.number]):
        for town in order:
            most = world.partner(town).per_friend
            free = [
                row
                for row in day.ratings[town]
                if unopened[world.friend[row]] < inbox and day.gifts.get(row, 0) < most
            ]
            if free:
                best = max(free, key=lambda row: world.preference(row, day))
                world.leave(best, 1, day)
                unopened[world.friend[best]] += 1


def relive(world: World, day: Day) -> None:
    """Play what is known of town 0. Rules are asked as always, so that they remember what they
    would; then they did what is known."""
    if world.towns.lived is None:
        return
    for number, friend, giver, gave, known in world.towns.lived.gifts.tolist():
        if number != day.number:
            continue
        row = next(row for row in world.rows[0] if world.friend[row] == friend)
        world.know(row if giver == 0 else int(world.towns.graph.back[row]), gave, known, day)


def exchange(world: World, day: Day) -> None:
    """Let friends open what was lying there, then give and open the gifts of today."""
    for edge, pair in sorted(world.met.items()):
        here = [day.here[town] for town in world.ends(edge)]
        lying = [len(pair.waiting[1 - giver]) if here[1 - giver] else 0 for giver in (0, 1)]
        for giver in in_turns(lying, pair, day):
            world.open(edge, giver, pair.waiting[1 - giver].pop(0), day)
        for giver in in_turns([day.gifts.get(row, 0) for row in world.sides(edge)], pair, day):
            gave = pair.move(giver, day.number, True)
            if here[1 - giver]:
                world.open(edge, giver, gave, day)
            else:
                pair.waiting[1 - giver].append(gave)


def in_turns(gifts: list[int], pair: Friendship, day: Day) -> Iterator[int]:
    """Yield who gives next, from the numbers of gifts of both sides; a coin says who begins."""
    giver = pair.first_giver(day.number) if all(gifts) else 0
    left = [*gifts]
    while any(left):
        if left[giver]:
            left[giver] -= 1
            yield giver
        giver = 1 - giver
