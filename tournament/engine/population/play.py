"""Plays some repetitions of a population, compiled."""

import numpy as np

from tournament.engine import preparing
from tournament.engine.population import mixed, sites
from tournament.engine.preparing import Part, Report
from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import Places, Task
from tournament.rules.population import PopulationRules


def prepare(
    rules: PopulationRules, places: Places, report: Report, processes: int | None = None
) -> None:
    """Compile what a population needs that is not on disk.

    Parameters
    ----------
    rules, places
        As of the tasks.
    report
        It is told how far that is.
    processes
        How many processes compile; by default as many as there are cores.
    """
    loops = [mixed.loop_of(rules)] if places.mixed else sites.loops_of(rules)
    preparing.prepare([Part(loop) for loop in loops], report, processes)


def play(task: Task, *, stop: np.ndarray | None = None) -> PopulationTallies:
    """Return the books of a task: the bytes that `referee.population.play` gives.

    Parameters
    ----------
    task
        What is played.
    stop
        (1,) bytes: the call ends soon after it is set to 1, and its books do not count.
    """
    return mixed.run(task, stop) if task.places.mixed else sites.run(task, stop)
