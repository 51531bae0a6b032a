"""How much memory is free, and refusing in a sentence what would not fit into it."""

import os
from pathlib import Path

from tournament.errors import TooLarge
from tournament.results.files.refused import Refused

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

LITTLE = 2**26
"""Bytes that every machine has."""
SPARE = 0.9
"""Of the free memory, what an event may take."""
GROUPS = (
    ("memory.max", "memory.current", "inactive_file"),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "total_inactive_file"),
)
"""Of a container: what it may take, what it takes, and what of that can be given back."""
ROOT = Path("/sys/fs/cgroup")


def free() -> float | None:
    """Return the bytes that can still be had, where the system says so: at most what the machine,
    the container and the limit of the process (`ulimit -v`) leave."""
    found = (_of_machine(), _of_container(), _of_process())
    known = [each for each in found if each is not None]
    return max(min(known), 0.0) if known else None


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


def refuse_too_large(what: str, size: float, lower: str) -> None:
    """Refuse an event that would not fit into memory.

    Parameters
    ----------
    what
        What would take the memory, as the beginning of a sentence.
    size
        How many bytes, about; little is not looked at.
    lower
        What to do.

    Raises
    ------
    TooLarge
        When so much is not free.
    """
    there = free() if size >= LITTLE else None
    if there is not None and size > SPARE * there:
        raise TooLarge(
            f"{what} takes about {size / 1e9:,.1f} GB of memory, and {there / 1e9:,.1f} GB are"
            f" free; {lower}."
        )


def _of_machine() -> float | None:
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


def _of_container() -> float | None:
    for most, taken, returned in GROUPS:
        try:
            limit, used = (int((ROOT / name).read_text(encoding="ascii")) for name in (most, taken))
            told = (ROOT / taken).with_name("memory.stat").read_text(encoding="ascii")
        except (OSError, ValueError):  # there is no such group, or no limit ("max")
            continue
        kept = [line.split()[1] for line in told.splitlines() if line.startswith(f"{returned} ")]
        return float(limit - used + sum(map(int, kept)))
    return None


def _of_process() -> float | None:
    if resource is None:
        return None
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit == resource.RLIM_INFINITY:
        return None
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return float(limit)
    return float(limit - pages * resource.getpagesize())
