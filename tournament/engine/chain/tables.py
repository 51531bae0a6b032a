"""What the loop over a chain reads and writes.

Legend: n joint states, e edges, m choices of an automaton, t turns. Outcomes are numbered CC, CD,
DC, DD from the first seat's point of view. In compiled code the table is a struct: arrays are
pointers there.
"""

from typing import NamedTuple

from tournament.engine.memory import Bytes, Floats, Int32s, Slots, struct_of
from tournament.outcomes import SIZE

# Progress: joint states found, edges found; rows of leads that are lacking
STATES, EDGES, ROWS = range(3)
PROGRESS_COLUMNS = 3
# What a loop lacks, if it ends for want of room; or that it would take too long, or cannot go on
ROOM_FOR_STATES, ROOM_FOR_EDGES, ROOM_FOR_ROWS, TOO_LONG, NO_WAY_ON = 1, 2, 3, 4, 5
# Numbers of a joint state: its probability, counts of outcomes, its probability in peace
THERE, COUNTS, PEACE = 0, 1, 1 + SIZE
VALUES = 2 + SIZE


class Chain(NamedTuple):
    """A pair of automata, and what is found out of it.

    one_first, one_weight, one_move, one_then
        The automaton in the first seat; see `Automaton`.
    two_first, two_weight, two_move, two_then
        The automaton in the second seat.
    misperception, flips
        (2,) of both seats; (4,) how likely noise turns over no move, the second's, the first's,
        both.
    counts, products, starts, transitions, first_defections
        What is asked for; see `Moments`. Of products, only those with an earlier turn.
    by_turn
        (rows, 4) receives the probabilities of outcomes in each turn.
    two_states, turns, rows, continuation
        How many states the second automaton has; the length; rows of `by_turn`; how likely another
        turn follows.
    table, mask
        (power of 2,) the number of a joint state by its key, -1 where there is none; its size
        less 1.
    key, lowest, highest, states_most
        (n,) of each joint state: both states as one number; the first and the last joint state that
        may come next. Room for joint states.
    source, port, weight, edges_most, steps_most
        (e,) edges as they are found. A port is 4 times the next joint state plus the outcome; room
        for edges; the most edges times turns.
    mark, begin
        (4 n,) the edge found last at each port; (4 n,) where the edges of a port end once sorted.
    sorted_source, sorted_weight
        (e,) edges by port.
    out, arrived
        (4 n,) how likely each outcome is in a joint state; how often one comes there by an outcome.
    now, then, visits
        (VALUES n,) numbers of all joint states: of this turn, of the next, in all.
    progress
        (PROGRESS_COLUMNS,) how far the loop is.
    """

    one_first: Slots
    one_weight: Floats
    one_move: Bytes
    one_then: Slots
    two_first: Slots
    two_weight: Floats
    two_move: Bytes
    two_then: Slots
    misperception: Floats
    flips: Floats
    counts: Floats
    products: Floats
    starts: Floats
    transitions: Floats
    first_defections: Floats
    by_turn: Floats
    two_states: int
    turns: int
    rows: int
    continuation: float
    table: Slots
    mask: int
    key: Slots
    lowest: Slots
    highest: Slots
    states_most: int
    source: Int32s
    port: Int32s
    weight: Floats
    edges_most: int
    steps_most: int
    mark: Slots
    begin: Slots
    sorted_source: Int32s
    sorted_weight: Floats
    out: Floats
    arrived: Floats
    now: Floats
    then: Floats
    visits: Floats
    progress: Slots


class Lead(NamedTuple):
    """How far the first seat is ahead of the second, in whole steps.

    ahead
        (4,) steps that each outcome adds.
    low, high, width, origin
        The fewest steps of a turn, at most 0, and the most, at least 0; how many leads there are;
        the place of a lead of 0.
    now, then, rows
        (rows, width) the probability of each lead and each joint state that a turn can be in: of
        this turn, of the next; room.
    wins
        (2,) receives the probability that each seat is ahead at the end.
    """

    ahead: Slots
    low: int
    high: int
    width: int
    origin: int
    now: Floats
    then: Floats
    rows: int
    wins: Floats


chain_at = struct_of(Chain)
lead_at = struct_of(Lead)
