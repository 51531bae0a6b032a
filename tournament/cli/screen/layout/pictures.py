"""Intervals drawn as lines of signs, one below the other on one scale."""

import math
from collections.abc import Callable, Sequence

from tournament.cli.screen.layout.columns import Column

TITLE = "drawn"
ROOM = 40
"""How many columns of the screen a picture takes."""
DOT, LINE = "•", "─"


def drawn(
    values: Sequence[float], low: Sequence[float], high: Sequence[float], room: int = ROOM
) -> list[str]:
    """Return a line of signs for each number: a dot, on the line of its interval if there is one.

    The smallest end stands at the left and the largest at the right. Without two different numbers
    there is no scale, and the lines are empty.

    Parameters
    ----------
    values, low, high
        Numbers and the ends of their intervals; NaN where nothing is known.
    room
        How long the lines are.

    Examples
    --------
    >>> drawn([1.0, 3.0], [0.0, math.nan], [2.0, math.nan], 7)
    ['──•──  ', '      •']
    """
    first, last = scale(values, low, high)
    if not 0 < last - first < math.inf:
        return [""] * len(values)

    def place(number: float) -> int:
        return round((number - first) / (last - first) * (room - 1))

    lines = []
    for value, below, above in zip(values, low, high, strict=True):
        signs = [" "] * room
        if math.isfinite(below) and math.isfinite(above):
            start, end = place(below), place(above)
            signs[start : end + 1] = LINE * (end + 1 - start)
        if math.isfinite(value):
            signs[place(value)] = DOT
        lines.append("".join(signs))
    return lines


def picture(
    values: Sequence[float], low: Sequence[float], high: Sequence[float], drop: int
) -> list[Column]:
    """Return the column with what is drawn; none, if there is no scale."""
    lines = drawn(values, low, high)
    return [Column(TITLE, lines, drop, is_picture=True)] if any(lines) else []


def note(
    values: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    write: Callable[[float], str],
) -> str:
    """Return the sentence that says from where to where the lines reach.

    Parameters
    ----------
    values, low, high
        As they are drawn.
    write
        From a number to a text.
    """
    first, last = map(write, scale(values, low, high))
    return f"Drawn: from {first} at the left to {last} at the right."


def scale(
    values: Sequence[float], low: Sequence[float], high: Sequence[float]
) -> tuple[float, float]:
    """Return what stands at the left end and at the right end; NaN if nothing is known."""
    known = [number for number in (*values, *low, *high) if math.isfinite(number)]
    return min(known, default=math.nan), max(known, default=math.nan)
