"""Cards: how objects show themselves, as data; and as text of at most 80 columns.

An object that shows itself returns a `Card`. `as_text` makes its `repr`, `html.as_html` its picture
in a notebook. So both say the same.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from tournament.interactive.words import percent, short

WIDTH = 80  # columns of a text
LONGEST = 24  # letters of a name before moves


class Share(float):
    """A share as a cell of a table; notebooks draw it as a bar."""

    def __str__(self) -> str:
        return percent(self)


@dataclass(frozen=True)
class Table:
    """A table.

    head
        What stands above the columns.
    rows
        Cells: texts and shares.
    names
        How many of the first columns are texts, which begin at the left.
    caption
        What stands above all.
    more
        What stands below: what was left out.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    names: int = 1
    caption: str = ""
    more: str = ""


@dataclass(frozen=True)
class Moves:
    """Moves of players, turn below turn.

    names
        Of the players.
    texts
        Their moves, as texts of C and D that are equally long.
    """

    names: Sequence[str]
    texts: Sequence[str]


@dataclass(frozen=True)
class Card:
    """What an object shows.

    title
        What it is, in a few words.
    lead
        A sentence or two.
    facts
        Words, and what is true.
    parts
        Tables and moves.
    roomy
        Tables that only notebooks have room for.
    """

    title: str
    lead: str = ""
    facts: Sequence[tuple[str, str]] = ()
    parts: Sequence[Table | Moves] = ()
    roomy: Sequence[Table] = ()


# -- as text ---------------------------------------------------------------------------------------


def as_text(card: Card, *, mark: str = "<{}>") -> str:
    """Return a card as lines of at most 80 columns.

    Parameters
    ----------
    card
        What to show.
    mark
        How the title is written.

    Examples
    --------
    >>> moves = Moves(("grudger", "joss"), ("CCDD", "CDCD"))
    >>> print(as_text(Card("MatchResult: 4 turns", facts=[("seed", "7")], parts=[moves])))
    <MatchResult: 4 turns>
    seed: 7
    grudger  CCDD
    joss     CDCD
    """
    lines = _wrapped(mark.format(card.title))
    lines += _wrapped(card.lead)
    for word, fact in card.facts:
        lines += _wrapped(f"{word}: {fact}", "  ")
    for number, part in enumerate(card.parts):
        lines += [""] if number else []
        lines += _moves(part) if isinstance(part, Moves) else _table(part)
    return "\n".join(lines)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_on_hyphens=False)


def _table(table: Table) -> list[str]:
    """Return a table as lines; the names get shorter where it would be too wide."""
    rows = [[str(cell) for cell in row] for row in (table.head, *table.rows)]
    sizes = [max(map(len, column)) for column in zip(*rows, strict=True)]
    over = sum(sizes) + 2 * (len(sizes) - 1) - WIDTH
    for column in sorted(range(table.names), key=lambda k: -sizes[k]):
        if over > 0:
            less = max(sizes[column] - over, 10)
            over -= sizes[column] - less
            sizes[column] = less
    lines = [table.caption] if table.caption else []
    for row in rows:
        cells = [
            short(cell, size).ljust(size) if column < table.names else cell.rjust(size)
            for column, (cell, size) in enumerate(zip(row, sizes, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return [*lines, table.more] if table.more else lines


def _moves(moves: Moves) -> list[str]:
    names = [short(name, LONGEST) for name in moves.names]
    wide = max(map(len, names))
    turns = len(moves.texts[0])
    first, last = ends(turns, WIDTH - wide - 2)
    lines = []
    for name, text in zip(names, moves.texts, strict=True):
        left_out = f" … {turns - first - last:,} turns … " if last else ""
        lines.append(f"{name:<{wide}}  {text[:first]}{left_out}{text[turns - last :]}".rstrip())
    return lines


def ends(turns: int, room: int) -> tuple[int, int]:
    """Return how many first and last turns fit into some columns, with a note between them.

    >>> ends(60, 70), ends(200, 70)
    ((60, 0), (37, 18))
    """
    if turns <= room:
        return turns, 0
    room -= len(f" … {turns:,} turns … ")
    last = room // 3
    return room - last, last


def shortened_rows(
    rows: Sequence[Sequence[object]], most: int, thing: str
) -> tuple[list[Sequence[object]], str]:
    """Return the first rows, and how many more things there are, in words.

    >>> shortened_rows([["a"], ["b"], ["c"]], 1, "player")
    ([['a']], '... and 2 more players')
    """
    if len(rows) <= most + 1:  # one row takes no more room than the words
        return [*rows], ""
    return [*rows[:most]], f"... and {len(rows) - most:,} more {thing}s"
