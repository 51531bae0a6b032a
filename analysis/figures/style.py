"""How all pictures look, with the colours of `palette`: calm, printable, safe for colour-blind
eyes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from analysis.figures.palette import SERIES

SETTINGS = {
    "text.parse_math": False,  # a strategy may be called "a$b"
    "text.hinting": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.labelsize": 9,
    "axes.labelcolor": "333333",
    "axes.edgecolor": "aaaaaa",
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": "e4e4e4",
    "grid.linewidth": 0.6,
    "xtick.color": "555555",
    "ytick.color": "555555",
    "xtick.labelcolor": "222222",
    "ytick.labelcolor": "222222",
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "savefig.dpi": 144,
    "pdf.fonttype": 42,  # TrueType, embedded: journals refuse matplotlib's usual Type 3
    "ps.fonttype": 42,
}
"""Everything else is as matplotlib has it, whatever the caller changed."""
KEPT = ("svg.fonttype", "svg.hashsalt")
"""How texts of an SVG are saved is for the caller to say."""


@contextmanager
def style() -> Iterator[None]:
    """Apply the style to what is drawn and saved inside the `with` block."""
    import matplotlib
    import matplotlib.style
    from cycler import cycler

    given: Any = matplotlib.rcParams
    kept = {key: given[key] for key in KEPT}
    cycle = {"axes.prop_cycle": cycler(color=SERIES)}
    with matplotlib.style.context(SETTINGS | cycle | kept, after_reset=True):
        yield
