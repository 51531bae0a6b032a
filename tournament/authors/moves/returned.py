"""What a rule returns in place of a move, as a sentence that continues "file:line: rule "."""

from typing import Any, Literal

import numpy as np

from tournament.authors.moves.named import MOVES, NO_MOVE
from tournament.interactive.shown import shown

Wrong = Literal["True or False", "text", "nothing on some path", "a float", "a tuple", "an array"]
"""What a rule returns in place of a move, by type: all that compiled code knows."""
_INSTEAD: dict[str, str] = {
    "True or False": ": write `return D if ... else C`",
    "text": ": write C and D without quotation marks",
    "nothing on some path": ": end it with `return C` or `return D`",
}
_TYPES: tuple[tuple[tuple[type, ...], Wrong], ...] = (
    ((str,), "text"),
    ((float, np.floating), "a float"),
    ((tuple,), "a tuple"),
    ((np.ndarray,), "an array"),
)


def no_move(returned: Wrong | str) -> str:
    """Return the sentence for a rule that returns something of a wrong type.

    >>> no_move("text")
    'must return C or D; it returns text: write C and D without quotation marks.'
    """
    return f"must return C or D; it returns {returned}{_INSTEAD.get(returned, '')}."


def wrong_type(returned: Any) -> Wrong | None:
    """Return what is wrong with the type of a value; None for a number that may be a move."""
    for types, what in _TYPES:
        if isinstance(returned, types):
            return what
    return "nothing on some path" if returned is None else None


def refusal(returned: Any, turn: int) -> str | None:
    """Return the sentence for what a rule returned; None if it is a move.

    `turn` counts from 0, as rules do; people read turns from 1. A truth value counts as a number,
    as in compiled code; those that can be seen in the source of a rule are refused there.

    >>> refusal(1, 0), refusal(7, 0)
    (None, 'must return C or D; in turn 1 it returned 7.')
    """
    number = isinstance(returned, (int, np.integer, np.bool_))
    if number and returned in MOVES:
        return None
    wrong = wrong_type(returned)
    if wrong is not None:
        return no_move(wrong)
    said = "a move not yet played" if number and returned == NO_MOVE else shown(returned)
    return f"must return C or D; in turn {turn + 1} it returned {said}."
