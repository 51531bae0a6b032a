"""From a rule to its kernel: one machine-code loop that calls the rule for every row of a view.

============  ==================================================================================
`compiler`    a rule and its rows to a kernel, from memory, from disk, or compiled now
`blame`       a compile error as one sentence with file and line
`misuse`      moves that a rule without source takes for truth values or text
`constants`   moves as constants of what authors compile themselves
`codegen`     what views are made with: marked memory, and words with their meanings
`lane`        loads and stores of one lane of a block
`views`       `me` and `opponent`: a word compiles to one load or store
`draws`       `chance`, `integer`, `uniform`, `normal`, `beta`
`parameters`  parameters in a frame, as they are written and as rules read them
============  ==================================================================================

The views of partner rules stand in `engine.season.views`.
"""
