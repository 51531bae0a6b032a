"""What an automaton does where moves may be turned over and misread: its ways.

Legend: n states, w ways, o = 4 outcomes. A *way* is one way in which a state may take a turn: the
move that is made, and the next state by the move that the opponent makes.
`referee/exact/chain/ways.py` is the slow twin.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tournament.engine.memory import Bytes, Floats, Int32s, Slots, packed
from tournament.referee.exact.machine import Machine
from tournament.referee.exact.pair import Pair

CACHED = 512
"""Automata of which the ways are remembered: those of a large tournament."""


class Ways(NamedTuple):
    """The ways of an automaton in one seat.

    first
        (n + 1,) the ways of state s are first[s] to first[s + 1].
    weight, move
        (w,) how likely each way is in its state, never 0; the move that is made.
    then
        (w, 2) the next state, by the move that the opponent makes.
    made
        (n, o) how likely each state makes the move that this seat has in an outcome.
    lowest, highest
        (n,) the lowest and the highest next state.
    """

    first: Slots
    weight: Floats
    move: Bytes
    then: Int32s
    made: Floats
    lowest: Int32s
    highest: Int32s


class Ready(NamedTuple):
    """The ways of an automaton, for compiled code.

    ways, words
        The arrays, and the words by which compiled code finds them.
    total, most
        How many ways there are; the most that a state has.
    """

    ways: Ways
    words: np.ndarray
    total: int
    most: int


class _Same:
    """An automaton as a key: the same object, whatever it equals."""

    def __init__(self, automaton: Machine) -> None:
        self.automaton = automaton

    def __hash__(self) -> int:
        return id(self.automaton)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.automaton is self.automaton


def ways_of(pair: Pair, seat: int) -> Ready:
    """Return the ways of one of the automata of a pair."""
    chances = pair.noise[seat], pair.misperception[seat]
    return _ready(_Same(pair.automata[seat]), *chances, seat)


@lru_cache(maxsize=CACHED)
def _ready(same: _Same, noise: float, misperception: float, seat: int) -> Ready:
    ways = _ways(same.automaton, noise, misperception, seat)
    return Ready(ways, packed(ways), len(ways.weight), int(np.diff(ways.first).max()))


def _ways(automaton: Machine, noise: float, misperception: float, seat: int) -> Ways:
    weight, move, then = _each(automaton, noise, misperception)
    state = np.repeat(automaton.state_of, 4)[weight > 0]
    weight, move, then = (part[weight > 0] for part in (weight, move, then))
    order = np.lexsort((then[:, 1], then[:, 0], move, state))
    rows = np.column_stack([state, move, then])[order]
    new = np.ones(len(rows), bool)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    total: Floats = np.bincount(np.cumsum(new) - 1, weight[order]).astype(np.float64)
    state, move, then = rows[new, 0], rows[new, 1], rows[new, 2:]
    n = automaton.states
    first = np.searchsorted(state, np.arange(n + 1))
    made = np.bincount(2 * state + move, total, 2 * n).reshape(n, 2)
    return Ways(
        first=first.astype(np.int64),
        weight=total,
        move=move.astype(np.uint8),
        then=np.ascontiguousarray(then, np.int32),
        made=np.repeat(made, 2, axis=1) if seat == 0 else np.tile(made, 2),
        lowest=np.minimum.reduceat(then.min(axis=1), first[:-1]).astype(np.int32),
        highest=np.maximum.reduceat(then.max(axis=1), first[:-1]).astype(np.int32),
    )


def _each(
    automaton: Machine, noise: float, misperception: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return weights, moves and next states of all choices: four for each, by whether the move is
    turned over, and by whether the other's move is misread."""
    flips, misreads = np.array([1.0 - noise, noise]), np.array([1.0 - misperception, misperception])
    weight = automaton.weight[:, None, None] * flips[:, None] * misreads
    made = automaton.move.astype(np.int64)[:, None] ^ np.arange(2)
    seen = automaton.then[np.arange(len(made))[:, None], made]
    then = np.stack([seen, seen[..., ::-1]], axis=2)
    return weight.reshape(-1), np.repeat(made.reshape(-1), 2), then.reshape(-1, 2)
