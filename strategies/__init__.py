"""The library: one file per family, one function per rule, no list anywhere.

>>> import strategies
>>> strategies.tit_for_tat
tit_for_tat
"""

from importlib import import_module
from typing import Any

from tournament.registry import find, library


def get(name: str) -> Any:
    """Return the strategy with this name, from the library or an installed plugin.

    Raises
    ------
    tournament.errors.UnknownName
        With the nearest name there is.
    """
    return find(name)


def __getattr__(name: str) -> Any:
    """Find a strategy, or a function of `groups`, when it is first asked for, and keep it."""
    if not name.startswith("_"):
        # not `from strategies import groups`, which would ask here again
        groups = import_module("strategies.groups")
        known = {**library(), **{each: getattr(groups, each) for each in groups.__all__}}
        if name in known:
            return globals().setdefault(name, known[name])
    raise AttributeError(f"module 'strategies' has no attribute {name!r}")


def __dir__() -> list[str]:
    return ["get", *import_module("strategies.groups").__all__, *library()]
