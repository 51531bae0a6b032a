"""From the words of a command line to the arguments of a command.

Argparse takes the words apart. What it is told, and every sentence about what is wrong, comes from
the table of options; so the sentences are the same in every version of Python.
"""

import argparse
import re
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any, NoReturn

from tournament.cli import help as helping
from tournament.cli import scenario
from tournament.cli.command import Command, commands
from tournament.cli.installation.version import VERSION
from tournament.cli.options import Option, WrongValue
from tournament.errors import ArgumentError, suggestion
from tournament.interactive.shown import shown

ASKS_HELP, ASKS_VERSION = {"-h", "--help"}, {"-V", "--version"}
_NUMBER = re.compile(r"-\d*\.?\d+(e[+-]?\d+)?", re.IGNORECASE)


class Parser(argparse.ArgumentParser):
    """Argparse, which says what is wrong in one sentence like everything else."""

    def error(self, message: str) -> NoReturn:
        """Raise the sentence."""
        found = re.fullmatch(r"argument (?:\S+/)?(--?[\w-]+): (.*)", message, re.DOTALL)
        name, why = found.groups() if found else ("", message)
        if "expected one argument" in why:
            why = "needs a value"
        elif "explicit argument" in why:
            why = "takes no value"
        raise wrong(self.prog, f"`{name}` {why}" if name else why)


def parse(argv: Sequence[str]) -> Namespace:
    """Return the arguments of a command line, and its command as `command`.

    Options may stand before the command, too. `argv` of the result is the command line with
    scenario files spread out.

    Raises
    ------
    ArgumentError
        When there is no such command, or it has no such options.
    """
    known = commands()
    at = next((n for n, word in enumerate(argv) if not word.startswith("-")), len(argv))
    before, name, words = argv[:at], argv[at : at + 1], argv[at + 1 :]
    if ASKS_VERSION & set(before):
        return Namespace(command=VERSION)
    if name == ["help"]:
        if more := [word for word in words[1:] if not word.startswith("-")]:
            raise wrong(
                "tournament", f"`tournament help` takes one command; got {shown(more[0])} too"
            )
        name, words, before = [*words[:1]], words[1:], ["--help"]
    if not name:
        _check_options([each for each in before if each not in ASKS_HELP], None)
        return Namespace(command=helping.HELP, about=None)
    if name[0] not in known:
        hint = suggestion(name[0], list(known))
        raise wrong("tournament", f"`tournament` has no command {shown(name[0])}", hint)
    command = known[name[0]]
    if ASKS_HELP & set(_before_dashes([*before, *words])):
        return Namespace(command=helping.HELP, about=command)
    words = scenario.spread([*before, *words], command)
    options = _before_dashes(words)
    return arguments(command, options, words[len(options) + 1 :], [name[0], *words])


def arguments(
    command: Command, options: Sequence[str], rest: Sequence[str], argv: list[str]
) -> Namespace:
    """Return the arguments of a command.

    Parameters
    ----------
    options
        What is typed behind the command.
    rest
        What is typed behind two dashes: no options.
    argv
        All of it.
    """
    _check_options(options, command)
    parser = Parser(prog=f"tournament {command.name}", add_help=False)
    for option in command.named:
        kept = "store_true" if option.is_switch else "append"
        parser.add_argument(*option.names, dest=option.key, action=kept)
    args, placed = parser.parse_known_args([*options])
    _place(args, [*placed, *rest], command)
    _check_together({each.name for each in command.named if getattr(args, each.key)}, command)
    for option in command.named:
        setattr(args, option.key, _last(getattr(args, option.key), option, command))
    args.command, args.argv = command, argv
    return args


def wrong(prog: str, what: str, hint: str = "") -> ArgumentError:
    """Return the error of a command line; `hint` is a sentence that begins with a space."""
    return ArgumentError(f"{what}{f'.{hint} See' if hint else '; see'} `{prog} --help`.")


def _before_dashes(words: list[str]) -> list[str]:
    """Return the words before two dashes; what stands behind them is no option."""
    return words[: words.index("--")] if "--" in words else words


# -- words -----------------------------------------------------------------------------------------


def _check_options(words: Iterable[str], command: Command | None) -> None:
    """Refuse options that there are not, with the nearest that there is."""
    known = [name for option in command.named for name in option.names] if command else []
    known += [] if command else ["--help", "--version", "-h", "-V"]
    prog = f"tournament {command.name}" if command else "tournament"
    for typed in filter(_is_option, words):
        name = typed.partition("=")[0]
        if not name.startswith("--"):
            if f"-{name}" not in known and name[:2] in known:
                continue  # one letter, and perhaps its value or more letters
        elif name in known:
            continue
        else:
            near = [each for each in known if each.startswith(name)]
            if len(near) == 1:
                continue
            if near:
                raise wrong(prog, f"`{name}` may mean {' or '.join(near)}; write it out")
        raise wrong(prog, f"`{prog}` has no option {name}", _nearest(name, known))


def _check_together(typed: Set[str], command: Command) -> None:
    """Refuse options that say nothing beside, or without, others."""
    prog = f"tournament {command.name}"
    for option in (each for each in command.named if each.name in typed):
        for other in (name for name in option.excludes if name in typed):
            both = f"`{other}` and `{option.name}`"
            raise wrong(prog, f"{both} do not go together; give one of them")
        if option.needs and typed.isdisjoint(option.needs):
            raise wrong(prog, f"`{option.name}` says nothing without {' or '.join(option.needs)}")


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-" and " " not in word and not _NUMBER.fullmatch(word)


def _nearest(name: str, known: list[str]) -> str:
    """Return the suggestion for an option; underscores and single dashes count as dashes."""
    written = f"--{name.lstrip('-').replace('_', '-')}"
    return suggestion(written, [each for each in known if each.startswith("--")])


def _place(args: Namespace, words: list[str], command: Command) -> None:
    """Give words to the arguments that are known by their place."""
    left = iter(words)
    for option in command.placed:
        several = option.many in ("*", "+")
        typed = list(left) if several else [*_first(left)]
        if not typed and option.many not in ("*", "?"):
            what = f"{option.value}, {option.text}" if option.text else option.value
            raise wrong(f"tournament {command.name}", f"`tournament {command.name}` needs {what}")
        values = [_value(word, option, command) for word in typed]
        setattr(args, option.key, values if several else (values or [option.default])[0])
    if more := list(left):
        raise wrong(
            f"tournament {command.name}",
            f"`tournament {command.name}` cannot use {' '.join(map(repr, more))}",
        )


def _first(words: Iterator[str]) -> Iterator[str]:
    """Yield the next word, if there is one."""
    for word in words:
        yield word
        return


def _last(typed: Any, option: Option, command: Command) -> Any:
    """Return the value of an option: of all that was typed for it the last, or the default."""
    if option.is_switch:
        return typed
    values = [_value(each, option, command) for each in typed or ()]
    if option.many:
        return values
    if values:
        return values[-1]
    return option.read(option.default) if isinstance(option.default, str) else option.default


def _value(typed: str, option: Option, command: Command) -> Any:
    """Return what a text means as a value of an option."""
    try:
        return option.value_of(typed)
    except WrongValue as error:
        name = option.value if option.is_placed else option.name
        prog = f"tournament {command.name}"
        raise wrong(prog, f"`{name}` {error}", error.hint) from None
