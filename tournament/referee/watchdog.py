"""Too long over a move: a rule that thinks for ever does not stop the event."""

import ctypes
import threading
import time

DECISION_SECONDS = 10.0
"""How long a rule may think about one move before the referee stops the match."""


class Watchdog:
    """Raises TimeoutError in the thread that made it when one decision takes too long (only in
    Python code)."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._owner = threading.get_ident()
        self._since = 0.0
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
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self._owner), ctypes.py_object(TimeoutError)
                )
                return
