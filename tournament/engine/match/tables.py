"""What the turn loop reads and writes.

Legend: m matches, p players, r repetitions of this call, n lanes of a block. Moves: C = 0, D = 1.
Outcomes and states are numbered CC, CD, DC, DD from the first seat's point of view.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tournament.engine.memory import Bytes, Floats, Slots, Words

# Rows of the table of lanes (int64)
REPETITION, LENGTH_OF = 0, 1
# Faults (int64): match, repetition, turn, seat; match is -1 when all went well
FAULT_COLUMNS = 4
# Noise of both seats, then misperception of both
CHANCES = 4
# Registers of both seats, then as the other sees them
SIGHTS = 4


class Conditions(NamedTuple):
    """What holds for all matches of a call.

    noise, misperception
        (p,) probabilities.
    payoffs
        (2, 8) slots of a frame, per seat: R, S, T, P as rules see them, own and the opponent's.
    margin
        (4,) first seat's minus second seat's payoff after CC, CD, DC, DD: decides who won a match.
    seed, first, repetitions
        Of all chance; repetitions [first, first + repetitions) are played.
    turns, told, continuation
        Fixed length (`continuation` below 0), or geometric cut at `turns`; what players are told.
    side_by_seat
        Whether seats are told apart in the streams even between different players.
    shortcut
        Play what chance cannot change once, and count it as often as asked.
    """

    noise: Floats
    misperception: Floats
    payoffs: Slots
    margin: Floats
    seed: np.uint64
    first: int
    repetitions: int
    turns: int
    told: int
    continuation: float
    side_by_seat: bool
    shortcut: bool


class Books(NamedTuple):
    """The tables to which a call adds.

    counts, products
        (m, 4) sums over repetitions of the counts of outcomes x; (m, 4, 4) sums of x x'.
    starts, transitions
        (m, 4) outcomes of first turns; (m, 16) outcomes by the outcome before.
    wins, first_defections, chance
        (m, 2) repetitions won by each seat; in which it was the first to defect, or one of both;
        (m,) whether chance had a part.
    totals
        (r, p, 2, seats, 4) counts from each player's own side: self-play or not, and the seat
        (always 0 unless `side_by_seat`).
    """

    counts: Slots
    products: Slots
    starts: Slots
    transitions: Slots
    wins: Slots
    first_defections: Slots
    chance: NDArray[np.bool_]
    totals: Slots


class Block(NamedTuple):
    """Who sits at a block of lanes, and what the loop notes of each lane. Legend: two seats.

    nodes, seats, sizes
        (2, k, NODE_COLUMNS) players and members; (2,) where they lie, and how many they are.
    lane
        (2, n) repetition and length.
    seen
        (2, columns, n) each seat's moves as the other sees them, under misperception.
    before
        (2, n) the registers 64 turns ago.
    defected, broke
        (3, n) turns in which the first, the second, both defected; (2, n) who did so first.
    streams, chances
        (4, 2, n) noise and misperception of both seats: state and gamma; (4,) how likely.
    nowhere
        (2, 3, n) room for counts that nobody reads.
    """

    nodes: Slots
    seats: Slots
    sizes: Slots
    lane: Slots
    seen: Words
    before: Words
    defected: Words
    broke: Bytes
    streams: Words
    chances: Floats
    nowhere: Words
