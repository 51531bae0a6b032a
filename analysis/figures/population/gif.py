"""A lattice in motion, as an animated GIF.

Pictures are positions in the colours of the GIF: those of types, and then greys up to white.
Legend: f frames, h rows and w columns of a lattice, k types.
"""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import palette
from analysis.figures.labels import short
from analysis.figures.population.film import pace, reduced

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDE = 480  # pixels of a GIF, about
NARROWEST, LINE = 240, 20  # pixels of a GIF: its least width, and a line of words
INK, GREYS = (29, 255), 24  # from letters to white, in so many steps


def gif(
    pictures: np.ndarray,
    generations: Sequence[int],
    *,
    names: Sequence[str],
    colours: Sequence[str],
    seconds: float | None = None,
) -> bytes:
    """Return pictures of a lattice as an animated GIF, with a key and the generation below.

    Many pictures are thinned, and large ones made coarse, as for `film`.

    Parameters
    ----------
    pictures
        (f, h, w) the number of each site's type.
    generations
        (f,) when each was taken.
    names, colours
        (k,) of the types.
    seconds
        How long it takes; None for a length that suits the number of pictures.
    """
    from PIL import Image

    small, frames, shades = reduced(pictures, colours)
    scale = max(1, round(WIDE / max(small.shape[1:])))
    large = small.repeat(scale, axis=1).repeat(scale, axis=2)
    wide = max(large.shape[2], NARROWEST)
    below = _key(_entries(pictures, names, colours), shades, wide)
    paint = _paint(shades)
    images = []
    for k, cells in zip(frames, large, strict=True):
        words = _words([(wide - 4, f"generation {int(generations[k]):,}", "ra")], wide, len(shades))
        image = Image.fromarray(np.vstack([_centred(cells, wide, len(shades)), words, below]), "P")
        image.putpalette(paint)
        images.append(image)
    each = 1000 / pace(len(images)) if seconds is None else 1000 * seconds / len(images)
    lengths = [max(20, round(each / 10) * 10)] * len(images)
    lengths[-1] += 1500  # the end stands still for a while
    buffer = io.BytesIO()
    images[0].save(
        buffer, "GIF", save_all=True, append_images=images[1:], duration=lengths, loop=0,
        optimize=False,
    )  # fmt: skip
    return buffer.getvalue()


def _paint(shades: Sequence[str]) -> list[int]:
    """Return red, green and blue of all colours, one after the other."""
    listed = [int(colour[at : at + 2], 16) for colour in shades for at in (1, 3, 5)]
    return listed + np.repeat(np.linspace(*INK, GREYS).astype(int), 3).tolist()


def _entries(
    pictures: np.ndarray, names: Sequence[str], colours: Sequence[str]
) -> list[tuple[str, str]]:
    """Return the colours that are seen, and what they mean."""
    present = np.unique(pictures).tolist()
    found = [(colours[k], str(names[k])) for k in present if colours[k] != palette.PALE]
    grey = any(colours[k] == palette.PALE for k in present)
    return found + [(palette.PALE, "others")] * grey


def _centred(cells: np.ndarray, wide: int, white: int) -> np.ndarray:
    """Return cells with white at their sides."""
    left = (wide - cells.shape[1]) // 2
    full = np.full((len(cells), wide), white + GREYS - 1, np.uint8)
    full[:, left : left + cells.shape[1]] = cells
    return full


def _words(words: Sequence[tuple[int, str, str]], wide: int, first: int) -> np.ndarray:
    """Return a line of words, each with where it stands and its anchor, in greys from `first`."""
    from PIL import Image, ImageDraw

    line = Image.new("L", (wide, LINE), INK[1])
    draw = ImageDraw.Draw(line)
    for left, text, anchor in words:
        draw.text((left, 3), text, fill=INK[0], font=_font(13), anchor=anchor)
    part = (np.asarray(line, float) - INK[0]) / (INK[1] - INK[0])
    return (first + np.round(np.clip(part, 0, 1) * (GREYS - 1))).astype(np.uint8)


def _key(entries: Sequence[tuple[str, str]], shades: Sequence[str], wide: int) -> np.ndarray:
    """Return rows of squares with what they mean."""
    rows = _rows([(colour, short(name, 44)) for colour, name in entries], _font(13), wide - 8)
    lines = []
    for row in rows:
        line = _words([(left + 16, name, "la") for left, _, name in row], wide, len(shades))
        for left, colour, _ in row:
            line[4:16, left : left + 12] = shades.index(colour)
        lines.append(line)
    return np.vstack(lines)


def _rows(
    key: Sequence[tuple[str, str]], font: "FreeTypeFont", wide: int
) -> list[list[tuple[int, str, str]]]:
    """Return the entries of a key in rows that fit, each with where it begins."""
    rows: list[list[tuple[int, str, str]]] = []
    left = wide + 1
    for colour, name in key:
        length = 16 + round(font.getlength(name)) + 14
        if left + length > wide:
            rows.append([])
            left = 4
        rows[-1].append((left, colour, name))
        left += length
    return rows


def _font(size: int) -> "FreeTypeFont":
    """Return the letters of all pictures, which come with matplotlib."""
    from matplotlib.font_manager import findfont
    from PIL import ImageFont

    return ImageFont.truetype(findfont("DejaVu Sans"), size)
