"""A friendship in memory: a block of one lane.

Its *record* holds both sides' moves, streams and memories next to each other, so that an exchange
touches one place in memory. A record is, in 8-byte words:

    turns        exchanges so far plus one; 0: the two never met
    side 0       what the seat of the town with the lower number keeps; see `seats`
    side 1       the same of the other town
    past         registers every 64 turns, of side 0 and of side 1; `history` words each
    besides      of side 0, then of side 1: the same registers of members that need them, then the
                 votes of members on gifts that lie unopened, `ballots` words each
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from tournament.engine.layout import (
    ARCHIVES,
    DRAWS,
    FIRST_NODE,
    FRAME,
    GIVING,
    KEPT,
    NODE_COLUMNS,
    NODES,
    OFFERED,
    PLAYER_COLUMNS,
    PRIVATE_AT,
    RECENT,
    VOTES,
)
from tournament.engine.memory import (
    Slots,
    Whole,
    Words,
    address,
    after,
    bytes_at,
    slots_at,
    words_at,
)
from tournament.engine.options import BARE
from tournament.engine.season.tables import DIARY, GIVES, MOVE_FAILED, OPENS, Desk, World
from tournament.engine.seats import key, node_at, place, seats
from tournament.engine.words import U1, stream, stream_key, uniform
from tournament.streams import NOISE, RULE

_of_one = seats(1)
_column_at, _face, _start, _remember = (
    _of_one.column_at,
    _of_one.face,
    _of_one.start,
    _of_one.remember,
)
_decide, _doubtful, _flush, _advance = (
    _of_one.decide,
    _of_one.doubtful,
    _of_one.flush,
    _of_one.advance,
)


class Pair(NamedTuple):
    """Two friends, town `a` with the lower number: side 0; their friendship, and their rows."""

    a: Whole
    b: Whole
    edge: Whole
    row: Whole
    back: Whole


# -- where things are ------------------------------------------------------------------------------


@njit(**BARE)
def player_of(w: World, town: Whole) -> Slots:
    """Return the row of a town's strategy in the table of players."""
    return after(w.players, PLAYER_COLUMNS * np.int64(w.kind[town]))


@njit(**BARE)
def record_of(w: World, edge: Whole) -> Whole:
    """Return the address of a friendship's record."""
    return address(w.records) + 8 * w.where[edge]


@njit(**BARE)
def turns_of(w: World, pair: Pair) -> Whole:
    """Return how many gifts two towns have exchanged."""
    return np.int64(words_at(record_of(w, pair.edge))[0] - U1)


@njit(**BARE)
def _side(w: World, pair: Pair, side: Whole) -> Whole:
    """Return the address of what a side keeps; side 2: of what comes after both."""
    at = record_of(w, pair.edge) + 8
    if side > 0:
        at += player_of(w, pair.a)[KEPT]
    if side > 1:
        at += player_of(w, pair.b)[KEPT]
    return at


@njit(**BARE)
def _besides(w: World, pair: Pair, side: Whole) -> Whole:
    """Return the address of the registers of a side's members every 64 turns."""
    at = _side(w, pair, 2) + 16 * w.history
    if side > 0:
        player = player_of(w, pair.a)
        at += 8 * (player[ARCHIVES] * w.history + (player[NODES] - 1) * w.ballots)
    return at


@njit(**BARE)
def _ballots(w: World, pair: Pair, side: Whole, member: Whole) -> Words:
    """Return the votes of a member (from 1) on gifts that lie unopened, as bits."""
    archives = player_of(w, pair.a if side == 0 else pair.b)[ARCHIVES]
    votes = _besides(w, pair, side) + 8 * archives * w.history
    return words_at(votes + 8 * w.ballots * (member - 1))


@njit(**BARE)
def draw(w: World, me: np.uint64, other: np.uint64, purpose: Whole, number: Whole) -> np.uint64:
    """Return draw `number` (from 1) of a stream of this repetition, not yet mixed."""
    start, step = stream(stream_key(w.seed, me, other, 0, purpose), w.repetition)
    return start + np.uint64(number) * step


# -- what towns do ---------------------------------------------------------------------------------


@njit(**BARE)
def _take_seat(w: World, d: Desk, pair: Pair, side: Whole) -> tuple[Whole, Whole]:
    """Let a town sit down at a friendship; return its seat, and how many nodes it has."""
    player = player_of(w, pair.a if side == 0 else pair.b)
    seat, count = address(d.nodes) + 8 * NODE_COLUMNS * player[FIRST_NODE], player[NODES]
    place(seat, count, _side(w, pair, side))
    mine, theirs, archives = 0, 0, 0
    if w.history > 0:
        past = _side(w, pair, 2)
        mine, theirs = past + 8 * w.history * side, past + 8 * w.history * (1 - side)
        archives = _besides(w, pair, side)
    _face(seat, count, 1, _side(w, pair, 1 - side), mine, theirs, archives, 8 * w.history)
    return seat, count


@njit(**BARE)
def begin(w: World, d: Desk, pair: Pair) -> None:
    """Make the record of two towns that meet for the first time."""
    words_at(record_of(w, pair.edge))[0] = U1
    for side in range(2):
        town, other = (pair.a, pair.b) if side == 0 else (pair.b, pair.a)
        seat, count = _take_seat(w, d, pair, side)
        if player_of(w, town)[DRAWS] != 0:
            key(seat, count, stream_key(w.seed, w.ids[town], w.ids[other], 0, RULE))
            _start(seat, count, w.repetitions, 1)
        _remember(seat, count, 1, address(w.memories), w.images)


@njit(**BARE)
def move(
    w: World, d: Desk, pair: Pair, side: Whole, day: Whole, giving: Whole, offered: Whole
) -> Whole:
    """Return the move of a side towards the other; -1 if its rule failed."""
    town, other = (pair.a, pair.b) if side == 0 else (pair.b, pair.a)
    turns = turns_of(w, pair)
    seat, count = _take_seat(w, d, pair, side)
    for k in range(count):
        frame = slots_at(node_at(seat, k)[FRAME])
        frame[GIVING], frame[OFFERED] = giving, offered
    left = w.days - 1 - day if w.days_known else -1
    playing(d, town, pair.edge, day)
    failed = _decide(seat, count, turns, day, left, 1)
    chosen = np.int64(bytes_at(node_at(seat, 0)[VOTES])[0])
    note(w, pair.edge, day, side, GIVES if giving else OPENS, offered, chosen)
    if failed >= 0 or _doubtful(seat, count, 1) >= 0:
        d.fault[0] = MOVE_FAILED
        return np.int64(-1)
    noise = w.noise[w.kind[town]]
    if noise > 0:
        decisions = turns + 1
        if w.absence > 0:  # those on gifts that lie with the friend count already
            decisions += w.waiting_n[pair.back if side == 0 else pair.row]
        chosen ^= np.int64(uniform(draw(w, w.ids[town], w.ids[other], NOISE, decisions)) < noise)
    return chosen


@njit(**BARE)
def enter(w: World, d: Desk, pair: Pair, first: Whole, second: Whole) -> None:
    """Add an exchange to the registers of both sides, and to those of their members."""
    turns = turns_of(w, pair)
    words_at(record_of(w, pair.edge))[0] += U1
    mine, theirs = _side(w, pair, 0), _side(w, pair, 1)
    x, y = _column_at(mine, RECENT), _column_at(theirs, RECENT)
    x[0], y[0] = (x[0] << U1) | np.uint64(first), (y[0] << U1) | np.uint64(second)
    if turns & 63 == 63:
        nodes = _own_node(w, d, pair.a), _own_node(w, d, pair.b)
        _flush(mine, theirs, mine + nodes[0][PRIVATE_AT], 1)
        _flush(theirs, mine, theirs + nodes[1][PRIVATE_AT], 1)
        if w.history > 0:
            past = words_at(_side(w, pair, 2) + 8 * (turns >> 6))
            past[0], past[w.history] = x[0], y[0]
    if w.members:
        for side in range(2):
            if player_of(w, pair.a if side == 0 else pair.b)[NODES] > 1:
                seat, count = _take_seat(w, d, pair, side)
                _advance(seat, count, turns, 1)


@njit(**BARE)
def _own_node(w: World, d: Desk, town: Whole) -> Slots:
    return node_at(address(d.nodes), player_of(w, town)[FIRST_NODE])


@njit(**BARE)
def lay_votes(w: World, d: Desk, pair: Pair, side: Whole, number: Whole) -> None:
    """Put the votes of a giver's members by with a gift, until it is opened."""
    seat, count = _take_seat(w, d, pair, side)
    for k in range(1, count):
        vote = np.uint64(bytes_at(node_at(seat, k)[VOTES])[0])
        _ballots(w, pair, side, k)[number >> 6] |= vote << np.uint64(number & 63)


@njit(**BARE)
def fetch_votes(w: World, d: Desk, pair: Pair, side: Whole, number: Whole) -> None:
    """Take the votes of a giver's members on a gift that is opened now."""
    seat, count = _take_seat(w, d, pair, side)
    for k in range(1, count):
        word = _ballots(w, pair, side, k)[number >> 6]
        vote = np.uint8((word >> np.uint64(number & 63)) & U1)
        bytes_at(node_at(seat, k)[VOTES])[0] = vote


# -- what is noted ---------------------------------------------------------------------------------


@njit(**BARE)
def note(
    w: World, edge: Whole, day: Whole, side: Whole, what: Whole, seen: Whole, made: Whole
) -> None:
    """Write a line into the diary, if this friendship is watched."""
    if edge == w.watched and w.diary_lines[0] < w.diary_most:
        line = after(w.diary, DIARY * w.diary_lines[0])
        line[0], line[1], line[2], line[3], line[4] = day, side, what, seen, made
        w.diary_lines[0] += 1


@njit(**BARE)
def playing(d: Desk, town: Whole, where: Whole, day: Whole) -> None:
    """Note whose rule is called, for the case that it fails or does not come back."""
    d.fault[1], d.fault[2], d.fault[3] = town, where, day
