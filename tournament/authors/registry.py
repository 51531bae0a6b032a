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

from tournament.authors.loading.folders import ON_ERROR, Loaded, OnError, judge, named, stop
from tournament.authors.loading.folders import WORDS as WORDS
from tournament.authors.loading.modules import K, plugins_of
from tournament.authors.loading.offers import Broken, distribution_of, entry_points, judged
from tournament.authors.loading.strangers import strangers
from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, DuplicateName, PluginError, PluginWarning
from tournament.interactive.shown import shown
from tournament.rules.checks import flag, one_of
from tournament.rules.checks import path as checked_path
from tournament.rules.reading import is_folder

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "tournament.strategies"
LIBRARY = "library"
"""The name of the library's entry point."""


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
    packages = [point.load() for point in own_offers() if point.name == LIBRARY]
    return merge(plugins_of(module, of) for package in packages for module in _modules(package))


@overload
def installed() -> dict[str, Strategy]: ...
@overload
def installed(of: type[K]) -> dict[str, K]: ...
def installed(of: Any = Strategy) -> Any:
    """Return the library and the strategies of installed distributions (entry points of group
    `tournament.strategies`).

    An entry point names a module or a package, whose strategies are taken, or one strategy. What
    is broken is left out with a warning, once in a process; `broken` returns it.
    """
    found = {plugin.name: plugin for plugin in _others()[0] if isinstance(plugin, of)}
    return {**library(of), **found}


def broken() -> list[Broken]:
    """Return what other distributions offer and what is broken, with the reasons.

    `str()` of each is one sentence. The first call in a process imports what is offered, and warns.
    """
    return [*entry_points(GROUP)[1], *_others()[1]]


def _others() -> tuple[tuple[Plugin, ...], tuple[Broken, ...]]:
    return judged(offers(), _taken)


def _taken() -> list[Plugin]:
    return [*library().values(), *library(PartnerRule).values()]


def offers(group: str = GROUP) -> "tuple[EntryPoint, ...]":
    """Return the entry points of other distributions, looked for once in a process."""
    return tuple(point for point in entry_points(group)[0] if not _is_own(point))


@cache
def own_offers(group: str = GROUP) -> "tuple[EntryPoint, ...]":
    """Return the entry points of this distribution.

    In a checkout they are read where they are defined, in `pyproject.toml`. A checkout may run
    without having been installed, or beside an older installation, and then no metadata tell what
    this code offers. Installed code has no `pyproject.toml` beside it, and has metadata.
    """
    from importlib.metadata import EntryPoint

    file = Path(__file__).parents[2] / "pyproject.toml"
    if file.is_file():
        import tomllib

        project = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {})
        if project.get("name") == "tournament":
            named = project["entry-points"].get(group, {})
            return tuple(EntryPoint(name, value, group) for name, value in named.items())
    return tuple(filter(_is_own, entry_points(group)[0]))


def _is_own(point: "EntryPoint") -> bool:
    return point.dist is not None and distribution_of(point) == "tournament"


def _modules(package: ModuleType) -> list[ModuleType]:
    """Return a module; of a package also all modules within it."""
    inside = pkgutil.walk_packages(getattr(package, "__path__", ()), f"{package.__name__}.")
    return [package, *(import_module(name) for name in sorted(found.name for found in inside))]


# -- files -----------------------------------------------------------------------------------------


@overload
def load(
    path: str | Path, *, on_error: OnError = "stop", trusted: bool = True
) -> list[Strategy]: ...
@overload
def load(
    path: str | Path, of: type[K], *, on_error: OnError = "stop", trusted: bool = True
) -> list[K]: ...
@overload
def load(
    path: str | Path, *, kind: type[K], on_error: OnError = "stop", trusted: bool = True
) -> list[K]: ...
def load(
    path: str | Path,
    of: Any = Strategy,
    *,
    kind: Any = None,
    on_error: OnError = "stop",
    trusted: bool = True,
) -> Any:
    r"""Return the strategies of a Python file, or of all Python files of a folder.

    Parameters
    ----------
    path
        The file or folder. Files whose names begin with an underscore are helpers and do not count.
    of
        What to look for: `Strategy`, or `PartnerRule`.
    kind
        The old name of `of`.
    on_error
        What happens when a file cannot be loaded, or a name is taken. "stop" raises. "withdraw"
        goes on without these and warns once. A tournament or season that gets the list as its
        players notes them in `manifest["failures"]`.
    trusted
        Whether whoever wrote the files is trusted. Importing a file runs it. Files that are not
        trusted are read first, and refused if they do more than define rules; see
        `docs/explanation/security.md`.

    Raises
    ------
    PluginError
        When the path does not exist, a file cannot be read or run, or holds no strategy. If several
        files are broken, the sentence names them all.
    DuplicateName
        When a file of a folder defines a name that another file or the library has.

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
    on_error = one_of("on_error", on_error, ON_ERROR)
    if not any(of is kind for kind in WORDS):
        raise ArgumentError(f"`of` must be Strategy or PartnerRule; got {shown(of)}.")
    place = checked_path("path", path)
    taken = _taken() if is_folder(place) else []
    with strangers(not flag("trusted", trusted)):
        files = judge([place], of, taken)
    if on_error == "stop":
        stop(files, [place])
    found = Loaded(merge(each.plugins for each in files).values(), files)
    wrong = [each for each in files if each.faults]
    if not found:
        word, _, how = WORDS[of]
        why = f"; these are broken: {named(wrong)}" if wrong else f"; write {how}"
        raise PluginError(f"{path}: no file of the folder defines a {word}{why}.")
    if wrong:
        few = f"{len(wrong)} of {len(files)} files are"
        few = few if len(files) > 1 else "The file is"
        text = f"{few} left out, or some of their strategies: {named(wrong)}"
        warn(f"{text} ({found.left_out[0]}).", PluginWarning, stacklevel=2)
    return found


def merge(groups: Iterable[Iterable[K]]) -> dict[str, K]:
    """Return plugins by name; refuse two different ones of one name, naming both files."""
    merged: dict[str, K] = {}
    for group in groups:
        for plugin in group:
            other = merged.setdefault(plugin.name, plugin)
            if other is not plugin and other != plugin:
                raise DuplicateName(
                    f"Two {WORDS[type(plugin)][1]} are named {shown(plugin.name)}: in"
                    f" {_file(other)}"
                    f" and in {_file(plugin)}; rename one."
                )
    return merged


def _file(plugin: Plugin) -> str:
    code = plugin.rule.__code__
    return f"{code.co_filename}:{code.co_firstlineno}"
