"""Plays a population in which everybody meets everybody, compiled."""

import numpy as np

from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import Task


def run(task: Task, stop: np.ndarray | None = None) -> PopulationTallies:
    """Return the books of a task."""
    raise NotImplementedError
