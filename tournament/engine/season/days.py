"""The compiled day of a season: towns choose friends, leave gifts with them, and open them.

Friendships do not know of each other, hence towns can be dealt to threads in any way: whoever has
the lower number plays what both do, and all that is added up are integers.

A day has four phases. Morning: who is there, and what is public. Choice: every town rates its
friends from what was known yesterday. Placement, only where inboxes are limited: one gift each, in
rounds, in an order drawn anew every day. Exchange: each friendship plays its gifts of the day,
those that were lying there first, the two sides taking turns as givers from a coin toss on.
"""

import numpy as np
from numba import njit

from tournament.authors.vocabulary import NO_MOVE
from tournament.engine.layout import (
    BYTES,
    FIRST_NODE,
    KEPT,
    NODE_COLUMNS,
    NODES,
    PLAYER_COLUMNS,
)
from tournament.engine.memory import Slots, Whole, address, after, prefetch, words_at
from tournament.engine.options import BARE
from tournament.engine.season.choice import NOBODY, choose, chosen, deal, rate
from tournament.engine.season.records import (
    Pair,
    begin,
    draw,
    enter,
    fetch_votes,
    lay_votes,
    move,
    note,
    record_of,
    turns_of,
)
from tournament.engine.season.tables import LIVED, SETTLES, Desk, World, desk_at, world_at
from tournament.engine.season.views import GAVE, LAST, LATEST, LEFT, RECEIVED, ROW
from tournament.engine.seats import sit
from tournament.engine.words import U1, mix, uniform
from tournament.outcomes import SIZE
from tournament.streams import COIN, ORDER, PRESENCE

# -- morning ---------------------------------------------------------------------------------------


@njit(**BARE)
def _wake(w: World, town: Whole, day: Whole) -> None:
    """Begin the day of a town: is it there, what lies in it, and what is its reputation?"""
    own, rows = w.ids[town], range(w.start[town], w.start[town + 1])
    if w.absence > 0:
        w.here[town] = uniform(draw(w, own, NOBODY, PRESENCE, day + 1)) >= w.absence
    if w.inbox > 0:
        w.priority[town] = mix(draw(w, own, NOBODY, ORDER, day + 1))
        lying = np.int64(0)
        if w.absence > 0:
            for row in rows:
                lying += w.waiting_n[row]
        w.unopened[town] = lying
    if w.nice_list:
        nice, total = 0, 0
        for row in rows:
            known = after(w.rows, ROW * row)
            nice += known[GAVE] + known[GAVE + 1] + known[RECEIVED] + known[RECEIVED + 1]
            for k in range(SIZE):
                total += known[GAVE + k] + known[RECEIVED + k]
        w.reputation[town] = nice / total if total > 0 else -1.0


# -- exchange --------------------------------------------------------------------------------------


@njit(**BARE)
def _settle(
    w: World, d: Desk, pair: Pair, giver: Whole, gave: Whole, reply: Whole, day: Whole
) -> None:
    """Enter an opened gift in the books of both towns."""
    first_ever = turns_of(w, pair) == 0
    first, second = (gave, reply) if giver == 0 else (reply, gave)
    enter(w, d, pair, first, second)
    from_giver, from_other = 2 * gave + reply, 2 * reply + gave
    row, back = (pair.row, pair.back) if giver == 0 else (pair.back, pair.row)
    known, other = after(w.rows, ROW * row), after(w.rows, ROW * back)
    known[GAVE + from_giver] += 1
    other[RECEIVED + from_other] += 1
    known[LATEST] = other[LATEST] = day
    known[LAST], other[LAST] = from_giver, from_other
    kind, host = np.int64(w.kind[pair.a]), np.int64(w.kind[pair.b])
    if giver == 1:
        kind, host = host, kind
    d.daily[2 * SIZE * (day * w.kinds + kind) + from_giver] += 1
    d.daily[2 * SIZE * (day * w.kinds + host) + SIZE + from_other] += 1
    d.between[SIZE * (kind * w.kinds + host) + from_giver] += 1
    if first_ever:
        d.fresh[day * w.kinds + kind] += 1
    note(w, pair.edge, day, giver, SETTLES, gave, reply)


@njit(**BARE)
def _open(w: World, d: Desk, pair: Pair, giver: Whole, gave: Whole, day: Whole) -> bool:
    """Let the receiver answer a gift; return whether its rule could."""
    offered = gave if w.visible else NO_MOVE
    reply = move(w, d, pair, 1 - giver, day, 0, offered)
    if reply >= 0:
        _settle(w, d, pair, giver, gave, reply, day)
    return reply >= 0


@njit(**BARE)
def _first_giver(w: World, pair: Pair, day: Whole) -> Whole:
    """Toss the day's coin of two towns: 0 when a gives first, 1 when b does."""
    one, two = w.ids[pair.a], w.ids[pair.b]
    heads = uniform(draw(w, min(one, two), max(one, two), COIN, day + 1)) < 0.5
    return np.int64(heads != (one > two))


@njit(**BARE)
def _open_waiting(w: World, d: Desk, pair: Pair, day: Whole) -> bool:
    """Open the gifts that lie with towns that are there; return whether all rules could."""
    left0 = w.waiting_n[pair.back] if w.here[pair.b] else 0
    left1 = w.waiting_n[pair.row] if w.here[pair.a] else 0
    giver = _first_giver(w, pair, day) if left0 * left1 > 0 else 0
    while left0 + left1 > 0:
        if (left0 if giver == 0 else left1) > 0:
            at = pair.back if giver == 0 else pair.row
            number = w.opened[at]
            word = w.waiting[at * w.waiting_words + (number >> 6)]
            w.opened[at] += 1
            w.waiting_n[at] -= 1
            gave = np.int64((word >> np.uint64(number & 63)) & U1)
            if w.members:
                fetch_votes(w, d, pair, giver, number)
            if not _open(w, d, pair, giver, gave, day):
                return False
            left0 -= giver == 0
            left1 -= giver == 1
        giver = 1 - giver
    return True


@njit(**BARE)
def _meet(w: World, d: Desk, pair: Pair, day: Whole) -> bool:
    """Play all gifts of a day between two towns; return whether all rules could."""
    if words_at(record_of(w, pair.edge))[0] == 0:
        begin(w, d, pair)
    if w.absence > 0 and not _open_waiting(w, d, pair, day):
        return False
    left0, left1 = chosen(w, pair.row, day), chosen(w, pair.back, day)
    giver = _first_giver(w, pair, day) if left0 * left1 > 0 else 0
    while left0 + left1 > 0:
        if (left0 if giver == 0 else left1) > 0:
            gave = move(w, d, pair, giver, day, 1, NO_MOVE)
            if gave < 0:
                return False
            if w.here[pair.a if giver == 1 else pair.b]:
                if not _open(w, d, pair, giver, gave, day):
                    return False
            else:
                at = pair.back if giver == 0 else pair.row
                number = w.opened[at] + w.waiting_n[at]
                bit = np.uint64(gave) << np.uint64(number & 63)
                w.waiting[at * w.waiting_words + (number >> 6)] |= bit
                w.waiting_n[at] += 1
                if w.members:
                    lay_votes(w, d, pair, giver, number)
            left0 -= giver == 0
            left1 -= giver == 1
        giver = 1 - giver
    return True


@njit(**BARE)
def _pair_of(w: World, town: Whole, row: Whole) -> Pair:
    """Return two friends: a town, and the one along a row of it."""
    other, there, edge = np.int64(w.friend[row]), np.int64(w.back[row]), np.int64(w.edge[row])
    if town < other:
        return Pair(town, other, edge, row, there)
    return Pair(other, town, edge, there, row)


@njit(**BARE)
def _exchange(w: World, d: Desk, town: Whole, day: Whole) -> bool:
    """Play the friendships of a town in which something happens today, unless the friend does;
    return whether all rules could."""
    if w.scan:
        for row in range(w.start[town], w.start[town + 1]):
            if w.friend[row] < town:
                continue
            pair = _pair_of(w, town, row)
            busy = chosen(w, row, day) + chosen(w, pair.back, day) > 0
            if not busy and w.absence > 0:
                busy = (w.waiting_n[row] > 0 and w.here[town]) or (
                    w.waiting_n[pair.back] > 0 and w.here[pair.b]
                )
            if busy and not _meet(w, d, pair, day):
                return False
        return True
    picks = after(w.picks, w.picks_most * town)
    for k in range(w.picks_most):
        pick = np.int64(picks[k])
        if pick < 0:
            break
        pair = _pair_of(w, town, pick)
        if town == pair.b and chosen(w, pair.row, day) > 0:
            continue  # the friend plays both sides' gifts
        if not _meet(w, d, pair, day):
            return False
    return True


@njit(**BARE)
def _relive(w: World, d: Desk, line: Slots, day: Whole) -> bool:
    """Play a gift of town 0 that is known; return whether both rules could.

    Rules are asked as always, so that they remember what they would; then they did what is known.
    """
    row, giver, gave, known = np.int64(line[1]), np.int64(line[2]), np.int64(line[3]), line[4]
    pair = _pair_of(w, np.int64(0), row)
    if words_at(record_of(w, pair.edge))[0] == 0:
        begin(w, d, pair)
    w.rows[ROW * (pair.row if giver == 0 else pair.back) + LEFT] += 1
    w.given[pair.a if giver == 0 else pair.b] += 1
    if move(w, d, pair, giver, day, 1, NO_MOVE) < 0:
        return False
    reply = move(w, d, pair, 1 - giver, day, 0, gave if w.visible else NO_MOVE)
    if reply < 0:
        return False
    _settle(w, d, pair, giver, gave, reply if known < 0 else np.int64(known), day)
    return True


@njit(**BARE)
def _expect(w: World, town: Whole, near: bool) -> None:
    """Fetch what the exchange of a town will touch: where its records are, or, when it is `near`,
    the records. They lie all over memory, and waiting for them would take half of the time."""
    if town >= w.towns:
        return
    picks = after(w.picks, w.picks_most * town)
    for k in range(w.picks_most):
        row = np.int64(picks[k])
        if row < 0:
            break
        if near:
            record = record_of(w, w.edge[row])
            for line in range(3):
                prefetch(record + 64 * line)
        else:
            prefetch(address(after(w.where, np.int64(w.edge[row]))))
            prefetch(address(after(w.rows, ROW * np.int64(w.back[row]))))


@njit(**BARE)
def _take_seats(w: World, d: Desk) -> None:
    """Let all kinds of players sit down at a desk."""
    frames = address(d.frames)
    for kind in range(w.kinds):
        player = after(w.players, PLAYER_COLUMNS * kind)
        at = 8 * NODE_COLUMNS * player[FIRST_NODE]
        seat, tree = address(d.nodes) + at, address(w.nodes) + at
        sit(seat, player[NODES], tree, frames, w.parameters, w.payoffs, -1)
        frames += player[BYTES] - player[KEPT]


# -- phases ----------------------------------------------------------------------------------------
# Each is a loop that Python calls: phase(first town, last, day, addresses of world and desk) -> 0,
# or 1 when a rule fails, which is noted at the desk.


def seating(first: int, last: int, day: int, world: int, desk: int) -> int:
    """Let all kinds of players sit down at a desk: before the first day."""
    _take_seats(world_at(world), desk_at(desk))
    return 0


def morning(first: int, last: int, day: int, world: int, desk: int) -> int:
    """Begin the day of towns [first, last)."""
    for town in range(first, last):
        _wake(world_at(world), town, day)
    return 0


def choice(first: int, last: int, day: int, world: int, desk: int) -> int:
    """Let towns [first, last) rate and choose friends; return 1 when a rule fails."""
    w: World = world_at(world)
    d: Desk = desk_at(desk)
    for town in range(first, last):
        if town == 0 and day < w.scripted:
            if w.inbox == 0:
                w.picks[0] = -1
        elif w.here[town] and w.gifts[day] > 0:
            if not rate(w, d, town, day):
                d.fault[4] = town
                return 1
            if w.inbox == 0:
                choose(w, d, town, day)
        elif w.inbox == 0:
            w.picks[w.picks_most * town] = -1
    return 0


def reliving(first: int, last: int, day: int, world: int, desk: int) -> int:
    """Play what is known of town 0 on a day; return 1 when a rule fails."""
    w: World = world_at(world)
    d: Desk = desk_at(desk)
    for k in range(w.lived_n):
        line = after(w.lived, LIVED * k)
        if line[0] == day and not _relive(w, d, line, day):
            d.fault[4] = 0
            return 1
    return 0


def placement(first: int, last: int, day: int, world: int, desk: int) -> int:
    """Let all towns leave their gifts where inboxes are limited."""
    deal(world_at(world), day)
    return 0


def exchange(first: int, last: int, day: int, world: int, desk: int) -> int:
    """Play the friendships of towns [first, last); return 1 when a rule fails."""
    w: World = world_at(world)
    d: Desk = desk_at(desk)
    for town in range(first, last):
        if not w.scan:
            _expect(w, town + 6, False)
            _expect(w, town + 3, True)
        if not _exchange(w, d, town, day):
            d.fault[4] = town
            return 1
    return 0
