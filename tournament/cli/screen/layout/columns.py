"""Columns of a table: their cells, and which of them fit on a screen.

Columns drop in a stated order, their `drop`, before a name is broken into two lines:

- names (0) never drop;
- what the table is about (1) drops only when names would have no room at all;
- all others drop before, the largest number first.

A name that would not fit even then does not count: it is broken, and columns stay for the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tournament.cli.screen.layout.folding import folded, width

NAME, MAIN = 0, 1
ROOM = 8
"""Columns of the screen that a name needs at least."""
ENOUGH = 24
"""Columns of the screen that a name gets if it must be broken, and there are others to drop."""
MOST_LINES = 2  # of a title
GAP = 2
"""Spaces between columns. Within a cell there is never more than one, so programs can split."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    title
        What stands above.
    cells
        Its texts, from the first row to the last.
    drop
        When it drops: see above.
    styles
        How each cell is coloured, as rich names styles; none: not at all.
    hang
        What the lines of a name begin with, after its first.
    is_picture
        Whether its cells are drawn: a pipe gets none, and nobody misses one that does not fit.
    """

    title: str
    cells: Sequence[str]
    drop: int = MAIN
    styles: Sequence[str] = ()
    hang: str = " "
    is_picture: bool = False

    @property
    def is_name(self) -> bool:
        """Whether its cells are names: they stand at the left, and may be broken into lines."""
        return self.drop == NAME

    @property
    def heads(self) -> list[str]:
        """Its title in at most two lines, as short as its cells and its words allow."""
        least = max(map(width, (*self.cells, *self.title.split(" "))))
        while len(lines := folded(self.title, least)) > MOST_LINES:
            least += 1
        return lines

    @property
    def width(self) -> int:
        """How wide it must be for its cells to be whole."""
        return max(map(width, (*self.cells, *self.heads)))


def fitting(columns: Sequence[Column], room: int) -> dict[str, int]:
    """Return the columns that fit a width, by title, each with its own width.

    Parameters
    ----------
    columns
        From left to right.
    room
        How wide the screen is.

    Examples
    --------
    >>> table = [Column("player", ["tit_for_tat"], NAME), Column("score", ["13.02"], MAIN)]
    >>> fitting([*table, Column("wins", ["50 %"], 2)], 80)
    {'player': 11, 'score': 5, 'wins': 4}
    >>> fitting([*table, Column("wins", ["50 %"], 2)], 20)
    {'player': 11, 'score': 5}
    >>> fitting(table, 17)
    {'player': 10, 'score': 5}
    """
    most = _free([column for column in columns if column.drop <= MAIN], room)
    needs = {column.title: _need(column, columns, most) for column in columns}
    left = list(columns)
    while _taken(left, needs) > room and (spare := [c for c in left if c.drop > MAIN]):
        left.remove(max(spare, key=lambda column: column.drop))
    while _taken(left, needs) > room and (spare := [c for c in left if c.drop == MAIN]):
        if _free(left, room) >= ROOM * sum(column.is_name for column in left) > 0:
            break
        left.remove(spare[0])
    names = sorted((c for c in left if c.is_name), key=lambda column: column.width)
    widths = {column.title: column.width for column in left}
    free = _free(left, room)
    for place, name in enumerate(names):  # the shortest first: what they leave is for the others
        widths[name.title] = max(1, min(name.width, free // (len(names) - place)))
        free -= widths[name.title]
    return widths


def _need(column: Column, columns: Sequence[Column], most: int) -> int:
    """Return how wide a column must be for all cells that can be whole at all.

    `most` is what all columns of names have together when everything else has dropped.
    """
    if not column.is_name:
        return column.width
    others = ROOM * (sum(other.is_name for other in columns) - 1)
    cells = [wide for cell in column.cells if (wide := width(cell)) <= most - others]
    return max((*map(width, column.heads), *cells, min(column.width, ENOUGH, most - others)))


def _taken(columns: Sequence[Column], needs: dict[str, int]) -> int:
    """Return how wide columns are together."""
    return sum(needs[column.title] for column in columns) + GAP * (len(columns) - 1)


def _free(columns: Sequence[Column], room: int) -> int:
    """Return what other columns leave for names."""
    rest = sum(column.width for column in columns if not column.is_name)
    return room - rest - GAP * (len(columns) - 1)
