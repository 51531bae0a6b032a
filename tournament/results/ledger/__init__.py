"""The ledger: a database of finished units of work. Whatever is in it is not played again.

A match of two players under some conditions is kept as *spans* of repetitions; of seasons and
populations, whole repetitions are kept. What was played is told by keys (`results.units.keys`), so
it does not matter which event it was played for, on which machine, or by whom. `schema.py` has the
tables, `store.py` opens them, `matches.py` and `repetitions.py` write and read finished work.
"""
