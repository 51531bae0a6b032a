"""How a town chooses its friends of the day: it rates them, and the best rated get its gifts."""

import numpy as np
from numba import njit

from tournament.engine.memory import Whole, address, after, call
from tournament.engine.options import BARE
from tournament.engine.season.records import playing
from tournament.engine.season.tables import RATING_FAILED, RATING_NAN, STAMP, Desk, World
from tournament.engine.season.views import (
    BUDGET,
    CHOSEN,
    FRIENDS,
    GIVEN,
    LEFT,
    ROW,
    TO_COME,
    TODAY,
)
from tournament.engine.words import absorb, stream, stream_key
from tournament.streams import PARTNER, TIE

NOBODY = np.uint64(0)  # the other side of streams that are a town's alone


@njit(**BARE)
def chosen(w: World, row: Whole, day: Whole) -> Whole:
    """Return how many gifts go along a row today."""
    stamp = w.rows[row * ROW + CHOSEN]
    return stamp & ((1 << STAMP) - 1) if stamp >> STAMP == day else 0


@njit(**BARE)
def _send(w: World, town: Whole, row: Whole, day: Whole, gifts: Whole) -> None:
    """Send so many more gifts along a row today."""
    w.rows[row * ROW + CHOSEN] = (day << STAMP) + chosen(w, row, day) + gifts
    w.rows[row * ROW + LEFT] += gifts
    w.given[town] += gifts


@njit(**BARE)
def _own_stream(w: World, town: Whole, purpose: Whole) -> tuple[np.uint64, np.uint64]:
    """Return the start and the step of a stream that is a town's alone."""
    return stream(stream_key(w.seed, w.ids[town], NOBODY, 0, purpose), w.repetition)


@njit(**BARE)
def _tie(w: World, town: Whole, day: Whole) -> np.uint64:
    """Return what breaks a town's ties today, once a friend's number is absorbed too."""
    return absorb(_own_stream(w, town, TIE)[0], np.uint64(day))


@njit(**BARE)
def rate(w: World, d: Desk, town: Whole, day: Whole) -> bool:
    """Let a town rate its friends; return whether its rule could."""
    first, last = w.start[town], w.start[town + 1]
    n, kind = last - first, np.int64(w.kind[town])
    facts = after(d.facts, d.width * kind)
    facts[TODAY], facts[BUDGET] = day, w.gifts[day]
    facts[FRIENDS], facts[GIVEN] = n, w.given[town]
    facts[TO_COME] = w.days - 1 - day if w.days_known else -1
    if w.rater_draws[kind] != 0:
        start, d.stream[1] = _own_stream(w, town, PARTNER)
        d.stream[0] = absorb(start, np.uint64(day))
    if w.nice_list:
        for i in range(n):
            d.known[i] = w.reputation[w.friend[first + i]]
    playing(d, town, first, day)
    failed = call(
        w.raters[kind], address(after(w.rows, ROW * first)), address(d.known), address(facts),
        address(d.stream), address(d.ratings), n,
    )  # fmt: skip
    if failed >= 0:
        d.fault[0], d.fault[2] = RATING_FAILED, first + failed
        return False
    for i in range(n):
        if d.ratings[i] != d.ratings[i]:
            d.fault[0], d.fault[2] = RATING_NAN, first + i
            return False
    if w.inbox > 0:
        for i in range(n):
            w.ratings[first + i] = d.ratings[i]
    return True


@njit(**BARE)
def choose(w: World, d: Desk, town: Whole, day: Whole) -> None:
    """Choose the best rated friends of a town, and send them its gifts."""
    first, last = w.start[town], w.start[town + 1]
    budget, share = w.gifts[day], w.per_friend[w.kind[town]]
    picks, ratings, friend = after(w.picks, w.picks_most * town), d.ratings, w.friend
    most = min((budget + share - 1) // share, last - first)
    found, base = 0, _tie(w, town, day)
    closed = day < w.closed
    for row in range(first, last):
        rating = ratings[row - first]
        if rating == -np.inf or (closed and friend[row] == 0):
            continue
        if found == most and rating < ratings[picks[most - 1] - first]:
            continue
        tie, at = absorb(base, np.uint64(friend[row])), found
        while at > 0:
            other = picks[at - 1]
            if rating < ratings[other - first]:
                break
            if rating == ratings[other - first] and tie < absorb(base, np.uint64(friend[other])):
                break
            at -= 1
        if at < most:
            found = min(found + 1, most)
            for k in range(found - 1, at, -1):
                picks[k] = picks[k - 1]
            picks[at] = row
    for k in range(found, w.picks_most):
        picks[k] = -1
    for k in range(found):
        _send(w, town, np.int64(picks[k]), day, min(budget, share))
        budget -= min(budget, share)


@njit(**BARE)
def deal(w: World, day: Whole) -> None:
    """Deal the day's gifts into limited inboxes: one each in every round, in the day's order."""
    start, friend, ratings, unopened = w.start, w.friend, w.ratings, w.unopened
    for _ in range(w.gifts[day]):
        placed = False
        for turn in range(w.towns):
            town = w.order[turn]
            if not w.here[town] or (town == 0 and day < w.scripted):
                continue
            best, most = np.int64(-1), w.per_friend[w.kind[town]]
            base, tie = _tie(w, town, day), np.uint64(0)
            for row in range(start[town], start[town + 1]):
                rating = ratings[row]
                if rating == -np.inf or unopened[friend[row]] >= w.inbox:
                    continue
                if day < w.closed and friend[row] == 0:
                    continue
                if best >= 0 and rating < ratings[best]:
                    continue
                if chosen(w, row, day) >= most:
                    continue
                own = absorb(base, np.uint64(friend[row]))
                if best < 0 or rating > ratings[best] or own > tie:
                    best, tie = np.int64(row), own
            if best >= 0:
                _send(w, town, best, day, 1)
                unopened[friend[best]] += 1
                placed = True
        if not placed:
            return
