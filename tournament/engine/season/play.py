"""The compiled day of a season: towns choose friends, leave gifts with them, and open them.

Legend: N towns, K kinds, E friendships, D days; a row is one friendship from one side (see
`results.towns`). A friendship is played as a block of one lane: one *record* of 8-byte words
holds both sides' moves, streams and memories, so that an exchange touches one place in memory.
Friendships do not know of each other, hence towns can be dealt to threads in any way: whoever has
the lower number plays what both do, and all that is added up are integers.

A day has four phases. Morning: who is there, and what is public. Choice: every town rates its
friends from what was known yesterday. Placement, only where inboxes are limited: one gift each, in
rounds, in an order drawn anew every day. Exchange: each friendship plays its gifts of the day,
those that were lying there first, the two sides taking turns as givers from a coin toss on.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from operator import itemgetter
from types import SimpleNamespace
from typing import Any

import llvmlite.ir as ir
import numpy as np
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from tournament.authors.partners import Kind, PartnerRule
from tournament.authors.vocabulary import NO_MOVE
from tournament.engine.cache import loop_on_disk
from tournament.engine.field import Field, compile_players, prepare
from tournament.engine.kernels import compiler
from tournament.engine.kernels.parameters import parameter_words
from tournament.engine.layout import (
    ARCHIVE,
    BOTH,
    CHILD,
    CHILDREN,
    DAY,
    DAYS_LEFT,
    DEFECTED,
    FIRST_MEMORY,
    FIRST_PARAMETER,
    FRAME,
    FRAME_SLOTS,
    GAMMA,
    GIVING,
    HISTORY_MINE,
    HISTORY_THEIRS,
    INTENDED,
    KERNEL,
    KEY,
    LIVES,
    MEMBER_COUNT,
    MEMBERS,
    MEMORIES,
    MINE,
    NAN,
    NODE_COLUMNS,
    OFFERED,
    OPPOSITE,
    OWN,
    PARAMETERS,
    PARENT,
    PAYOFFS_MINE,
    PAYOFFS_THEIRS,
    PLACE,
    PRIVATE,
    PRIVATE_AT,
    PUBLIC_AT,
    PUBLIC_COLUMNS,
    RECENT,
    RECORD,
    SHARED,
    STATE,
    THEIRS,
    TOLD,
    TURN,
    VOTES,
    VOTES_AT,
    WINDOW,
)
from tournament.engine.options import BARE
from tournament.engine.season.views import (
    BUDGET,
    CHOSEN,
    FACTS,
    FRIENDS,
    GAME,
    GAVE,
    GIVEN,
    LAST,
    LATEST,
    LEFT,
    RECEIVED,
    ROW,
    TO_COME,
    TODAY,
)
from tournament.engine.seats import (
    MEMORY_COLUMNS,
    U1,
    absorb,
    call,
    mix,
    popcount,
    stream_key,
    uniform,
)
from tournament.engine.turns import (
    ARCHIVES,
    DRAWS,
    FIRST_NODE,
    HISTORY,
    KEPT,
    NODES,
    PLAYER_COLUMNS,
)
from tournament.errors import PluginError
from tournament.referee import friendship as referee
from tournament.referee.rating import rate
from tournament.referee.season_views import Friend, Known, Town
from tournament.referee.watchdog import DECISION_SECONDS, Watchdog
from tournament.results.season_counts import SeasonTallies
from tournament.results.towns import Towns
from tournament.season_rules import SeasonRules
from tournament.streams import COIN, MEMBER, NOISE, ORDER, PARTNER, PRESENCE, RULE, TIE

# A record is: exchanges so far plus one (0: never met); what each side keeps, beginning with its
# moves; histories of both; and what the members of each keep besides
STAMP = 12  # bits for the number of gifts chosen on a day
MORNING, CHOICE, PLACEMENT, EXCHANGE = range(4)
MOVE_FAILED, RATING_FAILED, RATING_NAN = 1, 2, 3
GIVES, OPENS, SETTLES = range(3)  # what a line of the diary tells
DIARY = 5  # day, side, what; of a choice what was offered and the move, else both moves


def _pointer_to(kind: Any) -> Any:
    """Return a function from an address to a pointer that can be indexed."""

    @intrinsic
    def pointer(typing: Any, address: Any) -> Any:
        def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            return builder.inttoptr(args[0], context.get_value_type(sig.return_type))

        return types.CPointer(kind)(types.int64), codegen

    return pointer


@intrinsic
def _prefetch(typing: Any, address: Any) -> Any:
    """Ask for the memory at an address before it is needed."""

    def codegen(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        fetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        # to write, to be kept, as data
        builder.call(fetch, [builder.inttoptr(args[0], byte), word(1), word(3), word(1)])
        return context.get_dummy_value()

    return types.void(types.int64), codegen


_i32, _i64, _u8 = (_pointer_to(kind) for kind in (types.int32, types.int64, types.uint8))
_u64, _f64 = _pointer_to(types.uint64), _pointer_to(types.float64)


@njit(**BARE)
def _stream(w: Any, key: Any) -> Any:
    """Return the start of a stream in this repetition, and its step."""
    twice = w.repetition + w.repetition
    return absorb(key, twice), absorb(key, twice + U1) | U1


@njit(**BARE)
def _start(w: Any, me: Any, other: Any, purpose: Any) -> Any:
    """Return the start of a stream of this repetition, and its step."""
    return _stream(w, stream_key(w.seed, me, other, 0, purpose))


@njit(**BARE)
def _at(w: Any, me: Any, other: Any, purpose: Any, draw: Any) -> Any:
    """Return draw number `draw` (from 1) of a stream, not yet mixed."""
    start, step = _start(w, me, other, purpose)
    return start + np.uint64(draw) * step


@njit(**BARE)
def _begin(w: Any, d: Any, edge: Any, a: Any, b: Any) -> None:
    """Make the record of two towns that meet for the first time."""
    records, memories, images, ids = _u64(w.records), _i64(w.memories), _u64(w.images), _u64(w.ids)
    place = _i64(w.where)[edge] + 1
    records[place - 1] = U1
    for side in range(2):
        town, other = (a, b) if side == 0 else (b, a)
        player = _player(w, town)
        for k in range(player[NODES]):
            node = _node(d, player, k)
            private = place + node[PRIVATE_AT] // 8
            if player[DRAWS] != 0:
                key = stream_key(w.seed, ids[town], ids[other], 0, RULE)
                if k > 0:  # the twin of `streams.member_key`
                    above = np.uint64(_node(d, player, node[PARENT])[KEY])
                    key = absorb(above, np.uint64(MEMBER) + np.uint64(node[PLACE]))
                node[KEY] = np.int64(key)
                start, step = _stream(w, key)
                records[private + STATE], records[private + GAMMA] = start, step
            for m in range(node[FIRST_MEMORY], node[FIRST_MEMORY] + node[MEMORIES]):
                memory = MEMORY_COLUMNS * m  # offset, bytes, where the starting value lies
                for word in range((memories[memory + 1] + 7) // 8):
                    value = images[memories[memory + 2] + word]
                    records[private + memories[memory] // 8 + word] = value
        place += player[KEPT] // 8


@njit(**BARE)
def _note(w: Any, edge: Any, day: Any, side: Any, what: Any, seen: Any, move: Any) -> None:
    """Write a line into the diary, if this friendship is watched."""
    lines = _i64(w.diary_lines)
    if edge == w.watched and lines[0] < w.diary_most:
        line = _i64(w.diary + 8 * DIARY * lines[0])
        line[0], line[1], line[2], line[3], line[4] = day, side, what, seen, move
        lines[0] += 1


@njit(**BARE)
def _fail(d: Any, code: Any, town: Any, place: Any, day: Any) -> None:
    """Note what failed; `play_phase` adds the town that was playing."""
    fault = _i64(d.fault)
    fault[0], fault[1], fault[2], fault[3] = code, town, place, day


@njit(**BARE)
def _player(w: Any, town: Any) -> Any:
    """Return the row of a town's strategy in the table of players."""
    return _i64(w.players + 8 * PLAYER_COLUMNS * _i32(w.kind)[town])


@njit(**BARE)
def _node(d: Any, player: Any, k: Any) -> Any:
    """Return the row of a player's node: itself, or a member."""
    return _i64(d.nodes + 8 * NODE_COLUMNS * (player[FIRST_NODE] + k))


@njit(**BARE)
def _places(w: Any, edge: Any, a: Any, b: Any) -> Any:
    """Return where a record has, in words, what both sides keep, their histories, and what their
    members keep besides."""
    first = _i64(w.where)[edge] + 1
    second = first + _player(w, a)[KEPT] // 8
    past = second + _player(w, b)[KEPT] // 8
    return first, second, past, past + 2 * w.history


@njit(**BARE)
def _besides(w: Any, edge: Any, a: Any, b: Any, side: Any) -> Any:
    """Return where a record has, in words, what the members of a side keep besides: their registers
    every 64 turns, and their votes on gifts that lie unopened."""
    first = _places(w, edge, a, b)[3]
    player = _player(w, a)
    if side == 1:
        first += player[ARCHIVES] * w.history + (player[NODES] - 1) * w.ballots
        player = _player(w, b)
    return first, first + player[ARCHIVES] * w.history


@njit(**BARE)
def _move(
    w: Any, d: Any, edge: Any, row: Any, side: Any, a: Any, b: Any, day: Any, giving: Any,
    offered: Any,
) -> Any:  # fmt: skip
    """Return the move of side 0 (town a) or 1 (town b) towards the other; -1 if its rule failed."""
    town, other = (a, b) if side == 0 else (b, a)
    records, player = _u64(w.records), _player(w, town)
    turns = np.int64(records[_i64(w.where)[edge]] - U1)
    first, second, past, _ = _places(w, edge, a, b)
    own, theirs = (first, second) if side == 0 else (second, first)
    left = w.days - 1 - day if w.days_known else -1
    window = np.int64((U1 << np.uint64(turns & 63)) - U1)
    move = np.int64(0)
    for k in range(player[NODES] - 1, -1, -1):  # members decide first
        node = _node(d, player, k)
        frame = _i64(node[FRAME])
        frame[TURN], frame[DAY], frame[GIVING], frame[OFFERED] = turns, day, giving, offered
        frame[DAYS_LEFT], frame[WINDOW] = left, window
        if w.history > 0:
            frame[HISTORY_MINE] = w.records + 8 * (past + w.history * side)
            frame[HISTORY_THEIRS] = w.records + 8 * (past + w.history * (1 - side))
            if node[ARCHIVE] >= 0:
                archives = _besides(w, edge, a, b, side)[0]
                frame[HISTORY_MINE] = w.records + 8 * (archives + w.history * node[ARCHIVE])
        kept, record = w.records + 8 * own, _node(d, player, node[RECORD])
        node[MINE], node[THEIRS] = kept + record[PUBLIC_AT], w.records + 8 * theirs
        node[PRIVATE], node[VOTES] = kept + node[PRIVATE_AT], kept + node[VOTES_AT]
        bad = call(
            *(node[KERNEL], node[MINE], node[THEIRS], node[PRIVATE], node[FRAME], node[VOTES], 1)
        )
        move = np.int64(_u8(node[VOTES])[0])
        private = _u64(node[PRIVATE])
        if bad >= 0 or move > 1 or private[NAN] & np.uint64(255) != 0:
            _note(w, edge, day, side, GIVES if giving else OPENS, offered, move)
            _fail(d, MOVE_FAILED, town, edge, day)
            return np.int64(-1)
        private[INTENDED] = np.uint64(move)
    _note(w, edge, day, side, GIVES if giving else OPENS, offered, move)
    noise = _f64(w.noise)[_i32(w.kind)[town]]
    if noise > 0:
        decisions = turns
        if w.absence > 0:
            decisions += _i32(w.waiting_n)[_i32(w.back)[row]]
        ids = _u64(w.ids)
        move ^= np.int64(uniform(_at(w, ids[town], ids[other], NOISE, decisions + 1)) < noise)
    return move


@njit(**BARE)
def _lay_votes(w: Any, d: Any, edge: Any, a: Any, b: Any, side: Any, place: Any) -> None:
    """Put the votes of a giver's members by with a gift, until it is opened."""
    player, records = _player(w, a if side == 0 else b), _u64(w.records)
    own, ballots = _places(w, edge, a, b)[side], _besides(w, edge, a, b, side)[1]
    for k in range(1, player[NODES]):
        vote = records[own + _node(d, player, k)[VOTES_AT] // 8]
        records[ballots + (k - 1) * w.ballots + (place >> 6)] |= vote << np.uint64(place & 63)


@njit(**BARE)
def _fetch_votes(w: Any, d: Any, edge: Any, a: Any, b: Any, side: Any, place: Any) -> None:
    """Take the votes of a giver's members on a gift that is opened now."""
    player, records = _player(w, a if side == 0 else b), _u64(w.records)
    own, ballots = _places(w, edge, a, b)[side], _besides(w, edge, a, b, side)[1]
    for k in range(1, player[NODES]):
        word = records[ballots + (k - 1) * w.ballots + (place >> 6)]
        vote = (word >> np.uint64(place & 63)) & U1
        records[own + _node(d, player, k)[VOTES_AT] // 8] = vote


@njit(**BARE)
def _advance(w: Any, d: Any, player: Any, own: Any, theirs: Any, archives: Any, turns: Any) -> None:
    """Add an exchange to the records of members, after their player's own; as `seats.advance`."""
    records = _u64(w.records)
    for k in range(1, player[NODES]):
        node = _node(d, player, k)
        above = _node(d, player, node[PARENT])
        mine = own + _node(d, player, node[RECORD])[PUBLIC_AT] // 8
        upper = own + _node(d, player, above[RECORD])[PUBLIC_AT] // 8
        if node[LIVES] == OWN:
            vote = records[own + node[VOTES_AT] // 8]
            records[mine + RECENT] = (records[mine + RECENT] << U1) | vote
        elif node[LIVES] == OPPOSITE:
            records[mine + RECENT] = ~records[upper + RECENT]
        if turns & 63 == 63:
            both = own + node[PRIVATE_AT] // 8 + BOTH
            if node[LIVES] == SHARED:
                records[both] = records[own + above[PRIVATE_AT] // 8 + BOTH]
                continue
            recent = records[mine + RECENT]
            records[mine + DEFECTED] += popcount(recent)
            records[both] += popcount(recent & records[theirs + RECENT])
            if w.history > 0 and node[ARCHIVE] >= 0:
                records[archives + w.history * node[ARCHIVE] + (turns >> 6)] = recent


@njit(**BARE)
def _settle(
    w: Any, d: Any, edge: Any, row: Any, a: Any, b: Any, giver: Any, gave: Any, reply: Any,
    day: Any,
) -> None:  # fmt: skip
    """Enter an opened gift in the books of both towns; `row` is that of side 0."""
    records, rows, kinds = _u64(w.records), _i32(w.rows), _i32(w.kind)
    at = _i64(w.where)[edge]
    turns = np.int64(records[at] - U1)
    records[at] += U1
    mine, theirs, past, _ = _places(w, edge, a, b)
    first, second = (gave, reply) if giver == 0 else (reply, gave)
    x = (records[mine + RECENT] << U1) | np.uint64(first)
    y = (records[theirs + RECENT] << U1) | np.uint64(second)
    records[mine + RECENT], records[theirs + RECENT] = x, y
    if turns & 63 == 63:
        records[mine + DEFECTED] += popcount(x)
        records[theirs + DEFECTED] += popcount(y)
        records[mine + PUBLIC_COLUMNS + BOTH] += popcount(x & y)
        records[theirs + PUBLIC_COLUMNS + BOTH] += popcount(x & y)
        if w.history > 0:
            records[past + (turns >> 6)] = x
            records[past + w.history + (turns >> 6)] = y
    if w.members:
        for side in range(2):
            player = _player(w, a if side == 0 else b)
            if player[NODES] > 1:
                own, others = (mine, theirs) if side == 0 else (theirs, mine)
                _advance(w, d, player, own, others, _besides(w, edge, a, b, side)[0], turns)
    from_giver, from_other = 2 * gave + reply, 2 * reply + gave
    back = np.int64(_i32(w.back)[row])
    known, other = (row * ROW, back * ROW) if giver == 0 else (back * ROW, row * ROW)
    rows[known + GAVE + from_giver] += 1
    rows[other + RECEIVED + from_other] += 1
    rows[known + LATEST] = rows[other + LATEST] = day
    rows[known + LAST], rows[other + LAST] = from_giver, from_other
    kind, host = np.int64(kinds[a]), np.int64(kinds[b])
    if giver == 1:
        kind, host = host, kind
    daily = _i64(d.daily)
    daily[8 * (day * w.kinds + kind) + from_giver] += 1
    daily[8 * (day * w.kinds + host) + 4 + from_other] += 1
    _i64(d.between)[4 * (kind * w.kinds + host) + from_giver] += 1
    if turns == 0:
        _i64(d.fresh)[day * w.kinds + kind] += 1
    _note(w, edge, day, giver, SETTLES, gave, reply)


@njit(**BARE)
def _chosen(w: Any, row: Any, day: Any) -> Any:
    """Return how many gifts go along a row today."""
    stamp = _i32(w.rows)[row * ROW + CHOSEN]
    return stamp & ((1 << STAMP) - 1) if stamp >> STAMP == day else 0


@njit(**BARE)
def _choose_gifts(w: Any, town: Any, row: Any, day: Any, gifts: Any) -> None:
    """Send so many more gifts along a row today."""
    rows = _i32(w.rows)
    rows[row * ROW + CHOSEN] = (day << STAMP) + _chosen(w, row, day) + gifts
    rows[row * ROW + LEFT] += gifts
    _i64(w.given)[town] += gifts


@njit(**BARE)
def _open(
    w: Any, d: Any, edge: Any, row: Any, a: Any, b: Any, giver: Any, gave: Any, day: Any
) -> Any:
    """Let the receiver answer a gift; return whether its rule could."""
    offered = gave if w.visible else NO_MOVE
    own = row if giver == 1 else np.int64(_i32(w.back)[row])
    reply = _move(w, d, edge, own, 1 - giver, a, b, day, 0, offered)
    if reply >= 0:
        _settle(w, d, edge, row, a, b, giver, gave, reply, day)
    return reply >= 0


@njit(**BARE)
def _first_giver(w: Any, a: Any, b: Any, day: Any) -> Any:
    """Toss the day's coin of two towns: 0 when a gives first, 1 when b does."""
    one, two = _u64(w.ids)[a], _u64(w.ids)[b]
    heads = uniform(_at(w, min(one, two), max(one, two), COIN, day + 1)) < 0.5
    return np.int64(heads != (one > two))


@njit(**BARE)
def _meet(w: Any, d: Any, row: Any, a: Any, b: Any, day: Any) -> Any:
    """Play all gifts of a day between towns a < b, `row` being a's; return whether all rules
    could."""
    back, edge = np.int64(_i32(w.back)[row]), np.int64(_i32(w.edge)[row])
    here = _u8(w.here)
    if _u64(w.records)[_i64(w.where)[edge]] == 0:
        _begin(w, d, edge, a, b)
    if w.absence > 0:
        lying, opened = _i32(w.waiting_n), _i32(w.opened)
        left0 = lying[back] if here[b] else 0
        left1 = lying[row] if here[a] else 0
        giver = _first_giver(w, a, b, day) if left0 * left1 > 0 else 0
        while left0 + left1 > 0:
            if (left0 if giver == 0 else left1) > 0:
                at = back if giver == 0 else row
                place = opened[at]
                word = _u64(w.waiting)[at * w.waiting_words + (place >> 6)]
                opened[at] += 1
                lying[at] -= 1
                gave = np.int64((word >> np.uint64(place & 63)) & U1)
                if w.members:
                    _fetch_votes(w, d, edge, a, b, giver, place)
                if not _open(w, d, edge, row, a, b, giver, gave, day):
                    return False
                left0 -= giver == 0
                left1 -= giver == 1
            giver = 1 - giver
    left0, left1 = _chosen(w, row, day), _chosen(w, back, day)
    giver = _first_giver(w, a, b, day) if left0 * left1 > 0 else 0
    while left0 + left1 > 0:
        if (left0 if giver == 0 else left1) > 0:
            own = row if giver == 0 else back
            gave = _move(w, d, edge, own, giver, a, b, day, 1, NO_MOVE)
            if gave < 0:
                return False
            if here[a if giver == 1 else b]:
                if not _open(w, d, edge, row, a, b, giver, gave, day):
                    return False
            else:
                at = back if giver == 0 else row
                place = _i32(w.opened)[at] + _i32(w.waiting_n)[at]
                bit = np.uint64(gave) << np.uint64(place & 63)
                _u64(w.waiting)[at * w.waiting_words + (place >> 6)] |= bit
                _i32(w.waiting_n)[at] += 1
                if w.members:
                    _lay_votes(w, d, edge, a, b, giver, place)
            left0 -= giver == 0
            left1 -= giver == 1
        giver = 1 - giver
    return True


@njit(**BARE)
def _wake(w: Any, town: Any, day: Any) -> None:
    """The morning of a town: whether it is there, what lies in it, and its reputation."""
    own, nobody, start = _u64(w.ids)[town], np.uint64(0), _i64(w.start)
    if w.absence > 0:
        _u8(w.here)[town] = uniform(_at(w, own, nobody, PRESENCE, day + 1)) >= w.absence
    if w.inbox > 0:
        _u64(w.priority)[town] = mix(_at(w, own, nobody, ORDER, day + 1))
        lying = np.int64(0)
        if w.absence > 0:
            for row in range(start[town], start[town + 1]):
                lying += _i32(w.waiting_n)[row]
        _i64(w.unopened)[town] = lying
    if w.nice_list:
        nice, total = 0, 0
        for row in range(start[town], start[town + 1]):
            known = _i32(w.rows + 4 * ROW * row)
            nice += known[GAVE] + known[GAVE + 1] + known[RECEIVED] + known[RECEIVED + 1]
            for k in range(8):
                total += known[k]
        _f64(w.reputation)[town] = nice / total if total > 0 else -1.0


@njit(**BARE)
def _tie(w: Any, town: Any, day: Any) -> Any:
    """Return what breaks a town's ties today, once a friend's number is absorbed too."""
    return absorb(_start(w, _u64(w.ids)[town], np.uint64(0), TIE)[0], np.uint64(day))


@njit(**BARE)
def _rate(w: Any, d: Any, town: Any, day: Any) -> Any:
    """Let a town rate its friends; return whether its rule could."""
    first, last = _i64(w.start)[town], _i64(w.start)[town + 1]
    n, kind = last - first, np.int64(_i32(w.kind)[town])
    at = d.facts + 8 * d.width * kind
    facts = _f64(at)
    facts[TODAY], facts[BUDGET] = day, _i64(w.gifts)[day]
    facts[FRIENDS], facts[GIVEN] = n, _i64(w.given)[town]
    facts[TO_COME] = w.days - 1 - day if w.days_known else -1
    if _i64(w.rater_draws)[kind] != 0:
        stream = _u64(d.stream)
        start, stream[1] = _start(w, _u64(w.ids)[town], np.uint64(0), PARTNER)
        stream[0] = absorb(start, np.uint64(day))
    if w.nice_list:
        for i in range(n):
            _f64(d.known)[i] = _f64(w.reputation)[_i32(w.friend)[first + i]]
    rater, rows = _i64(w.raters)[kind], w.rows + 4 * ROW * first
    bad = call(rater, rows, d.known, at, d.stream, d.ratings, n)
    if bad >= 0:
        _fail(d, RATING_FAILED, town, first + bad, day)
        return False
    ratings = _f64(d.ratings)
    for i in range(n):
        if ratings[i] != ratings[i]:
            _fail(d, RATING_NAN, town, first + i, day)
            return False
    if w.inbox > 0:
        for i in range(n):
            _f64(w.ratings)[first + i] = ratings[i]
    return True


@njit(**BARE)
def _choose(w: Any, d: Any, town: Any, day: Any) -> None:
    """Choose the best rated friends of a town, and send them its gifts."""
    first, last = _i64(w.start)[town], _i64(w.start)[town + 1]
    budget, share = _i64(w.gifts)[day], _i64(w.per_friend)[_i32(w.kind)[town]]
    picks, ratings = _i32(w.picks + 4 * w.picks_most * town), _f64(d.ratings)
    friend = _i32(w.friend)
    most = min((budget + share - 1) // share, last - first)
    found, base = 0, _tie(w, town, day)
    for row in range(first, last):
        rating = ratings[row - first]
        if rating == -np.inf:
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
        _choose_gifts(w, town, np.int64(picks[k]), day, min(budget, share))
        budget -= min(budget, share)


@njit(**BARE)
def _place(w: Any, day: Any) -> None:
    """Deal the day's gifts into limited inboxes: one each in every round, in the day's order."""
    start, friend = _i64(w.start), _i32(w.friend)
    ratings, unopened = _f64(w.ratings), _i64(w.unopened)
    for _ in range(_i64(w.gifts)[day]):
        placed = False
        for turn in range(w.towns):
            town = _i64(w.order)[turn]
            if not _u8(w.here)[town]:
                continue
            best, most = np.int64(-1), _i64(w.per_friend)[_i32(w.kind)[town]]
            base, tie = _tie(w, town, day), np.uint64(0)
            for row in range(start[town], start[town + 1]):
                rating = ratings[row]
                if rating == -np.inf or unopened[friend[row]] >= w.inbox:
                    continue
                if best >= 0 and rating < ratings[best]:
                    continue
                if _chosen(w, row, day) >= most:
                    continue
                own = absorb(base, np.uint64(friend[row]))
                if best < 0 or rating > ratings[best] or own > tie:
                    best, tie = np.int64(row), own
            if best >= 0:
                _choose_gifts(w, town, best, day, 1)
                unopened[friend[best]] += 1
                placed = True
        if not placed:
            return


@njit(**BARE)
def _exchange(w: Any, d: Any, town: Any, day: Any) -> Any:
    """Play the friendships of a town in which something happens today, unless the friend does."""
    friend, back = _i32(w.friend), _i32(w.back)
    if w.scan:
        start, lying, here = _i64(w.start), _i32(w.waiting_n), _u8(w.here)
        for row in range(start[town], start[town + 1]):
            other, there = np.int64(friend[row]), np.int64(back[row])
            if other < town:
                continue
            busy = _chosen(w, row, day) + _chosen(w, there, day) > 0
            if not busy and w.absence > 0:
                busy = (lying[row] > 0 and here[town]) or (lying[there] > 0 and here[other])
            if busy and not _meet(w, d, row, town, other, day):
                return False
        return True
    picks = _i32(w.picks + 4 * w.picks_most * town)
    for k in range(w.picks_most):
        pick = np.int64(picks[k])
        if pick < 0:
            break
        other, there = np.int64(friend[pick]), np.int64(back[pick])
        if town < other:
            if not _meet(w, d, pick, town, other, day):
                return False
        elif _chosen(w, there, day) > 0:
            continue  # the friend plays both sides' gifts
        elif not _meet(w, d, there, other, town, day):
            return False
    return True


@njit(**BARE)
def _expect(w: Any, town: Any, near: Any) -> None:
    """Fetch what the exchange of a town will touch: where its records are, or, when it is `near`,
    the records. They lie all over memory, and waiting for them would take half of the time."""
    if town >= w.towns:
        return
    picks, edge = _i32(w.picks + 4 * w.picks_most * town), _i32(w.edge)
    for k in range(w.picks_most):
        row = np.int64(picks[k])
        if row < 0:
            break
        if near:
            record = w.records + 8 * _i64(w.where)[edge[row]]
            for line in range(3):
                _prefetch(record + 64 * line)
        else:
            _prefetch(w.where + 8 * edge[row])
            _prefetch(w.rows + 4 * ROW * np.int64(_i32(w.back)[row]))


@njit(**BARE)
def play_phase(phase: int, first: int, last: int, day: int, world: Any, desk: Any) -> None:
    """Play one phase of a day for towns [first, last); a failure ends it and is noted."""
    w, d = world[0], desk[0]
    if phase == PLACEMENT:
        _place(w, day)
        return
    for town in range(first, last):
        if phase == MORNING:
            _wake(w, town, day)
        elif phase == EXCHANGE:
            if not w.scan:
                _expect(w, town + 6, False)
                _expect(w, town + 3, True)
            if not _exchange(w, d, town, day):
                _i64(d.fault)[4] = town
                return
        elif _u8(w.here)[town] and _i64(w.gifts)[day] > 0:
            if not _rate(w, d, town, day):
                _i64(d.fault)[4] = town
                return
            if w.inbox == 0:
                _choose(w, d, town, day)
        elif w.inbox == 0:
            _i32(w.picks + 4 * w.picks_most * town)[0] = -1


# -- one repetition ------------------------------------------------------------------------------


class _Stopped(Exception):
    """A rule failed: code, town, friendship or row, day; the world as it was."""


def play(
    kinds: Sequence[Kind], rules: SeasonRules, towns: Towns, repetition: int, **options: Any
) -> SeasonTallies:
    """Play one repetition of a season.

    Options: `threads` (all cores by default); `keep_rows`; `watched`, a friendship whose diary is
    kept; `progress`, which is called with each day that is over.

    Raises
    ------
    PluginError
        When a rule fails; the text begins with file and line.
    """
    try:
        return _play(kinds, rules, towns, repetition, **options)
    except _Stopped as stopped:
        fault, world = stopped.args
    raise _explain(kinds, rules, towns, repetition, fault, world)


def compile_all(kinds: Sequence[Kind]) -> Iterator[str]:
    """Compile what a season needs, yielding a note before each rule that is not in the cache."""
    for kind in kinds:
        yield from compile_players([kind.strategy], 1)
        compiler.compile_rule(kind.partner)
    yield "compiling the day of a season"
    loop_on_disk(play_phase)


def _explain(
    kinds: Sequence[Kind],
    rules: SeasonRules,
    towns: Towns,
    repetition: int,
    fault: tuple[int, int, int, int],
    world: Any,
) -> PluginError:
    """Let the referee find out why a rule failed: it repeats that friendship, or those ratings."""
    code, town, place, day = fault
    kind = kinds[towns.kind[town]]
    plugin = kind.strategy if code == MOVE_FAILED else kind.partner
    try:
        with Watchdog(DECISION_SECONDS) as watchdog:
            if code == MOVE_FAILED:
                try:
                    _play(kinds, rules, towns, repetition, watched=place)
                except _Stopped as again:
                    diary = again.args[1].diary[: again.args[1].diary_lines[0]]
                    pair = referee.friendship(kinds, rules, towns, repetition, place, watchdog)
                    referee.replay(pair, diary)
            else:
                _rate_again(kind.partner, rules, towns, repetition, town, day, world, watchdog)
    except PluginError as error:
        return error
    return PluginError(
        f"{plugin.location}: {plugin.name} failed on day {day} in compiled code but not in plain"
        " Python; a number may have passed the range of 64 bits. Look at its arithmetic.",
        plugin.name,
    )


def _rate_again(
    rule: PartnerRule, rules: SeasonRules, towns: Towns, repetition: int, town: int, day: int,
    world: Any, watchdog: Watchdog,
) -> None:  # fmt: skip
    first, last = map(int, towns.graph.start[town : town + 2])
    given, ids = int(world.given[town]), int(towns.ids[town])
    me = Town(rules, ids, repetition, day, last - first, given)
    for row in range(first, last):
        known = world.rows[row].tolist()
        met = known[LATEST] >= 0
        moves = (known[LAST] >> 1, known[LAST] & 1) if met else (NO_MOVE, NO_MOVE)
        public = world.reputation[towns.graph.friend[row]] if rules.nice_list else -1.0
        gave, received = known[GAVE : GAVE + 4], known[RECEIVED : RECEIVED + 4]
        seen = Known(gave, received, known[LEFT], known[LATEST], moves)
        table = rules.game.utilities[0].tolist()
        friend = Friend(seen, day, table, float(public))
        rate(rule, me, friend, day, watchdog)


def _play(
    kinds: Sequence[Kind],
    rules: SeasonRules,
    towns: Towns,
    repetition: int,
    *,
    threads: int | None = None,
    keep_rows: bool = False,
    watched: int = -1,
    progress: Callable[[int], None] | None = None,
) -> SeasonTallies:
    """As `play`, but a failure is `_Stopped`."""
    workers = max(1, min(threads or os.cpu_count() or 1, len(towns.kind)))
    world = _world(kinds, rules, towns, repetition, watched)
    desks = [_desk(kinds, rules, towns) for _ in range(workers)]
    phases = [MORNING] if rules.absence > 0 or rules.inbox or rules.nice_list else []
    phases += [CHOICE, *([PLACEMENT] if rules.inbox else []), EXCHANGE]
    cuts = np.linspace(0, len(towns.kind), 8 * workers + 1 if workers > 1 else 2).astype(int)
    chunks = list(pairwise(cuts.tolist()))
    with ThreadPoolExecutor(workers) as pool:
        for day in range(rules.days):
            for phase in phases:
                if phase == PLACEMENT:
                    world.order[:] = np.argsort(world.priority, kind="stable")
                    _work(phase, day, world, iter([(0, 0)]), desks[0])
                elif workers == 1:
                    _work(phase, day, world, iter(chunks), desks[0])
                else:
                    list(pool.map(partial(_work, phase, day, world, iter(chunks)), desks))
                faults = [desk.fault.tolist() for desk in desks if desk.fault[0]]
                if faults:  # the one of the lowest town: it is found whatever the threads
                    raise _Stopped(tuple(min(faults, key=itemgetter(4))[:4]), world)
            if progress is not None:
                progress(day)
    rows = world.rows[:, : LEFT + 1]
    return SeasonTallies(
        towns=np.add.reduceat(rows, towns.graph.start[:-1], axis=0, dtype=np.int64),
        daily=sum(desk.daily for desk in desks),
        fresh=sum(desk.fresh for desk in desks),
        between=sum(desk.between for desk in desks),
        rows=rows.copy() if keep_rows else None,
        diary=world.diary[: world.diary_lines[0]].copy(),
    )


def _work(phase: int, day: int, world: Any, todo: Iterator[tuple[int, int]], desk: Any) -> None:
    """Play a phase for towns that nobody took yet; `todo` is shared by the threads."""
    loop = loop_on_disk(play_phase)
    for first, last in todo:
        loop(phase, first, last, day, world.record, desk.record)
        if desk.fault[0]:
            return


def most_exchanges(kinds: Sequence[Kind], rules: SeasonRules) -> int:
    """Return how many gifts two towns can exchange in a season, at most."""
    a_day = max(kind.partner.per_friend for kind in kinds)
    return 2 * sum(min(gifts, a_day) for gifts in rules.gifts)


def _waiting_words(kinds: Sequence[Kind], rules: SeasonRules) -> int:
    return most_exchanges(kinds, rules) // 128 + 1


def _layout(kinds: Sequence[Kind], rules: SeasonRules) -> tuple[Field, list[compiler.Kernel], int]:
    """Return the field as blocks of one lane, the kernels of partner rules, and words of history
    per side of a friendship."""
    strategies = tuple(kind.strategy for kind in kinds)
    field = prepare(strategies, tuple(s.name for s in strategies), 1)
    raters = [compiler.compile_rule(kind.partner) for kind in kinds]
    most = most_exchanges(kinds, rules)
    reads = bool(field.players[:, HISTORY].any())
    return field, raters, most // 64 + 1 if reads and most > 64 else 0


def _ballots(kinds: Sequence[Kind], rules: SeasonRules) -> int:
    """Return how many words hold a member's votes on gifts that lie unopened."""
    return _waiting_words(kinds, rules) if rules.absence else 0


def _besides_words(kinds: Sequence[Kind], rules: SeasonRules, field: Field, history: int) -> Any:
    """Return how many words the members of each kind keep besides; see `_besides`."""
    members = field.players[:, NODES] - 1
    return field.players[:, ARCHIVES] * history + members * _ballots(kinds, rules)


def bytes_needed(
    kinds: Sequence[Kind], rules: SeasonRules, shares: np.ndarray, towns: int, friendships: int
) -> int:
    """Return how much memory a season takes, about; `shares` is the share of towns of each kind."""
    field, _, history = _layout(kinds, rules)
    side = field.players[:, KEPT] + 8 * _besides_words(kinds, rules, field, history)
    record = 8 * (2 + 2 * history) + 2 * float(side @ shares)
    row = 4 * ROW + 12 + (8 if rules.inbox else 0)
    row += 8 + 8 * _waiting_words(kinds, rules) if rules.absence else 0
    tables = 8 * rules.days * len(kinds) * 9 + 32 * len(kinds) ** 2
    return int(friendships * (record + 2 * row + 60) + towns * 120 + 4 * tables)


def _world(
    kinds: Sequence[Kind], rules: SeasonRules, towns: Towns, repetition: int, watched: int
) -> Any:
    graph, n = towns.graph, len(towns.kind)
    field, raters, history = _layout(kinds, rules)
    side = field.players[:, KEPT] // 8 + _besides_words(kinds, rules, field, history)
    where = np.zeros(len(graph.edges) + 1, np.int64)
    both = side[towns.kind][graph.edges].sum(axis=1)
    np.cumsum(1 + both + 2 * history, out=where[1:])
    rows = np.zeros((len(graph.friend), ROW), np.int32)
    rows[:, LATEST] = -1
    late, limited, most = rules.absence > 0, bool(rules.inbox), max(rules.gifts)
    per_friend = np.array([kind.partner.per_friend for kind in kinds], np.int64)
    picks = 1 if limited else max(1, int(max(-(-most // per_friend))))
    words = _waiting_words(kinds, rules)
    diary = 3 * most_exchanges(kinds, rules) if watched >= 0 else 1
    return _table(
        seed=np.uint64(rules.seed),
        repetition=np.uint64(repetition),
        towns=n,
        kinds=len(kinds),
        days=rules.days,
        kind=towns.kind,
        ids=towns.ids,
        start=graph.start,
        friend=graph.friend,
        edge=graph.edge,
        back=graph.back,
        rows=rows,
        where=where,
        records=np.zeros(int(where[-1]), np.uint64),
        players=field.players,
        members=bool((field.players[:, NODES] > 1).any()),
        ballots=_ballots(kinds, rules),
        memories=field.memories,
        images=field.images,
        noise=np.array(rules.noise),
        raters=np.array([kernel.address for kernel in raters], np.int64),
        rater_draws=np.array([kind.partner.draws for kind in kinds], np.int64),
        per_friend=per_friend,
        history=history,
        gifts=np.array(rules.gifts, np.int64),
        here=np.ones(n, np.uint8),
        given=np.zeros(n, np.int64),
        unopened=np.zeros(n if limited else 1, np.int64),
        waiting=np.zeros(len(rows) * words if late else 1, np.uint64),
        waiting_words=words,
        waiting_n=np.zeros(len(rows) if late else 1, np.int32),
        opened=np.zeros(len(rows) if late else 1, np.int32),
        reputation=np.full(n if rules.nice_list else 1, -1.0),
        priority=np.zeros(n if limited else 1, np.uint64),
        order=np.zeros(n if limited else 1, np.int64),
        ratings=np.zeros(len(rows) if limited else 1),
        picks=np.full((1 if limited else n, picks), -1, np.int32),
        picks_most=picks,
        inbox=rules.inbox or 0,
        absence=rules.absence,
        visible=rules.visible,
        nice_list=rules.nice_list,
        scan=late or limited,
        days_known=rules.days_known,
        watched=watched,
        diary=np.zeros((diary, DIARY), np.int64),
        diary_most=diary,
        diary_lines=np.zeros(1, np.int64),
    )


def _desk(kinds: Sequence[Kind], rules: SeasonRules, towns: Towns) -> Any:
    field, _, _ = _layout(kinds, rules)
    payoffs = rules.game.utilities[0].reshape(4)
    nodes = field.nodes.copy()
    frames = np.zeros((len(nodes), FRAME_SLOTS + nodes[:, PARAMETERS].max(initial=0)), np.int64)
    nodes[:, FRAME] = frames.ctypes.data + frames.strides[0] * np.arange(len(nodes))
    frames[:, TOLD] = -1
    for slot in (PAYOFFS_MINE, PAYOFFS_THEIRS):
        frames[:, slot : slot + 4] = payoffs.view(np.int64)
    frames[:, MEMBER_COUNT] = nodes[:, CHILDREN]
    for player in field.players:
        own = slice(player[FIRST_NODE], player[FIRST_NODE] + player[NODES])
        first = nodes.ctypes.data + nodes.strides[0] * player[FIRST_NODE]
        frames[own, MEMBERS] = first + nodes.strides[0] * nodes[own, CHILD]
    for frame, node in zip(frames, nodes, strict=True):
        first, count = node[[FIRST_PARAMETER, PARAMETERS]]
        frame[FRAME_SLOTS : FRAME_SLOTS + count] = field.parameters[first : first + count]
    words = [parameter_words(kind.partner) for kind in kinds]
    width = FACTS + max(map(len, words))
    facts = np.zeros((len(kinds), width))
    facts[:, GAME:FACTS] = payoffs
    for row, given in zip(facts.view(np.int64), words, strict=True):
        row[FACTS : FACTS + len(given)] = given
    most = int(np.diff(towns.graph.start).max())
    return _table(
        nodes=nodes,
        frames=frames,
        facts=facts,
        width=width,
        ratings=np.zeros(most),
        known=np.full(most, -1.0),
        stream=np.zeros(2, np.uint64),
        daily=np.zeros((rules.days, len(kinds), 2, 4), np.int64),
        fresh=np.zeros((rules.days, len(kinds)), np.int64),
        between=np.zeros((len(kinds), len(kinds), 4), np.int64),
        fault=np.zeros(5, np.int64),
    )


def _table(**facts: Any) -> SimpleNamespace:
    """Return the facts, and a `record` of them for compiled code: of arrays the addresses."""
    kinds = {np.uint64: "u8", float: "f8"}
    fields = [(name, kinds.get(type(value), "i8")) for name, value in facts.items()]
    record = np.zeros(1, fields)
    for name, value in facts.items():
        if isinstance(value, np.ndarray):
            facts[name] = value = np.ascontiguousarray(value)
            record[name] = value.ctypes.data
        else:
            record[name] = value
    return SimpleNamespace(**facts, record=record)
