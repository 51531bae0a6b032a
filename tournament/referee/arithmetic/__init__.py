"""How a rule counts in plain Python.

============  ==================================================================================
`law`         what operators and functions of numbers mean in a rule
`rewriting`   a rule with the law in place of Python's operators
`singles`     numbers of single precision
`tracing`     a rule without source, whose numbers count for themselves
============  ==================================================================================

The compiled twin is `engine.kernels.arithmetic`.
"""
