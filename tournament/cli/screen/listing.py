"""A list with a text for each name, such as the strategies of the library."""

from collections.abc import Sequence

from tournament.cli.screen.layout.columns import GAP, NAME, Column
from tournament.cli.screen.layout.console import Screen, opened
from tournament.cli.screen.layout.folding import folded
from tournament.cli.screen.layout.table import lines

MANY = 40
"""Of longer lists, a terminal gets one line for each name."""
READABLE = 40
"""Facts drop until the text has so many columns, as far as they can."""
LEAST = 24
"""If the text would have fewer columns beside the names, it stands below them."""


def listing(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    sentences: Sequence[str] = (),
    screen: Screen | None = None,
) -> None:
    """Print rows of texts. A terminal gets heads above, and sentences below.

    Parameters
    ----------
    heads
        What stands above each column.
    rows
        In each, first a name, then facts in a word, then a text.
    sentences
        What a terminal gets below the list.
    screen
        Where to print; by default on what is standard output.
    """
    screen = screen or opened()
    cells = [[screen.shown(text) for text in column] for column in zip(*rows, strict=True)]
    name, *facts, text = (Column(*each, NAME) for each in zip(heads, cells, strict=True))
    if screen.width is None:
        columns = [name, *facts, text]
        widths = {column.title: column.width for column in columns}
        screen.print(lines(screen, columns, widths, heads=False))
        return
    while facts and _left(screen.width, name, facts) < READABLE:
        facts.pop()
    room = _left(screen.width, name, facts)
    if room < LEAST:
        for title, words in zip(name.cells, text.cells, strict=True):
            screen.say(title, later="")
            screen.say(words, first="    ", later="    ")
    else:
        short = [_cut(words, room, screen) if len(rows) > MANY else words for words in text.cells]
        columns = [name, *facts, Column(text.title, short, NAME, hang="")]
        widths = {column.title: column.width for column in columns}
        screen.print(lines(screen, columns, widths | {text.title: room}))
    screen.say("", *sentences)


def _left(width: int, name: Column, facts: Sequence[Column]) -> int:
    """Return how many columns are left for the text."""
    return width - sum(column.width + GAP for column in (name, *facts))


def _cut(words: str, room: int, screen: Screen) -> str:
    """Return the beginning of a text that fits one line."""
    end = screen.shown("…")
    first, *rest = folded(words, room)
    return f"{folded(words, room - len(end) - 1)[0]} {end}" if rest else first
