"""Room for a chain, in which the loops over it work for one pair after the other."""

from itertools import accumulate, pairwise
from threading import local
from typing import Any, get_type_hints

import numpy as np

from tournament.engine.chain.tables import (
    NO_WAY_ON,
    PROGRESS_COLUMNS,
    SCRATCH,
    TOO_LONG,
    VALUES,
    Chain,
)
from tournament.engine.chain.ways import Ready, Ways, ways_of
from tournament.engine.memory import element, packed
from tournament.outcomes import SIZE
from tournament.referee.exact.pair import (
    MOST_KEPT,
    MOST_STATES,
    Pair,
    no_way_on,
    stays,
    too_long,
    too_many_states,
)

STATES = MOST_KEPT
"""Room of the desk that a thread keeps. Memory that no pair needs is never touched."""
GROWTH = 4
FOUND: dict[str, Any] = {
    "starts": SIZE,
    "transitions": (SIZE, SIZE),
    "products": (SIZE, SIZE),
    "first_defections": 2,
}
"""What a loop fills in, and its shapes."""
PLACES = (0, *accumulate(int(np.prod(shape)) for shape in FOUND.values()))
"""Where each of them begins in one array, and where the last one ends."""
LINE = 64
"""Bytes that a processor moves at once. The numbers of a joint state are one line."""


class Desk:
    """Room for so many joint states in a turn. One thread may use it.

    Between two pairs all its numbers are 0, and its table is empty.

    Parameters
    ----------
    states
        The most joint states of a turn for which there is room.
    edges
        The most edges of one joint state. There is room for all edges of a pair that keeps them.

    Attributes
    ----------
    found
        What a loop fills in; see `FOUND`.
    """

    def __init__(self, states: int, edges: int = 0) -> None:
        self.chain = _with_room(states, max(edges, MOST_KEPT))
        self.words = packed(self.chain)
        self.at = _address(self.chain.at_now), _address(self.chain.at_then)
        self.given: list[object] = []
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
        sides = ways_of(pair, 0), ways_of(pair, 1)
        found = np.zeros(PLACES[-1])
        self.found = [
            found[start:end].reshape(shape)
            for (start, end), shape in zip(pairwise(PLACES), FOUND.values(), strict=True)
        ]
        self.given = [*sides, found, by_turn]
        self.chain.progress.fill(0)
        at, size, keeps = _address(found), len(sides[0].words), places_of(pair, *sides)
        self.words[:size], self.words[size : 2 * size] = sides[0].words, sides[1].words
        words: tuple[Any, ...] = (
            *(at + 8 * place for place in PLACES[:-1]), _address(by_turn),
            pair.automata[1].states, turns, len(by_turn),
            np.float64(continuation).view(np.uint64), keeps, self.at[0 if keeps else 1],
        )  # fmt: skip
        self.words[2 * size : 2 * size + len(words)] = words
        return int(self.words.ctypes.data)

    def larger(self, lacks: int, turns: int) -> "Desk":
        """Return a desk with more of the room that a loop lacked. This one is given up.

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
        _desks.own = None  # numbers of this pair are left in it
        if lacks == TOO_LONG:
            raise too_long(turns)
        if lacks == NO_WAY_ON:
            raise no_way_on()
        states = self.chain.states_most
        if states == MOST_STATES:
            raise too_many_states(MOST_STATES)
        return Desk(min(GROWTH * states, MOST_STATES), len(self.chain.port))

    def anew(self) -> "Desk":
        """Return another desk like this one, in which numbers of a pair are left."""
        _desks.own = None
        return Desk(self.chain.states_most, len(self.chain.port))


_desks = local()


def own_desk(pair: Pair) -> Desk:
    """Return the desk of this thread, with room for all edges of a joint state."""
    desk: Desk | None = getattr(_desks, "own", None)
    edges = ways_of(pair, 0).most * ways_of(pair, 1).most
    if desk is None or len(desk.chain.port) < edges:
        desk = _desks.own = Desk(STATES, edges)
    return desk


def places_of(pair: Pair, one: Ready, two: Ready) -> int:
    """Return how many joint states can have a number for the whole match; 0 if none has."""
    if one.total * two.total > MOST_KEPT or not all(map(stays, pair.automata)):
        return 0
    return pair.automata[0].states * pair.automata[1].states


def _address(array: np.ndarray) -> int:
    at: int = array.__array_interface__["data"][0]
    return at


def _zeros(n: int) -> np.ndarray:
    """Return (n,) zeros that begin with a line of memory."""
    given = np.zeros(n + LINE // 8)
    skipped = -_address(given) % LINE // 8
    return given[skipped : skipped + n]


def _with_room(states: int, edges: int) -> Chain:
    """Return a chain of nobody, with room for so many joint states and edges."""
    size = 1 << (2 * states).bit_length()
    nobody: dict[str, Any] = {
        f"{seat}_{name}": np.zeros(0, element(hint))
        for seat in ("one", "two")
        for name, hint in get_type_hints(Ways).items()
    }
    found: dict[str, Any] = dict(zip(FOUND, map(np.zeros, FOUND.values()), strict=True))
    return Chain(
        **nobody,
        **found,
        by_turn=np.zeros(0),
        two_states=0,
        turns=0,
        rows=0,
        continuation=1.0,
        keeps=0,
        at_then=np.zeros(2 * states + 2, np.int32),
        table=np.zeros(size, np.int32),
        mask=size - 1,
        at_now=np.zeros(2 * states + 2, np.int32),
        now=_zeros(states * VALUES),
        then=_zeros(states * VALUES),
        peace_now=np.zeros(states),
        peace_then=np.zeros(states),
        states_most=states,
        begin=np.zeros(states, np.int32),
        end=np.zeros(states, np.int32),
        port=np.zeros(edges, np.int32),
        weight=np.zeros(edges),
        scratch=_zeros(SCRATCH),
        progress=np.zeros(PROGRESS_COLUMNS, np.int64),
    )
