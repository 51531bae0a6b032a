"""Runs the units of an event: on threads of this process, or on any executor."""

import os
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from functools import partial

import numpy as np

from tournament.engine.field import compile_players
from tournament.engine.sources import play
from tournament.results.counts import Tallies
from tournament.results.units import Unit

Progress = Callable[[int, int, str], None]
"""progress(turns done, turns in all, what is being done)"""


def run(
    units: list[Unit],
    tallies: Tallies,
    *,
    executor: Executor | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> None:
    """Play all units and add them to `tallies`: on `threads` of this process, or on any executor.

    Raises
    ------
    PluginError
        As `play`; the other units are given up.
    KeyboardInterrupt
        Within a moment: compiled code is told to stop between blocks.
    """
    total, done = sum(unit.turns for unit in units), 0

    def finished(unit: Unit, result: Tallies) -> None:
        nonlocal done
        m, r = unit.first_match, unit.first
        tallies.add(result, slice(m, m + len(unit.matches)), slice(r, r + unit.repetitions))
        done += unit.turns
        if progress is not None:
            progress(done, total, "playing")

    for note in compile_players(units[0].players if units and executor is None else ()):
        if progress is not None:
            progress(0, total, note)
    stop = np.zeros(1, np.uint8)
    if executor is None:
        workers = min(threads or os.cpu_count() or 1, len(units))
        if workers <= 1:
            for unit in units:
                finished(unit, play(unit))
            return
        pool = executor = ThreadPoolExecutor(workers)
        task = partial(play, stop=stop)
    else:
        pool, task = None, partial(play)
    waiting: dict[Future[Tallies], Unit] = {}
    try:
        waiting = {executor.submit(task, unit): unit for unit in units}
        while waiting:
            ready, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
            for future in ready:
                finished(waiting.pop(future), future.result())
    except BaseException:
        stop[0] = 1
        for future in waiting:
            future.cancel()
        raise
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
