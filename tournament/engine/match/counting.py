"""Counts what happened in a block: 64 turns at once, from the registers of moves.

Legend: m matches, p players, r repetitions of this call, n lanes of a block. Moves: C = 0, D = 1.
Outcomes and states are numbered CC, CD, DC, DD from the first seat's point of view.
All tallies are integers, so that sums do not depend on the order in which blocks are added.
"""

import numpy as np
from numba import njit

from tournament.engine.layout import (
    BOTH,
    DEFECTED,
    LANES,
    MINE,
    PRIVATE,
    PUBLIC_COLUMNS,
    RECENT,
)
from tournament.engine.match.tables import Books, Conditions, Desk
from tournament.engine.memory import Bytes, Slots, Whole, Words, after, slots_at
from tournament.engine.options import BARE
from tournament.engine.seats import seats
from tournament.engine.words import U1, copy, popcount
from tournament.outcomes import SIZE, SWAP

STATES = SIZE**2
_SWAP = tuple(SWAP.tolist())
_column_at = seats(LANES).column_at


@njit(**BARE)
def played(length: Whole, start: Whole, end: Whole) -> np.uint64:
    """Return ones in place of the turns [start, end) that come before the end of a lane."""
    valid = np.uint64((length if length < end else end) - start)
    return ~np.uint64(0) if valid == np.uint64(64) else (U1 << valid) - U1


@njit(**BARE)
def _count(
    a: Words, b: Words, n: Whole, start: Whole, end: Whole, lengths: Slots, defected: Words
) -> None:
    """Add turns [start, end) of two registers to (3, n) counts: first, second, both defected."""
    first, second, both = defected, after(defected, LANES), after(defected, 2 * LANES)
    for i in range(n):
        mask = played(lengths[i], start, end)
        x, y = a[i] & mask, b[i] & mask
        first[i] += popcount(x)
        second[i] += popcount(y)
        both[i] += popcount(x & y)


@njit(**BARE)
def _broke(
    a: Words, b: Words, n: Whole, start: Whole, end: Whole, lengths: Slots, defected: Words,
    broke: Bytes,
) -> None:  # fmt: skip
    """Note in (2, n) which sides defected first, where until `start` nobody had.

    The oldest turn is the highest bit, so of two registers the larger one defected earlier; they
    share their highest bit when what they share is more than what tells them apart.
    """
    for i in range(n):
        if defected[i] == 0 and defected[LANES + i] == 0:
            mask = played(lengths[i], start, end)
            x, y = a[i] & mask, b[i] & mask
            together = (x & y) > (x ^ y)
            broke[i] = together or x > y
            broke[LANES + i] = together or y > x


@njit(**BARE)
def _tally(
    a: Words, b: Words, before: Words, n: Whole, start: Whole, end: Whole, lengths: Slots,
    starts: Slots, transitions: Slots,
) -> None:  # fmt: skip
    """Add turns [start, end) of two registers to the counts of states.

    before: (2, n) the registers 64 turns ago, then updated. starts: (4,) outcomes of the first
    turn. transitions: (16,) outcome of a turn by outcome of the turn before.
    """
    for i in range(n):
        mask = played(lengths[i], start, end)
        x, y = a[i], b[i]
        px, py = x >> U1, y >> U1
        if start == 0:
            oldest = np.uint64((lengths[i] if lengths[i] < end else end) - 1)
            first = ((x >> oldest) & U1) * np.uint64(2) + ((y >> oldest) & U1)
            starts[first] += 1
            mask >>= U1
        else:
            px |= (before[i] & U1) << np.uint64(63)
            py |= (before[LANES + i] & U1) << np.uint64(63)
        for s in range(SIZE):
            now = mask & (px if s & 2 else ~px) & (py if s & 1 else ~py)
            both, one, two = popcount(now & x & y), popcount(now & x), popcount(now & y)
            transitions[SIZE * s] += np.int64(popcount(now) - one - two + both)
            transitions[SIZE * s + 1] += np.int64(two - both)
            transitions[SIZE * s + 2] += np.int64(one - both)
            transitions[SIZE * s + 3] += np.int64(both)
        before[i], before[LANES + i] = x, y


@njit(**BARE)
def write_down(
    n: Whole, playing: Whole, first: Whole, end: Whole, desk: Desk, keep: bool, starts: Slots,
    transitions: Slots,
) -> None:  # fmt: skip
    """Enter turns [first, end), 64 at most, in the counts of n lanes; `keep` the registers of those
    still playing."""
    defected, lengths = desk.defected, desk.length
    misread = desk.chances[2] + desk.chances[3] > 0
    one, two = slots_at(desk.seats[0]), slots_at(desk.seats[1])
    a, b = _column_at(one[MINE], RECENT), _column_at(two[MINE], RECENT)
    _broke(a, b, n, first, end, lengths, defected, desk.broke)
    _count(a, b, n, first, end, lengths, defected)
    _tally(a, b, desk.before, n, first, end, lengths, starts, transitions)
    for seat in range(2):
        node, mine = (one, a) if seat == 0 else (two, b)
        both = _column_at(node[PRIVATE], BOTH)
        if misread:  # counts as this seat sees them: its own moves, and the other's misread
            sight = after(desk.seen, PUBLIC_COLUMNS * LANES * (1 - seat))
            tally = after(desk.nowhere, 3 * LANES * seat)
            _count(mine, sight, n, first, end, lengths, tally)
            copy(both, after(tally, 2 * LANES), n)
            copy(after(sight, LANES * DEFECTED), after(tally, LANES), n)
        else:
            copy(both, after(defected, 2 * LANES), n)
        copy(_column_at(node[MINE], DEFECTED), after(defected, LANES * seat), n)
        if keep:
            copy(after(desk.words, LANES * (desk.rows * seat + (first >> 6))), mine, playing)
            if misread:
                seen = after(desk.seen, PUBLIC_COLUMNS * LANES * seat)
                line = desk.rows * (2 + seat) + (first >> 6)
                copy(after(desk.words, LANES * line), seen, playing)


@njit(**BARE)
def add_up(n: Whole, copies: Whole, given: Conditions, desk: Desk, m: Whole, books: Books) -> None:
    """Add the lanes of a block to the sums of a match; the last lane counts `copies` times."""
    p, q = given.matches[2 * m], given.matches[2 * m + 1]
    own, sides = np.int64(p == q), 1 + np.int64(given.side_by_seat)
    counts, products = after(books.counts, SIZE * m), after(books.products, STATES * m)
    wins, first_defections = after(books.wins, 2 * m), after(books.first_defections, 2 * m)
    x, per_player = desk.outcomes, 2 * sides * SIZE
    for i in range(n):
        times = copies if i == n - 1 else 1
        x[3] = np.int64(desk.defected[2 * LANES + i])
        x[2] = np.int64(desk.defected[i]) - x[3]
        x[1] = np.int64(desk.defected[LANES + i]) - x[3]
        x[0] = desk.length[i] - x[1] - x[2] - x[3]
        lead = 0.0
        for k in range(SIZE):
            counts[k] += times * x[k]
            lead += given.margin[k] * x[k]
            for s in range(SIZE):
                products[SIZE * k + s] += times * x[k] * x[s]
        wins[0] += times * (lead > 0)
        wins[1] += times * (lead < 0)
        first_defections[0] += times * np.int64(desk.broke[i])
        first_defections[1] += times * np.int64(desk.broke[LANES + i])
        at = desk.repetition[i] - given.first
        for r in range(at, at + times):
            totals = after(books.totals, r * books.players * per_player)
            mine = after(totals, p * per_player + own * sides * SIZE)
            theirs = after(totals, q * per_player + (own * sides + sides - 1) * SIZE)
            for k in range(SIZE):
                mine[k] += x[k]
                theirs[k] += x[_SWAP[k]]
