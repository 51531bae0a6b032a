"""Plays a population in which everybody meets everybody, compiled."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from tournament.engine.cache.code import loop_on_disk
from tournament.engine.memory import packed
from tournament.engine.population.crowd.loops import (
    play_all_at_once,
    play_one_by_one,
    play_two_types,
)
from tournament.engine.population.crowd.tables import Crowd
from tournament.referee.population.numbers import certain, numbers_of
from tournament.results.books.population import END, PopulationTallies
from tournament.results.units.population import Clock, Task
from tournament.rules.population import PROCESSES, PopulationRules
from tournament.streams import mix, player_id


def loop_of(rules: PopulationRules) -> Callable[..., int]:
    """Return the loop that plays a well-mixed population."""
    if rules.synchronous:
        return play_all_at_once
    return play_two_types if _of_two(rules) else play_one_by_one


def _of_two(rules: PopulationRules) -> bool:
    """Return whether a count tells all: there are two types, of one role."""
    return rules.types == 2 and len(set(rules.roles)) == 1


def run(task: Task, stop: np.ndarray | None = None) -> PopulationTallies:
    """Return the books of a task, as `play.play`."""
    crowd = _crowd(task, np.zeros(1, np.uint8) if stop is None else stop)
    words = packed(crowd)
    loop_on_disk(loop_of(task.rules)).ctypes(words.ctypes.data)
    looks = int(crowd.looked.max())
    return PopulationTallies(
        counts=_lasting(crowd.seen[:looks], crowd.looked, crowd.last),
        squares=_lasting(crowd.squares[:looks], crowd.looked, crowd.last**2),
        last=crowd.last,
        end=crowd.end,
    )


def _lasting(sums: np.ndarray, looked: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return sums of all repetitions, of which some ended: their last numbers are added on."""
    more = np.zeros((len(sums) + 1, sums.shape[1]), np.int64)
    np.add.at(more, looked, last)
    return np.asarray(sums + more[:-1].cumsum(axis=0))


def _crowd(task: Task, stop: np.ndarray) -> Crowd:
    """Return what the loops need to play a task."""
    rules, size, looks = task.rules, task.places.size, len(task.clock.looks)
    k, m = rules.types, task.repetitions
    fixed = _of_numbers(rules, size)
    return Crowd(
        key=np.uint64(mix(rules.seed ^ player_id("population"))),
        first=task.first,
        repetitions=m,
        starts=np.ascontiguousarray(task.starts, np.int64),
        stop=stop,
        process=list(PROCESSES).index(rules.process),
        exponential=rules.fitness == "exponential",
        selection=rules.selection,
        **fixed,
        counts=np.zeros(k, np.int64),
        then=np.zeros(k, np.int64),
        totals=np.zeros(k, np.int64),
        top=np.zeros(2, np.int64),
        who=np.zeros(fixed["places"], np.int16),
        weights=np.zeros(k),
        chances=np.zeros(k, np.int64),
        two=np.full((size + 1 if _of_two(rules) else 0, 2), -1, np.int64),
        **_of_clock(task.clock),
        recent=np.zeros(k, np.int64),
        before=np.zeros(k, np.int64),
        seen=np.zeros((looks, k), np.int64),
        squares=np.zeros((looks, k), np.int64),
        looked=np.zeros(m, np.int64),
        last=np.zeros((m, k), np.int64),
        end=np.zeros((m, len(END)), np.int64),
    )


@lru_cache(maxsize=4)
def _of_numbers(rules: PopulationRules, size: int) -> dict[str, Any]:
    """Return the rules as the loops read them; tasks of one population share the tables."""
    numbers = numbers_of(rules, size)
    alone = [certain(row) for row in numbers.newcomers]
    return {
        "types": len(numbers.roles),
        "populations": numbers.populations,
        "size": numbers.size,
        "places": numbers.places,
        "table": np.array(numbers.table, np.int64).T.copy(),
        "own": np.array(numbers.own, np.int64),
        "role": np.array(numbers.roles, np.int64),
        "met": float(numbers.met),
        "meets_itself": numbers.met == numbers.size,
        "grain": numbers.grain,
        "tie": numbers.tie,
        "mutation": np.array(numbers.mutation, float),
        "newcomers": np.array(numbers.newcomers, np.int64),
        "only": np.array([-1 if only is None else only for only in alone], np.int64),
    }


def _of_clock(clock: Clock) -> dict[str, Any]:
    """Return the clock as the loops read it."""
    return {
        "looks": np.ascontiguousarray(clock.looks, np.int64),
        "looks_n": len(clock.looks),
        "fixation": clock.fixation,
        "settled": -1.0 if clock.settled is None else float(clock.settled),
    }
