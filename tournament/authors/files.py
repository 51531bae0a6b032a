"""From a file to its plugins, and from a plugin to a pickle and back.

A pickle of a plugin holds no code. It says where the rule is defined, and what is special about
this variant. Whoever reads the pickle imports the module, or runs the file, again.
"""

import copyreg
import hashlib
import importlib
import linecache
import sys
import traceback
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, TypeVar

from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.errors import PluginError

PREFIX = "tournament_plugin_"
K = TypeVar("K", bound=Plugin)


def plugins_of(module: ModuleType, of: type[K]) -> list[K]:
    """Return what a module defines itself: its rules, and variants that it named."""
    return [
        value
        for value in {id(v): v for v in vars(module).values() if isinstance(v, of)}.values()
        if value.module == module.__name__ and (value.label or value.name == value.rule.__name__)
    ]


def module_of(file: Path) -> ModuleType:
    """Return the file as a module: loaded again whenever its text has changed.

    Raises
    ------
    PluginError
        When the file cannot be read, or cannot be run; with file and line.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise PluginError(f"{file}: the file cannot be read: {reason}.") from None
    full = str(file.resolve())
    name = PREFIX + hashlib.blake2b(f"{full}\n{text}".encode(), digest_size=8).hexdigest()
    if name in sys.modules:
        return sys.modules[name]
    module = ModuleType(name)
    module.__file__ = full
    sys.modules[name] = module
    linecache.checkcache(full)
    try:
        exec(compile(text, full, "exec"), vars(module))
    except BaseException as error:
        del sys.modules[name]
        if isinstance(error, (KeyboardInterrupt, MemoryError)):
            raise
        raise _refusal(file, full, error) from error
    return module


def _refusal(file: Path, full: str, error: BaseException) -> PluginError:
    """Return why a file cannot be run, as one sentence."""
    if isinstance(error, SyntaxError):
        at = f"{file.name}:{error.lineno}"
        return PluginError(f"{at}: the file is not valid Python: {error.msg}.")
    said = " ".join(str(error).split())
    if isinstance(error, TypeError) and said.startswith(f"{file.name}:"):
        return PluginError(said)
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == full]
    return PluginError(
        f"{file.name}:{lines[-1] if lines else 1}: the file cannot be run: {type(error).__name__}:"
        f" {said}"
    )


# -- pickles ---------------------------------------------------------------------------------------


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
    file = Path(origin.file)
    if origin.module.startswith(PREFIX):
        base = getattr(module_of(file), origin.rule)
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
