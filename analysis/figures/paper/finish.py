"""What makes a figure one for print: letters of 6 points or more, lines of half a point or more,
and words that stay on the page.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.figures.paper.sheet import LEAST, SCALE

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LARGEST = 8.0  # points: letters
THINNEST = 0.5  # points: lines
BETWEEN = 0.03  # inches between labels of ticks
EDGE = 0.03  # inches between words and the edge of the page


def finish(axes: "Iterable[Axes]") -> None:
    """Make letters and lines fit for print, once after drawing."""
    for each in axes:
        _letters(each)
        _lines(each)


def points(size: float) -> float:
    """Return how large letters are in print.

    >>> points(9.0), points(7.5), points(12.0)
    (7.0, 6.0, 8.0)
    """
    return float(np.clip(size * SCALE, LEAST, LARGEST))


def _letters(axes: "Axes") -> None:
    from matplotlib.text import Text

    ticks = set()
    for one in [axes, *axes.child_axes]:
        for axis in (one.xaxis, one.yaxis):
            every = [*axis.majorTicks, *axis.minorTicks]
            size = points(float(axis.get_major_ticks(1)[0].label1.get_fontsize()))
            axis.set_tick_params(which="both", labelsize=size)
            ticks |= {id(label) for tick in every for label in (tick.label1, tick.label2)}
    every_text: list[Any] = axes.findobj(Text)
    for text in every_text:
        if id(text) not in ticks:
            text.set_fontsize(points(text.get_fontsize()))


def _lines(axes: "Axes") -> None:
    from matplotlib.collections import Collection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    for each in axes.findobj(lambda artist: isinstance(artist, (Line2D, Collection, Patch))):
        if isinstance(each, Line2D):
            each.set_linewidth(_thick(each.get_linewidth()))
            each.set_markeredgewidth(_thick(each.get_markeredgewidth()))
        elif isinstance(each, Collection) and not _white(each.get_edgecolor()):
            each.set_linewidth([_thick(wide) for wide in np.atleast_1d(each.get_linewidth())])
        elif isinstance(each, Patch) and not _white([each.get_edgecolor()]):
            each.set_linewidth(_thick(each.get_linewidth()))


def _thick(points: float) -> float:
    return max(float(points), THINNEST) if points > 0 else 0.0


def _white(colours: Any) -> bool:
    """Return whether edges are white: such lines are gaps, which may be thin."""
    from matplotlib.colors import to_rgba_array

    found = to_rgba_array(colours)
    return bool(len(found)) and bool((found[:, :3] > 0.99).all())


def thin_ticks(axes: "Iterable[Axes]") -> None:
    """Take ticks away where their labels would touch, as far as matplotlib chose the ticks."""
    from matplotlib.ticker import MaxNLocator

    for each in axes:
        for one in [each, *each.child_axes]:
            for along, axis in enumerate((one.xaxis, one.yaxis)):
                locator: Any = axis.get_major_locator()
                number = len(axis.get_majorticklocs())
                while number > 2 and isinstance(locator, MaxNLocator) and _touch(axis, along):
                    number -= 1
                    locator.set_params(nbins=number)


def _touch(axis: Any, along: int) -> bool:
    low, high = sorted(axis.get_view_interval())
    axis.get_majorticklabels()  # puts the ticks where the locator has them now
    shown = [
        _box(tick.label1 if tick.label1.get_visible() else tick.label2)[along]
        for tick in axis.get_major_ticks()
        if low <= tick.get_loc() <= high
    ]
    edges = np.array(sorted(tuple(edge) for edge in shown if edge[1] > edge[0]))
    gap = BETWEEN * axis.axes.figure.dpi if along == 0 else 0.0
    return bool(len(edges) > 1 and (edges[1:, 0] < edges[:-1, 1] + gap).any())


# -- words that stay on the page -------------------------------------------------------------------


def keep_on_page(figure: "Figure", axes: "Iterable[Axes]") -> None:
    """Break labels that are longer than the page, and move labels that stick out of it."""
    width, height = figure.bbox.size
    edge = EDGE * figure.dpi
    for one in axes:
        for label, along, most in (
            (one.xaxis.label, 0, width),
            (one.yaxis.label, 1, height),
            *((title, 0, width) for title in _titles(one)),
        ):
            if not label.get_text() or not label.get_visible():
                continue
            _break(label, along, most - 2 * edge)
            box = _box(label)
            past = max(edge - box[along, 0], 0.0) or min(most - edge - box[along, 1], 0.0)
            if past:
                size = one.bbox.width if along == 0 else one.bbox.height
                place = list(label.get_position())
                place[along] += past / size
                label.set_position(place)


def _titles(axes: "Axes") -> list[Any]:
    """Return the titles of axes: the texts among its parts that nobody wrote into it."""
    from matplotlib.text import Text

    written = {id(text) for text in axes.texts}
    return [
        part for part in axes.get_children() if isinstance(part, Text) and id(part) not in written
    ]


def _box(artist: "Artist") -> np.ndarray:
    """Return ((left, right), (below, above)) in pixels."""
    return np.array(artist.get_window_extent().get_points()).T


def _break(label: Any, along: int, most: float) -> None:
    """Break a label into lines of so many pixels at spaces, where it is longer."""
    words = label.get_text().split(" ")
    box = _box(label)
    if box[along, 1] - box[along, 0] <= most or len(words) < 2:
        return
    per_letter = (box[along, 1] - box[along, 0]) / max(map(len, label.get_text().split("\n")))
    letters, lines = int(most / per_letter), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    label.set_text("\n".join(lines))
