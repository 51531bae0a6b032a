"""Compiled code on disk: the kernels of rules, and the engine's loops.

============  ==================================================================================
`keys`        what compiled code depends on, and the name that follows from it
`places`      which folders may be trusted with machine code
`entries`     one file for each compiled thing: a hash, then the code; written whole or not at all
`lock`        one process at a time compiles a thing
`code`        machine code: from memory, from disk, or compiled now
`upkeep`      how much there is, and what is removed
============  ==================================================================================

Numba has a disk cache of its own. It unpickles what it reads before anything is checked, and a
pickle can run any program. So the engine keeps files of its own, in which there are no pickles.
"""
