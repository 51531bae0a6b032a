"""Signals end a command within a second, whatever is running, and leave nothing half-written.

The first handler is installed before anything heavy is imported. No exception is raised: code that
is interrupted anywhere, such as an import, might catch it, or tell of it in a traceback. The
handler cleans up and ends the process. Only inside `raising` the first Ctrl-C is an exception.
"""

import _signal as signal  # type: ignore[import-not-found]  # `signal` takes longer to import
import _thread
import atexit
import os
import time
from contextlib import contextmanager

from tournament.results.files import unfinished

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

SENTENCE = "interrupted; nothing half-written is left"
ENDED = {
    "SIGINT": (130, SENTENCE),
    "SIGTERM": (143, "ended by SIGTERM; nothing half-written is left"),
    "SIGHUP": (129, "ended because the terminal was closed; nothing half-written is left"),
    "SIGBREAK": (130, SENTENCE),
}
"""Signals, with exit codes and sentences; not every system has all."""
EXIT_SECONDS = 0.5
"""How long compiled code may keep Python from noticing a signal."""
MOVING_SECONDS = 10.0
"""How long a signal waits for files that are just moving to their place."""
LAST_SECONDS = 2.0
"""How long libraries may take to remove their temporary files."""

_numbers: dict[int, str] = {}
_main: list[int] = []  # the thread that hears signals
_ending: list[int] = []  # the threads that would end the process; the first one does
_patient: set[str] = set()  # who lets the next Ctrl-C pass: the handler, the thread that waits


def end_soon_after_interrupt() -> None:
    """Let signals end the process in a second even when a compiled loop keeps Python from noticing.

    The signal's number is written to a pipe by C code at once; a thread that waits there ends the
    process if the handler is not called soon. What the user told the process to ignore, as `nohup`
    does, stays ignored.
    """
    _main[:] = [_thread.get_ident()]
    for name in ENDED:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            _numbers[number] = name
            try:
                signal.signal(number, _handle)
            except ValueError:  # only the main thread may
                return
    atexit.register(_ignore)  # the first is done last: all is whole then, and Python takes apart
    occupy()
    read, write = os.pipe()
    if hasattr(os, "set_blocking"):  # Windows needs it not, and has it from Python 3.12 on
        os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    _thread.start_new_thread(_watch, (read,))


@contextmanager
def raising() -> "Iterator[None]":
    """Let the first Ctrl-C raise KeyboardInterrupt, so that what is finished can be kept.

    The second one ends the process, as everywhere else.
    """
    _patient.update(("handler", "watch"))
    try:
        yield
    finally:
        if "handler" in _patient:  # else the thread that waits may not have seen that signal yet
            _patient.clear()


def _passes(who: str, number: int) -> bool:
    """Return whether a signal is no end yet, once for each who asks."""
    passes = who in _patient and _numbers.get(number) == "SIGINT"
    if passes:
        _patient.discard(who)
    return passes


def occupy() -> None:
    """Give streams that are closed to the null device: else the next file gets their number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free


def _handle(number: int, _frame: "Any") -> None:
    if _passes("handler", number):
        raise KeyboardInterrupt
    unfinished.then(lambda: _end(number))


def _ignore() -> None:
    for number in _numbers:
        signal.signal(number, signal.SIG_IGN)


def _watch(read: int) -> None:
    """Wait for a signal, and end the process if its handler does not."""
    while True:
        number = os.read(read, 1)[0]
        passes = _passes("watch", number)
        if number in _numbers:
            time.sleep(EXIT_SECONDS)
            if not passes or "handler" in _patient:  # compiled code keeps Python from raising
                break
    until = time.monotonic() + MOVING_SECONDS
    while unfinished.is_held() and time.monotonic() < until:
        time.sleep(0.01)
    _end(number)


def _end(number: int) -> None:
    """Clean up, say so, and end the process."""
    me = _thread.get_ident()
    if me in _ending:  # a second signal, while the first is being obeyed
        return
    _ending.append(me)
    code, sentence = ENDED[_numbers[number]]
    if _ending[0] != me:  # another thread ends the process
        time.sleep(LAST_SECONDS)
        os._exit(code)
    try:
        if not unfinished.is_held():  # else the next run finishes it
            unfinished.clean()
        _say(f"tournament: {sentence}\n")
        if me == _main[0]:
            atexit._run_exitfuncs()  # noqa: SLF001 (libraries remove their temporary files)
    finally:
        os._exit(code)


def _say(text: str) -> None:
    """Write to the error stream without waiting for a reader that is stuck."""
    try:
        if os.name != "nt":
            import select

            if not select.select([], [2], [], 0.1)[1]:
                return
        if os.isatty(2) and os.environ.get("TERM") != "dumb":
            text = f"\r\x1b[2K\x1b[?25h{text}"  # a progress bar hides the cursor
        os.write(2, text.encode())
    except (OSError, ValueError):  # it is lost, too
        return
