"""A screen: how wide a stream is, what it can show, and texts that fit it.

A terminal gets lines as wide as it is, and colours. A pipe or a file gets one line for each row and
for each sentence, however long, without colours: so `grep`, `cut` and `sort` work.
"""

import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from tournament.cli.screen.layout import signs
from tournament.cli.screen.layout.folding import folded

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NARROW = 20
"""Narrower terminals are taken for this wide."""
HANG = "  "  # before the lines of a sentence after its first


@dataclass(frozen=True)
class Screen:
    """Where texts are printed.

    console
        The console of rich that prints.
    width
        How many columns there are; None for a pipe or a file, whose lines have no end.
    ascii_only
        Whether our own signs are ASCII.
    """

    console: "Console"
    width: int | None = None
    ascii_only: bool = False

    @property
    def is_terminal(self) -> bool:
        """Whether somebody reads this on a terminal."""
        return self.width is not None

    @property
    def has_colours(self) -> bool:
        """Whether colours are seen."""
        return self.console.color_system is not None

    def shown(self, text: str) -> str:
        """Return a text as this screen can show it, in one line."""
        return signs.shown(text, self.console.encoding, ascii_only=self.ascii_only)

    def print(self, lines: "Iterable[Text | str]") -> None:
        """Print lines as they are."""
        from rich.text import Text

        for line in lines:
            text = line if isinstance(line, Text) else Text(line)
            self.console.print(text, soft_wrap=True)

    def print_folded(self, text: "Text") -> None:
        """Print a text with colours, in lines that fit."""
        self.print(text.wrap(self.console, self.width) if self.width else [text])

    def say(self, *sentences: str, first: str = "", later: str = HANG) -> None:
        """Print sentences, each from a line of its own on, broken between words where they end.

        Parameters
        ----------
        sentences
            One or several texts; an empty text is an empty line.
        first, later
            What the first line of each sentence begins with, and what all others do.
        """
        for sentence in sentences:
            self.print(self.folded(sentence, first, later))

    def folded(self, text: str, first: str = "", later: str = HANG) -> list[str]:
        """Return a text in lines that fit; a pipe or a file gets one line."""
        words, first, later = map(self.shown, (text, first, later))
        if self.width is None:
            return [f"{first}{words}"]
        return folded(words, self.width, first, later)


def opened(stream: IO[str] | None = None, width: int | None = None) -> Screen:
    """Return the screen of a stream.

    Colours follow `NO_COLOR`, `FORCE_COLOR` and `TERM`. Under `LC_ALL=C` our signs are ASCII.

    Parameters
    ----------
    stream
        Where to print; by default on what is standard output.
    width
        How many columns there are; by default those of the terminal, if the stream is one.
    """
    from tournament.cli.screen.layout.paper import Paper

    stream = stream or sys.stdout
    console = Paper(
        file=stream,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        force_jupyter=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    if width is None and stream.isatty():
        width = max(NARROW, shutil.get_terminal_size().columns - console.legacy_windows)
    return Screen(console, width, os.environ.get("LC_ALL") in ("C", "POSIX"))
