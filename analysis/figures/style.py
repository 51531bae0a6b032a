"""How all pictures look: `tournament.mplstyle`, with the colours of `palette`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.figures.palette import SERIES


@contextmanager
def style() -> Iterator[None]:
    """Apply the style to what is drawn and saved inside the `with` block."""
    import matplotlib
    from cycler import cycler

    file = str(Path(__file__).with_name("tournament.mplstyle"))
    with matplotlib.rc_context(fname=file):
        matplotlib.rcParams["axes.prop_cycle"] = cycler(color=SERIES)
        yield
