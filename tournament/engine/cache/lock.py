"""One thread at a time works with the compiler, and one process at a time compiles a thing.

Other processes wait for that process, and then find the thing on disk. Their lock is a byte of one
file, which the system locks. So a lock ends with its process, however that ends, and no file is
left behind for each kernel. Where files cannot be locked, as on some network disks, or where
nothing can be written, there is no lock; then two processes may compile the same thing, and both
are right.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition
from zlib import crc32

from tournament.results.files.cache import places

turn = Condition()
"""Held by the thread that loads or compiles, or asks LLVM anything. LLVM has locks; a child that
is forked while one is shut would wait for ever; so a fork waits for its turn. A thread that waits
for another process lets others go on."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=turn.acquire, after_in_parent=turn.release, after_in_child=turn.release
    )

FILE = places.LOCK
WAIT_SECONDS = 60.0
"""Whoever waits longer compiles the thing itself: the other process may be stopped."""
POLL_SECONDS = 0.02

_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EWOULDBLOCK}
_BYTES = 2**30


@contextmanager
def alone(
    folder: Path | None, name: str, wait: Callable[[float], object] = time.sleep
) -> Iterator[None]:
    """Keep other processes from a `with` block of the same name, for a minute at most.

    Parameters
    ----------
    folder
        Where the file lies; None locks nothing.
    name
        Of an entry.
    wait
        It is called with the seconds until the next look. Threads of one process do not exclude
        each other here.
    """
    handle = _opened(folder)
    try:
        if handle is not None:
            place = crc32(name.encode()) % _BYTES
            end = time.monotonic() + WAIT_SECONDS
            while not _lock(handle, place) and time.monotonic() < end:
                wait(POLL_SECONDS)
        yield
    finally:
        if handle is not None:
            os.close(handle)  # which ends the lock


def _opened(folder: Path | None) -> int | None:
    """Return the open file, made if it was missing; None if it cannot be opened."""
    if folder is None:
        return None
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(folder / FILE, flags | getattr(os, "O_NONBLOCK", 0), 0o600)
    except OSError:
        return None


def _lock(handle: int, place: int) -> bool:
    """Lock a byte, and return False if another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, place, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            try:
                import fcntl
            except ImportError:  # a system without such locks
                return True
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except OSError as error:
        return error.errno not in _BUSY
    return True
