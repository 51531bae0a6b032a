"""The library: one file per family, one function per rule, no list anywhere.

>>> import strategies
>>> strategies.tit_for_tat
tit_for_tat
"""

from importlib import import_module
from typing import Any

from tournament.authors.partners import PartnerRule
from tournament.authors.registry import installed, library
from tournament.authors.resolve import name_of, named
from tournament.authors.strategy import Strategy
from tournament.errors import UnknownName
from tournament.rules.checks import text

FUNCTIONS = (
    "contents.groups",
    "contents.automata",
    "contents.catalogue",
    "contents.axelrod_python",
    "contents.linear_relations",
)
"""The modules with functions about strategies, which their `__all__` names."""


def get(name: str) -> Strategy | PartnerRule:
    """Return the strategy with this name or alias, from the library or an installed plugin.

    A partner rule, if no strategy has the name. Parameters may follow the name.

    Raises
    ------
    tournament.errors.UnknownName
        With the nearest name there is.

    Examples
    --------
    >>> get("TFT"), get("anyone"), get("random_player(p=0.8)")
    (tit_for_tat, anyone, random_player(p=0.8))
    """
    name = text("name", name, "the name of a strategy")
    return named(name, {**installed(PartnerRule), **installed()})


def __getattr__(name: str) -> Any:
    """Find a strategy, or a function about them, when it is first asked for, and keep it."""
    if not name.startswith("_"):
        for file in FUNCTIONS:
            # not `from strategies import ...`, which would ask here again
            module = import_module(f"strategies.{file}")
            if name in module.__all__:
                return globals().setdefault(name, getattr(module, name))
        known = {**library(PartnerRule), **library()}
        if name in known:
            return globals().setdefault(name, known[name])
        raise AttributeError(f"module 'strategies' has no attribute {name!r}{_hint(name, known)}")
    raise AttributeError(f"module 'strategies' has no attribute {name!r}")


def _hint(name: str, known: dict[str, Any]) -> str:
    """Return what to write where an alias was asked for as an attribute."""
    try:
        found = name_of(name, known)
    except UnknownName as error:
        return f"; {error}"
    return f"; write strategies.{found}, or strategies.get({name!r})" if found else ""


def __dir__() -> list[str]:
    functions = (import_module(f"strategies.{module}").__all__ for module in FUNCTIONS)
    own = (name for each in functions for name in each)
    return ["get", *own, *library(), *library(PartnerRule)]
