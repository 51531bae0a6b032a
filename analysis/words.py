"""Numbers and names as readers see them: decimals that fit the payoffs, percentages, lists in
words."""

import math
from collections.abc import Sequence

import numpy as np

from tournament.game import Game
from tournament.results.ranking import CONFIDENCE

UNKNOWN = "—"
SURE = f"{100 * CONFIDENCE:.0f} %"
"""The confidence of all intervals, in words."""


def decimals(game: Game) -> int:
    """Return how many decimals show a thousandth of the range of payoffs.

    >>> from tournament import TSTO
    >>> decimals(TSTO)
    2
    """
    spread = float(np.ptp(game.payoffs))
    return max(0, min(8, 3 - math.floor(math.log10(spread)))) if spread > 0 else 2


def significant(values: np.ndarray) -> int:
    """Return how many decimals show the largest of some numbers with four digits.

    >>> significant(np.array([13.524, 2.0])), significant(np.array([3054.2]))
    (2, 0)
    """
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


def probability(p: float) -> str:
    """Return a p value as a referee wants to see it.

    >>> probability(0.0123), probability(0.2), probability(1e-9)
    ('p = 0.012', 'p = 0.20', 'p < 0.001')
    """
    if not math.isfinite(p):
        return f"p = {UNKNOWN}"
    return "p < 0.001" if p < 0.001 else f"p = {p:.{2 if p >= 0.1 else 3}f}"


def listing(names: Sequence[str], most: int = 4) -> str:
    """Return names as a list in words, the first few when there are many.

    >>> listing(["a", "b", "c"]), listing(list("abcdefg"))
    ('a, b and c', 'a, b, c, d and 3 others')
    """
    shown = (
        list(names) if len(names) <= most + 1 else [*names[:most], f"{len(names) - most} others"]
    )
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def count(many: int, thing: str) -> str:
    """Return a count with its noun.

    >>> count(1, "player"), count(1200, "match")
    ('1 player', '1,200 matches')
    """
    plural = "" if many == 1 else "es" if thing.endswith(("ch", "s")) else "s"
    return f"{many:,} {thing}{plural}"


def ordinal(place: int) -> str:
    """Return a place in words of one figure.

    >>> ordinal(1), ordinal(12), ordinal(23)
    ('1st', '12th', '23rd')
    """
    ending = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def span(low: str, high: str) -> str:
    """Return an interval in words.

    >>> span("1.5", "2.0")
    '1.5 to 2.0'
    """
    return f"{low} to {high}"
