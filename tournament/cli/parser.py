"""From the words of a command line to the arguments of a command."""

import argparse
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from tournament.cli import exits, scenario
from tournament.cli.command import Command, commands
from tournament.cli.options import Option
from tournament.errors import ArgumentError


class Parser(argparse.ArgumentParser):
    """Argparse, which says what is wrong in one sentence like everything else."""

    def error(self, message: str) -> NoReturn:
        """Raise the sentence."""
        raise ArgumentError(f"{message[:1].upper()}{message[1:]}; see `{self.prog} --help`.")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Return the arguments of a command line, and its command as `command`.

    `argv` of the result is the command line with scenario files spread out.

    Raises
    ------
    ArgumentError
        When there is no such command, or it has no such options.
    """
    known = commands()
    argv = scenario.spread(argv, known)
    typed = next((word for word in argv if not word.startswith("-")), None)
    args, rest = build(known.values(), typed).parse_known_args(argv)
    if any(word.startswith("-") for word in rest) or (rest and not hasattr(args, "words")):
        command = f"tournament {args.command.name}"
        raise ArgumentError(f"Unrecognized arguments: {' '.join(rest)}; see `{command} --help`.")
    if rest:  # argparse takes words from one place only, and people put options between them
        args.words += rest
    args.argv = argv
    return args


def build(known: Iterable[Command], typed: str | None) -> Parser:
    """Return the parser of some commands, with the options of the one that is typed."""
    import tournament

    parser = Parser(
        prog="tournament",
        description="Repeated games between strategies: tournaments, gift exchange, reports.",
        epilog="`tournament run` with nothing more plays the classics and writes a report."
        f" {exits.codes()}",
    )
    parser.add_argument(
        "--version", action="version", version=f"tournament {tournament.__version__}"
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    subs = parser.add_subparsers(dest="typed", required=True, metavar="COMMAND")
    for command in known:
        described = f"{command.help[:1].upper()}{command.help[1:]}."
        sub = subs.add_parser(
            command.name, help=command.help, description=described, epilog=command.epilog
        )
        sub.set_defaults(command=command)
        for option in command.options if command.name == typed else ():
            sub.add_argument(option.name, **_facts(option))
    return parser


def _facts(option: Option) -> dict[str, Any]:
    """Return what argparse wants to know of an option."""
    text = option.help if isinstance(option.help, str) else option.help()
    if option.is_switch:
        return {"action": "store_true", "help": text}
    if option.default and "(default: " not in text:
        text += f" (default: {option.default})"
    facts: dict[str, Any] = {"help": text or None, "type": option.read}
    if option.shown:
        facts["metavar"] = option.shown
    if option.choices:
        facts["choices"] = option.choices
    if option.many:
        facts |= {"nargs": option.many} if option.is_placed else {"action": "append", "default": []}
    elif not option.is_placed:
        facts["default"] = option.default
    return facts
