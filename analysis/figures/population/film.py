"""A lattice in motion, as data that a page plays.

Legend: f frames, h rows and w columns of a lattice, k types.
"""

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SECONDS = 12.0  # that a film takes, with at least so many frames a second
PACE = (4.0, 20.0)  # frames a second: slowest, fastest
FRAMES, SITES = 120, 90_000  # most frames and most sites of a film
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
    small, frames, shades = reduced(pictures, colours)
    about = len(zlib.compress(_changes(small), 1))
    if about > PACKED:
        keep = thinned(len(frames), max(2, len(frames) * PACKED // about))
        frames, small = frames[keep], small[keep]
    return Film(
        width=small.shape[2],
        height=small.shape[1],
        generations=[int(generations[k]) for k in frames],
        colours=shades,
        data=base64.b64encode(zlib.compress(_changes(small), 6)).decode(),
        pace=pace(len(frames)),
    )


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


def reduced(
    pictures: np.ndarray, colours: Sequence[str]
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return few pictures of few sites, as positions in a list of colours; which ones; the colours.

    Parameters
    ----------
    pictures
        (f, h, w) the number of each site's type.
    colours
        (k,) by type.
    """
    shades = list(dict.fromkeys(colours))
    number = np.array([shades.index(colour) for colour in colours], np.uint8)
    frames = thinned(len(pictures), FRAMES)
    small = coarse(number[pictures[frames]], SITES, len(shades))
    return small.astype(np.uint8), frames, shades


def _changes(pictures: np.ndarray) -> bytes:
    """Return pictures as bytes, each as what changed from the one before."""
    flat = pictures.reshape(len(pictures), -1)
    return bytes(np.diff(flat, axis=0, prepend=np.uint8(0)).tobytes())
