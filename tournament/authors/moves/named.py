"""The moves C and D as Python objects.

A move is a number, so it can be an index and a term of a sum. In Python it prints as a move, and it
is neither true nor false. Compiled code, arrays, parameters and memory hold the plain numbers.
"""

from typing import Any, NoReturn

from tournament import outcomes
from tournament.interactive.shown import shown

NO_MOVE = 255
"""The number of `last` before the first move: no move, and far outside any lookup table."""
_SHOWN = dict(enumerate(outcomes.MOVES)) | {NO_MOVE: "nothing played"}

AS_TRUTH = "takes a move for true or false; compare it with `== C` or `== D`."
"""Of a rule that asks whether a move is true: continues "file:line: rule "."""


class MoveMisuse(TypeError):
    """A rule uses a move as what it is not; the text continues "file:line: rule "."""


def compared_with_text(text: str) -> str:
    """Return the sentence for a comparison of a move with text.

    >>> compared_with_text("D")
    "compares a move with the text 'D'; write D without quotation marks."
    """
    instead = f"write {text} without quotation marks"
    if text not in outcomes.MOVES:
        instead = "write `== C` or `== D`"
    return f"compares a move with the text {shown(text)}; {instead}."


class NamedMove(int):
    """The number of a move, which prints as the move; it has no truth value and equals no text.

    There are three: `C`, `D`, and `NOT_PLAYED`. Arithmetic with them gives plain numbers.

    >>> [C, D, NOT_PLAYED], 1 - D, D == 1
    ([C, D, nothing played], 0, True)
    >>> bool(D)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    tournament.authors.moves.named.MoveMisuse: takes a move for true or false; compare it with ...
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return _SHOWN[self]

    __str__ = __repr__

    def __bool__(self) -> NoReturn:
        raise MoveMisuse(AS_TRUTH)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):  # False would be no surprise to Python, but to an author
            raise MoveMisuse(compared_with_text(other))
        return int.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = int.__hash__

    def __reduce__(self) -> str:
        """Return the name of the one object, for pickles and copies."""
        return "NOT_PLAYED" if self == NO_MOVE else repr(self)


C, D = map(NamedMove, range(len(outcomes.MOVES)))
"""The two moves: to cooperate, and to defect. In a season, to be nice, and to be naughty.

Arithmetic with them gives plain numbers. A move has no truth value: compare it.

Examples
--------
>>> from tournament import C, D
>>> [C, D], D == 1, 1 - D
([C, D], True, 0)
"""
NOT_PLAYED = NamedMove(NO_MOVE)
"""What a rule sees where nothing was played yet; neither C nor D."""
MOVES = (C, D)
"""A move's object; its place is the move's number."""


def named(number: int) -> NamedMove:
    """Return the object of a number: `NOT_PLAYED` for one that no move has."""
    return MOVES[number] if number < len(MOVES) else NOT_PLAYED


def plain(value: Any) -> Any:
    """Return a value with plain numbers in place of moves, also within tuples and lists.

    >>> plain(((C, 2), [D]))
    ((0, 2), [1])
    """
    if isinstance(value, NamedMove):
        return int(value)
    if type(value) in (tuple, list):
        return type(value)(map(plain, value))
    return value
