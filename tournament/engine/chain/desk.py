"""Room for a chain, in which the loop over it works for one pair after the other."""

from threading import local

import numpy as np

from tournament.engine.chain.tables import (
    NO_WAY_ON,
    PROGRESS_COLUMNS,
    ROOM_FOR_STATES,
    TOO_LONG,
    VALUES,
    Chain,
)
from tournament.engine.memory import packed
from tournament.outcomes import SIZE
from tournament.referee.exact.pair import (
    MOST_STATES,
    MOST_STEPS,
    Pair,
    no_way_on,
    too_long,
    too_many_states,
)

STATES, EDGES = 1024, 8 * 1024
"""Room of the desk that a thread keeps: it serves most pairs."""
GROWTH = 4
AUTOMATON = {"first": np.int64, "weight": np.float64, "move": np.uint8, "then": np.int64}
"""The tables of an automaton, and of what the loop takes them to be."""
FOUND = (SIZE, (SIZE, SIZE), SIZE, (SIZE, SIZE), 2)
"""The shapes of the first fields of `Moments`."""


class Desk:
    """Room for so many joint states and edges. One thread may use it.

    Parameters
    ----------
    states, edges
        The most joint states and edges for which there is room.

    Attributes
    ----------
    found
        The first fields of `Moments`, which a loop fills.
    """

    def __init__(self, states: int, edges: int) -> None:
        self.chain = _with_room(states, edges)
        self.words = packed(self.chain)
        self.given: list[np.ndarray] = []
        self.found: list[np.ndarray] = []

    def ask(self, pair: Pair, turns: int, continuation: float, by_turn: np.ndarray) -> int:
        """Return the address of a `Chain` in which nothing is found yet.

        Parameters
        ----------
        pair, turns, continuation
            The match.
        by_turn
            (rows, 4) zeros; it receives the probabilities of outcomes in so many turns.
        """
        self.chain.table.fill(-1)
        self.chain.progress.fill(0)
        self.found = [np.zeros(shape) for shape in FOUND]
        self.given = [
            np.ascontiguousarray(getattr(automaton, name), kind)
            for automaton in pair.automata
            for name, kind in AUTOMATON.items()
        ]
        self.given += [np.array(pair.misperception, float), pair.flips]
        tables = [*self.given, *self.found, by_turn]  # as `Chain` begins; then come its numbers
        numbers = (pair.automata[1].states, turns, len(by_turn))
        at = len(tables)
        self.words[:at] = [table.__array_interface__["data"][0] for table in tables]
        self.words[at : at + len(numbers)] = numbers
        self.words[at + len(numbers)] = np.float64(continuation).view(np.uint64)
        return int(self.words.ctypes.data)

    def larger(self, lacks: int, turns: int) -> "Desk":
        """Return a desk with more of the room that a loop lacked.

        Parameters
        ----------
        lacks
            What the loop returned.
        turns
            The length of the match.

        Raises
        ------
        TournamentError
            When the chain has too many joint states, or would take too long.
        ArgumentError
            When an automaton is broken.
        """
        if lacks == TOO_LONG:
            raise too_long(turns)
        if lacks == NO_WAY_ON:
            raise no_way_on()
        states = self.chain.states_most
        if lacks == ROOM_FOR_STATES:
            if states == MOST_STATES:
                raise too_many_states(MOST_STATES)
            states = min(GROWTH * states, MOST_STATES)
        return Desk(states, GROWTH * self.chain.edges_most)


_desks = local()


def own_desk() -> Desk:
    """Return the desk of this thread."""
    desk: Desk | None = getattr(_desks, "own", None)
    if desk is None:
        desk = _desks.own = Desk(STATES, EDGES)
    return desk


def _with_room(states: int, edges: int) -> Chain:
    """Return a chain of nobody, with room for so many joint states and edges."""
    size = 1 << (2 * states).bit_length()
    whole, real, byte = np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.uint8)
    return Chain(
        one_first=whole, one_weight=real, one_move=byte, one_then=whole,
        two_first=whole, two_weight=real, two_move=byte, two_then=whole,
        misperception=real, flips=real, counts=real, products=real, starts=real, transitions=real,
        first_defections=real, by_turn=real,
        two_states=0, turns=0, rows=0, continuation=1.0,
        table=np.full(size, -1),
        mask=size - 1,
        key=np.empty(states, np.int64),
        lowest=np.empty(states, np.int64),
        highest=np.empty(states, np.int64),
        states_most=states,
        source=np.empty(edges, np.int32),
        port=np.empty(edges, np.int32),
        weight=np.empty(edges),
        edges_most=edges,
        steps_most=MOST_STEPS,
        mark=np.empty(SIZE * states, np.int64),
        begin=np.empty(SIZE * states, np.int64),
        sorted_source=np.empty(edges, np.int32),
        sorted_weight=np.empty(edges),
        out=np.empty(SIZE * states),
        arrived=np.empty(SIZE * states),
        now=np.empty(VALUES * states),
        then=np.empty(VALUES * states),
        visits=np.empty(VALUES * states),
        progress=np.zeros(PROGRESS_COLUMNS, np.int64),
    )  # fmt: skip
