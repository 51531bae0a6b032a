"""Everything that knows Numba. Outside this folder a match is a function of two rules; in here it
is columns and lanes.

============  ==================================================================================
`layout`      where everything lies in memory: blocks, columns, frames
`kernels`     from a rule to its kernel: one machine-code loop over the lanes of a block
`cache`       kernels and loops on disk
`preparing`   compiles what is not there, side by side in processes
`cores`       how many of them there are
`memory`      memory by address: pointers, and records as structs
`words`       64-bit words: streams of chance, registers of moves
`field`       players as the engine's tables
`seats`       a player and its members decide, and their records move on by a turn
`match`       the turn loop: plays blocks of lanes of any two kernels, tallies 64 turns at once
`sources`     which source fills the books of which match
`season`      towns, friends and gifts: the compiled day of a season
`options`     how Numba compiles all that
============  ==================================================================================

Three ways were measured. Array-of-records state was 5 times slower than columns; a call through a
function pointer per decision 15 times slower than one per turn for a block of 512 lanes; compiling
one loop per pair of rules would take n squared compilations. Hence lanes.
"""
