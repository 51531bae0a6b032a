"""Texts of several lines on a screen: docstrings, whose paragraphs are folded anew, and code."""

import re

from tournament.cli.screen.layout.console import Screen


def prose(screen: Screen, text: str) -> None:
    """Print a docstring. Paragraphs are folded where the terminal ends; lists and examples stay.

    Parameters
    ----------
    screen
        Where to print.
    text
        Paragraphs between empty lines.
    """
    for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        lines = paragraph.splitlines()
        flows = not any(line.startswith((" ", "\t", "-", "*", ">>>")) for line in lines)
        screen.say(*[""] * (number > 0))
        if flows and screen.is_terminal:
            screen.say(" ".join(line.strip() for line in lines), later="")
        else:
            code(screen, paragraph)


def code(screen: Screen, text: str) -> None:
    """Print lines as they are: code may be copied, so none is folded.

    Parameters
    ----------
    screen
        Where to print.
    text
        Lines of code.
    """
    screen.print(screen.shown(line.rstrip()) for line in text.expandtabs(4).split("\n"))
