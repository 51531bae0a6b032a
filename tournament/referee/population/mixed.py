"""What a population does in which everybody meets everybody, in plain Python."""

from dataclasses import replace

import numpy as np

from tournament.referee.population.crowd import Crowd
from tournament.referee.population.draws import Draws
from tournament.referee.population.numbers import numbers_of
from tournament.referee.population.steps import step_of
from tournament.referee.population.watch import Watch, fixed_type
from tournament.results.books.population import PopulationTallies
from tournament.results.units.population import STEPS, Task, empty_books


def run(task: Task, stop: np.ndarray | None = None) -> PopulationTallies:
    """Return the books of a task, as `play.play`: with the looks up to the end of the longest
    repetition."""
    rules, books, looks = task.rules, empty_books(task), 0
    numbers = numbers_of(rules, task.places.size)
    step = step_of(rules, numbers)
    a_generation = 1 if rules.synchronous else numbers.places
    for repetition, start in enumerate(task.starts.tolist()):
        watch = Watch(task, books, repetition)
        crowd = Crowd(rules, numbers, start, Draws(rules.seed, task.first + repetition, STEPS))
        generation = steps = 0
        while not watch.over(generation, crowd.counts, ()):
            if stop is not None and stop[0]:
                return books
            for _ in range(a_generation):
                step(crowd)
                steps += 1
                if task.clock.fixation and fixed_type(crowd.counts, rules.roles) >= 0:
                    break
            generation += 1
        looks = max(looks, watch.looked)
        watch.end(generation, steps, crowd.counts, ())
    return replace(books, counts=books.counts[:looks], squares=books.squares[:looks])
