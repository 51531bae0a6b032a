"""Which rules of an event come from files of the user, so that the event can be played again.

A path is kept relative to the folder in which the event was played, if the file is below. So a
folder with rules and results can move.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypedDict

from tournament.authors.loading.modules import MOST, PREFIX, digest_of, plugins_of
from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.registry import installed
from tournament.authors.strategy import Strategy
from tournament.interactive.shell import readable
from tournament.rules.reading import data

KINDS: tuple[type[Plugin], ...] = (Strategy, PartnerRule)


class OwnFile(TypedDict):
    """Where a rule of the user is defined.

    `rule` is its name without parameters, `of` is "strategy" or "partner rule". `path` is empty for
    a rule that no file defines at its top level. `text` is a hash of the bytes of the file.
    """

    rule: str
    of: Literal["strategy", "partner rule"]
    path: str
    text: str


def own_files(plugins: Iterable[Plugin]) -> list[OwnFile]:
    """Return where rules are defined that are not installed; members of teams count, too.

    Parameters
    ----------
    plugins
        The strategies and partner rules of an event.
    """
    found: dict[tuple[type[Plugin], str], OwnFile] = {}
    there = {of: {plugin.module for plugin in installed(of).values()} for of in KINDS}
    for plugin in plugins:
        rules = [node for node, _, _ in plugin.tree()] if isinstance(plugin, Strategy) else [plugin]
        for rule in rules:
            key = type(rule), rule.called
            if key not in found and rule.module not in there[type(rule)]:
                path, text = _place(rule)
                found[key] = OwnFile(
                    rule=rule.called,
                    of="partner rule" if isinstance(rule, PartnerRule) else "strategy",
                    path=path,
                    text=text,
                )
    return list(found.values())


def _place(plugin: Plugin) -> tuple[str, str]:
    """Return the path of the file that defines a plugin, and the hash of its text."""
    module = sys.modules.get(plugin.module)
    file = getattr(module, "__file__", None)
    if module is None or file is None or plugin.module == "__main__":
        return "", ""
    if plugin.called not in {each.name for each in plugins_of(module, type(plugin))}:
        return "", ""  # it was made in a function
    path = Path(file).resolve()
    if plugin.module.startswith(PREFIX):
        text = plugin.module.rpartition("_")[2]  # as it was read
    else:
        text = digest_of(data(path, MOST)) if path.is_file() else ""
    here = Path.cwd()
    path = path.relative_to(here) if path.is_relative_to(here) else path
    return readable(path.as_posix()), text
