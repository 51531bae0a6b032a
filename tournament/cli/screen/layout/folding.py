"""Texts in lines of a given width, where wide letters count twice."""

import re

GLUE = "\N{NO-BREAK SPACE}"
TOGETHER = re.compile(r" (?=\+ )|(?<= \+) |(?<=\d) (?=%)|(?<=±) ")
"""Spaces that should not end a line: in the name of a kind, before a percent sign."""
TYPED = re.compile(r"`[^`]*`")
"""What can be typed should not be broken either."""


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> width("tit"), width("寛容")
    (3, 4)
    """
    from rich.cells import cell_len

    return cell_len(text)


def folded(text: str, room: int, first: str = "", later: str = "") -> list[str]:
    """Return a text in lines of at most `room` columns, broken at spaces, else within a word.

    The two rules of a kind, such as `tit_for_tat + anyone`, stay in one line if they can.

    Parameters
    ----------
    text
        Words with one space between them.
    room
        How many columns there are.
    first, later
        What the first line begins with, and what all others do.

    Examples
    --------
    >>> folded("tit for two tats", 8), folded("generous(0.05)", 9)
    (['tit for', 'two tats'], ['generous(', '0.05)'])
    >>> folded("tit for two tats", 10, "- ", "  ")
    ['- tit for', '  two tats']
    """
    from rich.cells import chop_cells

    if width(first) + width(text) <= room:
        return [f"{first}{text}"]
    lines: list[str] = []
    line = ""
    least = room - max(width(first), width(later))
    glued = TYPED.sub(lambda typed: typed[0].replace(" ", GLUE), TOGETHER.sub(GLUE, text))
    for word in _words(glued, least):
        longer = f"{line} {word}" if line else word
        if width(longer) <= room - width(later if lines else first):
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = chop_cells(word, least) if width(word) > least else [word]
        lines.extend(whole)
    lines.append(line)
    return [f"{later if n else first}{line}".replace(GLUE, " ") for n, line in enumerate(lines)]


def _words(text: str, least: int) -> list[str]:
    """Return what may stand in one line; words that are glued come apart if they need two."""
    words = text.split(" ")
    return [
        part
        for word in words
        for part in (word.split(GLUE) if GLUE in word and width(word) > least else [word])
    ]
