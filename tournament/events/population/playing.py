"""Plays a population: a table of payoffs first, then tasks of some repetitions each."""

from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from tournament.events.population.paying import with_payoffs
from tournament.events.population.plan import Plan
from tournament.events.running import Running, work
from tournament.results.books.population import PopulationTallies
from tournament.results.played import Played
from tournament.results.population import PopulationResults
from tournament.results.provenance import describe, only_a_name

TASKS = 64
"""Into so many tasks repetitions are cut: enough for all cores, and for progress."""


class Part(NamedTuple):
    """Some repetitions: the first, and how many."""

    first: int
    repetitions: int


@dataclass
class Finished:
    """What is finished of a population: what Ctrl-C leaves."""

    results: PopulationResults | None = None


def play(plan: Plan, running: Running, finished: Finished | None = None) -> PopulationResults:
    """Play all repetitions, and return the results; `finished` is filled when the user stops."""
    plan = with_payoffs(plan, running)
    if not plan.python and running.executor is None:
        from tournament.engine.population.play import prepare

        prepare(plan.task(0, 1), running.report, running.threads)
    parts, books, done = _parts(plan), dict[int, PopulationTallies](), 0

    def over(part: Part, tallies: PopulationTallies) -> None:
        nonlocal done
        books[part.first] = tallies
        done += part.repetitions
        running.report(done, plan.repetitions, "playing")

    running.report(0, plan.repetitions, "playing")
    threads = running.threads if running.executor is None else 1  # it has many processes
    task = partial(played, plan, threads=threads)
    try:
        work(task, parts, over, executor=running.executor, threads=running.threads, can_stop=True)
    except KeyboardInterrupt:
        if finished is not None and books:
            finished.results = _results(plan, _together(plan, books, parts), running, done)
        raise
    return _results(plan, _together(plan, books, parts), running, plan.repetitions)


def _parts(plan: Plan) -> list[Part]:
    """Cut repetitions into parts. A graph that is drawn belongs to one repetition."""
    own = plan.structure.places is None
    step = 1 if own else -(-plan.repetitions // TASKS)
    return [
        Part(first, min(step, plan.repetitions - first))
        for first in range(0, plan.repetitions, step)
    ]


def played(
    plan: Plan, part: Part, stop: np.ndarray | None = None, threads: int | None = None
) -> PopulationTallies:
    """Return the books of a part, with the types in the order of entry. Runs in any process."""
    task = plan.task(*part)
    if plan.python:
        from tournament.referee.population.play import play

        tallies = play(task, stop=stop)
    else:
        from tournament.engine.population import play as engine

        tallies = engine.play(task, stop=stop, threads=threads)
    order = np.array(plan.order)
    place = np.argsort(order)
    end = tallies.end.copy()
    end[:, 2] = np.where(end[:, 2] < 0, -1, order[end[:, 2]])
    pictures = tallies.pictures
    return replace(
        tallies,
        counts=tallies.counts[:, place],
        squares=tallies.squares[:, place],
        last=tallies.last[:, place],
        end=end,
        pictures=None if pictures is None else order.astype(np.int16)[pictures],
    )


def _together(
    plan: Plan, books: dict[int, PopulationTallies], parts: list[Part]
) -> PopulationTallies:
    """Return the sums of all parts that were played, in the order of repetitions."""
    mine = [part for part in parts if part.first in books]
    looks = max(len(books[part.first].counts) for part in mine)
    total = PopulationTallies.empty(
        look=looks, type=len(plan.names), repetition=sum(part.repetitions for part in mine)
    )
    at, pictures = 0, None
    for part in mine:
        one = books.pop(part.first)
        pictures = one.pictures if part.first == 0 else pictures
        where = slice(at, at + part.repetitions)
        total.add(replace(one.lasting(looks), pictures=None), repetition=where)
        at += part.repetitions
    return _shown(plan, replace(total, pictures=pictures))


def _shown(plan: Plan, books: PopulationTallies) -> PopulationTallies:
    """Return books with the looks that are shown: all, or those up to the last end."""
    looks = plan.clock.looks
    rows = len(looks)
    if not plan.whole:
        rows = 1 + int(np.searchsorted(looks, books.end[:, 0].max()))
    books = books.lasting(max(rows, len(books.counts)))
    pictures = books.pictures
    if pictures is not None:
        pictures = pictures[: np.count_nonzero(plan.clock.pictures < rows)]
    return replace(
        books, counts=books.counts[:rows], squares=books.squares[:rows], pictures=pictures
    )


def _results(
    plan: Plan, books: PopulationTallies, running: Running, repetitions: int
) -> PopulationResults:
    clock, shape = plan.clock, plan.structure.shape or (0, 0)
    looks = clock.looks[: len(books.counts)]
    seen = clock.pictures[: 0 if books.pictures is None else len(books.pictures)]
    return PopulationResults(
        Played(
            event="population",
            names=list(plan.names),
            rules=plan.rules,
            repetitions=repetitions,
            setting={
                "size": plan.structure.size,
                "structure": plan.structure.words,
                "height": shape[0],
                "width": shape[1],
                "start": plan.start.words,
                "until": plan.until,
                "looks": looks.tolist(),
                "pictures": looks[seen].tolist(),
            },
            books=[books],
            labels=[np.arange(len(plan.names))],
            plugins={
                name: describe(player) if player else only_a_name()
                for name, player in zip(plan.names, plan.players, strict=True)
            },
            manifest=running.manifest(plan.rules.seed, filter(None, plan.players)),
        )
    )
