"""Everything that knows Numba. Outside this folder a match is a function of two rules; in here it
is columns and lanes.

============  ==================================================================================
`layout`      where everything lies in memory: blocks, columns, frames
`views`       `me` and `opponent` as Numba types: an attribute is one load or store
`compiler`    from rule to lane kernel: one machine-code loop over lanes, cached on disk
`kernels`     the turn loop: plays blocks of lanes of any two kernels, tallies 64 turns at once
`blocks`      cuts an event into units of work, runs them on an executor, adds the results up
============  ==================================================================================

Three ways were measured. Array-of-records state was 5 times slower than columns; a call through a
function pointer per decision 15 times slower than one per turn for a block of 512 lanes; compiling
one loop per pair of rules would take n squared compilations. Hence lanes.
"""
