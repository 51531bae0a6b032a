"""Files and folders of plugins: every file is judged, and what is wrong with one harms no other.

A folder means its files `*.py`. Files whose names begin with an underscore are helpers and do not
count. Names are given in the order of the files: the library comes first, and of two files that
define one name the first keeps it.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self, TypeVar

from tournament.authors.loading.modules import module_of, plugins_of
from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.errors import DuplicateName, PluginError, TournamentError
from tournament.interactive.shell import joined
from tournament.interactive.shown import shown
from tournament.rules.reading import is_file, is_folder, is_there

T = TypeVar("T")
OnError = Literal["stop", "withdraw"]
ON_ERROR: tuple[OnError, ...] = ("stop", "withdraw")
WORDS: dict[type[Plugin], tuple[str, str, str]] = {
    Strategy: ("strategy", "strategies", "@strategy above `def rule(me, opponent):`"),
    PartnerRule: ("partner rule", "partner rules", "@partner_rule above `def rate(me, friend):`"),
    Plugin: ("strategy or partner rule", "plugins", "@strategy above `def rule(me, opponent):`"),
}
"""What a class of plugins is called, one and many, and how one is written."""
MOST_NAMED = 110
"""How many letters the list of broken files may have in a sentence."""


class Judged(NamedTuple):
    """A file, the plugins that it gives, and what is wrong with the file or with some of them."""

    file: Path
    plugins: tuple[Plugin, ...]
    faults: tuple[TournamentError, ...] = ()

    def told(self) -> list[tuple[int | None, str]]:
        """Return the line and the sentence of each fault; the line is None where none is known."""
        found: list[tuple[int | None, str]] = []
        for fault in self.faults:
            place = re.match(rf"(?:.*[/\\])?{re.escape(self.file.name)}:(\d+)?:? *", str(fault))
            text = str(fault)[place.end() :] if place else str(fault)
            found.append((int(place[1]) if place and place[1] else None, text))
        return found


class Loaded(list[T]):
    """Players or plugins, and who was left out of them.

    Attributes
    ----------
    judged
        The files that they come from, the broken ones among them.
    left_out
        Sentences: who was left out, and why. Events that get this list as their players say so.

    Examples
    --------
    >>> ([1] + Loaded([2], left_out=["b.py: 3 is broken."])).left_out
    ('b.py: 3 is broken.',)
    """

    def __init__(
        self,
        found: Iterable[T] = (),
        judged: Iterable[Judged] = (),
        left_out: Iterable[str] | None = None,
    ) -> None:
        super().__init__(found)
        self.judged = tuple(judged)
        told = (str(fault) for each in self.judged for fault in each.faults)
        self.left_out = tuple(told if left_out is None else left_out)

    def __add__(self, other: Any) -> Self:  # type: ignore[override]  # (of any list)
        """Return both lists as one, and who was left out of either."""
        return type(self)(
            list.__add__(self, other),
            (*self.judged, *getattr(other, "judged", ())),
            (*self.left_out, *left_out_of(other)),
        )

    def __radd__(self, other: Any) -> Self:
        """Return another list and this one as one list."""
        return type(self)(list.__add__(list(other), self), self.judged, self.left_out)


def left_out_of(players: Any) -> tuple[str, ...]:
    """Return the sentences of those that were left out when players were loaded."""
    return players.left_out if isinstance(players, Loaded) else ()


# -- judging ---------------------------------------------------------------------------------------


def files_of(path: str | Path) -> list[Path]:
    """Return a file, or the files of a folder that count.

    Raises
    ------
    PluginError
        When there is no such path, or it is neither a file nor a folder, or the folder has no
        Python files.
    """
    place = Path(path)
    if not is_there(place):
        raise PluginError(f"{place}: there is no such file or folder.")
    if not (is_file(place) or is_folder(place)):  # it might never end
        raise PluginError(f"{place}: it is neither a file nor a folder; give one of the two.")
    if not is_folder(place):
        return [place]
    files = sorted(file for file in place.glob("*.py") if not file.name.startswith("_"))
    if not files:
        raise PluginError(f"{place}: the folder has no Python files (*.py).")
    return files


def judge(
    paths: Iterable[str | Path], of: type[Plugin], taken: Iterable[Plugin] = ()
) -> list[Judged]:
    """Return what every file gives, and what is wrong with it.

    Parameters
    ----------
    paths
        Files and folders.
    of
        Which plugins are wanted. A file that was named must have one. In a folder it is enough if
        a file has any plugin.
    taken
        The plugins whose names are taken.

    Raises
    ------
    PluginError
        When there is no such path, or a folder has no Python files.
    """
    places: dict[Path, tuple[Path, bool]] = {}
    for path in paths:
        for file in files_of(path):
            places.setdefault(file.resolve(), (file, file != Path(path)))
    known = {
        (type(plugin), plugin.name): (plugin, f"{plugin.module} ({plugin.location})")
        for plugin in taken
    }
    judged = []
    for file, inside in places.values():
        try:
            found = _plugins(file, of, inside)
        except TournamentError as error:
            judged.append(Judged(file, (), (error,)))
            continue
        kept, faults = [], []
        for plugin in found:
            here = f"{file}:{plugin.rule.__code__.co_firstlineno}"
            other, where = known.setdefault((type(plugin), plugin.name), (plugin, here))
            if other is plugin or other == plugin:
                kept.append(plugin)
            else:
                faults.append(
                    DuplicateName(
                        f"{plugin.location}: the name {shown(plugin.name)} is taken, by {where};"
                        " rename one."
                    )
                )
        judged.append(Judged(file, tuple(kept), tuple(faults)))
    return judged


def _plugins(file: Path, of: type[Plugin], inside: bool) -> list[Plugin]:
    """Return the plugins of a file that are wanted."""
    found = plugins_of(module_of(file), Plugin)
    wanted = [plugin for plugin in found if isinstance(plugin, of)]
    word, _, how = WORDS[of]
    if wanted or (found and inside):
        return wanted
    if found and of is Strategy:
        how = "here are partner rules, which tournament.load(path, PartnerRule) loads"
        raise PluginError(f"{file}: the file defines no {word}; {how}.")
    if inside:
        raise PluginError(
            f"{file.name}: there is no {word} in it; write {how}, or begin the name of a helper"
            " with an underscore."
        )
    raise PluginError(f"{file}: the file defines no {word}; write {how}.")


# -- what follows ----------------------------------------------------------------------------------


def stop(judged: Sequence[Judged], paths: Iterable[str | Path]) -> None:
    """Raise what is wrong with files, if anything: one sentence that names all of them.

    Raises
    ------
    PluginError, DuplicateName
        Of a single fault its own sentence.
    """
    broken = [each for each in judged if each.faults]
    faults = [fault for each in broken for fault in each.faults]
    if len(faults) == 1:
        raise faults[0]
    if faults:
        words = joined(map(str, paths))
        words = words if len(words) <= 40 else "PATH"
        raise PluginError(
            f"{_many(len(broken), 'file')} of {len(judged)} cannot play: {named(broken)};"
            f" `tournament check {words}` says what is wrong, and on-error `withdraw` plays"
            " without them."
        )


def named(broken: Sequence[Judged]) -> str:
    """Return broken files by name and line, in at most about 110 letters.

    Parameters
    ----------
    broken
        Files with faults.

    Examples
    --------
    >>> fault = PluginError("a.py:3: it is broken.")
    >>> named([Judged(Path("a.py"), (), (fault,)), Judged(Path("b.py"), (), (fault,))])
    'a.py:3, b.py'
    """
    told: list[str] = []
    for each in broken:
        line = each.told()[0][0]
        text = f"{each.file.name}:{line}" if line else each.file.name
        if told and len(", ".join(told)) + len(text) > MOST_NAMED:
            return f"{', '.join(told)} and {len(broken) - len(told)} more"
        told.append(text)
    return ", ".join(told)


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
