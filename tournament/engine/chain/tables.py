"""What the loops over a chain read and write.

Legend: n joint states, e edges, w ways of an automaton. Outcomes are numbered CC, CD, DC, DD from
the first seat's point of view. In compiled code the table is a struct: arrays are pointers there.
"""

from typing import NamedTuple

from tournament.engine.memory import Bytes, Floats, Int32s, Slots, struct_of
from tournament.outcomes import SIZE

# Progress: joint states that have a number; edges that are kept; the edge behind those looked at
STATES, EDGES, BEHIND = range(3)
PROGRESS_COLUMNS = 3
# What a loop lacks, if it ends for want of room; or that it would take too long, or cannot go on
ROOM_FOR_STATES, ROOM_FOR_ROWS, TOO_LONG, NO_WAY_ON = 1, 2, 3, 4
# Numbers of a joint state: how likely one comes there by each outcome; counts of outcomes before
CAME, COUNTS = 0, SIZE
VALUES = 2 * SIZE
# Scratch: how likely the outcomes of a joint state are, its counts; then sums of a turn: outcomes
# by the outcome before, and by counts before; first defections
OUT, BEFORE, FOLLOWED, PRODUCTS, BROKEN = 0, 4, 8, 24, 40
SCRATCH = 42


class Chain(NamedTuple):
    """A pair of automata, and what is found out of it.

    one_*
        The automaton in the first seat; see `Ways`.
    two_*
        The automaton in the second seat.
    starts, transitions, products, first_defections
        What is asked for; see `Moments`. Of products, only those with an earlier turn.
    by_turn
        (rows, 4) receives the probabilities of outcomes in each turn.
    two_states, turns, rows, continuation
        How many states the second automaton has; the length; rows of `by_turn`; how likely another
        turn follows.
    keeps
        How many joint states there can be, where they keep numbers and edges for the whole match;
        else 0.
    table, mask
        (power of 2,) the number of a joint state plus 1, by its place; 0 where there is none. Its
        size less 1.
    at_now, at_then
        (n, 2) the states of both automata, for joint states of this turn, and of the next. They are
        the same array where numbers are kept.
    now, then
        (n, VALUES) numbers of joint states: of this turn, of the next.
    peace_now, peace_then
        (n,) the probability of being there before anybody has defected.
    states_most
        Room for joint states.
    begin, end
        (n,) the edges of each joint state; `end` is 0 where no edges are kept.
    port, weight
        (e,) edges. A port is `VALUES` times the next joint state plus the outcome.
    scratch
        (SCRATCH,) sums of a turn.
    progress
        (PROGRESS_COLUMNS,) how far the loop is.
    """

    one_first: Slots
    one_weight: Floats
    one_move: Bytes
    one_then: Int32s
    one_made: Floats
    one_lowest: Int32s
    one_highest: Int32s
    two_first: Slots
    two_weight: Floats
    two_move: Bytes
    two_then: Int32s
    two_made: Floats
    two_lowest: Int32s
    two_highest: Int32s
    starts: Floats
    transitions: Floats
    products: Floats
    first_defections: Floats
    by_turn: Floats
    two_states: int
    turns: int
    rows: int
    continuation: float
    keeps: int
    at_then: Int32s
    table: Int32s
    mask: int
    at_now: Int32s
    now: Floats
    then: Floats
    peace_now: Floats
    peace_then: Floats
    states_most: int
    begin: Int32s
    end: Int32s
    port: Int32s
    weight: Floats
    scratch: Floats
    progress: Slots


class Lead(NamedTuple):
    """How far the first seat is ahead of the second, in whole steps.

    ahead
        (4,) steps that each outcome adds.
    width, origin, stride
        How many leads there are; the place of a lead of 0; from a row to the next.
    now, then, rows
        (rows, stride) the probability of each lead in each joint state: of this turn, of the next;
        for how many joint states there is room. Outside the spans all are 0.
    span_now, span_then
        (rows, 2) the first lead of each row, and the one behind the last.
    wins
        (2,) receives the probability that each seat is ahead at the end.
    """

    ahead: Slots
    width: int
    origin: int
    stride: int
    now: Floats
    then: Floats
    rows: int
    span_now: Int32s
    span_then: Int32s
    wins: Floats


chain_at = struct_of(Chain)
lead_at = struct_of(Lead)
