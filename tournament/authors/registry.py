"""Find strategies and partner rules: in installed distributions, in files and folders.

Registration is finding the file: every strategy that a module defines at its top level counts. A
strategy made by calling another (`extort_2 = memory_one(...).named("extort_2")`) counts when it
carries a name of its own. The functions here find plugins `of` one class: strategies, if nothing
is said.

The library has no place of its own here. It offers itself through an entry point, as other
distributions do.
"""

import pkgutil
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, overload
from warnings import warn

from tournament.authors.loading.modules import K, module_of, plugins_of
from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.errors import DuplicateName, PluginError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "tournament.strategies"
LIBRARY = "library"
"""The name of the library's entry point."""
WORDS = {
    Strategy: ("strategy", "strategies", "@strategy above `def rule(me, opponent):`"),
    PartnerRule: ("partner rule", "partner rules", "@partner_rule above `def rate(me, friend):`"),
    Plugin: ("strategy or partner rule", "plugins", "@strategy above `def rule(me, opponent):`"),
}
"""What a class of plugins is called, one and many, and how one is written."""


# -- what is installed -----------------------------------------------------------------------------


@overload
def library() -> dict[str, Strategy]: ...
@overload
def library(of: type[K]) -> dict[str, K]: ...
def library(of: Any = Strategy) -> Any:
    """Return the strategies of the library, by name."""
    return dict(_library(of))


@cache
def _library(of: type[K]) -> dict[str, K]:
    return merge([_offered(point, of) for point in own_offers() if point.name == LIBRARY])


@overload
def installed() -> dict[str, Strategy]: ...
@overload
def installed(of: type[K]) -> dict[str, K]: ...
def installed(of: Any = Strategy) -> Any:
    """Return the library and the strategies of installed distributions (entry points of group
    `tournament.strategies`).

    An entry point names a module or a package, whose strategies are taken, or one strategy.
    """
    return merge([library(of).values(), *(_offered(point, of) for point in offers())])


@cache
def offers() -> "tuple[EntryPoint, ...]":
    """Return the entry points of other distributions, looked for once in a process."""
    from importlib.metadata import entry_points

    return tuple(point for point in entry_points(group=GROUP) if not _is_own(point))


@cache
def own_offers() -> "tuple[EntryPoint, ...]":
    """Return the entry points of this distribution.

    In a checkout they are read where they are defined, in `pyproject.toml`. A checkout may run
    without having been installed, or beside an older installation, and then no metadata tell what
    this code offers. Installed code has no `pyproject.toml` beside it, and has metadata.
    """
    from importlib.metadata import EntryPoint, entry_points

    file = Path(__file__).parents[2] / "pyproject.toml"
    if file.is_file():
        import tomllib

        project = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {})
        if project.get("name") == "tournament":
            named = project["entry-points"][GROUP]
            return tuple(EntryPoint(name, value, GROUP) for name, value in named.items())
    return tuple(filter(_is_own, entry_points(group=GROUP)))


def _is_own(point: "EntryPoint") -> bool:
    return point.dist is not None and point.dist.name == "tournament"


def _offered(point: "EntryPoint", of: type[K]) -> list[K]:
    try:
        thing = point.load()
    except Exception as error:
        raise PluginError(
            f"The entry point {point.name!r} = {point.value!r} does not load: {error!r}."
        ) from error
    if isinstance(thing, Plugin):
        return [thing] if isinstance(thing, of) else []
    return [plugin for module in _modules(thing) for plugin in plugins_of(module, of)]


def _modules(package: ModuleType) -> list[ModuleType]:
    """Return a module; of a package also all modules within it."""
    inside = pkgutil.walk_packages(getattr(package, "__path__", ()), f"{package.__name__}.")
    return [package, *(import_module(name) for name in sorted(found.name for found in inside))]


# -- files -----------------------------------------------------------------------------------------


@overload
def load(path: str | Path) -> list[Strategy]: ...
@overload
def load(path: str | Path, of: type[K]) -> list[K]: ...
@overload
def load(path: str | Path, *, kind: type[K]) -> list[K]: ...
def load(path: str | Path, of: Any = Strategy, *, kind: Any = None) -> Any:
    r"""Return the strategies of a Python file, or of all Python files of a folder.

    Parameters
    ----------
    path
        The file or folder. Files whose names begin with an underscore do not count.
    of
        What to look for: `Strategy`, or `PartnerRule`.
    kind
        The old name of `of`.

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
    >>> text = "from tournament import C, strategy\n@strategy\ndef nice(me, opponent): return C"
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "my_rules.py"
    ...     _ = file.write_text(text)
    ...     print([rule.name for rule in load(file)])
    ['nice']
    """
    if kind is not None:
        warn("`kind` of load is called `of` now.", DeprecationWarning, stacklevel=2)
        of = kind
    place = Path(path)
    word, _, how = WORDS[of]
    if not place.exists():
        raise PluginError(f"{place}: there is no such file or folder.")
    files = [place]
    if place.is_dir():
        files = sorted(f for f in place.glob("*.py") if not f.name.startswith("_"))
        if not files:
            raise PluginError(f"{place}: the folder has no Python files (*.py).")
    found = list(merge(plugins_of(module_of(file), of) for file in files).values())
    if found:
        return found
    if place.is_dir():
        raise PluginError(f"{place}: no file of the folder defines a {word}; write {how}.")
    if of is Strategy and plugins_of(module_of(place), PartnerRule):
        how = "here are partner rules, which tournament.load(path, PartnerRule) loads"
        raise PluginError(f"{place}: the file defines no {word}; {how}.")
    raise PluginError(f"{place}: the file defines no {word}; write {how}.")


def merge(groups: Iterable[Iterable[K]]) -> dict[str, K]:
    """Return plugins by name; refuse two different ones of one name, naming both files."""
    merged: dict[str, K] = {}
    for group in groups:
        for plugin in group:
            other = merged.setdefault(plugin.name, plugin)
            if other is not plugin and other != plugin:
                raise DuplicateName(
                    f"Two {WORDS[type(plugin)][1]} are named {plugin.name!r}: in {_file(other)}"
                    f" and in {_file(plugin)}; rename one."
                )
    return merged


def _file(plugin: Plugin) -> str:
    code = plugin.rule.__code__
    return f"{code.co_filename}:{code.co_firstlineno}"
