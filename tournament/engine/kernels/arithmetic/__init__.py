"""The arithmetic of rules as machine code: the twin of `referee.arithmetic`.

A rule's operators and functions of numbers get other meanings than Numba's before its types are
found. A meaning computes, and says where the result cannot stand: beyond 64 bits, no real number,
no whole number. Such a fault is raised within loops. Everywhere else it is noted, without a branch,
so that the loop over lanes vectorises; a rule that noted a fault returns no move. The referee then
plays that match again, and its error is the message.

============  ==================================================================================
`site`        where code is made, and what happens to faults there
`whole`       whole numbers of 64 bits
`real`        floats
`both`        whole numbers and floats together: comparisons, `max`, `divmod`
`signatures`  of which types
`meanings`    the table, and what stands for an operator or a function in the code Numba reads
`noted`       what a rule and its helpers return: a value and a note
`passes`      the pass of Numba's compiler that puts all this into a rule
============  ==================================================================================
"""
