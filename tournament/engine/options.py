"""How the engine's functions are compiled.

`fastmath` is off everywhere: results are the same to the bit on every machine.
"""

_INNER = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Of what only compiled code calls: wrappers for other callers would be a fifth of the work."""

BARE = _INNER | {"nogil": True, "error_model": "numpy", "_nrt": False}
"""Of the engine's own functions: they check nothing, allocate nothing, and run while other threads
do."""

RULE_OPTIONS = _INNER | {"boundscheck": True, "error_model": "python"}
"""Of a rule and what it calls: an index outside an array or a division by zero is an error."""

LOOP_OPTIONS = {"cache": True}
"""Of a loop of the engine, which is kept on disk."""
