"""What a population does in which everybody meets everybody, in plain Python."""

from collections.abc import Sequence

import numpy as np

from tournament.referee.population.crowd import Crowd
from tournament.referee.population.diary import Diary, Watch, books_of
from tournament.referee.population.draws import Draws
from tournament.referee.population.numbers import Numbers, numbers_of
from tournament.referee.population.steps import step_of
from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import STEPS, Task


def run(task: Task, stop: np.ndarray | None = None) -> PopulationTallies:
    """Return the books of a task."""
    numbers = numbers_of(task.rules, task.places.size)
    return books_of(
        [
            repetition(task, numbers, start, task.first + number, stop)
            for number, start in enumerate(task.starts.tolist())
        ]
    )


def repetition(
    task: Task, numbers: Numbers, start: Sequence[int], number: int, stop: np.ndarray | None
) -> Diary:
    """Return what happened in a repetition."""
    rules, watch = task.rules, Watch(task.clock, numbers.size)
    crowd = Crowd(rules, numbers, start, Draws(rules.seed, number, STEPS))
    step = step_of(rules, numbers)
    a_generation = 1 if rules.synchronous else numbers.places
    while not watch.over(crowd.counts, fixed=crowd.fixed_type >= 0) and not (
        stop is not None and stop[0]
    ):
        for _ in range(a_generation):
            step(crowd)
            watch.steps += 1
            if task.clock.fixation and crowd.fixed_type >= 0:
                break
        watch.generation += 1
    return watch.diary(crowd.counts, crowd.fixed_type)
