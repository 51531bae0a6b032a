"""The library: one file per family, one function per rule, no list anywhere.

>>> import strategies
>>> strategies.tit_for_tat
tit_for_tat
"""

from importlib import import_module
from typing import Any

from tournament.authors.partners import PartnerRule
from tournament.authors.registry import find, installed, library
from tournament.authors.strategy import Strategy

FUNCTIONS = (
    "contents.groups",
    "contents.catalogue",
    "contents.axelrod_python",
    "tables.linear_relations",
)
"""The modules with functions about strategies, which their `__all__` names."""


def get(name: str) -> Strategy | PartnerRule:
    """Return the strategy with this name, from the library or an installed plugin.

    A partner rule, if no strategy has the name.

    Raises
    ------
    tournament.errors.UnknownName
        With the nearest name there is.

    Examples
    --------
    >>> get("tit_for_tat"), get("anyone")
    (tit_for_tat, anyone)
    """
    rules = installed(PartnerRule)
    return rules[name] if name in rules and name not in installed() else find(name)


def __getattr__(name: str) -> Any:
    """Find a strategy, or a function about them, when it is first asked for, and keep it."""
    if not name.startswith("_"):
        for module in FUNCTIONS:
            # not `from strategies import ...`, which would ask here again
            found = import_module(f"strategies.{module}")
            if name in found.__all__:
                return globals().setdefault(name, getattr(found, name))
        known = {**library(PartnerRule), **library()}
        if name in known:
            return globals().setdefault(name, known[name])
    raise AttributeError(f"module 'strategies' has no attribute {name!r}")


def __dir__() -> list[str]:
    functions = (import_module(f"strategies.{module}").__all__ for module in FUNCTIONS)
    own = (name for each in functions for name in each)
    return ["get", *own, *library(), *library(PartnerRule)]
