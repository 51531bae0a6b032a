"""The door: a rule is read here before it plays, by the referee, the compiler and `check` alike.

First the law: what a rule may name. Then what it does with moves, views and arrays that are not its
own. Both say the same of the same rule, wherever it is to be played.
"""

from functools import lru_cache

import numpy as np

from tournament.authors.law.code import Fault, faults
from tournament.authors.law.frozen import frozen
from tournament.authors.moves.source import Known, misuse
from tournament.authors.parameters import Rule
from tournament.authors.plugin import Plugin
from tournament.authors.vocabulary import View
from tournament.errors import PluginError

Views = tuple[View, View]


def admit(plugin: Plugin, views: Views, called: str = "", player: str = "") -> Rule:
    """Return the rule as plain Python plays it, or refuse it for what it does.

    Parameters
    ----------
    views
        What the rule's first two arguments are.
    called, player
        What the rule and its player are called in the error, if not by the plugin's name.

    Raises
    ------
    PluginError
        With the file and line of the first fault.
    """
    fault = _first(plugin.rule, views, known(plugin), plain=plugin.plain)
    if fault is not None:
        where = f"{fault.file}:{fault.line}: {called or plugin.name}"
        raise PluginError(f"{where} {fault.sentence}", player or plugin.name)
    return frozen(plugin.rule, plain=plugin.plain)


def known(plugin: Plugin) -> Known:
    """Return what is known of a rule besides its source."""
    memory = {key: np.asarray(value) for key, value in getattr(plugin, "memory", {}).items()}
    return Known(
        memory=frozenset(memory),
        flags=frozenset(key for key, value in memory.items() if value.dtype.kind == "b"),
        rows=frozenset(key for key, value in memory.items() if value.ndim),
        arrays=tuple((key, np.ndim(v)) for key, v in plugin.parameters.items() if np.ndim(v)),
        has_members=getattr(plugin, "history", None) is not None,
    )


@lru_cache(maxsize=4096)
def _first(rule: Rule, views: Views, known: Known, *, plain: bool) -> Fault | None:
    """Return what is wrong with a rule; of several things the one that explains most."""
    found = faults(rule, views[0], known.memory, plain=plain)
    of_law = next((fault for fault in found if not fault.vague), None)
    of_moves = None if of_law else misuse(rule, views, known)
    return of_law or (Fault(*of_moves) if of_moves else next(iter(found), None))
