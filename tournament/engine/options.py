"""Whether, and how, the engine's functions are compiled; and on how many cores it may work.

`fastmath` is off everywhere: results are the same to the bit on every machine.
"""

import os
import sys

_INNER = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Of what only compiled code calls: wrappers for other callers would be a fifth of the work."""

BARE = _INNER | {"nogil": True, "error_model": "numpy", "_nrt": False}
"""Of the engine's own functions: they check nothing, allocate nothing, and run while other threads
do."""

RULE_OPTIONS = _INNER | {"boundscheck": True, "error_model": "python"}
"""Of a rule and what it calls: an index outside an array or a division by zero is an error."""


def can_compile() -> bool:
    """Return whether Numba may compile. If it may not, plain Python plays everything.

    `NUMBA_DISABLE_JIT=1` keeps Numba from compiling.
    """
    loaded = getattr(sys.modules.get("numba.core.config"), "DISABLE_JIT", None)
    if loaded is not None:
        return not loaded
    try:
        return not int(os.environ.get("NUMBA_DISABLE_JIT") or 0)
    except ValueError:  # Numba warns, and compiles
        return True


def cores() -> int:
    """Return how many cores this process may use.

    >>> cores() >= 1
    True
    """
    if hasattr(os, "sched_getaffinity"):  # a container or a cluster may give less than there is
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
