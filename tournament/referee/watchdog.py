"""Too long over a move: a rule that thinks for ever does not stop the event.

Python code is interrupted. Compiled code cannot be, so it is left alone on a thread of its own.
"""

import ctypes
import threading
import time
from collections.abc import Callable
from typing import Any

DECISION_SECONDS = 10.0
"""How long a rule may think about one move before the referee stops the match."""
BLOCK_SECONDS = 30.0
"""How long a compiled rule may think about one move of each match of a block."""
TICK = 0.25
"""Seconds between two looks at what compiled code does."""


class Watchdog:
    """Raises TimeoutError in the thread that made it when one decision takes too long (only in
    Python code)."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._owner = threading.get_ident()
        self._since = 0.0
        self.barked = False
        """Whether it has raised."""
        self._done = threading.Event()

    def __enter__(self) -> "Watchdog":
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()

    def start(self) -> None:
        """Begin to wait for a decision."""
        self._since = time.monotonic()

    def stop(self) -> None:
        """Stop waiting: the decision is there."""
        self._since = 0.0

    def _watch(self) -> None:
        while not self._done.wait(min(self.seconds / 4, 0.5)):
            since = self._since
            if since and time.monotonic() - since > self.seconds:
                self.barked = True
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self._owner), ctypes.py_object(TimeoutError)
                )
                return


def comes_back(
    call: Callable[[], Any], beat: Callable[[], Any], held: Any, seconds: float = BLOCK_SECONDS
) -> bool:
    """Call compiled code, and return whether it came back.

    It did not if its beat stood still for so many seconds. Then its thread goes on until the
    process ends. Time is counted in looks: while the computer sleeps, nobody looks.

    Parameters
    ----------
    call
        Compiled code, which raises nothing, and releases the GIL.
    beat
        Returns what changes with every step of the code.
    held
        What the code works on; it is kept for as long as the code runs.
    """
    over = threading.Event()

    def run(_: Any) -> None:
        try:
            call()
        finally:
            over.set()

    try:
        threading.Thread(target=run, args=(held,), daemon=True).start()
    except RuntimeError:  # no more threads
        run(held)
    last, looks = None, 0
    while not over.wait(TICK):
        now = beat()
        looks = looks + 1 if now == last else 0
        last = now
        if looks * TICK >= seconds:
            return False
    return True
