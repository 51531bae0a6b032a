"""Compiled code on disk: the kernels of rules, and the engine's loops.

============  ==================================================================================
`keys`        what compiled code depends on, and the name that follows from it
`lock`        one process at a time compiles a thing
`code`        machine code: from memory, from disk, or compiled now
============  ==================================================================================

Files and folders are those of `results.files.cache`.

Numba has a disk cache of its own. It unpickles what it reads before anything is checked, and a
pickle can run any program. So the engine keeps files of its own, in which there are no pickles.
"""
