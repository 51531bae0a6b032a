"""Plays a population whose encounters are played, compiled."""

from functools import partial
from itertools import combinations_with_replacement

import numpy as np

from tournament.engine import sources
from tournament.engine.cache.code import loop_on_disk
from tournament.engine.memory import packed
from tournament.engine.population.sites import opened, play_repetition
from tournament.engine.population.structured.live import Pools, play_live
from tournament.engine.population.structured.world import Room, new_desk
from tournament.referee.population.live import Certain, Encounters, Pair, most_paid
from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import Task

POOL = 4096
"""Matches that a pool can hold; fewer where pairs are many, but all of one place."""
ROOM = 64_000_000
"""Bytes of all pools."""
TOGETHER = 1000
"""So many pairs begin together; more would take much memory."""
FIRST = 64
"""How many matches of a pair are played at first; later twice as many."""


def run(task: Task, stop: np.ndarray | None = None) -> PopulationTallies:
    """Return the books of a task, as `play.play`."""
    room, most, certain = opened(task, stop), most_paid(task), Certain()
    for repetition in range(task.repetitions):
        room.begin(repetition)
        filler = Filler(room, repetition, most, certain)
        play_repetition(room, repetition, filler.advance)
        if room.sites.stop[0]:
            break
    return room.books


class Filler:
    """Plays a repetition, and fills its pools.

    Parameters
    ----------
    room, repetition
        Where it is played, and its number in the task.
    most
        What nobody is paid more than.
    certain
        What is known of pairs without chance.
    """

    def __init__(self, room: Room, repetition: int, most: float, certain: Certain) -> None:
        task, stop = room.task, room.sites.stop
        assert task.live is not None
        number = task.first + repetition
        source = partial(sources.play, stop=stop)
        self.encounters = Encounters(task.live, task.rules.seed, number, source, certain)
        self.room, self.desk = room, new_desk(task)
        self.pools = _pools(task, most)
        self.words, self.struct = packed(self.desk), packed(self.pools)
        self.loop = loop_on_disk(play_live).ctypes
        self.begin()

    def begin(self) -> None:
        """Fill the pools of all pairs that can meet at the start; together, since few are few."""
        sites, certain = self.room.sites, self.encounters.certain
        there = np.flatnonzero(sites.counts).tolist()
        pairs = [
            (i, j)
            for i, j in combinations_with_replacement(there, 2)
            if i < j or sites.counts[i] > 1 or sites.self_interaction
        ]
        new = [pair for pair in pairs if pair not in certain]
        if 0 < len(new) <= TOGETHER:
            for pair, block in zip(new, self.encounters.first_blocks(new, FIRST), strict=True):
                self.store(pair, block)
        for pair in pairs:
            if pair in certain:
                self.store(pair, np.array([certain[pair]]))

    def store(self, pair: Pair, block: np.ndarray) -> None:
        """Write what both types of a pair were paid into their empty pool."""
        number = pair[0] * self.room.task.rules.types + pair[1]
        self.pools.paid[number, : len(block)] = block
        self.pools.filled[number] = len(block)
        self.pools.certain[number] = pair in self.encounters.certain

    def advance(self, until: int) -> None:
        """Play until a generation is over, or to the end."""
        where = self.room.words.ctypes.data, self.words.ctypes.data, self.struct.ctypes.data
        while self.loop(*where, until):
            self.fill(int(self.pools.at[1]))
            if self.room.sites.stop[0]:
                return

    def fill(self, number: int) -> None:
        """Play more matches of a pair; those that are left come first."""
        pools, types = self.pools, self.room.task.rules.types
        pair = divmod(number, types)
        many = min(max(FIRST, self.encounters.played.get(pair, 0)), pools.room // 2)
        left = pools.paid[number, pools.used[number] : pools.filled[number]].copy()
        many = min(many, pools.room - len(left))
        if pair in self.encounters.certain:
            left, many, more = left[:0], 1, np.array([self.encounters.certain[pair]])
        else:
            more = self.encounters.next_block(pair, many)
        pools.certain[number] = pair in self.encounters.certain
        pools.paid[number, : len(left)] = left
        pools.paid[number, len(left) : len(left) + many] = more
        pools.used[number], pools.filled[number] = 0, len(left) + many


def _pools(task: Task, most: float) -> Pools:
    """Return empty pools."""
    pairs, size, meets = task.rules.types**2, task.places.size, task.places.meets
    degree = 8 if meets is None else int(np.diff(meets.start).max(initial=0))
    room = max(min(POOL, ROOM // (16 * pairs)), 2 * (degree + 1), 64)
    return Pools(
        room=room,
        paid=np.zeros((pairs, room, 2)),
        used=np.zeros(pairs, np.int64),
        filled=np.zeros(pairs, np.int64),
        certain=np.zeros(pairs, np.uint8),
        need=np.zeros(pairs, np.int64),
        known=np.zeros(size + task.rules.types, np.int64),
        worth=np.zeros(size + task.rules.types),
        most=most,
        at=np.zeros(2, np.int64),
    )
