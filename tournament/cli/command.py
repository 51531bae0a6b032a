"""A command of the command line: a name, help, options and a function, declared in one file.

Every file of `tournament/cli/commands/` declares one command or several as `Command(...)`. Nothing
else has to be edited to add one.
"""

from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules

from tournament.cli.options import ALWAYS, Option

GROUPS = {
    "Play": ("run", "season", "evolve", "advise"),
    "Look up": ("strategies", "partners"),
    "Make strategies": ("new", "check", "learn"),
    "Read results": ("report", "compare", "ledger"),
    "This installation": ("doctor", "cache", "completion"),
}
"""The headings of `tournament --help`, and what stands below each; others stand below "More"."""


@dataclass(frozen=True)
class Command:
    """What `tournament NAME` is.

    name
        What is typed.
    help
        One line, which begins with a verb.
    run
        From the parsed arguments to the exit code. What is slow to import is imported inside, so
        that lists and help answer at once.
    options
        All options and arguments.
    epilog
        What the help ends with.

    Examples
    --------
        Command lines, each with what it does.
    tables
        Functions by title, which return what help lists below the options: names, and what they
        mean.
    """

    name: str
    help: str
    run: Callable[[Namespace], int]
    options: tuple[Option, ...] = ()
    epilog: str = ""
    examples: tuple[tuple[str, str], ...] = ()
    tables: Mapping[str, Callable[[], Mapping[str, str]]] = field(default_factory=dict)

    @property
    def placed(self) -> tuple[Option, ...]:
        """The arguments that are known by their place."""
        return tuple(option for option in self.options if option.is_placed)

    @property
    def named(self) -> tuple[Option, ...]:
        """The options, and those that every command has."""
        return tuple(option for option in (*self.options, *ALWAYS) if not option.is_placed)


def commands() -> dict[str, Command]:
    """Return all commands by name, as help lists them.

    >>> list(commands())[:3]
    ['run', 'season', 'evolve']
    """
    from tournament.cli import commands as folder

    found = {
        each.name: each
        for file in iter_modules(folder.__path__, f"{folder.__name__}.")
        for each in vars(import_module(file.name)).values()
        if isinstance(each, Command)
    }
    first = [name for names in GROUPS.values() for name in names]
    rest = sorted(set(found) - set(first))
    return {name: found[name] for name in (*first, *rest) if name in found}


def grouped() -> dict[str, list[Command]]:
    """Return all commands by the heading below which help lists them."""
    known = commands()
    listed = {name for names in GROUPS.values() for name in names}
    more = {"More": tuple(name for name in known if name not in listed)}
    found = {
        title: [known[name] for name in names if name in known]
        for title, names in (GROUPS | more).items()
    }
    return {title: members for title, members in found.items() if members}
