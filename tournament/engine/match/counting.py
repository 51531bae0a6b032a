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
    RECENT,
)
from tournament.engine.match.tables import (
    LENGTH_OF,
    REPETITION,
    Block,
    Books,
    Conditions,
)
from tournament.engine.memory import (
    Bytes,
    Slots,
    Words,
)
from tournament.engine.options import (
    OPTIONS,
)
from tournament.engine.seats import (
    node_at,
    seats,
)
from tournament.engine.words import (
    U1,
    copy,
    popcount,
)
from tournament.outcomes import SIZE, SWAP

_column_at = seats(LANES).column_at


@njit(**OPTIONS)
def _count(
    a: Words, b: Words, n: int, start: int, end: int, lengths: Slots, defected: Words
) -> None:
    """Add turns [start, end) of two registers to (3, n) counts: first, second, both defected."""
    for i in range(n):
        valid = np.uint64(min(lengths[i], end) - start)
        mask = ~np.uint64(0) if valid == np.uint64(64) else (U1 << valid) - U1
        x, y = a[i] & mask, b[i] & mask
        defected[0, i] += popcount(x)
        defected[1, i] += popcount(y)
        defected[2, i] += popcount(x & y)


@njit(**OPTIONS)
def _broke(
    a: Words, b: Words, n: int, start: int, end: int, lengths: Slots, defected: Words, broke: Bytes
) -> None:
    """Note in (2, n) which sides defected first, where until `start` nobody had.

    The oldest turn is the highest bit, so of two registers the larger one defected earlier; they
    share their highest bit when what they share is more than what tells them apart.
    """
    for i in range(n):
        if defected[0, i] == 0 and defected[1, i] == 0:
            valid = np.uint64(min(lengths[i], end) - start)
            mask = ~np.uint64(0) if valid == np.uint64(64) else (U1 << valid) - U1
            x, y = a[i] & mask, b[i] & mask
            together = (x & y) > (x ^ y)
            broke[0, i] = together or x > y
            broke[1, i] = together or y > x


@njit(**OPTIONS)
def _tally(
    a: Words, b: Words, before: Words, n: int, start: int, end: int, lengths: Slots,
    starts: Slots, transitions: Slots,
) -> None:  # fmt: skip
    """Add turns [start, end) of two registers to the counts of states.

    before: (2, n) the registers 64 turns ago, then updated. starts: (4,) outcomes of the first
    turn. transitions: (16,) outcome of a turn by outcome of the turn before.
    """
    for i in range(n):
        valid = np.uint64(min(lengths[i], end) - start)
        mask = ~np.uint64(0) if valid == np.uint64(64) else (U1 << valid) - U1
        x, y = a[i], b[i]
        px, py = x >> U1, y >> U1
        if start == 0:
            oldest = valid - U1
            first = ((x >> oldest) & U1) * np.uint64(2) + ((y >> oldest) & U1)
            starts[first] += 1
            mask >>= U1
        elif valid == np.uint64(64):
            px |= (before[0, i] & U1) << np.uint64(63)
            py |= (before[1, i] & U1) << np.uint64(63)
        for s in range(SIZE):
            now = mask & (px if s & 2 else ~px) & (py if s & 1 else ~py)
            both, one, two = popcount(now & x & y), popcount(now & x), popcount(now & y)
            transitions[SIZE * s] += np.int64(popcount(now) - one - two + both)
            transitions[SIZE * s + 1] += np.int64(two - both)
            transitions[SIZE * s + 2] += np.int64(one - both)
            transitions[SIZE * s + 3] += np.int64(both)
        before[0, i], before[1, i] = x, y


@njit(**OPTIONS)
def write_down(
    n: int, playing: int, first: int, end: int, block: Block, words: Words, keep: bool,
    starts: Slots, transitions: Slots,
) -> None:  # fmt: skip
    """Enter turns [first, end), 64 at most, in the counts of n lanes; `keep` the registers of those
    still playing."""
    defected, seen, nowhere = block.defected, block.seen, block.nowhere
    lengths, misread = block.lane[LENGTH_OF], block.chances[2] > 0 or block.chances[3] > 0
    one, two = node_at(block.seats[0], 0), node_at(block.seats[1], 0)
    a, b = _column_at(one[MINE], RECENT), _column_at(two[MINE], RECENT)
    _broke(a, b, n, first, end, lengths, defected, block.broke)
    _count(a, b, n, first, end, lengths, defected)
    _tally(a, b, block.before, n, first, end, lengths, starts, transitions)
    for seat in range(2):
        node = node_at(block.seats[seat], 0)
        mine, both = a if seat == 0 else b, _column_at(node[PRIVATE], BOTH)
        if misread:  # counts as this seat sees them: its own moves, and the other's misread
            sight, tally = seen[1 - seat], nowhere[seat]
            _count(mine, sight[RECENT], n, first, end, lengths, tally)
            copy(both, tally[2], n)
            copy(sight[DEFECTED], tally[1], n)
        else:
            copy(both, defected[2], n)
        copy(_column_at(node[MINE], DEFECTED), defected[seat], n)
        if keep:
            copy(words[seat, first >> 6], mine, playing)
            if misread:
                copy(words[2 + seat, first >> 6], seen[seat, RECENT], playing)


@njit(**OPTIONS)
def add_up(
    n: int, copies: int, block: Block, given: Conditions, match: int, p: int, q: int, books: Books
) -> None:
    """Add the lanes of a block to the sums of a match; the last lane counts `copies` times."""
    own, side = 1 if p == q else 0, 1 if given.side_by_seat else 0
    lane, defected, totals = block.lane, block.defected, books.totals
    counts, products = books.counts[match], books.products[match]
    wins, first_defections = books.wins[match], books.first_defections[match]
    x = np.empty(SIZE, np.int64)
    for i in range(n):
        times = copies if i == n - 1 else 1
        x[3] = np.int64(defected[2, i])
        x[2] = np.int64(defected[0, i]) - x[3]
        x[1] = np.int64(defected[1, i]) - x[3]
        x[0] = lane[LENGTH_OF, i] - x[1] - x[2] - x[3]
        lead = 0.0
        for k in range(SIZE):
            counts[k] += times * x[k]
            lead += given.margin[k] * x[k]
            for s in range(SIZE):
                products[k, s] += times * x[k] * x[s]
        wins[0] += times * (lead > 0)
        wins[1] += times * (lead < 0)
        for seat in range(2):
            first_defections[seat] += times * np.int64(block.broke[seat, i])
        at = lane[REPETITION, i] - given.first
        for r in range(at, at + times):
            for k in range(SIZE):
                totals[r, p, own, 0, k] += x[k]
                totals[r, q, own, side, k] += x[SWAP[k]]
