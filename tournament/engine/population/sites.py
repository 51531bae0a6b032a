"""Plays a population on a graph or lattice, compiled; large ones by bands of places on threads."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Lock

import numpy as np

from tournament.engine.cache.code import loop_on_disk
from tournament.engine.memory import packed
from tournament.engine.options import cores
from tournament.engine.population.structured.best_of_two import play_best_of_two
from tournament.engine.population.structured.clock import PAY, PLAY, RENEW, TICK
from tournament.engine.population.structured.loops import (
    play_at_once,
    play_moran,
    play_one_by_one,
)
from tournament.engine.population.structured.tables import GENERATION, LOOK, STEPS
from tournament.engine.population.structured.world import (
    Room,
    is_best_of_two,
    new_desk,
    room_for,
)
from tournament.referee.population.watch import FIRST_SETTLED, fixed_type, is_mark, moves_little
from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import Clock, Task, empty_books

BAND = 50_000
"""So many places are worth another thread, where all are renewed at once."""


def loop_of(task: Task) -> Callable[..., int]:
    """Return the loop that plays a population on a graph or lattice."""
    if is_best_of_two(task):
        return play_best_of_two
    if task.rules.synchronous:
        return play_at_once
    return play_moran if task.rules.process == "moran" else play_one_by_one


def run(
    task: Task, stop: np.ndarray | None = None, threads: int | None = None
) -> PopulationTallies:
    """Return the books of a task, as `play.play`.

    Parameters
    ----------
    task, stop, threads
        As for `play.play`.
    """
    room = opened(task, stop)
    with _playing() as others:
        team = Team(room, max(1, (threads or cores()) // others))
        with ThreadPoolExecutor(len(team.desks)) as pool:
            for repetition in range(task.repetitions):
                room.begin(repetition)
                play_repetition(room, repetition, partial(team.advance, pool))
                if room.sites.stop[0]:
                    break
    return room.books


def opened(task: Task, stop: np.ndarray | None) -> Room:
    """Return room for a task, and empty books."""
    books = empty_books(task)
    if task.first == 0:
        books.pictures = np.zeros((len(task.clock.pictures), task.places.size), np.int16)
    return room_for(task, books, np.zeros(1, np.uint8) if stop is None else stop)


# -- one repetition --------------------------------------------------------------------------------


def play_repetition(room: Room, repetition: int, advance: Callable[[int], None]) -> None:
    """Play a repetition, and write its books."""
    sites, books, clock = room.sites, room.books, room.task.clock
    keeps = books.pictures is not None and repetition == 0
    pictured = clock.looks[clock.pictures]
    sums: dict[int, np.ndarray] = {}
    _look(room, slice(0, 1))
    for until in _rests(clock, pictures=keeps):
        advance(until)
        if sites.stop[0]:
            return
        now = int(sites.progress[GENERATION])
        if keeps and books.pictures is not None:
            books.pictures[pictured == now] = room.types
        sums[now] = sites.summed.copy()
        if (clock.fixation and fixed_type(sites.counts.tolist()) >= 0) or _settled(
            clock, sums, now, sites.size
        ):
            break
    if keeps and books.pictures is not None:
        books.pictures[pictured > now] = room.types
    _look(room, slice(int(sites.progress[LOOK]), None))
    books.last[repetition] = sites.counts
    books.end[repetition] = now, sites.progress[STEPS], fixed_type(sites.counts.tolist())


def _look(room: Room, looks: slice) -> None:
    """Write down the types as they are now, for some looks."""
    room.books.counts[looks] += room.sites.counts
    room.books.squares[looks] += room.sites.counts**2


def _rests(clock: Clock, *, pictures: bool) -> list[int]:
    """Return the generations after which Python looks at a population, from 0."""
    last = int(clock.looks[-1])
    rests = {0, last}
    if pictures:
        rests.update(clock.looks[clock.pictures].tolist())
    mark = FIRST_SETTLED // 2
    while clock.settled is not None and mark <= last:
        rests.add(mark)
        mark *= 2
    return sorted(rests)


def _settled(clock: Clock, sums: dict[int, np.ndarray], now: int, size: int) -> bool:
    """Return whether shares move no more; `sums` are counts, added up to some generations."""
    n = now // 2
    if clock.settled is None or now % 2 or not is_mark(n):
        return False
    later, earlier = sums[now] - sums[n], sums[n] - sums[n // 2]
    return moves_little(clock.settled, later, earlier, n, size)


# -- on threads ------------------------------------------------------------------------------------

_tasks = 0
_lock = Lock()


@contextmanager
def _playing() -> Iterator[int]:
    """Yield how many tasks are played now, this one included."""
    global _tasks
    with _lock:
        _tasks += 1
        now = _tasks
    try:
        yield now
    finally:
        with _lock:
            _tasks -= 1


class Team:
    """Threads that share a room.

    Parameters
    ----------
    room
        Where they play.
    threads
        The most that are of use.
    """

    def __init__(self, room: Room, threads: int) -> None:
        size = room.task.places.size
        bands = max(1, min(threads, size // BAND)) if room.sites.synchronous else 1
        self.room, self.desks = room, [new_desk(room.task) for _ in range(bands)]
        self.structs = [packed(desk) for desk in self.desks]
        rows = room.sites.height if room.sites.grid.size else size
        self.cuts = np.linspace(0, rows, bands + 1).astype(int).tolist()
        self.loop = loop_on_disk(loop_of(room.task)).ctypes

    def advance(self, pool: Executor, until: int) -> None:
        """Play until a generation is over, or to the end."""
        words, desk = self.room.words.ctypes.data, self.structs[0].ctypes.data
        if not self.room.sites.synchronous:
            self.loop(words, desk, until)
        elif len(self.desks) == 1:
            self.loop(words, desk, PLAY, 0, until)
        else:
            while self.room.goes_on(until):
                if self.room.sites.paid.size:
                    self.share(pool, PAY)
                self.share(pool, RENEW)
                for each in self.desks:
                    self.room.sites.counts[:] += each.change
                    each.change[:] = 0
                self.loop(words, desk, TICK, 0, 0)

    def share(self, pool: Executor, what: int) -> None:
        """Do a part of a generation, each thread for a band of places."""
        words = self.room.words.ctypes.data

        def work(band: int) -> None:
            desk = self.structs[band].ctypes.data
            self.loop(words, desk, what, self.cuts[band], self.cuts[band + 1])

        list(pool.map(work, range(len(self.desks))))
