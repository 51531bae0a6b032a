"""How all pictures look: `tournament.mplstyle`, with the colours of `palette`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from analysis.figures.palette import SERIES

KEPT = ("svg.fonttype", "svg.hashsalt", "pdf.fonttype", "ps.fonttype")
"""How texts are saved is for the caller to say; journals ask for `pdf.fonttype` 42."""


@contextmanager
def style() -> Iterator[None]:
    """Apply the style to what is drawn and saved inside the `with` block."""
    import matplotlib
    from cycler import cycler

    file = str(Path(__file__).with_name("tournament.mplstyle"))
    settings: dict[str, Any] = matplotlib.rcParams  # type: ignore[assignment]
    kept = {key: settings[key] for key in KEPT}
    with matplotlib.rc_context(fname=file):
        settings.update(kept)
        matplotlib.rcParams["axes.prop_cycle"] = cycler(color=SERIES)
        yield
