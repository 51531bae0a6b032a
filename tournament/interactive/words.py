"""Numbers and names as readers see them: decimals that fit, percentages, names that fit."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from tournament.game import Game

UNKNOWN = "—"


def decimals(game: "Game") -> int:
    """Return how many decimals show a thousandth of the range of payoffs.

    >>> from tournament import TSTO
    >>> decimals(TSTO)
    2
    """
    spread = float(game.payoffs.max() - game.payoffs.min())
    return max(0, min(8, 3 - math.floor(math.log10(spread)))) if spread > 0 else 2


def significant(values: "np.ndarray") -> int:
    """Return how many decimals show the largest of some numbers with four digits.

    >>> import numpy as np
    >>> significant(np.array([13.524, 2.0])), significant(np.array([3054.2]))
    (2, 0)
    """
    import numpy as np  # help needs none

    size = np.abs(values[np.isfinite(values)]).max(initial=0.0)
    return max(0, min(8, 3 - math.floor(math.log10(size)))) if size > 0 else 0


def number(value: float, digits: int) -> str:
    """Return a number with so many decimals, a dash where there is none.

    >>> number(13.524, 2), number(12345.6, 0), number(float("nan"), 2)
    ('13.52', '12,346', '—')
    """
    return f"{value + 0.0:,.{digits}f}" if math.isfinite(value) else UNKNOWN


def percent(value: float) -> str:
    """Return a share as a percentage that is 0 or 100 only when the share is.

    >>> percent(0.5), percent(0.99996), percent(1.0)
    ('50.0 %', '>99.9 %', '100.0 %')
    """
    if not math.isfinite(value):
        return UNKNOWN
    text = f"{100 * value:.1f}"
    if text == "100.0" and value < 1:
        return ">99.9 %"
    return "<0.1 %" if text == "0.0" and value > 0 else f"{text} %"


def count(many: int, thing: str) -> str:
    """Return a count with its noun.

    >>> count(1, "player"), count(1200, "match")
    ('1 player', '1,200 matches')
    """
    plural = "" if many == 1 else "es" if thing.endswith(("ch", "s")) else "s"
    return f"{many:,} {thing}{plural}"


def short(name: str, most: int) -> str:
    """Return a name with its middle left out if it has more than `most` letters.

    Variants of one rule differ at the end.

    >>> short("a_rule(generosity=0.25)", 12)
    'a_rule…0.25)'
    """
    return name if len(name) <= most else f"{name[: most // 2]}…{name[-(most // 2 - 1) :]}"


def listing(names: Sequence[str], most: int = 4) -> str:
    """Return names as a list in words, the first few when there are many.

    >>> listing(["a", "b", "c"]), listing(list("abcdefg"))
    ('a, b and c', 'a, b, c, d and 3 others')
    """
    shown = (
        list(names) if len(names) <= most + 1 else [*names[:most], f"{len(names) - most} others"]
    )
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
