"""Which source fills the books of which match.

Compiled play is ten thousand times as fast as the referee, but what it needs must be compiled once
on a machine, and loaded once in a process. So the referee plays what it has finished before that.
Both fill the same books.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from threading import Timer
from typing import NamedTuple

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.engine.options import can_compile
from tournament.referee import books as referee
from tournament.results.books.tournament import Tallies
from tournament.results.units.cutting import Job
from tournament.results.units.unit import Source, Unit, empty_books, expected_turns

DECISION_SECONDS = 5e-6
"""What the referee takes for a decision of a simple rule."""
LOADING_SECONDS = 0.5
"""What Numba and the engine take until they are loaded."""
MOST_SECONDS = 20.0
"""Whoever needs longer need not ask whether the engine is ready."""

Report = Callable[[int, int, str], None]


def play(unit: Unit, stop: np.ndarray | None = None) -> Tallies:
    """Play a unit, every match by the source that can, and return its sums.

    Compiled play takes the matches of two compiled players; the referee takes all others, and all
    if Numba may not compile.

    Raises
    ------
    PluginError
        When a rule fails; the text begins with file and line.
    """
    if not can_compile():
        return referee.play(unit, stop)
    from tournament.engine.match import books as compiled

    fast = np.array([player.compiled for player in unit.players])[unit.matches].all(axis=1)
    if fast.all():
        return compiled.play(unit, stop)
    tallies = empty_books(unit)
    sources: tuple[tuple[Source, np.ndarray], ...] = (
        (referee.play, np.flatnonzero(~fast)),
        (compiled.play, np.flatnonzero(fast)),
    )
    for source, which in sources:
        if len(which):
            part = source(replace(unit, matches=unit.matches[which]), stop=stop)
            tallies.add(part, match=which)
    return tallies


class Timed(NamedTuple):
    """The books of a unit, and how many seconds they took."""

    books: Tallies
    seconds: float


def timed(job: Job, stop: np.ndarray | None = None) -> Timed:
    """Play the unit of a job; see `play`."""
    began = time.perf_counter()
    books = play(job.unit, stop)
    return Timed(books, time.perf_counter() - began)


def prepare(players: Sequence[Strategy], report: Report, processes: int | None = None) -> None:
    """Compile what players need that is not on disk, and load it.

    Parameters
    ----------
    players
        Of an event; those that are not compiled need nothing.
    report
        It is told how far that is.
    processes
        How many processes compile; by default as many as there are cores.

    Raises
    ------
    PluginError
        When a rule cannot be compiled.
    """
    if can_compile() and any(player.compiled for player in players):
        from tournament.engine import field, preparing
        from tournament.engine.match import books as compiled

        preparing.prepare(compiled.parts(players), report, processes)
        field.prepare(tuple(players), tuple(player.name for player in players))


# -- small work ------------------------------------------------------------------------------------


def play_small(units: Sequence[Unit], processes: int | None = None) -> list[Tallies] | None:
    """Return the books of all units, played by the referee; None if the engine is the quicker one.

    The time of the referee is estimated. Where rules are slower than the estimate, the referee is
    stopped when the engine would be ready.

    Raises
    ------
    PluginError
        When a rule fails; the text begins with file and line.
    """
    allowed = seconds_to_spare(units, processes)
    if not allowed:
        return None
    stop = np.zeros(1, np.uint8)
    alarm = Timer(allowed, stop.__setitem__, (0, 1))
    alarm.daemon = True
    alarm.start()
    try:
        books = [referee.play(unit, stop) for unit in units]
    finally:
        alarm.cancel()
    return None if stop[0] else books


def seconds_to_spare(units: Sequence[Unit], processes: int | None = None) -> float:
    """Return how long the referee may play units until the engine could be ready; 0 if it would
    need longer, or if there is no engine."""
    expected = 0.0
    for unit in units:
        expected += referee_seconds(unit)
        if expected > MOST_SECONDS:
            return 0.0
    loading = 0.0 if "numba" in sys.modules else LOADING_SECONDS
    if not expected or not can_compile():
        return 0.0
    if expected < loading:  # then even to look at what is on disk would take longer
        return loading
    from tournament.engine.match import books as compiled
    from tournament.engine.preparing import seconds_to_prepare

    ready = seconds_to_prepare(compiled.parts(units[0].players), processes)
    return ready if expected < ready else 0.0


def referee_seconds(unit: Unit) -> float:
    """Return how long the referee plays a unit, about."""
    rules, players = unit.rules, unit.players
    nodes = _nodes(players)
    by_luck = np.array(rules.noise) + np.array(rules.misperception) > 0
    by_chance = by_luck | np.array([player.draws for player in players])
    often = by_chance[unit.matches].any(axis=1) | (rules.continuation is not None)
    often |= not unit.shortcut
    decisions = nodes[unit.matches].sum(axis=1) * np.where(often, unit.repetitions, 1)
    return float(DECISION_SECONDS * expected_turns(rules) * decisions.sum())


@lru_cache(maxsize=4)
def _nodes(players: tuple[Strategy, ...]) -> np.ndarray:
    """Return how many rules decide of each player: its own and those of its members."""
    return np.array([len(player.tree()) for player in players])
