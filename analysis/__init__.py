"""analysis: what tournaments and seasons tell: statistics, figures, reports.

Functions of `Results`, loaded when they are first asked for, since they need pandas and
matplotlib. `__init__.pyi` lists the public names.

>>> import analysis
>>> analysis.report.__name__
'report'
"""

from tournament.interactive.lazy import attach

__getattr__, __dir__, __all__ = attach(globals())
