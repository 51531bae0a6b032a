"""How wide words are."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from analysis.figures.labels import short

FONT = "DejaVu Sans"
"""Comes with matplotlib: a figure is the same on every machine."""


def widest(words: Sequence[str], points: float) -> float:
    """Return the inches that the longest of some words takes.

    >>> round(widest(["tit_for_tat", "joss"], 6.0), 2)
    0.4
    """
    return max((_wide(short(str(word))) for word in words), default=0.0) * points / 72


@lru_cache(maxsize=10_000)
def _wide(word: str) -> float:
    """Return the width of a word, relative to the size of its letters."""
    paths, font = _tools()
    return float(paths.get_text_width_height_descent(word, font, False)[0]) / 100


@cache
def _tools() -> tuple[Any, Any]:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    return TextToPath(), FontProperties(family=FONT, size=100)
