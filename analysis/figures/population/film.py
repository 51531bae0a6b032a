"""A lattice in motion: as a GIF, and as data that a page plays.

Legend: f frames, h rows and w columns of a lattice, k types.
"""

import base64
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.figures import palette
from analysis.figures.labels import short
from analysis.figures.population.lattice import painted

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

SECONDS = 12.0  # that a film takes, with at least so many frames a second
PACE = (4.0, 20.0)  # frames a second: slowest, fastest
WIDE = 480  # pixels of a GIF, about
FRAMES, SITES = 150, 160_000  # most frames and most sites of a page's film
LEVEL = 6  # of compression
PACKED = 900_000  # most bytes of a page's film, before it is written as text


@dataclass(frozen=True)
class Film:
    """Pictures of a lattice as a page plays them; types of one colour are one there.

    width, height
        Of a picture, in sites.
    generations
        (f,) when each picture was taken.
    colours
        All that there are.
    data
        f times h times w bytes, positions in `colours`, one picture after the other. Each picture
        is what changed from the one before (modulo 256). Compressed by zlib, then in base 64.
    pace
        Frames a second.
    """

    width: int
    height: int
    generations: list[int]
    colours: list[str]
    data: str
    pace: float


def film(pictures: np.ndarray, generations: Sequence[int], colours: Sequence[str]) -> Film:
    """Return pictures of a lattice for a page: small, so thinned where they are many.

    Of a large lattice, each square of sites is one site of the type that most of them have.

    Parameters
    ----------
    pictures
        (f, h, w) the number of each site's type.
    generations
        (f,) when each was taken.
    colours
        (k,) by type.
    """
    shades = list(dict.fromkeys(colours))
    number = np.array([shades.index(colour) for colour in colours], np.uint8)
    frames = thinned(len(pictures), FRAMES)
    small = coarse(number[pictures[frames]], SITES, len(shades))
    data = _packed(small)
    if len(data) > PACKED:
        keep = thinned(len(frames), max(2, len(frames) * PACKED // len(data)))
        frames, small = frames[keep], small[keep]
        data = _packed(small)
    return Film(
        width=small.shape[2],
        height=small.shape[1],
        generations=[int(generations[k]) for k in frames],
        colours=shades,
        data=base64.b64encode(data).decode(),
        pace=pace(len(frames)),
    )


def gif(
    pictures: np.ndarray,
    generations: Sequence[int],
    *,
    names: Sequence[str],
    colours: Sequence[str],
    seconds: float | None = None,
) -> bytes:
    """Return pictures of a lattice as an animated GIF, with a key and the generation below.

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

    present = np.unique(pictures).tolist()
    key = [(colours[k], str(names[k])) for k in present if colours[k] != palette.PALE]
    key += [(palette.PALE, "others")] if any(colours[k] == palette.PALE for k in present) else []
    scale = max(1, round(WIDE / max(pictures.shape[1:])))
    shades = _shades([colour for colour, _ in key])
    frames = [
        _frame(painted(picture, colours), f"generation {generation:,}", key, scale).quantize(
            palette=shades, dither=Image.Dither.NONE
        )
        for picture, generation in zip(pictures, generations, strict=True)
    ]
    each = 1000 / pace(len(frames)) if seconds is None else 1000 * seconds / len(frames)
    lengths = [max(20, round(each / 10) * 10)] * len(frames)
    lengths[-1] += 1500  # the end stands still for a while
    buffer = io.BytesIO()
    frames[0].save(
        buffer, "GIF", save_all=True, append_images=frames[1:], duration=lengths, loop=0,
        optimize=False,
    )  # fmt: skip
    return buffer.getvalue()


def thinned(many: int, most: int) -> np.ndarray:
    """Return at most `most` of `many` positions, about evenly, the first and the last among them.

    >>> thinned(5, 3).tolist(), thinned(2, 9).tolist()
    ([0, 2, 4], [0, 1])
    """
    return np.unique(np.linspace(0, many - 1, min(many, max(most, 1))).round().astype(int))


def pace(frames: int) -> float:
    """Return frames a second.

    >>> pace(10), pace(120), pace(9999)
    (4.0, 10.0, 20.0)
    """
    return float(np.clip(frames / SECONDS, *PACE))


def coarse(pictures: np.ndarray, most: int, types: int) -> np.ndarray:
    """Return (f, ., .) pictures of at most `most` sites: squares of sites have the type of most.

    The first type counts where several are as many. What is left at the right and at the bottom, as
    it fills no square, is cut off.

    Parameters
    ----------
    pictures
        (f, h, w) types.
    most
        Sites of a picture.
    types
        How many types there are.

    Examples
    --------
    >>> coarse(np.array([[[0, 1, 1, 1], [0, 0, 1, 0]]]), 2, 2).tolist()
    [[[0, 1]]]
    """
    frames, height, width = pictures.shape
    side = int(np.ceil(np.sqrt(height * width / most)))
    side = min(max(side, 1), height, width)
    if side == 1:
        return pictures
    cut = pictures[:, : height // side * side, : width // side * side]
    squares = cut.reshape(frames, height // side, side, width // side, side)
    best, found = np.zeros(squares.shape[:2] + squares.shape[3:4], int), None
    for kind in range(types):
        many = (squares == kind).sum(axis=(2, 4))
        found = many if found is None else found
        best = np.where(many > found, kind, best)
        found = np.maximum(many, found)
    return best


def _packed(pictures: np.ndarray) -> bytes:
    flat = pictures.reshape(len(pictures), -1).astype(np.uint8)
    return zlib.compress(np.diff(flat, axis=0, prepend=np.uint8(0)).tobytes(), LEVEL)


def _shades(colours: Sequence[str]) -> "Image":  # type: ignore[name-defined] # noqa: F821
    """Return a picture that holds the colours of the types, and greys for letters."""
    from PIL import Image

    listed = [*(int(c[at : at + 2], 16) for c in colours for at in (1, 3, 5))]
    listed += np.repeat(np.linspace(29, 255, 24).astype(int), 3).tolist()
    holder = Image.new("P", (1, 1))
    holder.putpalette(listed)
    return holder


def _frame(cells: np.ndarray, words: str, key: Sequence[tuple[str, str]], scale: int) -> "Image":  # type: ignore[name-defined] # noqa: F821
    """Return one picture with its words below."""
    from PIL import Image, ImageDraw

    large = np.repeat(np.repeat(cells, scale, axis=0), scale, axis=1)
    height, width = large.shape[:2]
    wide, line = max(width, 240), 20
    font = _font(13)
    rows = _rows([(colour, short(name, 44)) for colour, name in key], font, wide - 8)
    image = Image.new("RGB", (wide, height + line * (1 + len(rows)) + 6), "white")
    image.paste(Image.fromarray(large), ((wide - width) // 2, 0))
    draw = ImageDraw.Draw(image)
    draw.text((wide - 4, height + 4), words, fill=palette.INK, font=font, anchor="ra")
    for number, row in enumerate(rows, start=1):
        for left, colour, name in row:
            top = height + 4 + line * number
            draw.rectangle((left, top + 2, left + 11, top + 13), fill=colour)
            draw.text((left + 16, top), name, fill=palette.INK, font=font)
    return image


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
