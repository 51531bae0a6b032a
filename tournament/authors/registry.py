"""Find strategies and partner rules: in the library, in installed distributions, in files and
folders; look them up by name.

Registration is finding the file: every strategy that a module defines at its top level counts. A
strategy made by calling another (`extort_2 = memory_one(...).named("extort_2")`) counts when it
carries a name of its own. Every function here takes the `kind` of plugin that is wanted.
"""

import hashlib
import importlib
import importlib.util
import linecache
import pkgutil
import sys
import traceback
from collections.abc import Iterable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from tournament.authors.partners import PartnerRule
from tournament.authors.strategy import Label, Plugin, Strategy
from tournament.errors import DuplicateName, PluginError, UnknownName, suggestion

ENTRY_POINTS = "tournament.strategies"
_PREFIX = "tournament_plugin_"
_WORDS = {
    Strategy: ("strategy", "strategies", "@strategy above `def rule(me, opponent):`"),
    PartnerRule: ("partner rule", "partner rules", "@partner_rule above `def rate(me, friend):`"),
    Plugin: ("strategy or partner rule", "plugins", "@strategy above `def rule(me, opponent):`"),
}

K = TypeVar("K", bound=Plugin)


def library(kind: type[Any] = Strategy) -> dict[str, Any]:
    """Return the strategies of the package `strategies`, by name."""
    return dict(_library(kind))  # type: ignore[arg-type]  # classes are hashable


@cache
def _library(kind: Any) -> dict[str, Any]:
    import strategies

    modules = sorted(m.name for m in pkgutil.walk_packages(strategies.__path__, "strategies."))
    return merge(_plugins(importlib.import_module(name), kind) for name in modules)


def installed(kind: type[Any] = Strategy) -> dict[str, Any]:
    """Return the library and the strategies of installed distributions (entry points of group
    `tournament.strategies`).

    An entry point names a module, whose strategies are taken, or one strategy.
    """
    found: list[Iterable[Any]] = [library(kind).values()]
    for point in offers():
        try:
            thing = point.load()
        except Exception as error:
            raise PluginError(
                f"The entry point {point.name!r} = {point.value!r} does not load: {error!r}."
            ) from error
        own = [thing] if isinstance(thing, Plugin) else _plugins(thing, kind)
        found.append([plugin for plugin in own if isinstance(plugin, kind)])
    return merge(found)


@cache
def offers() -> tuple[EntryPoint, ...]:
    """Return the entry points of installed distributions, looked for once in a process."""
    return tuple(entry_points(group=ENTRY_POINTS))


def load(path: str | Path, kind: type[Any] = Strategy) -> list[Any]:
    """Return the strategies of a Python file, or of all Python files of a folder.

    Raises
    ------
    PluginError
        When the path does not exist, a file cannot be read or run, or holds no strategy.
    DuplicateName
        When two files of the folder define the same name.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> text = "from tournament import C, strategy\\n@strategy\\ndef nice(me, opponent): return C"
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "my_rules.py"
    ...     _ = file.write_text(text)
    ...     print([rule.name for rule in load(file)])
    ['nice']
    """
    where = Path(path)
    word, _, how = _WORDS[kind]
    if where.is_dir():
        files = sorted(f for f in where.glob("*.py") if not f.name.startswith("_"))
        if not files:
            raise PluginError(f"{where}: the folder has no Python files (*.py).")
        found = list(merge(_plugins(_module(file), kind) for file in files).values())
        if not found:
            raise PluginError(f"{where}: no file of the folder defines a {word}; write {how}.")
        return found
    if not where.exists():
        raise PluginError(f"{where}: there is no such file or folder.")
    found = _plugins(_module(where), kind)
    if not found:
        if kind is Strategy and _plugins(_module(where), PartnerRule):
            how = "here are partner rules, which tournament.load(path, PartnerRule) loads"
            raise PluginError(f"{where}: the file defines no {word}; {how}.")
        raise PluginError(f"{where}: the file defines no {word}; write {how}.")
    return list(merge([found]).values())


def find(name: str, extra: Iterable[Plugin] = (), kind: type[Any] = Strategy) -> Any:
    """Return the strategy with this name, from `extra`, the library and installed distributions.

    Raises
    ------
    UnknownName
        With the nearest name there is.
    """
    known = merge([list(extra), installed(kind).values()])
    if name not in known:
        raise UnknownName(f"No {_WORDS[kind][0]} is named {name!r}.{suggestion(name, list(known))}")
    return known[name]


def restore(
    module: str, file: str, rule: str, code: str, parameters: dict[str, Any], label: Label | None
) -> Plugin:
    """Return a plugin that was pickled: its module is imported, or its file loaded, again.

    Raises
    ------
    PluginError
        When the rule is not at the top level of its file, or is no longer the same code.
    """
    if module.startswith(_PREFIX):
        base = getattr(_module(Path(file)), rule)
    else:
        base = getattr(importlib.import_module(module), rule, None)
    if not isinstance(base, Plugin):
        raise PluginError(
            f"{Path(file).name}: {rule} cannot be sent to another process; define it at the top"
            " level of a file."
        )
    if base.rule_code != code:
        raise PluginError(f"{Path(file).name}: {rule} was edited while it played; play again.")
    return base._with(parameters=parameters, label=label)


def _plugins(module: ModuleType, kind: type[K]) -> list[K]:
    """Return what a module defines itself: its rules, and variants that it named."""
    return [
        value
        for value in {id(v): v for v in vars(module).values() if isinstance(v, kind)}.values()
        if value.module == module.__name__ and (value.label or value.name == value.rule.__name__)
    ]


def merge(groups: Iterable[Iterable[K]]) -> dict[str, K]:
    """Return plugins by name; refuse two different ones of one name, naming both files."""
    merged: dict[str, K] = {}
    for group in groups:
        for plugin in group:
            other = merged.setdefault(plugin.name, plugin)
            if other is not plugin and other != plugin:
                raise DuplicateName(
                    f"Two {_WORDS[type(plugin)][1]} are named {plugin.name!r}: in {_file(other)}"
                    f" and in {_file(plugin)}; rename one."
                )
    return merged


def _file(plugin: Plugin) -> str:
    code = plugin.rule.__code__
    return f"{code.co_filename}:{code.co_firstlineno}"


def _module(file: Path) -> ModuleType:
    """Return the file as a module: loaded again whenever its text has changed."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise PluginError(f"{file}: the file cannot be read: {reason}.") from None
    full = str(file.resolve())
    name = _PREFIX + hashlib.blake2b(f"{full}\n{text}".encode(), digest_size=8).hexdigest()
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
        if isinstance(error, SyntaxError):
            raise PluginError(
                f"{file.name}:{error.lineno}: the file is not valid Python: {error.msg}."
            ) from None
        lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == full]
        said = " ".join(str(error).split())
        if isinstance(error, TypeError) and said.startswith(f"{file.name}:"):
            raise PluginError(said) from None
        raise PluginError(
            f"{file.name}:{lines[-1] if lines else 1}: the file cannot be run:"
            f" {type(error).__name__}: {said}"
        ) from error
    return module
