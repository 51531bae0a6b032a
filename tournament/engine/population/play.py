"""Plays some repetitions of a population, compiled."""

import numpy as np

from tournament.engine.population import mixed, sites
from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import Task


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
