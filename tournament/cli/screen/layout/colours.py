"""Colours that mean something: how cooperative a share is, and who may be first.

What colours say is said without them, too: by the number itself, and by the column of ranks.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

MOST, LEAST = 2 / 3, 1 / 3
FIRST = "bold"


def shares(values: Sequence[float]) -> list[str]:
    """Return the style of each share of cooperation: that of the pictures of reports.

    >>> shares([1.0, 0.5, 0.0])
    ['#0072B2', '', '#D55E00']
    """
    from analysis.figures.palette import COOPERATES, DEFECTS

    return [COOPERATES if v >= MOST else DEFECTS if v <= LEAST else "" for v in values]


def legend(word: str = "") -> "Text":
    """Return the sentence that says what colours mean.

    Parameters
    ----------
    word
        What is done in a large share of the moves; empty where no shares are coloured.
    """
    from rich.text import Text

    if not word:
        return Text.assemble(("bold", FIRST), ": could truly be first.")
    more, less = shares([1.0, 0.0])
    return Text.assemble(
        ("bold", FIRST),
        ": could truly be first; ",
        (f"{word} in 2/3 or more", more),
        "; ",
        (f"{word} in 1/3 or less", less),
        ".",
    )
