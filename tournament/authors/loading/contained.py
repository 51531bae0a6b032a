"""What code may do while it is imported, and what is put back afterwards.

A plugin is code that somebody else wrote. Importing it runs it. Here it runs so that a careless
plugin harms only itself: it prints into a box of limited size, it has nobody to ask, its time is
limited, and afterwards the process is as it was before. A plugin that means harm is not stopped by
this: whoever runs code trusts it.
"""

import builtins
import gc
import io
import locale
import os
import random
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

import numpy as np

from tournament.interactive.shown import lines

IMPORT_SECONDS = 60.0
"""How long the code of a file may run while it is imported."""
MOST_PRINTED = 1 << 16
"""How many bytes a file may print while it is imported."""


class TooMuchPrinted(BaseException):
    """A module printed more than it may; no `except Exception` of its own stops it."""

    def __str__(self) -> str:
        """Return what is wrong."""
        return f"it prints more than {MOST_PRINTED:,} bytes while it is imported"


class TooSlow(BaseException):
    """A module took longer than it may; no `except Exception` of its own stops it."""

    def __str__(self) -> str:
        """Return what is wrong."""
        return "it takes too long to import"


# -- what it prints --------------------------------------------------------------------------------


class Box(io.RawIOBase):
    """Takes bytes, up to `MOST_PRINTED`; once it is opened it hands them on.

    A module may keep the stream that it finds, as handlers of `logging` do. What it writes later
    goes where it would have gone.
    """

    def __init__(self, stream: Any) -> None:
        self.stream, self.kept, self.opened = stream, bytearray(), False

    def writable(self) -> bool:
        """Return that it can be written."""
        return True

    def write(self, data: Any) -> int:
        """Take bytes, or hand them on."""
        taken = bytes(data)
        if self.opened:
            self.stream.write(taken.decode("utf-8", "replace"))
        elif len(self.kept) + len(taken) > MOST_PRINTED:
            raise TooMuchPrinted
        else:
            self.kept += taken
        return len(taken)

    def close(self) -> None:
        """Stay open: it is not the module's to close."""


class Said(NamedTuple):
    """What was printed while code ran."""

    out: Box
    err: Box

    @property
    def text(self) -> str:
        """What it printed on standard output, in one line."""
        return " ".join(self.out.kept.decode("utf-8", "replace").split())

    def tell(self) -> None:
        """Say on the error stream what was printed, on either stream."""
        for box in (self.out, self.err):
            if box.kept and sys.stderr is not None:
                text = box.kept.decode("utf-8", "replace")
                sys.stderr.write(lines(text.expandtabs()))


def _stream(box: Box) -> io.TextIOWrapper:
    return io.TextIOWrapper(box, encoding="utf-8", errors="replace", write_through=True)  # type: ignore[arg-type]


# -- what it leaves behind -------------------------------------------------------------------------


class Kept(NamedTuple):
    """Something of the process that is read before code runs, and put back after it."""

    read: Callable[[], Any]
    put: Callable[[Any], object]


def _handlers() -> dict[int, Any]:
    if threading.current_thread() is not threading.main_thread():
        return {}  # no other thread can install one
    return {number: signal.getsignal(number) for number in signal.valid_signals()}


def _install(handlers: dict[int, Any]) -> None:
    for number, handler in handlers.items():
        if handler is not None and signal.getsignal(number) is not handler:
            signal.signal(number, handler)


def _put_environment(before: dict[str, str]) -> None:
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    for name, value in before.items():
        if os.environ.get(name) != value:
            os.environ[name] = value


def _luck() -> Any:
    """Return the state of numpy's shared random numbers; None before anybody has loaded them."""
    return np.random.get_state() if "numpy.random" in sys.modules else None  # noqa: NPY002


def _put_luck(state: Any) -> None:
    if state is not None:
        np.random.set_state(state)  # noqa: NPY002


def _collecting(on: bool) -> None:
    gc.enable() if on else gc.disable()


HOOKS = ("excepthook", "displayhook", "unraisablehook", "breakpointhook", "argv")
KEPT = (
    Kept(os.getcwd, os.chdir),
    Kept(lambda: dict(os.environ), _put_environment),
    Kept(sys.getrecursionlimit, sys.setrecursionlimit),
    Kept(sys.getswitchinterval, sys.setswitchinterval),
    Kept(sys.gettrace, sys.settrace),
    Kept(sys.getprofile, sys.setprofile),
    Kept(lambda: {name: getattr(sys, name) for name in HOOKS}, lambda old: vars(sys).update(old)),
    Kept(lambda: dict(vars(builtins)), lambda old: vars(builtins).update(old)),
    Kept(_handlers, _install),
    Kept(random.getstate, random.setstate),
    Kept(_luck, _put_luck),
    Kept(np.geterr, lambda old: np.seterr(**old)),
    Kept(np.get_printoptions, lambda old: np.set_printoptions(**old)),
    Kept(lambda: locale.setlocale(locale.LC_ALL), lambda old: locale.setlocale(locale.LC_ALL, old)),
    Kept(gc.isenabled, _collecting),
)


@contextmanager
def contained(seconds: float = IMPORT_SECONDS) -> Iterator[Said]:
    """Run code of somebody else: its output is kept, and what it changed is put back.

    Not put back are `sys.path`, `sys.modules`, and what the code changed within other modules.

    Parameters
    ----------
    seconds
        How long it may run. Only Python code can be stopped.

    Raises
    ------
    TooMuchPrinted, TooSlow
        Inside the code that runs.

    Examples
    --------
    >>> with contained() as said:
    ...     print("hello")
    >>> said.text
    'hello'
    """
    before: list[tuple[Kept, Any]] = []
    for kept in KEPT:
        with suppress(Exception):  # such as a working folder that is gone
            before.append((kept, kept.read()))
    streams = sys.stdin, sys.stdout, sys.stderr
    said = Said(Box(sys.stdout), Box(sys.stderr))
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), _stream(said.out), _stream(said.err)
    try:
        with warnings.catch_warnings(), _stopped_after(seconds):
            yield said
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        said.out.opened = said.err.opened = True
        for kept, value in before:
            with suppress(Exception):
                kept.put(value)


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` in this thread after some time."""
    owner, running = threading.get_ident(), threading.Lock()
    over = False

    def stop() -> None:
        import ctypes

        with running:
            if not over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(owner), ctypes.py_object(TooSlow)
                )

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with running:
            over = True
        timer.cancel()
