"""What `--help` prints: grouped, with examples, and never wider than 80 columns.

Everything is read from the tables of commands and options.
"""

import shutil
from argparse import Namespace
from collections.abc import Iterable, Iterator
from textwrap import wrap

from tournament.cli import exits
from tournament.cli.command import Command, grouped
from tournament.cli.options import SECTIONS, Option

WIDEST = 80
LEFT = 26  # most columns of the left column; what is longer has a line of its own

EXAMPLES = (
    ("tournament run", "the classics play, and a report is written"),
    ("tournament run tit_for_tat grudger joss --noise 0.01 --open", "three with noise"),
    ("tournament new my_rule.py", "write a strategy of your own"),
    ("tournament run classics my_rule.py", "it plays against the classics"),
    ("tournament season --towns 1000", "a season of gifts among friends"),
)


def show(args: Namespace) -> int:
    """Print the help of a command, or that of all."""
    command: Command | None = args.about
    print(of_all() if command is None else of_command(command))
    return exits.DONE


HELP = Command("help", "show help", show)
"""What runs when help is asked for."""


def of_all() -> str:
    """Return what `tournament --help` prints."""
    lines = ["Usage: tournament COMMAND [OPTIONS]", ""]
    lines += _text("Repeated games between strategies: tournaments, gift exchange, reports.")
    for title, members in grouped().items():
        lines += ["", title, *_rows((each.name, each.help) for each in members)]
    lines += ["", "Examples", *_examples(EXAMPLES), "", "Options"]
    lines += _rows(
        [
            ("-h, --help", "show this help; `tournament COMMAND --help` explains a command"),
            ("-V, --version", "show the versions of tournament, engine, Numba and Python"),
            ("--debug", "show the traceback of an error; may stand anywhere"),
        ]
    )
    lines += ["", "Exit codes", *_rows((str(code), what) for code, what in exits.CODES.items())]
    return "\n".join(lines)


def of_command(command: Command) -> str:
    """Return what `tournament COMMAND --help` prints."""
    placed = "".join(f" {placed_usage(option)}" for option in command.placed)
    lines = [f"Usage: tournament {command.name}{placed} [OPTIONS]", ""]
    lines += _text(f"{command.help[:1].upper()}{command.help[1:]}.")
    for title in SECTIONS:
        found = [each for each in (*command.placed, *command.named) if each.section == title]
        if found:
            lines += ["", title, *_rows((left(option), option.text) for option in found)]
    for title, table in command.tables.items():
        lines += ["", title, *_rows(table().items())]
    if command.examples:
        lines += ["", "Examples", *_examples(command.examples)]
    if command.epilog:
        lines += ["", *_text(command.epilog)]
    return "\n".join(lines)


def placed_usage(option: Option) -> str:
    """Return how usage writes an argument that is known by its place.

    >>> placed_usage(Option("words", shown="PLAYER", many="*"))
    '[PLAYER ...]'
    """
    value = option.value
    many = {"*": f"[{value} ...]", "+": f"{value} [{value} ...]", "?": f"[{value}]"}
    return many.get(option.many, option.value)


def left(option: Option) -> str:
    """Return what stands before the explanation of an option.

    >>> left(Option("--output", shown="FOLDER", short="-o"))
    '-o, --output FOLDER'
    """
    if option.is_placed:
        return option.value
    return " ".join(filter(None, [", ".join(option.names), option.value]))


# -- lines -----------------------------------------------------------------------------------------


def _width() -> int:
    return max(40, min(WIDEST, shutil.get_terminal_size().columns))


def _text(text: str) -> list[str]:
    return wrap(text, _width(), break_on_hyphens=False)


def _rows(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield two columns; the texts of the right one are wrapped."""
    pairs = list(pairs)
    left = min(LEFT, max(len(first) + 4 for first, _ in pairs))
    for first, text in pairs:
        right = wrap(text, _width() - left, break_on_hyphens=False) or [""]
        if len(first) + 4 > left:
            yield f"  {first}"
        else:
            yield f"  {first:<{left - 2}}{right.pop(0)}".rstrip()
        yield from (f"{'':{left}}{line}" for line in right)


def _examples(examples: Iterable[tuple[str, str]]) -> Iterator[str]:
    for typed, what in examples:
        yield from wrap(f"# {what}", _width(), initial_indent="  ", subsequent_indent="  # ")
        yield from wrap(
            typed, _width() - 2, initial_indent="  ", subsequent_indent="      ",
            break_on_hyphens=False, break_long_words=False,
        )  # fmt: skip
