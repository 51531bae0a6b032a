"""How an event is run: who works, and what happens when a rule fails.

Nothing here changes a byte of the results, whatever the event.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
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
from typing import Any, Protocol, Self, TypeVar

import numpy as np

from tournament.authors.loading.folders import ON_ERROR
from tournament.authors.loading.folders import OnError as OnError
from tournament.authors.loading.origins import own_files
from tournament.authors.plugin import Plugin
from tournament.engine.options import cores
from tournament.errors import ArgumentTypeError, PluginError, TournamentError
from tournament.events.progress import Reporter, reporter
from tournament.interactive.shown import shown
from tournament.results.provenance import manifest
from tournament.rules.checks import one_of, whole

U = TypeVar("U")
R = TypeVar("R")


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
) -> R:
    """Return what `play` makes of an event, played as the user asked.

    Parameters
    ----------
    note
        What is said before the names of those whose rules are not compiled.
    progress, executor, threads
        Who is told; any executor, or how many threads.
    on_error
        "stop" at the first rule that fails, or "withdraw" those that play by it and begin again.

    Raises
    ------
    ValueError, TypeError
        For a number of threads, an `executor`, or an `on_error`, that cannot be.
    PluginError
        When a rule fails.
    TournamentError
        When the executor breaks: a process of it was killed, or ended by itself.
    """
    threads = threads_of(threads)
    can_play = callable(getattr(executor, "submit", None)) and not isinstance(executor, type)
    if executor is not None and not can_play:
        raise ArgumentTypeError(
            "`executor` must be an executor of concurrent.futures, such as ProcessPoolExecutor();"
            f" got {shown(executor)}."
        )
    on_error = one_of("on_error", on_error, ON_ERROR)
    failures: list[str] = [*getattr(plan, "left_out", ())]
    with reporter(progress) as report:
        if slow := plan.slow():
            report(0, 0, f"{note}: {', '.join(slow)}")
        running = Running(report, executor, threads, failures)
        while True:
            try:
                return play(plan, running)
            except PluginError as error:
                if on_error == "stop" or error.player is None:
                    raise
                failures.append(str(error))
                plan = plan.without(error.player)


def threads_of(threads: int | None) -> int | None:
    """Return a number of threads, checked; None stands for all cores."""
    return None if threads is None else whole("threads", threads, 1, 1024)


# -- work ----------------------------------------------------------------------------------------


def work(
    task: Callable[..., R],
    units: Sequence[U],
    finished: Callable[[U, R], None],
    *,
    executor: Executor | None = None,
    threads: int | None = None,
    can_stop: bool = False,
) -> None:
    """Do `task(unit)` for all units, and hand over each result as soon as it is there.

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
    stop, pool = np.zeros(1, np.uint8), None
    if executor is None:
        workers = min(threads or cores(), len(units))
        if workers <= 1:
            for unit in units:
                finished(unit, task(unit))
            return
        pool = executor = ThreadPoolExecutor(workers)
        task = partial(task, stop=stop) if can_stop else task
    waiting: dict[Future[R], int] = {}
    try:
        with _told():
            waiting.update((executor.submit(task, unit), n) for n, unit in enumerate(units))
            _collect(waiting, units, finished)
    except BaseException:
        stop[0] = 1
        for future in waiting:
            future.cancel()
        raise
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


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
    waiting: dict[Future[R], int], units: Sequence[U], finished: Callable[[U, R], None]
) -> None:
    """Hand over results of units by number as they come; raise the failure of the first unit."""
    failed: PluginError | None = None
    while waiting:
        ready, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
        for future in sorted(ready, key=waiting.__getitem__):
            number = waiting.pop(future, None)
            if number is None:  # it came after one that failed
                continue
            try:
                result = future.result()
            except PluginError as error:  # units before this one may fail too
                failed = error
                for later in [f for f, other in waiting.items() if other > number]:
                    later.cancel()
                    del waiting[later]
            else:
                finished(units[number], result)
    if failed is not None:
        raise failed
