"""How many cores there are to work on."""

import os


def cores() -> int:
    """Return how many cores this process may use.

    >>> cores() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):  # a container or a cluster may give less than there is
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
