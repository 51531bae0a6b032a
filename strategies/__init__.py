"""The library: one file per family, one function per rule, no list anywhere.

>>> import strategies
>>> strategies.tit_for_tat
tit_for_tat
"""

from importlib import import_module
from typing import Any

from tournament.registry import find, installed, library
from tournament.season.partners import PartnerRule


def get(name: str) -> Any:
    """Return the strategy with this name, from the library or an installed plugin.

    A partner rule, if no strategy has the name.

    Raises
    ------
    tournament.errors.UnknownName
        With the nearest name there is.
    """
    rules = installed(PartnerRule)
    return rules[name] if name in rules else find(name)


def __getattr__(name: str) -> Any:
    """Find a strategy, or a function of `groups`, when it is first asked for, and keep it."""
    if not name.startswith("_"):
        # not `from strategies import groups`, which would ask here again
        groups = import_module("strategies.groups")
        known = {**library(), **library(PartnerRule)}
        known |= {each: getattr(groups, each) for each in groups.__all__}
        if name in known:
            return globals().setdefault(name, known[name])
    raise AttributeError(f"module 'strategies' has no attribute {name!r}")


def __dir__() -> list[str]:
    names = import_module("strategies.groups").__all__
    return ["get", *names, *library(), *library(PartnerRule)]
