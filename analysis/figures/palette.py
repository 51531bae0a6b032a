"""The colours of all pictures, pages and tables: one meaning each.

Rates of cooperation go from vermilion (never) to blue (always), in every picture and in every
table. Payoffs go from dark to bright (viridis), and bright is good. Players, types and kinds have
other colours, which differ in lightness, too, and can be seen on white and on dark ground. Blue,
vermilion, green, purple and yellow are those of Okabe and Ito (2008), which readers with any kind
of colour vision can tell apart.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.colors import Colormap

BLUE, VERMILION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
YELLOW, BLACK = "#F0E442", "#000000"
OCHRE, VIOLET, OLIVE, BROWN, SLATE = "#C98500", "#AA4499", "#999933", "#8C564B", "#527D88"
SERIES = (GREEN, VIOLET, OCHRE, BROWN, OLIVE, SLATE, PURPLE, BLACK)
"""The colours of things that have no order, such as players; the first is the first choice. Blue
and vermilion are not among them: they mean cooperation and defection.

Neighbours differ in lightness, so that a print in grey tells them apart, too.
"""

COOPERATES, DEFECTS = BLUE, VERMILION
MARK, LINE = BLUE, "#7FB2D6"  # a number, and its interval
MARKED = VERMILION  # what stands out
INK, SOFT, PALE = "#1d2329", "#888888", "#c6cdd2"
DARK = "#111111"  # letters on bright cells
BAND, UNKNOWN = "#f3f5f7", "#e9e9e9"  # every other tier; a cell without a number
RAMP = (DEFECTS, "#EDB48C", "#F4F1EC", "#8FBFDF", COOPERATES)
"""From defection to cooperation, in equal steps."""


def series(number: int) -> str:
    """Return the colour of the thing with this number, from 1 on; after eight they come again.

    >>> series(1), series(9)
    ('#009E73', '#009E73')
    """
    return SERIES[(number - 1) % len(SERIES)]


def cooperation() -> "Colormap":
    """Return the colours from never cooperating (vermilion) to always cooperating (blue)."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("cooperation", RAMP)


def payoffs(*, less_is_better: bool = False) -> str:
    """Return the name of the colour map of payoffs: bright is good.

    >>> payoffs(less_is_better=True)
    'viridis_r'
    """
    return "viridis_r" if less_is_better else "viridis"


def shade(rate: float) -> str:
    """Return CSS for a cell of a table with a rate of cooperation: its ground and its letters.

    >>> shade(1.0), shade(0.5)
    ('background:#0072b2;color:white', 'background:#f4f1ec;color:black')

    Letters are as black as can be: on some grounds nothing less has a contrast of 4.5.
    """
    if not np.isfinite(rate):
        return f"background:{UNKNOWN};color:{INK}"
    at = rate * (len(RAMP) - 1)
    below = min(int(at), len(RAMP) - 2)
    one, other = (_channels(RAMP[stop]) for stop in (below, below + 1))
    ground = [low + (at - below) * (high - low) for low, high in zip(one, other, strict=True)]
    code = "".join(f"{round(255 * part):02x}" for part in ground)
    return f"background:#{code};color:{'black' if dark_letters(ground) else 'white'}"


def dark_letters(ground: "np.ndarray | list[float]") -> np.ndarray:
    """Return whether black letters stand out more from a ground than white ones.

    Parameters
    ----------
    ground
        (..., 3) red, green and blue, from 0 to 1.

    Notes
    -----
    By the contrast ratio of the Web Content Accessibility Guidelines 2.1.

    Examples
    --------
    >>> dark_letters([1.0, 1.0, 0.0]), dark_letters([0.0, 0.0, 0.5])
    (np.True_, np.False_)
    """
    ground = np.asarray(ground)
    linear = np.where(ground <= 0.03928, ground / 12.92, ((ground + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    stands_out: np.ndarray = (luminance + 0.05) ** 2 > 0.05 * 1.05
    return stands_out


def letters(ground: str) -> str:
    """Return black or white, whichever can be read on a ground.

    >>> letters(BLUE), letters(YELLOW)
    ('white', '#111111')
    """
    return DARK if dark_letters(_channels(ground)) else "white"


def _channels(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
