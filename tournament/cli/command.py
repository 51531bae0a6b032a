"""A command of the command line: a name, help, options and a function, declared in one file.

Every file of `tournament/cli/commands/` declares one command or several as `Command(...)`. Nothing
else has to be edited to add one.
"""

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from tournament.cli.options import Option

FIRST = (
    *("run", "season", "advise", "strategies", "partners", "compare", "learn"),
    *("new", "check", "report"),
)
"""What help lists first, in this order."""


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
        What the help ends with: an example.
    """

    name: str
    help: str
    run: Callable[[Namespace], int]
    options: tuple[Option, ...] = ()
    epilog: str = ""


def commands() -> dict[str, Command]:
    """Return all commands by name, as help lists them.

    >>> list(commands())[:3]
    ['run', 'season', 'advise']
    """
    from tournament.cli import commands as folder

    found = {
        each.name: each
        for file in iter_modules(folder.__path__, f"{folder.__name__}.")
        for each in vars(import_module(file.name)).values()
        if isinstance(each, Command)
    }
    rest = sorted(set(found) - set(FIRST))
    return {name: found[name] for name in (*FIRST, *rest) if name in found}
