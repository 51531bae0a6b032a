"""Figures as files: PNG, SVG where it is wanted, and GIF of what moves."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from tournament.interactive.shown import lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SCREEN = 96  # CSS pixels per inch
LARGE = 12.0  # inches: larger figures are saved with fewer dots per inch


class Picture(NamedTuple):
    """A figure as PNG, its width on a screen in CSS pixels, as SVG, if it was wanted, and as GIF,
    if it moves."""

    png: bytes
    width: int
    svg: bytes = b""
    gif: bytes = b""


Drawn = dict[str, Picture]
"""Figures by name."""
Save = Callable[["Axes"], Picture]
"""`png`, or `both`."""


def png(axes: "Axes") -> Picture:
    """Return the figure of these axes as PNG."""
    inches = axes.figure.get_size_inches()  # type: ignore[union-attr]
    dots = 120 if max(inches) <= LARGE else 100
    content = _saved(axes, format="png", dpi=dots, pil_kwargs={"compress_level": 1})
    return Picture(content, round(inches[0] * SCREEN))


def both(axes: "Axes") -> Picture:
    """Return the figure of these axes as PNG and as SVG, whose texts are text."""
    import matplotlib

    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "tournament"}):
        picture, svg = png(axes), _saved(axes, format="svg", metadata={"Date": None})
    return picture._replace(svg=lines(svg.decode()).encode())  # XML knows no control characters


def _saved(axes: "Axes", **options: Any) -> bytes:
    buffer = io.BytesIO()
    axes.figure.savefig(buffer, **options)  # type: ignore[union-attr]
    return buffer.getvalue()
