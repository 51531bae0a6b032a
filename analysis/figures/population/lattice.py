"""The figure of a lattice: the type of each site, or what became of it between two generations.

Legend: h rows and w columns of a lattice, k types.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import palette
from analysis.figures.canvas import COLUMN
from analysis.figures.paper import sheet as paper
from analysis.figures.population import key
from tournament.errors import ArgumentError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STAYS, STAYS_OTHER, BECOMES_OTHER, BECOMES = (
    palette.COOPERATES,
    palette.DEFECTS,
    palette.YELLOW,
    palette.GREEN,
)
"""The four colours of Nowak and May: C, D, D that was C, C that was D."""
WIDEST = 5.0  # inches of a lattice in print
TALLEST = 1.2  # how tall a lattice may be drawn, relative to the width of a figure


def canvas_of(types: np.ndarray, words: Sequence[str], columns: int = 2) -> "Axes":
    """Return empty axes for a lattice, with room for its key below.

    Parameters
    ----------
    types
        (h, w), of which only the shape counts.
    words
        The entries of the key.
    columns
        1 (3.5 inches) or 2 (7.2 inches, of which a square takes 5).
    """
    from analysis.figures.figure import Drawing

    height, width = types.shape
    full, sheet = COLUMN[columns], paper.current()
    if sheet is not None:
        return _in_print(height / width, words, sheet)
    wide = min(full - 0.1, (full - 0.1 if columns == 1 else 5.0) * max(1.0, width / height))
    wide = min(wide, TALLEST * full * width / height)
    tall = wide * height / width
    full = max(wide + 0.1, min(full, 5.1))
    whole = (full, tall + 0.1 + key.height(words, full - 0.1))
    figure = Drawing(figsize=whole)
    return figure.add_axes(
        (0.05 / whole[0], 1 - (tall + 0.05) / whole[1], wide / whole[0], tall / whole[1])
    )


def _in_print(tall: float, words: Sequence[str], sheet: paper.Sheet) -> "Axes":
    """Return empty axes for a lattice of which the height, relative to the width, is known."""
    if sheet.page is None:
        return paper.placed(paper.Margins(0, 0, 0, 0), 0.0)
    page = sheet.page
    foot = key.height(words, page.wide - 0.1)
    wide = min(page.wide - 0.1, WIDEST, (page.tall - foot - 0.2) / tall)
    side = (page.wide - wide) / 2  # in the middle
    return paper.placed(paper.Margins(side, side, foot + 0.05, 0.05), wide * tall, fixed=True)


def lattice(
    types: np.ndarray, axes: "Axes", *, names: Sequence[str], colours: Sequence[str]
) -> "Axes":
    """Return the axes with the type of each site as its colour, and a key to the colours present.

    Parameters
    ----------
    types
        (h, w) the number of each site's type.
    axes
        Where to draw, such as `canvas_of(types, names)`.
    names, colours
        Of the types, (k,) each. Types of one colour have one entry in the key.
    """
    _image(types, colours, axes)
    entries: dict[str, list[str]] = {}
    for k in np.unique(types).tolist():
        entries.setdefault(colours[k], []).append(str(names[k]))
    grey = entries.pop(palette.PALE, [])
    shown = [(colour, those[0]) for colour, those in entries.items()]
    if grey:
        shown.append((palette.PALE, grey[0] if len(grey) == 1 else f"{len(grey)} others"))
    return key.write(shown, axes)


def changes(before: np.ndarray, after: np.ndarray, axes: "Axes", *, names: Sequence[str]) -> "Axes":
    """Return the axes with what each site was and is: four colours for two types.

    Parameters
    ----------
    before, after
        (h, w) the number of each site's type, 0 or 1.
    axes
        Where to draw, such as `canvas_of(after, changed(names))`.
    names
        Of the two types.

    Raises
    ------
    ArgumentError
        When there are other types, or the lattices differ in shape.

    Notes
    -----
    Source: the colours are those of Nowak and May (1992): blue, red, yellow and green.
    """
    before, after = np.asarray(before), np.asarray(after)
    if before.shape != after.shape:
        raise ArgumentError(
            f"`before` and `after` must be of one shape; got {before.shape} and {after.shape}."
        )
    if not ({*np.unique(before).tolist(), *np.unique(after).tolist()} <= {0, 1}):
        raise ArgumentError("`before` and `after` must be of two types, 0 and 1.")
    colours = (STAYS, BECOMES_OTHER, BECOMES, STAYS_OTHER)
    _image(2 * before + after, colours, axes)
    words = changed(names)
    order = (0, 3, 1, 2)
    return key.write([(colours[k], words[k]) for k in order], axes)


def changed(names: Sequence[str]) -> list[str]:
    """Return words for 0 that stays, 0 that became 1, 1 that became 0, and 1 that stays.

    >>> changed(["C", "D"])
    ['C', 'D, was C', 'C, was D', 'D']
    """
    one, other = map(str, names)
    return [one, f"{other}, was {one}", f"{one}, was {other}", other]


def painted(types: np.ndarray, colours: Sequence[str]) -> np.ndarray:
    """Return (h, w, 3) the colours of sites as bytes.

    >>> painted(np.array([[0, 1]]), [palette.BLACK, palette.BLUE]).tolist()
    [[[0, 0, 0], [0, 114, 178]]]
    """
    table = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in colours]
    return np.asarray(np.array(table, np.uint8)[types])


def _image(types: np.ndarray, colours: Sequence[str], axes: "Axes") -> None:
    axes.imshow(painted(types, colours), interpolation="antialiased", aspect="auto")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(True)
