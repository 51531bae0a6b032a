"""Plays a population: a table of payoffs first, then tasks of some repetitions each."""

import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tournament.events.population.paying import with_payoffs
from tournament.events.population.plan import Plan
from tournament.events.running import Running, work
from tournament.results import played as results
from tournament.results.books.population import PopulationTallies
from tournament.results.population import PopulationResults
from tournament.results.provenance import describe, only_a_name
from tournament.results.units.cutting import Span, Speed, portions

if TYPE_CHECKING:
    from tournament.events.population.keeping import Kept


@dataclass
class Finished:
    """What is finished of a population: what Ctrl-C leaves."""

    results: PopulationResults | None = None


class Played(NamedTuple):
    """The books of some repetitions, with types in the order of names; how long they took."""

    books: PopulationTallies
    seconds: float


def play(plan: Plan, running: Running, finished: Finished | None = None) -> PopulationResults:
    """Play all repetitions, and return the results; `finished` is filled when the user stops."""
    plan = with_payoffs(plan, running)
    kept, books, done = _kept(plan, running), dict[Span, PopulationTallies](), 0
    gaps = [(0, plan.repetitions)]
    if kept is not None:
        books, gaps = {span: kept.read(span) for span in kept.spans}, kept.gaps
        done = sum(span.repetitions for span in books)
        running.tell_found(done, plan.repetitions, "repetitions")
    if gaps and not plan.python and running.prepares:
        from tournament.engine.population.play import prepare

        running.prepare(prepare, plan.task(0, 1))
    speed = Speed()

    def over(span: Span, played: Played) -> None:
        nonlocal done
        speed.heard(span.repetitions, played.seconds)
        if kept is not None:
            kept.put(span, played.books)
        books[span] = played.books
        done += span.repetitions
        running.report(done, plan.repetitions, "playing")

    running.report(done, plan.repetitions, "playing")
    threads = running.threads if running.executor is None else 1  # it has many processes
    task, parts = partial(played, plan, threads=threads), portions(gaps, speed)
    if plan.structure.places is None:  # a graph that is drawn belongs to one repetition
        parts = (Span(n, 1) for low, high in gaps for n in range(low, high))
    try:
        work(task, parts, over, executor=running.executor, threads=running.threads, can_stop=True)
    except KeyboardInterrupt:
        if finished is not None and books:
            finished.results = _results(plan, _together(plan, books), running, done)
        raise
    return _results(plan, _together(plan, books), running, plan.repetitions)


def _kept(plan: Plan, running: Running) -> "Kept | None":
    """Return the repetitions in the ledger, if there is one."""
    if running.ledger is None:
        return None
    from tournament.events.population.keeping import Kept

    return Kept(plan, running.ledger)


def played(
    plan: Plan, span: Span, stop: np.ndarray | None = None, threads: int | None = None
) -> Played:
    """Return the books of some repetitions. Runs in any process."""
    began, task = time.perf_counter(), plan.task(*span)
    if plan.python:
        from tournament.referee.population.play import play

        books = play(task, stop=stop)
    else:
        from tournament.engine.population import play as engine

        books = engine.play(task, stop=stop, threads=threads)
    return Played(books, time.perf_counter() - began)


def _in_order_of_entry(plan: Plan, books: PopulationTallies) -> PopulationTallies:
    """Return books with the types as the user gave them."""
    order = np.array(plan.order)
    place = np.argsort(order)
    end = books.end.copy()
    end[:, 2] = np.where(end[:, 2] < 0, -1, order[end[:, 2]])
    return replace(
        books,
        counts=books.counts[:, place],
        squares=books.squares[:, place],
        last=books.last[:, place],
        end=end,
        pictures=None if books.pictures is None else order.astype(np.int16)[books.pictures],
    )


def _together(plan: Plan, books: dict[Span, PopulationTallies]) -> PopulationTallies:
    """Return the sums of all parts that were played, in the order of repetitions."""
    mine = sorted(books)
    total = PopulationTallies.empty(
        look=max(len(books[span].counts) for span in mine),
        type=len(plan.names),
        repetition=sum(span.repetitions for span in mine),
    )
    at, pictures = 0, None
    for span in mine:
        one = books.pop(span)
        pictures = one.pictures if span.first == 0 else pictures
        where = slice(at, at + span.repetitions)
        total.add(replace(one.lasting(len(total.counts)), pictures=None), repetition=where)
        at += span.repetitions
    return _shown(plan, _in_order_of_entry(plan, replace(total, pictures=pictures)))


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
        results.Played(
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
