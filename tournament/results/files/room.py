"""How much memory is free."""

import os
from pathlib import Path

from tournament.results.files.refused import Refused

LITTLE = 2**26  # bytes that every machine has


def free() -> float | None:
    """Return the bytes that can still be had, where the system says so."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return float(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return float(os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (AttributeError, ValueError, OSError):
        return None


def take(size: float, room: float | None = None) -> None:
    """Refuse what would take more memory than there is.

    Parameters
    ----------
    size
        How many bytes it would take at most; little is not looked at.
    room
        How many bytes there are, if that is known already.

    Raises
    ------
    Refused
        When there is less.
    """
    if size < LITTLE:
        return
    room = free() if room is None else room
    if room is not None and size > room:
        raise Refused(f"they take more memory than the {room / 1e9:.1f} GB that are free")
