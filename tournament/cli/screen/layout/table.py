"""A table on a screen: which columns it has there, and its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tournament.cli.screen.layout.columns import GAP, Column, fitting
from tournament.cli.screen.layout.console import Screen
from tournament.cli.screen.layout.folding import folded, width

if TYPE_CHECKING:
    from rich.text import Text

SHOWN = 60
"""Most rows on a terminal; a pipe gets all."""


def table(
    screen: Screen, columns: Sequence[Column], where: str = "", most: int = SHOWN
) -> set[str]:
    """Print a table, say what does not fit, and return the titles that are shown.

    Parameters
    ----------
    screen
        Where to print.
    columns
        From left to right.
    where
        What has all rows and columns, such as a file.
    most
        Rows that a terminal gets.
    """
    rows = len(columns[0].cells)
    shown = min(rows, most) if screen.is_terminal else rows
    cut = [
        replace(c, title=screen.shown(c.title), cells=[screen.shown(t) for t in c.cells[:shown]])
        for c in columns
        if screen.is_terminal or not c.is_picture
    ]
    wide = {c.title: c.width for c in cut}
    widths = wide if screen.width is None else fitting(cut, screen.width)
    screen.print(lines(screen, [c for c in cut if c.title in widths], widths))
    has = f"; {where} has all" if where else ""
    if shown < rows:
        screen.say(f"... and {rows - shown:,} more{has}.")
    if dropped := [c.title for c in cut if c.title not in widths and not c.is_picture]:
        screen.say(f"Too wide for this terminal: {', '.join(dropped)}{has}.")
    return set(widths)


def lines(
    screen: Screen, columns: Sequence[Column], widths: dict[str, int], *, heads: bool = True
) -> "Iterator[Text]":
    """Yield the lines of a table.

    Parameters
    ----------
    screen
        Where they are to be printed.
    columns
        Those that are shown.
    widths
        How wide each is, by title.
    heads
        Whether there are titles above.
    """
    if heads:
        yield from _heads(screen, columns, widths)
    for number in range(len(columns[0].cells)):
        cells = [_cell(column, number, widths[column.title]) for column in columns]
        styles = [column.styles[number] if column.styles else "" for column in columns]
        yield from _row(columns, widths, cells, styles)


def _heads(screen: Screen, columns: Sequence[Column], widths: dict[str, int]) -> "Iterator[Text]":
    """Yield the titles; on a terminal in short lines, with a rule below."""
    many = len(columns)
    if not screen.is_terminal:
        yield from _row(columns, widths, [[column.title] for column in columns], [""] * many)
        return
    titles = [column.heads for column in columns]
    most = max(map(len, titles))
    low = [[""] * (most - len(title)) + title for title in titles]
    yield from _row(columns, widths, low, ["bold"] * many)
    rule = screen.shown("─")
    rules = [[rule * widths[column.title]] for column in columns]
    yield from _row(columns, widths, rules, ["dim"] * many)


def _cell(column: Column, number: int, room: int) -> list[str]:
    """Return the text of a cell in lines."""
    text = column.cells[number]
    return folded(text, room, later=column.hang if room > 1 else "") if column.is_name else [text]


def _row(
    columns: Sequence[Column],
    widths: dict[str, int],
    cells: Sequence[Sequence[str]],
    styles: Sequence[str],
) -> "Iterator[Text]":
    """Yield the lines of one row: names at the left of their columns, all else at the right."""
    from rich.text import Text

    for place in range(max(map(len, cells))):
        line = Text()
        for column, parts, style in zip(columns, cells, styles, strict=True):
            part = parts[place] if place < len(parts) else ""
            space = " " * (widths[column.title] - width(part))
            line.append("" if column.is_name else space)
            line.append(part, style)
            line.append((space if column.is_name else "") + " " * GAP)
        line.rstrip()
        yield line
