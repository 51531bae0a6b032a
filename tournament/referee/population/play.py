"""Plays some repetitions of a population in plain Python."""

import numpy as np

from tournament.referee.population import live, mixed, sites
from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import Task


def play(task: Task, *, stop: np.ndarray | None = None) -> PopulationTallies:
    """Return the books of a task; as the engine's `play`."""
    if task.live is not None:
        return live.run(task, stop)
    return mixed.run(task, stop) if task.places.mixed else sites.run(task, stop)
