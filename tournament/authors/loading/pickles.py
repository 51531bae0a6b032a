"""From a plugin to a pickle and back.

A pickle of a plugin holds no code. It says where the rule is defined, and what is special about
this variant. Whoever reads the pickle imports the module, or runs the file, again.
"""

import copyreg
import importlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from platform import node
from typing import Any, NamedTuple

from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.errors import PluginError
from tournament.interactive.shown import shown


class Origin(NamedTuple):
    """Where a rule is defined, and the hash of its code."""

    module: str
    file: str
    rule: str
    code: str


def reduced(plugin: Plugin) -> tuple[Any, ...]:
    """Return what a pickle keeps of a plugin: its origin, and what a variant has of its own."""
    rule = plugin.rule
    origin = Origin(rule.__module__, rule.__code__.co_filename, rule.__name__, plugin.rule_code)
    own: dict[str, Any] = {"parameters": plugin.parameters, "label": plugin.label}
    if isinstance(plugin, Strategy):
        own["team"] = plugin.members
    if isinstance(plugin, PartnerRule):
        own["per_friend"] = plugin.per_friend
    return restore, (origin, own)


def restore(
    origin: Origin, own: dict[str, Any], places: Mapping[str, Path] | None = None
) -> Plugin:
    """Return a plugin that was pickled: its module is imported, or its file run, again.

    Parameters
    ----------
    origin, own
        What `reduced` returned.
    places
        Where files are now, by the path that they had.

    Raises
    ------
    PluginError
        When the module cannot be imported here, the rule is not at the top level of its file, or
        it is no longer the same code.
    """
    from tournament.authors.loading.modules import PREFIX, module_of

    file = (places or {}).get(origin.file, Path(origin.file))
    if origin.module.startswith(PREFIX):
        base = getattr(module_of(file), origin.rule, None)
    else:
        base = getattr(_imported(origin), origin.rule, None)
    if not isinstance(base, Plugin):
        raise PluginError(
            f"{file.name}: {origin.rule} cannot be sent to another process; define it at the top"
            " level of a file."
        )
    if base.rule_code != origin.code:
        raise PluginError(f"{file.name}: {origin.rule} was edited while it played; play again.")
    return replace(base, **own)


def _imported(origin: Origin) -> Any:
    try:
        return importlib.import_module(origin.module)
    except ImportError as error:
        name = shown(origin.module)
        raise PluginError(
            f"{origin.rule}: the module {name} cannot be imported where it should play, on"
            f" {node()}; install it there, or give the path of its file in place of the module."
        ) from error


for _plugin_type in (Strategy, PartnerRule):
    copyreg.pickle(_plugin_type, reduced)
