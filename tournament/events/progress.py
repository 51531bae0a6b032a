"""Who is told how far an event is."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from tournament.errors import ArgumentError
from tournament.interactive.shown import printable, shown

Reporter = Callable[[int, int, str], None]
"""report(done, in all, what is being done); with 0 in all the text is a note, which stays."""


@contextmanager
def reporter(progress: bool | Reporter) -> Iterator[Reporter]:
    """Yield who is told how far an event is: the user's function, a bar on a terminal that appears
    after a second, or nobody."""
    known = isinstance(progress, (bool, np.bool_))
    if not known and (not callable(progress) or isinstance(progress, type)):
        raise ArgumentError(
            f"`progress` must be True, False or a function of three values; got {shown(progress)}."
        )
    if callable(progress):
        yield progress
    elif not progress:
        yield lambda done, total, note: None
    elif sys.stderr.isatty() or os.environ.get("FORCE_PROGRESS"):
        with _bar() as report:
            yield report
    else:
        yield lambda done, total, note: None if total else print(_noted(note), file=sys.stderr)


def _noted(note: str) -> str:
    return f"Note: {printable(note)}."


@contextmanager
def _bar() -> Iterator[Reporter]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console, started = Console(stderr=True), time.monotonic()
    bar = Progress(
        BarColumn(bar_width=12),
        TextColumn("{task.percentage:3.0f} %"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.description}", markup=False),  # last: what does not fit is cut
        console=console,
        transient=True,
    )
    task = bar.add_task("playing", total=None)

    def report(done: int, total: int, note: str) -> None:
        if not total:
            console.print(_noted(note), markup=False, highlight=False)
        elif not bar.live.is_started and time.monotonic() - started > 1:
            bar.start()
        bar.update(task, completed=done, total=total or None, description=printable(note))

    try:
        yield report
    finally:
        bar.stop()
