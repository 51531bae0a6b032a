"""tournament: repeated games between strategies, fast and exactly.

>>> from tournament import C, D, TSTO, Match, Tournament, strategy

`__init__.pyi` lists the public names.
"""

from tournament.interactive.lazy import attach

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = attach(globals())
