"""What the turn loop reads and writes.

Legend: m matches, p players, r repetitions of this call, n lanes of a block. Moves: C = 0, D = 1.
Outcomes and states are numbered CC, CD, DC, DD from the first seat's point of view. In compiled
code the tables are structs: arrays are pointers there.
"""

from typing import NamedTuple

import numpy as np

from tournament.engine.layout import Tables
from tournament.engine.memory import Bytes, Floats, Slots, Words, struct_of

# Faults (int64): match, repetition, turn, seat; match is -1 when all went well
FAULT_COLUMNS = 4
# Noise of both seats, then misperception of both
CHANCES = 4
# Registers of both seats, then as the other sees them
SIGHTS = 4
# Progress: the match that is next, and its repetitions done. Then what the loop lacks, if it ended
# for want of room: rows of `words`; planes of `archives`, and their rows
MATCH, DONE, ROWS, PLANES, PLANE_ROWS = range(5)
PROGRESS_COLUMNS = 5


class Conditions(NamedTuple):
    """What holds for all matches of a call.

    matches, matches_n
        (m, 2) players in the first and the second seat; m.
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

    matches: Slots
    matches_n: int
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
    totals, players
        (r, p, 2, seats, 4) counts from each player's own side: self-play or not, and the seat
        (always 0 unless `side_by_seat`); p.
    """

    counts: Slots
    products: Slots
    starts: Slots
    transitions: Slots
    wins: Slots
    first_defections: Slots
    chance: Bytes
    totals: Slots
    players: int


class Desk(NamedTuple):
    """What a call writes on while it plays: who sits at a block of lanes, and what the loop notes
    of each lane. Legend: two seats.

    stop, progress, fault
        (1,) polled between blocks, anything but 0 ends the call; (PROGRESS_COLUMNS,) how far it is;
        (FAULT_COLUMNS,) the first failure of a rule.
    moves, moves_most
        (m, turns, 2) receives the first moves of each match, of its first lane; for how many turns
        there is room.
    memory, memory_bytes
        (2, bytes) what both seats keep.
    nodes, seats, sizes
        (2, k, NODE_COLUMNS) players and their members; (2,) addresses of their first, and how many
        they are.
    keys
        (3, 2) of the streams of both seats, by purpose.
    repetition, length
        (n,) of each lane.
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
    words, rows
        (4, rows, n) registers every 64 turns, where some rule reads them: of both seats, then as
        the other sees them.
    archives, planes, plane_rows
        (2, planes, plane_rows, n) such registers of members.
    outcomes
        (4,) how often each outcome came up in a lane.
    play_block
        Address of the loop over turns.
    """

    stop: Bytes
    progress: Slots
    fault: Slots
    moves: Bytes
    moves_most: int
    memory: Bytes
    memory_bytes: int
    nodes: Slots
    seats: Slots
    sizes: Slots
    keys: Words
    repetition: Slots
    length: Slots
    seen: Words
    before: Words
    defected: Words
    broke: Bytes
    streams: Words
    chances: Floats
    nowhere: Words
    words: Words
    rows: int
    archives: Words
    planes: int
    plane_rows: int
    outcomes: Slots
    play_block: int


tables_at = struct_of(Tables)
conditions_at = struct_of(Conditions)
books_at = struct_of(Books)
desk_at = struct_of(Desk)
