"""The figures that everything is drawn in: in our style whenever they are drawn, shown or saved.

They belong to nobody: pyplot does not know them, so a notebook shows each of them once.
"""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure

from analysis.figures.saving import LARGE, SCREEN
from analysis.figures.style import style

SHARP = 144  # dots per inch in a notebook


class Drawing(Figure):
    """A figure of matplotlib, in the style of this project."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw the figure; some settings count only now."""
        with _quiet():
            super().draw(renderer)

    def savefig(self, fname: Any, **options: Any) -> None:
        """Save the figure: as PDF, SVG or PNG, by the end of the file's name.

        Parameters
        ----------
        fname
            A path, or an open file.
        **options
            As matplotlib has them.
        """
        with _quiet():
            super().savefig(fname, **options)

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        buffer = io.BytesIO()
        inches = self.get_size_inches()
        self.savefig(buffer, format="png", dpi=SHARP if max(inches) <= LARGE else SCREEN)
        return buffer.getvalue(), {"width": round(inches[0] * SCREEN)}


@contextmanager
def _quiet() -> Iterator[None]:
    """Apply the style; a name in letters that the font lacks shows boxes, without a warning."""
    with style(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")
        yield
