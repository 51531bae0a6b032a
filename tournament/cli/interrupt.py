"""Ctrl-C ends a command within a second, whatever is running."""

import os
import signal
import sys
import threading
import time

from tournament.results.files.staging import unfinished

SENTENCE = "interrupted; nothing half-written is left"
EXIT_SECONDS = 0.8
noticed = threading.Event()
"""Set when the user has been told."""


def end_soon_after_interrupt() -> None:
    """Let Ctrl-C end the process in a second even when a compiled loop keeps Python from noticing.

    The signal's number is written to a pipe by C code at once; a thread that waits there ends the
    process if the orderly way (KeyboardInterrupt) takes too long.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    read, write = os.pipe()
    if hasattr(os, "set_blocking"):  # Windows needs it not, and has it from Python 3.12 on
        os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)

    def watch() -> None:
        while os.read(read, 1) != bytes([signal.SIGINT]):
            pass
        time.sleep(EXIT_SECONDS)
        for discard in list(unfinished):
            discard()
        if sys.stderr.isatty():
            sys.stderr.write("\x1b[?25h")  # a progress bar hides the cursor
        if not noticed.is_set():
            sys.stderr.write(f"tournament: {SENTENCE}\n")
            sys.stderr.flush()
        os._exit(130)

    threading.Thread(target=watch, daemon=True).start()
