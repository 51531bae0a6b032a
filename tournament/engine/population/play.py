"""Plays some repetitions of a population, compiled."""

import numpy as np

from tournament.engine import preparing, sources
from tournament.engine.population import live, mixed, sites
from tournament.engine.population.structured.live import play_live
from tournament.engine.preparing import Part, Report
from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import Task


def prepare(task: Task, report: Report, processes: int | None = None) -> None:
    """Compile what a population needs that is not on disk.

    Parameters
    ----------
    task
        One of its tasks.
    report
        It is told how far that is.
    processes
        How many processes compile; by default as many as there are cores.

    Raises
    ------
    PluginError
        When a rule cannot be compiled.
    """
    if task.live is not None:
        sources.prepare(task.live.players, report, processes)
        loops = [play_live]
    elif task.places.mixed:
        loops = [mixed.loop_of(task.rules)]
    else:
        loops = [sites.loop_of(task)]
    preparing.prepare([Part(loop) for loop in loops], report, processes)


def play(
    task: Task, *, stop: np.ndarray | None = None, threads: int | None = None
) -> PopulationTallies:
    """Return the books of a task: the bytes that `referee.population.play` gives.

    Parameters
    ----------
    task
        What is played.
    stop
        (1,) bytes: the call ends soon after it is set to 1, and its books do not count.
    threads
        How many all tasks may use that this process plays now; all cores by default. A large graph
        or lattice on which all places are renewed at once is shared by those that are left.
    """
    if task.live is not None:
        return live.run(task, stop)
    return mixed.run(task, stop) if task.places.mixed else sites.run(task, stop, threads)
