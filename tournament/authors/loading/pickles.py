"""From a plugin to a pickle and back.

A pickle of a plugin holds no code. It says where the rule is defined, and what is special about
this variant. Whoever reads the pickle imports the module, or runs the file, again.
"""

import copyreg
import importlib
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.errors import PluginError


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


def restore(origin: Origin, own: dict[str, Any]) -> Plugin:
    """Return a plugin that was pickled: its module is imported, or its file run, again.

    Raises
    ------
    PluginError
        When the rule is not at the top level of its file, or is no longer the same code.
    """
    from tournament.authors.loading.modules import PREFIX, module_of

    file = Path(origin.file)
    if origin.module.startswith(PREFIX):
        base = getattr(module_of(file), origin.rule, None)
    else:
        base = getattr(importlib.import_module(origin.module), origin.rule, None)
    if not isinstance(base, Plugin):
        raise PluginError(
            f"{file.name}: {origin.rule} cannot be sent to another process; define it at the top"
            " level of a file."
        )
    if base.rule_code != origin.code:
        raise PluginError(f"{file.name}: {origin.rule} was edited while it played; play again.")
    return replace(base, **own)


for _plugin_type in (Strategy, PartnerRule):
    copyreg.pickle(_plugin_type, reduced)
