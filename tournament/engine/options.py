"""How the engine's functions are compiled.

`fastmath` is off everywhere: results are the same to the bit on every machine.
"""

OPTIONS = {"nogil": True, "error_model": "numpy"}
"""Of the engine's own functions: they check nothing, and run while other threads do."""

BARE = OPTIONS | {"_nrt": False}
"""Of functions that allocate nothing: they count no references."""

RULE_OPTIONS = {"boundscheck": True, "error_model": "python"}
"""Of a rule and what it calls: an index outside an array or a division by zero is an error."""

LOOP_OPTIONS = {"nogil": True, "cache": True}
"""Of what is kept on disk and calls a loop of the engine."""
