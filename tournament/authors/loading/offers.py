"""What other distributions offer by their entry points: the good plugins, and what is broken.

Nobody who starts a tournament has asked for the code of another distribution. So a distribution
that is broken is left out with one warning in a process, and all others play.
"""

import pkgutil
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from tournament.authors.loading.contained import contained
from tournament.authors.loading.modules import plugins_of, said_by
from tournament.authors.plugin import Plugin
from tournament.errors import PluginError, PluginWarning, folded
from tournament.interactive.shown import kind_of, shown

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

MOST_QUOTED = 60


class Broken(NamedTuple):
    """Something that a distribution offers and that is broken.

    distribution
        Its name.
    entry
        The entry point as it is written: `name = package.module`; empty where it cannot be read.
    reason
        What is wrong, as the rest of a sentence.
    left_out
        What is left out; empty for what plays all the same.
    """

    distribution: str
    entry: str
    reason: str
    left_out: str = "it"

    @property
    def said(self) -> str:
        """The distribution, what is wrong, and what follows."""
        what = f" offers `{self.entry}`, but" if self.entry else ":"
        then = f"; {self.left_out} is left out" if self.left_out else ""
        return f"The distribution {shown(self.distribution)}{what} {self.reason}{then}."

    @property
    def advice(self) -> str:
        """What to do."""
        return f"Tell its authors, or remove it: pip uninstall {self.distribution}."

    def __str__(self) -> str:
        """Return what is wrong, and what to do."""
        return f"{self.said} {self.advice}"


class Offered(NamedTuple):
    """What distributions offer: plugins that may play, and what is broken."""

    plugins: tuple[Plugin, ...]
    broken: tuple[Broken, ...]


@cache
def entry_points(group: str) -> "tuple[tuple[EntryPoint, ...], tuple[Broken, ...]]":
    """Return the entry points of a group, and the distributions whose own cannot be read.

    They are looked for once in a process, and a warning says what cannot be read.

    Parameters
    ----------
    group
        The name of the group.
    """
    from importlib import metadata

    try:
        return tuple(metadata.entry_points(group=group)), ()
    except Exception:  # one file that cannot be read hides all others: ask them one by one
        points, broken = _one_by_one(group)
    _warn(broken)
    return points, broken


def _one_by_one(group: str) -> "tuple[tuple[EntryPoint, ...], tuple[Broken, ...]]":
    from importlib import metadata

    points: dict[str, tuple[EntryPoint, ...]] = {}  # the first of a name hides the others
    broken: list[Broken] = []
    for distribution in metadata.distributions():
        name = _name(distribution) or "?"
        try:
            mine = tuple(point for point in distribution.entry_points if point.group == group)
            points.setdefault(name, mine)
        except Exception as error:
            broken.append(Broken(name, "", f"its entry points cannot be read ({said_by(error)})"))
    return tuple(point for mine in points.values() for point in mine), tuple(broken)


def distribution_of(point: "EntryPoint") -> str:
    """Return the name of the distribution of an entry point; of unnamed ones the package."""
    name = _name(point.dist) if point.dist is not None else ""
    return name or point.value.partition(":")[0].partition(".")[0]


@cache
def _name(distribution: "Distribution") -> str:
    """Return the name in the metadata of a distribution; none where there is none.

    It is read once, because to read it takes as long as a small tournament.
    """
    try:
        metadata = distribution.metadata
        return str(metadata["Name"] or "") if "Name" in metadata else ""
    except Exception:  # metadata that cannot be read
        return ""


@cache
def judged(
    points: "tuple[EntryPoint, ...]", taken: Callable[[], Iterable[Plugin]]
) -> tuple[tuple[Plugin, ...], tuple[Broken, ...]]:
    """Return the plugins that entry points offer, and what is broken; warn of what is broken.

    It is found out once in a process.

    Parameters
    ----------
    points
        Entry points; of two that define one name the first keeps it.
    taken
        The plugins whose names are taken.
    """
    if not points:
        return (), ()
    given = [*taken()]
    known = {(type(p), folded(alias)): p for p in given for alias in p.aliases}
    known |= {(type(p), folded(p.name)): p for p in given}
    plugins: list[Plugin] = []
    broken: list[Broken] = []
    for point in sorted(points, key=lambda p: (distribution_of(p), p.name)):
        entry, distribution = f"{point.name} = {point.value}", distribution_of(point)
        for found in _found(point):
            if isinstance(found, Plugin):
                other = known.setdefault((type(found), folded(found.name)), found)
                if other is found or other == found:
                    plugins.append(_without_aliases(found, known))
                    continue
                where = f"{other.module} ({other.location})"
                reason = f"the name {shown(found.name)} is taken, by {where}"
                found = reason, f"{found.name} of {found.module}"
            broken.append(Broken(distribution, entry, *found))
    _warn(broken)
    return tuple(plugins), tuple(broken)


@cache
def thing_of(point: "EntryPoint") -> object:
    """Return what an entry point of any group names; None, with a warning, if it is broken.

    Parameters
    ----------
    point
        An entry point of another distribution.
    """
    try:
        with contained():
            return point.load()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        reason = f"it does not load: {_place(error)}{said_by(error).rstrip('.')}"
        entry = f"{point.name} = {point.value}"
        _warn([Broken(distribution_of(point), entry, reason)])
        return None


def _without_aliases(plugin: Plugin, known: dict[tuple[type[Plugin], str], Plugin]) -> Plugin:
    """Return a plugin whose aliases mean nobody else: `TFT` stays the library's."""
    other = [alias for alias in plugin.aliases if (type(plugin), folded(alias)) in known]
    vars(plugin)["aliases"] = tuple(alias for alias in plugin.aliases if alias not in other)
    return plugin


def _warn(broken: Iterable[Broken]) -> None:
    """Warn once of each distribution."""
    by: dict[str, list[Broken]] = {}
    for each in broken:
        by.setdefault(each.distribution, []).append(each)
    for first, *more in by.values():
        also = f" ({len(more)} more of its parts are broken.)" if more else ""
        warnings.warn(f"{first}{also}", PluginWarning, stacklevel=4)


def _found(point: "EntryPoint") -> Iterator[Plugin | tuple[str, str]]:
    """Yield the plugins of an entry point; and of what is broken the reason, and what is left out.

    Each module is imported for itself: one that is broken leaves the others.
    """
    names, silent = [""], True
    while names:
        name = names.pop(0)
        what = f"the module {name}" if name else "it"
        try:
            with contained() as said:
                thing = import_module(name) if name else point.load()
                found = _plugins(thing)
                names += sorted(_within(thing))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            yield f"{what} does not load: {_place(error)}{said_by(error).rstrip('.')}", what
            silent = False
            continue
        if said.text:
            yield f"{what} prints when it is imported: {shown(said.text, MOST_QUOTED)}", ""
        silent = silent and not found
        yield from found
    if silent:
        yield "there is no strategy in it", "it"


def _plugins(thing: object) -> list[Plugin]:
    if isinstance(thing, Plugin):
        return [thing]
    if isinstance(thing, ModuleType):
        return plugins_of(thing, Plugin)
    what = getattr(thing, "__name__", None) or thing
    raise PluginError(
        f"{shown(what, MOST_QUOTED)} is a {kind_of(thing)}, and must be a module, a package or a"
        " function below @strategy"
    )


def _within(thing: object) -> list[str]:
    """Return the names of the modules of a package."""
    path = getattr(thing, "__path__", ()) if isinstance(thing, ModuleType) else ()
    start = f"{getattr(thing, '__name__', '')}."
    return [module.name for module in pkgutil.iter_modules(path, start)]


def _place(error: BaseException) -> str:
    """Return where an error was raised, outside of Python's own import."""
    if isinstance(error, PluginError):
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    files = [f for f in frames if not f.filename.startswith("<frozen") and "importlib" not in f[0]]
    if isinstance(error, SyntaxError) and error.filename:
        return f"{Path(error.filename).name}:{error.lineno}: "
    if not files or Path(files[-1].filename) == Path(__file__):
        return ""
    return f"{Path(files[-1].filename).name}:{files[-1].lineno}: "
