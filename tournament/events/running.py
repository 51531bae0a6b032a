"""How an event is run: who works, and what happens when a rule fails.

Nothing here changes a byte of the results, whatever the event.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeAlias, TypeVar

import numpy as np

from tournament.authors.loading.folders import ON_ERROR
from tournament.authors.loading.folders import OnError as OnError
from tournament.authors.loading.origins import own_files
from tournament.authors.plugin import Plugin
from tournament.engine.options import cores
from tournament.errors import ArgumentTypeError, PluginError, TournamentError
from tournament.events.cluster import Cluster, as_executor
from tournament.events.progress import Reporter, reporter
from tournament.interactive.shown import shown
from tournament.results.provenance import manifest
from tournament.rules.checks import one_of, whole

if TYPE_CHECKING:
    from tournament.results.ledger.store import Ledger

Place: TypeAlias = "str | Path | Ledger"
"""Where a ledger is: a file, the URL of a database, or one that is open."""

U = TypeVar("U")
R = TypeVar("R")
AHEAD = 2
"""How many units wait for workers, so that none is idle while a result is handed over."""


class Plan(Protocol):
    """What an event is, checked: data that can be sent to another process.

    A plan may have `left_out`: sentences on those who were left out before anything was played.
    """

    def slow(self) -> list[str]:
        """Return the names of those whose rules are not compiled."""

    def without(self, name: str) -> Self:
        """Return the event without those that play by a rule of this name."""


P = TypeVar("P", bound=Plan)


@dataclass(frozen=True)
class Running:
    """What the user asked for: who is told, on what to play, and what failed so far."""

    report: Reporter
    executor: Executor | None
    threads: int | None
    failures: list[str]
    ledger: "Ledger | None" = None

    def tell_found(self, there: int, total: int, what: str) -> None:
        """Say how much of what is asked for was in the ledger."""
        self.report(0, 0, f"{there:,} of {total:,} {what} were in the ledger")

    @property
    def prepares(self) -> bool:
        """Whether the engine is prepared before anything is played: here, or on a cluster."""
        return self.executor is None or isinstance(self.executor, Cluster)

    def prepare(self, task: Callable[..., None], *what: Any) -> None:
        """Call `task(*what, report, processes)`, which compiles what is needed: in this process, or
        on each machine of a cluster."""
        if self.executor is None:
            task(*what, self.report, self.threads)
        elif isinstance(self.executor, Cluster):
            self.executor.prepare(task, what, self.report)

    def manifest(self, seed: int, plugins: Iterable[Plugin]) -> dict[str, Any]:
        """Return what all results say about the run; and of rules of the user where they are."""
        files = own_files(plugins)
        return manifest(seed, failures=self.failures, **({"files": files} if files else {}))


def run(
    plan: P,
    play: Callable[[P, Running], R],
    note: str,
    *,
    progress: bool | Reporter,
    executor: Executor | None,
    threads: int | None,
    on_error: OnError,
    ledger: "Place | None" = None,
) -> R:
    """Return what `play` makes of an event, played as the user asked.

    Parameters
    ----------
    note
        What is said before the names of those whose rules are not compiled.
    progress, executor, threads
        Who is told; any executor, or a client of Dask; or how many threads.
    on_error
        "stop" at the first rule that fails, or "withdraw" those that play by it and begin again.
    ledger
        Where finished work is kept, and looked up: a file, a URL, or an open ledger.

    Raises
    ------
    ValueError, TypeError
        For a number of threads, an `executor`, an `on_error` or a `ledger`, that cannot be.
    LedgerError
        When the ledger cannot be opened, read or written.
    PluginError
        When a rule fails.
    TournamentError
        When the executor breaks: a process of it was killed, or ended by itself; or a cluster is
        lost.
    """
    threads, executor = threads_of(threads), as_executor(executor)
    can_play = callable(getattr(executor, "submit", None)) and not isinstance(executor, type)
    if executor is not None and not can_play:
        raise ArgumentTypeError(
            "`executor` must be an executor of concurrent.futures, such as ProcessPoolExecutor(),"
            f" or a client of Dask; got {shown(executor)}."
        )
    on_error = one_of("on_error", on_error, ON_ERROR)
    failures: list[str] = [*getattr(plan, "left_out", ())]
    with reporter(progress) as report, kept_in(ledger) as book:
        if slow := plan.slow():
            report(0, 0, f"{note}: {', '.join(slow)}")
        running = Running(report, executor, threads, failures, book)
        if isinstance(executor, Cluster):
            executor.begin(report)
        while True:
            try:
                return play(plan, running)
            except PluginError as error:
                if on_error == "stop" or error.player is None:
                    raise
                failures.append(str(error))
                plan = plan.without(error.player)


@contextmanager
def kept_in(ledger: "Place | None") -> "Iterator[Ledger | None]":
    """Give an open ledger; None where there is none, and then nothing of a database is loaded."""
    if ledger is None:
        yield None
        return
    from tournament.results.ledger.store import opened

    with opened(ledger) as book:
        yield book


def threads_of(threads: int | None) -> int | None:
    """Return a number of threads, checked; None stands for all cores."""
    return None if threads is None else whole("threads", threads, 1, 1024)


# -- work ----------------------------------------------------------------------------------------


def work(
    task: Callable[..., R],
    units: Iterable[U],
    finished: Callable[[U, R], None],
    *,
    executor: Executor | None = None,
    threads: int | None = None,
    can_stop: bool = False,
) -> None:
    """Do `task(unit)` for all units, and hand over each result as soon as it is there.

    A unit is asked for when somebody will soon be free to do it. So what is known from results may
    shape the units that are still to come, and few results are held at a time.

    Parameters
    ----------
    executor, threads
        Any executor; or so many threads of this process, by default all cores.
    can_stop
        Whether tasks on threads take `stop=`, (1,) bytes: a task ends soon after it is set to 1.

    Raises
    ------
    PluginError
        Of the first unit that fails, in the order of the units; later units are given up.
    KeyboardInterrupt
        Within a moment.
    """
    stop, pool, workers, units = np.zeros(1, np.uint8), None, None, iter(units)
    if executor is None:
        workers = threads or cores()
        begun = [*islice(units, 2)]
        units = chain(begun, units)
        if min(workers, len(begun)) <= 1:
            for unit in units:
                finished(unit, task(unit))
            return
        pool = executor = ThreadPoolExecutor(workers)
        task = partial(task, stop=stop) if can_stop else task
    waiting: dict[Future[R], tuple[int, U]] = {}
    most = partial(most_at_once, executor, workers)
    try:
        with executor.told() if isinstance(executor, Cluster) else _told():
            _collect(executor, task, units, finished, waiting, most)
    except BaseException:
        stop[0] = 1
        for future in waiting:
            future.cancel()
        raise
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def most_at_once(executor: Executor, workers: int | None = None) -> int:
    """Return how many units an executor is given at a time: some more than it has workers.

    A cluster is some milliseconds away, so one more unit waits at each of its workers. Others do
    not say how many workers they have.
    """
    if isinstance(executor, Cluster):
        return 2 * executor.workers + AHEAD
    return (workers or 4 * cores()) + AHEAD


@contextmanager
def _told() -> Iterator[None]:
    """Say in a sentence that an executor is broken."""
    try:
        yield
    except RuntimeError as error:
        if "after shutdown" in str(error):
            raise TournamentError("The executor is shut down; give a new one.") from None
        if not isinstance(error, BrokenExecutor):
            raise
        raise TournamentError(
            "A process of the executor has ended before its work was done: it was killed, as for"
            " want of memory, or a rule ended it. Play again with a new executor, or without one."
        ) from None


def _collect(
    executor: Executor,
    task: Callable[..., R],
    units: Iterator[U],
    finished: Callable[[U, R], None],
    waiting: dict[Future[R], tuple[int, U]],
    most: Callable[[], int],
) -> None:
    """Have units done, at most so many at a time; raise the failure of the first one that fails."""
    failed: PluginError | None = None
    numbered = enumerate(units)
    while True:
        room = most() - len(waiting) if failed is None else 0
        for number, unit in islice(numbered, max(0, room)):
            waiting[executor.submit(task, unit)] = number, unit
        if not waiting:
            break
        ready, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
        for future in sorted(ready, key=lambda each: waiting[each][0]):
            if future not in waiting:  # it came after one that failed
                continue
            number, unit = waiting.pop(future)
            try:
                result = future.result()
            except PluginError as error:  # units before this one may fail too
                failed = error
                for later in [f for f, (other, _) in waiting.items() if other > number]:
                    later.cancel()
                    del waiting[later]
            else:
                finished(unit, result)
    if failed is not None:
        raise failed
