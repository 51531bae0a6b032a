"""Write the tables of docs/reference/command_line.md from the data of the command line.

Run it as `python docs/make/make_command_line.py`.
"""

from collections.abc import Iterator
from pathlib import Path

from tournament.cli import exits
from tournament.cli.command import Command, commands, grouped
from tournament.cli.groups import described
from tournament.cli.help import left, placed_usage
from tournament.cli.options import ALWAYS, SECTIONS

PAGE = Path(__file__).parents[1] / "reference" / "command_line.md"


def filled(text: str) -> str:
    """Return the page with the tables of today between their comments."""
    tables = {
        "commands": _commands(),
        "groups": (f"| `{name}` | {what} |" for name, what in described().items()),
        "options": _all_options(),
        "exit codes": (f"| {code} | {means} |" for code, means in exits.CODES.items()),
    }
    heads = {"groups": ("group", "players"), "exit codes": ("code", "meaning")}
    for name, lines in tables.items():
        head = [_row(*heads[name]), "|---|---|"] if name in heads else []
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, rest = text.split(begin)
        text = "".join([before, begin, *(f"{line}\n" for line in (*head, *lines)), end])
        text += rest.split(end)[1]
    return text


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _commands() -> Iterator[str]:
    yield from ("| | command | what it does |", "|---|---|---|")
    for title, members in grouped().items():
        for command in members:
            yield _row(title, f"[`{command.name}`](#{command.name})", command.help)
            title = ""


def _all_options() -> Iterator[str]:
    for command in commands().values():
        yield from _options(command)


def _options(command: Command) -> Iterator[str]:
    """Yield the part of the page on a command."""
    placed = "".join(f" {placed_usage(option)}" for option in command.placed)
    yield from (f"### {command.name}", "", f"`tournament {command.name}{placed} [OPTIONS]`", "")
    found = [each for each in (*command.placed, *command.named) if each not in ALWAYS]
    if found:
        yield from ("| | option | what it means |", "|---|---|---|")
    for section in SECTIONS:
        title = section
        for option in (each for each in found if each.section == section):
            yield _row(title, f"`{left(option)}`", option.text)
            title = ""
    if command.epilog:
        yield from ("", command.epilog)
    yield ""


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
