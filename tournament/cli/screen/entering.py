"""Files of plugins as a table: which play, and what is wrong with the others."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tournament.cli.screen.layout.console import Screen, opened
from tournament.cli.screen.layout.folding import width

if TYPE_CHECKING:
    from tournament.authors.loading.folders import Judged
    from tournament.authors.plugin import Plugin

MARKS = {"passed": "✓", "advice": "!", "failed": "✗"}
LEAST = 24
"""If the sentence would have fewer columns beside the names, it stands below them."""


class Row(NamedTuple):
    """One line of the table.

    file, line, name
        Where it is, and what it is called; the line may be unknown.
    outcome, sentence
        "passed", "advice" or "failed", and what is said.
    plugin
        What can be checked; None for what is broken.
    """

    file: str
    line: int | None
    name: str
    outcome: str
    sentence: str
    plugin: "Plugin | None" = None

    @property
    def place(self) -> str:
        """The file, with the line where it is known."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


def rows_of(judged: "Iterable[Judged]") -> list[Row]:
    """Return the rows of files: one for each plugin, and one for each fault.

    Parameters
    ----------
    judged
        Files.
    """
    rows: list[Row] = []
    for each in judged:
        file = str(each.file)
        for plugin in each.plugins:
            line = plugin.rule.__code__.co_firstlineno
            rows.append(Row(file, line, plugin.name, "passed", "enters.", plugin))
        rows += [Row(file, line, "-", "failed", sentence) for line, sentence in each.told()]
        if not each.plugins and not each.faults:
            rows.append(Row(file, None, "-", "passed", "has other plugins."))
    return rows


class Table:
    """A table whose rows are printed one by one, when it is known what is to be said.

    Parameters
    ----------
    rows
        All rows, which say how wide the columns are.
    screen
        Where to print; by default on what is standard output.
    """

    def __init__(self, rows: Sequence[Row], screen: Screen | None = None) -> None:
        self.screen = screen or opened()
        self.places = max((width(self.screen.shown(row.place)) for row in rows), default=0)
        self.names = max((width(self.screen.shown(row.name)) for row in rows), default=0)

    def add(self, row: Row) -> None:
        """Print a row.

        Parameters
        ----------
        row
            Which one.
        """
        screen = self.screen
        place, name = screen.shown(row.place), screen.shown(row.name)
        gaps = [size - width(text) for size, text in ((self.places, place), (self.names, name))]
        head = f"{MARKS[row.outcome]} {place}{' ' * gaps[0]}  {name}{' ' * gaps[1]}  "
        at = width(screen.shown(head))
        if screen.width is not None and screen.width - at < LEAST:
            screen.say(f"{MARKS[row.outcome]} {place}  {name}", later="  ")
            screen.say(row.sentence, first="    ", later="    ")
        else:
            screen.say(row.sentence, first=head, later=" " * at)


def files(judged: "Sequence[Judged]", screen: Screen | None = None) -> None:
    """Print which files play, and what is wrong with the others.

    Parameters
    ----------
    judged
        Files.
    screen
        Where to print; by default on what is standard output.
    """
    rows = rows_of(judged)
    table = Table(rows, screen)
    for row in rows:
        table.add(row)
    table.screen.say(counted(len(judged), sum(1 for each in judged if each.faults)))


def counted(files: int, broken: int) -> str:
    """Return how many files are broken, as a sentence.

    >>> counted(12, 3), counted(1, 0)
    ('12 files: 9 are good, 3 are broken.', '1 file: it is good.')
    """
    if files == 1:
        return f"1 file: it is {'broken' if broken else 'good'}."
    if not broken:
        return f"{files} files: all are good."
    few = f"{broken} {'is' if broken == 1 else 'are'} broken"
    return f"{files} files: {files - broken} {'is' if files - broken == 1 else 'are'} good, {few}."
