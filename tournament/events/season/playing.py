"""Plays a season: repetition by repetition, here or on the workers of an executor."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tournament.events.progress import Reporter
from tournament.events.running import Running, work
from tournament.events.season.memory import fitting
from tournament.events.season.plan import Plan
from tournament.results.books.season import Repetition, SeasonTallies, exchanges
from tournament.results.books.towns import Towns
from tournament.results.played import Played
from tournament.results.provenance import describe_kind
from tournament.results.season import SeasonResults

if TYPE_CHECKING:
    from tournament.events.season.keeping import Kept


def play(plan: Plan, running: Running) -> SeasonResults:
    """Play all repetitions: here one after another, or each on a worker of an executor."""
    fitting(plan, plan.repetitions)
    total, book = plan.rules.days * plan.repetitions, _kept(plan, running)
    played = book.read() if book else {}
    units = [number for number in range(plan.repetitions) if number not in played]
    if book:
        running.tell_found(len(played), plan.repetitions, "repetitions")
    if units and not plan.python and running.prepares:
        from tournament.engine.season.play import prepare

        running.prepare(prepare, plan.kinds, plan.rules)

    def finished(number: int, one: Repetition) -> None:
        if book:
            book.put(number, one)
        played[number] = one
        running.report(plan.rules.days * len(played), total, "playing")

    if running.executor is None:
        for number in units:
            finished(number, repetition(plan, number, running.threads, running.report))
    else:
        work(partial(repetition, plan, threads=1), units, finished, executor=running.executor)
    return _results(plan, [played[number] for number in range(plan.repetitions)], running)


def _kept(plan: Plan, running: Running) -> "Kept | None":
    """Return the repetitions in the ledger, if there is one."""
    if running.ledger is None:
        return None
    from tournament.events.season.keeping import Kept

    return Kept(plan, running.ledger)


def repetition(
    plan: Plan, number: int, threads: int | None = None, report: Reporter | None = None
) -> Repetition:
    """Return what happened in one repetition. Runs in any process.

    Raises
    ------
    PluginError
        When a rule fails; the text begins with file and line.
    """
    days, total = plan.rules.days, plan.rules.days * plan.repetitions

    def over(day: int) -> None:
        if report is not None:
            report(number * days + day + 1, total, "playing")

    towns, first = plan.population(number), number == 0
    tallies = play_towns(plan, towns, number, threads=threads, keep_rows=first, progress=over)
    rows = tallies.rows
    gifts = None if rows is None else exchanges(rows, towns)
    return Repetition(towns.kind, replace(tallies, rows=None, exchanged=gifts))


def play_towns(
    plan: Plan,
    towns: Towns,
    repetition: int,
    *,
    threads: int | None = None,
    keep_rows: bool = False,
    progress: Callable[[int], None] | None = None,
) -> SeasonTallies:
    """Return what towns do in one repetition, played by the engine or in plain Python.

    Raises
    ------
    PluginError
        When a rule fails; the text begins with file and line.
    """
    where = plan.kinds, plan.rules, towns, repetition
    if plan.python:
        from tournament.referee.season.play import play as referee

        return referee(*where, keep_rows=keep_rows, progress=progress)
    from tournament.engine.season.play import play as engine

    return engine(*where, threads=threads, keep_rows=keep_rows, progress=progress)


def _results(plan: Plan, played: list[Repetition], running: Running) -> SeasonResults:
    rules = [rule for kind in plan.kinds for rule in (kind.strategy, kind.partner)]
    return SeasonResults(
        Played(
            event="season",
            names=[kind.name for kind in plan.kinds],
            rules=plan.rules,
            repetitions=plan.repetitions,
            setting={"friends": plan.friends.told},
            books=[one.tallies for one in played],
            labels=[one.kind for one in played],
            plugins={kind.name: describe_kind(kind) for kind in plan.kinds},
            manifest=running.manifest(plan.rules.seed, rules),
        )
    )
